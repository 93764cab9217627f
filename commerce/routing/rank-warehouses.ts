import { type Coordinates, countryCentroid } from './country-centroids.ts';

/** What ranking needs to know of a warehouse. */
export interface RankableWarehouse extends Coordinates {
  readonly id: number;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly isActive: boolean;
  /** Lower ships first when nothing else decides. */
  readonly priority: number;
}

/** Where a shipment goes. Without coordinates the country's centroid stands for it. */
export interface Destination {
  readonly country: string;
  readonly coordinates?: Coordinates | undefined;
}

const EARTH_RADIUS_KM = 6_371;

/** Great-circle distance in kilometres (haversine formula); 0 for the same point, at most about 20,015. */
export function distanceKm(a: Coordinates, b: Coordinates): number {
  const toRadians = (degrees: number) => (degrees * Math.PI) / 180;
  const dLatitude = toRadians(b.latitude - a.latitude);
  const dLongitude = toRadians(b.longitude - a.longitude);
  const chord =
    Math.sin(dLatitude / 2) ** 2 +
    Math.cos(toRadians(a.latitude)) * Math.cos(toRadians(b.latitude)) * Math.sin(dLongitude / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/**
 * The ids of the active warehouses, best first, for `HoldCommand.warehousePreference`: those in the destination's country
 * (no border to cross), then nearer ones, then lower priority, then lower id. A country the centroid table does not know,
 * without coordinates, is ranked by priority alone. Empty when no warehouse is active.
 */
export function rankWarehouses(warehouses: readonly RankableWarehouse[], destination: Destination): number[] {
  const country = destination.country.toUpperCase();
  const target = destination.coordinates ?? countryCentroid(country);
  const ranked = warehouses
    .filter((warehouse) => warehouse.isActive)
    .map((warehouse) => ({
      warehouse,
      abroad: warehouse.country.toUpperCase() === country ? 0 : 1,
      km: target ? Math.round(distanceKm(warehouse, target)) : 0,
    }));
  ranked.sort(
    (a, b) =>
      a.abroad - b.abroad ||
      a.km - b.km ||
      a.warehouse.priority - b.warehouse.priority ||
      a.warehouse.id - b.warehouse.id,
  );
  return ranked.map(({ warehouse }) => warehouse.id);
}
