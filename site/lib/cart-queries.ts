import { shopDocument } from './graphql.ts';
import type { InMarket } from './queries.ts';
import type { Cart, CartWarning, DeliveryChoices, UserError } from './shapes.ts';

const head = '$country: CountryCode!, $language: LanguageCode!';
const inContext = '@inContext(country: $country, language: $language)';
const money = 'amount currencyCode';
const option = `handle title description code deliveryMethodType arrivesFrom arrivesTo estimatedCost { ${money} }`;
/** Fields of a store. */
export const storeFields =
  'name timeZone pickupInstructions address { address1 zip city countryCode } openingHours { weekdays from to }';
const window = 'handle startsAt endsAt timeZone isAvailable';

const cartFields = `id totalQuantity
  buyerIdentity { email phone countryCode taxNumber isTaxNumberVerified }
  cost { subtotalAmount { ${money} } totalAmount { ${money} } totalTaxAmount { ${money} } checkoutChargeAmount { ${money} } }
  discountCodes { code applicable }
  discountAllocations { targetType discountedAmount { ${money} } }
  appliedGiftCards { id lastCharacters amountUsed { ${money} } }
  priceReasons { outcome title code reasonCode text amount { ${money} } }
  lines(first: 100) { nodes {
    id quantity
    cost { amountPerQuantity { ${money} } subtotalAmount { ${money} } totalAmount { ${money} } }
    priceHold { expiresAt amountPerQuantity { ${money} } catalogueAmountPerQuantity { ${money} } }
    priceChange { isIncrease previousAmountPerQuantity { ${money} } amountPerQuantity { ${money} } }
    merchandise { ... on ProductVariant {
      id title availableForSale image { url altText width height } selectedOptions { name value } product { id handle title }
    } }
  } }
  delivery { addresses { id selected address { ... on CartDeliveryAddress {
    firstName lastName company address1 address2 city zip provinceCode countryCode phone
  } } } }
  deliveryGroups(first: 1) { nodes { id deliveryOptions { ${option} } selectedDeliveryOption { ${option} readyAt window { ${window} } location { ${storeFields} } } } }`;

const payload = `cart { ${cartFields} } userErrors { code field message } warnings { code message }`;

/** What a cart mutation answers: the cart as it is now, what was refused, what was done differently than asked. */
export interface CartPayload {
  readonly cart: Cart | null;
  readonly userErrors: readonly UserError[];
  readonly warnings: readonly CartWarning[];
}

/** A document whose single mutation is aliased `payload`, so that one function handles every cart change. */
function cartMutation<Variables extends object>(name: string, variables: string, call: string) {
  return shopDocument<{ readonly payload: CartPayload | null }, InMarket & Variables>(
    `mutation ${name}(${head}, ${variables}) ${inContext} { payload: ${call} { ${payload} } }`,
  );
}

export const cartDocument = shopDocument<{ readonly cart: Cart | null }, InMarket & { readonly id: string }>(
  `query Cart(${head}, $id: ID!) ${inContext} { cart(id: $id) { ${cartFields} } }`,
);

interface ChoicesAnswer {
  readonly cart: { readonly deliveryGroups: { readonly nodes: readonly DeliveryChoices[] } } | null;
}
/** What the delivery step lets choose: asked there alone, because places and windows are counted as they are now. */
export const deliveryChoicesDocument = shopDocument<
  ChoicesAnswer,
  InMarket & { readonly id: string }
>(`query DeliveryChoices(${head}, $id: ID!) ${inContext} {
  cart(id: $id) { deliveryGroups(first: 1) { nodes {
    deliveryOptions { ${option} windows { ${window} } }
    pickupPoints { handle distanceKm readyAt location { ${storeFields} } }
  } } }
}`);

interface LineAttribute {
  readonly key: string;
  readonly value: string;
}
/** A line to put into a cart. */
export interface LineInput {
  readonly merchandiseId: string;
  readonly quantity: number;
  readonly attributes?: readonly LineAttribute[];
}

