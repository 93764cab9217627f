import { describe, expect, test } from 'vitest';
import type { PriceRule, RuleSetTerms } from '../../commerce/dynamic-pricing/rule-set.ts';
import {
  emptyPricingForm,
  formOfTerms,
  type PricingForm,
  ruleField,
  termsOfForm,
  termsProblems,
} from '../../site/lib/admin/pricing-form.ts';
import { readCompetitorFile } from '../../worker/services/competitor-file.ts';
import { readTerms } from '../../worker/services/price-rule-terms.ts';

const rule = (over: Partial<PriceRule>): PriceRule => ({
  name: 'one',
  when: [],
  action: { kind: 'change', bps: -1_250 },
  isLast: false,
  ...over,
});
const terms = (over: Partial<RuleSetTerms> = {}): RuleSetTerms => ({
  title: 'Everything a form can say',
  currency: 'EUR',
  includedTaxBps: 1_900,
  scope: { kind: 'tags', tags: ['lamp', 'living room'] },
  rules: [
    rule({
      when: [
        { kind: 'demand', atLeastBps: 15_000 },
        { kind: 'stock_age', atLeastDays: 60, atMostDays: 90 },
        { kind: 'stock_cover', atMostDays: 7.5 },
        { kind: 'competitor', of: 'median', atMostBps: 9_500 },
        { kind: 'margin', atLeastBps: 1_000 },
        { kind: 'hours', weekdays: [1, 5], fromMinute: 540, toMinute: 1_440, timeZone: 'Europe/Berlin' },
        { kind: 'season', from: '11-20', to: '01-06', timeZone: 'Europe/Berlin' },
      ],
      isLast: true,
    }),
    rule({ name: 'two', action: { kind: 'follow_competitor', of: 'lowest', offsetBps: -100 } }),
    rule({ name: 'three', action: { kind: 'reach_margin', bps: 3_000 } }),
    rule({ name: 'four', action: { kind: 'optimise', objective: 'revenue' } }),
  ],
  rails: {
    floorBps: 8_000,
    ceilingBps: 12_500,
    minimumMarginBps: null,
    maximumStepBps: 550,
    maximumDayBps: 1_000,
    maximumChangesPerDay: 3,
    endings: { unitMinor: 100, endingsMinor: [49, 99] },
    announcesReductions: true,
  },
  heldOutBps: 1_000,
  customerGroup: null,
  startsAtMs: Date.UTC(2030, 0, 1, 9),
  endsAtMs: null,
  ...over,
});
const form = (from: RuleSetTerms): PricingForm => {
  const made = formOfTerms(from);
  if (!made) throw new Error('the form cannot say it');
  return made;
};

describe('the editor of rule sets', () => {
  test.each<[string, Partial<RuleSetTerms>]>([
    ['every condition and action', {}],
    ['all products, at once, until stopped', { scope: { kind: 'all' }, startsAtMs: 0 }],
    ['products and an end', { scope: { kind: 'products', ids: [3, 14] }, endsAtMs: Date.UTC(2030, 5, 1) }],
    [
      'a group and its rule',
      {
        customerGroup: { name: 'trade', isDisclosed: true },
        rules: [rule({ when: [{ kind: 'customer_group', group: 'trade' }] })],
      },
    ],
    ['yen', { currency: 'JPY', rails: { ...terms().rails, endings: { unitMinor: 10, endingsMinor: [0] } } }],
  ])('says what it was given: %s', (_name, over) => {
    const given = terms(over);
    const said = termsOfForm(form(given));
    expect(said).toEqual(given);
    expect(readTerms(said)).toMatchObject({ ok: true });
  });

  test('leaves to data what it cannot say', () => {
    const twice = rule({
      when: [
        { kind: 'demand', atLeastBps: 1 },
        { kind: 'demand', atMostBps: 2 },
      ],
    });
    expect(formOfTerms(terms({ rules: [twice] }))).toBeNull();
    expect(termsOfForm({ data: '{' })).toContain('JSON');
    expect(termsOfForm({ data: JSON.stringify(terms()) })).toEqual(terms());
  });

  test('takes rules in the order of their places and leaves out those without a name', () => {
    const typed = {
      ...form(terms()),
      [ruleField(0, 'at')]: '9',
      [ruleField(1, 'name')]: '',
    };
    expect(termsOfForm(typed)).toMatchObject({ rules: [{ name: 'three' }, { name: 'four' }, { name: 'one' }] });
    expect(termsOfForm(emptyPricingForm())).toMatchObject({ rules: [] });
  });

  test('names the rule, its condition and the field of what was refused', () => {
    const problems = (over: PricingForm) => {
      const said = termsOfForm({ ...form(terms()), ...over });
      const read = readTerms(said);
      return read.ok ? [] : termsProblems([{ field: read.field, message: read.message }], said);
    };
    expect(problems({ [ruleField(0, 'percent')]: 'much' })).toEqual(['Rule “one”, By how much: must be a number']);
    expect(problems({ [ruleField(0, 'zone')]: 'Atlantis' })).toEqual(['Rule “one”, Hours, Clock of: is no time zone']);
    expect(problems({ [ruleField(0, 'demandTo')]: '1' })[0]).toMatch(/never speak: one\.$/);
    expect(problems({ floor: 'low' })).toEqual(['Floor: must be a number']);
    expect(problems({ endings: '1.50' })).toEqual(['Endings must be smaller than what they are endings of.']);
    expect(problems({})).toEqual([]);
  });
});

describe('a file of competitors’ prices', () => {
  const read = (rows: readonly (readonly string[])[]) =>
    readCompetitorFile(
      (async function* () {
        for (const [index, cells] of rows.entries()) yield { kind: 'row' as const, line: index + 1, cells };
      })(),
      { bySku: async (skus) => new Map(skus.filter((sku) => sku.startsWith('S')).map((sku, at) => [sku, at + 1])) },
    );
  const head = ['sku', 'Price', 'Currency', 'Competitor', 'Note'];

  test('takes good rows and says of each other one why not', async () => {
    const { rows, problems } = await read([
      head,
      ['S1', '9.50', 'eur', 'Rival', ''],
      ['X', '9.50', 'EUR', 'Rival', ''],
      ['S1', '9.40', 'EUR', 'Rival', 'again'],
      ['S1', '0', 'EUR', 'Other', ''],
      ['S1', '1', 'EURO', 'Other', ''],
      ['S1', '1', 'EUR', ' ', ''],
      ['S1', '950', 'JPY', 'Rival'],
    ]);
    expect(rows).toEqual([
      { variantId: 1, competitor: 'Rival', currency: 'EUR', amountMinor: 950 },
      { variantId: 1, competitor: 'Rival', currency: 'JPY', amountMinor: 950 },
    ]);
    expect(problems.map(({ line, column }) => [line, column])).toEqual([
      [3, 'SKU'],
      [4, 'Competitor'],
      [5, 'Price'],
      [6, 'Currency'],
      [7, 'Competitor'],
    ]);
  });

  test('without its columns, or empty, is one problem', async () => {
    expect((await read([['SKU', 'Price']])).problems.map(({ column }) => column)).toEqual(['Competitor', 'Currency']);
    expect((await read([])).problems).toMatchObject([{ reason: 'the file is empty' }]);
  });
});
