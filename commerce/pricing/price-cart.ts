import { splitByLargestRemainder } from '../money/money.ts';
import { type Discount, type JudgedCode, judgeCodes } from '../promotions/discounts.ts';
import { type DeliveryOption, deliveryOptions, type ShippingMethod } from '../shipping/delivery-options.ts';
import { type TaxRate, taxMinor, taxRateFor } from '../tax/tax-rates.ts';

/** A line with what the catalogue says of its variant now. */
export interface LineToPrice {
  readonly lineId: number;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly taxable: boolean;
  readonly requiresShipping: boolean;
}

/** Everything a price depends on; the same facts always give the same price. */
export interface PricingFacts {
  readonly lines: readonly LineToPrice[];
  /** ISO 4217, of the market. */
  readonly currency: string;
  readonly baseCurrency: string;
  /** Whether the market's prices contain tax. */
  readonly taxIncluded: boolean;
  /** Where it goes; null while no address is known. */
  readonly destination: { readonly country: string; readonly region: string | null } | null;
  /** Country of the market: estimates are made for it until there is an address. */
  readonly marketCountry: string;
  readonly codes: readonly string[];
  readonly discounts: readonly Discount[];
  readonly shippingMethods: readonly ShippingMethod[];
  /** The chosen method; null or one that is not offered (any more): the first. */
  readonly deliveryHandle: string | null;
  readonly taxRates: readonly TaxRate[];
  readonly nowMs: number;
}

export interface PricedLine extends LineToPrice {
  /** quantity x unit price */
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  /** subtotal - discount */
  readonly totalMinor: number;
  readonly taxRateBps: number;
  /** Contained in `totalMinor` where prices contain tax, else on top of it. */
  readonly taxMinor: number;
}

/**
 * A cart's price in minor units. Always:
 *
 *     subtotal = sum of line subtotals        discount = sum of line discounts
 *     total    = subtotal - discount + shipping (+ tax, where prices do not contain it)
 */
export interface PricedCart {
  readonly currency: string;
  readonly taxIncluded: boolean;
  readonly lines: readonly PricedLine[];
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  readonly codes: readonly JudgedCode[];
  /** Ways to deliver; empty while no address is known, or when nothing needs delivering. Free where a code frees delivery. */
  readonly options: readonly DeliveryOption[];
  readonly selectedOption: DeliveryOption | null;
  readonly requiresShipping: boolean;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  /** Whether tax and delivery are for a real address; otherwise both are estimates. */
  readonly isFinal: boolean;
  readonly totalMinor: number;
}

/**
 * Prices a cart. A code's amount is split over the lines by largest remainder, so that parts always sum to it; tax is rounded per line. Delivery is
 * taxed at the destination's rate where prices contain tax; where they do not (United States) it is not taxed.
 */
export function priceCart(facts: PricingFacts): PricedCart {
  const { taxIncluded } = facts;
  const subtotals = facts.lines.map((line) => line.quantity * line.unitPriceMinor);
  const subtotalMinor = sum(subtotals);
  const codes = judgeCodes({ ...facts, subtotalMinor });
  const offMinor = sum(codes.map((code) => (code.applicable ? code.amountMinor : 0)));
  const parts = splitByLargestRemainder(offMinor, subtotals);
  const place = facts.destination ?? { country: facts.marketCountry, region: null };
  const rateBps = taxRateFor(facts.taxRates, place.country, place.region)?.rateBps ?? 0;
  const lines = facts.lines.map((line, index): PricedLine => {
    const subtotal = subtotals[index] ?? 0;
    const discountMinor = parts[index] ?? 0;
    const totalMinor = subtotal - discountMinor;
    const taxRateBps = line.taxable ? rateBps : 0;
    const tax = taxMinor(totalMinor, taxRateBps, taxIncluded);
    return { ...line, subtotalMinor: subtotal, discountMinor, totalMinor, taxRateBps, taxMinor: tax };
  });
  const requiresShipping = lines.some((line) => line.requiresShipping);
  const options =
    requiresShipping && facts.destination
      ? optionsFor(facts, facts.destination.country, subtotalMinor - offMinor, codes)
      : [];
  const selectedOption = options.find((option) => option.handle === facts.deliveryHandle) ?? options[0] ?? null;
  const shippingMinor = selectedOption?.amountMinor ?? 0;
  const tax = sum(lines.map((line) => line.taxMinor)) + (taxIncluded ? taxMinor(shippingMinor, rateBps, true) : 0);
  return {
    currency: facts.currency,
    taxIncluded,
    lines,
    subtotalMinor,
    discountMinor: offMinor,
    codes,
    options,
    selectedOption,
    requiresShipping,
    shippingMinor,
    taxMinor: tax,
    isFinal: facts.destination !== null,
    totalMinor: subtotalMinor - offMinor + shippingMinor + (taxIncluded ? 0 : tax),
  };
}

function optionsFor(
  facts: PricingFacts,
  country: string,
  merchandiseMinor: number,
  codes: readonly JudgedCode[],
): DeliveryOption[] {
  const { currency, nowMs } = facts;
  const offered = deliveryOptions(facts.shippingMethods, { country, currency, merchandiseMinor, nowMs });
  const isFreed = codes.some((code) => code.applicable && code.discount.kind === 'free_shipping');
  return isFreed ? offered.map((option) => ({ ...option, amountMinor: 0 })) : offered;
}

function sum(amounts: readonly number[]): number {
  const total = amounts.reduce((all, amount) => all + amount, 0);
  if (!Number.isSafeInteger(total)) throw new RangeError('pricing: the amounts are beyond what can be counted exactly');
  return total;
}
