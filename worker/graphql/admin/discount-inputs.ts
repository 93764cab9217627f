import { type Money, parseDecimal } from '../../../commerce/money/money.ts';
import type { Action, Condition, Selection } from '../../../commerce/promotions/promotion.ts';
import { numberFromGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';

const ItemsProducts = adminBuilder.inputType('DiscountProductsInput', {
  fields: (t) => ({ productsToAdd: t.idList(), productVariantsToAdd: t.idList() }),
});
const ItemsCollections = adminBuilder.inputType('DiscountCollectionsInput', { fields: (t) => ({ add: t.idList() }) });
export const DiscountItemsInput = adminBuilder.inputType('DiscountItemsInput', {
  description: 'Goods: all, products, variants or collections.',
  fields: (t) => ({
    all: t.boolean(),
    products: t.field({ type: ItemsProducts }),
    collections: t.field({ type: ItemsCollections }),
  }),
});
const DiscountAmountInput = adminBuilder.inputType('DiscountAmountInput', {
  fields: (t) => ({ amount: t.field({ type: 'Decimal', required: true }), appliesOnEachItem: t.boolean() }),
});
const DiscountEffectInput = adminBuilder.inputType('DiscountEffectInput', {
  fields: (t) => ({ percentage: t.float({ description: '0.0 to 1.0', required: true }) }),
});
const DiscountOnQuantityInput = adminBuilder.inputType('DiscountOnQuantityInput', {
  fields: (t) => ({
    quantity: t.field({ type: 'UnsignedInt64', required: true }),
    effect: t.field({ type: DiscountEffectInput, required: true }),
  }),
});
const CustomerGetsValueInput = adminBuilder.inputType('DiscountCustomerGetsValueInput', {
  description: 'Exactly one of these.',
  fields: (t) => ({
    percentage: t.float({ description: '0.0 to 1.0' }),
    discountAmount: t.field({ type: DiscountAmountInput }),
    discountOnQuantity: t.field({ type: DiscountOnQuantityInput }),
  }),
});
export const CustomerGetsInput = adminBuilder.inputType('DiscountCustomerGetsInput', {
  fields: (t) => ({
    value: t.field({ type: CustomerGetsValueInput, required: true }),
    items: t.field({ type: DiscountItemsInput, required: true }),
  }),
});
const CustomerBuysValueInput = adminBuilder.inputType('DiscountCustomerBuysValueInput', {
  fields: (t) => ({ quantity: t.field({ type: 'UnsignedInt64', required: true }) }),
});
export const CustomerBuysInput = adminBuilder.inputType('DiscountCustomerBuysInput', {
  fields: (t) => ({
    value: t.field({ type: CustomerBuysValueInput, required: true }),
    items: t.field({ type: DiscountItemsInput, required: true }),
  }),
});
const MinimumSubtotalInput = adminBuilder.inputType('DiscountMinimumSubtotalInput', {
  fields: (t) => ({ greaterThanOrEqualToSubtotal: t.field({ type: 'Decimal', required: true }) }),
});
const MinimumQuantityInput = adminBuilder.inputType('DiscountMinimumQuantityInput', {
  fields: (t) => ({ greaterThanOrEqualToQuantity: t.field({ type: 'UnsignedInt64', required: true }) }),
});
export const MinimumRequirementInput = adminBuilder.inputType('DiscountMinimumRequirementInput', {
  fields: (t) => ({
    subtotal: t.field({ type: MinimumSubtotalInput }),
    quantity: t.field({ type: MinimumQuantityInput }),
  }),
});
export const CombinesWithInput = adminBuilder.inputType('DiscountCombinesWithInput', {
  fields: (t) => ({
    productDiscounts: t.boolean({ defaultValue: false }),
    orderDiscounts: t.boolean({ defaultValue: false }),
    shippingDiscounts: t.boolean({ defaultValue: false }),
  }),
});

const numbers = (type: string, gids: readonly (string | number)[]): number[] =>
  gids.map((gid) => numberFromGid(type, String(gid)) ?? 0);

/** Goods as the rules name them; ids that are none become 0, which no goods have and `checkPromotion` refuses. */
export function selectionOf({ products, collections }: typeof DiscountItemsInput.$inferInput): Selection {
  if (products?.productVariantsToAdd?.length)
    return { kind: 'variants', ids: numbers('ProductVariant', products.productVariantsToAdd) };
  if (products?.productsToAdd?.length) return { kind: 'products', ids: numbers('Product', products.productsToAdd) };
  if (collections?.add?.length) return { kind: 'collections', ids: numbers('Collection', collections.add) };
  return { kind: 'all' };
}

/** An amount in the shop's currency; one that cannot be read becomes -1, which `checkPromotion` refuses. */
export const minor = (text: string, currency: string): number =>
  parseDecimal(text, currency)?.amountMinor ?? ({ amountMinor: -1, currency } satisfies Money).amountMinor;

const bpsOf = (share: number): number => Math.round(share * 10_000);

/** What a basic discount does. */
export function basicAction({ value, items }: typeof CustomerGetsInput.$inferInput, currency: string): Action {
  const of = selectionOf(items);
  const { discountAmount, percentage } = value;
  if (!discountAmount) return { kind: 'percent', bps: bpsOf(percentage ?? 0), of };
  const amounts = { [currency]: minor(discountAmount.amount, currency) };
  return { kind: 'fixed', amounts, of, per: discountAmount.appliesOnEachItem ? 'each' : 'across' };
}

/** What a buy-X-get-Y discount does. */
export function bxgyAction(
  buys: typeof CustomerBuysInput.$inferInput,
  gets: typeof CustomerGetsInput.$inferInput,
  most: number | null,
): Action {
  const { discountOnQuantity } = gets.value;
  return {
    kind: 'buy_x_get_y',
    buy: { of: selectionOf(buys.items), quantity: Number(buys.value.quantity) },
    get: { of: selectionOf(gets.items), quantity: Number(discountOnQuantity?.quantity ?? 0) },
    bps: bpsOf(discountOnQuantity?.effect.percentage ?? 0),
    most,
  };
}

/** What the cart must hold first. */
export function minimumConditions(
  minimum: typeof MinimumRequirementInput.$inferInput | null | undefined,
  currency: string,
): Condition[] {
  const conditions: Condition[] = [];
  if (minimum?.subtotal) {
    const least = minor(minimum.subtotal.greaterThanOrEqualToSubtotal, currency);
    conditions.push({ kind: 'subtotal_at_least', amounts: { [currency]: least } });
  }
  if (minimum?.quantity) {
    const quantity = Number(minimum.quantity.greaterThanOrEqualToQuantity);
    conditions.push({ kind: 'quantity_at_least', quantity, of: { kind: 'all' } });
  }
  return conditions;
}
