/// <reference types="@cloudflare/vitest-plugin/types" />
import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { eventLog } from '../../db/schema/events.ts';
import { orderLines, orders, payments } from '../../db/schema/orders.ts';
import {
  agreeToPay,
  answerBank,
  around,
  ask,
  attempt,
  createCart,
  db,
  mutate,
  objectOf,
  readyCart,
  stockOf,
  submit,
  tokenOf,
  variantGid,
} from './checkout-support.ts';

afterEach(() => vi.restoreAllMocks());

let attempts = 0;
const newToken = () => `attempt-token-${attempts++}`;

const ordersOf = (token: string) => db.select().from(orders).where(eq(orders.cartToken, token));

describe('a purchase by plain GraphQL', () => {
  it('charges what was agreed, sells the units, and is in the records with all its parts', async () => {
    const before = await stockOf(1);
    const cart = await readyCart(1, 2);
    await agreeToPay(cart.id, cart.total, 'pm_card_visa');
    const submitted = await submit(cart.id, newToken());
    expect(submitted.text('result', '__typename')).toBe('SubmitSuccess');
    const outcome = await attempt(submitted.text('result', 'attemptId'));
    expect(outcome.text('__typename')).toBe('CartCompletionSuccess');

    const [order] = await ordersOf(cart.token);
    if (!order) throw new Error('no order');
    expect(outcome.text('orderId')).toBe(`gid://shopify/Order/${order.id}`);
    expect(order).toMatchObject({
      email: 'ada@shop.example',
      currency: 'EUR',
      financialStatus: 'paid',
      taxIncluded: true,
      country: 'DE',
    });
    expect(order.totalMinor).toBe(Math.round(Number(cart.total) * 100));
    expect(order.shippingAddress).toMatchObject({ lastName: 'Lovelace', countryCode: 'DE' });
    const [line] = await db.select().from(orderLines).where(eq(orderLines.orderId, order.id));
    expect(line).toMatchObject({ variantId: 1, quantity: 2, position: 1 });
    expect(line?.allocations.reduce((sum, one) => sum + one.quantity, 0)).toBe(2);
    const [payment] = await db.select().from(payments).where(eq(payments.orderId, order.id));
    expect(payment).toMatchObject({
      status: 'captured',
      amountMinor: order.totalMinor,
      cardBrand: 'visa',
      cardLast4: '4242',
    });
    const events = await db
      .select()
      .from(eventLog)
      .where(eq(eventLog.aggregate, `order:${order.id}`));
    expect(events).toMatchObject([{ type: 'order.placed', sequence: 1, payload: { number: order.number } }]);
    const after = await stockOf(1);
    expect(after).toEqual({ available: before.available - 2, committed: before.committed + 2, held: before.held });
  });

  it('is readable by its link and by nobody else, and its cart is gone', async () => {
    const cart = await readyCart(2);
    await agreeToPay(cart.id, cart.total, 'pm_card_visa');
    const outcome = await attempt((await submit(cart.id, newToken())).text('result', 'attemptId'));
    const url = new URL(outcome.text('orderUrl'));
    expect(url.pathname).toBe(`/de-de/orders/${outcome.text('orderId').split('/').at(-1)}`);
    const key = url.searchParams.get('key') ?? '';
    const read = (id: string, secret: string) =>
      ask(
        'query($id: ID!, $key: String!) { orderByStatusKey(id: $id, key: $key) { name email totalPrice { amount } lineItems(first: 5) { nodes { quantity } } } }',
        { id, key: secret },
      );
    const order = (await read(outcome.text('orderId'), key)).at('orderByStatusKey');
    expect(order.text('name')).toMatch(/^#\d{4,}$/);
    expect(order.text('totalPrice', 'amount')).toBe(cart.total);
    const node = await ask(`query($id: ID!) { node(id: $id) { __typename ... on Order { email } } }`, {
      id: `${outcome.text('orderId')}?key=${key}`,
    });
    expect(node.text('node', '__typename')).toBe('Order');
    const wrong = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`;
    expect((await read(outcome.text('orderId'), wrong)).at('orderByStatusKey').value).toBeNull();
    expect((await ask('query($id: ID!) { cart(id: $id) { id } }', { id: cart.id })).at('cart').value).toBeNull();
    const late = await mutate('cartNoteUpdate', `cartId: "${cart.id}", note: "wait"`);
    expect(late.at('userErrors', 0).value).toMatchObject({ code: 'INVALID', field: ['cartId'] });
  });

  it('is refused with everything that is missing', async () => {
    const created = await mutate(
      'cartCreate',
      `input: { lines: [{ merchandiseId: "${variantGid(1)}" }], buyerIdentity: { countryCode: DE } }`,
    );
    const failed = await submit(created.text('cart', 'id'), newToken());
    expect(failed.text('result', '__typename')).toBe('SubmitFailed');
    expect(failed.at('result', 'errors').value).toMatchObject([
      { code: 'BUYER_IDENTITY_EMAIL_REQUIRED' },
      { code: 'DELIVERY_ADDRESS_REQUIRED' },
      { code: 'PAYMENTS_METHOD_REQUIRED' },
    ]);
  });

  it('does not charge another amount than was agreed to', async () => {
    const cart = await readyCart(2);
    await agreeToPay(cart.id, cart.total, 'pm_card_visa');
    await mutate('cartLinesAdd', `cartId: "${cart.id}", lines: [{ merchandiseId: "${variantGid(2)}", quantity: 1 }]`);
    const failed = await submit(cart.id, newToken());
    expect(failed.at('result', 'errors').value).toMatchObject([{ code: 'PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT' }]);
  });
});

describe('a shopper who presses twice', () => {
  it('buys once: same token at once, same token later, other token at once', async () => {
    const cart = await readyCart(3);
    await agreeToPay(cart.id, cart.total, 'pm_card_visa');
    const token = newToken();
    const answers = await Promise.all([submit(cart.id, token), submit(cart.id, token), submit(cart.id, newToken())]);
    const ids = new Set(answers.map((answer) => answer.text('result', 'attemptId')));
    expect(ids.size).toBe(1);
    expect(answers.map((answer) => answer.text('result', '__typename')).sort()).toEqual([
      'SubmitAlreadyAccepted',
      'SubmitAlreadyAccepted',
      'SubmitSuccess',
    ]);
    const [id = ''] = ids;
    expect((await attempt(id)).text('__typename')).toBe('CartCompletionSuccess');
    expect((await submit(cart.id, token)).text('result', 'attemptId')).toBe(id);
    expect(await ordersOf(cart.token)).toHaveLength(1);
  });

  it('cannot use a token again for a cart that was changed', async () => {
    const cart = await readyCart(3);
    await agreeToPay(cart.id, cart.total, 'pm_card_chargeDeclined');
    const token = newToken();
    const first = await attempt((await submit(cart.id, token)).text('result', 'attemptId'));
    expect(first.text('__typename')).toBe('CartCompletionFailed');
    await mutate('cartNoteUpdate', `cartId: "${cart.id}", note: "changed"`);
    expect((await submit(cart.id, token)).at('result', 'errors').value).toMatchObject([{ code: 'ERROR' }]);
  });
});

describe('a card', () => {
  it.each([
    ['pm_card_chargeDeclined', 'PAYMENT_CARD_DECLINED'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'PAYMENT_INSUFFICIENT_FUNDS'],
    ['pm_card_chargeDeclinedExpiredCard', 'PAYMENT_INVALID_CREDIT_CARD'],
    ['pm_nobody_knows', 'PAYMENT_INVALID_PAYMENT_METHOD'],
  ])('%s fails with %s, keeps the cart and the units, and another card buys it', async (method, code) => {
    const before = await stockOf(6);
    const cart = await readyCart(6);
    await agreeToPay(cart.id, cart.total, method);
    const failed = await attempt((await submit(cart.id, newToken())).text('result', 'attemptId'));
    expect(failed.at('errors').value).toMatchObject([{ code }]);
    expect(await stockOf(6)).toEqual(before);
    await agreeToPay(cart.id, cart.total, 'pm_card_mastercard');
    const bought = await attempt((await submit(cart.id, newToken())).text('result', 'attemptId'));
    expect(bought.text('__typename')).toBe('CartCompletionSuccess');
    expect(await ordersOf(cart.token)).toHaveLength(1);
  });

  async function atTheBank(variantId: number) {
    const cart = await readyCart(variantId);
    await agreeToPay(cart.id, cart.total, 'pm_card_authenticationRequired');
    const attemptId = (await submit(cart.id, newToken())).text('result', 'attemptId');
    const asked = await attempt(attemptId);
    expect(asked.text('__typename')).toBe('CartCompletionActionRequired');
    return { cart, attemptId, redirectUrl: asked.text('action', 'redirectUrl') };
  }

  it('that asks for authentication goes on when the shopper is back', async () => {
    const { cart, attemptId, redirectUrl } = await atTheBank(8);
    await answerBank(redirectUrl, 'complete');
    await around(cart.token, (instance) => {
      const { nowMs } = instance.dependencies;
      instance.dependencies = { ...instance.dependencies, nowMs: () => nowMs() + 3_000 };
    });
    expect((await attempt(attemptId)).text('__typename')).toBe('CartCompletionSuccess');
  });

  it('whose authentication fails leaves nothing behind', async () => {
    const before = await stockOf(9);
    const { cart, attemptId, redirectUrl } = await atTheBank(9);
    expect((await stockOf(9)).held).toBe(before.held + 1);
    await answerBank(redirectUrl, 'fail');
    await objectOf(cart.token).paymentChanged(await referenceOf(cart.token));
    expect((await attempt(attemptId)).text('__typename')).toBe('CartCompletionFailed');
    expect(await stockOf(9)).toEqual(before);
  });

  it('may be confirmed with the browser closed: the provider’s message comes, twice, before anybody asks', async () => {
    const { cart, redirectUrl } = await atTheBank(9);
    await answerBank(redirectUrl, 'complete');
    const reference = await referenceOf(cart.token);
    await Promise.all([objectOf(cart.token).paymentChanged(reference), objectOf(cart.token).paymentChanged(reference)]);
    await objectOf(cart.token).paymentChanged(reference);
    expect(await ordersOf(cart.token)).toHaveLength(1);
  });

  it('is given up by changing the cart, unless it was paid meanwhile', async () => {
    const before = await stockOf(10);
    const { cart, attemptId } = await atTheBank(10);
    const changed = await mutate('cartNoteUpdate', `cartId: "${cart.id}", note: "another card"`);
    expect(changed.at('userErrors').value).toEqual([]);
    expect((await attempt(attemptId)).text('__typename')).toBe('CartCompletionFailed');
    expect(await stockOf(10)).toEqual(before);

    const paid = await atTheBank(10);
    await answerBank(paid.redirectUrl, 'complete');
    const late = await mutate('cartNoteUpdate', `cartId: "${paid.cart.id}", note: "too late"`);
    expect(late.at('userErrors', 0).value).toMatchObject({
      code: 'INVALID',
      message: 'This cart was ordered already.',
    });
    expect(await ordersOf(paid.cart.token)).toHaveLength(1);
  });

  it('that nobody confirms is ended by the alarm before the promise runs out', async () => {
    const before = await stockOf(11);
    const { cart, attemptId } = await atTheBank(11);
    await around(cart.token, (instance) => {
      const { nowMs } = instance.dependencies;
      instance.dependencies = { ...instance.dependencies, nowMs: () => nowMs() + 14 * 60_000 };
    });
    await runDurableObjectAlarm(objectOf(cart.token));
    const failed = await attempt(attemptId);
    expect(failed.at('errors').value).toMatchObject([{ code: 'PAYMENT_ERROR' }]);
    expect(await stockOf(11)).toEqual(before);
  });
});

/** The provider's name of a cart's payment, from the object itself. */
async function referenceOf(token: string): Promise<string> {
  let reference = '';
  await around(token, (instance) => {
    const kept = Reflect.get(instance, 'ctx').storage.kv.get('attempt:0001');
    reference = kept?.payment?.reference ?? '';
  });
  expect(reference).toMatch(/^pi_/);
  return reference;
}

describe('an object that is lost', () => {
  const kinds = ['hold', 'pay', 'commit', 'record'] as const;
  const moments = ['before', 'after'] as const;
  it.each(kinds.flatMap((kind) => moments.map((moment) => [moment, kind] as const)))(
    '%s %s goes on by alarm',
    async (moment, kind) => {
      vi.spyOn(console, 'error').mockImplementation(() => undefined);
      const before = await stockOf(12);
      const cart = await readyCart(12);
      await agreeToPay(cart.id, cart.total, 'pm_card_visa');
      await around(cart.token, (instance) => {
        const hook = (at: string, step: { kind: string }) => {
          if (at === moment && step.kind === kind) throw new Error('lost');
        };
        instance.dependencies = { ...instance.dependencies, hook };
      });
      const attemptId = (await submit(cart.id, newToken())).text('result', 'attemptId');
      expect((await attempt(attemptId)).text('__typename')).toMatch(/Processing|Success/);
      await evictDurableObject(objectOf(cart.token));
      expect(await runDurableObjectAlarm(objectOf(cart.token))).toBe(true);
      expect((await attempt(attemptId)).text('__typename')).toBe('CartCompletionSuccess');
      expect(await ordersOf(cart.token)).toHaveLength(1);
      expect((await stockOf(12)).committed).toBe(before.committed + 1);
      expect((await stockOf(12)).held).toBe(before.held);
    },
  );
});

describe('records that are away', () => {
  it('delay nothing the shopper sees, and get the order once when they are back', async () => {
    const cart = await readyCart(13);
    await agreeToPay(cart.id, cart.total, 'pm_card_visa');
    let isAway = true;
    let tries = 0;
    let laterMs = 0;
    await around(cart.token, (instance) => {
      const { perform, nowMs } = instance.dependencies;
      instance.dependencies = {
        ...instance.dependencies,
        perform: async (step) => {
          if (step.kind === 'record') tries += 1;
          return step.kind === 'record' && isAway
            ? { ok: false, reason: 'unavailable', message: 'away' }
            : perform(step);
        },
        nowMs: () => nowMs() + laterMs,
      };
    });
    const outcome = await attempt((await submit(cart.id, newToken())).text('result', 'attemptId'));
    expect(outcome.text('__typename')).toBe('CartCompletionSuccess');
    expect(await ordersOf(cart.token)).toEqual([]);
    const key = new URL(outcome.text('orderUrl')).searchParams.get('key');
    const shown = await ask(
      'query($id: ID!, $key: String!) { orderByStatusKey(id: $id, key: $key) { name totalPrice { amount } lineItems(first: 5) { nodes { quantity variant { id } } } } }',
      {
        id: outcome.text('orderId'),
        key,
      },
    );
    expect(shown.text('orderByStatusKey', 'totalPrice', 'amount')).toBe(cart.total);
    expect(shown.text('orderByStatusKey', 'lineItems', 'nodes', 0, 'variant', 'id')).toBe(variantGid(13));
    const late = await mutate('cartNoteUpdate', `cartId: "${cart.id}", note: "late"`);
    expect(late.at('userErrors', 0).value).toMatchObject({ message: 'This cart was ordered already.' });
    laterMs += 600_000;
    await runDurableObjectAlarm(objectOf(cart.token));
    expect(tries).toBe(2);
    expect(await ordersOf(cart.token)).toEqual([]);
    isAway = false;
    laterMs += 600_000;
    await runDurableObjectAlarm(objectOf(cart.token));
    expect(await ordersOf(cart.token)).toHaveLength(1);
    expect(tries).toBe(3);
  });
});

describe('carts', () => {
  it('of somebody else are not found: unknown, wrong secret, no secret, another form', async () => {
    const id = (await createCart(1)).text('cart', 'id');
    const wrongKey = id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    for (const foreign of [
      wrongKey,
      id.replace(/\?.*/, ''),
      `gid://shopify/Cart/${'0'.repeat(32)}?key=${'0'.repeat(32)}`,
      'gid://shopify/Cart/1',
      'nonsense',
    ]) {
      expect(
        (await ask('query($id: ID!) { cart(id: $id) { id } }', { id: foreign })).at('cart').value,
        foreign,
      ).toBeNull();
      const payload = await mutate(
        'cartLinesAdd',
        `cartId: "${foreign}", lines: [{ merchandiseId: "${variantGid(1)}" }]`,
      );
      expect(payload.at('cart').value).toBeNull();
      expect(payload.at('userErrors', 0).value).toMatchObject({ code: 'INVALID', field: ['cartId'] });
      expect((await submit(foreign, newToken())).at('userErrors', 0).value).toMatchObject({ code: 'INVALID' });
    }
  });

  it.each([
    ['0', 'LESS_THAN'],
    ['-1', 'LESS_THAN'],
    ['1000000000', 'MAXIMUM_EXCEEDED'],
  ])('refuse a quantity of %s', async (quantity, code) => {
    const payload = await mutate(
      'cartCreate',
      `input: { lines: [{ merchandiseId: "${variantGid(1)}", quantity: ${quantity} }] }`,
    );
    expect(payload.at('cart').value).toBeNull();
    expect(payload.at('userErrors').value).toMatchObject([{ code, field: ['input', 'lines', '0', 'quantity'] }]);
  });

  it('refuse unknown variants, lines and addresses by name', async () => {
    const unknown = await mutate(
      'cartCreate',
      'input: { lines: [{ merchandiseId: "gid://shopify/ProductVariant/999999" }] }',
    );
    expect(unknown.at('userErrors').value).toMatchObject([
      { code: 'INVALID', field: ['input', 'lines', '0', 'merchandiseId'] },
    ]);
    const id = (await createCart(1)).text('cart', 'id');
    const line = await mutate(
      'cartLinesUpdate',
      `cartId: "${id}", lines: [{ id: "gid://shopify/CartLine/99?cart=${tokenOf(id)}", quantity: 1 }]`,
    );
    expect(line.at('userErrors').value).toMatchObject([
      { code: 'INVALID_MERCHANDISE_LINE', field: ['lines', '0', 'id'] },
    ]);
    expect(line.at('cart', 'totalQuantity').value).toBe(1);
    const address = await mutate('cartDeliveryAddressesRemove', `cartId: "${id}", addressIds: ["nothing"]`);
    expect(address.at('userErrors').value).toMatchObject([{ code: 'INVALID_DELIVERY_ADDRESS_ID' }]);
    const group = await mutate(
      'cartSelectedDeliveryOptionsUpdate',
      `cartId: "${id}", selectedDeliveryOptions: [{ deliveryGroupId: "x", deliveryOptionHandle: "y" }]`,
    );
    expect(group.at('userErrors').value).toMatchObject([{ code: 'INVALID_DELIVERY_GROUP' }]);
  });

  it('change lines and are priced anew', async () => {
    const created = await createCart(1);
    const id = created.text('cart', 'id');
    const lineId = created.text('cart', 'lines', 'nodes', 0, 'id');
    expect(lineId).toContain(`?cart=${tokenOf(id)}`);
    const two = await mutate('cartLinesUpdate', `cartId: "${id}", lines: [{ id: "${lineId}", quantity: 2 }]`);
    expect(two.at('cart', 'totalQuantity').value).toBe(2);
    const none = await mutate('cartLinesUpdate', `cartId: "${id}", lines: [{ id: "${lineId}", quantity: 0 }]`);
    expect(none.at('cart', 'lines', 'nodes').value).toEqual([]);
    expect(none.text('cart', 'cost', 'totalAmount', 'amount')).toBe('0.00');
  });

  it('take codes and say why one does nothing', async () => {
    const id = (await createCart(1)).text('cart', 'id');
    const payload = await mutate(
      'cartDiscountCodesUpdate',
      `cartId: "${id}", discountCodes: ["welcome10", "nope", "lowwater"]`,
    );
    expect(payload.at('cart', 'discountCodes').value).toEqual([
      { code: 'welcome10', applicable: true },
      { code: 'nope', applicable: false },
      { code: 'lowwater', applicable: false },
    ]);
    expect(payload.at('warnings').value).toMatchObject([
      { code: 'DISCOUNT_NOT_FOUND' },
      { code: 'DISCOUNT_USAGE_LIMIT_REACHED' },
    ]);
  });

  it('follow the buyer’s country in currency and tax', async () => {
    const id = (await createCart(1)).text('cart', 'id');
    const payload = await mutate('cartBuyerIdentityUpdate', `cartId: "${id}", buyerIdentity: { countryCode: US }`);
    expect(payload.text('cart', 'cost', 'totalAmount', 'currencyCode')).toBe('USD');
    expect(payload.at('cart', 'cost', 'totalTaxAmount').value).toBeNull();
    expect(payload.at('cart', 'buyerIdentity').value).toEqual({ email: 'ada@shop.example', countryCode: 'US' });
  });
});

