import { rankWarehouses } from '../../commerce/routing/rank-warehouses.ts';
import type { RouteLine, RouteProblem, RouteRequest } from '../../commerce/routing/route-problem.ts';
import { DEFAULT_ROUTING, type RoutingSettings } from '../../commerce/routing/settings.ts';

/** Five warehouses as a shop with customers on three continents keeps them. */
export const FIVE_WAREHOUSES = [
  { id: 1, country: 'DE', latitude: 51.4, longitude: 12.22, isActive: true, priority: 1 },
  { id: 2, country: 'NL', latitude: 51.88, longitude: 4.45, isActive: true, priority: 2 },
  { id: 3, country: 'GB', latitude: 52.35, longitude: -1.17, isActive: true, priority: 3 },
  { id: 4, country: 'US', latitude: 40.55, longitude: -75.63, isActive: true, priority: 4 },
  { id: 5, country: 'US', latitude: 39.65, longitude: -119.89, isActive: true, priority: 5 },
];

/** A Tuesday before the cut-off. */
export const TUESDAY_MS = Date.UTC(2026, 10, 24, 9);
/** The day orders of then leave, as promises name it. */
export const TUESDAY_NOON_MS = TUESDAY_MS + 3 * 3_600_000;
const DAY_MS = 86_400_000;

/** What random cases are drawn with: an integer from 0 to `below` - 1. */
export type Draw = (below: number) => number;

/** Turns numbers below 1 into draws. */
export const drawFrom =
  (random: () => number): Draw =>
  (below) =>
    Math.floor(random() * below);

export interface RouteCase {
  readonly request: RouteRequest;
  readonly settings: RoutingSettings;
}

/** An order over the five warehouses with shelves from empty to full, rules and weights of all kinds. */
export function randomCase(draw: Draw, lineCount: number, most: number): RouteCase {
  const country = ['DE', 'FR', 'GB', 'US', 'JP', 'NL'][draw(6)] ?? 'DE';
  const destination = { country };
  const ranked = rankWarehouses(FIVE_WAREHOUSES, destination);
  const warehouses = ranked.flatMap((id) => FIVE_WAREHOUSES.find((one) => one.id === id) ?? []);
  const lines = Array.from({ length: lineCount }, (_, index): RouteLine => {
    const quantity = 1 + draw(most);
    return {
      variantId: index + 1,
      quantity,
      unitGrams: 50 + draw(40) * 150,
      tags: draw(6) === 0 ? ['Battery'] : [],
      sellsBeyondStock: draw(12) === 0,
      levels: FIVE_WAREHOUSES.filter(() => draw(8) > 0).map(({ id }) => ({
        warehouseId: id,
        available: draw(3) === 0 ? 0 : draw(2) === 0 ? draw(quantity + 1) : draw(60),
        dailyDemand: draw(2) === 0 ? null : draw(40) / 4,
      })),
    };
  });
  const weight = () => (draw(2) === 0 ? 100 : draw(5) * 75);
  const settings: RoutingSettings = {
    ...DEFAULT_ROUTING,
    weights: {
      cost: weight(),
      distance: weight(),
      splits: weight(),
      promise: weight(),
      balance: weight(),
      carbon: weight(),
    },
    warehouses: FIVE_WAREHOUSES.filter(() => draw(3) === 0).map(({ id }) => ({
      warehouseId: id,
      isLastResort: draw(3) === 0,
      reserveUnits: draw(2) === 0 ? 0 : draw(4),
      countries: draw(4) === 0 ? ['DE', 'US', 'GB'] : null,
      cutOffHour: draw(24),
    })),
  };
  const promisedToMs = draw(4) === 0 ? null : TUESDAY_NOON_MS + (1 + draw(6)) * DAY_MS;
  return { request: { warehouses, destination, nowMs: TUESDAY_MS, promisedToMs, lines }, settings };
}

/** A cart of 20 lines whose stock lies about as a shop's does: most everywhere, some short, some in one place only. */
export function twentyLines(draw: Draw): RouteCase {
  return randomCase(draw, 20, 3);
}

