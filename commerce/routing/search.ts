import type { Offer, PlanPart, ProblemLine, RouteProblem } from './route-problem.ts';

/** A set of lanes with what the order costs on them. `parts` are those of the whole order. */
export interface Candidate {
  /** Bit per lane; exactly the lanes that send something. */
  readonly mask: number;
  readonly missing: number;
  readonly lastResort: number;
  readonly score: number;
}

export interface SearchResult {
  readonly best: Candidate;
  /** The best plan that uses other warehouses than the best one; null when there is none. */
  readonly second: Candidate | null;
  /** Every set of lanes was looked at. */
  readonly isExact: boolean;
}

/** 1,023 sets of lanes are looked at in about a millisecond; five warehouses have five lanes, seldom ten. */
const EXACT_LANES = 10;
/** Ways to share a line are tried up to 2 to this power; beyond, the cheapest go first. */
const MAX_SHARERS = 8;
const EPSILON = 1e-9;

/** How one line is taken on a set of lanes. */
interface Taking {
  missing: number;
  lastResort: number;
  score: number;
  lanes: number;
}

const bit = (lane: number): number => 1 << lane;

const isBetter = (a: Omit<Candidate, 'mask'>, b: Omit<Candidate, 'mask'>): boolean =>
  a.missing !== b.missing
    ? a.missing < b.missing
    : a.lastResort !== b.lastResort
      ? a.lastResort < b.lastResort
      : a.score < b.score - EPSILON;

/** Takes from the offers in their order until the line is full. */
function fill(
  offers: readonly Offer[],
  quantity: number,
  extraPiece: number,
  parts: ((offer: Offer, units: number) => void) | null,
) {
  const taking: Taking = { missing: quantity, lastResort: 0, score: 0, lanes: 0 };
  let pieces = 0;
  for (const offer of offers) {
    const units = Math.min(taking.missing, offer.capacity);
    if (units === 0) continue;
    pieces += 1;
    taking.missing -= units;
    taking.score += units * offer.unitScore;
    taking.lanes |= bit(offer.lane);
    if (offer.isLastResort) taking.lastResort += units;
    parts?.(offer, units);
  }
  taking.score += Math.max(0, pieces - 1) * extraPiece;
  return taking;
}

/** The best sharing of a line among those that may give parts; null where they do not have it together. */
function share(sharers: readonly Offer[], line: ProblemLine, extraPiece: number): readonly Offer[] | null {
  let total = 0;
  for (const offer of sharers) total += offer.capacity;
  if (total < line.quantity) return null;
  if (sharers.length > MAX_SHARERS) return sharers;
  let best: readonly Offer[] | null = null;
  let bestTaking: Taking | null = null;
  for (let set = 3; set < 1 << sharers.length; set += 1) {
    // One warehouse alone is no sharing.
    if ((set & (set - 1)) === 0) continue;
    const some = sharers.filter((_, index) => (set & bit(index)) !== 0);
    const taking = fill(some, line.quantity, extraPiece, null);
    if (taking.missing > 0 || (bestTaking && !isBetter(taking, bestTaking))) continue;
    best = some;
    bestTaking = taking;
  }
  return best;
}

/** The offers one line is taken from on a set of lanes, in the order they are emptied. */
function chooseOffers(line: ProblemLine, mask: number, extraPiece: number): readonly Offer[] {
  let whole: Offer | null = null;
  let largest: Offer | null = null;
  let isFirstWhole = true;
  const sharers: Offer[] = [];
  for (const offer of line.offers) {
    if ((mask & bit(offer.lane)) === 0 || offer.capacity === 0) continue;
    if (offer.capacity >= line.quantity) {
      // Offers come best first: nothing beats the best one when it has it all.
      if (isFirstWhole) return [offer];
      whole ??= offer;
    } else if (!largest || offer.capacity > largest.capacity) largest = offer;
    isFirstWhole = false;
    // A warehouse with two open lanes gives each unit once, on the better one.
    if (offer.givesParts && !sharers.some((one) => one.warehouseId === offer.warehouseId)) sharers.push(offer);
  }
  const shared = sharers.length > 1 ? share(sharers, line, extraPiece) : null;
  if (whole) {
    if (!shared) return [whole];
    const taking = fill(shared, line.quantity, extraPiece, null);
    return isBetter(taking, fill([whole], line.quantity, extraPiece, null)) ? shared : [whole];
  }
  if (shared) return shared;
  // Nobody has it all: as much of it as can be had.
  const together = sharers.reduce((sum, offer) => sum + offer.capacity, 0);
  return largest && largest.capacity > together ? [largest] : sharers;
}

