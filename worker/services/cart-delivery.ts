import type { PricingFacts } from '../../commerce/pricing/price-cart.ts';
import { type Destination, rankWarehouses } from '../../commerce/routing/rank-warehouses.ts';
import { DEFAULT_ROUTING, ruleOf } from '../../commerce/routing/settings.ts';
import { roughPlace } from '../../commerce/routing/us-state-centroids.ts';
import type { PickupPlace } from '../../commerce/shipping/delivery-options.ts';
import { deliveryTermsOf } from '../../commerce/shipping/delivery-terms.ts';
import { pickupHandle, pickupTermsOf } from '../../commerce/shipping/pickup.ts';
import { placeOf } from '../../commerce/shipping/postcode-places.ts';
import type { StockOrigin } from '../../commerce/shipping/promise.ts';
import type { DeliveryPlace } from '../../commerce/shipping/zones.ts';
import type { ShopSettings, VariantRecord, WarehouseRecord } from '../ports/catalogue.ts';

/** What delivery looks at in the settings. */
export type DeliverySettings = Pick<
  ShopSettings,
  'markets' | 'warehouses' | 'shippingMethods' | 'deliveryZones' | 'routing'
>;

/** Units of a line with their variant as the catalogue knows it. */
export interface CarriedLine {
  readonly quantity: number;
  readonly variant: VariantRecord;
}

/** Units of one thing that is carried: a variant, or a part of a bundle. */
interface CarriedUnits {
  readonly variantId: number;
  readonly quantity: number;
  readonly tracked: boolean;
  readonly sellsBeyond: boolean;
  readonly arrivesAtMs: number | null;
  readonly levels: VariantRecord['levels'];
}

function carriedUnits(lines: readonly CarriedLine[]): CarriedUnits[] {
  const found = new Map<number, CarriedUnits>();
  const add = (units: CarriedUnits) => {
    const known = found.get(units.variantId);
    found.set(units.variantId, known ? { ...known, quantity: known.quantity + units.quantity } : units);
  };
  for (const { quantity, variant } of lines) {
    if (!variant.requiresShipping) continue;
    const { tracked, levels, beyond } = variant;
    const arrivesAtMs = beyond?.arrivesAt ? Date.parse(beyond.arrivesAt) : null;
    const sellsBeyond = beyond ? beyond.kind !== 'none' : variant.inventoryPolicy === 'continue';
    if (!variant.components || variant.components.length === 0)
      add({ variantId: variant.id, quantity, tracked, sellsBeyond, arrivesAtMs, levels });
    for (const part of variant.components ?? [])
      add({
        variantId: part.variantId,
        quantity: part.quantity * quantity,
        tracked: part.tracked,
        sellsBeyond: part.inventoryPolicy === 'continue',
        arrivesAtMs: null,
        levels: part.levels,
      });
  }
  return [...found.values()];
}

/** Grams of one unit and the tags of everything in it: of a bundle, those of its parts. */
export function carriedGoods(
  variant: VariantRecord,
  tags: readonly string[],
): { readonly grams: number; readonly carriedTags: readonly string[] } {
  const parts = variant.components ?? [];
  if (parts.length === 0) return { grams: variant.weightGrams, carriedTags: tags };
  return {
    grams: parts.reduce((sum, part) => sum + part.weightGrams * part.quantity, 0),
    carriedTags: [...new Set([...tags, ...parts.flatMap((part) => part.tags.map((tag) => tag.toLowerCase()))])],
  };
}

const unitsAt = ({ levels }: CarriedUnits, warehouseId: number): number =>
  levels.find((level) => level.warehouseId === warehouseId)?.available ?? 0;

/** The warehouses that have all of some goods, as far as the catalogue knows; the stock's objects know better. */
export function stockedIn(lines: readonly CarriedLine[], warehouses: readonly WarehouseRecord[]): number[] {
  const carried = carriedUnits(lines).filter((one) => one.tracked);
  return warehouses
    .filter((one) => one.isActive && carried.every((units) => unitsAt(units, one.id) >= units.quantity))
    .map(({ id }) => id);
}

