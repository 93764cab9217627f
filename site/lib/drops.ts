import type { AstroCookies } from 'astro';
import { cartIdOf, changeCart, readCart } from './bag.ts';
import { addLines } from './bag-actions.ts';
import { buyerDocument, linesUpdateDocument } from './cart-queries.ts';
import { type Drop, dropFields } from './drop-fields.ts';
import { ask, shopDocument } from './graphql.ts';
import type { ShopLocals } from './shop-locals.ts';

/** A shopper's place in the queue. */
export interface DropTicket {
  readonly token: string;
  readonly status: 'WAITING' | 'ADMITTED' | 'BUYING' | 'BOUGHT' | 'LAPSED' | 'LEFT' | 'OVER';
  readonly ahead: number | null;
  readonly quantity: number | null;
  readonly buyUntil: string | null;
  readonly end: Drop['status'] | null;
  readonly pollAfterMs: number | null;
  readonly now: string;
}
const ticketFields = 'token status ahead quantity buyUntil end pollAfterMs now';

/** What a queue's page is about. */
export interface DropVariant {
  readonly id: string;
  readonly title: string;
  readonly image: {
    readonly url: string;
    readonly altText: string | null;
    readonly width: number;
    readonly height: number;
  } | null;
  readonly price: { readonly amount: string; readonly currencyCode: string };
  readonly product: { readonly title: string; readonly handle: string };
}

interface DropAnswer {
  readonly drop: Drop | null;
  readonly node: DropVariant | null;
}
const dropDocument = shopDocument<
  DropAnswer,
  { readonly country: string; readonly language: string; readonly id: string }
>(
  `query Drop($country: CountryCode!, $language: LanguageCode!, $id: ID!) @inContext(country: $country, language: $language) {
  drop(variantId: $id) { ${dropFields} }
  node(id: $id) { ... on ProductVariant { id title image { url altText width height } price { amount currencyCode } product { title handle } } }
}`,
);
const ticketDocument = shopDocument<{ readonly dropTicket: DropTicket | null }, { readonly token: string }>(
  `query Ticket($token: String!) { dropTicket(token: $token) { ${ticketFields} } }`,
);
type DropErrorCode =
  | 'LIMIT_REACHED'
  | 'JOINED_ELSEWHERE'
  | 'INVALID'
  | 'ENDED'
  | 'TOO_EARLY'
  | 'FULL'
  | 'NOT_FOUND'
  | 'TOO_MANY_FROM_NETWORK'
  | 'UNAVAILABLE';
interface JoinAnswer {
  readonly dropJoin: {
    readonly ticket: DropTicket | null;
    readonly userErrors: readonly { readonly code: DropErrorCode }[];
  } | null;
}
const joinDocument = shopDocument<
  JoinAnswer,
  { readonly input: { readonly variantId: string; readonly email: string; readonly deviceToken: string } }
>(
  `mutation Join($input: DropJoinInput!) { dropJoin(input: $input) { ticket { ${ticketFields} } userErrors { code } } }`,
);
const leaveDocument = shopDocument<
  { readonly dropLeave: { readonly ticket: { readonly status: string } | null } | null },
  { readonly token: string }
>('mutation Leave($token: String!) { dropLeave(token: $token) { ticket { status } } }');

export const variantGid = (variant: string): string => `gid://shopify/ProductVariant/${variant}`;

/** A variant with its present or last drop; null when there is no such variant or it was never sold by queue. */
export async function readDrop(
  shop: ShopLocals,
  variant: string,
): Promise<{ readonly drop: Drop; readonly variant: DropVariant } | null> {
  const { country, language } = shop.market;
  const answer = await ask(shop.access, dropDocument, {
    country,
    language: language.toUpperCase(),
    id: variantGid(variant),
  });
  if (!answer.ok || !answer.data.drop || !answer.data.node) return null;
  return { drop: answer.data.drop, variant: answer.data.node };
}

const WEEK_S = 7 * 86_400;
const YEAR_S = 365 * 86_400;
const DEVICE = 'device';
const cookieOf = (variant: string): string => `drop-${variant}`;

/** The ticket and email this browser keeps for a variant; null: none. */
function kept(cookies: AstroCookies, variant: string): { readonly token: string; readonly email: string } | null {
  const [token = '', email = ''] = (cookies.get(cookieOf(variant))?.value ?? '').split('~');
  return token === '' ? null : { token, email };
}

/** The browser's place in a variant's queue; null when it has none (any more). */
export async function readTicket(shop: ShopLocals, cookies: AstroCookies, variant: string): Promise<DropTicket | null> {
  const own = kept(cookies, variant);
  if (!own) return null;
  const answer = await ask(shop.access, ticketDocument, { token: own.token });
  return answer.ok ? answer.data.dropTicket : null;
}

/** Joins a variant's queue and remembers the ticket. Null when it went well, else why not. */
export async function joinDrop(
  shop: ShopLocals,
  cookies: AstroCookies,
  variant: string,
  email: string,
  options: { readonly newDevice: () => string; readonly secure: boolean },
): Promise<DropErrorCode | null> {
  const common = { path: '/', sameSite: 'lax', httpOnly: true, secure: options.secure } as const;
  const deviceToken = cookies.get(DEVICE)?.value ?? options.newDevice();
  cookies.set(DEVICE, deviceToken, { ...common, maxAge: YEAR_S });
  if (email === '') return 'INVALID';
  const answer = await ask(shop.access, joinDocument, {
    input: { variantId: variantGid(variant), email, deviceToken },
  });
  if (!answer.ok) return 'UNAVAILABLE';
  const { ticket = null, userErrors = [] } = answer.data.dropJoin ?? {};
  if (!ticket) return userErrors[0]?.code ?? 'UNAVAILABLE';
  cookies.set(cookieOf(variant), `${ticket.token}~${email}`, { ...common, maxAge: WEEK_S });
  return null;
}

/** Gives the browser's ticket back. */
export async function leaveDrop(shop: ShopLocals, cookies: AstroCookies, variant: string): Promise<void> {
  const own = kept(cookies, variant);
  if (own) await ask(shop.access, leaveDocument, { token: own.token });
  cookies.delete(cookieOf(variant), { path: '/' });
}

/** Puts what the ticket is for into the bag, once, with the address it belongs to. Null when there is no ticket. */
export async function takeTurn(shop: ShopLocals, cookies: AstroCookies, variant: string) {
  const own = kept(cookies, variant);
  const ticket = await readTicket(shop, cookies, variant);
  if (!own || !ticket) return null;
  const quantity = ticket.quantity ?? 1;
  const attributes = [{ key: '_drop_ticket', value: own.token }];
  const id = cartIdOf(cookies);
  const cart = id === null ? null : await readCart(shop, cookies);
  const line = cart?.lines.nodes.find((one) => one.merchandise.id === variantGid(variant));
  const change =
    id !== null && line
      ? await changeCart(shop, linesUpdateDocument, { id, lines: [{ id: line.id, quantity, attributes }] })
      : await addLines(shop, cookies, [{ merchandiseId: variantGid(variant), quantity, attributes }]);
  if (!change.ok) return change;
  return changeCart(shop, buyerDocument, {
    id: change.cart.id,
    buyer: { email: own.email, countryCode: shop.market.country },
  });
}
