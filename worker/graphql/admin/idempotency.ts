import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { IdempotencyKeys, KeyClaim, WriteOnce } from '../../ports/idempotency.ts';
import type { ChangeAnswer, ChangeGuard } from '../http/endpoint.ts';
import type { GraphqlRequest } from '../http/request.ts';
import { sha256 } from '../sha256.ts';
import type { AdminContext } from './context.ts';
import type { AdminScope } from './endpoint.ts';

const MOST_CHARACTERS = 255;

/** The key a request came with, and how a resolver says that what was asked could not be ended. */
export interface RequestKey extends KeyClaim {
  /** The answer of this request is not its last: the same request may be sent again and is then done again. */
  leaveOpen(): void;
}

/** A JSON value with the fields of its objects in one order, so that it reads the same however it was written. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, inOrder(inner)]),
  );
}

const hashOf = ({ query, variables, operationName }: GraphqlRequest): string =>
  sha256(JSON.stringify([query, operationName, inOrder(variables)]));

function refusal(status: number, code: string, message: string, headers: Record<string, string> = {}): ChangeAnswer {
  const error = new GraphQLError(`Idempotency-Key: ${message}`, { extensions: { code } });
  return { text: JSON.stringify({ errors: [error] }), status, headers };
}

/**
 * Does a change at most once per caller and `Idempotency-Key`: a repetition gets the first one's answer (with `idempotent-replayed: true`). Refusals in
 * order: 400 the key is empty or too long, 422 it was used for another request, 409 the same request is being done at this moment. Changes without a key
 * are simply done. Source of the statuses: https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header
 */
export function changeOnce(keysOf: (scope: AdminScope) => IdempotencyKeys): ChangeGuard<AdminScope> {
  return async (request, body, scope, run) => {
    const key = request.headers.get('idempotency-key');
    if (key === null) return run(scope);
    if (key.length === 0 || key.length > MOST_CHARACTERS)
      return refusal(400, 'IDEMPOTENCY_KEY_INVALID', `must have 1 to ${MOST_CHARACTERS} characters.`);
    const keys = keysOf(scope);
    const claim = { scope: scope.caller.actor, key, requestSha256: hashOf(body) };
    const claimed = await keys.claim(claim);
    switch (claimed.state) {
      case 'answered':
        return { text: claimed.answer, status: 200, headers: { 'idempotent-replayed': 'true' } };
      case 'other_request':
        return refusal(422, 'IDEMPOTENCY_KEY_REUSED', 'was used for another request; use a new one.');
      case 'running':
        return refusal(
          409,
          'IDEMPOTENCY_KEY_IN_USE',
          'the request with this key is being done; ask again in a moment.',
          {
            'retry-after': '1',
          },
        );
      case 'mine':
        return doClaimed(keys, claim, (requestKey) => run({ ...scope, requestKey }));
    }
  };
}

/** Runs a claimed change and keeps its answer. One with errors may be another next time: what was done is found done then, the rest is tried again. */
async function doClaimed(
  keys: IdempotencyKeys,
  claim: KeyClaim,
  run: (requestKey: RequestKey) => Promise<ChangeAnswer>,
): Promise<ChangeAnswer> {
  let isFinal = true;
  const leaveOpen = () => {
    isFinal = false;
  };
  try {
    const answer = await run({ ...claim, leaveOpen });
    if (answer.hasErrors) leaveOpen();
    if (isFinal) await keys.remember(claim, answer.text);
    return answer;
  } catch (error) {
    leaveOpen();
    throw error;
  } finally {
    if (!isFinal) await keys.leaveOpen(claim);
  }
}

/** The write a mutation's field makes, for adapters that record it with its key; null when the request came without one. */
export function writeOnce({ requestKey }: AdminContext, info: GraphQLResolveInfo): WriteOnce | null {
  if (requestKey === null) return null;
  const { scope, key, requestSha256 } = requestKey;
  return { scope, key, requestSha256, step: String(info.path.key) };
}

/**
 * A name for what one mutation's field does, the same whenever the same caller repeats it under the same key: commands and records named by it
 * are made once. Without a key every request is a new one.
 */
export function nameOfChange({ requestKey, requestId }: AdminContext, info: GraphQLResolveInfo): string {
  return requestKey === null
    ? `request:${requestId}/${info.path.key}`
    : `${requestKey.scope}/${requestKey.key}/${info.path.key}`;
}
