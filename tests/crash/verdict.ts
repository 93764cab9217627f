import { Client } from 'pg';
import { z } from 'zod';
import type { LedgerEntry, StockView } from '../../commerce/inventory/contract.ts';
import { violatedInvariants } from '../../commerce/inventory/level.ts';
import { replay } from '../../commerce/inventory/replay.ts';
import { viewOf } from '../../commerce/inventory/state.ts';
import { STRIPE_TEST_KEYS } from '../../dev/stripe-test-keys.ts';
import type { Outage } from './shop-process.ts';

/** An order as the records have it, with its units of the variant on sale. */
export interface RecordedOrder {
  readonly id: number;
  readonly reference: string | null;
  readonly units: number;
}

/** A payment as the provider has it; amounts in minor units. */
export interface TakenPayment {
  readonly id: string;
  readonly status: string;
  readonly kept: number;
}

/** A promise the shop gave. */
export interface GivenHold {
  readonly holdId: string;
  readonly quantity: number;
  readonly expiresAtMs: number;
}

const ON_TIME_MS = 1_000;

/** Every order that has units of a variant. */
export async function recordedOrders(databaseUrl: string, variantId: number): Promise<RecordedOrder[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select o.id::float8 as id, min(p.provider_reference) as reference,
              (select sum(quantity)::int from order_lines l where l.order_id = o.id and l.variant_id = $1) as units
       from orders o left join payments p on p.order_id = o.id
       where exists (select 1 from order_lines l where l.order_id = o.id and l.variant_id = $1) group by o.id`,
      [variantId],
    );
    return z.array(z.object({ id: z.number(), reference: z.string().nullable(), units: z.number() })).parse(rows);
  } finally {
    await client.end();
  }
}

const intentsShape = z.object({
  has_more: z.boolean(),
  data: z.array(z.object({ id: z.string(), status: z.string(), amount_received: z.number() })),
});
const refundsShape = z.object({
  has_more: z.boolean(),
  data: z.array(z.object({ id: z.string(), payment_intent: z.string().nullable(), amount: z.number() })),
});

/** Every payment the provider knows of. */
export async function takenPayments(stripeApiBase: string): Promise<TakenPayment[]> {
  const intents = await listed(`${stripeApiBase}/v1/payment_intents`, intentsShape);
  const refunds = await listed(`${stripeApiBase}/v1/refunds`, refundsShape);
  return intents.map(({ id, status, amount_received: received }) => {
    const back = refunds.reduce((sum, one) => sum + (one.payment_intent === id ? one.amount : 0), 0);
    return { id, status, kept: received - back };
  });
}

async function listed<Item extends { readonly id: string }>(
  url: string,
  shape: z.ZodType<{ readonly has_more: boolean; readonly data: readonly Item[] }>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (;;) {
    const after = items.at(-1);
    const page = await fetch(`${url}?limit=100${after ? `&starting_after=${after.id}` : ''}`, {
      headers: { authorization: `Bearer ${STRIPE_TEST_KEYS.secretKey}` },
    });
    const { data, has_more: hasMore } = shape.parse(await page.json());
    items.push(...data);
    if (!hasMore) return items;
  }
}

/** What is wrong with a stock object by its own ledger. */
export function wrongStock(name: string, view: StockView, ledger: readonly LedgerEntry[]): string[] {
  const wrong = violatedInvariants(view);
  for (const [index, entry] of ledger.entries())
    if (index > 0 && entry.sequence !== (ledger[index - 1]?.sequence ?? 0) + 1)
      wrong.push(`the ledger has a gap before ${entry.sequence}`);
  if (wrong.length === 0) {
    const replayed = viewOf(replay(view.variantId, ledger));
    if (JSON.stringify(replayed.levels) !== JSON.stringify(view.levels))
      wrong.push('the ledger does not replay to the levels');
  }
  if (view.owed > 0) wrong.push(`${view.owed} units are owed`);
  return wrong.map((what) => `${name}: ${what}`);
}

/** Units sold to each order by a ledger. */
export function soldBy(ledger: readonly LedgerEntry[]): Map<number, number> {
  const sold = new Map<number, number>();
  for (const { kind, reference, quantity } of ledger) {
    const order = Number(/^order:(\d+)$/.exec(reference ?? '')?.[1]);
    if (!Number.isSafeInteger(order) || (kind !== 'committed' && kind !== 'uncommitted')) continue;
    sold.set(order, (sold.get(order) ?? 0) + (kind === 'committed' ? quantity : -quantity));
  }
  return new Map([...sold].filter(([, units]) => units !== 0));
}

/** Promises that were lost, ended early, or outlived their time; `slackMs` is how long this machine itself stood still. */
export function wrongHolds(
  given: readonly GivenHold[],
  ledger: readonly LedgerEntry[],
  outages: readonly Outage[],
  slackMs: number,
): { readonly wrong: string[]; readonly worstLateMs: number } {
  const wrong: string[] = [];
  let worstLateMs = 0;
  const held = new Map<string, number>();
  const expired = new Map<string, number>();
  for (const { kind, holdId, quantity, occurredAtMs } of ledger) {
    if (holdId === null) continue;
    if (kind === 'held') held.set(holdId, (held.get(holdId) ?? 0) + quantity);
    if (kind === 'expired') expired.set(holdId, occurredAtMs);
  }
  for (const { holdId, quantity, expiresAtMs } of given) {
    if (held.get(holdId) !== quantity) wrong.push(`hold ${holdId} of ${quantity} was promised and is not there`);
    const endedMs = expired.get(holdId);
    if (endedMs === undefined) {
      wrong.push(`hold ${holdId} never expired`);
      continue;
    }
    const outage = outages.find(({ fromMs, untilMs }) => fromMs - ON_TIME_MS <= expiresAtMs && expiresAtMs <= untilMs);
    const lateMs = endedMs - Math.max(expiresAtMs, outage?.untilMs ?? 0);
    worstLateMs = Math.max(worstLateMs, lateMs);
    if (endedMs < expiresAtMs) wrong.push(`hold ${holdId} ended ${expiresAtMs - endedMs} ms early`);
    if (lateMs > ON_TIME_MS + slackMs) wrong.push(`hold ${holdId} outlived its expiry by ${lateMs} ms`);
  }
  return { wrong, worstLateMs };
}
