import type { AppliedPromotion, OfferedDelivery } from '../promotions/combine.ts';
import type { PromotedCustomer, PromotedLine } from '../promotions/conditions.ts';
import { type JudgedCode, judgePromotions, type PriceReason } from '../promotions/judge.ts';
import type { Promotion } from '../promotions/promotion.ts';
import {
  chosenOption,
  type DeliveryOption,
  type DeliveryPlan,
  type DeliverySurroundings,
  deliveryPlan,
  presetOption,
  type ShippingMethod,
} from '../shipping/delivery-options.ts';
import { ANY_SELLER, decideTax, rateOfClass, type TaxDecision } from '../tax/decide-tax.ts';
import { type TaxedAmount, taxAmounts, taxRoundingOf } from '../tax/rounding-rule.ts';
import { shippingAmounts } from '../tax/shipping-tax.ts';
import { type TaxLine, taxLines } from '../tax/tax-lines.ts';
import { STANDARD_CLASS, type TaxRate } from '../tax/tax-rates.ts';

/** A line with what the catalogue says of its variant now. */
export interface LineToPrice extends PromotedLine {
  readonly lineId: number;
  readonly taxable: boolean;
  /** Missing: `standard`. */
  readonly taxClass?: string;
  readonly requiresShipping: boolean;
  /** Of one unit; missing: nothing. */
  readonly grams?: number;
  /** Tags of what a carrier would carry, lower case; missing: those of the line. */
  readonly carriedTags?: readonly string[];
}

/** Everything a price depends on; the same facts always give the same price. */
export interface PricingFacts {
  readonly lines: readonly LineToPrice[];
  /** ISO 4217, of the market. */
  readonly currency: string;
  /** Whether the market's prices contain tax. */
  readonly taxIncluded: boolean;
  /** Where it goes; null while no address is known. */
  readonly destination: { readonly country: string; readonly region: string | null } | null;
  /** Country of the market: estimates are made for it until there is an address. */
  readonly marketCountry: string;
  readonly codes: readonly string[];
  /** The automatic ones and those of the codes. */
  readonly promotions: readonly Promotion[];
  /** Null while nobody said who buys. */
  readonly customer: PromotedCustomer | null;
  readonly shippingMethods: readonly ShippingMethod[];
  /** Country parcels leave, for the promised days; missing: not known. */
  readonly shipsFrom?: string;
  /** What else ways of delivery depend on: zones, counters, warehouses; missing: nothing is known. */
  readonly delivery?: Omit<DeliverySurroundings, 'grams' | 'units' | 'region'> | undefined;
  /** What was chosen (`chosenOption`); null or something that is not offered (any more): the first parcel. */
  readonly deliveryHandle: string | null;
  /** Not looked at where `tax` is given. */
  readonly taxRates: readonly TaxRate[];
  /** How this sale is taxed, asked of whoever decides it; missing: by the rates, in the country it goes to. */
  readonly tax?: TaxDecision | undefined;
  readonly nowMs: number;
}

export interface PricedLine extends LineToPrice {
  /** quantity x unit price */
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  /** What each promotion took off; they sum to the discount. */
  readonly discounts: readonly { readonly promotion: Promotion; readonly amountMinor: number }[];
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
  /** Promotions that count, in the order they took off. */
  readonly applied: readonly AppliedPromotion[];
  /** Why the price is what it is. */
  readonly reasons: readonly PriceReason[];
  /** Ways to deliver; empty while no address is known, or when nothing needs delivering. Free where a code frees delivery. */
  readonly options: readonly DeliveryOption[];
  readonly selectedOption: DeliveryOption | null;
  readonly requiresShipping: boolean;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  /** The part of the tax that is delivery's; lines and it sum to the tax. */
  readonly shippingTaxMinor: number;
  readonly tax: TaxDecision;
  /** The tax by rate, as an invoice shows it; the rows sum to the tax. */
  readonly taxLines: readonly TaxLine[];
  /** Whether tax and delivery are for a real address; otherwise both are estimates. */
  readonly isFinal: boolean;
  readonly totalMinor: number;
}

/**
 * Prices a cart: promotions first (`judgePromotions`), then delivery, then tax by the rule of the country it goes to (`taxRoundingOf`). Every amount is
 * dealt out to lines by largest remainder, so that parts always sum. Delivery is taxed as the law of the place says (`shippingAmounts`). Throws RangeError on a negative price or quantity and on sums beyond 2^53: bugs, not input.
 */
