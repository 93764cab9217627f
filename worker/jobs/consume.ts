import type { EventMessage } from './messages.ts';

/** One idempotent consumer per topic; each gets all messages of its topic in a batch, in the order of arrival. */
export type Consumers = {
  readonly [Topic in EventMessage['topic']]: (
    messages: readonly Extract<EventMessage, { topic: Topic }>[],
  ) => Promise<void>;
};

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
    byTopic.set(topic, [...(byTopic.get(topic) ?? []), message]);
  }
  await Promise.all([...byTopic].map(([topic, messages]) => consumeTopic(topic, messages, consumers)));
}

async function consumeTopic(
  topic: string,
  messages: readonly Message<EventMessage>[],
  consumers: Consumers,
): Promise<void> {
  try {
    await dispatch(
      topic,
      messages.map((message) => message.body),
      consumers,
    );
    for (const message of messages) message.ack();
  } catch (error) {
    console.error(`queue: ${messages.length} messages of ${topic} failed and will be delivered again`, error);
    for (const message of messages) message.retry({ delaySeconds: retryDelaySeconds(message.attempts) });
  }
}

async function dispatch(topic: string, bodies: readonly EventMessage[], consumers: Consumers): Promise<void> {
  switch (topic) {
    case 'stock.changed':
      await consumers['stock.changed'](bodies.filter((body) => body.topic === 'stock.changed'));
      return;
    default:
      throw new TypeError(`queue: no consumer for the topic ${topic}`);
  }
}

/** Messages cross a process boundary, so their shape is not taken for granted. */
function topicOf(body: unknown): string {
  const named = typeof body === 'object' && body !== null && 'topic' in body && typeof body.topic === 'string';
  return named ? String(body.topic) : '(none)';
}
