import { languagesIn } from '../../../../commerce/markets/languages-of-country.ts';
import type { MarketRecord } from '../../../ports/catalogue.ts';
import { toGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { CountryCode, CurrencyCode, countryCode, currencyCode, LanguageCode, languageCode } from '../common/enums.ts';
import { Node } from '../common/node.ts';
import type { ShopContext } from '../context.ts';
import { HasMetafields } from './metafields.ts';

/** A language with the language its name is told in. */
const Language = builder.objectRef<string>('Language').implement({
  description: 'A language of the shop.',
  fields: (t) => ({
    isoCode: t.field({ type: LanguageCode, resolve: languageCode }),
    name: t.string({ resolve: (language, _args, ctx) => nameOf(language, 'language', ctx.buyer.language) }),
    endonymName: t.string({ resolve: (language) => nameOf(language, 'language', language) }),
  }),
});

function nameOf(code: string, type: 'language' | 'region' | 'currency', language: string): string {
  return new Intl.DisplayNames([language, 'en'], { type, fallback: 'code' }).of(code) ?? code;
}

const Currency = builder.objectRef<string>('Currency').implement({
  description: 'A currency.',
  fields: (t) => ({
    isoCode: t.field({ type: CurrencyCode, resolve: currencyCode }),
    name: t.string({ resolve: (code, _args, ctx) => nameOf(code, 'currency', ctx.buyer.language) }),
    symbol: t.string({
      resolve: (code, _args, ctx) =>
        new Intl.NumberFormat(ctx.buyer.language, {
          style: 'currency',
          currency: code,
          currencyDisplay: 'narrowSymbol',
        })
          .formatToParts(0)
          .find((part) => part.type === 'currency')?.value ?? code,
    }),
  }),
});

const UnitSystem = builder.enumType('UnitSystem', {
  description: 'Systems of units.',
  values: ['IMPERIAL_SYSTEM', 'METRIC_SYSTEM'] as const,
});

export const Market = builder.objectRef<MarketRecord>('Market').implement({
  description: 'Countries that share currency and languages.',
  interfaces: [HasMetafields, Node],
  fields: (t) => ({ id: t.id({ resolve: (market) => toGid('Market', market.id) }), handle: t.exposeString('handle') }),
});

interface CountryOf {
  readonly code: string;
  readonly market: MarketRecord;
}

const IMPERIAL = new Set(['US', 'LR', 'MM']);

const Country = builder.objectRef<CountryOf>('Country').implement({
  description: 'A country the shop sells to.',
  fields: (t) => ({
    isoCode: t.field({ type: CountryCode, resolve: ({ code }) => countryCode(code) }),
    name: t.string({ resolve: ({ code }, _args, ctx) => nameOf(code, 'region', ctx.buyer.language) }),
    currency: t.field({ type: Currency, resolve: ({ market }) => market.currency }),
    availableLanguages: t.field({
      type: [Language],
      resolve: ({ code, market }) => languagesIn(code, market.languages),
    }),
    defaultLanguage: t.field({
      type: Language,
      resolve: ({ code, market }) => languagesIn(code, market.languages)[0] ?? 'en',
    }),
    unitSystem: t.field({
      type: UnitSystem,
      resolve: ({ code }) => (IMPERIAL.has(code) ? ('IMPERIAL_SYSTEM' as const) : ('METRIC_SYSTEM' as const)),
    }),
    market: t.field({
      type: Market,
      nullable: true,
      deprecationReason: 'Markets are an inner matter of the shop.',
      resolve: ({ market }) => market,
    }),
  }),
});

const marketOf = (ctx: ShopContext): MarketRecord => {
  const market = ctx.loaders.settings.markets.find((one) => one.handle === ctx.buyer.marketHandle);
  if (!market) throw new Error(`market ${ctx.buyer.marketHandle} is missing`);
  return market;
};

const Localization = builder.objectRef<object>('Localization').implement({
  description: 'Where and in which language the shop can be used, and is used now.',
  fields: (t) => ({
    availableCountries: t.field({
      type: [Country],
      resolve: (_root, _args, ctx) =>
        ctx.loaders.settings.markets.flatMap((market) => market.countries.map((code) => ({ code, market }))),
    }),
    availableLanguages: t.field({ type: [Language], resolve: (_root, _args, ctx) => [...marketOf(ctx).languages] }),
    country: t.field({
      type: Country,
      resolve: (_root, _args, ctx) => ({ code: ctx.buyer.country, market: marketOf(ctx) }),
    }),
    language: t.field({ type: Language, resolve: (_root, _args, ctx) => ctx.buyer.language }),
    market: t.field({
      type: Market,
      deprecationReason: 'Markets are an inner matter of the shop.',
      resolve: (_root, _args, ctx) => marketOf(ctx),
    }),
  }),
});

builder.queryField('localization', (t) =>
  t.field({
    type: Localization,
    resolve: (_root, _args, ctx) => {
      ctx.tags.add('settings');
      return {};
    },
  }),
);
