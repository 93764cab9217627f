import { carbonGrams, type Mode, parcelCarbonGrams } from './lanes.ts';
import {
  judge,
  type OfferRefusal,
  type PlanPart,
  type ProblemLine,
  type RouteProblem,
  type RouteRequest,
  routeProblem,
  type Tearing,
} from './route-problem.ts';
import { partsOn, search } from './search.ts';
import { CRITERIA, type Criteria, type RoutingSettings } from './settings.ts';

/** Units that leave one warehouse. */
export interface RoutePart {
  readonly warehouseId: number;
  readonly mode: Mode;
  /** At least 1. */
  readonly quantity: number;
}

/** One parcel of a plan. */
export interface RouteParcel {
  readonly warehouseId: number;
  readonly mode: Mode;
  readonly km: number;
  readonly units: number;
  readonly grams: number;
  readonly carbonGrams: number;
  /** Noon (UTC) of the day it arrives. */
  readonly arrivesMs: number;
  /** Working days after the promise. */
  readonly lateDays: number;
}

/** A plan as it is kept: amounts are whole minor units of the shop's currency under the merchant's weights, and sum to the score. */
export interface RoutePlan {
  readonly parcels: readonly RouteParcel[];
  readonly criteria: Criteria;
  readonly score: number;
  /** Units nobody sends. */
  readonly missing: number;
  /** Units of warehouses that come last. */
  readonly lastResort: number;
}

/** What else could have been done. */
export interface RouteAlternative {
  /** `second_best`: the best with other warehouses; `all_from`: everything from one warehouse; `nearest_first`: each line from the nearest that has it. */
  readonly kind: 'second_best' | 'all_from' | 'nearest_first';
  readonly warehouseIds: readonly number[];
  readonly plan: RoutePlan;
}

export interface RoutedLine {
  readonly variantId: number;
  readonly quantity: number;
  /** In the order in which the warehouses are emptied; sums to `quantity - missing`. */
  readonly parts: readonly RoutePart[];
  readonly missing: number;
  /** Warehouses that give nothing of this line, and why. */
  readonly refusals: readonly { readonly warehouseId: number; readonly reason: OfferRefusal }[];
}

/** Why an order leaves from where it leaves: kept with the order, readable years later. */
export interface RouteRecord {
  readonly version: 1;
  readonly decidedAtMs: number;
  readonly promisedToMs: number | null;
  /** Percent. */
  readonly weights: Criteria;
  readonly plan: RoutePlan;
  readonly alternatives: readonly RouteAlternative[];
  readonly lines: readonly RoutedLine[];
  /** Every combination of warehouses was compared. */
  readonly isExact: boolean;
  /** What warehouses keep back was needed all the same. */
  readonly reserveTouched: boolean;
}

/** How a variant is asked of its stock object. */
export interface HoldOrder {
  readonly variantId: number;
  /** Warehouses to ask first and alone, where asking `allowed` would not give the plan even while stock is as it was known; mostly empty. */
  readonly first: readonly number[];
  /** Every warehouse that may send it, best first; empty: the rules allow none. */
  readonly allowed: readonly number[];
}

export interface Route {
  readonly record: RouteRecord;
  readonly holds: readonly HoldOrder[];
}

/** Whole numbers that sum to the rounded total: each criterion is rounded alone and the total is their sum. */
function weighedWhole(criteria: Criteria, weights: Criteria): Criteria {
  const of = (name: (typeof CRITERIA)[number]) => Math.round((criteria[name] * weights[name]) / 100);
  return {
    cost: of('cost'),
    distance: of('distance'),
    splits: of('splits'),
    promise: of('promise'),
    balance: of('balance'),
    carbon: of('carbon'),
  };
}

