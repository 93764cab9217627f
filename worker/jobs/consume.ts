import { type EventMessage, isTopic, type MessageOf, type Topic } from './messages.ts';

/** One idempotent consumer per topic; each gets all messages of its topic in a batch, in the order of arrival. */
export type Consumers = { readonly [T in Topic]: (messages: readonly MessageOf<T>[]) => Promise<void> };

/** Delay before the queue delivers again what failed; grows with the attempts, at most 5 minutes. */
function retryDelaySeconds(attempts: number): number {
  return Math.min(2 ** Math.min(attempts, 8), 300);
}

/**
 * Hands a queue batch to its consumers, topic by topic. What a consumer took is acknowledged, what it rejected is
 * delivered again later; one topic's failure does not hold up the others. A message of an unknown topic is delivered again
 * too: it is from a newer version that may be back in a moment, and the queue's own limit ends it otherwise.
 */
export async function consume(batch: MessageBatch<EventMessage>, consumers: Consumers): Promise<void> {
  const byTopic = new Map<string, Message<EventMessage>[]>();
  for (const message of batch.messages) {
    const topic = topicOf(message.body);
    const some = byTopic.get(topic);
    if (some) some.push(message);
    else byTopic.set(topic, [message]);
  }
  await Promise.all([...byTopic].map(([topic, messages]) => consumeTopic(topic, messages, consumers)));
}

async function consumeTopic(
  topic: string,
  messages: readonly Message<EventMessage>[],
  consumers: Consumers,
): Promise<void> {
  try {
    if (!isTopic(topic)) throw new TypeError(`queue: no consumer for the topic ${topic}`);
    await dispatch(topic, messages, consumers);
    for (const message of messages) message.ack();
  } catch (error) {
    console.error(`queue: ${messages.length} messages of ${topic} failed and will be delivered again`, error);
    for (const message of messages) message.retry({ delaySeconds: retryDelaySeconds(message.attempts) });
  }
}

async function dispatch<T extends Topic>(
  topic: T,
  messages: readonly Message<EventMessage>[],
  consumers: Consumers,
): Promise<void> {
  const isOfTopic = (body: EventMessage): body is MessageOf<T> => body.topic === topic;
  await consumers[topic](messages.map((message) => message.body).filter(isOfTopic));
}

/** What a message says it is about, or `(none)`: messages cross a process boundary, so their shape is not taken for granted. */
export function topicOf(body: unknown): string {
  const named = typeof body === 'object' && body !== null && 'topic' in body && typeof body.topic === 'string';
  return named ? String(body.topic) : '(none)';
}
