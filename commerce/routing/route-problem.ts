import { type Lane, type LaneQuestion, type LaneRefusal, lanesOf } from './lanes.ts';
import { addCriteria, type Criteria, NO_CRITERIA, type RoutingSettings, ruleOf, weighed } from './settings.ts';

/** What one warehouse has of a variant. */
export interface StockAt {
  readonly warehouseId: number;
  /** Units that can be promised now; never negative. */
  readonly available: number;
  /** Units expected to be sold there per day; null where nobody knows. */
  readonly dailyDemand: number | null;
}

/** What is wanted of one variant. */
export interface RouteLine {
  readonly variantId: number;
  /** At least 1. */
  readonly quantity: number;
  readonly unitGrams: number;
  /** The product's tags, compared in lower case. */
  readonly tags: readonly string[];
  /** Back-ordered or not counted: any warehouse that keeps it may promise it all. */
  readonly sellsBeyondStock: boolean;
  readonly levels: readonly StockAt[];
}

/** An order before it is known what leaves where. Lines of one variant are taken together. */
export interface RouteRequest extends LaneQuestion {
  readonly lines: readonly RouteLine[];
}

/** Why a warehouse gives nothing of a line. */
export type OfferRefusal = LaneRefusal | 'never_by_air' | 'none_there' | 'kept_back';

/**
 * How a line may be shared. `any`: as it costs least. `as_stock_gives`: only as a stock object does when it is asked by preference: all from the first
 * warehouse that has enough, so a line is never torn while one of its senders has all of it; nor where something is kept back, because the object, asked for
 * a part, gives everything it has.
 */
export type Tearing = 'any' | 'as_stock_gives';

/** A line on one lane. */
export interface Offer {
  /** Place in `lanes`. */
  readonly lane: number;
  readonly warehouseId: number;
  /** Most that may be taken: what is there without what is kept back. */
  readonly capacity: number;
  /** May give a part of the line; see `Tearing`. */
  readonly givesParts: boolean;
  readonly isLastResort: boolean;
  /** What one unit adds. */
  readonly criteria: Criteria;
  /** `criteria` under the merchant's weights. */
  readonly unitScore: number;
}

export interface ProblemLine {
  readonly variantId: number;
  readonly quantity: number;
  readonly unitGrams: number;
  readonly sellsBeyondStock: boolean;
  /** Best first: last resorts after all others, then cheaper, then nearer. */
  readonly offers: readonly Offer[];
  readonly refusals: readonly { readonly warehouseId: number; readonly reason: OfferRefusal }[];
}

/** An order in the terms of the search. */
export interface RouteProblem {
  readonly lanes: readonly Lane[];
  readonly laneScores: readonly number[];
  readonly lines: readonly ProblemLine[];
  readonly weights: Criteria;
  /** A parcel beyond the first, and a piece of a line beyond the first, under the merchant's weights. */
  readonly extraParcelScore: number;
  readonly extraPieceScore: number;
}

/** Another parcel to open, another door to be at home for. */
export const EXTRA_PARCEL_MINOR = 400;
/** One kind of thing that comes in two parcels is asked about. */
export const EXTRA_PIECE_MINOR = 150;
/** What taking a shelf's last unit is worth avoiding. */
const EMPTY_SHELF_MINOR = 250;
/** Days of sales left at which a shelf counts as half empty. */
const COVER_DAYS = 14;
/** The same in units, where sales are unknown. */
const COVER_UNITS = 5;

/** 1 for a shelf that would be empty afterwards, towards 0 for one that lasts long. */
function scarcity({ available, dailyDemand }: StockAt, quantity: number): number {
  const left = Math.max(0, available - quantity);
  if (dailyDemand === null) return COVER_UNITS / (COVER_UNITS + left);
  // Without sales whatever is left lasts for ever.
  if (left > 0 && dailyDemand <= 0) return 0;
  return left === 0 ? 1 : COVER_DAYS / (COVER_DAYS + left / dailyDemand);
}

function merged(lines: readonly RouteLine[]): RouteLine[] {
  const byVariant = new Map<number, RouteLine>();
  for (const line of lines) {
    const known = byVariant.get(line.variantId);
    byVariant.set(line.variantId, known ? { ...known, quantity: known.quantity + line.quantity } : line);
  }
  return [...byVariant.values()];
}

