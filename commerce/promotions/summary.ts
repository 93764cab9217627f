import type { Action, Amounts, Condition, Promotion, Selection } from './promotion.ts';

/** How a summary names what it does not know itself. */
export interface SummaryWords {
  /** "EUR 15.00" */
  readonly amount: (amountMinor: number, currency: string) => string;
  /** The goods of a selection, such as "Harbour Jacket and 2 more"; called for everything but all goods. */
  readonly goods: (of: Exclude<Selection, { kind: 'all' }>) => string;
}

const percent = (bps: number): string => `${bps / 100} %`;
const times = (most: number | null): string => (most === null ? '' : `, at most ${most} times`);

function amountsText(amounts: Amounts, words: SummaryWords): string {
  const parts = Object.entries(amounts).map(([currency, minor]) => words.amount(minor, currency));
  return parts.length === 0 ? 'nothing' : parts.join(' / ');
}

const goodsText = (of: Selection, words: SummaryWords): string => (of.kind === 'all' ? 'all goods' : words.goods(of));

function actionText(action: Action, words: SummaryWords): string {
  const amount = (amounts: Amounts) => amountsText(amounts, words);
  const goods = (of: Selection) => goodsText(of, words);
  switch (action.kind) {
    case 'percent':
      return `${percent(action.bps)} off ${goods(action.of)}`;
    case 'fixed':
      return `${amount(action.amounts)} off ${action.per === 'each' ? 'each of ' : ''}${goods(action.of)}`;
    case 'price':
      return `${goods(action.of)} for ${amount(action.amounts)} each`;
    case 'gift':
      return `${action.quantity} of ${goods(action.of)} free`;
    case 'buy_x_get_y': {
      const { buy, get, bps, most } = action;
      const worth = bps === 10_000 ? 'free' : `at ${percent(bps)} off`;
      return `buy ${buy.quantity} of ${goods(buy.of)}, get ${get.quantity} of ${goods(get.of)} ${worth}${times(most)}`;
    }
    case 'tiers': {
      const steps = action.steps.map((step) => {
        const worth = 'bps' in step ? percent(step.bps) : amount(step.amounts);
        const from = typeof step.from === 'number' ? `${step.from} items` : amount(step.from);
        return `${worth} off from ${from}`;
      });
      return `${goods(action.of)}: ${steps.join(', ')}`;
    }
    case 'bundle': {
      const parts = action.parts.map(({ of, quantity }) => `${quantity} of ${goods(of)}`).join(' with ');
      const worth = 'bps' in action.worth ? `at ${percent(action.worth.bps)} off` : `for ${amount(action.worth.price)}`;
      return `${parts} together ${worth}${times(action.most)}`;
    }
    case 'free_shipping': {
      const which = action.methods === null ? '' : ` by ${action.methods.join(' or ')}`;
      return `free delivery${which}${action.most === null ? '' : ` up to ${amount(action.most)}`}`;
    }
  }
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function conditionText(condition: Condition, words: SummaryWords): string {
  switch (condition.kind) {
    case 'subtotal_at_least': {
      const of = condition.of && condition.of.kind !== 'all' ? ` of ${words.goods(condition.of)}` : '';
      return `from ${amountsText(condition.amounts, words)}${of} in the bag`;
    }
    case 'quantity_at_least':
      return `with at least ${condition.quantity} of ${goodsText(condition.of, words)}`;
    case 'customer_group':
      return `for customers tagged ${condition.groups.join(' or ')}`;
    case 'first_order':
      return 'on the first order';
    case 'countries':
      return `to ${condition.countries.join(', ')}`;
    case 'hours': {
      const days =
        condition.weekdays.length === 7 ? 'every day' : condition.weekdays.map((day) => DAYS[day - 1]).join(', ');
      return `${days} ${clock(condition.fromMinute)}–${clock(condition.toMinute)} (${condition.timeZone})`;
    }
  }
}

/** What a promotion does, in one sentence of plain English for staff: actions, then conditions, then limits. */
export function promotionSummary(
  promotion: Pick<Promotion, 'actions' | 'conditions' | 'limits' | 'combinesWith' | 'exclusionGroup'>,
  words: SummaryWords,
): string {
  const does = promotion.actions.map((action) => actionText(action, words)).join(' and ');
  const when = promotion.conditions.map((condition) => conditionText(condition, words));
  const { uses, perCode, perCustomer, budget } = promotion.limits;
  const limits = [
    uses === null ? null : `${uses} uses in all`,
    perCode === null ? null : perCode === 1 ? 'each code once' : `each code ${perCode} times`,
    perCustomer === null ? null : perCustomer === 1 ? 'once per customer' : `${perCustomer} times per customer`,
    budget === null ? null : `until ${words.amount(budget.amountMinor, budget.currency)} were given`,
  ].filter((text) => text !== null);
  const { product, order, shipping } = promotion.combinesWith;
  const beside = [product ? 'goods' : null, order ? 'order' : null, shipping ? 'delivery' : null].filter(
    (text) => text !== null,
  );
  const sentence = [does, ...when].join(', ');
  const parts = [
    `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`,
    limits.length > 0 ? `Limits: ${limits.join(', ')}.` : null,
    beside.length > 0 ? `Counts beside ${beside.join(', ')} promotions.` : 'Counts alone.',
    promotion.exclusionGroup === null ? null : `Only one of “${promotion.exclusionGroup}” counts.`,
  ];
  return parts.filter((text) => text !== null).join(' ');
}
