import { boundedText } from '../graphql/http/request.ts';
import { sha256 } from '../graphql/sha256.ts';
import { type StockWebhookDeps, takeStockEvent } from '../services/stock-webhook.ts';

/** A signature older or younger than this is refused, so that a recorded call cannot be sent again later. */
const TOLERANCE_MS = 300_000;

export interface StockWebhookOptions {
  readonly deps: StockWebhookDeps;
  /** Known to both sides; null: nobody may call. */
  readonly secret: string | null;
  readonly nowMs: number;
}

const json = (body: string | object, status = 200, headers: Readonly<Record<string, string>> = {}) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
const refused = (status: number, error: string, headers: Readonly<Record<string, string>> = {}) =>
  json({ error }, status, headers);

function bytesOfHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(i * 2, i * 2 + 2), 16));
}

/** What is wrong with a signature header (`t=SECONDS,v1=HEX`) over a body; null when nothing is. Compares in constant time. */
async function signatureProblem(
  header: string | null,
  body: string,
  secret: string,
  nowMs: number,
): Promise<string | null> {
  const [, seconds = '', hex = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  if (seconds === '') return 'ShopFlow-Signature: must be t=SECONDS,v1=HEX.';
  const text = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', text.encode(secret), algorithm, false, ['verify']);
  if (!(await crypto.subtle.verify('HMAC', key, bytesOfHex(hex), text.encode(`${seconds}.${body}`))))
    return 'ShopFlow-Signature: does not fit the body.';
  if (Math.abs(nowMs - Number(seconds) * 1_000) > TOLERANCE_MS)
    return 'ShopFlow-Signature: is too old, or of the future.';
  return null;
}

/**
 * `POST /webhooks/stock`: another system's counts, signed with `ShopFlow-Signature: t=SECONDS,v1=HEX`, where HEX is HMAC-SHA256 over
 * `SECONDS.BODY`. Answers in order: 404 no secret is set; 405 anything but POST; 413 a body over 512 KiB; 401 a missing, wrong or old signature; 400 no
 * JSON or a malformed event (named); 422 an id that was used for another event; 409 the same event is being written; 503 stock out of reach, send it
 * again; 200 `{id, applied, refused}`, for a repeated event the first answer with `idempotent-replayed: true`. See docs/stock-sync.md.
 */
export async function stockWebhook(request: Request, { deps, secret, nowMs }: StockWebhookOptions): Promise<Response> {
  if (secret === null) return refused(404, 'No secret is set for stock webhooks.');
  if (request.method !== 'POST') return refused(405, 'Only POST.', { allow: 'POST' });
  const body = await boundedText(request);
  if (!body.ok) return refused(413, body.message);
  const problem = await signatureProblem(request.headers.get('shopflow-signature'), body.text, secret, nowMs);
  if (problem !== null) return refused(401, problem);
  let event: unknown;
  try {
    event = JSON.parse(body.text);
  } catch {
    return refused(400, 'The body is not JSON.');
  }
  const outcome = await takeStockEvent(deps, event, sha256(body.text));
  switch (outcome.state) {
    case 'malformed':
      return refused(400, outcome.message);
    case 'other_event':
      return refused(422, 'id: was used for another event.');
    case 'running':
      return refused(409, 'The same event is being written.', { 'retry-after': '1' });
    case 'unavailable':
      return refused(503, 'Stock could not be reached; send the event again.', { 'retry-after': '5' });
    case 'done':
      return json(outcome.answer, 200, outcome.isRepeated ? { 'idempotent-replayed': 'true' } : {});
  }
}
