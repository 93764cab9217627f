import { createDeps, systemClock } from '../../deps.ts';
import type { Env } from '../../env.ts';
import { type GraphqlEndpoint, graphqlEndpoint } from '../http/endpoint.ts';
import type { AdminContext, Caller } from './context.ts';
import { changeOnce, type RequestKey } from './idempotency.ts';
import { adminSchema } from './schema.ts';

/** What the endpoint needs beside the request. */
export interface AdminScope {
  readonly env: Env;
  readonly caller: Caller;
  readonly origin: string;
  readonly purge: (tags: readonly string[]) => Promise<void>;
  /** Set by the endpoint for a change that came with an Idempotency-Key. */
  readonly requestKey?: RequestKey;
}

/** The admin API over HTTP, for callers who were let in; nothing it answers is kept. */
export function adminEndpoint(): GraphqlEndpoint<AdminScope> {
  return graphqlEndpoint<AdminContext, AdminScope>({
    schema: adminSchema,
    path: '/admin/graphql',
    createContext: (request, _operation, _variables, scope) => {
      const deps = createDeps(scope.env);
      return {
        deps,
        caller: scope.caller,
        origin: scope.origin,
        nowMs: deps.clock.nowMs(),
        requestId: request.headers.get('cf-ray') ?? deps.ids.token(),
        requestKey: scope.requestKey ?? null,
        tags: new Set(),
        purge: scope.purge,
      };
    },
    cacheableFields: new Set(),
    isOpen: false,
    guardChange: changeOnce((scope) => createDeps(scope.env).idempotencyKeys),
    freshMs: 0,
    nowMs: systemClock.nowMs,
    log: (line, error) => console.error(line, error),
  });
}
