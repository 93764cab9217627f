import { splitByLargestRemainder } from '../money/money.ts';
import { taxMinor } from './tax-rates.ts';

/**
 * Where tax is rounded. `line`: once per line of the order, and once for delivery. `order`: once per rate over the whole order; each line's part is then
 * dealt out by largest remainder, so that lines always sum to what the order says.
 */
export type TaxRounding = 'line' | 'order';

/**
 * One rule per jurisdiction, by ISO 3166 alpha-2; anywhere else `line`. Halves go away from zero everywhere (`divideRounded`).
 *
 * - JP `order`: the qualified invoice system allows one rounding per rate and invoice and forbids rounding per line (Enforcement Order of the Consumption
 *   Tax Act, art. 70-10; National Tax Agency, Q&A on the invoice system, no. 57).
 * - CH `order`: tax is shown per rate of the whole invoice (VAT Act, art. 26).
 * - EU and GB `line`: both ways are allowed (CJEU C-484/06, Ahold; HMRC Notice 700, 17.5); per line, because refunds give back lines.
 * - US `line`: a seller may compute per item or per invoice, to the nearest cent (Streamlined Sales and Use Tax Agreement, section 324).
 * - AE `line`: to the nearest fils on each line (VAT Executive Regulations, art. 59).
 */
const BY_COUNTRY: Readonly<Record<string, TaxRounding>> = { JP: 'order', CH: 'order' };

/** The rule of the country whose tax is due. */
export const taxRoundingOf = (country: string): TaxRounding => BY_COUNTRY[country] ?? 'line';

/** An amount that is taxed; 0 basis points: not at all. */
export interface TaxedAmount {
  readonly amountMinor: number;
  readonly rateBps: number;
}

/**
 * Tax of each amount, in their order: contained in it where prices include tax, else on top. Under `order` the amounts of one rate are summed, taxed and
 * rounded once, and the tax is split over them. An empty list gives an empty list.
 */
export function taxAmounts(amounts: readonly TaxedAmount[], included: boolean, rounding: TaxRounding): number[] {
  if (rounding === 'line') return amounts.map((one) => taxMinor(one.amountMinor, one.rateBps, included));
  const taxes = amounts.map(() => 0);
  const byRate = new Map<number, number[]>();
  for (const [index, { rateBps }] of amounts.entries()) {
    const group = byRate.get(rateBps);
    if (group) group.push(index);
    else byRate.set(rateBps, [index]);
  }
  for (const [rateBps, group] of byRate) {
    const weights = group.map((index) => amounts[index]?.amountMinor ?? 0);
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    const parts = splitByLargestRemainder(taxMinor(whole, rateBps, included), weights);
    for (const [at, index] of group.entries()) taxes[index] = parts[at] ?? 0;
  }
  return taxes;
}