describe('an Idempotency-Key', () => {
  it('adds once, answers the same again, and refuses another change', async () => {
    const id = (await createCart(1)).text('cart', 'id');
    const headers = { 'idempotency-key': 'one-and-the-same-key' };
    const add = `cartId: "${id}", lines: [{ merchandiseId: "${variantGid(1)}", quantity: 1 }]`;
    const first = await mutate('cartLinesAdd', add, headers);
    const again = await mutate('cartLinesAdd', add, headers);
    expect(first.at('cart', 'totalQuantity').value).toBe(2);
    expect(again.value).toEqual(first.value);
    const other = await mutate('cartLinesAdd', add.replace('quantity: 1', 'quantity: 2'), headers);
    expect(other.at('userErrors', 0).value).toMatchObject({ code: 'INVALID' });
    expect(other.at('cart', 'totalQuantity').value).toBe(2);
  });

  it('makes one cart, and must be hard to guess', async () => {
    const input = `input: { lines: [{ merchandiseId: "${variantGid(1)}" }] }`;
    const headers = { 'idempotency-key': `create-${'x'.repeat(20)}` };
    const first = await mutate('cartCreate', input, headers);
    const again = await mutate('cartCreate', input, headers);
    expect(again.text('cart', 'id')).toBe(first.text('cart', 'id'));
    const other = await mutate('cartCreate', 'input: { note: "x" }', headers);
    expect(other.at('userErrors', 0).value).toMatchObject({ code: 'INVALID' });
    const short = await mutate('cartCreate', input, { 'idempotency-key': '1' });
    expect(short.at('userErrors', 0).value).toMatchObject({ code: 'INVALID' });
  });
});

