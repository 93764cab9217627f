import { convertPrice } from '../../../commerce/currency/price-conversion.ts';
import { decimalOf } from '../../../commerce/currency/rate.ts';
import type { FoundRate } from '../../../commerce/currency/rate-book.ts';
import { type Money, money, toDecimalString } from '../../../commerce/money/money.ts';
import type { CurrencySales, FixedPrice, RateFetch } from '../../ports/currencies.ts';
import { type CurrencyState, currencyStates, needsRate } from '../../services/currency-terms.ts';
import { readPrice } from '../../services/edit-product.ts';
import { toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { badInput, decodeCursor, encodeCursor, MoneyV2, pageSize } from './common.ts';
import { connectionOf } from './connection.ts';
import type { AdminContext } from './context.ts';

/** A currency with what its page shows beside the terms. */
export interface ShownCurrency extends CurrencyState {
  readonly base: string;
  readonly fixed: number;
  readonly converted: number;
}

/** Why no price can be made, in words; null: it can. */
function rateProblem(rate: FoundRate): string | null {
  if (rate.ok) return null;
  switch (rate.reason) {
    case 'unknown_currency':
      return `No rate of ${rate.currency} is known.`;
    case 'before_first':
      return `${rate.currency} is quoted from ${rate.firstDay} on only.`;
    case 'discontinued':
      return `${rate.currency} is quoted no more; its last day was ${rate.lastDay}. Prices stay as they are.`;
    case 'too_old':
      return `The newest rate of ${rate.currency} is of ${rate.lastDay}, too old to price anything. Prices stay as they are.`;
  }
}

/** What an amount of the shop's currency is at a currency's terms; null without a rate, or beyond exact counting. */
function priceIn({ base, setting, terms }: ShownCurrency, amountMinor: number): Money | null {
  if (!terms) return null;
  try {
    const from = { currency: base, amountMinor, compareAtMinor: null };
    return money(convertPrice(from, setting.currency, terms).amountMinor, setting.currency);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const Ending = adminBuilder
  .objectRef<{ currency: string; everyMinor: number; endingsMinor: readonly number[] }>('CurrencyPriceEnding')
  .implement({
    description: 'How converted prices end: the nearest one that is an ending beyond a multiple of `every`.',
    fields: (t) => ({
      every: t.field({ type: 'Decimal', resolve: (one) => toDecimalString(money(one.everyMinor, one.currency)) }),
      endings: t.field({
        type: ['Decimal'],
        resolve: (one) => one.endingsMinor.map((minor) => toDecimalString(money(minor, one.currency))),
      }),
    }),
  });

export const CurrencySettingType = adminBuilder.objectRef<ShownCurrency>('CurrencySetting').implement({
  description: 'A currency of a market, and how its prices follow the shop’s own.',
  fields: (t) => ({
    currencyCode: t.string({ resolve: ({ setting }) => setting.currency }),
    baseCurrencyCode: t.exposeString('base', { description: 'The shop’s own currency.' }),
    enabled: t.boolean({
      description: 'Whether prices nobody set by hand are converted; otherwise they stay as they are.',
      resolve: ({ setting }) => setting.isConverted,
    }),
    marginBasisPoints: t.int({
      description: 'On top of the rate; may be negative.',
      resolve: ({ setting }) => setting.marginBps,
    }),
    ending: t.field({
      type: Ending,
      nullable: true,
      description: 'Null: as the rate has it.',
      resolve: ({ setting: { charm, currency } }) => (charm ? { ...charm, currency } : null),
    }),
    rate: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Units for one of the shop’s currency, to ten decimals; null: none that may be used.',
      resolve: ({ rate }) => (rate.ok ? decimalOf(rate.rate) : null),
    }),
    rateDay: t.string({ nullable: true, resolve: ({ rate }) => (rate.ok ? rate.day : null) }),
    rateSource: t.string({ nullable: true, resolve: ({ rate }) => (rate.ok ? rate.source : null) }),
    problem: t.string({
      nullable: true,
      description: 'Why nothing can be priced at the moment.',
      resolve: ({ rate }) => rateProblem(rate),
    }),
    fixedPrices: t.int({ description: 'Set by hand.', resolve: ({ fixed }) => fixed }),
    convertedPrices: t.int({ resolve: ({ converted }) => converted }),
    preview: t.field({
      type: MoneyV2,
      nullable: true,
      description: 'What a price in the shop’s currency would be; null: no rate.',
      args: { price: t.arg({ type: 'Decimal', required: true }) },
      resolve: (one, { price }) => {
        const read = readPrice(price, one.base, ['price']);
        if (!read.ok) throw badInput('price', read.message);
        return priceIn(one, read.money.amountMinor);
      },
    }),
    changedBy: t.string({ nullable: true, resolve: ({ setting }) => setting.changedBy }),
    changedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ setting }) => (setting.changedAtMs === null ? null : new Date(setting.changedAtMs)),
    }),
  }),
});

/** Every currency of the markets as its page shows it. */
export async function shownCurrencies(ctx: AdminContext): Promise<ShownCurrency[]> {
  const [base, states, counts] = await Promise.all([
    ctx.deps.baseCurrency(),
    currencyStates(ctx.deps),
    ctx.deps.currencies.priceCounts(),
  ]);
  return states.map((state) => {
    const count = counts.find((one) => one.currency === state.setting.currency);
    return { ...state, base, fixed: count?.fixed ?? 0, converted: count?.converted ?? 0 };
  });
}