function planOf(problem: RouteProblem, parts: readonly PlanPart[]): RoutePlan {
  const judged = judge(problem, parts);
  const criteria = weighedWhole(judged.criteria, problem.weights);
  const loads = new Map<number, { units: number; grams: number }>();
  for (const { line, lane, quantity } of parts) {
    const load = loads.get(lane) ?? { units: 0, grams: 0 };
    load.units += quantity;
    load.grams += quantity * (problem.lines[line]?.unitGrams ?? 0);
    loads.set(lane, load);
  }
  const parcels = [...loads].flatMap(([index, { units, grams }]): RouteParcel[] => {
    const lane = problem.lanes[index];
    if (!lane) return [];
    const { warehouseId, mode, km, arrivesMs, lateDays } = lane;
    const carbon = Math.round(parcelCarbonGrams(mode, km) + carbonGrams(mode, km, grams));
    return [{ warehouseId, mode, km, units, grams, carbonGrams: carbon, arrivesMs, lateDays }];
  });
  parcels.sort((a, b) => b.units - a.units || a.warehouseId - b.warehouseId);
  const score = CRITERIA.reduce((sum, name) => sum + criteria[name], 0);
  return { parcels, criteria, score, missing: judged.missing, lastResort: judged.lastResort };
}

/** What a rule without a sense of cost does: each line whole from the nearest warehouse that has it, else from one after the other. */
export function nearestFirst(problem: RouteProblem): PlanPart[] {
  return problem.lines.flatMap((line, index) => {
    const offers = [...line.offers].sort((a, b) => a.lane - b.lane);
    const whole = offers.find((offer) => offer.capacity >= line.quantity);
    if (whole) return [{ line: index, lane: whole.lane, quantity: line.quantity }];
    const parts: PlanPart[] = [];
    const asked = new Set<number>();
    let missing = line.quantity;
    for (const { lane, warehouseId, capacity } of offers) {
      const quantity = asked.has(warehouseId) ? 0 : Math.min(missing, capacity);
      asked.add(warehouseId);
      if (quantity === 0) continue;
      parts.push({ line: index, lane, quantity });
      missing -= quantity;
    }
    return parts;
  });
}

const warehousesIn = (plan: RoutePlan): number[] =>
  [...new Set(plan.parcels.map((parcel) => parcel.warehouseId))].sort((a, b) => a - b);

/** The best that one warehouse alone can do. */
function alone(problem: RouteProblem, warehouseId: number): readonly PlanPart[] {
  const lanes = problem.lanes.flatMap((lane, index) => (lane.warehouseId === warehouseId ? index : []));
  const only = {
    ...problem,
    lines: problem.lines.map((line) => ({
      ...line,
      offers: line.offers.filter((offer) => offer.warehouseId === warehouseId),
    })),
  };
  let best: readonly PlanPart[] = [];
  for (const set of lanes.length > 1 ? [...lanes.map((lane) => [lane]), lanes] : [lanes]) {
    const parts = partsOn(
      only,
      set.reduce((mask, lane) => mask | (1 << lane), 0),
    );
    const [a, b] = [judge(problem, parts), judge(problem, best)];
    if (best.length === 0 || a.missing < b.missing || (a.missing === b.missing && a.score < b.score)) best = parts;
  }
  return best;
}

/** Alternatives shown to staff; more would bury the answer. */
const MAX_ALONE = 6;

function alternativesTo(
  problem: RouteProblem,
  chosen: RoutePlan,
  second: readonly PlanPart[] | null,
): RouteAlternative[] {
  const found: RouteAlternative[] = [];
  const seen = new Set([chosen].map(keyOf));
  const add = (kind: RouteAlternative['kind'], parts: readonly PlanPart[]) => {
    if (parts.length === 0) return;
    const plan = planOf(problem, parts);
    if (seen.has(keyOf(plan))) return;
    seen.add(keyOf(plan));
    const warehouseIds = warehousesIn(plan);
    found.push({ kind: warehouseIds.length === 1 ? 'all_from' : kind, warehouseIds, plan });
  };
  if (second) add('second_best', second);
  const warehouses = [...new Set(problem.lanes.map((lane) => lane.warehouseId))].slice(0, MAX_ALONE);
  for (const warehouseId of warehouses) add('all_from', alone(problem, warehouseId));
  add('nearest_first', nearestFirst(problem));
  return found;
}

const keyOf = (plan: RoutePlan): string =>
  `${plan.missing} ${plan.score} ${plan.parcels.map((one) => `${one.warehouseId}${one.mode}${one.units}`).join(' ')}`;

