import { addWorkingDays, shippingDay } from '../shipping/working-days.ts';
import { countryCentroid } from './country-centroids.ts';
import { type Destination, distanceKm, type RankableWarehouse } from './rank-warehouses.ts';
import { type Criteria, NO_CRITERIA, type RoutingSettings, ruleOf } from './settings.ts';

export type Mode = 'road' | 'air';

/** One way a parcel can leave: a warehouse and how it travels. */
export interface Lane {
  readonly warehouseId: number;
  readonly mode: Mode;
  /** Great circle; 0 where the destination is unknown. */
  readonly km: number;
  readonly crossesBorder: boolean;
  /** Noon (UTC) of the day it arrives. */
  readonly arrivesMs: number;
  /** Working days after the promise; 0 when it is kept, or nothing was promised. */
  readonly lateDays: number;
  readonly isLastResort: boolean;
  /** What a parcel on it costs before anything is in it. */
  readonly perParcel: Criteria;
  /** What each gram in it adds. */
  readonly perGram: Criteria;
}

/** Why a warehouse sends nothing to a destination. */
export type LaneRefusal = 'not_active' | 'country_not_served';

export interface LaneQuestion {
  readonly warehouses: readonly RankableWarehouse[];
  readonly destination: Destination;
  readonly nowMs: number;
  /** The last day the shopper was told; null: none. */
  readonly promisedToMs: number | null;
}

/** Countries between which nothing waits at customs (EU customs union). */
const CUSTOMS_UNION: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK'.split(' '),
);

/** A lorry reaches this far across borders; within a country it reaches everywhere. */
const ROAD_REACH_KM = 2_500;
/** A lorry's working day, with sorting. */
const ROAD_KM_PER_DAY = 600;
const AIR_DAYS = 2;
const CUSTOMS_DAYS = 1;
/** A parcel's 100 km: nuisance and risk beyond what the carrier asks. */
const DISTANCE_MINOR_PER_100_KM = 5;
/** What a day's delay costs in goodwill. */
const LATE_DAY_MINOR = 1_000;
/** Grams of CO2e per kg and km, well to wheel (GLEC default values, rounded): van and lorry 0.12, air 0.8. */
const CARBON_GRAMS: Readonly<Record<Mode, number>> = { road: 0.12, air: 0.8 };
/** EUR 100 a tonne. */
const CARBON_MINOR_PER_GRAM = 0.01;
/** Box and padding. */
const PARCEL_GRAMS = 250;
/** Promises further off than this do not matter; keeps counting days finite. */
const MAX_LATE_DAYS = 30;

/** Grams of CO2e that grams of goods cause on a lane. */
export function carbonGrams(mode: Mode, km: number, grams: number): number {
  return (CARBON_GRAMS[mode] * km * grams) / 1_000;
}

/** The box itself travels too. */
export const parcelCarbonGrams = (mode: Mode, km: number): number => carbonGrams(mode, km, PARCEL_GRAMS);

function daysLate(arrivesMs: number, promisedToMs: number | null): number {
  if (promisedToMs === null) return 0;
  let late = 0;
  while (late < MAX_LATE_DAYS && addWorkingDays(promisedToMs, late) < arrivesMs) late += 1;
  return late;
}

/**
 * The ways out of every warehouse that may send to the destination, nearest warehouse first by the given order. By road where a lorry gets there; by air
 * where none does, and beside the road where only air keeps the promise. Warehouses that are closed or do not serve the country are in `refused`.
 */
export function lanesOf(
  question: LaneQuestion,
  settings: RoutingSettings,
): { readonly lanes: readonly Lane[]; readonly refused: ReadonlyMap<number, LaneRefusal> } {
  const { destination, nowMs, promisedToMs } = question;
  const country = destination.country.toUpperCase();
  const target = destination.coordinates ?? countryCentroid(country);
  const refused = new Map<number, LaneRefusal>();
  const lanes: Lane[] = [];
  for (const warehouse of question.warehouses) {
    const rule = ruleOf(settings, warehouse.id);
    if (!warehouse.isActive) refused.set(warehouse.id, 'not_active');
    else if (rule.countries && !rule.countries.includes(country)) refused.set(warehouse.id, 'country_not_served');
    if (refused.has(warehouse.id)) continue;
    const from = warehouse.country.toUpperCase();
    const crossesBorder = from !== country;
    const km = target ? Math.round(distanceKm(warehouse, target)) : 0;
    const customs = crossesBorder && !(CUSTOMS_UNION.has(from) && CUSTOMS_UNION.has(country)) ? CUSTOMS_DAYS : 0;
    const leaves = shippingDay(nowMs, rule.cutOffHour);
    const lane = (mode: Mode, days: number): Lane => {
      const arrivesMs = addWorkingDays(leaves, days);
      const lateDays = daysLate(arrivesMs, promisedToMs);
      const tariff = mode === 'air' ? settings.tariffs.air : settings.tariffs[crossesBorder ? 'abroad' : 'domestic'];
      return {
        warehouseId: warehouse.id,
        mode,
        km,
        crossesBorder,
        arrivesMs,
        lateDays,
        isLastResort: rule.isLastResort,
        perParcel: {
          ...NO_CRITERIA,
          cost: tariff.parcelMinor,
          distance: (km / 100) * DISTANCE_MINOR_PER_100_KM,
          promise: lateDays * LATE_DAY_MINOR,
          carbon: parcelCarbonGrams(mode, km) * CARBON_MINOR_PER_GRAM,
        },
        perGram: {
          ...NO_CRITERIA,
          cost: tariff.kgMinor / 1_000,
          carbon: carbonGrams(mode, km, 1) * CARBON_MINOR_PER_GRAM,
        },
      };
    };
    const byRoad = !crossesBorder || km <= ROAD_REACH_KM;
    const road = byRoad ? lane('road', Math.max(1, Math.ceil(km / ROAD_KM_PER_DAY)) + customs) : null;
    if (road) lanes.push(road);
    if (road && road.lateDays === 0) continue;
    const air = lane('air', AIR_DAYS + customs);
    if (!road || air.lateDays < road.lateDays) lanes.push(air);
  }
  return { lanes, refused };
}
