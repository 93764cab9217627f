import { applyRateBps, shareRounded, splitByLargestRemainder } from '../money/money.ts';
import { type PromotedLine, type PromotionRefusal, selectLines } from './conditions.ts';
import { type Action, type Amounts, type Promotion, type PromotionClass, promotionClass } from './promotion.ts';
import { byPrice, type TakenUnits, takeUnits, unitsGot, unitsOfSets } from './take-units.ts';

/** Takes off goods: reads what each line still costs and writes what it costs then. Never below zero, never up. */
export type GoodsEffect = (left: number[]) => void;
/** What it takes off goods that still cost so much. */
export type OrderEffect = (leftMinor: number) => number;
/** Whether it frees a delivery. */
export type ShippingEffect = (option: { readonly handle: string; readonly amountMinor: number }) => boolean;

/** How much a single action takes off an order or delivery, so that of two alike only the stronger need be tried. */
export type Strength = { readonly kind: 'share' | 'amount' | 'delivery'; readonly value: number };

/** A promotion made ready for one cart. */
export interface Prepared {
  readonly promotion: Promotion;
  /** Null: not to be compared. */
  readonly strength: Strength | null;
  readonly class: PromotionClass;
  readonly goods: readonly GoodsEffect[];
  readonly order: readonly OrderEffect[];
  readonly shipping: readonly ShippingEffect[];
}

type Built<Effect> = { readonly effect: Effect; readonly strength?: Strength } | { readonly refusal: PromotionRefusal };

const refused = (refusal: PromotionRefusal): { readonly refusal: PromotionRefusal } => ({ refusal });

/** Of units of a line, what they still cost. */
const unitsLeft = (left: readonly number[], line: PromotedLine | undefined, index: number, units: number): number =>
  line === undefined || units >= line.quantity
    ? (left[index] ?? 0)
    : shareRounded(left[index] ?? 0, units, line.quantity);

const takeOff = (left: number[], index: number, amountMinor: number): void => {
  left[index] = (left[index] ?? 0) - Math.min(left[index] ?? 0, amountMinor);
};

const percentOff =
  (on: readonly number[], bps: number): GoodsEffect =>
  (left) => {
    for (const index of on) takeOff(left, index, applyRateBps(left[index] ?? 0, bps));
  };

const acrossOff =
  (on: readonly number[], amountMinor: number): GoodsEffect =>
  (left) => {
    const weights = on.map((index) => left[index] ?? 0);
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    const parts = splitByLargestRemainder(Math.min(amountMinor, whole), weights);
    for (const [at, index] of on.entries()) takeOff(left, index, parts[at] ?? 0);
  };

const unitsOff =
  (lines: readonly PromotedLine[], taken: readonly TakenUnits[], bps: number): GoodsEffect =>
  (left) => {
    for (const { index, units } of taken)
      takeOff(left, index, applyRateBps(unitsLeft(left, lines[index], index, units), bps));
  };

interface Cart {
  readonly lines: readonly PromotedLine[];
  readonly currency: string;
}

const quantityOn = (lines: readonly PromotedLine[], on: readonly number[]): number =>
  on.reduce((sum, index) => sum + (lines[index]?.quantity ?? 0), 0);

/** The highest step that is reached. */
function reachedStep(action: Extract<Action, { kind: 'tiers' }>, { lines, currency }: Cart, on: readonly number[]) {
  const measure =
    action.by === 'quantity'
      ? quantityOn(lines, on)
      : on.reduce((sum, index) => sum + (lines[index]?.quantity ?? 0) * (lines[index]?.unitPriceMinor ?? 0), 0);
  const fromOf = (from: number | Amounts): number =>
    typeof from === 'number' ? from : (from[currency] ?? Number.POSITIVE_INFINITY);
  const [first] = action.steps;
  const isPriced =
    !first ||
    ((typeof first.from === 'number' || first.from[currency] !== undefined) &&
      ('bps' in first || first.amounts[currency] !== undefined));
  if (!isPriced) return 'not_priced';
  return action.steps.findLast((step) => measure >= fromOf(step.from)) ?? null;
}

const outOfRange = (by: 'quantity' | 'subtotal'): PromotionRefusal =>
  by === 'quantity' ? 'DISCOUNT_QUANTITY_NOT_IN_RANGE' : 'DISCOUNT_PURCHASE_NOT_IN_RANGE';

