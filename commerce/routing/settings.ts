/** What a plan is judged by; each is expressed in minor units of the shop's currency, so that they can be added. */
export const CRITERIA = ['cost', 'distance', 'splits', 'promise', 'balance', 'carbon'] as const;
export type Criterion = (typeof CRITERIA)[number];
export type Criteria = Readonly<Record<Criterion, number>>;

/** What a carrier takes, in minor units of the shop's own currency. */
export interface Tariff {
  readonly parcelMinor: number;
  readonly kgMinor: number;
}

/** How a merchant treats one warehouse; a warehouse without a rule sends everything everywhere. */
export interface WarehouseRule {
  readonly warehouseId: number;
  /** A shop's shelf: taken only where no other warehouse can give the line. */
  readonly isLastResort: boolean;
  /** Units of each variant that stay there while others can send; 0 keeps nothing back. */
  readonly reserveUnits: number;
  /** ISO 3166-1 alpha-2 codes it sends to; null: every country. */
  readonly countries: readonly string[] | null;
  /** Hour (UTC, 0..23) until which an order leaves the same working day. */
  readonly cutOffHour: number;
}

/** How a merchant wants orders routed. */
export interface RoutingSettings {
  /** Percent of each criterion's own worth: 100 as it is, 0 not at all, at most 1000. */
  readonly weights: Criteria;
  /** Within one country by road, across a border by road, and by air. */
  readonly tariffs: { readonly domestic: Tariff; readonly abroad: Tariff; readonly air: Tariff };
  /** Products with one of these tags (lower case) never go by air. */
  readonly noAirTags: readonly string[];
  /** At most one per warehouse. */
  readonly warehouses: readonly WarehouseRule[];
}

/** Limits of what a merchant may set; see `worker/services/edit-routing.ts`, which enforces them. */
export const ROUTING_LIMITS = { weight: 1_000, tariffMinor: 100_000_000, reserveUnits: 1_000_000, tags: 50 } as const;

/** What holds until a merchant says otherwise: real carrier prices of a small European shop, every criterion as it is. */
export const DEFAULT_ROUTING: RoutingSettings = {
  weights: { cost: 100, distance: 100, splits: 100, promise: 100, balance: 100, carbon: 100 },
  tariffs: {
    domestic: { parcelMinor: 420, kgMinor: 25 },
    abroad: { parcelMinor: 890, kgMinor: 60 },
    air: { parcelMinor: 1_900, kgMinor: 650 },
  },
  noAirTags: ['battery', 'batteries', 'lithium'],
  warehouses: [],
};

/** The rule of a warehouse, or what holds without one. */
export function ruleOf(settings: RoutingSettings, warehouseId: number): WarehouseRule {
  return (
    settings.warehouses.find((rule) => rule.warehouseId === warehouseId) ?? {
      warehouseId,
      isLastResort: false,
      reserveUnits: 0,
      countries: null,
      cutOffHour: 14,
    }
  );
}

/** Criteria of nothing. */
export const NO_CRITERIA: Criteria = { cost: 0, distance: 0, splits: 0, promise: 0, balance: 0, carbon: 0 };

/** Adds two judgements, the second `times` times. */
export function addCriteria(a: Criteria, b: Criteria, times = 1): Criteria {
  return {
    cost: a.cost + b.cost * times,
    distance: a.distance + b.distance * times,
    splits: a.splits + b.splits * times,
    promise: a.promise + b.promise * times,
    balance: a.balance + b.balance * times,
    carbon: a.carbon + b.carbon * times,
  };
}

/** One number for a judgement under a merchant's weights; less is better. */
export function weighed(criteria: Criteria, weights: Criteria): number {
  let sum = 0;
  for (const name of CRITERIA) sum += criteria[name] * weights[name];
  return sum / 100;
}
