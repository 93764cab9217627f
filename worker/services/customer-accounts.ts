import { isEmail } from '../../commerce/cart/apply.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { AccountChange, CustomerAccount, CustomerAccounts, Passwords } from '../ports/customer-accounts.ts';
import type { OrderRecords } from '../ports/orders.ts';
import type { RateLimit } from '../ports/rate-limit.ts';
import { recoveryMail } from './customer-mail.ts';
import type { OrderMailDeps } from './order-mail.ts';

export interface AccountDeps {
  readonly customers: CustomerAccounts;
  readonly passwords: Passwords;
  readonly accountLimit: RateLimit;
  readonly orders: Pick<OrderRecords, 'byIds'>;
  readonly orderMail: Pick<OrderMailDeps, 'mail' | 'from' | 'shopName'>;
  readonly clock: Clock;
  readonly ids: Ids;
  /** SHA-256, lower-case hexadecimal. */
  readonly digest: (text: string) => string;
}

const DAY_MS = 86_400_000;
const ACCESS_MS = 30 * DAY_MS;
const RECOVERY_MS = 2 * 3_600_000;
/** Characters of a password: what a person can type, and what hashing takes without delay. */
const SHORTEST = 8;
const LONGEST = 256;
/** The passwords that are tried first everywhere. Source: the most frequent of published leaks that are eight characters or more. */
const COMMON = new Set(
  '12345678 123456789 1234567890 password password1 password123 passw0rd qwertyuiop qwerty123 1q2w3e4r 11111111 00000000 iloveyou sunshine princess football baseball superman trustno1 12341234 88888888 87654321 abcd1234 abc12345 aa123456 1qaz2wsx passwort hallo123 azertyuiop motdepasse'.split(
    ' ',
  ),
);

/** A token as it is handed out, once. */
export interface GivenToken {
  readonly accessToken: string;
  readonly expiresAtMs: number;
}

export type AccountRefusal =
  | 'email'
  | 'too_short'
  | 'too_long'
  | 'whitespace'
  | 'common'
  | 'too_often'
  | 'taken'
  | 'unidentified'
  | 'token';
type Refused = { readonly ok: false; readonly reason: AccountRefusal };
const refuse = (reason: AccountRefusal): Refused => ({ ok: false, reason });

/** What is wrong with a password; null: nothing. In order: too_short, too_long, whitespace around it, common. */
export function passwordProblem(password: string): AccountRefusal | null {
  if ([...password].length < SHORTEST) return 'too_short';
  if (password.length > LONGEST) return 'too_long';
  if (password.trim() !== password) return 'whitespace';
  return COMMON.has(password.toLowerCase()) ? 'common' : null;
}

const emailOf = (text: string): string => text.trim().toLowerCase();

/** Counts one more try by an address and from a network (null: unknown); false: one too many for now. */
async function mayTry(deps: AccountDeps, what: string, email: string, network: string | null): Promise<boolean> {
  const names = [`${what} email ${email}`, ...(network === null ? [] : [`${what} network ${network}`])];
  return !(await Promise.all(names.map((name) => deps.accountLimit.allows(name)))).includes(false);
}

function newToken(deps: AccountDeps, keptMs: number) {
  const token = `${deps.ids.token()}${deps.ids.token()}`;
  return { token, hashed: { sha256: deps.digest(token), expiresAtMs: deps.clock.nowMs() + keptMs } };
}

async function giveAccess(deps: AccountDeps, customerId: number): Promise<GivenToken> {
  const { token, hashed } = newToken(deps, ACCESS_MS);
  await deps.customers.addToken(customerId, 'access', hashed, deps.clock.nowMs());
  return { accessToken: token, expiresAtMs: hashed.expiresAtMs };
}

export interface WantedAccount {
  readonly email: string;
  readonly password: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly acceptsMarketing: boolean;
  readonly locale: string;
  readonly network: string | null;
}

/** Makes an account. Orders of the address stay hidden until its mailbox is proven. Refusals in order: email, those of the password, too_often, taken. */
export async function createAccount(
  deps: AccountDeps,
  { password, network, ...wanted }: WantedAccount,
): Promise<{ readonly ok: true; readonly customerId: number } | Refused> {
  const email = emailOf(wanted.email);
  if (!isEmail(email)) return refuse('email');
  const problem = passwordProblem(password);
  if (problem) return refuse(problem);
  if (!(await mayTry(deps, 'create', email, network))) return refuse('too_often');
  const passwordHash = await deps.passwords.hash(password);
  const customerId = await deps.customers.create({ ...wanted, email, passwordHash, orderId: null });
  return customerId === null ? refuse('taken') : { ok: true, customerId };
}

/**
 * Makes an account of a finished order's email address and signs in; the secret of the order's page is the proof, for this order alone: who bought under
 * another's address must not see what its owner buys. Refusals in order: those of the password, too_often, token (no such order), taken.
 */
