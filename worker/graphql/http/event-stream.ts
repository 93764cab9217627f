/** One event of a stream; `id` comes back as `Last-Event-ID` when the reader lost the connection. */
export interface ServerEvent {
  readonly id: string | null;
  /** One line. */
  readonly data: string;
}

/** Without news for this long, a comment keeps proxies from taking the connection for dead, and finds out whether somebody is still there. */
export const KEEP_ALIVE_MS = 12_000;
const RETRY_MS = 1_000;

/** Headers of a stream of events. */
export const EVENT_STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-store',
  'x-accel-buffering': 'no',
};

const frameOf = ({ id, data }: ServerEvent): string =>
  `${id === null ? '' : `id: ${id}\n`}event: next\ndata: ${data}\n\n`;

/**
 * Events as the body of an answer, in the form of GraphQL over SSE, "distinct connections": `next` for each, `complete` at the end, comments while
 * it is quiet. The next event is asked for only when the reader took the last one, so a slow reader slows the source down. The source is ended (its
 * `return`) when the reader goes. Source: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
 */
export function eventStream(
  events: AsyncIterator<ServerEvent>,
  keepAliveMs: number = KEEP_ALIVE_MS,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<ServerEvent>> | null = null;
  let isBegun = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const send = (text: string) => controller.enqueue(encoder.encode(text));
        if (!isBegun) {
          isBegun = true;
          return send(`retry: ${RETRY_MS}\n:\n\n`);
        }
        next ??= events.next();
        const read = await within(keepAliveMs, next);
        if (read === null) return send(':\n\n');
        next = null;
        if (!read.done) return send(frameOf(read.value));
        send('event: complete\ndata:\n\n');
        controller.close();
      },
      async cancel() {
        await events.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** What a promise comes to, or null when that takes longer. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
