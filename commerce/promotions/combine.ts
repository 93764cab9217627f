import { splitByLargestRemainder } from '../money/money.ts';
import type { PromotedLine } from './conditions.ts';
import type { Prepared } from './effects.ts';
import { PROMOTION_CLASSES, type Promotion, type PromotionClass } from './promotion.ts';

/** A way to deliver and what it costs before promotions. */
export interface OfferedDelivery {
  readonly handle: string;
  readonly amountMinor: number;
}

/** What a combination is chosen for. */
export interface CombineQuestion {
  readonly lines: readonly PromotedLine[];
  /** quantity x unit price of each line. */
  readonly subtotals: readonly number[];
  /** The chosen delivery for merchandise of this worth; null: none, or not known yet. */
  readonly deliveryFor: (merchandiseMinor: number) => OfferedDelivery | null;
}

/** A promotion that counts, and what it takes off. */
export interface AppliedPromotion {
  readonly prepared: Prepared;
  readonly promotion: Promotion;
  /** Off goods. */
  readonly amountMinor: number;
  /** The same by line, in the order of the lines; they sum to it. */
  readonly perLine: readonly number[];
  /** Off the chosen delivery. */
  readonly shippingMinor: number;
}

/** Promotions of one class that may count together. */
interface Choice {
  readonly members: readonly Prepared[];
  readonly allows: Readonly<Record<PromotionClass, boolean>>;
  readonly codes: number;
}

const before = (a: Prepared, b: Prepared): number =>
  b.promotion.priority - a.promotion.priority || a.promotion.id - b.promotion.id;

const choiceOf = (members: readonly Prepared[]): Choice => ({
  members: [...members].sort(before),
  allows: {
    product: members.every(({ promotion }) => promotion.combinesWith.product),
    order: members.every(({ promotion }) => promotion.combinesWith.order),
    shipping: members.every(({ promotion }) => promotion.combinesWith.shipping),
  },
  codes: members.filter(({ promotion }) => promotion.code !== null).length,
});

/** Of single promotions that allow the same and do the same kind of thing, only the strongest can be part of the best; ties go to codes, then to the first. */
function strongest(singles: readonly Prepared[]): Prepared[] {
  const best = new Map<string, Prepared>();
  const kept: Prepared[] = [];
  for (const single of singles) {
    const { strength, promotion } = single;
    if (!strength) {
      kept.push(single);
      continue;
    }
    const { product, order, shipping } = promotion.combinesWith;
    const key = `${strength.kind}${product}${order}${shipping}`;
    const known = best.get(key);
    const isStronger = !known?.strength || strength.value > known.strength.value;
    const isCode =
      known?.strength?.value === strength.value && known.promotion.code === null && promotion.code !== null;
    if (isStronger || isCode) best.set(key, single);
  }
  return [...kept, ...best.values()].sort(before);
}

/**
 * Everything of one class that can be part of a best combination. A promotion that does not count beside others of its class stands alone in it; those that
 * do count together as far as the other classes are allowed, because each of them only ever takes more off.
 */
function choicesOf(cls: PromotionClass, prepared: readonly Prepared[]): Choice[] {
  const mine = prepared.filter((one) => one.class === cls);
  const together = mine.filter(({ promotion }) => promotion.combinesWith[cls]);
  const [one, other] = PROMOTION_CLASSES.filter((name) => name !== cls);
  const groups = new Map<string, readonly Prepared[]>();
  for (const needsOne of [false, true])
    for (const needsOther of [false, true]) {
      const members = together.filter(
        ({ promotion: { combinesWith } }) =>
          (!needsOne || (one !== undefined && combinesWith[one])) &&
          (!needsOther || (other !== undefined && combinesWith[other])),
      );
      if (members.length > 0) groups.set(members.map(({ promotion }) => promotion.id).join(), members);
    }
  const singles = strongest(mine.filter(({ promotion }) => !promotion.combinesWith[cls]));
  return [[], ...groups.values(), ...singles.map((single) => [single])].map(choiceOf);
}

const agree = (a: Choice, aClass: PromotionClass, b: Choice, bClass: PromotionClass): boolean =>
  a.members.length === 0 || b.members.length === 0 || (a.allows[bClass] && b.allows[aClass]);

/** What a promotion would take off if it were the only one; decides between equals of an exclusion group. */
function aloneMinor({ goods, order, shipping }: Prepared, question: CombineQuestion): number {
  const left = [...question.subtotals];
  for (const effect of goods) effect(left);
  const whole = question.subtotals.reduce((sum, amount) => sum + amount, 0);
  let rest = left.reduce((sum, amount) => sum + amount, 0);
  for (const effect of order) rest -= effect(rest);
  const delivery = shipping.length > 0 ? question.deliveryFor(rest) : null;
  return whole - rest + (delivery && shipping.some((frees) => frees(delivery)) ? delivery.amountMinor : 0);
}

