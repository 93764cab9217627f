import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { httpWebhooks, signatureOf } from '../../worker/adapters/webhooks/http-webhooks.ts';

let server: Server | null = null;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

interface Seen {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver that answers every call with this status; tells what it got. */
async function receiver(status: number, headers: Readonly<Record<string, string>> = {}) {
  const seen: Seen[] = [];
  const made = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      seen.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
      response.writeHead(status, headers).end();
    });
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const address = made.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/hook`, seen };
}

const call = { secret: 's3cret', topic: 'inventory_levels/low', webhookId: 'low-stock-1-2', body: '{"title":"Größe"}' };

test('a call carries topic, id and a signature the receiver can check over the raw body', async () => {
  const { url, seen } = await receiver(204);
  await httpWebhooks().send({ ...call, url });
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({
    body: call.body,
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': 'inventory_levels/low',
      'x-shopify-webhook-id': 'low-stock-1-2',
      'x-shopify-hmac-sha256': createHmac('sha256', 's3cret').update(call.body, 'utf8').digest('base64'),
    },
  });
  expect(await signatureOf(call.body, 'another')).not.toBe(seen[0]?.headers['x-shopify-hmac-sha256']);
});

test('anything but 2xx is a failure, and a redirect is not followed', async () => {
  const refusing = await receiver(500);
  await expect(httpWebhooks().send({ ...call, url: refusing.url })).rejects.toThrow('answered with 500');
  await new Promise<void>((resolve) => server?.close(() => resolve()));
  const moving = await receiver(307, { location: '/elsewhere' });
  await expect(httpWebhooks().send({ ...call, url: moving.url })).rejects.toThrow('answered with 307');
  expect(moving.seen).toHaveLength(1);
});
