import type { PromotedLine } from './conditions.ts';

/** Units of one line. */
export interface TakenUnits {
  readonly index: number;
  readonly units: number;
}

/** Cheapest first by catalogue price; ties go to the earlier line. */
export const byPrice = (lines: readonly PromotedLine[], on: readonly number[]): number[] =>
  [...on].sort((a, b) => (lines[a]?.unitPriceMinor ?? 0) - (lines[b]?.unitPriceMinor ?? 0) || a - b);

/** At most so many units of the lines, in the order given, without those that are taken already; `taken` grows by them. */
export function takeUnits(
  lines: readonly PromotedLine[],
  on: readonly number[],
  most: number,
  taken: number[] = [],
): TakenUnits[] {
  const found: TakenUnits[] = [];
  let missing = most;
  for (const index of on) {
    if (missing <= 0) break;
    const free = (lines[index]?.quantity ?? 0) - (taken[index] ?? 0);
    const units = Math.min(free, missing);
    if (units <= 0) continue;
    taken[index] = (taken[index] ?? 0) + units;
    missing -= units;
    found.push({ index, units });
  }
  return found;
}

const unitsOn = (lines: readonly PromotedLine[], on: readonly number[]): number =>
  on.reduce((sum, index) => sum + (lines[index]?.quantity ?? 0), 0);

/** How often something is bought and what is got for it. */
export interface BuyGet {
  readonly buyOn: readonly number[];
  readonly buy: number;
  readonly getOn: readonly number[];
  readonly get: number;
  readonly most: number | null;
}

/**
 * The units somebody gets reduced: as many as can be while every one has its bought units beside it, the cheapest first. No unit is both bought and got.
 */
export function unitsGot(lines: readonly PromotedLine[], { buyOn, buy, getOn, get, most }: BuyGet): TakenUnits[] {
  const bought = new Set(buyOn);
  const shared = getOn.filter((index) => bought.has(index));
  const both = unitsOn(lines, shared);
  const onlyBuy = unitsOn(lines, buyOn) - both;
  const onlyGet = unitsOn(lines, getOn) - both;
  const longest = Math.min(Math.floor((onlyBuy + both) / buy), most ?? Number.MAX_SAFE_INTEGER);
  const fromBoth = (times: number): number => both - Math.max(0, times * buy - onlyBuy);
  const gotBy = (times: number): number => Math.min(times * get, onlyGet + fromBoth(times));
  // What can be got rises with the times and then falls as buying eats into it: the best lies where the two meet, or at the end.
  const meeting = [Math.floor((onlyGet + both) / get), Math.floor((onlyGet + both + onlyBuy) / (buy + get))];
  const candidates = [longest, ...meeting.flatMap((times) => [times, times + 1])].filter((times) => times <= longest);
  let best = 0;
  for (const times of candidates) if (gotBy(times) > gotBy(best)) best = times;
  const wanted = gotBy(best);
  const isShared = new Set(shared);
  const found: TakenUnits[] = [];
  let missing = wanted;
  let sharedLeft = Math.min(fromBoth(best), both);
  for (const index of byPrice(lines, getOn)) {
    const quantity = lines[index]?.quantity ?? 0;
    const units = Math.min(missing, isShared.has(index) ? Math.min(quantity, sharedLeft) : quantity);
    if (units <= 0) continue;
    if (isShared.has(index)) sharedLeft -= units;
    missing -= units;
    found.push({ index, units });
  }
  return found;
}

/** A part of a set: so many units of some lines. */
export interface SetPart {
  readonly on: readonly number[];
  readonly quantity: number;
}

/**
 * The units of as many whole sets as the lines hold, at most `most`. Parts are served in their order, each with the dearest units no earlier part took.
 */
export function unitsOfSets(
  lines: readonly PromotedLine[],
  parts: readonly SetPart[],
  most: number | null,
): { readonly sets: number; readonly units: readonly TakenUnits[] } {
  const dearest = parts.map(({ on, quantity }) => ({ on: byPrice(lines, on).reverse(), quantity }));
  const taking = (sets: number): readonly TakenUnits[] | null => {
    const taken: number[] = [];
    const units: TakenUnits[] = [];
    for (const { on, quantity } of dearest) {
      const found = takeUnits(lines, on, sets * quantity, taken);
      if (found.reduce((sum, one) => sum + one.units, 0) < sets * quantity) return null;
      units.push(...found);
    }
    return units;
  };
  let possible = 0;
  let impossible = Math.min(...parts.map(({ on, quantity }) => Math.floor(unitsOn(lines, on) / quantity) + 1));
  if (most !== null) impossible = Math.min(impossible, most + 1);
  while (impossible - possible > 1) {
    const middle = Math.floor((possible + impossible) / 2);
    if (taking(middle)) possible = middle;
    else impossible = middle;
  }
  const merged = new Map<number, number>();
  for (const { index, units } of (possible > 0 && taking(possible)) || [])
    merged.set(index, (merged.get(index) ?? 0) + units);
  return { sets: possible, units: [...merged].map(([index, units]) => ({ index, units })) };
}
