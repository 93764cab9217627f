import { addWorkingDays, shippingDay } from './working-days.ts';

/** How parcels travel, as the merchant set it up. */
export interface ShippingMethod {
  readonly code: string;
  readonly title: string;
  readonly description: string;
  /** ISO 3166 alpha-2 codes it delivers to. */
  readonly countries: readonly string[];
  /** Price by currency, minor units. */
  readonly rates: Readonly<
    Record<string, { readonly amountMinor: number; readonly freeFromMinor?: number | undefined }>
  >;
  /** Working days on the way. */
  readonly minDays: number;
  readonly maxDays: number;
  readonly position: number;
}

/** A way to deliver this cart, with its price and the days it arrives. */
export interface DeliveryOption {
  /** The method's code. */
  readonly handle: string;
  readonly title: string;
  readonly description: string;
  readonly amountMinor: number;
  readonly promisedFromMs: number;
  readonly promisedToMs: number;
}

export interface DeliveryQuestion {
  readonly country: string;
  readonly currency: string;
  /** Merchandise after discounts; free delivery starts from it. */
  readonly merchandiseMinor: number;
  /** Country the parcel leaves, whose holidays count; missing: not known. */
  readonly origin?: string | undefined;
  readonly nowMs: number;
}

/** Ways to deliver to a country, in the merchant's order, then cheaper first; empty where nothing is delivered to or has a price. */
export function deliveryOptions(methods: readonly ShippingMethod[], question: DeliveryQuestion): DeliveryOption[] {
  const leaves = shippingDay(question.nowMs, undefined, question.origin);
  return methods
    .flatMap((method) => {
      const rate = method.rates[question.currency];
      if (!rate || !method.countries.includes(question.country)) return [];
      const isFree = rate.freeFromMinor !== undefined && question.merchandiseMinor >= rate.freeFromMinor;
      return { method, amountMinor: isFree ? 0 : rate.amountMinor };
    })
    .sort((a, b) => a.method.position - b.method.position || a.amountMinor - b.amountMinor)
    .map(({ method, amountMinor }) => ({
      handle: method.code,
      title: method.title,
      description: method.description,
      amountMinor,
      promisedFromMs: addWorkingDays(leaves, method.minDays, question.country),
      promisedToMs: addWorkingDays(leaves, method.maxDays, question.country),
    }));
}

/**
 * The delivery that would be chosen for merchandise of a worth, and its price: the one asked for, else the first. Made once for a cart and asked for every
 * combination of promotions, so it names no days. Null: nothing is delivered there, or has a price.
 */
export function deliveryChooser(
  methods: readonly ShippingMethod[],
  { country, currency }: Pick<DeliveryQuestion, 'country' | 'currency'>,
  wanted: string | null,
): (merchandiseMinor: number) => { readonly handle: string; readonly amountMinor: number } | null {
  const offered = methods
    .flatMap((method) => {
      const rate = method.rates[currency];
      return rate && method.countries.includes(country) ? { method, rate } : [];
    })
    .sort((a, b) => a.method.position - b.method.position);
  const priceOf = ({ rate }: (typeof offered)[number], merchandiseMinor: number): number =>
    rate.freeFromMinor !== undefined && merchandiseMinor >= rate.freeFromMinor ? 0 : rate.amountMinor;
  const chosen = offered.find(({ method }) => method.code === wanted);
  const first = offered.filter(({ method }) => method.position === offered[0]?.method.position);
  return (merchandiseMinor) => {
    let best: { readonly handle: string; readonly amountMinor: number } | null = null;
    for (const one of chosen ? [chosen] : first) {
      const amountMinor = priceOf(one, merchandiseMinor);
      if (!best || amountMinor < best.amountMinor) best = { handle: one.method.code, amountMinor };
    }
    return best;
  };
}
