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
  | { readonly ok: false; readonly status: 400 | 413; readonly message: string };

/**
 * Reads a body per the GraphQL-over-HTTP draft. Errors in order: 413 too large, 400 no JSON, 400 a field of the wrong type (named).
 * Batches (arrays) are refused: one request, one operation.
 */
export function readGraphqlBody(text: string): RequestResult {
  if (text.length > MAX_BODY_BYTES)
    return { ok: false, status: 413, message: `The body is larger than ${MAX_BODY_BYTES} bytes.` };
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
