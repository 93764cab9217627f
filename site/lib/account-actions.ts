import type { AstroCookies } from 'astro';
import { addressFormatOf } from '../../commerce/markets/address-format.ts';
import { type AccountProblem, changeAccount, readAccount, signIn, typed, typedPassword } from './account.ts';
import {
  addressDefaultDocument,
  addressDeleteDocument,
  fromOrderDocument,
  updateCustomerDocument,
} from './account-queries.ts';
import { accountToken, signedIn } from './account-session.ts';
import { splitName } from './address-form.ts';
import { remember } from './bag.ts';
import { addLines } from './bag-actions.ts';
import { inContextOf } from './in-context.ts';
import { inMarket } from './paths.ts';
import type { ShopLocals } from './shop-locals.ts';

/** Where the browser goes next, as a path behind /account, or to the bag; with what to say there. */
export interface ActionEnd {
  readonly to: 'account' | 'login' | 'cart';
  readonly problem?: AccountProblem;
  readonly at?: 'current' | 'password';
  readonly saved?: true;
}

interface Acting {
  readonly shop: ShopLocals;
  readonly cookies: AstroCookies;
  readonly form: FormData;
  readonly token: string;
  readonly isSecure: boolean;
}

const SAVED: ActionEnd = { to: 'account', saved: true };

async function details({ shop, form, token }: Acting): Promise<ActionEnd> {
  const name = splitName(typed(form, 'name'), addressFormatOf(shop.market.country).familyNameFirst);
  const customer = { ...(form.has('name') && name), acceptsMarketing: form.has('news') };
  const result = await changeAccount(shop, updateCustomerDocument, { token, customer });
  return result.ok ? SAVED : { to: 'account', problem: result.problem };
}

/** A new password needs the present one: a cookie alone, in somebody else's hands, must not take the account over. */
async function password({ shop, cookies, form, token, isSecure }: Acting): Promise<ActionEnd> {
  const wanted = typedPassword(form);
  if (wanted === '') return { to: 'account', problem: 'passwordMissing', at: 'password' };
  const account = await readAccount(shop, cookies);
  if (!account?.email) return { to: 'login' };
  const known = await signIn(shop, account.email, typedPassword(form, 'current'));
  if (!known.ok)
    return known.problem === 'wrongLogin'
      ? { to: 'account', problem: 'wrongPassword', at: 'current' }
      : { to: 'account', problem: known.problem };
  const result = await changeAccount(shop, updateCustomerDocument, { token, customer: { password: wanted } });
  if (!result.ok)
    return { to: 'account', problem: result.problem, ...(result.at === 'password' && { at: 'password' as const }) };
  const fresh = result.token ? result : await signIn(shop, account.email, wanted);
  if (fresh.ok && fresh.token) signedIn(cookies, fresh.token, isSecure);
  return SAVED;
}

async function address(action: 'address-default' | 'address-remove', acting: Acting): Promise<ActionEnd> {
  const { shop, form, token } = acting;
  const document = action === 'address-default' ? addressDefaultDocument : addressDeleteDocument;
  const result = await changeAccount(shop, document, { token, id: typed(form, 'address') });
  return result.ok ? SAVED : { to: 'account', problem: result.problem === 'link' ? 'refused' : result.problem };
}

/** Puts what an order held, and is still sold, into the bag. */
async function again({ shop, cookies, form, isSecure }: Acting): Promise<ActionEnd> {
  const account = await readAccount(shop, cookies);
  if (!account) return { to: 'login' };
  const order = account.orders.nodes.find((one) => one.id === form.get('order'));
  const lines = (order?.lineItems.nodes ?? []).flatMap(({ variant, quantity }) =>
    variant?.availableForSale ? [{ merchandiseId: variant.id, quantity }] : [],
  );
  if (lines.length === 0) return { to: 'account', problem: 'againNone' };
  const change = await addLines(shop, cookies, lines);
  if (!change.ok) return { to: 'account', problem: 'busy' };
  remember(cookies, change.cart, isSecure);
  return { to: 'cart' };
}

/**
 * Carries out a form of the account's page: details, password, address-default, address-remove, again (an order). Null for an unknown action; who is not
 * signed in is sent to do so.
 */
export async function accountAction(action: string, acting: Omit<Acting, 'token'>): Promise<ActionEnd | null> {
  if (!['details', 'password', 'address-default', 'address-remove', 'again'].includes(action)) return null;
  const token = accountToken(acting.cookies);
  if (token === null) return { to: 'login' };
  const with_ = { ...acting, token };
  if (action === 'details') return details(with_);
  if (action === 'password') return password(with_);
  if (action === 'again') return again(with_);
  return address(action === 'address-default' ? 'address-default' : 'address-remove', with_);
}

/** Makes an account from a finished order's page and signs in; where the browser goes next. */
export async function accountFromOrder({ shop, cookies, form, isSecure }: Omit<Acting, 'token'>): Promise<string> {
  const account = inMarket(shop.market, 'account');
  const [, id, key] = /^gid:\/\/shopify\/Order\/(\d{1,16})\?key=([\w%-]{1,200})$/.exec(typed(form, 'order')) ?? [];
  if (id === undefined || key === undefined) return account;
  const password = typedPassword(form);
  const variables = { orderId: typed(form, 'order'), password, acceptsMarketing: form.has('news') };
  const result =
    password === ''
      ? ({ ok: false, problem: 'passwordMissing' } as const)
      : await changeAccount(shop, fromOrderDocument, { ...inContextOf(shop.market), ...variables });
  if (!result.ok) return `${inMarket(shop.market, 'orders', id)}?key=${key}&account=${result.problem}#account-offer`;
  if (result.token) signedIn(cookies, result.token, isSecure);
  return account;
}
