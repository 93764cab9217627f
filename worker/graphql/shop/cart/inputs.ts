import type { CartAddress } from '../../../../commerce/cart/cart-state.ts';
import { builder } from '../builder.ts';
import { AttributeInput } from '../common/attribute.ts';
import { CountryCode, CurrencyCode } from '../common/enums.ts';
import { countryCodeOf } from '../common/mailing-address.ts';

const PreferenceDeliveryMethodType = builder.enumType('PreferenceDeliveryMethodType', {
  description: 'How the shopper likes to get goods.',
  values: ['PICKUP_POINT', 'PICK_UP', 'SHIPPING'] as const,
});
const CartDeliveryCoordinatesPreferenceInput = builder.inputType('CartDeliveryCoordinatesPreferenceInput', {
  description: 'A place near which the shopper likes to pick up.',
  fields: (t) => ({
    countryCode: t.field({ type: CountryCode, required: true }),
    latitude: t.float({ required: true }),
    longitude: t.float({ required: true }),
  }),
});
const CartDeliveryPreferenceInput = builder.inputType('CartDeliveryPreferenceInput', {
  description: 'Wishes for delivery; accepted and not kept.',
  fields: (t) => ({
    coordinates: t.field({ type: CartDeliveryCoordinatesPreferenceInput }),
    deliveryMethod: t.field({ type: [PreferenceDeliveryMethodType] }),
    pickupHandle: t.stringList(),
  }),
});
const CartPreferencesInput = builder.inputType('CartPreferencesInput', {
  description: 'Wishes of the shopper; accepted and not kept.',
  fields: (t) => ({ delivery: t.field({ type: CartDeliveryPreferenceInput }), wallet: t.stringList() }),
});

export const CartBuyerIdentityInput = builder.inputType('CartBuyerIdentityInput', {
  description: 'Who buys. What is absent stays as it is.',
  fields: (t) => ({
    email: t.string(),
    phone: t.string(),
    countryCode: t.field({ type: CountryCode }),
    customerAccessToken: t.string(),
    companyLocationId: t.id(),
    preferences: t.field({ type: CartPreferencesInput }),
  }),
});

const CartLineParentInput = builder.inputType('CartLineParentInput', {
  description: 'The line a new one belongs to.',
  fields: (t) => ({ lineId: t.id(), merchandiseId: t.id() }),
});
export const CartLineInput = builder.inputType('CartLineInput', {
  description: 'A line to add.',
  fields: (t) => ({
    merchandiseId: t.id({ required: true }),
    quantity: t.int({ defaultValue: 1 }),
    attributes: t.field({ type: [AttributeInput] }),
    sellingPlanId: t.id(),
    parent: t.field({ type: CartLineParentInput }),
    priceQuote: t.string({
      description: 'A quote made for this cart (`PriceQuote.token`): its price holds until its time.',
    }),
  }),
});
export const CartLineUpdateInput = builder.inputType('CartLineUpdateInput', {
  description: 'A change of a line; what is absent stays as it is. Quantity 0 removes it.',
  fields: (t) => ({
    id: t.id({ required: true }),
    quantity: t.int(),
    merchandiseId: t.id(),
    attributes: t.field({ type: [AttributeInput] }),
    sellingPlanId: t.id(),
  }),
});

const CartDeliveryAddressInput = builder.inputType('CartDeliveryAddressInput', {
  description: 'A postal address.',
  fields: (t) => ({
    firstName: t.string(),
    lastName: t.string(),
    company: t.string(),
    address1: t.string(),
    address2: t.string(),
    city: t.string(),
    provinceCode: t.string(),
    zip: t.string(),
    countryCode: t.field({ type: CountryCode }),
    phone: t.string(),
  }),
});
export const CartAddressInput = builder.inputType('CartAddressInput', {
  description: 'An address, new or of the customer.',
  fields: (t) => ({ deliveryAddress: t.field({ type: CartDeliveryAddressInput }), copyFromCustomerAddressId: t.id() }),
});
const DeliveryAddressValidationStrategy = builder.enumType('DeliveryAddressValidationStrategy', {
  description: 'How much of an address must be there.',
  values: ['COUNTRY_CODE_ONLY', 'STRICT'] as const,
});
export const CartSelectableAddressInput = builder.inputType('CartSelectableAddressInput', {
  description: 'An address to add.',
  fields: (t) => ({
    address: t.field({ type: CartAddressInput, required: true }),
    selected: t.boolean(),
    oneTimeUse: t.boolean(),
    validationStrategy: t.field({ type: DeliveryAddressValidationStrategy, defaultValue: 'COUNTRY_CODE_ONLY' }),
  }),
});
export const CartSelectableAddressUpdateInput = builder.inputType('CartSelectableAddressUpdateInput', {
  description: 'A change of an address; what is absent stays as it is.',
  fields: (t) => ({
    id: t.id({ required: true }),
    address: t.field({ type: CartAddressInput }),
    selected: t.boolean(),
    oneTimeUse: t.boolean(),
    validationStrategy: t.field({ type: DeliveryAddressValidationStrategy, defaultValue: 'COUNTRY_CODE_ONLY' }),
  }),
});
const CartDeliveryInput = builder.inputType('CartDeliveryInput', {
  description: 'Where the cart may go.',
  fields: (t) => ({ addresses: t.field({ type: [CartSelectableAddressInput] }) }),
});
const CartInputMetafieldInput = builder.inputType('CartInputMetafieldInput', {
  description: 'A typed attribute of the cart; `namespace.key` or a plain key.',
  fields: (t) => ({
    key: t.string({ required: true }),
    type: t.string({ required: true }),
    value: t.string({ required: true }),
  }),
});
export const CartInput = builder.inputType('CartInput', {
  description: 'A new cart.',
  fields: (t) => ({
    lines: t.field({ type: [CartLineInput] }),
    attributes: t.field({ type: [AttributeInput] }),
    buyerIdentity: t.field({ type: CartBuyerIdentityInput }),
    delivery: t.field({ type: CartDeliveryInput }),
    discountCodes: t.stringList(),
    giftCardCodes: t.stringList(),
    metafields: t.field({ type: [CartInputMetafieldInput] }),
    note: t.string(),
  }),
});