function problemLine(
  line: RouteLine,
  lanes: readonly Lane[],
  refused: ReadonlyMap<number, LaneRefusal>,
  settings: RoutingSettings,
  tearing: Tearing,
): ProblemLine {
  const { variantId, quantity, unitGrams, sellsBeyondStock } = line;
  const levels = new Map(line.levels.map((level) => [level.warehouseId, level]));
  const stock = line.levels.reduce((sum, level) => sum + level.available, 0);
  const isPromised = line.sellsBeyondStock && stock < quantity;
  const staysOnGround = line.tags.some((tag) => settings.noAirTags.includes(tag.toLowerCase()));
  const reasons = new Map<number, OfferRefusal>(refused);
  const offers: Offer[] = [];
  for (const [index, lane] of lanes.entries()) {
    const { warehouseId, isLastResort } = lane;
    if (staysOnGround && lane.mode === 'air') {
      if (!offers.some((one) => one.warehouseId === warehouseId)) reasons.set(warehouseId, 'never_by_air');
      continue;
    }
    const level = levels.get(warehouseId) ?? { warehouseId, available: 0, dailyDemand: null };
    const reserve = ruleOf(settings, warehouseId).reserveUnits;
    const promises = isPromised && (levels.has(warehouseId) || levels.size === 0);
    const capacity = promises ? quantity : Math.max(0, level.available - reserve);
    const balance = promises ? 0 : EMPTY_SHELF_MINOR * scarcity(level, quantity);
    const criteria = addCriteria({ ...NO_CRITERIA, balance }, lane.perGram, unitGrams);
    offers.push({
      lane: index,
      warehouseId,
      capacity,
      givesParts: capacity > 0 && (tearing === 'any' || (level.available < quantity && capacity === level.available)),
      isLastResort,
      criteria,
      unitScore: weighed(criteria, settings.weights),
    });
    if (capacity === 0) reasons.set(warehouseId, level.available === 0 ? 'none_there' : 'kept_back');
  }
  offers.sort(
    (a, b) => Number(a.isLastResort) - Number(b.isLastResort) || a.unitScore - b.unitScore || a.lane - b.lane,
  );
  const refusals = [...reasons].map(([warehouseId, reason]) => ({ warehouseId, reason }));
  return { variantId, quantity, unitGrams, sellsBeyondStock, offers, refusals };
}

/** As many as the search can tell apart. Beyond, warehouses that have something of the order go first. */
const MAX_LANES = 30;

function usefulLanes(lanes: readonly Lane[], lines: readonly RouteLine[]): readonly Lane[] {
  if (lanes.length <= MAX_LANES) return lanes;
  const stocked = new Set(
    lines.flatMap((line) => line.levels.flatMap((level) => (level.available > 0 ? level.warehouseId : []))),
  );
  const isUseful = (lane: Lane) => stocked.has(lane.warehouseId);
  return [...lanes.filter(isUseful), ...lanes.filter((lane) => !isUseful(lane))].slice(0, MAX_LANES);
}

/** Puts an order into the terms of the search. `warehouses` in the order that decides between equals, best first. */
export function routeProblem(request: RouteRequest, settings: RoutingSettings, tearing: Tearing): RouteProblem {
  const { lanes: every, refused } = lanesOf(request, settings);
  const lanes = usefulLanes(every, request.lines);
  const { weights } = settings;
  const splits = (minor: number) => weighed({ ...NO_CRITERIA, splits: minor }, weights);
  return {
    lanes,
    laneScores: lanes.map((lane) => weighed(lane.perParcel, weights)),
    lines: merged(request.lines).map((line) => problemLine(line, lanes, refused, settings, tearing)),
    weights,
    extraParcelScore: splits(EXTRA_PARCEL_MINOR),
    extraPieceScore: splits(EXTRA_PIECE_MINOR),
  };
}

/** Units of one line on one lane. */
export interface PlanPart {
  /** Place in the problem's lines. */
  readonly line: number;
  readonly lane: number;
  /** At least 1. */
  readonly quantity: number;
}

/** A plan's judgement; better is smaller, compared in this order. */
export interface PlanScore {
  /** Units nobody sends. */
  readonly missing: number;
  /** Units that leave warehouses of last resort. */
  readonly lastResort: number;
  readonly criteria: Criteria;
  readonly score: number;
}

/** Judges any plan from nothing but its parts; throws for a part that no offer allows. */
export function judge(problem: RouteProblem, parts: readonly PlanPart[]): PlanScore {
  let criteria = NO_CRITERIA;
  let lastResort = 0;
  let sent = 0;
  const lanesUsed = new Set<number>();
  const pieces = new Map<number, Set<number>>();
  for (const { line, lane, quantity } of parts) {
    const offer = problem.lines[line]?.offers.find((one) => one.lane === lane);
    if (!offer) throw new RangeError(`routing: line ${line} is not offered on lane ${lane}`);
    criteria = addCriteria(criteria, offer.criteria, quantity);
    if (offer.isLastResort) lastResort += quantity;
    sent += quantity;
    lanesUsed.add(lane);
    pieces.set(line, (pieces.get(line) ?? new Set()).add(lane));
  }
  for (const lane of lanesUsed) criteria = addCriteria(criteria, problem.lanes[lane]?.perParcel ?? NO_CRITERIA);
  let splits = Math.max(0, lanesUsed.size - 1) * EXTRA_PARCEL_MINOR;
  for (const some of pieces.values()) splits += (some.size - 1) * EXTRA_PIECE_MINOR;
  criteria = { ...criteria, splits: criteria.splits + splits };
  const asked = problem.lines.reduce((sum, line) => sum + line.quantity, 0);
  return { missing: asked - sent, lastResort, criteria, score: weighed(criteria, problem.weights) };
}