/** The dearest case to decide: five warehouses far away and a close promise, so that each may send by road or by air. */
export function twentyLinesTenLanes(draw: Draw): RouteCase {
  const { request, settings } = twentyLines(draw);
  const far = { country: 'US', latitude: 34, longitude: -118 };
  return {
    request: {
      ...request,
      warehouses: request.warehouses.map((one, index) => ({ ...one, ...far, latitude: far.latitude + index })),
      destination: { country: 'US', coordinates: { latitude: 41, longitude: -74 } },
      promisedToMs: TUESDAY_NOON_MS + 2 * DAY_MS,
    },
    settings: { ...settings, warehouses: settings.warehouses.map((rule) => ({ ...rule, countries: null })) },
  };
}

/** What the exhaustive search found. */
export interface Optimum {
  readonly missing: number;
  readonly lastResort: number;
  readonly score: number;
}

interface Option extends Optimum {
  readonly lanes: number;
}

const isBetter = (a: Optimum, b: Optimum): boolean =>
  (a.missing - b.missing || a.lastResort - b.lastResort || a.score - b.score) < 0;

/** Every way to take a line, from nothing of it to all of it. */
function optionsOf(problem: RouteProblem, index: number): Option[] {
  const line = problem.lines[index];
  if (!line) return [];
  const options: Option[] = [];
  const walk = (at: number, left: number, taken: readonly (readonly [offer: number, units: number])[]): void => {
    if (at === line.offers.length) {
      const offers = taken.flatMap(([one, units]) => {
        const offer = line.offers[one];
        return offer ? [{ offer, units }] : [];
      });
      if (offers.length > 1 && !offers.every(({ offer }) => offer.givesParts)) return;
      const fromOne = new Map<number, number>();
      for (const { offer, units } of offers)
        fromOne.set(offer.warehouseId, (fromOne.get(offer.warehouseId) ?? 0) + units);
      for (const { offer } of offers) if ((fromOne.get(offer.warehouseId) ?? 0) > offer.capacity) return;
      options.push({
        missing: left,
        lastResort: offers.reduce((sum, { offer, units }) => sum + (offer.isLastResort ? units : 0), 0),
        score:
          offers.reduce((sum, { offer, units }) => sum + units * offer.unitScore, 0) +
          Math.max(0, offers.length - 1) * problem.extraPieceScore,
        lanes: offers.reduce((mask, { offer }) => mask | (1 << offer.lane), 0),
      });
      return;
    }
    const most = Math.min(left, line.offers[at]?.capacity ?? 0);
    for (let units = 0; units <= most; units += 1)
      walk(at + 1, left - units, units > 0 ? [...taken, [at, units]] : taken);
  };
  walk(0, line.quantity, []);
  return options;
}

/** The optimum by trying every allocation of every line with every other; only for orders of a few lines and units. */
export function exhaustive(problem: RouteProblem): Optimum {
  const options = problem.lines.map((_, index) => optionsOf(problem, index));
  let best: Optimum = { missing: Number.POSITIVE_INFINITY, lastResort: 0, score: 0 };
  const walk = (at: number, sofar: Option): void => {
    if (at < options.length) {
      for (const one of options[at] ?? [])
        walk(at + 1, {
          missing: sofar.missing + one.missing,
          lastResort: sofar.lastResort + one.lastResort,
          score: sofar.score + one.score,
          lanes: sofar.lanes | one.lanes,
        });
      return;
    }
    let { score } = sofar;
    let parcels = 0;
    for (let lane = 0; lane < problem.lanes.length; lane += 1) {
      if ((sofar.lanes & (1 << lane)) === 0) continue;
      parcels += 1;
      score += problem.laneScores[lane] ?? 0;
    }
    score += Math.max(0, parcels - 1) * problem.extraParcelScore;
    const found = { missing: sofar.missing, lastResort: sofar.lastResort, score };
    if (isBetter(found, best)) best = found;
  };
  walk(0, { missing: 0, lastResort: 0, score: 0, lanes: 0 });
  return best;
}

/** How far a score lies over the optimum, in percent; the optimum itself may be nothing. */
export const percentOver = (score: number, optimum: number): number =>
  optimum < 1e-9 ? (score < 1e-9 ? 0 : 100) : (score / optimum - 1) * 100;
