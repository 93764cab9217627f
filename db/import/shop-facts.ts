import type { Client } from 'pg';
import type { PricedMarket } from './product-columns.ts';

/** What an import needs to know of the shop before it begins. */
export interface ShopFacts {
  /** Of the file's prices. */
  readonly currency: string;
  readonly baseCurrency: string;
  /** Of the file's texts. */
  readonly locale: string;
  readonly isTranslating: boolean;
  readonly warehouseId: number;
  readonly markets: readonly PricedMarket[];
  /** Types of product metafields by `namespace.key`. */
  readonly metafieldTypes: ReadonlyMap<string, string>;
  /** Time of the import by the database's clock, ISO 8601. */
  readonly now: string;
}

interface FactsRow {
  readonly base_currency: string | null;
  readonly default_locale: string | null;
  readonly markets: readonly {
    readonly name: string;
    readonly handle: string;
    readonly countries: readonly string[];
    readonly currency: string;
  }[];
  readonly warehouses: readonly { readonly id: number; readonly code: string }[];
  readonly types: Readonly<Record<string, string>>;
  readonly now: string;
}

const countryNames = new Intl.DisplayNames('en', { type: 'region' });

function pricedMarket(market: FactsRow['markets'][number]): PricedMarket {
  const countries = market.countries.flatMap((code) => [code, countryNames.of(code) ?? code]);
  return { names: [market.name, market.handle, ...countries], currency: market.currency };
}

/** A BCP 47 language with an optional script and region, lower case. */
export const LOCALE = /^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?$/;

/**
 * Reads what an import needs. Throws, in this order: for a shop that is not set up, a currency that is no ISO 4217 code, a language that is none, a
 * warehouse the shop does not have.
 */
export async function shopFacts(
  client: Client,
  asked: { readonly currency: string | null; readonly locale?: string | null; readonly warehouse: string | null },
): Promise<ShopFacts> {
  const { rows } = await client.query<FactsRow>(`select
    (select base_currency from shop order by id limit 1), (select default_locale from shop order by id limit 1),
    coalesce((select json_agg(json_build_object('name', name, 'handle', handle, 'countries', countries, 'currency', currency) order by id) from markets), '[]') as markets,
    coalesce((select json_agg(json_build_object('id', id, 'code', code) order by priority, id) from warehouses where is_active), '[]') as warehouses,
    coalesce((select json_object_agg(name, type) from (
      select distinct on (1) namespace || '.' || key as name, type from metafields where owner_type = 'product' order by 1, id) known), '{}') as types,
    to_json(now()) #>> '{}' as now`);
  const [row] = rows;
  if (!row?.base_currency || !row.default_locale) throw new Error('The shop is not set up yet; npm start does it.');
  const currency = asked.currency ?? row.base_currency;
  if (!/^[A-Z]{3}$/.test(currency)) throw new Error(`--currency: ${currency} is no currency such as EUR.`);
  const locale = (asked.locale ?? row.default_locale).toLowerCase();
  if (!LOCALE.test(locale)) throw new Error(`--locale: ${locale} is no language such as de.`);
  const warehouse =
    asked.warehouse === null ? row.warehouses[0] : row.warehouses.find((one) => one.code === asked.warehouse);
  const codes = row.warehouses.map((one) => one.code).join(', ') || 'none';
  if (!warehouse) throw new Error(`--warehouse: there is no ${asked.warehouse ?? 'warehouse'}; known are ${codes}.`);
  return {
    currency,
    baseCurrency: row.base_currency,
    locale,
    isTranslating: locale !== row.default_locale,
    warehouseId: warehouse.id,
    markets: row.markets.map(pricedMarket),
    metafieldTypes: new Map(Object.entries(row.types)),
    now: row.now,
  };
}
