import type { AstroCookies } from 'astro';
import {
  type Account,
  accountDocument,
  type Buyer,
  buyerOfDocument,
  type CustomerPayload,
  type CustomerUserError,
  createCustomerDocument,
  type NewCustomer,
  signInDocument,
  signOutDocument,
} from './account-queries.ts';
import { type AccessToken, accountToken, signedOut } from './account-session.ts';
import { ask, type ShopDocument } from './graphql.ts';
import { inContextOf } from './in-context.ts';
import type { AccountMessages } from './messages/account.ts';
import type { ShopLocals } from './shop-locals.ts';

/** What stands in the way; keys of the messages' `problems`. */
export type AccountProblem = keyof AccountMessages['problems'];

/** Whether a change was made, with the new token where it brought one; or what stands in the way, and at which field. */
export type AccountResult =
  | { readonly ok: true; readonly token: AccessToken | null }
  | { readonly ok: false; readonly problem: AccountProblem; readonly at: 'email' | 'password' | null };

const CODES: Readonly<Record<string, AccountProblem>> = {
  UNIDENTIFIED_CUSTOMER: 'wrongLogin',
  CUSTOMER_DISABLED: 'wrongLogin',
  TAKEN: 'taken',
  TOO_SHORT: 'tooShort',
  TOO_LONG: 'tooLong',
  PASSWORD_STARTS_OR_ENDS_WITH_WHITESPACE: 'spaces',
  TOKEN_INVALID: 'link',
  ALREADY_ENABLED: 'link',
  NOT_FOUND: 'link',
};

function problemOf({ code, field }: CustomerUserError): Extract<AccountResult, { ok: false }> {
  const name = field?.at(-1);
  const at = name === 'email' || name === 'password' ? name : null;
  if (at === 'password' && code === 'BLANK') return { ok: false, problem: 'passwordMissing', at };
  if (at === 'password' && code === 'INVALID') return { ok: false, problem: 'common', at };
  const problem = code === null ? 'busy' : (CODES[code] ?? 'refused');
  if (problem === 'taken') return { ok: false, problem, at: 'email' };
  return { ok: false, problem, at: at === 'password' && problem !== 'wrongLogin' ? at : null };
}

/** Sends one change of an account. Problems in order: no answer (`busy`), then the first thing the API refuses. */
export async function changeAccount<V extends object>(
  shop: ShopLocals,
  document: ShopDocument<{ readonly payload: CustomerPayload | null }, V>,
  variables: V,
): Promise<AccountResult> {
  const answer = await ask(shop.access, document, variables);
  const payload = answer.ok ? answer.data.payload : null;
  if (!payload) return { ok: false, problem: 'busy', at: null };
  const [first] = payload.customerUserErrors;
  return first ? problemOf(first) : { ok: true, token: payload.customerAccessToken ?? null };
}

/** Signs in. Problems in order: busy, wrongLogin. */
export async function signIn(shop: ShopLocals, email: string, password: string): Promise<AccountResult> {
  const result = await changeAccount(shop, signInDocument, { input: { email, password } });
  return result.ok && result.token === null ? { ok: false, problem: 'wrongLogin', at: null } : result;
}

/** Makes an account and signs in. Problems in order: what the API refuses, then those of signing in. */
export async function createAccount(shop: ShopLocals, input: NewCustomer): Promise<AccountResult> {
  const made = await changeAccount(shop, createCustomerDocument, { ...inContextOf(shop.market), input });
  return made.ok ? signIn(shop, input.email, input.password) : made;
}

/** Ends the token, here and at the shop. */
export async function signOut(shop: ShopLocals, cookies: AstroCookies): Promise<void> {
  const token = accountToken(cookies);
  if (token !== null) await ask(shop.access, signOutDocument, { token });
  signedOut(cookies);
}

/** Who is signed in: the account; null for a guest and for a token that ended. Rejects without an answer of the API. */
export async function readAccount(shop: ShopLocals, cookies: AstroCookies): Promise<Account | null> {
  const token = accountToken(cookies);
  if (token === null) return null;
  const answer = await ask(shop.access, accountDocument, { ...inContextOf(shop.market), token });
  if (!answer.ok) throw new Error(`account: ${answer.reason}: ${answer.message}`);
  if (answer.data.customer === null) signedOut(cookies);
  return answer.data.customer;
}

/** Who buys, where somebody is signed in; null for a guest, and where the API does not say: buying goes on without. */
export async function readBuyer(shop: ShopLocals, cookies: AstroCookies): Promise<Buyer | null> {
  const token = accountToken(cookies);
  if (token === null) return null;
  const answer = await ask(shop.access, buyerOfDocument, { token });
  return answer.ok ? answer.data.customer : null;
}

/** Text of a form's field, trimmed and at most 255 characters. Not for passwords. */
export function typed(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim().slice(0, 255) : '';
}

/** A password as it was typed, spaces and all; cut where no password is that long. */
export function typedPassword(form: FormData, name = 'password'): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.slice(0, 1024) : '';
}

/** Where to go once signed in: a path of this shop, else the account. */
export function nextPath(wanted: string | null, account: string): string {
  return wanted !== null && /^\/[a-z]{2,3}-[a-z]{2}\/[\w/-]{0,200}$/.test(wanted) ? wanted : account;
}
