import type { CartAddress, CartBuyer, CartDeliveryAddress } from '../../../../commerce/cart/cart-state.ts';
import { type Money, money } from '../../../../commerce/money/money.ts';
import type { JudgedCode } from '../../../../commerce/promotions/judge.ts';
import { type Action, type Promotion, promotionClass } from '../../../../commerce/promotions/promotion.ts';
import type { CartLineView, CartView } from '../../../services/cart-view.ts';
import { builder } from '../builder.ts';
import { SellingPlanAllocation } from '../catalogue/selling-plans.ts';
import { ProductVariant } from '../catalogue/variant.ts';
import { Attribute } from '../common/attribute.ts';
import { connectionOf } from '../common/connection.ts';
import { CountryCode, countryCode } from '../common/enums.ts';
import { formattedAddress, formattedArea, MailingAddress } from '../common/mailing-address.ts';
import { MoneyV2 } from '../common/money.ts';
import { Node } from '../common/node.ts';
import { Customer } from '../customer/customer-type.ts';
import { innerGid } from './cart-id.ts';

/** A line together with its cart. */
export interface LineOf extends CartLineView {
  readonly view: CartView;
}

export const linesOf = (view: CartView): LineOf[] => view.lines.map((line) => ({ ...line, view }));
const inCart = (view: CartView, amountMinor: number): Money => money(amountMinor, view.priced.currency);

export const CartCost = builder.objectRef<CartView>('CartCost').implement({
  description: 'What a cart costs. Delivery and tax are estimates until a delivery address is known.',
  fields: (t) => ({
    subtotalAmount: t.field({
      type: MoneyV2,
      resolve: (view) => inCart(view, view.priced.subtotalMinor - goodsOff(view)),
    }),
    subtotalAmountEstimated: t.boolean({ resolve: () => false }),
    totalAmount: t.field({ type: MoneyV2, resolve: (view) => inCart(view, view.priced.totalMinor) }),
    totalAmountEstimated: t.boolean({ resolve: (view) => !view.priced.isFinal }),
    checkoutChargeAmount: t.field({
      type: MoneyV2,
      description: 'What is left to pay after gift cards.',
      resolve: (view) => inCart(view, view.dueMinor),
    }),
    totalTaxAmount: t.field({ type: MoneyV2, nullable: true, resolve: (view) => taxOf(view) }),
    totalTaxAmountEstimated: t.boolean({ resolve: (view) => !view.priced.isFinal }),
    totalDutyAmount: t.field({ type: MoneyV2, nullable: true, resolve: () => null }),
    totalDutyAmountEstimated: t.boolean({ resolve: () => true }),
  }),
});

/** Unknown where it is added on top and depends on an address that is not known. */
function taxOf(view: CartView): Money | null {
  return view.priced.taxIncluded || view.priced.isFinal ? inCart(view, view.priced.taxMinor) : null;
}

export const CartEstimatedCost = builder.objectRef<CartView>('CartEstimatedCost').implement({
  description: 'What a cart costs; use CartCost.',
  fields: (t) => ({
    subtotalAmount: t.field({
      type: MoneyV2,
      resolve: (view) => inCart(view, view.priced.subtotalMinor - goodsOff(view)),
    }),
    totalAmount: t.field({ type: MoneyV2, resolve: (view) => inCart(view, view.priced.totalMinor) }),
    checkoutChargeAmount: t.field({ type: MoneyV2, resolve: (view) => inCart(view, view.dueMinor) }),
    totalTaxAmount: t.field({ type: MoneyV2, nullable: true, resolve: (view) => taxOf(view) }),
    totalDutyAmount: t.field({ type: MoneyV2, nullable: true, resolve: () => null }),
  }),
});

/** What a line costs after the promotions of its goods; those of the order are the cart’s. */
const lineTotal = (line: LineOf): Money =>
  lineMoney(
    line,
    lineAllocations(line).reduce((left, one) => left - one.amountMinor, line.priced.subtotalMinor),
  );
const lineMoney = (line: LineOf, amountMinor: number): Money => inCart(line.view, amountMinor);
const lineCompareAt = (line: LineOf): Money | null =>
  line.compareAtMinor === null ? null : lineMoney(line, line.compareAtMinor);

const CartLineCost = builder.objectRef<LineOf>('CartLineCost').implement({
  description: 'What a line costs. The total is after promotions of its goods and before those of the whole cart.',
  fields: (t) => ({
    amountPerQuantity: t.field({ type: MoneyV2, resolve: (line) => lineMoney(line, line.priced.unitPriceMinor) }),
    compareAtAmountPerQuantity: t.field({ type: MoneyV2, nullable: true, resolve: lineCompareAt }),
    subtotalAmount: t.field({ type: MoneyV2, resolve: lineTotal }),
    totalAmount: t.field({ type: MoneyV2, resolve: lineTotal }),
  }),
});

