/**
 * What Hydrogen's skeleton asks of a Storefront API beside its cart: the same operations, arguments and selected fields, written anew.
 */
const IN_CONTEXT = '$country: CountryCode, $language: LanguageCode';
const CONTEXT = '@inContext(country: $country, language: $language)';
const PAGES = '$first: Int, $last: Int, $startCursor: String, $endCursor: String';
const PAGE_ARGS = 'first: $first, last: $last, before: $startCursor, after: $endCursor';
const PAGE_INFO = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const MONEY = '{ amount currencyCode }';
const PICTURE = '{ id url altText width height }';

const MENU = /* GraphQL */ `
  fragment Link on MenuItem { id resourceId tags title type url }
  fragment Links on Menu { id items { ...Link items { ...Link } } }
`;

const CARD = /* GraphQL */ `
  fragment Card on Product {
    id handle title
    featuredImage ${PICTURE}
    priceRange { minVariantPrice ${MONEY} maxVariantPrice ${MONEY} }
  }
`;

const VARIANT = /* GraphQL */ `
  fragment Variant on ProductVariant {
    id title sku availableForSale
    price ${MONEY}
    compareAtPrice ${MONEY}
    unitPrice ${MONEY}
    image { __typename id url altText width height }
    product { title handle }
    selectedOptions { name value }
  }
`;

const FOUND_PRODUCT = /* GraphQL */ `
  fragment FoundProduct on Product {
    __typename id handle title vendor publishedAt trackingParameters
    selectedOrFirstAvailableVariant(selectedOptions: [], ignoreUnknownOptions: true, caseInsensitiveMatch: true) {
      id
      image { url altText width height }
      price ${MONEY}
      compareAtPrice ${MONEY}
      selectedOptions { name value }
      product { handle title }
    }
  }
`;