export const MailingAddressInput = builder.inputType('MailingAddressInput', {
  description: 'A postal address; the country as code or English name.',
  fields: (t) => ({
    firstName: t.string(),
    lastName: t.string(),
    company: t.string(),
    address1: t.string(),
    address2: t.string(),
    city: t.string(),
    province: t.string(),
    zip: t.string(),
    country: t.string(),
    phone: t.string(),
  }),
});
export const MoneyInput = builder.inputType('MoneyInput', {
  description: 'An exact amount with its currency.',
  fields: (t) => ({
    amount: t.field({ type: 'Decimal', required: true }),
    currencyCode: t.field({ type: CurrencyCode, required: true }),
  }),
});
const CartCardSource = builder.enumType('CartCardSource', {
  description: 'Where a card comes from.',
  values: ['SAVED_CREDIT_CARD'] as const,
});
const CartDirectPaymentMethodInput = builder.inputType('CartDirectPaymentMethodInput', {
  description:
    'A card the payment provider knows; `sessionId` is the provider’s id of the method, such as `pm_card_visa`.',
  fields: (t) => ({
    sessionId: t.string({ required: true }),
    billingAddress: t.field({ type: MailingAddressInput, required: true }),
    cardSource: t.field({ type: CartCardSource }),
    acceptedSubscriptionTerms: t.boolean({ defaultValue: false }),
  }),
});
const CartFreePaymentMethodInput = builder.inputType('CartFreePaymentMethodInput', {
  description: 'For carts that cost nothing.',
  fields: (t) => ({ billingAddress: t.field({ type: MailingAddressInput, required: true }) }),
});
export const CartPaymentInput = builder.inputType('CartPaymentInput', {
  description: 'How and how much the shopper agrees to pay; exactly one method.',
  fields: (t) => ({
    amount: t.field({ type: MoneyInput, required: true }),
    sourceIdentifier: t.string(),
    directPaymentMethod: t.field({ type: CartDirectPaymentMethodInput }),
    freePaymentMethod: t.field({ type: CartFreePaymentMethodInput }),
  }),
});
export const CartSelectedDeliveryOptionInput = builder.inputType('CartSelectedDeliveryOptionInput', {
  description: 'The delivery a shopper chose.',
  fields: (t) => ({ deliveryGroupId: t.id({ required: true }), deliveryOptionHandle: t.string({ required: true }) }),
});
export const CartMetafieldsSetInput = builder.inputType('CartMetafieldsSetInput', {
  description: 'A typed attribute of a cart to set; `namespace.key` or a plain key.',
  fields: (t) => ({
    ownerId: t.id({ required: true }),
    key: t.string({ required: true }),
    type: t.string({ required: true }),
    value: t.string({ required: true }),
  }),
});
export const CartMetafieldDeleteInput = builder.inputType('CartMetafieldDeleteInput', {
  description: 'A typed attribute of a cart to take away.',
  fields: (t) => ({ ownerId: t.id({ required: true }), key: t.string({ required: true }) }),
});

type Given = string | null | undefined;
const text = (value: Given): string | null => value?.trim() || null;

/** A delivery address as typed; empty fields are null. */
export const cartAddress = (input: {
  readonly firstName?: Given;
  readonly lastName?: Given;
  readonly company?: Given;
  readonly address1?: Given;
  readonly address2?: Given;
  readonly city?: Given;
  readonly provinceCode?: Given;
  readonly zip?: Given;
  readonly countryCode?: Given;
  readonly phone?: Given;
}): CartAddress => ({
  firstName: text(input.firstName),
  lastName: text(input.lastName),
  company: text(input.company),
  address1: text(input.address1),
  address2: text(input.address2),
  city: text(input.city),
  provinceCode: text(input.provinceCode)?.toUpperCase() ?? null,
  zip: text(input.zip),
  countryCode: text(input.countryCode),
  phone: text(input.phone),
});

/** A billing address; a country that is neither code nor name stays as typed and is refused by the rules. */
export const mailingAddress = (input: {
  readonly firstName?: Given;
  readonly lastName?: Given;
  readonly company?: Given;
  readonly address1?: Given;
  readonly address2?: Given;
  readonly city?: Given;
  readonly province?: Given;
  readonly zip?: Given;
  readonly country?: Given;
  readonly phone?: Given;
}): CartAddress => {
  const country = text(input.country);
  return cartAddress({
    ...input,
    provinceCode: input.province,
    countryCode: country === null ? null : (countryCodeOf(country) ?? country),
  });
};