export async function createAccountFromOrder(
  deps: AccountDeps,
  wanted: {
    readonly orderId: number;
    readonly statusKey: string;
    readonly password: string;
    readonly acceptsMarketing: boolean;
    readonly network: string | null;
  },
): Promise<{ readonly ok: true; readonly customerId: number; readonly token: GivenToken } | Refused> {
  const problem = passwordProblem(wanted.password);
  if (problem) return refuse(problem);
  if (!(await mayTry(deps, 'create', `order ${wanted.orderId}`, wanted.network))) return refuse('too_often');
  const order = (await deps.orders.byIds([wanted.orderId])).get(wanted.orderId);
  if (!order?.email || order.statusKey !== wanted.statusKey) return refuse('token');
  const customerId = await deps.customers.create({
    email: emailOf(order.email),
    passwordHash: await deps.passwords.hash(wanted.password),
    firstName: order.shippingAddress?.firstName ?? null,
    lastName: order.shippingAddress?.lastName ?? null,
    phone: null,
    locale: order.locale,
    acceptsMarketing: wanted.acceptsMarketing,
    orderId: order.id,
  });
  if (customerId === null) return refuse('taken');
  if (wanted.acceptsMarketing) await deps.customers.update(customerId, { acceptsMarketing: true });
  if (order.shippingAddress) await deps.customers.addAddress(customerId, order.shippingAddress, 1);
  return { ok: true, customerId, token: await giveAccess(deps, customerId) };
}

/** Signs in; an unknown address takes as long as a wrong password. Refusals in order: too_often, unidentified. */
export async function signIn(
  deps: AccountDeps,
  given: { readonly email: string; readonly password: string; readonly network: string | null },
): Promise<{ readonly ok: true; readonly token: GivenToken } | Refused> {
  const email = emailOf(given.email);
  if (!(await mayTry(deps, 'sign-in', email, given.network))) return refuse('too_often');
  if (given.password.length > LONGEST) return refuse('unidentified');
  const known = await deps.customers.credentials(email);
  if (!known) {
    await deps.passwords.hash(given.password);
    return refuse('unidentified');
  }
  if (!(await deps.passwords.verify(given.password, known.passwordHash))) return refuse('unidentified');
  return { ok: true, token: await giveAccess(deps, known.customerId) };
}

/** Whose token it is; null: nobody's, or it has ended. */
export async function customerOf(deps: AccountDeps, token: string): Promise<CustomerAccount | null> {
  if (!/^[0-9a-f]{64}$/.test(token)) return null;
  return deps.customers.byToken(deps.digest(token), deps.clock.nowMs());
}

/** Mails a link that sets a new password, once, within two hours; says nothing of whether there is such an account. Refused: too_often. */
export async function recover(
  deps: AccountDeps,
  asked: {
    readonly email: string;
    readonly market: string;
    readonly language: string;
    readonly network: string | null;
  },
): Promise<{ readonly ok: true } | Refused> {
  const email = emailOf(asked.email);
  if (!(await mayTry(deps, 'recover', email, asked.network))) return refuse('too_often');
  const known = await deps.customers.credentials(email);
  if (!known) return { ok: true };
  const { token, hashed } = newToken(deps, RECOVERY_MS);
  await deps.customers.addToken(known.customerId, 'recovery', hashed, deps.clock.nowMs());
  const { mail, from, shopName } = deps.orderMail;
  await mail.send(
    recoveryMail({
      messageId: `recovery-${hashed.sha256}`,
      to: email,
      from,
      shop: await shopName(),
      language: asked.language,
      url: `${asked.market}/account/reset/${known.customerId}/${token}`,
    }),
  );
  return { ok: true };
}

/** Sets a password by a mailed link: the mailbox is proven and every other session ends. Refusals in order: those of the password, token. */
export async function resetPassword(
  deps: AccountDeps,
  given: { readonly customerId: number; readonly resetToken: string; readonly password: string },
): Promise<{ readonly ok: true; readonly token: GivenToken } | Refused> {
  const problem = passwordProblem(given.password);
  if (problem) return refuse(problem);
  const { token, hashed } = newToken(deps, ACCESS_MS);
  const passwordHash = await deps.passwords.hash(given.password);
  const recovery = deps.digest(given.resetToken);
  const isSet = await deps.customers.reset(given.customerId, recovery, passwordHash, hashed, deps.clock.nowMs());
  return isSet ? { ok: true, token: { accessToken: token, expiresAtMs: hashed.expiresAtMs } } : refuse('token');
}

/** Changes a customer; a new password ends every session and begins one. Refusals: those of the password. */
export async function updateAccount(
  deps: AccountDeps,
  customerId: number,
  change: AccountChange,
  password: string | null,
): Promise<{ readonly ok: true; readonly token: GivenToken | null } | Refused> {
  const problem = password === null ? null : passwordProblem(password);
  if (problem) return refuse(problem);
  await deps.customers.update(customerId, change);
  if (password === null) return { ok: true, token: null };
  const { token, hashed } = newToken(deps, ACCESS_MS);
  await deps.customers.setPassword(customerId, await deps.passwords.hash(password), hashed);
  return { ok: true, token: { accessToken: token, expiresAtMs: hashed.expiresAtMs } };
}