/** Places where something can be collected. */
export function pickupPlaces(warehouses: readonly WarehouseRecord[]): PickupPlace[] {
  return warehouses.flatMap(({ id: warehouseId, code, name, country, latitude, longitude, pickup, ...one }) => {
    const terms = one.isActive && one.offersPickup ? pickupTermsOf(pickup) : null;
    return terms ? { warehouseId, code, name, country, latitude, longitude, terms } : [];
  });
}

/**
 * Where goods leave for the days that are promised: each from the first warehouse in rank that has all of it, else from as many as it takes; what nobody
 * has leaves the first when it arrives there.
 */
function originsOf(
  lines: readonly CarriedLine[],
  ranked: readonly WarehouseRecord[],
  routing: DeliverySettings['routing'],
): StockOrigin[] {
  const [first] = ranked;
  if (!first) return [];
  const ready = new Map<WarehouseRecord, number>();
  const use = (one: WarehouseRecord, readyMs = 0) => ready.set(one, Math.max(readyMs, ready.get(one) ?? 0));
  for (const units of carriedUnits(lines)) {
    const whole = units.tracked ? ranked.find((one) => unitsAt(units, one.id) >= units.quantity) : first;
    if (whole) {
      use(whole);
      continue;
    }
    let missing = units.quantity;
    for (const one of ranked) {
      const here = unitsAt(units, one.id);
      if (missing <= 0 || here <= 0) continue;
      use(one);
      missing -= here;
    }
    if (missing > 0) use(first, units.arrivesAtMs ?? 0);
  }
  if (ready.size === 0) use(first);
  return [...ready].map(([{ id, country, timeZone = 'UTC' }, readyMs]) => ({
    country,
    timeZone,
    cutOffHour: ruleOf(routing ?? DEFAULT_ROUTING, id).cutOffHour,
    readyMs,
  }));
}

const places = new WeakMap<readonly WarehouseRecord[], readonly PickupPlace[]>();

function placesOf(warehouses: readonly WarehouseRecord[]): readonly PickupPlace[] {
  const known = places.get(warehouses);
  if (known) return known;
  const made = pickupPlaces(warehouses);
  places.set(warehouses, made);
  return made;
}

/** What ways of delivery depend on beside the goods' worth: from the settings and the catalogue, without asking anybody. */
export function deliveryOf(
  settings: DeliverySettings,
  marketCountry: string,
  place: DeliveryPlace,
  lines: readonly CarriedLine[],
): NonNullable<PricingFacts['delivery']> {
  const { warehouses, markets, routing, deliveryZones } = settings;
  const coordinates = placeOf(place)?.coordinates ?? roughPlace(place.country, place.region) ?? undefined;
  const destination: Destination = { country: place.country, coordinates };
  const byId = new Map(warehouses.map((one) => [one.id, one]));
  const ranked = rankWarehouses(warehouses, destination).flatMap((id) => byId.get(id) ?? []);
  return {
    postcode: place.postcode,
    market: markets.find((one) => one.countries.includes(marketCountry))?.handle ?? null,
    zones: deliveryZones ?? [],
    pickupPlaces: placesOf(warehouses),
    stockedIn: stockedIn(lines, warehouses),
    origins: originsOf(lines, ranked, routing),
    warehouses: ranked,
    noAirTags: (routing ?? DEFAULT_ROUTING).noAirTags,
  };
}

/** Where goods change hands when a cart's choice is to collect them, for whose law taxes them; null: they are brought. */
export function collectedAt(
  settings: Pick<ShopSettings, 'warehouses' | 'shippingMethods'>,
  handle: string | null,
): DeliveryPlace | null {
  const [code, warehouseCode] = handle?.split(':') ?? [];
  if (code === undefined || warehouseCode === undefined) return null;
  const method = settings.shippingMethods.find((one) => one.code === code);
  const warehouse = settings.warehouses.find((one) => pickupHandle(code, one.code) === handle);
  if (!warehouse || deliveryTermsOf(method?.terms).kind !== 'pick_up') return null;
  const region = pickupTermsOf(warehouse.pickup)?.region ?? null;
  return { country: warehouse.country, region, postcode: warehouse.zip };
}
