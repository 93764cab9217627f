import { afterAll, expect, test } from 'vitest';
import { askAdmin } from './admin-support.ts';

const SET =
  'priceRuleSet { id version status simulation approvedBy changes(first: 5) { explanation } earned { lift } } userErrors { field message }';
const ID = {
  save: 'mutation M($id: ID, $terms: JSON!) { done: priceRuleSetSave(id: $id, terms: $terms)',
  simulate: 'mutation M($id: ID!) { done: priceRuleSetSimulate(id: $id)',
  approve: 'mutation M($id: ID!, $version: Int!) { done: priceRuleSetApprove(id: $id, version: $version)',
  stop: 'mutation M($id: ID!) { done: priceRuleSetStop(id: $id)',
};
const act = async (what: keyof typeof ID, variables: object) =>
  (await askAdmin(`${ID[what]} { ${SET} } }`, variables)).at('done');

/** Far from any other suite's time and prices: a scope of no product. */
const terms = {
  title: 'Autumn',
  currency: 'EUR',
  includedTaxBps: 1_900,
  scope: { kind: 'tags', tags: ['no product has this tag'] },
  rules: [
    {
      name: 'down',
      when: [{ kind: 'stock_age', atLeastDays: 60 }],
      action: { kind: 'change', bps: -1_000 },
      isLast: false,
    },
  ],
  rails: {
    floorBps: 8_000,
    ceilingBps: 12_000,
    minimumMarginBps: 0,
    maximumStepBps: 500,
    maximumDayBps: 500,
    maximumChangesPerDay: 1,
    endings: { unitMinor: 100, endingsMinor: [99] },
    announcesReductions: true,
  },
  heldOutBps: 1_000,
  customerGroup: null,
  startsAtMs: Date.UTC(2090, 0, 1),
  endsAtMs: Date.UTC(2091, 0, 1),
};

afterAll(async () => {
  await askAdmin('mutation { priceRuleSwitchSet(isStopped: false) { isStopped } }');
});

test('a rule set is saved, simulated, approved and stopped; refusals name what is wrong', async () => {
  const refused = await act('save', { terms: { ...terms, rules: [] } });
  expect(refused.text('userErrors', 0, 'message')).toBe('A rule set needs a rule.');
  const id = (await act('save', { terms })).text('priceRuleSet', 'id');
  expect((await act('approve', { id, version: 1 })).text('userErrors', 0, 'message')).toBe('Simulate it first.');
  const simulated = await act('simulate', { id });
  expect(simulated.at('priceRuleSet', 'simulation', 'variants').value).toBe(0);
  const approved = await act('approve', { id, version: 1 });
  expect(approved.text('priceRuleSet', 'status')).toBe('APPROVED');
  expect((await act('save', { id, terms })).text('userErrors', 0, 'message')).toBe(
    'Stop the rule set before you change it.',
  );
  expect((await act('stop', { id })).text('priceRuleSet', 'status')).toBe('STOPPED');
  expect((await act('stop', { id })).text('userErrors', 0, 'message')).toBe('The rule set is not running.');
});

test('one switch stops them all, and a group’s prices cannot go live', async () => {
  const stopped = await askAdmin('mutation { priceRuleSwitchSet(isStopped: true) { isStopped changedBy } }');
  expect(stopped.at('priceRuleSwitchSet', 'isStopped').value).toBe(true);
  expect(stopped.text('priceRuleSwitchSet', 'changedBy')).not.toBe('');
  const id = (await act('save', { terms: { ...terms, customerGroup: { name: 'trade', isDisclosed: true } } })).text(
    'priceRuleSet',
    'id',
  );
  await act('simulate', { id });
  expect((await act('approve', { id, version: 1 })).text('userErrors', 0, 'message')).toMatch(/no price list/);
});

test('competitors’ prices are fed in by variant; a bad one is named', async () => {
  const feed = async (prices: object[]) =>
    (
      await askAdmin(
        'mutation F($prices: [CompetitorPriceInput!]!) { done: competitorPricesFeed(prices: $prices) { taken userErrors { field message } } }',
        { prices },
      )
    ).at('done');
  const one = { variantId: 'gid://shopify/ProductVariant/1', competitor: 'Rival', amount: '9.50', currencyCode: 'EUR' };
  expect((await feed([one])).at('taken').value).toBe(1);
  expect((await feed([one, { ...one, amount: '0' }])).at('userErrors', 0, 'field').value).toEqual([
    'prices',
    '1',
    'amount',
  ]);
});
