import type { Deps } from '../../deps.ts';
import type { RequestKey } from './idempotency.ts';

/** Who is asking: a signed-in staff member or an API token. */
export interface Caller {
  /** Written to every ledger and event: `staff:ID` or `app:NAME`. */
  readonly actor: string;
  readonly name: string;
}

/** What every resolver of the admin API receives; made once per request, never without a caller. */
export interface AdminContext {
  readonly deps: Deps;
  readonly caller: Caller;
  readonly origin: string;
  readonly nowMs: number;
  readonly requestId: string;
  /** The Idempotency-Key of a change, the caller's own; mutations name what they do by it (see idempotency.ts). */
  readonly requestKey: RequestKey | null;
  readonly tags: ReadonlySet<string>;
  /** Tells caches that entities changed: tags such as product:12. */
  readonly purge: (tags: readonly string[]) => Promise<void>;
}