export const cartCreateDocument = cartMutation<{
  readonly input: { readonly lines: readonly LineInput[]; readonly buyerIdentity: { readonly countryCode: string } };
}>('CartCreate', '$input: CartInput!', 'cartCreate(input: $input)');
export const linesAddDocument = cartMutation<{ readonly id: string; readonly lines: readonly LineInput[] }>(
  'LinesAdd',
  '$id: ID!, $lines: [CartLineInput!]!',
  'cartLinesAdd(cartId: $id, lines: $lines)',
);
export const linesUpdateDocument = cartMutation<{
  readonly id: string;
  readonly lines: readonly {
    readonly id: string;
    readonly quantity: number;
    readonly attributes?: readonly LineAttribute[];
  }[];
}>('LinesUpdate', '$id: ID!, $lines: [CartLineUpdateInput!]!', 'cartLinesUpdate(cartId: $id, lines: $lines)');
export const linesRemoveDocument = cartMutation<{ readonly id: string; readonly lineIds: readonly string[] }>(
  'LinesRemove',
  '$id: ID!, $lineIds: [ID!]!',
  'cartLinesRemove(cartId: $id, lineIds: $lineIds)',
);
export const priceChangesAcceptDocument = cartMutation<{
  readonly id: string;
  readonly total: { readonly amount: string; readonly currencyCode: string };
}>('PriceChangesAccept', '$id: ID!, $total: MoneyInput!', 'cartPriceChangesAccept(cartId: $id, totalAmount: $total)');
export const discountCodesDocument = cartMutation<{ readonly id: string; readonly codes: readonly string[] }>(
  'DiscountCodes',
  '$id: ID!, $codes: [String!]!',
  'cartDiscountCodesUpdate(cartId: $id, discountCodes: $codes)',
);
export const giftCardsAddDocument = cartMutation<{ readonly id: string; readonly codes: readonly string[] }>(
  'GiftCardsAdd',
  '$id: ID!, $codes: [String!]!',
  'cartGiftCardCodesAdd(cartId: $id, giftCardCodes: $codes)',
);
export const giftCardsRemoveDocument = cartMutation<{ readonly id: string; readonly cards: readonly string[] }>(
  'GiftCardsRemove',
  '$id: ID!, $cards: [ID!]!',
  'cartGiftCardCodesRemove(cartId: $id, appliedGiftCardIds: $cards)',
);
export const buyerDocument = cartMutation<{
  readonly id: string;
  readonly buyer: { readonly email?: string; readonly countryCode: string };
}>('Buyer', '$id: ID!, $buyer: CartBuyerIdentityInput!', 'cartBuyerIdentityUpdate(cartId: $id, buyerIdentity: $buyer)');

export const taxNumberDocument = cartMutation<{ readonly id: string; readonly taxNumber: string }>(
  'TaxNumber',
  '$id: ID!, $taxNumber: String',
  'cartTaxNumberUpdate(cartId: $id, taxNumber: $taxNumber)',
);

export interface AddressInput {
  readonly firstName: string;
  readonly lastName: string;
  readonly company?: string;
  readonly address1: string;
  readonly address2?: string;
  readonly city: string;
  readonly zip?: string;
  readonly provinceCode?: string;
  readonly countryCode: string;
  readonly phone?: string;
}
interface SelectableAddress {
  readonly selected: true;
  readonly address: { readonly deliveryAddress: AddressInput };
}
export const addressAddDocument = cartMutation<{
  readonly id: string;
  readonly addresses: readonly SelectableAddress[];
}>(
  'AddressAdd',
  '$id: ID!, $addresses: [CartSelectableAddressInput!]!',
  'cartDeliveryAddressesAdd(cartId: $id, addresses: $addresses)',
);
export const addressUpdateDocument = cartMutation<{
  readonly id: string;
  readonly addresses: readonly (SelectableAddress & { readonly id: string })[];
}>(
  'AddressUpdate',
  '$id: ID!, $addresses: [CartSelectableAddressUpdateInput!]!',
  'cartDeliveryAddressesUpdate(cartId: $id, addresses: $addresses)',
);
export const deliveryOptionDocument = cartMutation<{
  readonly id: string;
  readonly selected: readonly { readonly deliveryGroupId: string; readonly deliveryOptionHandle: string }[];
}>(
  'DeliveryOption',
  '$id: ID!, $selected: [CartSelectedDeliveryOptionInput!]!',
  'cartSelectedDeliveryOptionsUpdate(cartId: $id, selectedDeliveryOptions: $selected)',
);

