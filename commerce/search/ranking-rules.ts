/** How a merchant's interests change what texts alone would show first: signals of the business, boosts, pins and buries, each explained. */
import type { DocumentRow } from './index-store.ts';
import type { ScorePart } from './search-request.ts';

/** How much each signal counts, 0 (not at all) to 1 (may double a score). */
export interface SignalWeights {
  readonly popularity: number;
  readonly conversion: number;
  readonly margin: number;
  /** How far a sold-out product falls: 1 to nothing. */
  readonly stock: number;
  readonly newness: number;
}

export interface RankingRule {
  readonly id: number;
  /** `pin` puts products at positions, `bury` behind all others, `hide` away, `boost` multiplies. */
  readonly kind: 'pin' | 'bury' | 'hide' | 'boost';
  /** Only for this query, without case and blanks around it; null: for every one. */
  readonly query: string | null;
  /** Only within this collection; null: everywhere. */
  readonly collectionId: number | null;
  /** Products it is for, in the order of the pins; empty: those with the value. */
  readonly productIds: readonly number[];
  readonly valueName: string | null;
  readonly value: string | null;
  /** Of boosts: what the score is multiplied by. */
  readonly factor: number;
  /** Of pins: the first one's place, from 1. */
  readonly position: number;
  /** Moments between which it holds, in ms since 1970; null: open. */
  readonly startsAtMs: number | null;
  readonly endsAtMs: number | null;
}

export interface RankingRules {
  readonly weights: SignalWeights;
  /** Days after which newness has halved. */
  readonly newnessHalfLifeDays: number;
  readonly rules: readonly RankingRule[];
}

/** Mild signals and no rules: what a shop begins with. */
export const DEFAULT_RANKING: RankingRules = {
  weights: { popularity: 0.2, conversion: 0.1, margin: 0, stock: 0.3, newness: 0.05 },
  newnessHalfLifeDays: 30,
  rules: [],
};

/** Texts alone. */
export const TEXT_ONLY_RANKING: RankingRules = {
  weights: { popularity: 0, conversion: 0, margin: 0, stock: 0, newness: 0 },
  newnessHalfLifeDays: 30,
  rules: [],
};

const DAY_MS = 86_400_000;

/** Units sold, each counting half as much every `halfLifeDays`; days are ages in days with their units. */
export function decayedUnits(
  days: readonly { readonly ageDays: number; readonly units: number }[],
  halfLifeDays: number,
): number {
  return days.reduce((sum, { ageDays, units }) => sum + units * 2 ** (-Math.max(0, ageDays) / halfLifeDays), 0);
}

/** The greatest of what signals are measured against. */
export interface SignalScale {
  readonly popularity: number;
  readonly conversion: number;
}

/** Measures a catalogue's signals, at least a little above zero. */
export function signalScale(rows: readonly (DocumentRow | null)[]): SignalScale {
  let popularity = 1;
  let conversion = 0.01;
  for (const row of rows) {
    popularity = Math.max(popularity, row?.signals.popularity ?? 0);
    conversion = Math.max(conversion, row?.signals.conversion ?? 0);
  }
  return { popularity, conversion };
}

const share = (value: number) => Math.min(1, Math.max(0, value));

/** Takes each signal that changes a score: its name, what was measured, and what the score is multiplied by. */
type SignalSink = (name: string, value: number, factor: number) => void;

/** Tells the factors of a product's signals; unknown signals change nothing. */
export function eachSignal(
  { signals }: DocumentRow,
  { weights, newnessHalfLifeDays }: Pick<RankingRules, 'weights' | 'newnessHalfLifeDays'>,
  scale: SignalScale,
  nowMs: number,
  sink: SignalSink,
): void {
  const { popularity, conversion, margin, stock, publishedAtMs } = signals;
  if (popularity !== undefined && weights.popularity !== 0) {
    const fame = share(Math.log1p(Math.max(0, popularity)) / Math.log1p(scale.popularity));
    sink('popularity', popularity, 1 + weights.popularity * fame);
  }
  if (conversion !== undefined && weights.conversion !== 0)
    sink('conversion', conversion, 1 + weights.conversion * share(conversion / scale.conversion));
  if (margin !== undefined && weights.margin !== 0) sink('margin', margin, 1 + weights.margin * share(margin));
  if (stock !== undefined && stock <= 0 && weights.stock !== 0) sink('stock', stock, 1 - share(weights.stock));
  if (publishedAtMs !== undefined && weights.newness !== 0) {
    const ageDays = Math.max(0, nowMs - publishedAtMs) / DAY_MS;
    sink('newness', ageDays, 1 + weights.newness * 2 ** (-ageDays / Math.max(1, newnessHalfLifeDays)));
  }
}

