import { isEventMessage } from '../jobs/messages.ts';
import type { FailedEvents } from '../ports/failed-events.ts';
import type { EventSender } from '../ports/outbox.ts';

/** What having them handled again needs. */
export interface FailedEventsDeps {
  readonly failedEvents: FailedEvents;
  readonly events: EventSender;
}

/**
 * Sends messages that nobody could handle to the queue once more and forgets them here; what fails again comes back. Consumers are idempotent, so that a crash
 * between the two does no harm. Ids that are not there (any more) are passed over. A message this version does not know stays: `unknown` names its topic.
 * Rejects when the queue does not take them.
 */
export async function retryFailedEvents(
  { failedEvents, events }: FailedEventsDeps,
  ids: readonly number[],
): Promise<{ readonly retried: number; readonly unknown: readonly string[] }> {
  const found = await failedEvents.byIds(ids);
  const known = found.flatMap(({ id, body }) => (isEventMessage(body) ? [{ id, body }] : []));
  if (known.length > 0) {
    await events.send(known.map(({ body }) => body));
    await failedEvents.remove(known.map(({ id }) => id));
  }
  const unknown = found.filter(({ body }) => !isEventMessage(body)).map(({ topic }) => topic);
  return { retried: known.length, unknown: [...new Set(unknown)] };
}
