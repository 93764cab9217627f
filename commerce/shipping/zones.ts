import { listsMeet, namesPostcode, postcodeKey, postcodesOf } from './postcodes.ts';

/** Part of a country: all of it, some of its regions, or some of its postcodes. */
export interface ZonePlace {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** Codes such as CA; empty: everywhere. */
  readonly regions: readonly string[];
  /** As merchants write them (`readPostcodes`); empty: everywhere. */
  readonly postcodes: string;
}

/** Where some ways of delivery lead. */
export interface DeliveryZone {
  readonly id: number;
  readonly name: string;
  readonly places: readonly ZonePlace[];
}

/** Where something goes, as far as known. */
export interface DeliveryPlace {
  readonly country: string;
  readonly region: string | null;
  readonly postcode: string | null;
}

/** How closely a place is named: 1 its country, 2 its region, 3 its postcode; 0: it is not in here. */
export function closeness({ country, regions, postcodes }: ZonePlace, place: DeliveryPlace): 0 | 1 | 2 | 3 {
  if (country !== place.country) return 0;
  if (regions.length > 0 && !regions.includes(place.region?.toUpperCase() ?? '')) return 0;
  if (postcodes === '') return regions.length > 0 ? 2 : 1;
  if (place.postcode === null) return 0;
  return namesPostcode(postcodesOf(country, postcodes), postcodeKey(country, place.postcode)) ? 3 : 0;
}

/** Whether any of some places contains an address. */
export const isIn = (places: readonly ZonePlace[], place: DeliveryPlace): boolean =>
  places.some((one) => closeness(one, place) > 0);

/** The zone of an address: the one that names it most closely, so that an island can have its own beside its country's; null: none. */
export function zoneOf(zones: readonly DeliveryZone[], place: DeliveryPlace): DeliveryZone | null {
  let best: DeliveryZone | null = null;
  let closest = 0;
  for (const zone of zones)
    for (const one of zone.places) {
      const close = closeness(one, place);
      if (close > closest) [best, closest] = [zone, close];
    }
  return best;
}

const levelOf = ({ regions, postcodes }: ZonePlace): number => (postcodes !== '' ? 3 : regions.length > 0 ? 2 : 1);

function placesMeet(a: ZonePlace, b: ZonePlace): boolean {
  if (a.country !== b.country || levelOf(a) !== levelOf(b)) return false;
  const regionsMeet =
    a.regions.length === 0 || b.regions.length === 0 || a.regions.some((one) => b.regions.includes(one));
  if (!regionsMeet || a.postcodes === '') return regionsMeet;
  return listsMeet(postcodesOf(a.country, a.postcodes), postcodesOf(b.country, b.postcodes));
}

/** Two zones that name the same place equally closely, so that nobody could say which one it is in. */
export interface ZoneClash {
  readonly first: string;
  readonly second: string;
  readonly country: string;
}

/** Every pair of zones that contradict each other, in their order. */
export function zoneClashes(zones: readonly DeliveryZone[]): ZoneClash[] {
  return zones.flatMap((zone, index) =>
    zones.slice(index + 1).flatMap((other) => {
      const met = zone.places.find((place) => other.places.some((one) => placesMeet(place, one)));
      return met ? { first: zone.name, second: other.name, country: met.country } : [];
    }),
  );
}