/** The factors of a product's signals as parts of an explanation. */
export function signalParts(
  row: DocumentRow,
  rules: RankingRules,
  scale: SignalScale,
  nowMs: number,
): readonly ScorePart[] {
  const parts: ScorePart[] = [];
  eachSignal(row, rules, scale, nowMs, (name, value, factor) => {
    if (factor !== 1) parts.push({ name, value, factor });
  });
  return parts;
}

/** A query as rules name it. */
export const ruleQuery = (query: string): string => query.trim().replace(/\s+/g, ' ').toLowerCase();

/** The rules that hold for a search at a moment, in their order. */
export function rulesFor(
  rules: RankingRules,
  search: { readonly query: string; readonly collectionId: number | null },
  nowMs: number,
): readonly RankingRule[] {
  const query = ruleQuery(search.query);
  return rules.rules.filter(
    (rule) =>
      (rule.query === null || ruleQuery(rule.query) === query) &&
      (rule.collectionId === null || rule.collectionId === search.collectionId) &&
      (rule.startsAtMs === null || rule.startsAtMs <= nowMs) &&
      (rule.endsAtMs === null || rule.endsAtMs > nowMs),
  );
}

const concerns = (rule: RankingRule, row: Pick<DocumentRow, 'id' | 'values'>): boolean =>
  rule.productIds.length > 0
    ? rule.productIds.includes(row.id)
    : rule.valueName !== null && rule.value !== null && (row.values[rule.valueName] ?? []).includes(rule.value);

/** The factors of boosts; `bury` is a factor so small that only other buried products come behind. */
export function ruleParts(row: DocumentRow, rules: readonly RankingRule[]): readonly ScorePart[] {
  return rules.flatMap((rule): ScorePart[] => {
    if ((rule.kind !== 'boost' && rule.kind !== 'bury') || !concerns(rule, row)) return [];
    return [
      {
        name: `${rule.kind} ${rule.id}`,
        value: rule.id,
        factor: rule.kind === 'bury' ? BURIED : Math.max(0, rule.factor),
      },
    ];
  });
}

const BURIED = 1e-6;

/** Whether a rule takes a product out of the answer. */
export const isHiddenBy = (row: DocumentRow, rules: readonly RankingRule[]): boolean =>
  rules.some((rule) => rule.kind === 'hide' && concerns(rule, row));

/** Puts pinned products in their places, in and before the found ones; `exists` tells which of them may be shown. */
export function placePins(
  ids: readonly number[],
  rules: readonly RankingRule[],
  exists: (id: number) => boolean,
): readonly number[] {
  const places = new Map<number, number>();
  for (const rule of rules)
    if (rule.kind === 'pin')
      rule.productIds.forEach((id, index) => {
        if (!places.has(id) && exists(id)) places.set(id, Math.max(1, rule.position) + index);
      });
  if (places.size === 0) return ids;
  const placed = ids.filter((id) => !places.has(id));
  for (const [id, place] of [...places].sort((a, b) => a[1] - b[1]))
    placed.splice(Math.min(place - 1, placed.length), 0, id);
  return placed;
}

/**
 * A collection's own order with its pins in their places, what is buried at the end and what is hidden away; boosts change scores, which such an order has none of.
 * `rules` are those that hold, `valuesOf` answers a product's values by name.
 */
export function arrangeCollection(
  ids: readonly number[],
  rules: readonly RankingRule[],
  valuesOf: (id: number) => DocumentRow['values'],
): readonly number[] {
  if (rules.length === 0) return ids;
  const of = (kind: RankingRule['kind'], id: number) =>
    rules.some((rule) => rule.kind === kind && concerns(rule, { id, values: valuesOf(id) }));
  const shown = ids.filter((id) => !of('hide', id));
  const buried = new Set(shown.filter((id) => of('bury', id)));
  const there = new Set(shown);
  return placePins([...shown.filter((id) => !buried.has(id)), ...buried], rules, (id) => there.has(id));
}
