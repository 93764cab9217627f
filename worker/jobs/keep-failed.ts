import type { FailedEvents } from '../ports/failed-events.ts';
import { topicOf } from './consume.ts';

/** The queue of what was delivered in vain as often as wrangler.toml allows. */
export const FAILED_QUEUE = 'shopflow-events-failed';

/** Seconds until the records are tried again. */
const AGAIN_S = 60;

/** Keeps messages that no consumer could handle where staff see them. While the records are away the queue keeps them. */
export async function keepFailed(batch: MessageBatch<unknown>, records: FailedEvents, nowMs: number): Promise<void> {
  const events = batch.messages.map(({ id, body }) => ({ messageId: id, topic: topicOf(body), body }));
  try {
    await records.keep(events, nowMs);
    batch.ackAll();
  } catch (error) {
    console.error(`queue: ${events.length} messages that failed could not be kept yet`, error);
    batch.retryAll({ delaySeconds: AGAIN_S });
  }
}
