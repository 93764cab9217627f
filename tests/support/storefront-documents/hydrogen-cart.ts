/** What Hydrogen's skeleton and its cart handler ask of a cart: the same operations, arguments and selected fields, written anew. */
const MONEY = '{ amount currencyCode }';
const CONTEXT = '@inContext(country: $country, language: $language)';
const IN_CONTEXT = '$country: CountryCode = ZZ, $language: LanguageCode';

const LINE_FIELDS = /* GraphQL */ `
  id quantity
  attributes { key value }
  cost {
    totalAmount ${MONEY}
    amountPerQuantity ${MONEY}
    compareAtAmountPerQuantity ${MONEY}
  }
  merchandise {
    ... on ProductVariant {
      id title availableForSale requiresShipping
      compareAtPrice ${MONEY}
      price ${MONEY}
      image { id url altText width height }
      product { id handle title vendor }
      selectedOptions { name value }
    }
  }
`;

const CART = /* GraphQL */ `
  fragment Line on CartLine { ${LINE_FIELDS} parentRelationship { parent { id } } }
  fragment Bundle on ComponentizableCartLine { ${LINE_FIELDS} lineComponents { ...Line } }
  fragment WholeCart on Cart {
    id updatedAt checkoutUrl totalQuantity note
    appliedGiftCards { id lastCharacters amountUsed ${MONEY} }
    buyerIdentity {
      countryCode email phone
      customer { id email firstName lastName displayName }
    }
    lines(first: $numCartLines) { nodes { ...Line } nodes { ...Bundle } }
    cost {
      subtotalAmount ${MONEY}
      totalAmount ${MONEY}
      totalDutyAmount ${MONEY}
      totalTaxAmount ${MONEY}
    }
    attributes { key value }
    discountCodes { code applicable }
    discountAllocations { discountedAmount ${MONEY} }
  }
`;

const PAYLOAD = /* GraphQL */ `{
  cart { id totalQuantity checkoutUrl }
  userErrors { message field code }
  warnings { code message target }
}`;

const mutation = (name: string, variables: string, args: string) => /* GraphQL */ `
  mutation Change($cartId: ID!, ${variables}, ${IN_CONTEXT}) ${CONTEXT} { ${name}(cartId: $cartId, ${args}) ${PAYLOAD} }
`;

/** Hydrogen's cart operations by what they are for. */
export const hydrogenCart = {
  cart: /* GraphQL */ `
    query ReadCart($cartId: ID!, $numCartLines: Int = 100, ${IN_CONTEXT}) ${CONTEXT} { cart(id: $cartId) { ...WholeCart } }
    ${CART}
  `,
  create: /* GraphQL */ `
    mutation Create($input: CartInput!, ${IN_CONTEXT}) ${CONTEXT} { cartCreate(input: $input) ${PAYLOAD} }
  `,
  linesAdd: mutation('cartLinesAdd', '$lines: [CartLineInput!]!', 'lines: $lines'),
  linesUpdate: mutation('cartLinesUpdate', '$lines: [CartLineUpdateInput!]!', 'lines: $lines'),
  linesRemove: mutation('cartLinesRemove', '$lineIds: [ID!]!', 'lineIds: $lineIds'),
  discountCodes: mutation('cartDiscountCodesUpdate', '$discountCodes: [String!]!', 'discountCodes: $discountCodes'),
  buyerIdentity: mutation(
    'cartBuyerIdentityUpdate',
    '$buyerIdentity: CartBuyerIdentityInput!',
    'buyerIdentity: $buyerIdentity',
  ),
  note: mutation('cartNoteUpdate', '$note: String!', 'note: $note'),
  attributes: mutation('cartAttributesUpdate', '$attributes: [AttributeInput!]!', 'attributes: $attributes'),
  giftCardsUpdate: mutation('cartGiftCardCodesUpdate', '$codes: [String!]!', 'giftCardCodes: $codes'),
  giftCardsAdd: mutation('cartGiftCardCodesAdd', '$codes: [String!]!', 'giftCardCodes: $codes'),
  giftCardsRemove: mutation('cartGiftCardCodesRemove', '$ids: [ID!]!', 'appliedGiftCardIds: $ids'),
  addressesAdd: mutation(
    'cartDeliveryAddressesAdd',
    '$addresses: [CartSelectableAddressInput!]!',
    'addresses: $addresses',
  ),
  addressesUpdate: mutation(
    'cartDeliveryAddressesUpdate',
    '$addresses: [CartSelectableAddressUpdateInput!]!',
    'addresses: $addresses',
  ),
  addressesReplace: mutation(
    'cartDeliveryAddressesReplace',
    '$addresses: [CartSelectableAddressInput!]!',
    'addresses: $addresses',
  ),
  addressesRemove: mutation('cartDeliveryAddressesRemove', '$addressIds: [ID!]!', 'addressIds: $addressIds'),
  deliveryOptions: mutation(
    'cartSelectedDeliveryOptionsUpdate',
    '$options: [CartSelectedDeliveryOptionInput!]!',
    'selectedDeliveryOptions: $options',
  ),
  metafieldsSet: /* GraphQL */ `
    mutation SetFields($metafields: [CartMetafieldsSetInput!]!) {
      cartMetafieldsSet(metafields: $metafields) { metafields { key value } userErrors { code elementIndex field message } }
    }
  `,
  metafieldDelete: /* GraphQL */ `
    mutation DropField($input: CartMetafieldDeleteInput!) {
      cartMetafieldDelete(input: $input) { deletedId userErrors { code field message } }
    }
  `,
} as const;
