import { and, eq, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Db } from '../../../db/client.ts';
import { idempotencyKeys as keys } from '../../../db/schema/events.ts';
import {
  type ClaimResult,
  type IdempotencyKeys,
  type KeyClaim,
  LEASE_SECONDS,
  type WriteOnce,
} from '../../ports/idempotency.ts';
import { isUniqueViolation } from './sql-state.ts';

/** Rows of requests and of their steps share the table; names of steps have no spaces, so the two cannot be mistaken for each other. */
const requestScope = ({ scope }: KeyClaim) => `request of ${scope}`;
const stepScope = ({ scope, step }: WriteOnce) => `step ${step} of ${scope}`;

const isRequest = (claim: KeyClaim) => and(eq(keys.scope, requestScope(claim)), eq(keys.key, claim.key));

/** The kept text itself; drizzle would read JSON out of it once more. */
const answerText = sql<string | null>`${keys.response} #>> '{}'`;

/** Idempotency keys in Postgres over the Neon driver; each call is one round trip. */
export function neonIdempotencyKeys(db: Db): IdempotencyKeys {
  return {
    async claim(claim): Promise<ClaimResult> {
      const [, claimed, found] = await db.batch([
        // A key may be used anew once its day is over, its steps with it.
        db.delete(keys).where(and(eq(keys.key, claim.key), lte(keys.expiresAt, sql`now()`))),
        db
          .insert(keys)
          .values({ scope: requestScope(claim), key: claim.key, requestSha256: claim.requestSha256 })
          .onConflictDoUpdate({
            target: [keys.scope, keys.key],
            set: { createdAt: sql`now()` },
            setWhere: sql`${keys.response} is null and ${keys.requestSha256} = ${claim.requestSha256} and ${keys.createdAt} <= now() - make_interval(secs => ${LEASE_SECONDS})`,
          })
          .returning({ key: keys.key }),
        db.select({ requestSha256: keys.requestSha256, answer: answerText }).from(keys).where(isRequest(claim)),
      ]);
      const [row] = found;
      if (claimed.length > 0) return { state: 'mine' };
      if (row && row.requestSha256 !== claim.requestSha256) return { state: 'other_request' };
      return row && row.answer !== null ? { state: 'answered', answer: row.answer } : { state: 'running' };
    },
    async remember(claim, answer) {
      await db
        .update(keys)
        .set({ response: sql`to_jsonb(${answer}::text)` })
        .where(and(isRequest(claim), isNull(keys.response)));
    },
    async leaveOpen(claim) {
      await db
        .update(keys)
        .set({ createdAt: sql`'-infinity'::timestamptz` })
        .where(and(isRequest(claim), isNull(keys.response)));
    },
    async removeExpired() {
      const removed = await db.delete(keys).where(lte(keys.expiresAt, sql`now()`)).returning({ key: keys.key });
      return removed.length;
    },
  };
}

/**
 * The statement that records a step in the transaction of its write: the id of the one row of `table` that `written` finds. A transaction that does the
 * step a second time fails whole, by the key's uniqueness; see `stepDone`.
 */
export function recordStep(db: Db, once: WriteOnce, table: PgTable, written: SQL) {
  return db.execute(
    sql`insert into idempotency_keys (scope, key, request_sha256, response)
      select ${stepScope(once)}, ${once.key}, ${once.requestSha256}, to_jsonb(id) from ${table} where ${written}`,
  );
}

/**
 * After a write failed: the id an earlier try of the same step wrote, or null when it failed for a reason of its own. A repeated creation can also be
 * stopped by another uniqueness first, such as its handle's, so every such failure asks here.
 */
export async function stepDone(db: Db, once: WriteOnce | null, error: unknown): Promise<number | null> {
  if (once === null || !isUniqueViolation(error)) return null;
  const [row] = await db
    .select({ id: answerText })
    .from(keys)
    .where(and(eq(keys.scope, stepScope(once)), eq(keys.key, once.key), eq(keys.requestSha256, once.requestSha256)));
  return row?.id ? Number(row.id) : null;
}
