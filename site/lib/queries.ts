import { storeFields } from './cart-queries.ts';
import { dropFields } from './drop-fields.ts';
import type { MoneyV2 } from './format.ts';
import { shopDocument } from './graphql.ts';
import { type Handled, handleFields } from './localised-paths.ts';
import type {
  CardProduct,
  Filter,
  Frame,
  MenuItem,
  Metafield,
  PageInfo,
  PickupPoint,
  ProductOption,
  Recommended,
  ShopImage,
  Variant,
} from './shapes.ts';

/** Variables every page's document takes: ISO country and language of the market. */
export interface InMarket {
  readonly country: string;
  readonly language: string;
}

const head = '$country: CountryCode!, $language: LanguageCode!';
const inContext = '@inContext(country: $country, language: $language)';

const imageFields = 'url altText width height';
export const cardFields = `id handle title productType availableForSale
  priceRange { minVariantPrice { amount currencyCode } maxVariantPrice { amount currencyCode } }
  compareAtPriceRange { minVariantPrice { amount currencyCode } }
  lowestPriceBefore { amount currencyCode }
  images(first: 3) { nodes { ${imageFields} } }
  options(first: 3) { name optionValues { name swatch { color image { previewImage { url } } } } }
  material: metafield(namespace: "specs", key: "material") { value }`;
/** What a recommendation shows of its product, and why. */
export const recommendedFields = `reason becauseOf { title } product { ${cardFields} }`;
const frameFields = `shop { name brand { slogan shortDescription } }
  header: menu(handle: "main-menu") { items { title url type items { title url type } } }
  footer: menu(handle: "footer") { items { title url type } }`;
const promiseFields =
  'deliveryPromises { handle title cost { amount currencyCode } freeFrom { amount currencyCode } arrivesFrom arrivesTo }';
const filterFields = 'filters { id label type values { id label count input swatch { color } } }';
const productFilterFields = 'productFilters { id label type values { id label count input swatch { color } } }';

/** Frame alone: not-found and error pages, the collections list's fallback. */
export const frameDocument = shopDocument<Frame, InMarket>(`query Frame(${head}) ${inContext} { ${frameFields} }`);

export interface CollectionTile {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly description: string;
  readonly image: ShopImage | null;
  readonly products: { readonly nodes: readonly { readonly images: { readonly nodes: readonly ShopImage[] } }[] };
}
const tileFields = `id handle title description image { ${imageFields} } products(first: 1) { nodes { images(first: 1) { nodes { ${imageFields} } } } }`;

export interface ArticleTile {
  readonly handle: string;
  readonly title: string;
  readonly publishedAt: string;
  readonly excerpt: string | null;
  readonly image: ShopImage | null;
  readonly blog: { readonly handle: string; readonly title: string };
}
const articleFields = `handle title publishedAt excerpt image { ${imageFields} } blog { handle title }`;

export interface HomeAnswer extends Frame {
  readonly cover: { readonly brand: { readonly coverImage: { readonly image: ShopImage | null } | null } | null };
  readonly collections: { readonly nodes: readonly CollectionTile[] };
  readonly favourites: { readonly nodes: readonly CardProduct[] };
  readonly newest: { readonly nodes: readonly CardProduct[] };
  readonly trending: readonly { readonly product: CardProduct }[];
  readonly articles: { readonly nodes: readonly ArticleTile[] };
}
export const homeDocument = shopDocument<HomeAnswer, InMarket>(`query Home(${head}) ${inContext} {
  ${frameFields}
  cover: shop { brand { coverImage { image { ${imageFields} } } } }
  collections(first: 9) { nodes { ${tileFields} } }
  favourites: products(first: 8, sortKey: BEST_SELLING) { nodes { ${cardFields} } }
  newest: products(first: 4, sortKey: CREATED_AT, reverse: true) { nodes { ${cardFields} } }
  trending(first: 16) { product { ${cardFields} } }
  articles(first: 3, sortKey: PUBLISHED_AT, reverse: true) { nodes { ${articleFields} } }
}`);

export interface CollectionsAnswer extends Frame {
  readonly collections: { readonly nodes: readonly CollectionTile[] };
}
export const collectionsDocument = shopDocument<CollectionsAnswer, InMarket>(`query Collections(${head}) ${inContext} {
  ${frameFields}
  collections(first: 50) { nodes { ${tileFields} } }
}`);

