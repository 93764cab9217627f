import type { AstroCookies } from 'astro';
import { ask, shopDocument } from './graphql.ts';
import { inContextOf } from './in-context.ts';
import { idNumber } from './paths.ts';
import { cardFields, type InMarket } from './queries.ts';
import type { CardProduct, Cart } from './shapes.ts';
import type { ShopLocals } from './shop-locals.ts';

const head = '$country: CountryCode!, $language: LanguageCode!';
const inContext = '@inContext(country: $country, language: $language)';

interface Recommended {
  readonly product: CardProduct;
  readonly becauseOf: { readonly title: string } | null;
}

const togetherDocument = shopDocument<
  { readonly boughtTogether: readonly { readonly product: CardProduct; readonly reason: string }[] },
  InMarket & { readonly ids: readonly string[]; readonly first: number }
>(`query BoughtTogether(${head}, $ids: [ID!]!, $first: Int!) ${inContext} {
  boughtTogether(productIds: $ids, first: $first) { reason product { ${cardFields} } }
}`);

const forYouDocument = shopDocument<
  { readonly forYou: readonly Recommended[]; readonly buyAgain: readonly { readonly product: CardProduct }[] },
  InMarket & { readonly seen: readonly string[]; readonly visitor: string; readonly first: number }
>(`query ForYou(${head}, $seen: [ID!], $visitor: String!, $first: Int!) ${inContext} {
  forYou(recentlyViewed: $seen, visitor: $visitor, first: $first) { product { ${cardFields} } becauseOf { title } }
  buyAgain(visitor: $visitor, first: $first) { product { ${cardFields} } }
}`);

/** What is shown beside a cart. */
export interface BesideCart {
  readonly products: readonly CardProduct[];
  /** Whether orders say so of each of them; else they only go well with it. */
  readonly areBoughtTogether: boolean;
}

/** Products that go with all that is in a cart; none when they cannot be had, the cart is more important. */
export async function boughtTogetherWith(shop: ShopLocals, cart: Cart, first: number): Promise<BesideCart> {
  const ids = [...new Set(cart.lines.nodes.map((line) => line.merchandise.product.id))];
  const answer = await ask(shop.access, togetherDocument, { ...inContextOf(shop.market), ids, first });
  const found = answer.ok ? answer.data.boughtTogether : [];
  return {
    products: found.map(({ product }) => product),
    areBoughtTogether: found.every(({ reason }) => reason === 'TOGETHER'),
  };
}

/** What is shown to one visitor. */
export interface ForVisitor {
  readonly forYou: readonly CardProduct[];
  /** Title of the product that the first of them goes back to; null when none. */
  readonly because: string | null;
  readonly buyAgain: readonly CardProduct[];
}

const MOST_SEEN = 12;

/** For a visitor who agreed, by what they looked at in this visit and bought before; null for anybody else, and while nothing is known. */
export async function forVisitor(shop: ShopLocals, cookies: AstroCookies, first: number): Promise<ForVisitor | null> {
  const visitor = cookies.get('visitor')?.value;
  if (cookies.get('consent')?.value !== 'yes' || !visitor) return null;
  const seen = (cookies.get('seen')?.value ?? '')
    .split('.')
    .filter((id) => /^\d{1,15}$/.test(id))
    .slice(0, MOST_SEEN)
    .map((id) => `gid://shopify/Product/${id}`);
  const answer = await ask(shop.access, forYouDocument, { ...inContextOf(shop.market), seen, visitor, first });
  if (!answer.ok) return null;
  const { forYou, buyAgain } = answer.data;
  if (seen.length === 0 && buyAgain.length === 0) return null;
  return {
    forYou: seen.length > 0 ? forYou.map(({ product }) => product) : [],
    because: forYou.find((one) => one.becauseOf !== null)?.becauseOf?.title ?? null,
    buyAgain: buyAgain.map(({ product }) => product),
  };
}

/** Numbers of products for a note about a visit: "12.55"; each once, unknown ones left out. */
export function productNumbers(ids: readonly (string | undefined)[]): string {
  return [...new Set(ids.flatMap((id) => (id === undefined ? [] : idNumber(id))))].join('.');
}
