import type { Condition, Promotion, Selection } from './promotion.ts';

/** Why a promotion changes nothing; the Storefront API's CartWarningCode. */
export type PromotionRefusal =
  | 'DISCOUNT_NOT_FOUND'
  | 'DISCOUNT_CURRENTLY_INACTIVE'
  | 'DISCOUNT_USAGE_LIMIT_REACHED'
  | 'DISCOUNT_CUSTOMER_USAGE_LIMIT_REACHED'
  | 'DISCOUNT_ELIGIBLE_CUSTOMER_MISSING'
  | 'DISCOUNT_CUSTOMER_NOT_ELIGIBLE'
  | 'DISCOUNT_PURCHASE_NOT_IN_RANGE'
  | 'DISCOUNT_QUANTITY_NOT_IN_RANGE'
  | 'DISCOUNT_NO_ENTITLED_LINE_ITEMS'
  | 'DISCOUNT_CODE_NOT_HONOURED';

/** A line as promotions look at it. */
export interface PromotedLine {
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly productId: number;
  readonly variantId: number;
  readonly collectionIds: readonly number[];
  /** Lower case. */
  readonly tags: readonly string[];
  readonly isGiftCard: boolean;
}

/** Who buys, as far as the records know; an email nobody bought with is a customer without orders. */
export interface PromotedCustomer {
  readonly groups: readonly string[];
  readonly orders: number;
}

/** What conditions are judged by. */
export interface PromotionQuestion {
  readonly lines: readonly PromotedLine[];
  readonly currency: string;
  readonly country: string;
  /** Null while nobody said who buys. */
  readonly customer: PromotedCustomer | null;
  readonly nowMs: number;
}

const sets = new WeakMap<readonly number[], ReadonlySet<number>>();

function setOf(ids: readonly number[]): ReadonlySet<number> {
  const known = sets.get(ids);
  if (known) return known;
  const made = new Set(ids);
  sets.set(ids, made);
  return made;
}

/** Positions of the lines a selection names, ascending. */
export function selectLines(lines: readonly PromotedLine[], of: Selection): number[] {
  const found: number[] = [];
  const ids = of.kind === 'all' || of.kind === 'tags' ? null : setOf(of.ids);
  for (const [index, line] of lines.entries()) {
    if (line.isGiftCard) continue;
    const isNamed =
      of.kind === 'all' ||
      (of.kind === 'tags' && line.tags.some((tag) => of.tags.includes(tag))) ||
      (of.kind === 'products' && ids?.has(line.productId)) ||
      (of.kind === 'variants' && ids?.has(line.variantId)) ||
      (of.kind === 'collections' && line.collectionIds.some((id) => ids?.has(id)));
    if (isNamed) found.push(index);
  }
  return found;
}

const subtotalOf = (lines: readonly PromotedLine[], on: readonly number[]): number =>
  on.reduce((sum, index) => sum + (lines[index]?.quantity ?? 0) * (lines[index]?.unitPriceMinor ?? 0), 0);
const quantityOf = (lines: readonly PromotedLine[], on: readonly number[]): number =>
  on.reduce((sum, index) => sum + (lines[index]?.quantity ?? 0), 0);

const clocks = new Map<string, Intl.DateTimeFormat>();
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Weekday (1 Monday .. 7 Sunday) and minute of the day on the clocks of a place. Throws RangeError for a zone nobody knows. */
export function localTime(timeMs: number, timeZone: string): { readonly weekday: number; readonly minute: number } {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    clocks.set(timeZone, clock);
  }
  const parts = new Map(clock.formatToParts(timeMs).map(({ type, value }) => [type, value]));
  return {
    weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? '') + 1,
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}

function conditionRefusal(condition: Condition, question: PromotionQuestion): PromotionRefusal | null {
  const { lines, currency, customer } = question;
  switch (condition.kind) {
    case 'hours': {
      const { weekday, minute } = localTime(question.nowMs, condition.timeZone);
      const isOpen =
        condition.weekdays.includes(weekday) && minute >= condition.fromMinute && minute < condition.toMinute;
      return isOpen ? null : 'DISCOUNT_CURRENTLY_INACTIVE';
    }
    case 'countries':
      return condition.countries.includes(question.country) ? null : 'DISCOUNT_CODE_NOT_HONOURED';
    case 'customer_group':
      if (!customer) return 'DISCOUNT_ELIGIBLE_CUSTOMER_MISSING';
      return condition.groups.some((group) => customer.groups.includes(group))
        ? null
        : 'DISCOUNT_CUSTOMER_NOT_ELIGIBLE';
    case 'first_order':
      if (!customer) return 'DISCOUNT_ELIGIBLE_CUSTOMER_MISSING';
      return customer.orders === 0 ? null : 'DISCOUNT_CUSTOMER_NOT_ELIGIBLE';
    case 'subtotal_at_least': {
      const least = condition.amounts[currency];
      if (least === undefined) return 'DISCOUNT_CODE_NOT_HONOURED';
      const of = condition.of ?? null;
      const on = of ? selectLines(lines, of) : lines.map((_, index) => index);
      return subtotalOf(lines, on) >= least ? null : 'DISCOUNT_PURCHASE_NOT_IN_RANGE';
    }
    case 'quantity_at_least':
      return quantityOf(lines, selectLines(lines, condition.of)) >= condition.quantity
        ? null
        : 'DISCOUNT_QUANTITY_NOT_IN_RANGE';
  }
}

/** Conditions are judged in this order, so that the first thing the shopper cannot change is named first. */
const ORDER: readonly Condition['kind'][] = [
  'hours',
  'countries',
  'customer_group',
  'first_order',
  'subtotal_at_least',
  'quantity_at_least',
];

/**
 * Why a promotion does not count for a cart; null: it may. In order: not active or not in its time, used up (in all, by code, by budget, by this
 * customer), a budget in another currency, then the conditions: hours, countries, customer, amount, quantity.
 */
export function promotionRefusal(promotion: Promotion, question: PromotionQuestion): PromotionRefusal | null {
  const { limits, usage } = promotion;
  const { nowMs, currency } = question;
  if (!promotion.isActive || nowMs < promotion.startsAtMs) return 'DISCOUNT_CURRENTLY_INACTIVE';
  if (promotion.endsAtMs !== null && nowMs >= promotion.endsAtMs) return 'DISCOUNT_CURRENTLY_INACTIVE';
  if (limits.uses !== null && usage.uses >= limits.uses) return 'DISCOUNT_USAGE_LIMIT_REACHED';
  if (limits.perCode !== null && usage.ofCode >= limits.perCode) return 'DISCOUNT_USAGE_LIMIT_REACHED';
  if (limits.budget && usage.spentMinor >= limits.budget.amountMinor) return 'DISCOUNT_USAGE_LIMIT_REACHED';
  if (limits.perCustomer !== null && usage.ofCustomer >= limits.perCustomer)
    return 'DISCOUNT_CUSTOMER_USAGE_LIMIT_REACHED';
  if (limits.budget && limits.budget.currency !== currency) return 'DISCOUNT_CODE_NOT_HONOURED';
  for (const kind of ORDER)
    for (const condition of promotion.conditions) {
      const refusal = condition.kind === kind ? conditionRefusal(condition, question) : null;
      if (refusal) return refusal;
    }
  return null;
}