export interface ListingVariables extends InMarket {
  readonly first: number;
  readonly after: string | null;
  readonly filters: readonly Readonly<Record<string, unknown>>[];
  readonly sortKey: string;
  readonly reverse: boolean;
}
export interface CollectionAnswer extends Frame {
  readonly collection:
    | (Handled & {
        readonly id: string;
        readonly title: string;
        readonly description: string;
        readonly descriptionHtml: string;
        readonly seo: { readonly title: string | null; readonly description: string | null };
        readonly image: ShopImage | null;
        readonly products: {
          readonly totalCount: number;
          readonly nodes: readonly CardProduct[];
          readonly pageInfo: PageInfo;
          readonly filters: readonly Filter[];
        };
      })
    | null;
}
export const collectionDocument = shopDocument<
  CollectionAnswer,
  ListingVariables & { readonly handle: string }
>(`query Collection(
  ${head}, $handle: String!, $first: Int!, $after: String, $filters: [ProductFilter!], $sortKey: ProductCollectionSortKeys!, $reverse: Boolean!
) ${inContext} {
  ${frameFields}
  collection(handle: $handle) {
    id ${handleFields} title description descriptionHtml seo { title description } image { ${imageFields} }
    products(first: $first, after: $after, filters: $filters, sortKey: $sortKey, reverse: $reverse) {
      totalCount nodes { ${cardFields} } pageInfo { hasNextPage endCursor } ${filterFields}
    }
  }
}`);

/** A way of delivery to the market's country, for an order placed now. An addition of this shop's API to the Storefront API. */
export interface DeliveryPromise {
  readonly handle: string;
  readonly title: string;
  readonly cost: MoneyV2;
  /** Merchandise total from which it is free; null when it never is. */
  readonly freeFrom: MoneyV2 | null;
  readonly arrivesFrom: string;
  readonly arrivesTo: string;
}

/** Frame and ways of delivery: bag and checkout. */
export interface BagFrame extends Frame {
  readonly deliveryPromises: readonly DeliveryPromise[];
}
export const bagFrameDocument = shopDocument<BagFrame, InMarket>(
  `query BagFrame(${head}) ${inContext} { ${frameFields} ${promiseFields} }`,
);

export interface ProductAnswer extends Frame {
  readonly deliveryPromises: readonly DeliveryPromise[];
  /** Ways to collect it in this market; empty: nothing can be collected. */
  readonly collecting: readonly { readonly handle: string }[];
  readonly product:
    | (Handled & {
        readonly id: string;
        readonly title: string;
        readonly vendor: string;
        readonly productType: string;
        readonly description: string;
        readonly descriptionHtml: string;
        readonly seo: { readonly title: string | null; readonly description: string | null };
        readonly images: { readonly nodes: readonly ShopImage[] };
        readonly options: readonly ProductOption[];
        readonly variants: { readonly nodes: readonly Variant[] };
        readonly metafields: readonly (Metafield | null)[];
        readonly collections: { readonly nodes: readonly { readonly handle: string; readonly title: string }[] };
      })
    | null;
  readonly goesWith: readonly Recommended[];
  /** Where an A/B test of recommendations runs. */
  readonly recommendationTestShelves: readonly string[];
  readonly returns: {
    readonly refundPolicy: { readonly handle: string; readonly title: string; readonly body: string } | null;
  };
}
/** Metafields that the specification table shows, in its order. */
export const specificationKeys = [
  'material',
  'dimensions',
  'weight',
  'capacity',
  'finish',
  'origin',
  'care',
  'warranty',
] as const;
const specificationList = specificationKeys.map((key) => `{namespace: "specs", key: "${key}"}`).join(', ');
export const productDocument = shopDocument<
  ProductAnswer,
  InMarket & { readonly handle: string }