const CartLineEstimatedCost = builder.objectRef<LineOf>('CartLineEstimatedCost').implement({
  description: 'What a line costs; use CartLineCost.',
  fields: (t) => ({
    amount: t.field({ type: MoneyV2, resolve: (line) => lineMoney(line, line.priced.unitPriceMinor) }),
    compareAtAmount: t.field({ type: MoneyV2, nullable: true, resolve: lineCompareAt }),
    subtotalAmount: t.field({ type: MoneyV2, resolve: lineTotal }),
    totalAmount: t.field({ type: MoneyV2, resolve: lineTotal }),
  }),
});

/** What a promotion takes off goods, an order or delivery, with its cart. */
interface Allocation {
  readonly promotion: Promotion;
  readonly amountMinor: number;
  readonly view: CartView;
}

/** Reductions of the whole cart: of the order and of its delivery. Those of goods are at their lines. */
export const cartAllocations = (view: CartView): Allocation[] =>
  view.priced.applied.flatMap(({ promotion, amountMinor, shippingMinor }) => {
    if (promotionClass(promotion) === 'product') return [];
    const off = amountMinor + shippingMinor;
    return off > 0 ? [{ promotion, amountMinor: off, view }] : [];
  });

const lineAllocations = (line: LineOf): Allocation[] =>
  line.priced.discounts
    .filter(({ promotion }) => promotionClass(promotion) === 'product')
    .map((one) => ({ ...one, view: line.view }));

/** What is taken off at lines; the subtotal is without it, as in the Storefront API. */
const goodsOff = (view: CartView): number =>
  view.priced.applied.reduce(
    (sum, { promotion, amountMinor }) => sum + (promotionClass(promotion) === 'product' ? amountMinor : 0),
    0,
  );

const TargetType = builder.enumType('DiscountApplicationTargetType', {
  description: 'What a discount takes off.',
  values: ['LINE_ITEM', 'SHIPPING_LINE'] as const,
});
const TargetSelection = builder.enumType('DiscountApplicationTargetSelection', {
  description: 'Which lines a discount is for.',
  values: ['ALL', 'ENTITLED', 'EXPLICIT'] as const,
});
const AllocationMethod = builder.enumType('DiscountApplicationAllocationMethod', {
  description: 'How a discount is dealt out.',
  values: ['ACROSS', 'EACH', 'ONE'] as const,
});
const PricingPercentageValue = builder.objectRef<{ readonly percentage: number }>('PricingPercentageValue').implement({
  description: 'A discount as a share.',
  fields: (t) => ({ percentage: t.exposeFloat('percentage') }),
});
const PricingValue = builder.unionType('PricingValue', {
  description: 'Worth of a discount.',
  types: [MoneyV2, PricingPercentageValue],
  resolveType: (value) => ('percentage' in value ? 'PricingPercentageValue' : 'MoneyV2'),
});

const TARGETS = { product: 'LINE_ITEM', order: 'LINE_ITEM', shipping: 'SHIPPING_LINE' } as const;
const targetType = ({ promotion }: Allocation) => TARGETS[promotionClass(promotion)];

/** Whether an action is for chosen goods. */
const isEntitled = (action: Action | undefined): boolean =>
  action !== undefined && (!('of' in action) || action.of.kind !== 'all');

/** A share where that is all there is to say, else what it comes to. */
function worthOf({ promotion, amountMinor, view }: Allocation): Money | { readonly percentage: number } {
  const [action] = promotion.actions;
  if (action?.kind === 'percent') return { percentage: action.bps / 100 };
  if (action?.kind === 'free_shipping') return { percentage: 100 };
  const named = action?.kind === 'fixed' ? action.amounts[view.priced.currency] : undefined;
  return inCart(view, named ?? amountMinor);
}

const CartDiscountApplication = builder.objectRef<Allocation>('CartDiscountApplication').implement({
  description: 'What a discount means to do.',
  fields: (t) => ({
    allocationMethod: t.field({
      type: AllocationMethod,
      resolve: ({ promotion: { actions } }) =>
        actions.some((one) => one.kind === 'price' || (one.kind === 'fixed' && one.per === 'each')) ? 'EACH' : 'ACROSS',
    }),
    targetSelection: t.field({
      type: TargetSelection,
      resolve: ({ promotion: { actions } }) =>
        actions[0]?.kind !== 'free_shipping' && isEntitled(actions[0]) ? 'ENTITLED' : 'ALL',
    }),
    targetType: t.field({ type: TargetType, resolve: targetType }),
    value: t.field({ type: PricingValue, resolve: worthOf }),
  }),
});

