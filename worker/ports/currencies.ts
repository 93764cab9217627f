import type { CharmRule } from '../../commerce/currency/convert.ts';
import type { EuroRate } from '../../commerce/currency/ecb-file.ts';
import type { PriceConversion, PriceTerms } from '../../commerce/currency/price-conversion.ts';

/** How a currency's prices follow the shop's own. */
export interface CurrencySetting {
  /** ISO 4217. */
  readonly currency: string;
  /** Whether prices nobody set by hand are converted; false: they stay as they are. */
  readonly isConverted: boolean;
  /** On top of the rate, in basis points; may be negative. */
  readonly marginBps: number;
  /** Null: prices end as the rate has it. */
  readonly charm: CharmRule | null;
  readonly changedBy: string | null;
  readonly changedAtMs: number | null;
}

/** A quote with who published it. */
export interface KnownRate extends EuroRate {
  readonly source: string;
}

/** What writing quotes changed; `same` ones were there already. */
export interface RatesWritten {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
}

/** How fetching rates goes. */
export interface RateFetch {
  readonly triedAtMs: number | null;
  readonly succeededAtMs: number | null;
  /** Why the last try brought nothing; null: it did, or there was none. */
  readonly problem: string | null;
}

/** A price that is missing, or was made with other terms than now. */
export interface DuePrice {
  readonly variantId: number;
  readonly productId: number;
  readonly fromMinor: number;
  readonly fromCompareAtMinor: number | null;
  /** Null: there is none yet. */
  readonly nowMinor: number | null;
  readonly nowCompareAtMinor: number | null;
}

/** Which of a currency's prices are looked at: variants beyond an id, or those of products. */
export interface DueQuery {
  readonly base: string;
  readonly currency: string;
  readonly terms: PriceTerms;
  readonly after: number;
  readonly most: number;
  /** Null: of all products. */
  readonly productIds: readonly number[] | null;
}

/** A price to be written; only where the shop's own price is still the one it was made from, and nobody set it by hand meanwhile. */
export interface ConvertedPrice extends PriceConversion {
  readonly variantId: number;
  readonly productId: number;
  readonly nowMinor: number | null;
  readonly nowCompareAtMinor: number | null;
}

/** A price that somebody set, next to what it would follow. */
export interface FixedPrice {
  readonly variantId: number;
  readonly productId: number;
  readonly productTitle: string;
  readonly variantTitle: string;
  readonly sku: string | null;
  readonly amountMinor: number;
  readonly compareAtMinor: number | null;
  /** Of the shop's currency; null: the variant has none. */
  readonly baseMinor: number | null;
}

/** Sold in a currency between two days; amounts in minor units. Base sums leave out orders whose rate nobody knew, which `withoutRate` counts. */
export interface CurrencySales {
  readonly currency: string;
  readonly orders: number;
  readonly totalMinor: number;
  readonly refundedMinor: number;
  readonly baseTotalMinor: number;
  readonly baseRefundedMinor: number;
  readonly withoutRate: number;
}

/** Rates, terms and converted prices in the records. */
export interface CurrencyRecords {
  /** Those that were ever saved. */
  settings(): Promise<readonly CurrencySetting[]>;
  save(setting: Omit<CurrencySetting, 'changedBy' | 'changedAtMs'>, actor: string, nowMs: number): Promise<void>;
  /** Quotes of a day (ISO date) and later. */
  ratesSince(day: string): Promise<readonly KnownRate[]>;
  /** Writes quotes; a later one for the same day and currency replaces the earlier. New ones make every converted currency due. */
  writeRates(rates: readonly EuroRate[], source: string): Promise<RatesWritten>;
  /** True for one caller when it is time to fetch; nobody else is let in before `leaseMs` have passed. */
  takeFetch(nowMs: number, leaseMs: number): Promise<boolean>;
  endFetch(fetched: {
    readonly nowMs: number;
    readonly nextMs: number;
    readonly problem: string | null;
  }): Promise<void>;
  lastFetch(): Promise<RateFetch>;
  /** Converted currencies whose prices have to be gone through. */
  due(): Promise<readonly { readonly currency: string; readonly version: number }[]>;
  /** A currency's prices were gone through for a version of its rates and terms; later versions stay due. */
  settled(currency: string, version: number): Promise<void>;
  /** Prices to be made, ascending by variant. Gift cards are worth what is printed on them and are left out, and so is what an approved rule set moves. */
  duePrices(query: DueQuery): Promise<readonly DuePrice[]>;
  /** Writes prices in one statement, telling caches and search where an amount changed if `isTold`. Answers the products whose amounts changed. */
  writePrices(
    base: string,
    currency: string,
    prices: readonly ConvertedPrice[],
    change: { readonly id: string; readonly isTold: boolean },
  ): Promise<readonly number[]>;
  /** Prices of a currency set by hand, ascending by variant. */
  fixedPrices(currency: string, base: string, after: number, most: number): Promise<readonly FixedPrice[]>;
  /** Prices by how they came about. */
  priceCounts(): Promise<readonly { readonly currency: string; readonly fixed: number; readonly converted: number }[]>;
  /** Lets prices set by hand follow the rate again: they stay until the next conversion. Answers how many. */
  release(currency: string, variantIds: readonly number[]): Promise<number>;
  /** Sales between two moments. */
  sales(fromMs: number, untilMs: number): Promise<readonly CurrencySales[]>;
}

/** A file of rates, or why there is none. */
export type FetchedRates =
  | { readonly ok: true; readonly text: string; readonly source: string }
  | { readonly ok: false; readonly reason: 'unavailable'; readonly message: string };

/** Who publishes rates, once a working day. Never rejects. */
export interface RateSource {
  /** The newest days' rates in one of the European Central Bank's formats. */
  newest(): Promise<FetchedRates>;
}
