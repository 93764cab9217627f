import type { TaxedAmount } from './rounding-rule.ts';

/** One row of an invoice's tax table. Amounts are minor units. */
export interface TaxLine {
  readonly title: string;
  readonly rateBps: number;
  /** Without tax. */
  readonly netMinor: number;
  readonly taxMinor: number;
}

/**
 * Sums taxed amounts per rate, highest rate first. `taxes` are the tax of each amount, in their order; the rows' taxes sum to theirs exactly. Amounts of
 * nothing are left out.
 */
export function taxLines(
  amounts: readonly (TaxedAmount & { readonly title: string })[],
  taxes: readonly number[],
  included: boolean,
): TaxLine[] {
  const rows = new Map<number, { title: string; rateBps: number; netMinor: number; taxMinor: number }>();
  for (const [index, { amountMinor, rateBps, title }] of amounts.entries()) {
    const tax = taxes[index] ?? 0;
    if (amountMinor === 0 && tax === 0) continue;
    const row = rows.get(rateBps) ?? { title, rateBps, netMinor: 0, taxMinor: 0 };
    row.title ||= title;
    row.netMinor += included ? amountMinor - tax : amountMinor;
    row.taxMinor += tax;
    rows.set(rateBps, row);
  }
  return [...rows.values()].sort((a, b) => b.rateBps - a.rateBps);
}
