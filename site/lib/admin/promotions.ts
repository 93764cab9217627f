import { parseDecimal, toDecimalString } from '../../../commerce/money/money.ts';
import { type AdminPageContext, askAdmin, type UserError } from './graphql.ts';

/** What a promotion can do, as the form offers it. */
export const KINDS = {
  percent: 'A share off goods',
  fixed: 'An amount off goods',
  price: 'Goods for a price',
  buy_x_get_y: 'Buy some, get some',
  tiers: 'More off for more items',
  bundle: 'A set for a price',
  gift: 'Something free with it',
  free_shipping: 'Free delivery',
} as const;
export type Kind = keyof typeof KINDS;
export const isKind = (text: string): text is Kind => text in KINDS;

type Data = Readonly<Record<string, unknown>>;

/** A promotion as the admin shows it. */
export interface AdminPromotion {
  readonly __typename: string;
  readonly title: string;
  readonly status: 'ACTIVE' | 'EXPIRED' | 'SCHEDULED';
  readonly summary: string;
  readonly isActive: boolean;
  readonly startsAt: string;
  readonly endsAt: string | null;
  readonly asyncUsageCount: number;
  readonly usageLimit: number | null;
  readonly usageLimitPerCode: number | null;
  readonly usageLimitPerCustomer: number | null;
  readonly budget: { readonly amount: string; readonly currencyCode: string } | null;
  readonly spent: { readonly amount: string; readonly currencyCode: string } | null;
  readonly priority: number;
  readonly exclusionGroup: string | null;
  readonly combinesWith: {
    readonly productDiscounts: boolean;
    readonly orderDiscounts: boolean;
    readonly shippingDiscounts: boolean;
  };
  readonly conditions: readonly Data[];
  readonly actions: readonly Data[];
  readonly codesCount?: { readonly count: number };
  readonly codes?: { readonly nodes: readonly { readonly code: string; readonly asyncUsageCount: number }[] };
}
export interface PromotionNode {
  readonly id: string;
  readonly discount: AdminPromotion;
}

const common = `__typename ... on DiscountCommon { title status summary isActive startsAt endsAt asyncUsageCount usageLimit usageLimitPerCode usageLimitPerCustomer
  budget { amount currencyCode } spent { amount currencyCode } priority exclusionGroup combinesWith { productDiscounts orderDiscounts shippingDiscounts } conditions actions }`;
const coded = (first: number) =>
  ['Basic', 'Bxgy', 'FreeShipping', 'App']
    .map(
      (kind) =>
        `... on DiscountCode${kind} { codesCount { count } codes(first: ${first}) { nodes { code asyncUsageCount } } }`,
    )
    .join(' ');
export const PROMOTIONS_QUERY = `query Promotions($query: String) { discountNodes(first: 100, query: $query) { nodes { id discount { ${common} ${coded(1)} } } } }`;
export const PROMOTION_QUERY = `query Promotion($id: ID!) { discountNode(id: $id) { id discount { ${common} ${coded(20)} } } products(first: 250) { nodes { id title } } }`;
export const GOODS_QUERY = 'query Goods { products(first: 250) { nodes { id title } } }';

const SAVE = `mutation Save($id: ID, $input: PromotionInput!) { promotionSave(id: $id, input: $input) { discountNode { id } userErrors { field message } } }`;
const PREVIEW = `query Preview($input: PromotionInput!, $lines: [PromotionSampleLineInput!]!) { promotionPreview(input: $input, lines: $lines) {
  summary reason subtotal { amount currencyCode } discount { amount currencyCode } total { amount currencyCode } userErrors { field message } } }`;

export interface Preview {
  readonly summary: string;
  readonly reason: string | null;
  readonly subtotal: { readonly amount: string; readonly currencyCode: string } | null;
  readonly discount: { readonly amount: string; readonly currencyCode: string } | null;
  readonly total: { readonly amount: string; readonly currencyCode: string } | null;
  readonly userErrors: readonly UserError[];
}

/** Texts of the form's fields, typed or from a promotion. */
export type PromotionForm = Readonly<Record<string, string>>;

const DEFAULTS: PromotionForm = {
  kind: 'percent',
  currency: 'EUR',
  per: 'across',
  quantity: '1',
  get: '1',
  percent: '10',
};

const idsOf = (of: unknown): string => {
  if (typeof of !== 'object' || of === null || !('kind' in of)) return '';
  if (of.kind !== 'products' || !('ids' in of) || !Array.isArray(of.ids)) return '';
  return of.ids.join(',');
};
const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
/** A part of a rule; nothing where it has another form. */
const dataIn = (value: unknown): Data => (isData(value) ? value : {});
const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'number' || typeof value === 'string' ? String(value) : '');
const percentText = (bps: unknown): string => (typeof bps === 'number' ? String(bps / 100) : '');