/** Best first for the stock object: the planned warehouses, others that send a parcel anyway, then what the line would cost from each. */
function allowedOrder(
  problem: RouteProblem,
  line: ProblemLine,
  planned: readonly number[],
  sending: ReadonlySet<number>,
): number[] {
  const rest = line.offers
    .filter((offer) => !planned.includes(offer.warehouseId))
    .map((offer) => ({
      offer,
      // What is kept back is given up last.
      rank: Number(offer.isLastResort) + (offer.capacity === 0 ? 2 : 0),
      score: offer.unitScore * line.quantity + (sending.has(offer.lane) ? 0 : (problem.laneScores[offer.lane] ?? 0)),
    }))
    .sort((a, b) => a.rank - b.rank || a.score - b.score || a.offer.lane - b.offer.lane);
  return [...new Set([...planned, ...rest.map(({ offer }) => offer.warehouseId)])];
}

/**
 * Decides which warehouse sends what of an order: the plan with the fewest units missing, then the fewest from warehouses of last resort, then the smallest
 * weighed sum of cost, distance, splits, lateness, stock balance and carbon. Rules are kept before anything is compared: a closed warehouse, a country it
 * does not serve, goods that must not fly and units that are kept back are not offered. Never gives more of a variant than is asked, nor more of a
 * warehouse than is there.
 *
 * `warehouses` come in the order that decides between equals, best first (`rankWarehouses`). Lines without shipping do not belong in here. An order without
 * lines, or without anything that can be sent, gives a plan without parcels.
 */
export function routeOrder(request: RouteRequest, settings: RoutingSettings, tearing: Tearing = 'any'): Route {
  const problem = routeProblem(request, settings, tearing);
  const { best, second, isExact } = search(problem);
  const parts = partsOn(problem, best.mask);
  const plan = planOf(problem, parts);
  const sending = new Set(parts.map((part) => part.lane));
  const lines: RoutedLine[] = [];
  const holds: HoldOrder[] = [];
  for (const [index, line] of problem.lines.entries()) {
    const own = parts.flatMap(({ line: of, lane, quantity }): RoutePart[] => {
      const found = of === index ? problem.lanes[lane] : undefined;
      return found ? [{ warehouseId: found.warehouseId, mode: found.mode, quantity }] : [];
    });
    const missing = line.quantity - own.reduce((sum, part) => sum + part.quantity, 0);
    const planned = missing === 0 ? own.map((part) => part.warehouseId) : [];
    const { variantId, quantity, refusals, sellsBeyondStock } = line;
    // One warehouse that has it all is what a stock object gives first anyway; back-orders it would spread.
    const first = planned.length > 1 || sellsBeyondStock ? planned : [];
    lines.push({ variantId, quantity, parts: own, missing, refusals });
    holds.push({ variantId, first, allowed: allowedOrder(problem, line, planned, sending) });
  }
  const record: RouteRecord = {
    version: 1,
    decidedAtMs: request.nowMs,
    promisedToMs: request.promisedToMs,
    weights: settings.weights,
    plan,
    alternatives: alternativesTo(problem, plan, second ? partsOn(problem, second.mask) : null),
    lines,
    isExact,
    reserveTouched: false,
  };
  return { record, holds };
}

/**
 * As `routeOrder`, for an order that is held by preference and sold in any case: lines are shared only as the stock objects will give them; where only what warehouses keep back could complete it, it is routed again as if nothing were kept
 * back, and says so. (The safety stock of a level is another thing: the stock object itself never sells that.)
 */
export function routeSale(request: RouteRequest, settings: RoutingSettings): Route {
  const kept = routeOrder(request, settings, 'as_stock_gives');
  const isHeldUp = kept.record.lines.some(
    (line) => line.missing > 0 && settings.warehouses.some((rule) => rule.reserveUnits > 0),
  );
  if (!isHeldUp) return kept;
  const warehouses = settings.warehouses.map((rule) => ({ ...rule, reserveUnits: 0 }));
  const freed = routeOrder(request, { ...settings, warehouses }, 'as_stock_gives');
  if (freed.record.plan.missing >= kept.record.plan.missing) return kept;
  return { ...freed, record: { ...freed.record, reserveTouched: true } };
}

/** A record read back from where it was kept; null when there is none, or one this code does not know. */
export function readRouteRecord(kept: unknown): RouteRecord | null {
  return isRouteRecord(kept) ? kept : null;
}

function isRouteRecord(kept: unknown): kept is RouteRecord {
  return typeof kept === 'object' && kept !== null && 'version' in kept && kept.version === 1 && 'plan' in kept;
}
