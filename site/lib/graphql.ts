/** A GraphQL document with the shape of its answer and of its variables, so that a call site cannot mix them up. */
export interface ShopDocument<Answer, Variables> {
  readonly text: string;
  /** Never set; carries the two types. */
  readonly shape?: (variables: Variables) => Answer;
}

/** Names the types of a document; the text is checked against the shop's schema by a test. */
export function shopDocument<Answer, Variables>(text: string): ShopDocument<Answer, Variables> {
  return { text };
}

/** An answer of the shop API: data, or why there is none. `rejected` = the API refused the operation, `unavailable` = it could not be asked. */
export type ShopAnswer<Answer> =
  | { readonly ok: true; readonly data: Answer; readonly tags: string | null }
  | {
      readonly ok: false;
      readonly reason: 'rejected' | 'unavailable';
      readonly message: string;
      /** The argument that was refused, where the API names one. */
      readonly argument?: string | undefined;
    };

/** What a page needs to reach the shop API. */
export interface ShopAccess {
  /** Scheme and host the shopper used; absolute addresses in answers start with it. */
  readonly origin: string;
  readonly send: (request: Request) => Promise<Response>;
  /** Address of the shopper for rate limits and fraud checks; null when unknown. */
  readonly clientIp: string | null;
}

interface WireAnswer<Answer> {
  readonly data?: Answer | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly argument?: string } }[];
}

/**
 * Asks the shop API one operation.
 * Errors in precedence order: `unavailable` when no answer came or it was not JSON, `rejected` when the answer holds errors or no data.
 */
export async function ask<Answer, Variables>(
  access: ShopAccess,
  document: ShopDocument<Answer, Variables>,
  variables: Variables,
  idempotencyKey?: string,
): Promise<ShopAnswer<Answer>> {
  const headers = new Headers({ 'content-type': 'application/json', accept: 'application/json' });
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
  if (access.clientIp !== null) headers.set('cf-connecting-ip', access.clientIp);
  const request = new Request(new URL('/graphql', access.origin), {
    method: 'POST',
    headers,
    body: JSON.stringify({ query: document.text, variables }),
  });
  try {
    const response = await access.send(request);
    const answer = await response.json<WireAnswer<Answer>>();
    if (answer.errors && answer.errors.length > 0) {
      const [first] = answer.errors;
      const message = answer.errors.map((error) => error.message).join('; ');
      return { ok: false, reason: 'rejected', message, argument: first?.extensions?.argument };
    }
    if (answer.data === undefined || answer.data === null) {
      return {
        ok: false,
        reason: response.ok ? 'rejected' : 'unavailable',
        message: `no data (HTTP ${response.status})`,
      };
    }
    return { ok: true, data: answer.data, tags: response.headers.get('cache-tag') };
  } catch (error) {
    return { ok: false, reason: 'unavailable', message: error instanceof Error ? error.message : String(error) };
  }
}

/** Thrown by pages for an answer they cannot be shown without; the 500 page says so to the shopper. */
export class ShopUnavailable extends Error {
  override readonly name = 'ShopUnavailable';
}

/** `ask` for pages that are nothing without the answer; throws ShopUnavailable. */
export async function need<Answer, Variables>(
  access: ShopAccess,
  document: ShopDocument<Answer, Variables>,
  variables: Variables,
): Promise<Answer> {
  const answer = await ask(access, document, variables);
  if (!answer.ok) throw new ShopUnavailable(`${answer.reason}: ${answer.message}`);
  return answer.data;
}

/** `need` for lists: a place in the address that is none of this list (an old link, a hand-made one) is its beginning. */
export async function needList<Answer, Variables extends { readonly after: string | null }>(
  access: ShopAccess,
  document: ShopDocument<Answer, Variables>,
  variables: Variables,
): Promise<Answer> {
  const answer = await ask(access, document, variables);
  if (!answer.ok && answer.argument === 'after' && variables.after !== null)
    return need(access, document, { ...variables, after: null });
  if (!answer.ok) throw new ShopUnavailable(`${answer.reason}: ${answer.message}`);
  return answer.data;
}