function moneyIn(amounts: unknown): { readonly amount: string; readonly currency: string } | null {
  if (typeof amounts !== 'object' || amounts === null) return null;
  const [[currency, amountMinor] = ['', 0]] = Object.entries(amounts);
  return typeof amountMinor === 'number' ? { amount: toDecimalString({ amountMinor, currency }), currency } : null;
}

/**
 * The form of a promotion that the form can say whole; null: it has rules beyond it (several actions, other goods or conditions, several currencies) and
 * is changed as data.
 */
export function formOf(promotion: AdminPromotion): PromotionForm | null {
  const [action, ...more] = promotion.actions;
  const kind = text(action?.kind);
  if (!action || more.length > 0 || !isKind(kind) || kind === 'bundle') return null;
  const form: Record<string, string> = { ...DEFAULTS, kind, title: promotion.title };
  const put = (name: string, value: string) => {
    form[name] = value;
  };
  const goods = action.of ?? (kind === 'free_shipping' ? { kind: 'all' } : undefined);
  if (goods !== undefined) {
    const of = dataIn(goods);
    if (of.kind !== 'all' && of.kind !== 'products') return null;
    put('goods', idsOf(of));
  }
  put('percent', percentText(action.bps) || '10');
  put('per', text(action.per) || 'across');
  put('quantity', text(action.quantity) || '1');
  const money = moneyIn(action.amounts);
  if (money) {
    put('amount', money.amount);
    put('currency', money.currency);
  }
  if (kind === 'buy_x_get_y') {
    const [buy, get] = [dataIn(action.buy), dataIn(action.get)];
    put('quantity', text(buy.quantity));
    put('get', text(get.quantity));
    put('goods', idsOf(buy.of));
    put('getGoods', idsOf(get.of));
  }
  if (kind === 'tiers') {
    const steps = listIn(action.steps).map(dataIn);
    if (action.by !== 'quantity' || steps.some((step) => typeof step.bps !== 'number')) return null;
    put('steps', steps.map((step) => `${text(step.from)}: ${percentText(step.bps)}`).join('\n'));
  }
  for (const condition of promotion.conditions) {
    if (condition.kind === 'subtotal_at_least' && condition.of === undefined) {
      const least = moneyIn(condition.amounts);
      put('minimum', least?.amount ?? '');
      put('currency', least?.currency ?? 'EUR');
    } else if (condition.kind === 'customer_group') put('groups', listIn(condition.groups).join(', '));
    else if (condition.kind === 'first_order') put('first', '1');
    else if (condition.kind === 'countries') put('countries', listIn(condition.countries).join(', '));
    else return null;
  }
  return { ...form, ...frameOf(promotion) };
}

/** What every form has: when, how often, beside what. */
export function frameOf(promotion: AdminPromotion): PromotionForm {
  const { combinesWith } = promotion;
  return {
    title: promotion.title,
    active: promotion.isActive ? '1' : '',
    startsAt: promotion.startsAt.slice(0, 16),
    endsAt: promotion.endsAt?.slice(0, 16) ?? '',
    limit: text(promotion.usageLimit),
    perCode: text(promotion.usageLimitPerCode),
    perCustomer: text(promotion.usageLimitPerCustomer),
    budget: promotion.budget?.amount ?? '',
    budgetCurrency: promotion.budget?.currencyCode ?? 'EUR',
    priority: String(promotion.priority),
    group: promotion.exclusionGroup ?? '',
    besideGoods: combinesWith.productDiscounts ? '1' : '',
    besideOrder: combinesWith.orderDiscounts ? '1' : '',
    besideDelivery: combinesWith.shippingDiscounts ? '1' : '',
  };
}

/** An empty form. */
export const emptyForm = (kind: Kind): PromotionForm => ({
  ...DEFAULTS,
  kind,
  active: '1',
  priority: '0',
  budgetCurrency: 'EUR',
  besideDelivery: kind === 'free_shipping' ? '' : '1',
});

/** The fields of a sent form; several values of one name are joined by commas. */
export function typedForm(form: FormData): PromotionForm {
  const typed: Record<string, string> = {};
  for (const name of new Set(form.keys()))
    typed[name] = form
      .getAll(name)
      .filter((value) => typeof value === 'string')
      .join(',')
      .trim();
  return typed;
}

const words = (list: string | undefined): string[] => (list ?? '').split(/[\s,]+/).filter((word) => word !== '');
const whole = (value: string | undefined): number | null => (value ? Number(value) : null);
const selection = (ids: string | undefined): Data =>
  words(ids).length === 0 ? { kind: 'all' } : { kind: 'products', ids: words(ids).map(Number) };
const bps = (value: string | undefined): number => Math.round(Number(value ?? 0) * 100);