>(`query Product(${head}, $handle: String!) ${inContext} {
  ${frameFields}
  product(handle: $handle) {
    id ${handleFields} title vendor productType description descriptionHtml seo { title description }
    images(first: 20) { nodes { ${imageFields} } }
    options { name optionValues { name swatch { color image { previewImage { url } } } } }
    variants(first: 100) { nodes {
      id title sku availableForSale currentlyNotInStock quantityAvailable stockedAs { variantId quantity } drop { ${dropFields} } nextArrivalAt arrivesAt weight weightUnit price { amount currencyCode } compareAtPrice { amount currencyCode } lowestPriceBefore { amount currencyCode }
      image { ${imageFields} } selectedOptions { name value } dimensions: metafield(namespace: "specs", key: "dimensions") { value }
    } }
    metafields(identifiers: [${specificationList}]) { namespace key type value }
    collections(first: 3) { nodes { handle title } }
  }
  goesWith(productHandle: $handle, first: 4) { ${recommendedFields} }
  recommendationTestShelves
  returns: shop { refundPolicy { handle title body } }
  ${promiseFields}
  collecting: deliveryPromises(deliveryMethodTypes: [PICK_UP]) { handle }
}`);

/** Where units of a variant can be collected now; never kept, since stock is in it. */
export const pickupDocument = shopDocument<
  { readonly pickupPoints: readonly PickupPoint[] },
  InMarket & { readonly variantId: string }
>(`query PickUp(${head}, $variantId: ID!) ${inContext} {
  pickupPoints(variantId: $variantId) { handle distanceKm readyAt location { ${storeFields} } }
}`);

export interface SearchAnswer extends Frame {
  readonly search: {
    readonly totalCount: number;
    readonly nodes: readonly ({ readonly __typename: 'Product' } & CardProduct)[];
    readonly pageInfo: PageInfo;
    readonly productFilters: readonly Filter[];
  };
  readonly searchHelp: {
    readonly correction: string | null;
    readonly isCorrectionShown: boolean;
    readonly popular: readonly string[];
  };
}
export const searchDocument = shopDocument<SearchAnswer, ListingVariables & { readonly query: string }>(`query Search(
  ${head}, $query: String!, $first: Int!, $after: String, $filters: [ProductFilter!], $sortKey: SearchSortKeys!, $reverse: Boolean!
) ${inContext} {
  ${frameFields}
  search(query: $query, first: $first, after: $after, productFilters: $filters, sortKey: $sortKey, reverse: $reverse, types: [PRODUCT]) {
    totalCount nodes { __typename ... on Product { ${cardFields} } } pageInfo { hasNextPage endCursor } ${productFilterFields}
  }
  searchHelp(query: $query) { correction isCorrectionShown popular(first: 6) }
}`);

export interface PopularAnswer {
  readonly products: { readonly nodes: readonly CardProduct[] };
  readonly collections: { readonly nodes: readonly { readonly handle: string; readonly title: string }[] };
}
/** What an empty search or an unknown address offers instead. */
export const popularDocument = shopDocument<PopularAnswer, InMarket>(`query Popular(${head}) ${inContext} {
  products(first: 4, sortKey: BEST_SELLING) { nodes { ${cardFields} } }
  collections(first: 8) { nodes { handle title } }
}`);

export interface SuggestAnswer {
  readonly predictiveSearch: {
    readonly queries: readonly { readonly text: string; readonly styledText: string }[];
    readonly products: readonly Pick<CardProduct, 'id' | 'handle' | 'title' | 'priceRange' | 'images'>[];
    readonly collections: readonly { readonly handle: string; readonly title: string }[];
    readonly pages: readonly { readonly handle: string; readonly title: string }[];
  } | null;
  readonly searchHelp: { readonly brands: readonly { readonly name: string }[] };
}
export const suggestDocument = shopDocument<
  SuggestAnswer,
  InMarket & { readonly query: string }
>(`query Suggest(${head}, $query: String!) ${inContext} {
  predictiveSearch(query: $query, limit: 5, limitScope: EACH) {
    queries { text styledText }
    products { id handle title priceRange { minVariantPrice { amount currencyCode } maxVariantPrice { amount currencyCode } } images(first: 1) { nodes { ${imageFields} } } }
    collections { handle title } pages { handle title }
  }
  searchHelp(query: $query) { brands(first: 3) { name } }
}`);

export interface PopularSearchesAnswer {
  readonly searchHelp: { readonly popular: readonly string[] };
}
export const popularSearchesDocument = shopDocument<PopularSearchesAnswer, InMarket>(
  `query PopularSearches(${head}) ${inContext} { searchHelp(query: "") { popular(first: 6) } }`,
);

