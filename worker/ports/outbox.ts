import type { EventMessage } from '../jobs/messages.ts';

/** A message that a transaction left for the queue. */
export interface OutboxEntry {
  readonly id: number;
  readonly topic: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Messages written together with the records they tell of. */
export interface OutboxRecords {
  /** Takes due messages, hiding them for `hideMs` so that a crash delivers them again and two takers never share one. */
  take(most: number, hideMs: number): Promise<readonly OutboxEntry[]>;
  /** Forgets messages the queue has. */
  remove(ids: readonly number[]): Promise<void>;
}

/** The queue's entrance. */
export interface EventSender {
  send(messages: readonly EventMessage[]): Promise<void>;
}