function actionsOf(form: PromotionForm): unknown {
  if (form.actions !== undefined) return JSON.parse(form.actions);
  const currency = (form.currency ?? 'EUR').toUpperCase();
  const amounts = { [currency]: parseDecimal(form.amount ?? '', currency)?.amountMinor ?? -1 };
  const of = selection(form.goods);
  const quantity = Number(form.quantity);
  switch (form.kind) {
    case 'percent':
      return [{ kind: 'percent', bps: bps(form.percent), of }];
    case 'fixed':
      return [{ kind: 'fixed', amounts, of, per: form.per === 'each' ? 'each' : 'across' }];
    case 'price':
      return [{ kind: 'price', amounts, of }];
    case 'gift':
      return [{ kind: 'gift', of, quantity }];
    case 'buy_x_get_y': {
      const get = { of: selection(form.getGoods || form.goods), quantity: Number(form.get) };
      return [{ kind: 'buy_x_get_y', buy: { of, quantity }, get, bps: bps(form.percent), most: null }];
    }
    case 'tiers': {
      const steps = (form.steps ?? '')
        .split('\n')
        .map((line) => line.split(':'))
        .filter(([from]) => from?.trim())
        .map(([from, share]) => ({ from: Number(from), bps: bps(share) }));
      return [{ kind: 'tiers', of, by: 'quantity', steps }];
    }
    case 'bundle': {
      const parts = words(form.goods).map((id) => ({ of: { kind: 'products', ids: [Number(id)] }, quantity: 1 }));
      return [{ kind: 'bundle', parts, worth: { price: amounts }, most: null }];
    }
    default:
      return [{ kind: 'free_shipping', methods: null, most: null }];
  }
}

function conditionsOf(form: PromotionForm): unknown {
  if (form.conditions !== undefined) return JSON.parse(form.conditions);
  const currency = (form.currency ?? 'EUR').toUpperCase();
  const conditions: Data[] = [];
  if (form.minimum)
    conditions.push({
      kind: 'subtotal_at_least',
      amounts: { [currency]: parseDecimal(form.minimum, currency)?.amountMinor ?? -1 },
    });
  if (words(form.groups).length > 0) conditions.push({ kind: 'customer_group', groups: words(form.groups) });
  if (form.first) conditions.push({ kind: 'first_order' });
  if (words(form.countries).length > 0)
    conditions.push({ kind: 'countries', countries: words(form.countries).map((code) => code.toUpperCase()) });
  return conditions;
}

/** The form in the words of the API; a message when its data cannot be read. */
export function inputOf(form: PromotionForm): Data | string {
  let rules: Data;
  try {
    rules = { actions: actionsOf(form), conditions: conditionsOf(form) };
  } catch {
    return 'The rules are not written as JSON.';
  }
  const budgetCurrency = (form.budgetCurrency || 'EUR').toUpperCase();
  const moment = (value: string | undefined) => (value ? `${value}:00Z` : null);
  return {
    ...rules,
    title: form.title ?? '',
    isAutomatic: form.method === 'automatic',
    codes: words(form.codes),
    isActive: form.active === '1',
    ...(form.startsAt ? { startsAt: moment(form.startsAt) } : {}),
    endsAt: moment(form.endsAt),
    combinesWith: {
      productDiscounts: form.besideGoods === '1',
      orderDiscounts: form.besideOrder === '1',
      shippingDiscounts: form.besideDelivery === '1',
    },
    usageLimit: whole(form.limit),
    usageLimitPerCode: whole(form.perCode),
    usageLimitPerCustomer: whole(form.perCustomer),
    budget: form.budget
      ? { amountMinor: parseDecimal(form.budget, budgetCurrency)?.amountMinor ?? -1, currencyCode: budgetCurrency }
      : null,
    priority: Number(form.priority ?? 0),
    exclusionGroup: form.group || null,
  };
}

/** Saves a promotion (id null: a new one); its id, or what is wrong. */
export async function savePromotion(
  page: AdminPageContext,
  id: string | null,
  form: PromotionForm,
): Promise<{ readonly ok: true; readonly id: string } | { readonly ok: false; readonly problems: readonly string[] }> {
  const input = inputOf(form);
  if (typeof input === 'string') return { ok: false, problems: [input] };
  const answer = await askAdmin<{
    promotionSave: { discountNode: { id: string } | null; userErrors: readonly UserError[] } | null;
  }>(page, SAVE, { id, input }, form.key);
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const made = answer.data.promotionSave;
  if (made?.discountNode) return { ok: true, id: made.discountNode.id };
  return { ok: false, problems: (made?.userErrors ?? []).map(({ message }) => message) };
}

/** What the form would do to a sample cart: `sample` has product ids, two of each. */
export async function previewPromotion(
  page: AdminPageContext,
  form: PromotionForm,
  sample: readonly string[],
): Promise<Preview | null> {
  const input = inputOf(form);
  if (typeof input === 'string') return null;
  const { codes: _codes, ...rest } = input;
  const lines = sample.map((productId) => ({ productId, quantity: 2 }));
  const answer = await askAdmin<{ promotionPreview: Preview }>(page, PREVIEW, { input: rest, lines });
  return answer.ok ? answer.data.promotionPreview : null;
}
