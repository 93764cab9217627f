import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { createDb } from '../../db/client.ts';
import { neonCatalogue } from '../../worker/adapters/neon/catalogue.ts';
import { neonPriceRules } from '../../worker/adapters/neon/price-rules.ts';
import type { PriceRuleRecords } from '../../worker/ports/dynamic-pricing.ts';
import { earnedReport, priceRound, simulateSet } from '../../worker/services/price-round.ts';
import { readTerms } from '../../worker/services/price-rule-terms.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The history of prices is written by the database's own clock; rounds are held a day later. */
const NOW = Date.now() + 2 * DAY_MS;
const PRODUCTS = 12;

let database: FreshDatabase;
let pool: Pool;
let records: PriceRuleRecords;
let nowMs = NOW;
const deps = () => ({ clock: { nowMs: () => nowMs }, priceRules: records });

beforeAll(async () => {
  database = await freshDatabase('empty');
  pool = new Pool({ connectionString: database.url, max: 2 });
  records = neonPriceRules(createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') }));
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});
beforeEach(async () => {
  nowMs = NOW;
  await pool.query(`truncate price_rule_sets, price_changes, price_rounds, price_rule_bases, price_rule_events, price_history, competitor_prices, price_elasticities, outbox,
    order_lines, orders, variants, products, prices restart identity cascade`);
  await pool.query(`update price_rule_switch set is_stopped = false`);
  await pool.query(
    `insert into products (handle, title, status, published_at) select 'p-' || n, 'Product ' || n, 'active', now() from generate_series(1, ${PRODUCTS}) n`,
  );
  await pool.query(
    `insert into variants (product_id, title, position, unit_cost_minor, unit_cost_currency) select n, 'One', 1, 400, 'EUR' from generate_series(1, ${PRODUCTS}) n`,
  );
  await pool.query(
    `insert into prices (variant_id, currency, amount_minor, compare_at_minor) select n, 'EUR', 1000, 1500 from generate_series(1, ${PRODUCTS}) n`,
  );
});

const raw = (over: object = {}) => ({
  title: 'Ten off',
  currency: 'EUR',
  includedTaxBps: 1_900,
  scope: { kind: 'all' },
  rules: [{ name: 'ten off', when: [], action: { kind: 'change', bps: -1_000 }, isLast: false }],
  rails: {
    floorBps: 8_000,
    ceilingBps: 12_000,
    minimumMarginBps: 1_000,
    maximumStepBps: 600,
    maximumDayBps: 2_000,
    maximumChangesPerDay: 3,
    endings: { unitMinor: 10, endingsMinor: [9] },
    announcesReductions: true,
  },
  heldOutBps: 0,
  customerGroup: null,
  startsAtMs: 0,
  endsAtMs: null,
  ...over,
});
async function made(over: object = {}): Promise<number> {
  const read = readTerms(raw(over));
  if (!read.ok) throw new Error(read.message);
  return records.create(read.terms, 'ada', nowMs);
}
async function live(over: object = {}): Promise<number> {
  const id = await made(over);
  const set = await records.get(id);
  if (!set) throw new Error('not made');
  expect(await simulateSet(deps(), set)).toBe(true);
  expect(await records.approve(id, set.version, 'bob', nowMs)).toBe(true);
  return id;
}
const prices = async () =>
  (
    await pool.query(
      'select distinct amount_minor::int as amount, compare_at_minor::int as before from prices order by 1',
    )
  ).rows;

describe('a round', () => {
  test('moves prices step by step, once per hour, with a reason, the lawful reference and a message to caches', async () => {
    const id = await live();
    expect(await priceRound(deps())).toBe(PRODUCTS);
    expect(await prices()).toEqual([{ amount: 949, before: 1_000 }]);
    expect(await priceRound(deps())).toBe(0);
    const [change] = await records.changes(id, 1);
    expect(change).toMatchObject({
      fromMinor: 1_000,
      toMinor: 949,
      wantedMinor: 900,
      lowestBeforeMinor: 1_000,
      version: 1,
    });
    expect(change?.explanation).toBe(
      '“ten off” asked for 9.00 EUR. It became 9.49 EUR: one step may not be larger; prices end like that. Shown as reduced from 10.00 EUR, the lowest price of the 30 days before.',
    );
    const { rows } = await pool.query(`select payload from outbox where topic = 'products.changed'`);
    expect(rows).toHaveLength(1);
    expect(rows[0].payload.productIds).toHaveLength(PRODUCTS);
    nowMs += HOUR_MS;
    expect(await priceRound(deps())).toBe(PRODUCTS);
    expect((await prices())[0]?.amount).toBe(899);
    nowMs += HOUR_MS;
    expect(await priceRound(deps())).toBe(0);
  });

  test('two workers at once write each change once', async () => {
    await live();
    const done = await Promise.all([priceRound(deps()), priceRound(deps()), priceRound(deps())]);
    expect(done.reduce((total, one) => total + one, 0)).toBe(PRODUCTS);
    expect((await pool.query('select count(*)::int as n from price_changes')).rows[0].n).toBe(PRODUCTS);
  });

  test('a price set by hand is left alone while it moves, then is the new base', async () => {
    const id = await live();
    const set = await records.get(id);
    if (!set) throw new Error('gone');
    const draft = {
      variantId: 1,
      productId: 1,
      baseMinor: 1_000,
      fromMinor: 1_000,
      toMinor: 949,
      wantedMinor: 900,
      compareAtMinor: null,
      lowestBeforeMinor: null,
      explanation: 'x',
    };
    await pool.query(`update prices set amount_minor = 2000 where variant_id = 1`);
    expect(await records.writeChanges(set, 'EUR', 'p', [draft], nowMs)).toBe(0);
    await priceRound(deps());
    expect((await pool.query('select amount_minor::int as n from prices where variant_id = 1')).rows[0].n).toBe(1_889);
  });

  test('held-out products keep their prices', async () => {
    await live({ heldOutBps: 5_000 });
    const written = await priceRound(deps());
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(PRODUCTS);
  });

  test('an hour outside the schedule changes nothing', async () => {
    await live({ startsAtMs: NOW + DAY_MS, endsAtMs: NOW + 2 * DAY_MS });
    expect(await priceRound(deps())).toBe(0);
    nowMs = NOW + DAY_MS;
    expect(await priceRound(deps())).toBe(PRODUCTS);
    nowMs = NOW + 2 * DAY_MS;
    expect(await priceRound(deps())).toBe(0);
  });
});

describe('kill switches', () => {
  test.each(['one', 'all'])('stop at once, even changes that are decided already (%s)', async (which) => {
    const id = await live();
    const set = await records.get(id);
    if (!set) throw new Error('gone');
    if (which === 'one') expect(await records.stop(id, 'eve', nowMs)).toBe(true);
    else await records.setKillSwitch(true, 'eve', nowMs);
    const draft = {
      variantId: 1,
      productId: 1,
      baseMinor: 1_000,
      fromMinor: 1_000,
      toMinor: 949,
      wantedMinor: 900,
      compareAtMinor: null,
      lowestBeforeMinor: null,
      explanation: 'x',
    };
    expect(await records.writeChanges(set, 'EUR', 'p', [draft], nowMs)).toBe(0);
    expect(await priceRound(deps())).toBe(0);
    if (which === 'all') {
      await records.setKillSwitch(false, 'eve', nowMs);
      expect(await priceRound(deps())).toBe(PRODUCTS);
    }
    const { rows } = await pool.query('select what, actor from price_rule_events order by id');
    expect(rows.map((row) => row.what)).toContain(which === 'one' ? 'stopped' : 'everything stopped');
  });
});

describe('approval', () => {
  test('needs a simulation of this very version, and no other set of the currency at that time', async () => {
    const id = await made();
    expect(await records.approve(id, 1, 'bob', nowMs)).toBe(false);
    const set = await records.get(id);
    if (!set) throw new Error('gone');
    await records.replace(id, { ...set.terms, title: 'Other' }, 'ada', nowMs);
    expect(await simulateSet(deps(), set)).toBe(false);
    await live();
    const second = await records.get(id);
    if (!second) throw new Error('gone');
    expect(await simulateSet(deps(), second)).toBe(true);
    expect(await records.approve(id, second.version, 'bob', nowMs)).toBe(false);
    expect(await records.replace(id, second.terms, 'ada', nowMs)).toBe(true);
  });
});

describe('what orders say', () => {
  async function orders(from: number, to: number, lift = 1) {
    await pool.query(
      `insert into orders (id, cart_token, status_key, email, locale, country, currency, subtotal_minor, shipping_minor, tax_minor, tax_included, total_minor, financial_status, placed_at)
       select d, 'c' || d, 'k', 'a@example.org', 'en', 'DE', 'EUR', 0, 0, 0, true, 0, 'paid', to_timestamp($3::bigint / 1000.0) + d * interval '1 day' from generate_series($1::int, $2::int) d`,
      [from, to, NOW],
    );
    await pool.query(
      `insert into order_lines (id, order_id, variant_id, product_id, position, title, quantity, unit_price_minor, total_minor, allocations)
       select d * 1000 + n, d, n, n, n, 'x', 2, (1000 * $3::float8)::bigint, (2000 * $3::float8)::bigint, '[]' from generate_series($1::int, $2::int) d, generate_series(1, ${PRODUCTS}) n`,
      [from, to, lift],
    );
  }

  test('is replayed before it goes live, and reported after', async () => {
    await orders(-90, -1);
    const id = await live({ heldOutBps: 5_000 });
    const { simulation } = (await records.get(id)) ?? {};
    expect(simulation?.days).toBe(56);
    expect(simulation?.before.units).toBe(56 * 2 * (simulation?.variants ?? 0));
    expect(simulation?.units.value).toBeGreaterThan(simulation?.before.units ?? Infinity);
    expect(simulation?.units.low).toBeLessThan(simulation?.units.value ?? 0);
    nowMs = NOW + 10 * DAY_MS;
    await orders(0, 9, 1.5);
    const set = await records.get(id);
    const earned = set && (await earnedReport(deps(), set));
    // Everything sold half as much again, held out or not: the rules earned nothing.
    expect(earned?.lift).toBeCloseTo(0, 6);
  });

  test('the shop tells the lowest price of the 30 days before a reduction, and none where nothing is reduced', async () => {
    await pool.query(`delete from price_history; insert into price_history (variant_id, currency, amount_minor, at) values
      (1, 'EUR', 700, now() - interval '50 days'), (1, 'EUR', 900, now() - interval '35 days'), (1, 'EUR', 1200, now() - interval '9 days'), (1, 'EUR', 1000, now() - interval '1 day'),
      (2, 'EUR', 1000, now() - interval '1 day')`);
    await pool.query('update prices set compare_at_minor = null where variant_id = 3');
    const catalogue = neonCatalogue(
      createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') }),
    );
    const found = await catalogue.products([1, 2, 3]);
    expect([...found.values()].map((one) => one?.variants[0]?.prices[0]?.lowestBeforeMinor ?? null)).toEqual([
      900,
      null,
      null,
    ]);
  });

  test('competitors’ prices and the trigger’s history reach the facts', async () => {
    const fed = [
      { variantId: 1, competitor: 'Rival', currency: 'EUR', amountMinor: 950 },
      { variantId: 999, competitor: 'Rival', currency: 'EUR', amountMinor: 1 },
    ];
    expect(await records.feedCompetitors(fed, nowMs)).toBe(1);
    await pool.query(`update prices set amount_minor = 1100 where variant_id = 1`);
    await pool.query(`update prices set compare_at_minor = null where variant_id = 1`);
    const [one] = await records.variantsById([1], 'EUR', 0, nowMs);
    expect(one?.facts.competitorsMinor).toEqual([950]);
    expect(one?.facts.history.map((price) => price.amountMinor)).toEqual([1_000, 1_100]);
    const [later] = await records.variantsById([1], 'EUR', 0, nowMs + 40 * DAY_MS);
    expect(later?.facts.history.map((price) => price.amountMinor)).toEqual([1_100]);
    expect(later?.facts.competitorsMinor).toEqual([]);
  });
});

test('terms from outside are refused by field or by the rule’s name', () => {
  expect(readTerms(raw({ rules: [] }))).toMatchObject({ ok: false, message: 'A rule set needs a rule.' });
  expect(readTerms(raw({ currency: 'eur' }))).toMatchObject({ ok: false, field: ['terms', 'currency'] });
  const twice = raw().rules.flatMap((one) => [one, one]);
  expect(readTerms(raw({ rules: twice }))).toMatchObject({ ok: false, message: 'Two rules have this name: ten off.' });
  expect(readTerms({ ...raw(), surprise: 1 })).toMatchObject({ ok: false });
});
