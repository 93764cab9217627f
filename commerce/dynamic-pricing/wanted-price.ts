import { applyRateBps } from '../money/money.ts';
import { localTime } from '../promotions/conditions.ts';
import { competitorMinor, coverDays, demandBps, marginBps, type PriceFacts } from './price-facts.ts';
import type { PriceAction, PriceCondition, PriceRule } from './rule-set.ts';

/** One rule that spoke: what the wanted price was before and after it. */
export interface RuleStep {
  readonly rule: string;
  readonly fromMinor: number;
  readonly toMinor: number;
  /** Figures that made it speak, for people: "8 days of stock". */
  readonly because: readonly string[];
}

/** What rules want, before any guard rail; null price: no rule spoke. */
export interface WantedPrice {
  readonly priceMinor: number | null;
  readonly steps: readonly RuleStep[];
}

/** Highest price any rule may ask for; beyond, products of amounts and rates would not be exact. */
export const MAX_PRICE_MINOR = 1_000_000_000_000;

/**
 * What the rules want, in their order. Changes add up from the base price; a rule that sets a price (competitor, margin, optimum) replaces what was
 * wanted so far, so among rules that contradict each other the later one wins, and `isLast` ends it. A condition whose figure is not known does not hold;
 * an action that cannot be worked out is passed over.
 */
export function wantedPrice(rules: readonly PriceRule[], facts: PriceFacts): WantedPrice {
  const steps: RuleStep[] = [];
  let anchor = facts.baseMinor;
  let changeBps = 0;
  let wanted = facts.baseMinor;
  for (const rule of rules) {
    const because = reasons(rule.when, facts);
    if (because === null) continue;
    const before = wanted;
    if (rule.action.kind === 'change') changeBps += rule.action.bps;
    else {
      const set = actionPrice(rule.action, facts);
      if (set === null) continue;
      anchor = set;
      changeBps = 0;
    }
    wanted = clamp(anchor + applyRateBps(clamp(anchor), changeBps));
    steps.push({ rule: rule.name, fromMinor: before, toMinor: wanted, because });
    if (rule.isLast) break;
  }
  return { priceMinor: steps.length === 0 ? null : wanted, steps };
}

const clamp = (priceMinor: number): number => Math.min(Math.max(priceMinor, 0), MAX_PRICE_MINOR);

function actionPrice(action: Exclude<PriceAction, { kind: 'change' }>, facts: PriceFacts): number | null {
  switch (action.kind) {
    case 'follow_competitor': {
      const theirs = competitorMinor(facts.competitorsMinor, action.of);
      return theirs === null ? null : clamp(theirs + applyRateBps(clamp(theirs), action.offsetBps));
    }
    case 'reach_margin':
      return facts.costMinor === null ? null : clamp(grossFor(facts.costMinor / (1 - action.bps / 10_000), facts));
    case 'optimise':
      return optimum(action.objective, facts);
  }
}

const grossFor = (netMinor: number, facts: PriceFacts): number =>
  Math.round((netMinor * (10_000 + facts.includedTaxBps)) / 10_000);

/** Dearest price that is looked for where sales hardly answer to it; guard rails are far narrower. */
const FARTHEST = 4;

/**
 * Price that earns most under constant elasticity e. Revenue grows with the price while e > -1 and falls beyond, so its optimum is as far as is looked; margin has
 * its top at net = cost x e / (e + 1) for e < -1. Null for margin without a cost.
 */
function optimum(objective: 'revenue' | 'margin', facts: PriceFacts): number | null {
  const { value } = facts.elasticity;
  const dearest = clamp(facts.baseMinor * FARTHEST);
  const cheapest = Math.max(1, Math.round(facts.baseMinor / FARTHEST));
  if (objective === 'revenue') return value === -1 ? facts.baseMinor : value > -1 ? dearest : cheapest;
  if (facts.costMinor === null) return null;
  if (value >= -1) return dearest;
  return Math.min(dearest, Math.max(cheapest, grossFor(facts.costMinor * (value / (value + 1)), facts)));
}

/** Why all conditions hold; null when one does not. */
function reasons(when: readonly PriceCondition[], facts: PriceFacts): string[] | null {
  const found: string[] = [];
  for (const condition of when) {
    const because = reason(condition, facts);
    if (because === null) return null;
    found.push(because);
  }
  return found;
}

const percent = (bps: number): string => `${Math.round(bps / 10) / 10} %`;
const whole = (days: number): string => `${Math.round(days)} ${Math.round(days) === 1 ? 'day' : 'days'}`;

function within(value: number | null, low: number | undefined, high: number | undefined): value is number {
  return value !== null && value >= (low ?? -Infinity) && value <= (high ?? Infinity);
}

function reason(condition: PriceCondition, facts: PriceFacts): string | null {
  switch (condition.kind) {
    case 'demand': {
      const now = demandBps(facts);
      return within(now, condition.atLeastBps, condition.atMostBps) ? `demand is ${percent(now)} of the usual` : null;
    }
    case 'stock_age': {
      const age = facts.stockAgeDays;
      return within(age, condition.atLeastDays, condition.atMostDays) ? `the stock is ${whole(age)} old` : null;
    }
    case 'stock_cover': {
      const cover = coverDays(facts);
      return within(cover, condition.atLeastDays, condition.atMostDays) ? `the stock lasts ${whole(cover)}` : null;
    }
    case 'hours': {
      const { weekday, minute } = localTime(facts.nowMs, condition.timeZone);
      const holds =
        condition.weekdays.includes(weekday) && minute >= condition.fromMinute && minute < condition.toMinute;
      return holds ? `it is the hour (${condition.timeZone})` : null;
    }
    case 'season': {
      const day = monthDay(facts.nowMs, condition.timeZone);
      const holds =
        condition.from <= condition.to
          ? day >= condition.from && day <= condition.to
          : day >= condition.from || day <= condition.to;
      return holds ? `${day} is in the season` : null;
    }
    case 'competitor': {
      const theirs = competitorMinor(facts.competitorsMinor, condition.of);
      const ratio = theirs === null || theirs <= 0 ? null : (facts.currentMinor / theirs) * 10_000;
      return within(ratio, condition.atLeastBps, condition.atMostBps)
        ? `the price is ${percent(ratio)} of the ${condition.of} competitor’s`
        : null;
    }
    case 'margin': {
      const left = marginBps(facts.currentMinor, facts);
      return within(left, condition.atLeastBps, condition.atMostBps) ? `${percent(left)} margin is left` : null;
    }
    case 'customer_group':
      return facts.customerGroup === condition.group ? `the price is for ${condition.group}` : null;
  }
}

const calendars = new Map<string, Intl.DateTimeFormat>();

/** `MM-DD` on the calendars of a place. Throws RangeError for a zone nobody knows. */
function monthDay(timeMs: number, timeZone: string): string {
  let calendar = calendars.get(timeZone);
  if (!calendar) {
    calendar = new Intl.DateTimeFormat('en-GB', { timeZone, month: '2-digit', day: '2-digit' });
    calendars.set(timeZone, calendar);
  }
  const parts = new Map(calendar.formatToParts(timeMs).map(({ type, value }) => [type, value]));
  return `${parts.get('month')}-${parts.get('day')}`;
}
