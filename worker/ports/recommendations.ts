import type { Half, RunningTest, ShelfName, Variant } from '../../commerce/recommendations/experiment.ts';
import type { LearnedProduct } from '../../commerce/recommendations/learn.ts';
import type { Interaction } from '../../commerce/recommendations/purchase-log.ts';
import type { Learned } from '../../commerce/recommendations/recommend.ts';
import type { SavedTraining } from '../../commerce/recommendations/training-state.ts';

export type ShopperEventKind = 'view' | 'cart' | 'order';

/** What a visitor who agreed to be remembered did. */
export interface ShopperEvent {
  /** Random token of the visitor. */
  readonly visitor: string;
  readonly kind: ShopperEventKind;
  readonly productId: number;
  readonly atMs: number;
}

/** Somebody saw a half of an A/B test. */
export interface Exposure {
  readonly experiment: string;
  readonly shelf: ShelfName;
  /** Token of a visitor who agreed; in mails `order:NUMBER` of the order that the mail is about. */
  readonly visitor: string;
  readonly variant: Variant;
  readonly atMs: number;
}

export interface TwoHalves {
  readonly control: Half;
  readonly learned: Half;
}
export interface TestHalves {
  readonly visitors: TwoHalves;
  readonly shelves: readonly ({ readonly shelf: ShelfName } & TwoHalves)[];
}

export interface TrainingRun {
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly interactions: number;
  readonly customers: number;
  readonly products: number;
}

/** A merchant's wish, with titles to show. */
export interface ControlRecord {
  readonly productId: number;
  readonly otherId: number;
  readonly control: 'pin' | 'block';
  readonly position: number;
}

/** What recommendations are learned from, what was learned, and what the merchant wants. */
export interface RecommendationRecords {
  /** Notes what visitors did; the same event again changes nothing, one of an unknown product is dropped. */
  record(events: readonly ShopperEvent[]): Promise<void>;
  /** Forgets everything of a visitor. */
  forget(visitor: string): Promise<void>;
  /** Deletes events from before a moment; answers how many. */
  prune(beforeMs: number): Promise<number>;
  /** Orders and events since a moment, at most `most` of each, the newest. */
  interactions(sinceMs: number, most: number): Promise<readonly Interaction[]>;
  /** Replaces everything learned, in one transaction, and notes the run. */
  publish(learned: readonly LearnedProduct[], run: TrainingRun): Promise<void>;
  /** What is served from, in one statement. */
  learned(): Promise<Learned>;
  lastRun(): Promise<TrainingRun | null>;
  /** What a visitor bought, newest first. */
  bought(visitor: string, most: number): Promise<readonly { readonly productId: number; readonly times: number }[]>;
  controls(productId: number): Promise<readonly ControlRecord[]>;
  /** Replaces the wishes for a product. A product that does not exist is refused. */
  setControls(
    productId: number,
    pinned: readonly number[],
    blocked: readonly number[],
    actor: string,
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: 'unknown_product' }>;
  /** Begins or ends (null) an A/B test. */
  setExperiment(test: RunningTest | null, atMs: number): Promise<void>;
  /** Notes who saw which half; the first exposure counts. */
  expose(exposures: readonly Exposure[]): Promise<void>;
  /**
   * The halves of a test: of all visitors together, then of each shelf that somebody saw. Mails count by orders: one that a later order of the same address followed has
   * ordered; they are not among the visitors.
   */
  halves(experiment: string): Promise<TestHalves>;
}

/** Keeps a training between its steps, so that it goes on after a crash where it was. Rejects when it cannot. */
export interface TrainingStates {
  /** The training of a moment as it was saved last; null: never, or no longer. */
  load(startedAtMs: number): Promise<SavedTraining | null>;
  save(training: SavedTraining): Promise<void>;
  clear(startedAtMs: number): Promise<void>;
}