export function priceCart(facts: PricingFacts): PricedCart {
  const { taxIncluded } = facts;
  const subtotals = facts.lines.map(subtotalOf);
  const subtotalMinor = sum(subtotals);
  const place = facts.destination ?? { country: facts.marketCountry, region: null };
  const requiresShipping = facts.lines.some((line) => line.requiresShipping);
  const isDelivered = requiresShipping && facts.destination !== null;
  const plan = isDelivered ? planOf(facts, place) : null;
  const { applied, codes, reasons } = judgePromotions(facts.promotions, facts.codes, {
    ...facts,
    country: place.country,
    subtotals,
    deliveryFor: plan?.chosenFor(facts.deliveryHandle) ?? (() => null),
  });
  const discountMinor = sum(applied.map((one) => one.amountMinor));
  const options = plan ? optionsOf(plan, subtotalMinor - discountMinor, applied) : [];
  const selectedOption = chosenOption(options, facts.deliveryHandle) ?? presetOption(options);
  const shippingMinor = selectedOption?.amountMinor ?? 0;
  const tax = facts.tax ?? decideTax(facts.taxRates, ANY_SELLER, taxQuestion(facts, place));
  const untaxed = facts.lines.map((line, index) => lineOf(line, index, subtotals[index] ?? 0, applied, tax));
  const goods = untaxed.map((line) => ({ amountMinor: line.totalMinor, rateBps: line.taxRateBps }));
  const delivery = shippingAmounts(tax.shipping, shippingMinor, goods, rateOfClass(tax, STANDARD_CLASS).rateBps);
  const taxes = taxAmounts([...goods, ...delivery], taxIncluded, taxRoundingOf(tax.country));
  const taxMinor = sum(taxes);
  return {
    currency: facts.currency,
    taxIncluded,
    lines: untaxed.map((line, index) => ({ ...line, taxMinor: taxes[index] ?? 0 })),
    subtotalMinor,
    discountMinor,
    codes,
    applied,
    reasons,
    options,
    selectedOption,
    requiresShipping,
    shippingMinor,
    taxMinor,
    shippingTaxMinor: sum(taxes.slice(goods.length)),
    tax,
    taxLines: taxLines(titled([...goods, ...delivery], tax), taxes, taxIncluded),
    isFinal: facts.destination !== null,
    totalMinor: sum([subtotalMinor, -discountMinor, shippingMinor, taxIncluded ? 0 : taxMinor]),
  };
}

function taxQuestion(facts: PricingFacts, place: { readonly country: string; readonly region: string | null }) {
  return {
    place: { ...place, postcode: null },
    taxClasses: facts.lines.map((line) => line.taxClass ?? STANDARD_CLASS),
    businessCountry: null,
    pricedFor: null,
    nowMs: facts.nowMs,
  };
}

/** Amounts with the names of their rates. */
function titled(amounts: readonly TaxedAmount[], { rates }: TaxDecision) {
  const titles = new Map(Object.values(rates).map(({ rateBps, title }) => [rateBps, title]));
  return amounts.map((one) => ({ ...one, title: titles.get(one.rateBps) ?? '' }));
}

function subtotalOf({ quantity, unitPriceMinor }: LineToPrice): number {
  if (quantity < 0 || unitPriceMinor < 0) throw new RangeError('pricing: a line is worth less than nothing');
  return sum([quantity * unitPriceMinor]);
}

function lineOf(
  line: LineToPrice,
  index: number,
  subtotalMinor: number,
  applied: readonly AppliedPromotion[],
  tax: TaxDecision,
): Omit<PricedLine, 'taxMinor'> {
  const discounts: { readonly promotion: Promotion; readonly amountMinor: number }[] = [];
  let discountMinor = 0;
  for (const { promotion, perLine } of applied) {
    const amountMinor = perLine[index] ?? 0;
    if (amountMinor === 0) continue;
    discounts.push({ promotion, amountMinor });
    discountMinor += amountMinor;
  }
  const totalMinor = subtotalMinor - discountMinor;
  const taxRateBps = line.taxable ? rateOfClass(tax, line.taxClass ?? STANDARD_CLASS).rateBps : 0;
  return { ...line, subtotalMinor, discountMinor, discounts, totalMinor, taxRateBps };
}

function planOf(
  facts: PricingFacts,
  place: { readonly country: string; readonly region: string | null },
): DeliveryPlan {
  const { currency, nowMs, shipsFrom: origin } = facts;
  const carried = facts.lines.filter((line) => line.requiresShipping);
  return deliveryPlan(facts.shippingMethods, {
    ...facts.delivery,
    ...place,
    currency,
    origin,
    nowMs,
    grams: sum(carried.map((line) => (line.grams ?? 0) * line.quantity)),
    units: carried.map((line) => ({ tags: line.carriedTags ?? line.tags, quantity: line.quantity })),
  });
}

/** What a promotion of delivery frees is free; it looks at the method, not at the counter or window. */
function optionsOf(
  plan: DeliveryPlan,
  merchandiseMinor: number,
  applied: readonly AppliedPromotion[],
): DeliveryOption[] {
  const effects = applied.flatMap(({ prepared }) => prepared.shipping);
  const isFreed = (delivery: OfferedDelivery): boolean => effects.some((frees) => frees(delivery));
  return plan
    .optionsFor(merchandiseMinor)
    .map((option) =>
      isFreed({ handle: option.code, amountMinor: option.amountMinor }) ? { ...option, amountMinor: 0 } : option,
    );
}

function sum(amounts: readonly number[]): number {
  const total = amounts.reduce((all, amount) => all + amount, 0);
  if (!Number.isSafeInteger(total)) throw new RangeError('pricing: the amounts are beyond what can be counted exactly');
  return total;
}
