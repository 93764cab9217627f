import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLEnumType,
  GraphQLSchema,
  getDirectiveValues,
  type OperationDefinitionNode,
} from 'graphql';
import { languagesIn } from '../../../commerce/markets/languages-of-country.ts';
import type { BuyerContext } from './context.ts';

/** What a buyer's context is chosen from: the markets of the shop, in order; one is primary. */
export interface MarketFacts {
  readonly handle: string;
  readonly countries: readonly string[];
  readonly currency: string;
  readonly languages: readonly string[];
  readonly taxIncluded: boolean;
  readonly isPrimary: boolean;
}

/**
 * Adds `@inContext(country:, language:)` of the Storefront API to a schema that has its two enums. Source:
 * https://shopify.dev/docs/api/storefront (In-context directive).
 */
export function withInContext(schema: GraphQLSchema): GraphQLSchema {
  const enumType = (name: string): GraphQLEnumType => {
    const type = schema.getType(name);
    if (type instanceof GraphQLEnumType) return type;
    throw new Error(`schema: enum ${name} is missing`);
  };
  const directive = new GraphQLDirective({
    name: 'inContext',
    description: 'Country and language that the operation is answered for.',
    locations: [DirectiveLocation.QUERY, DirectiveLocation.MUTATION, DirectiveLocation.SUBSCRIPTION],
    args: {
      country: { type: enumType('CountryCode'), description: 'Country whose market sets currency and tax.' },
      language: { type: enumType('LanguageCode'), description: 'Language of translated texts.' },
    },
  });
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, directives: [...config.directives, directive] });
}

/** Market for a country and language: the country's own market, else the primary one; a language it lacks becomes the country's first there. */
export function buyerFor(
  markets: readonly MarketFacts[],
  country: string | null,
  language: string | null,
): BuyerContext {
  const primary = markets.find((market) => market.isPrimary) ?? markets[0];
  if (!primary) throw new Error('shop: no market is set up');
  const own = country === null ? undefined : markets.find((market) => market.countries.includes(country));
  const market = own ?? primary;
  const wanted = language?.toLowerCase().replace('_', '-') ?? '';
  const base = wanted.split('-')[0] ?? '';
  const spoken = market.languages.find((one) => one === wanted) ?? market.languages.find((one) => one === base);
  const place = own && country !== null ? country : (market.countries[0] ?? 'US');
  return {
    country: place,
    language: spoken ?? languagesIn(place, market.languages)[0] ?? 'en',
    currency: market.currency,
    taxIncluded: market.taxIncluded,
    marketHandle: market.handle,
  };
}

/** Country and language an operation names in `@inContext`; nulls where it names none. */
export function contextOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): { country: string | null; language: string | null } {
  const directive = schema.getDirective('inContext');
  const values = directive ? getDirectiveValues(directive, operation, { ...variables }) : undefined;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return { country: text(values?.country), language: text(values?.language) };
}