export const RateStatus = adminBuilder.objectRef<RateFetch>('ExchangeRateStatus').implement({
  description: 'How fetching exchange rates goes.',
  fields: (t) => ({
    checkedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ triedAtMs }) => (triedAtMs === null ? null : new Date(triedAtMs)),
    }),
    updatedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the source last answered with rates.',
      resolve: ({ succeededAtMs }) => (succeededAtMs === null ? null : new Date(succeededAtMs)),
    }),
    problem: t.exposeString('problem', { nullable: true }),
  }),
});

const FixedPriceType = adminBuilder.objectRef<FixedPrice & { readonly state: ShownCurrency }>('FixedPrice').implement({
  description: 'A price set by hand, next to what it would be if it followed the shop’s currency.',
  fields: (t) => ({
    variantId: t.id({ resolve: (one) => toGid('ProductVariant', one.variantId) }),
    productId: t.id({ resolve: (one) => toGid('Product', one.productId) }),
    title: t.exposeString('productTitle'),
    variantTitle: t.exposeString('variantTitle'),
    sku: t.exposeString('sku', { nullable: true }),
    price: t.field({ type: MoneyV2, resolve: (one) => money(one.amountMinor, one.state.setting.currency) }),
    basePrice: t.field({
      type: MoneyV2,
      nullable: true,
      resolve: ({ baseMinor, state }) => (baseMinor === null ? null : money(baseMinor, state.base)),
    }),
    convertedPrice: t.field({
      type: MoneyV2,
      nullable: true,
      resolve: ({ baseMinor, state }) => (baseMinor === null ? null : priceIn(state, baseMinor)),
    }),
  }),
});
const FixedPriceConnection = connectionOf('FixedPrice', FixedPriceType);

const SalesType = adminBuilder.objectRef<CurrencySales & { readonly base: string }>('CurrencySales').implement({
  description: 'Paid orders of a currency, each counted in the shop’s currency at the rate it was placed at.',
  fields: (t) => ({
    currencyCode: t.exposeString('currency'),
    orders: t.exposeInt('orders'),
    total: t.field({ type: MoneyV2, resolve: (one) => money(one.totalMinor, one.currency) }),
    refunded: t.field({ type: MoneyV2, resolve: (one) => money(one.refundedMinor, one.currency) }),
    baseTotal: t.field({ type: MoneyV2, resolve: (one) => money(one.baseTotalMinor, one.base) }),
    baseRefunded: t.field({ type: MoneyV2, resolve: (one) => money(one.baseRefundedMinor, one.base) }),
    withoutRate: t.exposeInt('withoutRate', {
      description: 'Orders that no rate was known of; left out of the shop’s currency.',
    }),
  }),
});

adminBuilder.queryFields((t) => ({
  currencySettings: t.field({
    type: [CurrencySettingType],
    description: 'Currencies of the markets but the shop’s own.',
    resolve: (_root, _args, ctx) => shownCurrencies(ctx),
  }),
  currenciesWithoutRateCount: t.int({
    description:
      'Currencies whose prices should follow a rate that is missing or out of date. An addition to the Admin API.',
    resolve: async (_root, _args, ctx) => (await currencyStates(ctx.deps)).filter(needsRate).length,
  }),
  exchangeRateStatus: t.field({
    type: RateStatus,
    description: 'An addition to the Admin API.',
    resolve: (_root, _args, ctx) => ctx.deps.currencies.lastFetch(),
  }),
  fixedPrices: t.field({
    type: FixedPriceConnection,
    description: 'Prices of a currency set by hand, by variant. An addition to the Admin API.',
    args: { currencyCode: t.arg.string({ required: true }), first: t.arg.int(), after: t.arg.string() },
    resolve: async (_root, { currencyCode, ...args }, ctx) => {
      const state = (await shownCurrencies(ctx)).find((one) => one.setting.currency === currencyCode);
      if (!state) throw badInput('currencyCode', 'is the currency of no market, or the shop’s own.');
      const [after] = args.after ? decodeCursor(args.after) : [];
      const most = pageSize(args.first);
      const from = typeof after === 'number' ? after : 0;
      const found = await ctx.deps.currencies.fixedPrices(currencyCode, state.base, from, most + 1);
      return {
        items: found.slice(0, most).map((one) => ({ node: { ...one, state }, cursor: encodeCursor([one.variantId]) })),
        hasNextPage: found.length > most,
        hasPreviousPage: from > 0,
      };
    },
  }),
  salesByCurrency: t.field({
    type: [SalesType],
    description: 'Sales between two moments; those that sold most first. An addition to the Admin API.',
    args: { from: t.arg({ type: 'DateTime', required: true }), until: t.arg({ type: 'DateTime', required: true }) },
    resolve: async (_root, { from, until }, ctx) => {
      const base = await ctx.deps.baseCurrency();
      const sales = await ctx.deps.currencies.sales(Date.parse(String(from)), Date.parse(String(until)));
      return sales.map((one) => ({ ...one, base }));
    },
  }),
}));
