import fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDb } from '../../db/client.ts';
import { neonCreditLedger } from '../../worker/adapters/neon/credit-ledger.ts';
import type { CreditLedger } from '../../worker/ports/credit.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let client: Client;
let ledger: CreditLedger;
let made = 0;

beforeAll(async () => {
  database = await freshDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  ledger = neonCreditLedger(createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') }));
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

async function card(amountMinor: number, over: { expiresAtMs?: number; currency?: string } = {}): Promise<number> {
  made += 1;
  const opened = await ledger.open({
    kind: 'gift_card',
    codeHash: String(made).padStart(64, '0'),
    lastCharacters: '34AC',
    customerId: null,
    currency: over.currency ?? 'EUR',
    amountMinor,
    expiresAtMs: over.expiresAtMs ?? null,
    note: null,
    actor: 'test',
  });
  if (!opened.ok) throw new Error(opened.reason);
  return opened.account.id;
}
const balance = async (id: number) => (await ledger.byIds([id])).get(id)?.balanceMinor;
const debit = (accountId: number, key: string, amountMinor: number, currency = 'EUR') =>
  ledger.debit({ accountId, key, amountMinor, currency, orderId: 7 });

/** Everything that is wrong with the books; empty when every movement sums to zero and every balance is the sum of its entries. */
async function wrongs(): Promise<unknown[]> {
  const { rows } = await client.query(`
    select 'movement ' || transaction_id as what, sum(amount_minor) as off from ledger_entries group by transaction_id, currency having sum(amount_minor) <> 0
    union all select 'all', sum(amount_minor) from ledger_entries having coalesce(sum(amount_minor), 0) <> 0
    union all select 'account ' || a.id, a.balance_minor - coalesce(sum(e.amount_minor), 0) from credit_accounts a
      left join ledger_entries e on e.account_id = a.id group by a.id having a.balance_minor <> coalesce(sum(e.amount_minor), 0)`);
  return rows;
}

describe('the ledger of gift cards and store credit', () => {
  it('sums to zero after any movements, and no balance falls below zero', async () => {
    const act = fc.record({
      kind: fc.constantFrom('debit', 'undo', 'refund', 'adjust'),
      card: fc.nat({ max: 2 }),
      key: fc.nat({ max: 5 }),
      amountMinor: fc.integer({ min: 1, max: 900 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 12 }), async (acts) => {
        const run = ++made;
        const cards = [await card(1_000), await card(500), await card(1)];
        await Promise.all(
          acts.map(async ({ kind, card: at, key, amountMinor }) => {
            const accountId = cards[at] ?? 0;
            if (kind === 'debit') await debit(accountId, `${run}:${key}`, amountMinor);
            else if (kind === 'undo') await ledger.undo(`${run}:${key}`);
            else
              await ledger.credit({
                accountId,
                key: `${run}:${kind}:${key}`,
                kind: kind === 'refund' ? 'refund' : 'adjust',
                amountMinor,
                orderId: 7,
                actor: 'test',
              });
          }),
        );
        expect(await wrongs()).toEqual([]);
        for (const one of cards) expect(await balance(one)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 25 },
    );
  });

  it('lets one of many have the last of a card, and the same movement happen once', async () => {
    const one = await card(1_000);
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => debit(one, `race:${index}`, 600)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await balance(one)).toBe(400);
    const same = await Promise.all(Array.from({ length: 10 }, () => debit(one, 'same', 100)));
    expect(same.every((answer) => answer.ok)).toBe(true);
    expect(await balance(one)).toBe(300);
  });

  it('gives a debit back once, and bars one that was given back before it came', async () => {
    const one = await card(1_000);
    await debit(one, 'given', 600);
    await Promise.all([ledger.undo('given'), ledger.undo('given')]);
    await ledger.undo('given');
    expect(await balance(one)).toBe(1_000);
    expect(await debit(one, 'given', 600)).toEqual({ ok: false, reason: 'undone' });
    await ledger.undo('late');
    expect(await debit(one, 'late', 600)).toEqual({ ok: false, reason: 'undone' });
    expect(await balance(one)).toBe(1_000);
    expect((await ledger.movements(one)).map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
      ['undo', 600],
      ['redeem', -600],
      ['issue', 1_000],
    ]);
  });

  it('takes nothing from a card that is off, expired or of another currency', async () => {
    const expired = await card(1_000, { expiresAtMs: Date.now() - 1_000 });
    const off = await card(1_000);
    await ledger.update(off, { isActive: false });
    const yen = await card(1_000, { currency: 'JPY' });
    for (const id of [expired, off, yen])
      expect(await debit(id, `never:${id}`, 1)).toEqual({ ok: false, reason: 'not_enough' });
  });

  it('is kept by the database: one side alone is refused', async () => {
    const one = await card(1_000);
    const { rows } = await client.query(
      "insert into ledger_transactions (key, kind, actor) values ('alone', 'adjust', 'test') returning id",
    );
    await expect(
      client.query(
        "insert into ledger_entries (transaction_id, side, account_id, amount_minor, currency) values ($1, 'credit', $2, 5, 'EUR')",
        [rows[0].id, one],
      ),
    ).rejects.toThrow(/does not sum to zero/);
  });
});
