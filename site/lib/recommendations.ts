import type { AstroCookies } from 'astro';
import { ask, shopDocument } from './graphql.ts';
import { inContextOf } from './in-context.ts';
import type { Messages } from './messages/en.ts';
import { idNumber } from './paths.ts';
import { cardFields, type InMarket, recommendedFields } from './queries.ts';
import type { CardProduct, Cart, Recommended } from './shapes.ts';
import type { ShopLocals } from './shop-locals.ts';

const head = '$country: CountryCode!, $language: LanguageCode!';
const inContext = '@inContext(country: $country, language: $language)';

const togetherDocument = shopDocument<
  { readonly boughtTogether: readonly Recommended[] },
  InMarket & { readonly ids: readonly string[]; readonly visitor: string | null; readonly first: number }
>(`query BoughtTogether(${head}, $ids: [ID!]!, $visitor: String, $first: Int!) ${inContext} {
  boughtTogether(productIds: $ids, visitor: $visitor, first: $first) { ${recommendedFields} }
}`);

const alternativesDocument = shopDocument<
  { readonly productRecommendations: readonly CardProduct[] | null },
  InMarket & { readonly handle: string }
>(`query Alternatives(${head}, $handle: String!) ${inContext} {
  productRecommendations(productHandle: $handle, intent: RELATED) { ${cardFields} }
}`);

const goesWithDocument = shopDocument<
  { readonly goesWith: readonly Recommended[] },
  InMarket & { readonly id: string; readonly visitor: string; readonly first: number }
>(`query GoesWith(${head}, $id: ID!, $visitor: String!, $first: Int!) ${inContext} {
  goesWith(productId: $id, visitor: $visitor, first: $first) { ${recommendedFields} }
}`);

const forYouDocument = shopDocument<
  { readonly forYou: readonly Recommended[]; readonly buyAgain: readonly { readonly product: CardProduct }[] },
  InMarket & { readonly seen: readonly string[]; readonly visitor: string; readonly first: number }
>(`query ForYou(${head}, $seen: [ID!], $visitor: String!, $first: Int!) ${inContext} {
  forYou(recentlyViewed: $seen, visitor: $visitor, first: $first) { ${recommendedFields} }
  buyAgain(visitor: $visitor, first: $first) { product { ${cardFields} } }
}`);

/** Why a product stands where it does, where that says something; null when it would only repeat what the shelf is called. */
export function whyText({ reason, becauseOf }: Pick<Recommended, 'reason' | 'becauseOf'>, t: Messages): string | null {
  if (reason === 'TRENDING') return t.trendingNow;
  if (reason === 'PINNED') return t.ourChoice;
  if (becauseOf === null) return null;
  return reason === 'TOGETHER'
    ? t.boughtWith(becauseOf.title)
    : reason === 'BECAUSE'
      ? t.likedWith(becauseOf.title)
      : null;
}

/** What a page knows of who asks for it. */
interface Asking {
  readonly cookies: AstroCookies;
  readonly request: { readonly headers: Headers };
}

/**
 * The token of a visitor who agreed to be remembered; null for anybody else, and for a browser that objects by now. Sources: https://w3c.github.io/gpc/ and
 * https://www.w3.org/TR/tracking-dnt/
 */
export function visitorIn({ cookies, request: { headers } }: Asking): string | null {
  if (headers.get('sec-gpc') === '1' || headers.get('dnt') === '1') return null;
  return cookies.get('consent')?.value === 'yes' ? (cookies.get('visitor')?.value ?? null) : null;
}

/** Products that can be bought instead of one that is sold out; none when they cannot be had. */
export async function alternativesTo(shop: ShopLocals, handle: string, first: number): Promise<readonly CardProduct[]> {
  const answer = await ask(shop.access, alternativesDocument, { ...inContextOf(shop.market), handle });
  return answer.ok ? (answer.data.productRecommendations ?? []).slice(0, first) : [];
}

/** What is shown beside a cart. */
export interface BesideCart {
  readonly products: readonly Recommended[];
  /** Whether orders say so of each of them; else they only go well with it. */
  readonly areBoughtTogether: boolean;
}

/** Products that go with all that is in a cart; none when they cannot be had, the cart is more important. */
export async function boughtTogetherWith(
  shop: ShopLocals,
  asking: Asking,
  cart: Cart,
  first: number,
): Promise<BesideCart> {
  const ids = [...new Set(cart.lines.nodes.map((line) => line.merchandise.product.id))];
  const visitor = visitorIn(asking);
  const answer = await ask(shop.access, togetherDocument, { ...inContextOf(shop.market), ids, visitor, first });
  const products = answer.ok ? answer.data.boughtTogether : [];
  return { products, areBoughtTogether: products.every(({ reason }) => reason === 'TOGETHER') };
}

/** What goes with a product, for a visitor who agreed and may be in either half of a test; none for anybody else, whose page has it already. */
export async function goesWithFor(
  shop: ShopLocals,
  asking: Asking,
  product: string | null,
  first: number,
): Promise<readonly Recommended[]> {
  const visitor = visitorIn(asking);
  if (visitor === null || product === null || !/^\d{1,15}$/.test(product)) return [];
  const variables = { ...inContextOf(shop.market), id: `gid://shopify/Product/${product}`, visitor, first };
  const answer = await ask(shop.access, goesWithDocument, variables);
  return answer.ok ? answer.data.goesWith : [];
}

/** What is shown to one visitor. */
export interface ForVisitor {
  readonly forYou: readonly Recommended[];
  /** Title of the product that the first of them goes back to; null when none. */
  readonly because: string | null;
  readonly buyAgain: readonly CardProduct[];
}

const MOST_SEEN = 12;

/** For a visitor who agreed, by what they looked at in this visit and bought before; null for anybody else, and while nothing is known. */
export async function forVisitor(shop: ShopLocals, asking: Asking, first: number): Promise<ForVisitor | null> {
  const visitor = visitorIn(asking);
  if (visitor === null) return null;
  const seen = (asking.cookies.get('seen')?.value ?? '')
    .split('.')
    .filter((id) => /^\d{1,15}$/.test(id))
    .slice(0, MOST_SEEN)
    .map((id) => `gid://shopify/Product/${id}`);
  const answer = await ask(shop.access, forYouDocument, { ...inContextOf(shop.market), seen, visitor, first });
  if (!answer.ok) return null;
  const { forYou, buyAgain } = answer.data;
  if (seen.length === 0 && buyAgain.length === 0) return null;
  return {
    forYou: seen.length > 0 ? forYou : [],
    because: forYou.find((one) => one.becauseOf !== null)?.becauseOf?.title ?? null,
    buyAgain: buyAgain.map(({ product }) => product),
  };
}

/** Numbers of products for a note about a visit: "12.55"; each once, unknown ones left out. */
export function productNumbers(ids: readonly (string | undefined)[]): string {
  return [...new Set(ids.flatMap((id) => (id === undefined ? [] : idNumber(id))))].join('.');
}
