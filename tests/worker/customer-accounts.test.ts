import { env } from 'cloudflare:workers';
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { customerTokens } from '../../db/schema/accounts.ts';
import { orders } from '../../db/schema/orders.ts';
import { createDeps } from '../../worker/deps.ts';
import type { Mail } from '../../worker/ports/mail.ts';
import { recover } from '../../worker/services/customer-accounts.ts';
import { type Answer, agreeToPay, ask, db, mutate, readyCart, submit } from './checkout-support.ts';

/** A variant of this file alone. */
const VARIANT = 43;
let made = 0;
const newEmail = () => `account-${made++}-${crypto.randomUUID().slice(0, 8)}@shop.example`;
const PASSWORD = 'mill at low tide';
const ERRORS = 'customerUserErrors { code field message }';

/** A change of accounts with what is read of its answer. */
const change = async (name: string, args: string, result: string): Promise<Answer> =>
  (await ask(`mutation { ${name}(${args}) ${result} }`)).at(name);
const create = (email: string, password = PASSWORD): Promise<Answer> =>
  change('customerCreate', `input: { email: "${email}", password: "${password}" }`, `{ customer { id } ${ERRORS} }`);
const signIn = (email: string, password = PASSWORD): Promise<Answer> =>
  change(
    'customerAccessTokenCreate',
    `input: { email: "${email}", password: "${password}" }`,
    `{ customerAccessToken { accessToken expiresAt } ${ERRORS} }`,
  );
const tokenOf = (answer: Answer): string => answer.text('customerAccessToken', 'accessToken');
const customer = (token: string, fields: string): Promise<Answer> =>
  ask(`query($token: String!) { customer(customerAccessToken: $token) { ${fields} } }`, { token });

/** Buys one unit as a guest; the order's number and key. */
async function bought(email: string): Promise<{ readonly id: number; readonly key: string }> {
  const cart = await readyCart(VARIANT);
  await mutate(
    'cartBuyerIdentityUpdate',
    `cartId: "${cart.id}", buyerIdentity: { email: "${email}", countryCode: DE }`,
  );
  await agreeToPay(cart.id, cart.total, 'pm_card_visa');
  expect((await submit(cart.id, crypto.randomUUID())).text('result', '__typename')).toBe('SubmitSuccess');
  await expect
    .poll(async () => (await db.select().from(orders).where(eq(orders.email, email))).length, { timeout: 15_000 })
    .toBeGreaterThan(0);
  const [row] = await db
    .select({ id: orders.id, key: orders.statusKey })
    .from(orders)
    .where(eq(orders.email, email))
    .orderBy(sql`id desc`);
  if (!row) throw new Error('no order');
  return row;
}

test('makes one account per address, signs in and out, and keeps no token', async () => {
  const email = newEmail();
  expect((await create(email)).at('customerUserErrors').value).toEqual([]);
  expect((await create(email.toUpperCase())).at('customerUserErrors').value).toMatchObject([{ code: 'TAKEN' }]);
  expect((await signIn(email, 'something else')).at('customerUserErrors').value).toMatchObject([
    { code: 'UNIDENTIFIED_CUSTOMER' },
  ]);
  expect((await signIn(newEmail())).at('customerUserErrors').value).toMatchObject([{ code: 'UNIDENTIFIED_CUSTOMER' }]);
  const token = tokenOf(await signIn(email));
  expect((await customer(token, 'email isEmailProven')).at('customer').value).toEqual({ email, isEmailProven: false });
  expect(await db.select().from(customerTokens).where(eq(customerTokens.sha256, token))).toEqual([]);
  const out = () => change('customerAccessTokenDelete', `customerAccessToken: "${token}"`, '{ deletedAccessToken }');
  expect((await out()).at('deletedAccessToken').value).toBe(token);
  expect((await out()).at('deletedAccessToken').value).toBeNull();
  expect((await customer(token, 'email')).at('customer').value).toBeNull();
});

test.each([
  ['short', 'TOO_SHORT'],
  ['x'.repeat(257), 'TOO_LONG'],
  [' with spaces around ', 'PASSWORD_STARTS_OR_ENDS_WITH_WHITESPACE'],
  ['Password123', 'INVALID'],
])('refuses the password %s', async (password, code) => {
  expect((await create(newEmail(), password)).at('customerUserErrors').value).toMatchObject([
    { code, field: ['input', 'password'] },
  ]);
});

