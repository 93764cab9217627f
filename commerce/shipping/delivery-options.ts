import type { Coordinates } from '../routing/country-centroids.ts';
import { distanceKm } from '../routing/rank-warehouses.ts';
import { civilTime, dayStartMs } from './civil-time.ts';
import { type DeliveryCarriage, type DeliveryGoods, deliveryCarriage } from './delivery-price.ts';
import { type DeliveryKind, type DeliveryTerms, deliveryTermsOf } from './delivery-terms.ts';
import { type DeliveryWindow, isServed, openWindows, windowHandle } from './delivery-windows.ts';
import { type PickupTerms, pickupHandle, readyAtMs } from './pickup.ts';
import { placeOf } from './postcode-places.ts';
import { promisedDays, type StockOrigin } from './promise.ts';
import { type DeliveryPlace, type DeliveryZone, zoneOf } from './zones.ts';

/** How parcels travel, as the merchant set it up. */
export interface ShippingMethod {
  readonly code: string;
  readonly title: string;
  readonly description: string;
  /** ISO 3166 alpha-2 codes it delivers to, where its terms name no zone. */
  readonly countries: readonly string[];
  /** Base price by currency, minor units. */
  readonly rates: Readonly<
    Record<string, { readonly amountMinor: number; readonly freeFromMinor?: number | undefined }>
  >;
  /** Working days on the way. */
  readonly minDays: number;
  readonly maxDays: number;
  readonly position: number;
  /** `deliveryTermsOf`; missing: the plain ones. */
  readonly terms?: unknown;
}

/** A warehouse or shop where orders can be collected. */
export interface PickupPlace extends Coordinates {
  readonly warehouseId: number;
  readonly code: string;
  readonly name: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly terms: PickupTerms;
}

/** What ways of delivery depend on beside country, currency and worth; everything may be missing where nobody knows. */
export interface DeliverySurroundings {
  readonly region?: string | null | undefined;
  readonly postcode?: string | null | undefined;
  /** Handle of the market; null: no market, so only ways that every market offers. */
  readonly market?: string | null | undefined;
  readonly zones?: readonly DeliveryZone[] | undefined;
  readonly pickupPlaces?: readonly PickupPlace[] | undefined;
  /** Warehouses that have all of the goods: nothing is collected at, nor driven from, another one. Missing: any may have them. */
  readonly stockedIn?: readonly number[] | undefined;
  /** Where the goods leave. */
  readonly origins?: readonly StockOrigin[] | undefined;
  /** Where the warehouses are, by id; the first is the one that most likely sends. */
  readonly warehouses?: readonly (Coordinates & { readonly id: number; readonly country: string })[] | undefined;
  readonly noAirTags?: readonly string[] | undefined;
  readonly grams?: number | undefined;
  readonly units?: DeliveryGoods['units'] | undefined;
}

/** A way to deliver this cart, with its price and the days it arrives. */
export interface DeliveryOption {
  /** The method's code; METHOD:WAREHOUSE for collecting, METHOD:DAY:HOURS once a window was chosen. */
  readonly handle: string;
  /** The method's code. */
  readonly code: string;
  readonly kind: DeliveryKind;
  readonly title: string;
  readonly description: string;
  readonly amountMinor: number;
  /** Days as their noons in UTC. */
  readonly promisedFromMs: number;
  readonly promisedToMs: number;
  /** For `pick_up`. */
  readonly pickup?: { readonly place: PickupPlace; readonly km: number | null; readonly readyMs: number };
  /** For `local`: the windows that can be ordered, full or not. */
  readonly local?: {
    readonly warehouseId: number;
    readonly timeZone: string;
    readonly windows: readonly DeliveryWindow[];
  };
  /** For `local`, once it was chosen. */
  readonly window?: DeliveryWindow;
}

export interface DeliveryQuestion extends DeliverySurroundings {
  readonly country: string;
  readonly currency: string;
  /** Merchandise after discounts; free delivery starts from it. */
  readonly merchandiseMinor: number;
  /** Country the parcel leaves, whose holidays count, where `origins` is missing. */
  readonly origin?: string | undefined;
  readonly nowMs: number;
}