function goodsEffect(action: Action, cart: Cart): Built<GoodsEffect> {
  const { lines, currency } = cart;
  switch (action.kind) {
    case 'buy_x_get_y': {
      const buyOn = selectLines(lines, action.buy.of);
      const getOn = selectLines(lines, action.get.of);
      const { most, bps } = action;
      const got = unitsGot(lines, { buyOn, buy: action.buy.quantity, getOn, get: action.get.quantity, most });
      return got.length === 0 ? refused('DISCOUNT_QUANTITY_NOT_IN_RANGE') : { effect: unitsOff(lines, got, bps) };
    }
    case 'bundle':
      return bundleEffect(action, cart);
    case 'free_shipping':
      return refused('DISCOUNT_NO_ENTITLED_LINE_ITEMS');
    default:
      break;
  }
  const on = selectLines(lines, action.of);
  if (on.length === 0) return refused('DISCOUNT_NO_ENTITLED_LINE_ITEMS');
  switch (action.kind) {
    case 'percent':
      return { effect: percentOff(on, action.bps) };
    case 'gift':
      return { effect: unitsOff(lines, takeUnits(lines, byPrice(lines, on), action.quantity), 10_000) };
    case 'tiers': {
      const step = reachedStep(action, cart, on);
      if (step === 'not_priced') return refused('DISCOUNT_CODE_NOT_HONOURED');
      if (!step) return refused(outOfRange(action.by));
      return { effect: 'bps' in step ? percentOff(on, step.bps) : acrossOff(on, step.amounts[currency] ?? 0) };
    }
    case 'fixed':
    case 'price': {
      const amountMinor = action.amounts[currency];
      if (amountMinor === undefined) return refused('DISCOUNT_CODE_NOT_HONOURED');
      if (action.kind === 'fixed' && action.per === 'across') return { effect: acrossOff(on, amountMinor) };
      const isOff = action.kind === 'fixed';
      return {
        effect(left) {
          for (const index of on) {
            const whole = amountMinor * (lines[index]?.quantity ?? 0);
            takeOff(left, index, isOff ? whole : Math.max(0, (left[index] ?? 0) - whole));
          }
        },
      };
    }
  }
}

function bundleEffect(action: Extract<Action, { kind: 'bundle' }>, { lines, currency }: Cart): Built<GoodsEffect> {
  const { worth, most } = action;
  const priceMinor = 'price' in worth ? worth.price[currency] : 0;
  if (priceMinor === undefined) return refused('DISCOUNT_CODE_NOT_HONOURED');
  const parts = action.parts.map(({ of, quantity }) => ({ on: selectLines(lines, of), quantity }));
  const { sets, units } = unitsOfSets(lines, parts, most);
  if (sets === 0) return refused('DISCOUNT_QUANTITY_NOT_IN_RANGE');
  if ('bps' in worth) return { effect: unitsOff(lines, units, worth.bps) };
  return {
    effect(left) {
      const costs = units.map((one) => unitsLeft(left, lines[one.index], one.index, one.units));
      const whole = costs.reduce((sum, cost) => sum + cost, 0);
      const parts = splitByLargestRemainder(Math.max(0, whole - priceMinor * sets), costs);
      for (const [at, { index }] of units.entries()) takeOff(left, index, parts[at] ?? 0);
    },
  };
}

function orderEffect(action: Action, cart: Cart): Built<OrderEffect> {
  const share = (bps: number): Built<OrderEffect> => ({
    effect: (left) => applyRateBps(left, bps),
    strength: { kind: 'share', value: bps },
  });
  const amount = (minor: number | undefined): Built<OrderEffect> =>
    minor === undefined
      ? refused('DISCOUNT_CODE_NOT_HONOURED')
      : { effect: (left) => Math.min(left, minor), strength: { kind: 'amount', value: minor } };
  if (action.kind === 'percent') return share(action.bps);
  if (action.kind === 'fixed') return amount(action.amounts[cart.currency]);
  if (action.kind !== 'tiers') return refused('DISCOUNT_NO_ENTITLED_LINE_ITEMS');
  const step = reachedStep(action, cart, selectLines(cart.lines, action.of));
  if (step === 'not_priced') return refused('DISCOUNT_CODE_NOT_HONOURED');
  if (!step) return refused(outOfRange(action.by));
  return 'bps' in step ? share(step.bps) : amount(step.amounts[cart.currency]);
}

function shippingEffect(action: Action, { currency }: Cart): Built<ShippingEffect> {
  if (action.kind !== 'free_shipping') return refused('DISCOUNT_CODE_NOT_HONOURED');
  const most = action.most === null ? Number.POSITIVE_INFINITY : action.most[currency];
  if (most === undefined) return refused('DISCOUNT_CODE_NOT_HONOURED');
  const effect: ShippingEffect = ({ handle, amountMinor }) =>
    amountMinor <= most && (action.methods === null || action.methods.includes(handle));
  return action.methods === null ? { effect, strength: { kind: 'delivery', value: most } } : { effect };
}

/**
 * Makes a promotion ready for a cart: which goods it is for, which units, which step. Refusals in order: no amount in the cart's currency, no goods it is
 * for, too few of them. One action that cannot be done refuses the whole promotion.
 */
export function prepare(promotion: Promotion, cart: Cart): Prepared | PromotionRefusal {
  const cls = promotionClass(promotion);
  const goods: GoodsEffect[] = [];
  const order: OrderEffect[] = [];
  const shipping: ShippingEffect[] = [];
  let strength: Strength | null = null;
  for (const action of promotion.actions) {
    if (cls === 'product') {
      const built = goodsEffect(action, cart);
      if ('refusal' in built) return built.refusal;
      goods.push(built.effect);
      continue;
    }
    if (cls === 'order') {
      const built = orderEffect(action, cart);
      if ('refusal' in built) return built.refusal;
      order.push(built.effect);
      strength = built.strength ?? null;
    } else {
      const built = shippingEffect(action, cart);
      if ('refusal' in built) return built.refusal;
      shipping.push(built.effect);
      strength = built.strength ?? null;
    }
  }
  return { promotion, class: cls, strength: promotion.actions.length === 1 ? strength : null, goods, order, shipping };
}
