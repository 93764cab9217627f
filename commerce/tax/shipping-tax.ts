import { splitByLargestRemainder } from '../money/money.ts';
import type { TaxedAmount } from './rounding-rule.ts';

/**
 * How delivery is taxed. `pro_rata`: it shares the fate of the goods, split over their rates by value. `main`: at the rate of the goods that make up most.
 * `standard`: a service of its own at the standard rate. `untaxed`: not at all.
 */
export type ShippingTax = 'pro_rata' | 'main' | 'standard' | 'untaxed';

/**
 * By country, ISO 3166 alpha-2; anywhere else `pro_rata`, as in the European Union, where delivery is ancillary to the supply of the goods (CJEU C-349/96,
 * Card Protection Plan; for mixed rates HMRC Notice 700/24, 3.2 and UStAE 3.10: by value).
 * JP, AE: delivery charged by itself is a service at the standard rate (National Tax Agency, Tax Answer 6369; VAT Executive Regulations, art. 4).
 */
const BY_COUNTRY: Readonly<Record<string, ShippingTax>> = { JP: 'standard', AE: 'standard', US: 'untaxed' };

/** States of the United States that tax delivery of taxable goods even where it is stated by itself; the others do not (each state's department of revenue). */
const TAXING_STATES: ReadonlySet<string> = new Set(
  'AR CT DC GA HI IN KY MN MS NC ND NE NJ NM NY OH PA RI SC SD TN TX VT WA WI WV'.split(' '),
);

/** How delivery to a place is taxed. */
export const shippingTaxOf = (country: string, region: string | null): ShippingTax =>
  country === 'US' && region !== null && TAXING_STATES.has(region) ? 'pro_rata' : (BY_COUNTRY[country] ?? 'pro_rata');

/**
 * The price of delivery as amounts to be taxed; they sum to it. Empty when delivery is free. Goods worth nothing count as if they cost the same; where no
 * goods are there to share the fate of, the standard rate applies.
 */
export function shippingAmounts(
  rule: ShippingTax,
  shippingMinor: number,
  goods: readonly TaxedAmount[],
  standardBps: number,
): TaxedAmount[] {
  if (shippingMinor === 0) return [];
  if (rule === 'untaxed') return [{ amountMinor: shippingMinor, rateBps: 0 }];
  const worth = new Map<number, number>();
  for (const { amountMinor, rateBps } of goods) worth.set(rateBps, (worth.get(rateBps) ?? 0) + amountMinor);
  const rates = [...worth].sort(([a], [b]) => b - a);
  if (rule === 'standard' || rates.length === 0) return [{ amountMinor: shippingMinor, rateBps: standardBps }];
  if (rule === 'main') {
    const [main] = [...rates].sort(([, a], [, b]) => b - a);
    return [{ amountMinor: shippingMinor, rateBps: main?.[0] ?? standardBps }];
  }
  const parts = splitByLargestRemainder(
    shippingMinor,
    rates.map(([, amountMinor]) => amountMinor),
  );
  return rates.flatMap(([rateBps], index) => {
    const amountMinor = parts[index] ?? 0;
    return amountMinor === 0 ? [] : [{ amountMinor, rateBps }];
  });
}
