import { convertDue } from '../../services/convert-prices.ts';
import { editCurrency } from '../../services/edit-currency.ts';
import { refreshRates } from '../../services/fetch-rates.ts';
import { numberFromGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { type UserError, UserErrorType } from './common.ts';
import type { AdminContext } from './context.ts';
import { CurrencySettingType, RateStatus, type ShownCurrency, shownCurrencies } from './currencies.ts';

const MOST_RELEASED = 250;

const EndingInput = adminBuilder.inputType('CurrencyPriceEndingInput', {
  description: 'Amounts of the currency, such as 1.00 and 0.99.',
  fields: (t) => ({
    every: t.field({ type: 'Decimal', required: true }),
    endings: t.field({ type: ['Decimal'], required: true }),
  }),
});
const CurrencySettingInput = adminBuilder.inputType('CurrencySettingInput', {
  description: 'Changes; what is absent stays.',
  fields: (t) => ({
    currencyCode: t.string({ required: true }),
    enabled: t.boolean(),
    marginBasisPoints: t.int(),
    ending: t.field({ type: EndingInput, description: 'Null: prices end as the rate has it.' }),
  }),
});

interface CurrencyPayload {
  readonly currency: ShownCurrency | null;
  readonly userErrors: readonly UserError[];
}
const CurrencySettingUpdatePayload = adminBuilder.objectRef<CurrencyPayload>('CurrencySettingUpdatePayload').implement({
  fields: (t) => ({
    currencySetting: t.field({ type: CurrencySettingType, nullable: true, resolve: ({ currency }) => currency }),
    userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
  }),
});

interface RefreshPayload {
  readonly added: number;
  readonly changed: number;
  readonly userErrors: readonly UserError[];
}
const ExchangeRatesRefreshPayload = adminBuilder.objectRef<RefreshPayload>('ExchangeRatesRefreshPayload').implement({
  fields: (t) => ({
    ratesAdded: t.exposeInt('added'),
    ratesChanged: t.exposeInt('changed'),
    status: t.field({ type: RateStatus, resolve: (_payload, _args, ctx) => ctx.deps.currencies.lastFetch() }),
    userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
  }),
});

const FixedPricesReleasePayload = adminBuilder
  .objectRef<{ readonly released: number; readonly userErrors: readonly UserError[] }>('FixedPricesReleasePayload')
  .implement({
    fields: (t) => ({
      released: t.exposeInt('released'),
      userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
    }),
  });

async function shownOne(ctx: AdminContext, currency: string): Promise<ShownCurrency | null> {
  return (await shownCurrencies(ctx)).find((one) => one.setting.currency === currency) ?? null;
}

adminBuilder.mutationFields((t) => ({
  currencySettingUpdate: t.field({
    type: CurrencySettingUpdatePayload,
    nullable: true,
    description:
      'Changes how a currency’s prices follow the shop’s own. Converted prices follow at once, those of a large shop within minutes; prices set by hand stay.',
    args: { input: t.arg({ type: CurrencySettingInput, required: true }) },
    resolve: async (_root, { input }, ctx) => {
      const { currencyCode, enabled, marginBasisPoints, ending } = input;
      const change = { currency: currencyCode, isConverted: enabled, marginBps: marginBasisPoints, ending };
      const edited = await editCurrency(ctx.deps, change, ctx.caller.actor);
      if (!edited.ok) return { currency: null, userErrors: [edited] };
      await convertDue(ctx.deps);
      return { currency: await shownOne(ctx, currencyCode), userErrors: [] };
    },
  }),
  exchangeRatesRefresh: t.field({
    type: ExchangeRatesRefreshPayload,
    nullable: true,
    description: 'Asks the source of exchange rates now, and converts what changed.',
    resolve: async (_root, _args, ctx) => {
      const fetched = await refreshRates(ctx.deps);
      if (!fetched.ok)
        return { added: 0, changed: 0, userErrors: [{ field: null, message: `Rates: ${fetched.message}.` }] };
      await ctx.purge(['settings']);
      await convertDue(ctx.deps);
      return { added: fetched.added, changed: fetched.changed, userErrors: [] };
    },
  }),
  fixedPricesRelease: t.field({
    type: FixedPricesReleasePayload,
    nullable: true,
    description: `Lets prices set by hand follow the shop’s currency again; at most ${MOST_RELEASED} a call.`,
    args: { currencyCode: t.arg.string({ required: true }), variantIds: t.arg.idList({ required: true }) },
    resolve: async (_root, { currencyCode, variantIds }, ctx) => {
      const refuse = (message: string, ...field: string[]) => ({ released: 0, userErrors: [{ field, message }] });
      if (variantIds.length > MOST_RELEASED) return refuse(`At most ${MOST_RELEASED} prices a call.`, 'variantIds');
      const state = await shownOne(ctx, currencyCode);
      if (!state?.setting.isConverted) return refuse('is no currency whose prices are converted.', 'currencyCode');
      const ids: number[] = [];
      for (const [index, gid] of variantIds.entries()) {
        const id = numberFromGid('ProductVariant', String(gid));
        if (id === null) return refuse('Not a variant id.', 'variantIds', String(index));
        ids.push(id);
      }
      const released = await ctx.deps.currencies.release(currencyCode, ids);
      await convertDue(ctx.deps);
      return { released, userErrors: [] };
    },
  }),
}));