export const CartDiscountAllocation = builder.interfaceRef<Allocation>('CartDiscountAllocation').implement({
  description: 'An amount that was taken off.',
  resolveType: ({ promotion }) =>
    promotion.code === null ? 'CartAutomaticDiscountAllocation' : 'CartCodeDiscountAllocation',
  fields: (t) => ({
    discountApplication: t.field({ type: CartDiscountApplication, resolve: (one) => one }),
    discountedAmount: t.field({ type: MoneyV2, resolve: ({ amountMinor, view }) => inCart(view, amountMinor) }),
    targetType: t.field({ type: TargetType, resolve: targetType }),
  }),
});
builder.objectRef<Allocation>('CartCodeDiscountAllocation').implement({
  description: 'An amount that a code took off.',
  interfaces: [CartDiscountAllocation],
  fields: (t) => ({ code: t.string({ resolve: ({ promotion }) => promotion.code ?? '' }) }),
});
builder.objectRef<Allocation>('CartAutomaticDiscountAllocation').implement({
  description: 'An amount that a promotion took off by itself.',
  interfaces: [CartDiscountAllocation],
  fields: (t) => ({ title: t.string({ resolve: ({ promotion }) => promotion.title }) }),
});

export const CartDiscountCode = builder.objectRef<JudgedCode>('CartDiscountCode').implement({
  description: 'A code the shopper entered.',
  fields: (t) => ({ code: t.exposeString('code'), applicable: t.exposeBoolean('applicable') }),
});

export const Merchandise = builder.unionType('Merchandise', {
  description: 'What can be bought.',
  types: [ProductVariant],
  resolveType: () => 'ProductVariant',
});

export const BaseCartLine = builder.interfaceRef<LineOf>('BaseCartLine');
builder.interfaceType(BaseCartLine, {
  description: 'Units of one variant in a cart.',
  interfaces: [Node],
  resolveType: () => 'CartLine',
  fields: (t) => ({
    id: t.id({ resolve: ({ line, view }) => innerGid('CartLine', view.cart.token, line.id) }),
    quantity: t.int({ resolve: ({ line }) => line.quantity }),
    attributes: t.field({ type: [Attribute], resolve: ({ line }) => [...line.attributes] }),
    attribute: t.field({
      type: Attribute,
      nullable: true,
      args: { key: t.arg.string({ required: true }) },
      resolve: ({ line }, { key }) => line.attributes.find((one) => one.key === key) ?? null,
    }),
    cost: t.field({ type: CartLineCost, resolve: (line) => line }),
    estimatedCost: t.field({
      type: CartLineEstimatedCost,
      deprecationReason: 'Use `cost` instead.',
      resolve: (line) => line,
    }),
    discountAllocations: t.field({
      type: [CartDiscountAllocation],
      description: 'Discounts of this line alone; those of the order are the cart’s.',
      resolve: lineAllocations,
    }),
    merchandise: t.field({ type: Merchandise, resolve: ({ variant, product }) => ({ variant, product }) }),
    sellingPlanAllocation: t.field({ type: SellingPlanAllocation, nullable: true, resolve: () => null }),
  }),
});

const CartLineInstructions = builder.objectRef<object>('CartLineInstructions').implement({
  description: 'What may be done with a line.',
  fields: (t) => ({
    canRemove: t.boolean({ resolve: () => true }),
    canUpdateQuantity: t.boolean({ resolve: () => true }),
  }),
});
const CartLine = builder.objectRef<LineOf>('CartLine');
const CartLineParentRelationship = builder
  .objectRef<{ readonly parent: LineOf }>('CartLineParentRelationship')
  .implement({
    description: 'The line another one belongs to.',
    fields: (t) => ({ parent: t.field({ type: CartLine, resolve: ({ parent }) => parent }) }),
  });
builder.objectType(CartLine, {
  description: 'Units of one variant in a cart.',
  interfaces: [BaseCartLine, Node],
  fields: (t) => ({
    // Both interfaces have an id; the line's own says which cart it is in.
    id: t.id({ resolve: ({ line, view }) => innerGid('CartLine', view.cart.token, line.id) }),
    instructions: t.field({ type: CartLineInstructions, resolve: () => ({}) }),
    parentRelationship: t.field({ type: CartLineParentRelationship, nullable: true, resolve: () => null }),
  }),
});
builder.objectRef<LineOf>('ComponentizableCartLine').implement({
  description: 'A line made of components; the shop sells none yet.',
  interfaces: [BaseCartLine, Node],
  isTypeOf: () => false,
  fields: (t) => ({ lineComponents: t.field({ type: [CartLine], resolve: () => [] }) }),
});