/** Reads of Hydrogen's skeleton by what they are for. */
export const hydrogenCatalogue = {
  header: /* GraphQL */ `
    query Header($menu: String!, ${IN_CONTEXT}) ${CONTEXT} {
      shop { id name description primaryDomain { url } brand { logo { image { url } } } }
      menu(handle: $menu) { ...Links }
    }
    ${MENU}
  `,
  footer: /* GraphQL */ `
    query Footer($menu: String!, ${IN_CONTEXT}) ${CONTEXT} { menu(handle: $menu) { ...Links } }
    ${MENU}
  `,
  featuredCollection: /* GraphQL */ `
    query Featured(${IN_CONTEXT}) ${CONTEXT} {
      collections(first: 1, sortKey: UPDATED_AT, reverse: true) { nodes { id handle title image ${PICTURE} } }
    }
  `,
  recommendedProducts: /* GraphQL */ `
    query Recommended(${IN_CONTEXT}) ${CONTEXT} {
      products(first: 4, sortKey: UPDATED_AT, reverse: true) { nodes { ...Card } }
    }
    ${CARD}
  `,
  product: /* GraphQL */ `
    query ProductPage($handle: String!, $selectedOptions: [SelectedOptionInput!]!, ${IN_CONTEXT}) ${CONTEXT} {
      product(handle: $handle) {
        id title vendor handle descriptionHtml description encodedVariantExistence encodedVariantAvailability
        options {
          name
          optionValues {
            name
            firstSelectableVariant { ...Variant }
            swatch { color image { previewImage { url } } }
          }
        }
        selectedOrFirstAvailableVariant(selectedOptions: $selectedOptions, ignoreUnknownOptions: true, caseInsensitiveMatch: true) { ...Variant }
        adjacentVariants(selectedOptions: $selectedOptions) { ...Variant }
        seo { title description }
      }
    }
    ${VARIANT}
  `,
  media: /* GraphQL */ `
    query ProductMedia($handle: String!) {
      product(handle: $handle) {
        media(first: 20) {
          nodes {
            __typename id alt mediaContentType
            previewImage ${PICTURE}
            presentation { id }
            ... on MediaImage { image ${PICTURE} }
            ... on Video { sources { mimeType url format width height } }
            ... on ExternalVideo { embedUrl host originUrl }
            ... on Model3d { sources { filesize format mimeType url } }
          }
        }
        metafield(namespace: "custom", key: "material") {
          id key namespace type value
          reference { __typename ... on MediaImage { image ${PICTURE} } ... on Product { handle } }
          references(first: 5) { nodes { __typename } }
        }
        variants(first: 10) {
          nodes {
            id
            unitPriceMeasurement { measuredType referenceUnit referenceValue quantityUnit quantityValue }
            quantityPriceBreaks(first: 5) { nodes { minimumQuantity price ${MONEY} } }
            sellingPlanAllocations(first: 5) { nodes { sellingPlan { id name } } }
            storeAvailability(first: 5) { nodes { available pickUpTime location { id name } } }
          }
        }
        sellingPlanGroups(first: 5) { nodes { name options { name values } sellingPlans(first: 5) { nodes { id name options { name value } } } } }
      }
    }
  `,
  collections: /* GraphQL */ `
    query Collections(${PAGES}, ${IN_CONTEXT}) ${CONTEXT} {
      collections(${PAGE_ARGS}) { nodes { id handle title image ${PICTURE} } ${PAGE_INFO} }
    }
  `,
  collection: /* GraphQL */ `
    query CollectionPage($handle: String!, $filters: [ProductFilter!], $sortKey: ProductCollectionSortKeys, $reverse: Boolean, ${PAGES}, ${IN_CONTEXT}) ${CONTEXT} {
      collection(handle: $handle) {
        id handle title description
        seo { title description }
        image ${PICTURE}
        products(${PAGE_ARGS}, filters: $filters, sortKey: $sortKey, reverse: $reverse) {
          filters { id label type presentation values { id label count input swatch { color image { image { url } } } } }
          nodes { ...Card }
          ${PAGE_INFO}
        }
      }
    }
    ${CARD}
  `,
  catalogue: /* GraphQL */ `
    query Catalogue(${PAGES}, ${IN_CONTEXT}) ${CONTEXT} { products(${PAGE_ARGS}) { nodes { ...Card } ${PAGE_INFO} } }
    ${CARD}
  `,
  predictiveSearch: /* GraphQL */ `
    query Suggest($limit: Int!, $limitScope: PredictiveSearchLimitScope!, $term: String!, $types: [PredictiveSearchType!], ${IN_CONTEXT}) ${CONTEXT} {
      predictiveSearch(limit: $limit, limitScope: $limitScope, query: $term, types: $types) {
        articles { __typename id title handle blog { handle } image { url altText width height } trackingParameters }
        collections { __typename id title handle image { url altText width height } trackingParameters }
        pages { __typename id title handle trackingParameters }
        products { ...FoundProduct }
        queries { __typename text styledText trackingParameters }
      }
    }
    ${FOUND_PRODUCT}
  `,
  search: /* GraphQL */ `
    query Search($term: String!, ${PAGES}, ${IN_CONTEXT}) ${CONTEXT} {
      articles: search(query: $term, types: [ARTICLE], first: $first) {
        nodes { ... on Article { __typename id handle title trackingParameters } }
      }
      pages: search(query: $term, types: [PAGE], first: $first) {
        nodes { ... on Page { __typename id handle title trackingParameters } }
      }
      products: search(query: $term, types: [PRODUCT], ${PAGE_ARGS}, sortKey: RELEVANCE, unavailableProducts: HIDE) {
        totalCount
        productFilters { id label values { id label count input } }
        nodes { ... on Product { ...FoundProduct } }
        ${PAGE_INFO}
      }
    }
    ${FOUND_PRODUCT}
  `,
  policies: /* GraphQL */ `
    query Policies(${IN_CONTEXT}) ${CONTEXT} {
      shop {
        privacyPolicy { ...PolicyLink }
        shippingPolicy { ...PolicyLink }
        termsOfService { ...PolicyLink }
        refundPolicy { ...PolicyLink }
        subscriptionPolicy { id title handle }
      }
    }
    fragment PolicyLink on ShopPolicy { id title handle }
  `,
  policy: /* GraphQL */ `
    query PolicyPage($privacyPolicy: Boolean!, $refundPolicy: Boolean!, $shippingPolicy: Boolean!, $termsOfService: Boolean!, ${IN_CONTEXT}) ${CONTEXT} {
      shop {
        privacyPolicy @include(if: $privacyPolicy) { ...Policy }
        shippingPolicy @include(if: $shippingPolicy) { ...Policy }
        termsOfService @include(if: $termsOfService) { ...Policy }
        refundPolicy @include(if: $refundPolicy) { ...Policy }
      }
    }
    fragment Policy on ShopPolicy { id handle title body url }
  `,
  page: /* GraphQL */ `
    query TextPage($handle: String!, ${IN_CONTEXT}) ${CONTEXT} {
      page(handle: $handle) { id handle title body seo { title description } }
    }
  `,
  blogs: /* GraphQL */ `
    query Blogs(${PAGES}, ${IN_CONTEXT}) ${CONTEXT} {
      blogs(${PAGE_ARGS}) { nodes { title handle seo { title description } } ${PAGE_INFO} }
    }
  `,
  blog: /* GraphQL */ `
    query BlogPage($handle: String!, ${PAGES}, ${IN_CONTEXT}) ${CONTEXT} {
      blog(handle: $handle) {
        title handle
        seo { title description }
        articles(${PAGE_ARGS}) {
          nodes {
            id handle title contentHtml publishedAt
            author: authorV2 { name }
            image ${PICTURE}
            blog { handle }
          }
          ${PAGE_INFO}
        }
      }
    }
  `,
  article: /* GraphQL */ `
    query ArticlePage($blog: String!, $article: String!, ${IN_CONTEXT}) ${CONTEXT} {
      blog(handle: $blog) {
        handle
        articleByHandle(handle: $article) {
          handle title contentHtml publishedAt
          author: authorV2 { name }
          image ${PICTURE}
          seo { title description }
        }
      }
    }
  `,
  sitemapIndex: /* GraphQL */ `
    query SitemapIndex {
      products: sitemap(type: PRODUCT) { pagesCount { count } }
      collections: sitemap(type: COLLECTION) { pagesCount { count } }
      articles: sitemap(type: ARTICLE) { pagesCount { count } }
      pages: sitemap(type: PAGE) { pagesCount { count } }
      blogs: sitemap(type: BLOG) { pagesCount { count } }
      metaobjects: sitemap(type: METAOBJECT) { pagesCount { count } }
    }
  `,
  sitemap: /* GraphQL */ `
    query SitemapOf($type: SitemapType!, $page: Int!) {
      sitemap(type: $type) {
        resources(page: $page) {
          hasNextPage
          items {
            handle updatedAt
            ... on SitemapResource { image { alt filepath updatedAt } }
            ... on SitemapResourceMetaobject { type onlineStoreUrlHandle }
          }
        }
      }
    }
  `,
  localization: /* GraphQL */ `
    query Places(${IN_CONTEXT}) ${CONTEXT} {
      localization {
        country { isoCode name currency { isoCode name symbol } unitSystem }
        language { isoCode name endonymName }
        availableCountries { isoCode name currency { isoCode name symbol } availableLanguages { isoCode endonymName name } }
        availableLanguages { isoCode endonymName name }
      }
    }
  `,
  analytics: /* GraphQL */ `
    query ShopFacts(${IN_CONTEXT}) ${CONTEXT} {
      shop { id paymentSettings { currencyCode acceptedCardBrands } }
      localization { country { currency { isoCode } } language { isoCode } }
    }
  `,
  redirect: /* GraphQL */ `
    query OldPath($query: String) { urlRedirects(first: 1, query: $query) { edges { node { target } } } }
  `,
} as const;