type Asked = Omit<DeliveryQuestion, 'merchandiseMinor'>;

const HALF_DAY_MS = 12 * 3_600_000;

/** A way that may be chosen, before its worth and days are known. */
interface Offer {
  readonly handle: string;
  readonly method: ShippingMethod;
  readonly terms: DeliveryTerms;
  readonly priceOf: DeliveryCarriage['priceOf'];
  readonly place?: PickupPlace;
  readonly km: number | null;
}

const kmBetween = (place: Coordinates | undefined, other: Coordinates | undefined): number | null =>
  place && other ? Math.round(distanceKm(place, other)) : null;

/** What is offered to an address, in the merchant's order; counters by distance. */
function offersFor(methods: readonly ShippingMethod[], asked: Asked): Offer[] {
  const place: DeliveryPlace = {
    country: asked.country,
    region: asked.region ?? null,
    postcode: asked.postcode ?? null,
  };
  const zone = asked.zones && asked.zones.length > 0 ? zoneOf(asked.zones, place) : null;
  const rough = placeOf(place);
  const at = rough?.coordinates;
  const { market = null, currency, noAirTags = [], units = [], grams = 0 } = asked;
  return methods
    .flatMap((method): Offer[] => {
      const terms = deliveryTermsOf(method.terms);
      if (terms.markets !== null && (market === null || !terms.markets.includes(market))) return [];
      if (terms.zoneId === null ? !method.countries.includes(asked.country) : terms.zoneId !== zone?.id) return [];
      const from = terms.local
        ? asked.warehouses?.find(({ id }) => id === terms.local?.warehouseId)
        : asked.warehouses?.[0];
      const km = terms.local || terms.distance.length > 0 ? kmBetween(at, from) : null;
      // A point that may be farther off than the radius says nothing about a door.
      const isNear = rough !== null && rough.withinKm <= (terms.local?.radiusKm ?? 0);
      if (terms.local && !isServed(terms.local, place, isNear ? km : null)) return [];
      const hasStock = (warehouseId: number): boolean => asked.stockedIn?.includes(warehouseId) ?? true;
      if (terms.local && !hasStock(terms.local.warehouseId)) return [];
      const carriage = deliveryCarriage(method.rates, terms, { grams, units, km }, { currency, place, noAirTags });
      if (!carriage.ok) return [];
      const { priceOf } = carriage;
      if (terms.kind !== 'pick_up') return [{ handle: method.code, method, terms, priceOf, km }];
      return (asked.pickupPlaces ?? [])
        .filter((one) => hasStock(one.warehouseId) && terms.warehouseIds.includes(one.warehouseId))
        .map((one) => ({
          handle: pickupHandle(method.code, one.code),
          method,
          terms,
          priceOf,
          place: one,
          km: kmBetween(at, one),
        }));
    })
    .sort((a, b) => a.method.position - b.method.position || nearer(a, b));
}

const nearer = (a: Offer, b: Offer): number =>
  (a.km ?? Number.POSITIVE_INFINITY) === (b.km ?? Number.POSITIVE_INFINITY)
    ? 0
    : (a.km ?? Number.POSITIVE_INFINITY) - (b.km ?? Number.POSITIVE_INFINITY);

const noonOf = (timeMs: number, timeZone: string): number => dayStartMs(civilTime(timeMs, timeZone).day) + HALF_DAY_MS;

/** An offer with its days, which do not depend on what the goods are worth. */
interface DatedOffer extends Offer {
  readonly dated: Omit<DeliveryOption, 'amountMinor'>;
}