/** What no plan can go below, and what was found out on the way. */
interface Floor {
  readonly missing: number;
  readonly lastResort: number;
  /** Least that the lines from this one on add; one more than there are lines. */
  readonly rest: readonly number[];
  /** Lanes each line can be taken from at all; other lanes make no difference to it. */
  readonly reach: readonly number[];
  /** What was found for each line, by those of its lanes that are open. */
  readonly takings: readonly Map<number, Taking>[];
}

/** More lanes never leave more units behind, so with all of them open each line is as complete as it can be. */
function floorOf(problem: RouteProblem): Floor {
  const everyLane = 2 ** problem.lanes.length - 1;
  let missing = 0;
  let lastResort = 0;
  const rest = [0];
  for (const line of [...problem.lines].reverse()) {
    const taking = fill(chooseOffers(line, everyLane, problem.extraPieceScore), line.quantity, 0, null);
    missing += taking.missing;
    lastResort += taking.lastResort;
    let least = Number.POSITIVE_INFINITY;
    for (const offer of line.offers) if (offer.capacity > 0) least = Math.min(least, offer.unitScore);
    const units = line.quantity - taking.missing;
    rest.unshift((rest[0] ?? 0) + (units > 0 ? units * least : 0));
  }
  const reach = problem.lines.map((line) =>
    line.offers.reduce((set, offer) => (offer.capacity > 0 ? set | bit(offer.lane) : set), 0),
  );
  return { missing, lastResort, rest, reach, takings: problem.lines.map(() => new Map()) };
}

/** How a line is taken on a set of lanes; sets that differ only in lanes of no use to it share the answer. */
function takingOn(problem: RouteProblem, index: number, line: ProblemLine, mask: number, floor: Floor): Taking {
  const open = mask & (floor.reach[index] ?? 0);
  const known = floor.takings[index]?.get(open);
  if (known) return known;
  const offers = chooseOffers(line, open, problem.extraPieceScore);
  const taking = fill(offers, line.quantity, problem.extraPieceScore, null);
  floor.takings[index]?.set(open, taking);
  return taking;
}

/**
 * Judges a set of lanes; null where a smaller set does the same, or where the order cannot come out better than `limit`.
 */
function evaluate(problem: RouteProblem, mask: number, limit: Candidate | null, floor: Floor): Candidate | null {
  let score = -problem.extraParcelScore;
  for (let lane = 0; lane < problem.lanes.length; lane += 1)
    if (mask & bit(lane)) score += (problem.laneScores[lane] ?? 0) + problem.extraParcelScore;
  const isTight = limit?.missing === floor.missing && limit.lastResort === floor.lastResort;
  const bound = limit && isTight ? limit.score + EPSILON : Number.POSITIVE_INFINITY;
  let missing = 0;
  let lastResort = 0;
  let used = 0;
  for (const [index, line] of problem.lines.entries()) {
    if (score + (floor.rest[index] ?? 0) > bound) return null;
    const taking = takingOn(problem, index, line, mask, floor);
    missing += taking.missing;
    lastResort += taking.lastResort;
    score += taking.score;
    used |= taking.lanes;
  }
  return used === mask ? { mask, missing, lastResort, score } : null;
}

