/** A time in which the search cluster did not answer. */
export interface SearchOutage {
  readonly id: number;
  readonly beganAtMs: number;
  readonly lastFailedAtMs: number;
  /** The newest failure, as the cluster or the network worded it. */
  readonly problem: string;
  /** Null: nobody was written to, or nothing was called, yet. */
  readonly mailedAtMs: number | null;
  readonly hookedAtMs: number | null;
}

/** Products that the cluster was not told of, as noted until a moment. */
export interface MissedProducts {
  readonly ids: readonly number[];
  readonly notedUntilMs: number;
}

/** When the search cluster was away and what it missed, where every isolate sees it. */
export interface SearchOutages {
  /** Opens an outage, or says that the open one lasts. */
  failed(problem: string, atMs: number): Promise<void>;
  /** The outage that lasts; null: the cluster answers. */
  current(): Promise<SearchOutage | null>;
  end(id: number, atMs: number): Promise<void>;
  markTold(id: number, by: 'mail' | 'webhook', atMs: number): Promise<void>;
  /** Notes products whose change the cluster could not take. */
  missed(productIds: readonly number[], atMs: number): Promise<void>;
  /** The longest waiting of them, `most` at most; no ids: nothing is missing. */
  nextMissed(most: number): Promise<MissedProducts>;
  /** They are written. What was noted anew after they were read stays. */
  forgetMissed(missed: MissedProducts): Promise<void>;
}