function dated(offer: Offer, asked: Asked): DatedOffer | null {
  const { method, terms, handle, place, km } = offer;
  const base = {
    handle,
    code: method.code,
    kind: terms.kind,
    title: method.title,
    description: method.description,
  };
  const { nowMs } = asked;
  if (place) {
    const readyMs = readyAtMs(place.terms, place.country, nowMs);
    if (readyMs === null) return null;
    const day = noonOf(readyMs, place.terms.timeZone);
    return { ...offer, dated: { ...base, promisedFromMs: day, promisedToMs: day, pickup: { place, km, readyMs } } };
  }
  if (terms.local) {
    const { warehouseId, timeZone } = terms.local;
    const country = asked.warehouses?.find(({ id }) => id === warehouseId)?.country ?? asked.country;
    const windows = openWindows(terms.local, country, nowMs);
    const [first] = windows;
    if (!first) return null;
    const day = noonOf(first.startMs, timeZone);
    const local = { warehouseId, timeZone, windows };
    return { ...offer, dated: { ...base, promisedFromMs: day, promisedToMs: day, local } };
  }
  const origins = asked.origins ?? [{ country: asked.origin ?? '', timeZone: 'UTC' }];
  const days = promisedDays(method, terms, origins, asked.country, nowMs);
  return { ...offer, dated: { ...base, promisedFromMs: days.fromMs, promisedToMs: days.toMs } };
}

/** Counters stay in the order of their distance. */
const priced = ({ kind, amountMinor }: DeliveryOption): number => (kind === 'pick_up' ? 0 : amountMinor);

/** What is offered to an address, ready to be priced for any worth of merchandise. */
export interface DeliveryPlan {
  /** In the merchant's order, then cheaper first (counters nearest first); empty where nothing is delivered to or has a price. */
  optionsFor(merchandiseMinor: number): DeliveryOption[];
  /**
   * The method that would be chosen for merchandise of a worth, and its price: the one asked for while it is offered, else the first parcel; null: none.
   * `handle` is the method's code.
   */
  chosenFor(
    wanted: string | null,
  ): (merchandiseMinor: number) => { readonly handle: string; readonly amountMinor: number } | null;
}

/** Made once for a cart and asked for every combination of promotions. */
export function deliveryPlan(methods: readonly ShippingMethod[], asked: Asked): DeliveryPlan {
  const offers = offersFor(methods, asked).flatMap((offer) => dated(offer, asked) ?? []);
  const optionsFor = (merchandiseMinor: number) =>
    offers
      .map(({ dated: option, method, priceOf }) => ({
        option: { ...option, amountMinor: priceOf(merchandiseMinor) },
        position: method.position,
      }))
      .sort((a, b) => a.position - b.position || priced(a.option) - priced(b.option))
      .map(({ option }) => option);
  return {
    optionsFor,
    chosenFor(wanted) {
      const chosen = offers.filter(
        ({ dated: option }) => chosenOption([{ ...option, amountMinor: 0 }], wanted) !== null,
      );
      const parcels = offers.filter(({ terms }) => terms.kind === 'shipping');
      const first = parcels.filter(({ method }) => method.position === parcels[0]?.method.position);
      const from = chosen.length > 0 ? chosen.slice(0, 1) : first;
      return (merchandiseMinor) => {
        let best: { readonly handle: string; readonly amountMinor: number } | null = null;
        for (const { method, priceOf } of from) {
          const amountMinor = priceOf(merchandiseMinor);
          if (!best || amountMinor < best.amountMinor) best = { handle: method.code, amountMinor };
        }
        return best;
      };
    },
  };
}

/** `DeliveryPlan.optionsFor` for one worth. */
export const deliveryOptions = (methods: readonly ShippingMethod[], question: DeliveryQuestion): DeliveryOption[] =>
  deliveryPlan(methods, question).optionsFor(question.merchandiseMinor);

/**
 * The option a handle chooses, with its window where it names one; null: it chooses nothing that is offered, or a window that can no longer be
 * ordered, or the van without a window.
 */
export function chosenOption(options: readonly DeliveryOption[], handle: string | null): DeliveryOption | null {
  if (handle === null) return null;
  for (const option of options) {
    if (!option.local) {
      if (option.handle === handle) return option;
      continue;
    }
    const window = option.local.windows.find((one) => windowHandle(option.code, one) === handle);
    if (!window) continue;
    const day = dayStartMs(window.day) + HALF_DAY_MS;
    return { ...option, handle, promisedFromMs: day, promisedToMs: day, window };
  }
  return null;
}

/** The option a cart has while nothing (that is still offered) was chosen: the first parcel; never a counter or a window that nobody chose. */
export const presetOption = (options: readonly DeliveryOption[]): DeliveryOption | null =>
  options.find(({ kind }) => kind === 'shipping') ?? null;
