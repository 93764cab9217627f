import type { EventSender, OutboxRecords } from '../ports/outbox.ts';
import { isEventMessage } from './messages.ts';

const TOGETHER = 50;
const ROUNDS = 20;
/** Longer than a send takes; a crash in between delivers again after this. */
const HIDE_MS = 30_000;

/**
 * Sends what transactions left in the outbox to the queue, at least once each. A message of an unknown topic stays (a newer version may know it) and
 * is reported. Answers how many were sent.
 */
export async function drainOutbox(
  outbox: OutboxRecords,
  sender: EventSender,
  report: (line: string) => void,
): Promise<number> {
  let sent = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const entries = await outbox.take(TOGETHER, HIDE_MS);
    if (entries.length === 0) break;
    const known = entries.flatMap((entry) => {
      const message = { ...entry.payload, topic: entry.topic };
      if (isEventMessage(message)) return [{ id: entry.id, message }];
      report(`outbox: ${entry.id} has the unknown topic ${entry.topic}`);
      return [];
    });
    if (known.length > 0) {
      await sender.send(known.map((one) => one.message));
      await outbox.remove(known.map((one) => one.id));
      sent += known.length;
    }
    if (entries.length < TOGETHER) break;
  }
  return sent;
}