it('shoppers who want the last units do not get more than there are', async () => {
  const { available } = await stockOf(14);
  const quantity = Math.min(999, Math.max(1, Math.floor(available / 3)));
  const carts = await Promise.all(Array.from({ length: 5 }, () => readyCart(14, quantity)));
  for (const cart of carts) await agreeToPay(cart.id, cart.total, 'pm_card_visa');
  const outcomes = await Promise.all(
    carts.map(async (cart) => {
      const submitted = await submit(cart.id, newToken());
      return (await attempt(submitted.text('result', 'attemptId'))).text('__typename');
    }),
  );
  const bought = outcomes.filter((outcome) => outcome === 'CartCompletionSuccess').length;
  expect(bought).toBe(Math.floor(available / quantity));
  expect(outcomes.filter((outcome) => outcome === 'CartCompletionFailed')).toHaveLength(5 - bought);
  expect(await stockOf(14)).toMatchObject({ available: available - bought * quantity, held: 0 });
});

describe('a shop that holds from the bag on', () => {
  async function holdingCart(quantity: number) {
    const created = await createCart(16);
    const id = created.text('cart', 'id');
    await around(tokenOf(id), (instance) => {
      instance.dependencies = { ...instance.dependencies, holdAt: 'cart' };
    });
    const lineId = created.text('cart', 'lines', 'nodes', 0, 'id');
    const set = (units: number) =>
      mutate('cartLinesUpdate', `cartId: "${id}", lines: [{ id: "${lineId}", quantity: ${units} }]`);
    return { id, set, first: await set(quantity) };
  }

  it('promises what is in the cart, more or less of it as it changes, and gives it back', async () => {
    const before = await stockOf(16);
    const { set } = await holdingCart(3);
    expect(await stockOf(16)).toMatchObject({ held: before.held + 3, available: before.available - 3 });
    await set(1);
    expect(await stockOf(16)).toMatchObject({ held: before.held + 1 });
    await set(0);
    expect(await stockOf(16)).toEqual(before);
  });

  it('takes out of the cart what others hold, and says so', async () => {
    const before = await stockOf(16);
    const one = await holdingCart(before.available - 1);
    // The catalogue's own count lags behind; the promise decides.
    const other = await holdingCart(2);
    expect(other.first.at('cart', 'totalQuantity').value).toBe(1);
    expect(other.first.at('warnings').value).toMatchObject([{ code: 'MERCHANDISE_NOT_ENOUGH_STOCK' }]);
    expect(await stockOf(16)).toMatchObject({ available: 0 });
    await one.set(0);
    await other.set(0);
    expect(await stockOf(16)).toEqual(before);
  });

  it('sells what it holds, the very last units included', async () => {
    const before = await stockOf(16);
    const cart = await holdingCart(before.available);
    const address =
      'firstName: "Ada", lastName: "Lovelace", address1: "Torstr. 1", city: "Berlin", zip: "10119", countryCode: DE';
    const added = await mutate(
      'cartDeliveryAddressesAdd',
      `cartId: "${cart.id}", addresses: [{ address: { deliveryAddress: { ${address} } } }]`,
    );
    await agreeToPay(cart.id, added.text('cart', 'cost', 'totalAmount', 'amount'), 'pm_card_visa');
    const outcome = await attempt((await submit(cart.id, newToken())).text('result', 'attemptId'));
    expect(outcome.text('__typename')).toBe('CartCompletionSuccess');
    expect(await stockOf(16)).toEqual({
      available: 0,
      held: before.held,
      committed: before.committed + before.available,
    });
  });
});
