import { z } from 'zod';

/** Most bytes of one GraphQL request body. */
export const MAX_BODY_BYTES = 512 * 1024;

const body = z.object({
  query: z.string().min(1),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});

/** A GraphQL request taken from an HTTP body. */
export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
}

/** A request, or the HTTP status and sentence that refuse it. */
export type RequestResult =
  | { readonly ok: true; readonly request: GraphqlRequest }
  | { readonly ok: false; readonly status: 400; readonly message: string };

/** A body as text, or its refusal. */
export type BodyResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly status: 413; readonly message: string };

const TOO_LARGE = { ok: false, status: 413, message: `The body is larger than ${MAX_BODY_BYTES} bytes.` } as const;

/**
 * Reads a request's body as text, at most MAX_BODY_BYTES of it: a longer one is refused (413) by what its length says, or, where it says
 * none, as soon as it has gone too far; the rest is never read.
 */
export async function boundedText(request: Request): Promise<BodyResult> {
  const said = request.headers.get('content-length');
  if (said !== null) {
    if (Number(said) > MAX_BODY_BYTES) return TOO_LARGE;
    // Read as bytes: text() warns of types it takes for binary.
    return { ok: true, text: new TextDecoder().decode(await request.arrayBuffer()) };
  }
  if (request.body === null) return { ok: true, text: '' };
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { ok: true, text: text + decoder.decode() };
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel();
      return TOO_LARGE;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/**
 * Reads a body per the GraphQL-over-HTTP draft. Errors in order: 400 no JSON, 400 a field of the wrong type (named).
 * Batches (arrays) are refused: one request, one operation.
 */
export function readGraphqlBody(text: string): RequestResult {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, status: 400, message: 'The body is not JSON.' };
  }
  const result = body.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0];
    return { ok: false, status: 400, message: `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'malformed'}` };
  }
  const { query, variables, operationName } = result.data;
  return { ok: true, request: { query, variables: variables ?? {}, operationName: operationName || null } };
}
