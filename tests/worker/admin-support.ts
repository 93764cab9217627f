import { exports } from 'cloudflare:workers';
import { expect, inject } from 'vitest';
import { Answer } from './checkout-support.ts';

/** What the admin API answered. */
export interface Reply {
  readonly status: number;
  readonly replayed: boolean;
  readonly text: string;
  readonly data: Answer;
  readonly code: unknown;
}

/** Sends a body to the admin API with the demo's token. */
export async function send(body: unknown, headers: Record<string, string>): Promise<Reply> {
  const response = await exports.default.fetch(
    new Request('http://shop.test/admin/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': inject('adminToken'), ...headers },
      body: JSON.stringify(body),
    }),
  );
  const text = await response.text();
  const answer = new Answer(JSON.parse(text));
  return {
    status: response.status,
    replayed: response.headers.get('idempotent-replayed') === 'true',
    text,
    data: answer.at('data'),
    code: answer.at('errors', 0, 'extensions', 'code').value,
  };
}

/** Asks the admin API; errors of the document or of the server fail the test. */
export async function askAdmin(
  query: string,
  variables: object = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const reply = await send({ query, variables }, headers);
  expect(new Answer(JSON.parse(reply.text)).at('errors').value, reply.text).toBeUndefined();
  return reply.data;
}