/** The parts of the plan a set of lanes stands for. */
export function partsOn(problem: RouteProblem, mask: number): PlanPart[] {
  const parts: PlanPart[] = [];
  for (const [index, line] of problem.lines.entries()) {
    const offers = chooseOffers(line, mask, problem.extraPieceScore);
    fill(offers, line.quantity, problem.extraPieceScore, (offer, quantity) =>
      parts.push({ line: index, lane: offer.lane, quantity }),
    );
  }
  return parts;
}

/** Bit per warehouse (by its first lane) instead of per lane. */
function warehousesOf(problem: RouteProblem, mask: number): number {
  let set = 0;
  for (const [lane, { warehouseId }] of problem.lanes.entries()) {
    if ((mask & bit(lane)) === 0) continue;
    set |= bit(problem.lanes.findIndex((one) => one.warehouseId === warehouseId));
  }
  return set;
}

const NOTHING: Candidate = { mask: 0, missing: Number.POSITIVE_INFINITY, lastResort: 0, score: 0 };

/** Keeps the best candidate and the best that uses other warehouses. */
class Podium {
  readonly #problem: RouteProblem;
  best: Candidate = NOTHING;
  second: Candidate | null = null;

  constructor(problem: RouteProblem) {
    this.#problem = problem;
  }

  offer(candidate: Candidate): boolean {
    const isSame = (one: Candidate) =>
      warehousesOf(this.#problem, one.mask) === warehousesOf(this.#problem, candidate.mask);
    if (isBetter(candidate, this.best)) {
      if (this.best !== NOTHING && !isSame(this.best)) this.second = this.best;
      this.best = candidate;
      return true;
    }
    if (!isSame(this.best) && (!this.second || isBetter(candidate, this.second))) this.second = candidate;
    return false;
  }
}

/** Adds, drops and exchanges one lane at a time for as long as that helps. */
function climb(problem: RouteProblem, podium: Podium, floor: Floor): void {
  const lanes = problem.lanes.length;
  const look = (mask: number): boolean => {
    const candidate = mask === 0 ? null : evaluate(problem, mask, podium.second, floor);
    return candidate !== null && podium.offer(candidate);
  };
  // What is used when everything is open is a plan that misses nothing that can be had.
  const everything = partsOn(problem, (1 << lanes) - 1).reduce((set, part) => set | bit(part.lane), 0);
  look(everything);
  for (let lane = 0; lane < lanes; lane += 1) look(bit(lane));
  for (let improved = true; improved; ) {
    improved = false;
    const { mask } = podium.best;
    for (let one = 0; one < lanes; one += 1) {
      if (look(mask ^ bit(one))) improved = true;
      if ((mask & bit(one)) === 0) continue;
      for (let other = 0; other < lanes; other += 1)
        if ((mask & bit(other)) === 0 && look((mask ^ bit(one)) | bit(other))) improved = true;
    }
  }
}

/** Every set of lanes, small ones first: good plans have few parcels, and the better the first ones are, the sooner the others are given up. */
function fewestLanesFirst(lanes: number): number[] {
  const bySize: number[][] = Array.from({ length: lanes + 1 }, () => []);
  for (let mask = 1; mask < 1 << lanes; mask += 1) {
    let size = 0;
    for (let left = mask; left > 0; left &= left - 1) size += 1;
    bySize[size]?.push(mask);
  }
  return bySize.flat();
}

/**
 * The best plan of an order. Given which lanes carry a parcel, the lines no longer touch each other, and each is solved alone; so looking at every set of
 * lanes (31 for five warehouses) finds the optimum of the whole. With more than ten lanes a search from set to set looks for it instead.
 */
export function search(problem: RouteProblem): SearchResult {
  const podium = new Podium(problem);
  const isExact = problem.lanes.length <= EXACT_LANES;
  const floor = floorOf(problem);
  if (isExact) {
    for (const mask of fewestLanesFirst(problem.lanes.length)) {
      const candidate = evaluate(problem, mask, podium.second, floor);
      if (candidate) podium.offer(candidate);
    }
  } else climb(problem, podium, floor);
  return { best: podium.best, second: podium.second, isExact };
}
