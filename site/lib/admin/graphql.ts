import { accessFrom } from '../access.ts';

/** A call to the admin API: data, or the sentences that say why there is none. */
export type AdminAnswer<Data> =
  | { readonly ok: true; readonly data: Data }
  | { readonly ok: false; readonly messages: readonly string[] };

/** What a page of the admin hands over so that the call is made as the signed-in staff member. */
export interface AdminPageContext {
  readonly request: Request;
  readonly url: URL;
  readonly locals: object;
}

/** A field of an input that was refused, as the API names it. */
export interface UserError {
  readonly field: readonly string[] | null;
  readonly message: string;
}

const contextOf = (locals: object): unknown => ('cfContext' in locals ? locals.cfContext : null);

/** Sends a request to another path of this Worker with the staff member's cookie. */
export async function sendAsStaff(
  page: AdminPageContext,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const access = accessFrom(contextOf(page.locals), page.url, undefined, null);
  return access.send(
    new Request(new URL(path, page.url.origin), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: page.url.origin,
        cookie: page.request.headers.get('cookie') ?? '',
        ...headers,
      },
      body: JSON.stringify(body),
    }),
  );
}

/** HTTP status that says the same request is being done at this moment. */
const CONFLICT = 409;
const ASK_AGAIN_MS = 250;
const MOST_ASKS = 20;

/** Asks the admin API one operation. The shape is the caller's word for what its document selects. */
export async function askAdmin<Data>(
  page: AdminPageContext,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  idempotencyKey?: string,
): Promise<AdminAnswer<Data>> {
  try {
    const headers = idempotencyKey ? { 'idempotency-key': idempotencyKey } : undefined;
    const send = () => sendAsStaff(page, '/admin/graphql', { query, variables }, headers);
    let response = await send();
    // The second click of two: the answer of the first one is on its way.
    for (let times = 0; response.status === CONFLICT && times < MOST_ASKS; times += 1) {
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
      response = await send();
    }
    const answer = await response.json<{ data?: Data | null; errors?: readonly { readonly message: string }[] }>();
    if (answer.errors && answer.errors.length > 0)
      return { ok: false, messages: answer.errors.map((error) => error.message) };
    if (!answer.data) return { ok: false, messages: [`The shop answered with HTTP ${response.status}.`] };
    return { ok: true, data: answer.data };
  } catch (error) {
    return { ok: false, messages: [error instanceof Error ? error.message : String(error)] };
  }
}

/** Sentences of refused inputs, each with the field it concerns. */
export function sentences(errors: readonly UserError[]): string[] {
  return errors.map((error) => {
    const field = error.field?.at(-1);
    return field && !error.message.startsWith(field) ? `${field}: ${error.message}` : error.message;
  });
}

/** Number at the end of `gid://shopify/Type/NUMBER`, for addresses of the admin. */
export const numberOf = (gid: string): string => gid.split('/').at(-1)?.split('?')[0] ?? '';
