import { type Half, type ShelfName, type Uplift, upliftOf } from '../../commerce/recommendations/experiment.ts';
import type { Reason } from '../../commerce/recommendations/rerank.ts';
import type { RecommendationRecords, TrainingRun, TwoHalves } from '../ports/recommendations.ts';
import type { CatalogueCache } from './catalogue-cache.ts';
import type { LearnedCache } from './recommend.ts';
import { recommend } from './recommend-products.ts';

const MOST_PINNED = 8;
const MOST_BLOCKED = 100;
/** As many as a product page could show. */
const PREVIEWED = 8;

interface ControlDeps {
  readonly catalogue: CatalogueCache;
  readonly learned: LearnedCache;
}

/** A merchant's wishes for a product, and what is shown with it under them. */
export interface ControlledProduct {
  readonly productId: number;
  readonly pinned: readonly number[];
  readonly blocked: readonly number[];
  readonly shown: readonly { readonly id: number; readonly reason: Reason['kind'] }[];
}

/** The wishes for a product as the records have them, with a preview. Rejects when the records cannot be reached. */
export async function readControls(deps: ControlDeps, productId: number): Promise<ControlledProduct> {
  const background = () => undefined;
  const [found, learned, snapshot] = await Promise.all([
    deps.learned.records.controls(productId),
    deps.learned.get(background),
    deps.catalogue.listed(background),
  ]);
  const pinned = found.filter((one) => one.control === 'pin').map((one) => one.otherId);
  const blocked = found.filter((one) => one.control === 'block').map((one) => one.otherId);
  // The preview follows the records, not what this isolate remembers of them.
  const controls = new Map([...learned.controls, [productId, { pinned, blocked: new Set(blocked) }]]);
  const shown = recommend({ kind: 'complements', productId }, { ...learned, controls }, snapshot, PREVIEWED);
  return { productId, pinned, blocked, shown: shown.map(({ id, reason }) => ({ id, reason: reason.kind })) };
}

/** Why wishes are refused, in this order. */
export type ControlsRefusal = {
  readonly ok: false;
  readonly reason: 'itself' | 'both' | 'too_many_pinned' | 'too_many_blocked' | 'unknown_product';
};

/** Replaces the wishes for a product; what is named twice counts once. */
export async function setControls(
  deps: ControlDeps,
  productId: number,
  wished: { readonly pinned: readonly number[]; readonly blocked: readonly number[] },
  actor: string,
): Promise<{ readonly ok: true } | ControlsRefusal> {
  const pinned = [...new Set(wished.pinned)];
  const blocked = [...new Set(wished.blocked)];
  if ([...pinned, ...blocked].includes(productId)) return { ok: false, reason: 'itself' };
  if (pinned.some((id) => blocked.includes(id))) return { ok: false, reason: 'both' };
  if (pinned.length > MOST_PINNED) return { ok: false, reason: 'too_many_pinned' };
  if (blocked.length > MOST_BLOCKED) return { ok: false, reason: 'too_many_blocked' };
  const saved = await deps.learned.records.setControls(productId, pinned, blocked, actor);
  if (saved.ok) deps.learned.forget();
  return saved;
}

/** How recommendations stand. */
export interface RecommendationStatus {
  readonly lastRun: TrainingRun | null;
  readonly experiment: ExperimentReport | null;
}

interface TestedHalves {
  readonly control: Half;
  readonly learned: Half;
  /** Null while nothing can be said. */
  readonly uplift: Uplift | null;
}
export interface ShelfReport extends TestedHalves {
  readonly shelf: ShelfName;
}
/** What a test says of all visitors together, and of each shelf that it shows its halves on. */
export interface ExperimentReport extends TestedHalves {
  readonly name: string;
  readonly shelves: readonly ShelfReport[];
}

const reported = <T extends TwoHalves>(halves: T): T & TestedHalves => ({
  ...halves,
  uplift: upliftOf(halves.control, halves.learned),
});
const NOBODY: TwoHalves = { control: { exposed: 0, ordered: 0 }, learned: { exposed: 0, ordered: 0 } };

/** The last training, and what the running A/B test says so far. */
export async function readStatus(records: RecommendationRecords): Promise<RecommendationStatus> {
  const [lastRun, { experiment }] = await Promise.all([records.lastRun(), records.learned()]);
  if (experiment === null) return { lastRun, experiment: null };
  const { visitors, shelves } = await records.halves(experiment.name);
  const all = experiment.shelves.map((shelf) => shelves.find((one) => one.shelf === shelf) ?? { shelf, ...NOBODY });
  return { lastRun, experiment: { name: experiment.name, ...reported(visitors), shelves: all.map(reported) } };
}