/** A billing address as the payment takes it. */
export interface BillingInput {
  readonly firstName: string;
  readonly lastName: string;
  readonly address1: string;
  readonly address2?: string;
  readonly city: string;
  readonly zip?: string;
  readonly province?: string;
  readonly country: string;
}
/** How a cart is paid: by the provider, or not at all where gift cards pay everything. */
export interface PaymentInput {
  readonly amount: { readonly amount: string; readonly currencyCode: string };
  readonly directPaymentMethod?: { readonly sessionId: string; readonly billingAddress: BillingInput };
  readonly freePaymentMethod?: { readonly billingAddress: BillingInput };
}
export const paymentDocument = cartMutation<{ readonly id: string; readonly payment: PaymentInput }>(
  'Payment',
  '$id: ID!, $payment: CartPaymentInput!',
  'cartPaymentUpdate(cartId: $id, payment: $payment)',
);

export interface SubmitAnswer {
  readonly cartSubmitForCompletion: {
    readonly userErrors: readonly UserError[];
    readonly result:
      | { readonly __typename: 'SubmitSuccess'; readonly attemptId: string; readonly redirectUrl: string }
      | { readonly __typename: 'SubmitAlreadyAccepted'; readonly attemptId: string }
      | {
          readonly __typename: 'SubmitFailed';
          readonly errors: readonly { readonly code: string; readonly message: string | null }[];
        }
      | { readonly __typename: 'SubmitThrottled'; readonly pollAfter: string }
      | null;
  } | null;
}
export const submitDocument = shopDocument<
  SubmitAnswer,
  InMarket & { readonly id: string; readonly token: string }
>(`mutation Submit(${head}, $id: ID!, $token: String!) ${inContext} {
  cartSubmitForCompletion(cartId: $id, attemptToken: $token) {
    userErrors { code field message }
    result {
      __typename
      ... on SubmitSuccess { attemptId redirectUrl }
      ... on SubmitAlreadyAccepted { attemptId }
      ... on SubmitFailed { errors { code message } }
      ... on SubmitThrottled { pollAfter }
    }
  }
}`);

export type Attempt =
  | { readonly __typename: 'CartCompletionSuccess'; readonly orderId: string; readonly orderUrl: string }
  | { readonly __typename: 'CartCompletionProcessing'; readonly pollDelay: number }
  | {
      readonly __typename: 'CartCompletionFailed';
      readonly errors: readonly { readonly code: string; readonly message: string | null }[];
    }
  | {
      readonly __typename: 'CartCompletionActionRequired';
      readonly action: { readonly redirectUrl: string | null } | null;
    };
export interface AttemptAnswer {
  readonly cartCompletionAttempt: Attempt | null;
}
export const attemptDocument = shopDocument<
  AttemptAnswer,
  InMarket & { readonly attempt: string }
>(`query Attempt(${head}, $attempt: String!) ${inContext} {
  cartCompletionAttempt(attemptId: $attempt) {
    __typename
    ... on CartCompletionSuccess { orderId orderUrl }
    ... on CartCompletionProcessing { pollDelay }
    ... on CartCompletionFailed { errors { code message } }
    ... on CartCompletionActionRequired { action { ... on CompletePaymentChallenge { redirectUrl } } }
  }
}`);
