import type { Amounts, DeliveryTerms, Surcharge } from './delivery-terms.ts';
import { type DeliveryPlace, isIn } from './zones.ts';

/** What the price of a delivery depends on beside its terms. */
export interface DeliveryGoods {
  /** All units together. */
  readonly grams: number;
  /** Lower case, with the units that carry each. */
  readonly units: readonly { readonly tags: readonly string[]; readonly quantity: number }[];
  /** From the warehouse that sends; null: not known. */
  readonly km: number | null;
}

/** Why a way is not offered for some goods. */
export type DeliveryRefusal = 'no_price' | 'too_heavy' | 'too_far' | 'goods_excluded' | 'never_by_air';

/** The parts of a price that do not depend on the worth of the goods. */
export interface DeliveryCarriage {
  readonly ok: true;
  /** The price for merchandise of a worth after discounts; whole minor units, never negative, never more for more worth. */
  readonly priceOf: (merchandiseMinor: number) => number;
}

type Rates = Readonly<Record<string, { readonly amountMinor: number; readonly freeFromMinor?: number | undefined }>>;

const reached = <Step extends { readonly amounts: Amounts }>(
  steps: readonly Step[],
  limitOf: (step: Step) => number | null,
  value: number,
): Step | undefined => steps.find((step) => value <= (limitOf(step) ?? Number.POSITIVE_INFINITY));

function unitsWith(goods: DeliveryGoods, tags: readonly string[]): number {
  const wanted = new Set(tags);
  return goods.units.reduce((sum, one) => sum + (one.tags.some((tag) => wanted.has(tag)) ? one.quantity : 0), 0);
}

/** How often a surcharge is taken. */
function timesOf({ when }: Surcharge, goods: DeliveryGoods, place: DeliveryPlace): number {
  if (when.kind === 'places') return isIn(when.places, place) ? 1 : 0;
  const units = unitsWith(goods, when.tags);
  return when.per === 'unit' ? units : Math.min(1, units);
}

/**
 * What a way of delivery costs: the base price (or that of the highest step of worth that is reached), what weight and distance add, then surcharges. Free
 * from an amount, after discounts, takes away everything but surcharges that are due even then. Heavier or farther never costs less, because
 * steps that say otherwise are refused when they are saved. Refusals in order: no price in the currency, excluded goods, goods that must not fly, too
 * heavy, too far (also where the distance is not known).
 */
export function deliveryCarriage(
  rates: Rates,
  terms: DeliveryTerms,
  goods: DeliveryGoods,
  asked: { readonly currency: string; readonly place: DeliveryPlace; readonly noAirTags: readonly string[] },
): DeliveryCarriage | { readonly ok: false; readonly reason: DeliveryRefusal } {
  const { currency, place } = asked;
  const rate = rates[currency];
  const refuse = (reason: DeliveryRefusal) => ({ ok: false, reason }) as const;
  if (!rate) return refuse('no_price');
  if (terms.excludedTags.length > 0 && unitsWith(goods, terms.excludedTags) > 0) return refuse('goods_excluded');
  if (terms.byAir && unitsWith(goods, asked.noAirTags) > 0) return refuse('never_by_air');
  const weight = reached(terms.weight, (step) => step.upToGrams, goods.grams);
  if (terms.weight.length > 0 && !weight) return refuse('too_heavy');
  const distance = goods.km === null ? undefined : reached(terms.distance, (step) => step.upToKm, goods.km);
  if (terms.distance.length > 0 && !distance) return refuse('too_far');
  const added = [weight, distance].map((step) => step?.amounts[currency] ?? 0);
  const carriage = added.reduce((sum, amount) => sum + amount, 0);
  let always = 0;
  let sometimes = 0;
  for (const surcharge of terms.surcharges) {
    const amount = (surcharge.amounts[currency] ?? 0) * timesOf(surcharge, goods, place);
    if (surcharge.evenWhenFree) always += amount;
    else sometimes += amount;
  }
  const freeFrom = rate.freeFromMinor ?? Number.POSITIVE_INFINITY;
  const steps = terms.worth.flatMap((step) => {
    const [from, amount] = [step.from[currency], step.amounts[currency]];
    return from === undefined || amount === undefined ? [] : { from, amount };
  });
  return {
    ok: true,
    priceOf(merchandiseMinor) {
      if (merchandiseMinor >= freeFrom) return always;
      const base = steps.findLast(({ from }) => merchandiseMinor >= from)?.amount ?? rate.amountMinor;
      return base + carriage + sometimes + always;
    },
  };
}