test('shows orders of before to whoever proved the mailbox alone', async () => {
  const email = newEmail();
  const order = await bought(email);
  const { value } = (await create(email)).at('customerUserErrors');
  expect(value).toEqual([]);
  const stranger = tokenOf(await signIn(email));
  const seen = 'firstName orders(first: 5) { nodes { orderNumber statusUrl } }';
  expect((await customer(stranger, seen)).at('customer').value).toEqual({ firstName: null, orders: { nodes: [] } });

  const mails: Mail[] = [];
  const deps = createDeps(env);
  const mail = { send: async (one: Mail) => void mails.push(one) };
  const asking = { ...deps, orderMail: { ...deps.orderMail, mail } };
  const asked = { market: 'https://shop.example/fr-fr', language: 'fr', network: null };
  expect(await recover(asking, { ...asked, email: newEmail() })).toEqual({ ok: true });
  expect(mails).toEqual([]);
  expect(await recover(asking, { ...asked, email })).toEqual({ ok: true });
  expect(mails[0]?.subject).toContain('Un nouveau mot de passe');
  const [, id = '', resetToken = ''] =
    /\/fr-fr\/account\/reset\/(\d+)\/([0-9a-f]{64})/.exec(mails[0]?.text ?? '') ?? [];
  const reset = (customerId: string) =>
    change(
      'customerReset',
      `id: "gid://shopify/Customer/${customerId}", input: { password: "another long one", resetToken: "${resetToken}" }`,
      `{ customer { isEmailProven } customerAccessToken { accessToken expiresAt } ${ERRORS} }`,
    );
  expect((await reset(String(Number(id) + 1))).at('customerUserErrors').value).toMatchObject([
    { code: 'TOKEN_INVALID' },
  ]);
  const done = await reset(id);
  expect(done.at('customer', 'isEmailProven').value).toBe(true);
  expect((await reset(id)).at('customerUserErrors').value).toMatchObject([{ code: 'TOKEN_INVALID' }]);
  // Whoever was in before is out.
  expect((await customer(stranger, 'id')).at('customer').value).toBeNull();
  const owner = await customer(tokenOf(done), seen);
  expect(owner.text('customer', 'orders', 'nodes', 0, 'statusUrl')).toContain(`/orders/${order.id}?key=${order.key}`);
});

test('makes an account from the page of an order, which shows that order and no other', async () => {
  const email = newEmail();
  await bought(email);
  const order = await bought(email);
  const from = (key: string) =>
    change(
      'customerCreateFromOrder',
      `orderId: "gid://shopify/Order/${order.id}?key=${key}", password: "${PASSWORD}"`,
      `{ customer { email } customerAccessToken { accessToken expiresAt } ${ERRORS} }`,
    );
  expect((await from('0'.repeat(64))).at('customerUserErrors').value).toMatchObject([{ code: 'TOKEN_INVALID' }]);
  const made = await from(order.key);
  expect(made.text('customer', 'email')).toBe(email);
  expect((await from(order.key)).at('customerUserErrors').value).toMatchObject([{ code: 'TAKEN' }]);
  const seen = await customer(tokenOf(made), 'orders(first: 5) { nodes { id } } defaultAddress { city }');
  expect(seen.at('customer').value).toMatchObject({
    orders: { nodes: [{ id: `gid://shopify/Order/${order.id}` }] },
    defaultAddress: { city: 'Berlin' },
  });
});

test('keeps addresses, and nobody reads or changes those of another', async () => {
  const [mine, yours] = [newEmail(), newEmail()];
  for (const email of [mine, yours]) await create(email);
  const [token, other] = [tokenOf(await signIn(mine)), tokenOf(await signIn(yours))];
  const add = async (city: string) =>
    (
      await change(
        'customerAddressCreate',
        `customerAccessToken: "${token}", address: { lastName: "Holm", address1: "Torstr. 1", city: "${city}", zip: "10119", country: "DE" }`,
        `{ customerAddress { id } ${ERRORS} }`,
      )
    ).text('customerAddress', 'id');
  const [first, second] = [await add('Berlin'), await add('Kiel')];
  const kept = async () =>
    (await customer(token, 'defaultAddress { city } addresses(first: 9) { nodes { city } }')).at('customer').value;
  expect(await kept()).toEqual({
    defaultAddress: { city: 'Berlin' },
    addresses: { nodes: [{ city: 'Berlin' }, { city: 'Kiel' }] },
  });
  for (const [name, args] of [
    ['customerAddressDelete', `id: "${first}"`],
    ['customerDefaultAddressUpdate', `addressId: "${first}"`],
    ['customerAddressUpdate', `id: "${first}", address: { address1: "x", city: "y", country: "DE" }`],
  ] as const)
    expect(
      (await change(name, `customerAccessToken: "${other}", ${args}`, `{ ${ERRORS} }`)).at('customerUserErrors').value,
      name,
    ).toMatchObject([{ code: 'NOT_FOUND' }]);
  await change(
    'customerDefaultAddressUpdate',
    `customerAccessToken: "${token}", addressId: "${second}"`,
    `{ ${ERRORS} }`,
  );
  expect(await kept()).toMatchObject({ defaultAddress: { city: 'Kiel' } });
  const gone = `customerAccessToken: "${token}", id: "${second}"`;
  await change('customerAddressDelete', gone, `{ ${ERRORS} }`);
  expect(await kept()).toEqual({ defaultAddress: { city: 'Berlin' }, addresses: { nodes: [{ city: 'Berlin' }] } });
  const wrong = `customerAccessToken: "${token}", address: { address1: "x", city: "y", country: "Atlantis" }`;
  expect((await change('customerAddressCreate', wrong, `{ ${ERRORS} }`)).at('customerUserErrors').value).toMatchObject([
    { code: 'INVALID', field: ['address', 'country'] },
  ]);
});

test('a new password ends every other session', async () => {
  const email = newEmail();
  await create(email);
  const [here, there] = [tokenOf(await signIn(email)), tokenOf(await signIn(email))];
  const changed = await change(
    'customerUpdate',
    `customerAccessToken: "${here}", customer: { password: "quite another one" }`,
    `{ customerAccessToken { accessToken expiresAt } ${ERRORS} }`,
  );
  expect((await customer(there, 'id')).at('customer').value).toBeNull();
  expect((await customer(tokenOf(changed), 'email')).text('customer', 'email')).toBe(email);
  expect((await signIn(email)).at('customerUserErrors').value).toMatchObject([{ code: 'UNIDENTIFIED_CUSTOMER' }]);
});
