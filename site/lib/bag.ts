import type { AstroCookies } from 'astro';
import { type CartPayload, cartDocument } from './cart-queries.ts';
import { ask, type ShopDocument } from './graphql.ts';
import { inContextOf } from './in-context.ts';
import type { InMarket } from './queries.ts';
import type { Cart, UserError } from './shapes.ts';
import type { ShopLocals } from './shop-locals.ts';

const CART = 'cart';
/** Number of items, readable by scripts: the one thing of the bag that shared pages show. */
const COUNT = 'bag';
const THIRTY_DAYS_S = 30 * 86_400;

/** Id of the shopper's cart; null when there is none. */
export function cartIdOf(cookies: AstroCookies): string | null {
  const value = cookies.get(CART)?.value;
  return value?.startsWith('gid://shopify/Cart/') ? value : null;
}

/** Remembers a cart with the shopper: its id for the server alone, its number of items for the page. */
export function remember(cookies: AstroCookies, cart: Pick<Cart, 'id' | 'totalQuantity'>, secure: boolean): void {
  const common = { path: '/', sameSite: 'lax', secure, maxAge: THIRTY_DAYS_S } as const;
  cookies.set(CART, cart.id, { ...common, httpOnly: true });
  cookies.set(COUNT, String(cart.totalQuantity), common);
}

/** Forgets the cart: it was ordered, or has ended. */
export function forget(cookies: AstroCookies): void {
  cookies.delete(CART, { path: '/' });
  cookies.delete(COUNT, { path: '/' });
}

/** The shopper's cart as it is now in their market; null when there is none (any more). */
export async function readCart(shop: ShopLocals, cookies: AstroCookies): Promise<Cart | null> {
  const id = cartIdOf(cookies);
  if (id === null) return null;
  const answer = await ask(shop.access, cartDocument, { ...inContextOf(shop.market), id });
  return answer.ok ? answer.data.cart : null;
}

/** Outcome of a change: the cart and what the API did differently, or why it refused. */
export type CartChange =
  | { readonly ok: true; readonly cart: Cart; readonly warnings: CartPayload['warnings'] }
  | {
      readonly ok: false;
      readonly reason: 'refused';
      readonly errors: readonly UserError[];
      readonly cart: Cart | null;
    }
  | { readonly ok: false; readonly reason: 'unavailable' };

/** Sends one change of the cart. Errors in precedence order: `unavailable` (no answer), `refused` (user errors, or the cart has ended). */
export async function changeCart<V extends object>(
  shop: ShopLocals,
  document: ShopDocument<{ readonly payload: CartPayload | null }, InMarket & V>,
  variables: V,
): Promise<CartChange> {
  const answer = await ask(shop.access, document, { ...inContextOf(shop.market), ...variables });
  if (!answer.ok) return { ok: false, reason: 'unavailable' };
  const payload = answer.data.payload;
  if (!payload?.cart || payload.userErrors.length > 0)
    return { ok: false, reason: 'refused', errors: payload?.userErrors ?? [], cart: payload?.cart ?? null };
  return { ok: true, cart: payload.cart, warnings: payload.warnings };
}
