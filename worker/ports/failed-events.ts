/** A message that the queue gave up on. */
export interface FailedEvent {
  readonly id: number;
  /** `(none)` when the message does not say. */
  readonly topic: string;
  /** As it came, for whoever looks into it. */
  readonly body: unknown;
  readonly failedAtMs: number;
}

/** Messages that nobody could handle, kept until somebody decides. */
export interface FailedEvents {
  /** Keeps messages under the queue's own ids: a repetition keeps one once. */
  keep(
    events: readonly { readonly messageId: string; readonly topic: string; readonly body: unknown }[],
    nowMs: number,
  ): Promise<void>;
  /** Newest first, those before an id; null: from the newest. */
  list(limit: number, beforeId: number | null): Promise<readonly FailedEvent[]>;
  /** The named ones that are still there, oldest first. */
  byIds(ids: readonly number[]): Promise<readonly FailedEvent[]>;
  count(): Promise<number>;
  /** Answers how many were there. */
  remove(ids: readonly number[]): Promise<number>;
}
