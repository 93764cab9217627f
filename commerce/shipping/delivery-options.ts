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
  readonly nowMs: number;
}

/** Ways to deliver to a country, in the merchant's order, then cheaper first; empty where nothing is delivered to or has a price. */
export function deliveryOptions(methods: readonly ShippingMethod[], question: DeliveryQuestion): DeliveryOption[] {
  const leaves = shippingDay(question.nowMs);
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
      promisedFromMs: addWorkingDays(leaves, method.minDays),
      promisedToMs: addWorkingDays(leaves, method.maxDays),
    }));
}