export const BaseCartLineConnection = connectionOf('BaseCartLine', BaseCartLine);

const CartDeliveryAddressType = builder.objectRef<CartAddress>('CartDeliveryAddress').implement({
  description: 'A postal address of a cart.',
  fields: (t) => ({
    firstName: t.exposeString('firstName', { nullable: true }),
    lastName: t.exposeString('lastName', { nullable: true }),
    name: t.string({
      nullable: true,
      resolve: ({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(' ') || null,
    }),
    company: t.exposeString('company', { nullable: true }),
    address1: t.exposeString('address1', { nullable: true }),
    address2: t.exposeString('address2', { nullable: true }),
    city: t.exposeString('city', { nullable: true }),
    provinceCode: t.exposeString('provinceCode', { nullable: true }),
    zip: t.exposeString('zip', { nullable: true }),
    countryCode: t.exposeString('countryCode', { nullable: true }),
    phone: t.exposeString('phone', { nullable: true }),
    latitude: t.float({ nullable: true, resolve: () => null }),
    longitude: t.float({ nullable: true, resolve: () => null }),
    formatted: t.stringList({
      args: { withName: t.arg.boolean({ defaultValue: false }), withCompany: t.arg.boolean({ defaultValue: true }) },
      resolve: (address, args, ctx) =>
        formattedAddress(address, args.withName ?? false, args.withCompany ?? true, ctx.buyer.language),
    }),
    formattedArea: t.string({
      nullable: true,
      resolve: (address, _args, ctx) => formattedArea(address, ctx.buyer.language),
    }),
  }),
});
const CartAddressUnion = builder.unionType('CartAddress', {
  description: 'An address of a cart.',
  types: [CartDeliveryAddressType],
  resolveType: () => 'CartDeliveryAddress',
});
const CartSelectableAddress = builder
  .objectRef<{ readonly one: CartDeliveryAddress; readonly view: CartView }>('CartSelectableAddress')
  .implement({
    description: 'An address the cart may be delivered to.',
    fields: (t) => ({
      id: t.id({ resolve: ({ one, view }) => innerGid('CartSelectableAddress', view.cart.token, one.id) }),
      address: t.field({ type: CartAddressUnion, resolve: ({ one }) => one.address }),
      selected: t.boolean({ resolve: ({ one }) => one.selected }),
      oneTimeUse: t.boolean({ resolve: ({ one }) => one.oneTimeUse }),
    }),
  });
export const CartDelivery = builder.objectRef<CartView>('CartDelivery').implement({
  description: 'Where the cart may go.',
  fields: (t) => ({
    addresses: t.field({
      type: [CartSelectableAddress],
      args: { selected: t.arg.boolean({ defaultValue: false, description: 'Only the selected one.' }) },
      resolve: (view, { selected }) =>
        view.cart.addresses.filter((one) => !selected || one.selected).map((one) => ({ one, view })),
    }),
  }),
});

const DeliveryAddressUnion = builder.unionType('DeliveryAddress', {
  description: 'An address to deliver to.',
  types: [MailingAddress],
  resolveType: () => 'MailingAddress',
});
export const CartBuyerIdentity = builder.objectRef<CartBuyer>('CartBuyerIdentity').implement({
  description: 'Who buys, as far as known.',
  fields: (t) => ({
    email: t.exposeString('email', { nullable: true }),
    phone: t.exposeString('phone', { nullable: true }),
    countryCode: t.field({
      type: CountryCode,
      nullable: true,
      resolve: (buyer) => (buyer.countryCode ? countryCode(buyer.countryCode) : null),
    }),
    taxNumber: t.string({
      nullable: true,
      description: 'VAT number of a business, as it was checked.',
      resolve: (buyer) => buyer.taxNumber?.text ?? null,
    }),
    isTaxNumberVerified: t.boolean({
      description: 'Whether the register confirmed the VAT number; until it does, tax is charged.',
      resolve: (buyer) => buyer.taxNumber?.status === 'valid',
    }),
    customer: t.field({ type: Customer, nullable: true, resolve: () => null }),
    deliveryAddressPreferences: t.field({
      type: [DeliveryAddressUnion],
      deprecationReason: 'Use `cart.delivery` instead.',
      resolve: () => [],
    }),
  }),
});