/** At most one of each exclusion group, and one code of each promotion: the higher priority, then what takes more off, then the lower id. */
function withoutExcluded(prepared: readonly Prepared[], question: CombineQuestion): Prepared[] {
  const best = new Map<string, Prepared>();
  const better = (a: Prepared, b: Prepared): boolean => {
    if (a.promotion.priority !== b.promotion.priority) return a.promotion.priority > b.promotion.priority;
    const more = aloneMinor(a, question) - aloneMinor(b, question);
    return more === 0 ? a.promotion.id < b.promotion.id : more > 0;
  };
  for (const one of prepared) {
    const { exclusionGroup, id } = one.promotion;
    const key = exclusionGroup === null ? `promotion ${id}` : `group ${exclusionGroup}`;
    const known = best.get(key);
    if (!known || better(one, known)) best.set(key, one);
  }
  return [...best.values()];
}

interface Found {
  readonly product: Choice;
  readonly order: Choice;
  readonly shipping: Choice;
}

/**
 * The legal combination in which goods and delivery cost least. Two promotions count together when each allows the other's class. They take off in this
 * order: goods, order, delivery; within a class by priority, then id; each what the earlier ones left. Every effect takes more off when it is given more, so
 * leaving a legal promotion out never pays for goods, and only whole choices are compared; where two cost the same, more codes count, then more
 * promotions. The work grows with lines x promotions: see docs/decisions/0018-pricing-and-promotions.md.
 */
export function bestCombination(prepared: readonly Prepared[], question: CombineQuestion): AppliedPromotion[] {
  const { lines, subtotals, deliveryFor } = question;
  const allowed = withoutExcluded(prepared, question);
  const products = choicesOf('product', allowed);
  const orders = choicesOf('order', allowed);
  const shippings = choicesOf('shipping', allowed);
  const isForOrder = lines.map((line) => !line.isGiftCard);
  let best: Found | null = null;
  let bestRank: readonly [number, number, number] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const product of products) {
    const left = [...subtotals];
    for (const { goods } of product.members) for (const effect of goods) effect(left);
    let rest = 0;
    let fixed = 0;
    for (const [index, amount] of left.entries()) {
      if (isForOrder[index]) rest += amount;
      else fixed += amount;
    }
    for (const order of orders) {
      if (!agree(product, 'product', order, 'order')) continue;
      let merchandise = rest;
      for (const member of order.members) for (const effect of member.order) merchandise -= effect(merchandise);
      merchandise += fixed;
      const delivery = deliveryFor(merchandise);
      for (const shipping of shippings) {
        if (!agree(product, 'product', shipping, 'shipping') || !agree(order, 'order', shipping, 'shipping')) continue;
        const isFree =
          delivery !== null && shipping.members.some((member) => member.shipping.some((frees) => frees(delivery)));
        const total = merchandise + (isFree ? 0 : (delivery?.amountMinor ?? 0));
        const codes = product.codes + order.codes + shipping.codes;
        const count = product.members.length + order.members.length + shipping.members.length;
        const [bestTotal, bestCodes, bestCount] = bestRank;
        const isBetter =
          total < bestTotal ||
          (total === bestTotal && (codes > bestCodes || (codes === bestCodes && count > bestCount)));
        if (!isBetter) continue;
        best = { product, order, shipping };
        bestRank = [total, codes, count];
      }
    }
  }
  return best ? apply(best, question, isForOrder, subtotals, deliveryFor) : [];
}

/** Does what was chosen once more, and keeps who took what. */
function apply(
  { product, order, shipping }: Found,
  { lines }: CombineQuestion,
  isForOrder: readonly boolean[],
  subtotals: readonly number[],
  deliveryFor: CombineQuestion['deliveryFor'],
): AppliedPromotion[] {
  const left = [...subtotals];
  const applied: AppliedPromotion[] = [];
  const note = (prepared: Prepared, perLine: readonly number[], shippingMinor = 0) =>
    applied.push({
      prepared,
      promotion: prepared.promotion,
      amountMinor: perLine.reduce((sum, amount) => sum + amount, 0),
      perLine,
      shippingMinor,
    });
  for (const member of product.members) {
    const was = [...left];
    for (const effect of member.goods) effect(left);
    note(
      member,
      was.map((amount, index) => amount - (left[index] ?? 0)),
    );
  }
  for (const member of order.members) {
    const perLine = lines.map(() => 0);
    for (const effect of member.order) {
      const weights = left.map((amount, index) => (isForOrder[index] ? amount : 0));
      const whole = weights.reduce((sum, weight) => sum + weight, 0);
      for (const [index, part] of splitByLargestRemainder(whole === 0 ? 0 : effect(whole), weights).entries()) {
        left[index] = (left[index] ?? 0) - part;
        perLine[index] = (perLine[index] ?? 0) + part;
      }
    }
    note(member, perLine);
  }
  const delivery = deliveryFor(left.reduce((sum, amount) => sum + amount, 0));
  let freed = false;
  for (const member of shipping.members) {
    const frees: boolean = !freed && delivery !== null && member.shipping.some((effect) => effect(delivery));
    note(
      member,
      lines.map(() => 0),
      frees ? (delivery?.amountMinor ?? 0) : 0,
    );
    freed ||= frees;
  }
  return applied;
}
