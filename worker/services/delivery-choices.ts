import { deliveryAddressOf } from '../../commerce/cart/cart-state.ts';
import type { OrderDraft } from '../../commerce/checkout/order-draft.ts';
import type { SubmissionProblem } from '../../commerce/checkout/readiness.ts';
import { distanceKm } from '../../commerce/routing/rank-warehouses.ts';
import type { DeliveryOption, PickupPlace } from '../../commerce/shipping/delivery-options.ts';
import { deliveryTermsOf } from '../../commerce/shipping/delivery-terms.ts';
import { type DeliveryWindow, windowHandle } from '../../commerce/shipping/delivery-windows.ts';
import { pickupHandle, readyAtMs } from '../../commerce/shipping/pickup.ts';
import { placeOf } from '../../commerce/shipping/postcode-places.ts';
import { type DeliveryPlace, zoneOf } from '../../commerce/shipping/zones.ts';
import type { ShopSettings } from '../ports/catalogue.ts';
import type { DeliveryBookings } from '../ports/delivery-bookings.ts';
import type { Inventory } from '../ports/inventory.ts';
import { type CarriedLine, pickupPlaces } from './cart-delivery.ts';
import type { CartView } from './cart-view.ts';

/** A window with the places that are left. */
export interface OfferedWindow {
  readonly window: DeliveryWindow;
  readonly timeZone: string;
  readonly handle: string;
  readonly left: number;
}

/** The windows of an option with what is left of each now; empty for an option without windows. Rejects when the records cannot be reached. */
export async function offeredWindows(
  bookings: Pick<DeliveryBookings, 'taken'>,
  { code, local }: Pick<DeliveryOption, 'code' | 'local'>,
): Promise<OfferedWindow[]> {
  const [first] = local?.windows ?? [];
  const last = local?.windows.at(-1);
  if (!local || !first || !last) return [];
  const taken = await bookings.taken(code, first.day, last.day);
  return local.windows.map((window) => ({
    window,
    timeZone: local.timeZone,
    handle: windowHandle(code, window),
    left: Math.max(0, window.capacity - (taken.get(`${window.day} ${window.hours}`) ?? 0)),
  }));
}

/**
 * Whether the window of a draft is full already, so that nobody is asked to pay for it; whoever books decides in the end. Null: it is not, or nobody could be
 * asked.
 */
export async function fullWindow(
  bookings: Pick<DeliveryBookings, 'taken'>,
  { delivery }: OrderDraft,
): Promise<SubmissionProblem | null> {
  if (!delivery?.window) return null;
  const { day, hours, capacity } = delivery.window;
  try {
    const taken = await bookings.taken(delivery.methodCode, day, day);
    if ((taken.get(`${day} ${hours}`) ?? 0) < capacity) return null;
  } catch (error) {
    console.error('delivery: the windows could not be read', error);
    return null;
  }
  return {
    code: 'NO_DELIVERY_GROUP_SELECTED',
    message: 'The chosen delivery window has filled up; choose another one.',
  };
}

/** A place to collect, for a cart. */
export interface PickupPoint {
  readonly place: PickupPlace;
  /** What chooses it; null: not all of the cart is there. */
  readonly handle: string | null;
  /** From the delivery address; null: nobody knows. */
  readonly km: number | null;
  readonly readyMs: number | null;
}

/** Units wanted of each variant that has to be there: of bundles, their parts. */
function wantedUnits(lines: readonly CarriedLine[]): ReadonlyMap<number, number> {
  const wanted = new Map<number, number>();
  const add = (id: number, quantity: number) => wanted.set(id, (wanted.get(id) ?? 0) + quantity);
  for (const { quantity, variant } of lines) {
    if (!variant.requiresShipping) continue;
    const parts = variant.components ?? [];
    if (parts.length === 0 && variant.tracked) add(variant.id, quantity);
    for (const part of parts) if (part.tracked) add(part.variantId, part.quantity * quantity);
  }
  return wanted;
}

/** What somebody would collect, and where they are. */
interface Collecting {
  readonly lines: readonly CarriedLine[];
  readonly at: DeliveryPlace;
  /** ISO 3166 alpha-2. */
  readonly marketCountry: string;
}

/** The ways of collecting that are offered to a place by its market. */
function waysToCollect(settings: ShopSettings, { at, marketCountry }: Collecting) {
  const market = settings.markets.find((one) => one.countries.includes(marketCountry))?.handle;
  const zone = zoneOf(settings.deliveryZones ?? [], at);
  return settings.shippingMethods.flatMap((method) => {
    const terms = deliveryTermsOf(method.terms);
    const isHere = terms.zoneId === null ? method.countries.includes(at.country) : terms.zoneId === zone?.id;
    const isOffered = terms.markets === null || (market !== undefined && terms.markets.includes(market));
    return terms.kind === 'pick_up' && isHere && isOffered ? { method, terms } : [];
  });
}

/**
 * Every place where goods could be collected, nearest first, with the stock that the objects have there now; empty where nothing can be collected.
 * Where an object cannot be reached, it counts as there.
 */
export async function collectingPoints(
  inventory: Pick<Inventory, 'availability'>,
  settings: ShopSettings,
  collecting: Collecting,
  nowMs: number,
): Promise<PickupPoint[]> {
  const { lines, at } = collecting;
  const ways = lines.some(({ variant }) => variant.requiresShipping) ? waysToCollect(settings, collecting) : [];
  if (ways.length === 0) return [];
  const wanted = wantedUnits(lines);
  const readings = await inventory.availability([...wanted.keys()]);
  const hasAll = (warehouseId: number): boolean =>
    [...wanted].every(([variantId, quantity]) => {
      const reading = readings.get(variantId);
      if (!reading?.ok) return true;
      return (reading.levels.find((level) => level.warehouseId === warehouseId)?.available ?? 0) >= quantity;
    });
  const here = placeOf(at)?.coordinates;
  const found = pickupPlaces(settings.warehouses).flatMap((place): PickupPoint[] => {
    const way = ways.find(({ terms }) => terms.warehouseIds.includes(place.warehouseId));
    if (!way) return [];
    return [
      {
        place,
        handle: hasAll(place.warehouseId) ? pickupHandle(way.method.code, place.code) : null,
        km: here ? Math.round(distanceKm(here, place)) : null,
        readyMs: readyAtMs(place.terms, place.country, nowMs),
      },
    ];
  });
  return found.sort((a, b) => (a.km ?? 0) - (b.km ?? 0) || a.place.warehouseId - b.place.warehouseId);
}

/** `collectingPoints` for a cart: what its delivery options do not offer, the catalogue's stock included, cannot be chosen. */
export async function pickupPoints(
  inventory: Pick<Inventory, 'availability'>,
  settings: ShopSettings,
  view: CartView,
  nowMs: number,
): Promise<PickupPoint[]> {
  const address = deliveryAddressOf(view.cart)?.address;
  if (!address?.countryCode || !view.priced.requiresShipping) return [];
  const lines = view.lines.map(({ line, variant }) => ({ quantity: line.quantity, variant }));
  const at = { country: address.countryCode, region: address.provinceCode, postcode: address.zip };
  const collecting = { lines, at, marketCountry: view.market.country };
  const offered = new Set(view.priced.options.map(({ handle }) => handle));
  const points = await collectingPoints(inventory, settings, collecting, nowMs);
  return points.map((one) => (one.handle !== null && offered.has(one.handle) ? one : { ...one, handle: null }));
}
