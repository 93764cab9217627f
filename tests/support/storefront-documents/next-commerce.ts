/**
 * What Next.js Commerce asks of a Storefront API: the same operations, arguments and selected fields, written anew. A storefront of that
 * template runs on ours when each of them answers without an error.
 */
const SEO = /* GraphQL */ `
  fragment SeoParts on SEO { title description }
`;

const IMAGE = /* GraphQL */ `
  fragment ImageParts on Image { url altText width height }
`;

const PRODUCT = /* GraphQL */ `
  fragment ProductParts on Product {
    id handle title description descriptionHtml availableForSale tags updatedAt
    options { id name values }
    priceRange {
      minVariantPrice { amount currencyCode }
      maxVariantPrice { amount currencyCode }
    }
    variants(first: 250) {
      edges {
        node {
          id title availableForSale
          selectedOptions { name value }
          price { amount currencyCode }
        }
      }
    }
    featuredImage { ...ImageParts }
    images(first: 20) { edges { node { ...ImageParts } } }
    seo { ...SeoParts }
  }
  ${IMAGE}
  ${SEO}
`;

const CART = /* GraphQL */ `
  fragment CartParts on Cart {
    id checkoutUrl totalQuantity
    cost {
      subtotalAmount { amount currencyCode }
      totalAmount { amount currencyCode }
      totalTaxAmount { amount currencyCode }
    }
    lines(first: 100) {
      edges {
        node {
          id quantity
          cost { totalAmount { amount currencyCode } }
          merchandise {
            ... on ProductVariant {
              id title
              selectedOptions { name value }
              product { ...ProductParts }
            }
          }
        }
      }
    }
  }
  ${PRODUCT}
`;

const COLLECTION = /* GraphQL */ `
  fragment CollectionParts on Collection { handle title description updatedAt seo { ...SeoParts } }
  ${SEO}
`;

const PAGE = /* GraphQL */ `
  fragment PageParts on Page { id title handle body bodySummary createdAt updatedAt seo { ...SeoParts } }
  ${SEO}
`;

/** Next.js Commerce's operations by what they are for. */
export const nextCommerce = {
  createCart: /* GraphQL */ `
    mutation NewCart($lineItems: [CartLineInput!]) {
      cartCreate(input: { lines: $lineItems }) { cart { ...CartParts } }
    }
    ${CART}
  `,
  addToCart: /* GraphQL */ `
    mutation AddLines($cartId: ID!, $lines: [CartLineInput!]!) {
      cartLinesAdd(cartId: $cartId, lines: $lines) { cart { ...CartParts } }
    }
    ${CART}
  `,
  editCart: /* GraphQL */ `
    mutation ChangeLines($cartId: ID!, $lines: [CartLineUpdateInput!]!) {
      cartLinesUpdate(cartId: $cartId, lines: $lines) { cart { ...CartParts } }
    }
    ${CART}
  `,
  removeFromCart: /* GraphQL */ `
    mutation DropLines($cartId: ID!, $lineIds: [ID!]!) {
      cartLinesRemove(cartId: $cartId, lineIds: $lineIds) { cart { ...CartParts } }
    }
    ${CART}
  `,
  cart: /* GraphQL */ `
    query OneCart($cartId: ID!) { cart(id: $cartId) { ...CartParts } }
    ${CART}
  `,
  collection: /* GraphQL */ `
    query OneCollection($handle: String!) { collection(handle: $handle) { ...CollectionParts } }
    ${COLLECTION}
  `,
  collections: /* GraphQL */ `
    query AllCollections {
      collections(first: 100, sortKey: TITLE) { edges { node { ...CollectionParts } } }
    }
    ${COLLECTION}
  `,
  collectionProducts: /* GraphQL */ `
    query ProductsOf($handle: String!, $sortKey: ProductCollectionSortKeys, $reverse: Boolean) {
      collection(handle: $handle) {
        products(first: 100, sortKey: $sortKey, reverse: $reverse) { edges { node { ...ProductParts } } }
      }
    }
    ${PRODUCT}
  `,
  menu: /* GraphQL */ `
    query OneMenu($handle: String!) { menu(handle: $handle) { items { title url } } }
  `,
  page: /* GraphQL */ `
    query OnePage($handle: String!) { pageByHandle(handle: $handle) { ...PageParts } }
    ${PAGE}
  `,
  pages: /* GraphQL */ `
    query AllPages { pages(first: 100) { edges { node { ...PageParts } } } }
    ${PAGE}
  `,
  product: /* GraphQL */ `
    query OneProduct($handle: String!) { product(handle: $handle) { ...ProductParts } }
    ${PRODUCT}
  `,
  products: /* GraphQL */ `
    query FoundProducts($sortKey: ProductSortKeys, $reverse: Boolean, $query: String) {
      products(first: 100, sortKey: $sortKey, reverse: $reverse, query: $query) { edges { node { ...ProductParts } } }
    }
    ${PRODUCT}
  `,
  recommendations: /* GraphQL */ `
    query Related($productId: ID!) { productRecommendations(productId: $productId) { ...ProductParts } }
    ${PRODUCT}
  `,
} as const;