export interface PageAnswer extends Frame {
  readonly page:
    | (Handled & {
        readonly title: string;
        readonly body: string;
        readonly bodySummary: string;
        readonly updatedAt: string;
        readonly seo: { readonly title: string | null; readonly description: string | null } | null;
      })
    | null;
}
export const pageDocument = shopDocument<
  PageAnswer,
  InMarket & { readonly handle: string }
>(`query ContentPage(${head}, $handle: String!) ${inContext} {
  ${frameFields}
  page(handle: $handle) { title ${handleFields} body bodySummary updatedAt seo { title description } }
}`);

export interface BlogAnswer extends Frame {
  readonly blog:
    | (Handled & {
        readonly title: string;
        readonly articles: { readonly nodes: readonly ArticleTile[]; readonly pageInfo: PageInfo };
      })
    | null;
}
export const blogDocument = shopDocument<
  BlogAnswer,
  InMarket & { readonly handle: string; readonly after: string | null }
>(`query Blog(${head}, $handle: String!, $after: String) ${inContext} {
  ${frameFields}
  blog(handle: $handle) { title ${handleFields} articles(first: 12, after: $after, sortKey: PUBLISHED_AT, reverse: true) { nodes { ${articleFields} } pageInfo { hasNextPage endCursor } } }
}`);

export interface ArticleAnswer extends Frame {
  readonly blog:
    | (Handled & {
        readonly title: string;
        readonly articleByHandle:
          | (ArticleTile &
              Handled & {
                readonly contentHtml: string;
                readonly authorV2: { readonly name: string } | null;
                readonly seo: { readonly title: string | null; readonly description: string | null } | null;
              })
          | null;
      })
    | null;
}
export const articleDocument = shopDocument<
  ArticleAnswer,
  InMarket & { readonly blog: string; readonly handle: string }
>(`query Article(${head}, $blog: String!, $handle: String!) ${inContext} {
  ${frameFields}
  blog(handle: $blog) { title ${handleFields} articleByHandle(handle: $handle) { ${articleFields} translatedHandles { locale handle } contentHtml authorV2 { name } seo { title description } } }
}`);

export interface Policy {
  readonly title: string;
  readonly handle: string;
  readonly body: string;
}
export interface PoliciesAnswer extends Frame {
  /** By the API's field name. */
  readonly policies: Readonly<Record<string, Policy | null>>;
}
export const policiesDocument = shopDocument<PoliciesAnswer, InMarket>(`query Policies(${head}) ${inContext} {
  ${frameFields}
  policies: shop {
    privacyPolicy { ...words } refundPolicy { ...words } shippingPolicy { ...words } termsOfService { ...words }
    contactInformation { ...words } legalNotice { ...words } subscriptionPolicy { title handle body }
  }
}
fragment words on ShopPolicy { title handle body }`);

export interface SitemapAnswer {
  readonly products: {
    readonly nodes: readonly (Handled & { readonly updatedAt: string })[];
    readonly pageInfo: PageInfo;
  };
  readonly collections: { readonly nodes: readonly (Handled & { readonly updatedAt: string })[] };
  readonly pages: { readonly nodes: readonly (Handled & { readonly updatedAt: string })[] };
  readonly articles: {
    readonly nodes: readonly (Handled & { readonly publishedAt: string; readonly blog: Handled })[];
  };
}
export const sitemapDocument = shopDocument<
  SitemapAnswer,
  { readonly after: string | null }
>(`query SitemapEntries($after: String) {
  products(first: 250, after: $after) { nodes { ${handleFields} updatedAt } pageInfo { hasNextPage endCursor } }
  collections(first: 100) { nodes { ${handleFields} updatedAt } }
  pages(first: 100) { nodes { ${handleFields} updatedAt } }
  articles(first: 100) { nodes { ${handleFields} publishedAt blog { ${handleFields} } } }
}`);

export interface RedirectAnswer {
  readonly urlRedirects: { readonly nodes: readonly { readonly path: string; readonly target: string }[] };
}
export const redirectDocument = shopDocument<
  RedirectAnswer,
  { readonly query: string }
>(`query Redirect($query: String!) {
  urlRedirects(first: 1, query: $query) { nodes { path target } }
}`);

export type { MenuItem };
