import { env } from 'cloudflare:workers';
import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { readDelivery } from '../../commerce/checkout/order-draft.ts';
import { deliveryBookings, deliveryWindows } from '../../db/schema/delivery.ts';
import { orders } from '../../db/schema/orders.ts';
import { warehouses } from '../../db/schema/stock.ts';
import { orderTaxes } from '../../db/schema/tax.ts';
import { neonDeliveryBookings } from '../../worker/adapters/neon/delivery-bookings.ts';
import { createDeps } from '../../worker/deps.ts';
import { createConsumers } from '../../worker/jobs/consumers.ts';
import { askAdmin } from './admin-support.ts';
import {
  type Answer,
  agreeToPay,
  ask,
  attempt,
  createCart,
  db,
  inventory,
  mutate,
  submit,
  tokenOf,
} from './checkout-support.ts';

/** Variants of this file alone. */
const [COLLECTED, BROUGHT, FULL] = [84, 85, 86];
const bookings = neonDeliveryBookings(db);

const GROUP = `id deliveryOptions { handle code deliveryMethodType title estimatedCost { amount } arrivesFrom location { name address { city } } readyAt windows { handle startsAt isAvailable } }
  selectedDeliveryOption { handle deliveryMethodType window { handle } }
  pickupPoints { handle isAvailable distanceKm readyAt location { id name timeZone openingHours { weekdays from to } } }`;

/** A cart for an address in Leipzig, with its delivery group. */
async function leipzigCart(
  variantId: number,
  quantity = 1,
): Promise<{ readonly id: string; group(): Promise<Answer> }> {
  const id = (await createCart(variantId, quantity)).text('cart', 'id');
  const added = await mutate(
    'cartDeliveryAddressesAdd',
    `cartId: "${id}", addresses: [{ selected: true, address: { deliveryAddress: { firstName: "Ada", lastName: "Lovelace", address1: "Karl-Liebknecht-Str. 8", city: "Leipzig", zip: "04107", countryCode: DE } } }]`,
  );
  expect(added.at('userErrors').value).toEqual([]);
  return {
    id,
    group: async () =>
      (await ask(`query($id: ID!) { cart(id: $id) { deliveryGroups(first: 1) { nodes { ${GROUP} } } } }`, { id })).at(
        'cart',
        'deliveryGroups',
        'nodes',
        0,
      ),
  };
}

const choose = (id: string, group: Answer, handle: string): Promise<Answer> =>
  mutate(
    'cartSelectedDeliveryOptionsUpdate',
    `cartId: "${id}", selectedDeliveryOptions: [{ deliveryGroupId: "${group.text('id')}", deliveryOptionHandle: "${handle}" }]`,
  );

interface Listed {
  readonly handle: string;
  readonly deliveryMethodType: string;
  readonly windows: readonly { readonly handle: string; readonly isAvailable: boolean }[];
}
const optionsIn = (group: Answer): readonly Listed[] => {
  const { value } = group.at('deliveryOptions');
  if (!Array.isArray(value)) throw new Error('no options');
  return value;
};

async function bought(id: string, total: string, token: string): Promise<typeof orders.$inferSelect> {
  await agreeToPay(id, total, 'pm_card_visa');
  const submitted = await submit(id, token);
  const outcome = await attempt(submitted.text('result', 'attemptId'));
  expect(outcome.text('__typename'), JSON.stringify(outcome.value)).toBe('CartCompletionSuccess');
  const [order] = await db
    .select()
    .from(orders)
    .where(eq(orders.cartToken, tokenOf(id)));
  if (!order) throw new Error('no order');
  return order;
}

/** Where a shopper of a country could collect one unit of a variant. */
const collectable = (variantId: number, country: string): Promise<Answer> =>
  ask(
    `query($id: ID!) @inContext(country: ${country}) { pickupPoints(variantId: $id) { handle isAvailable location { name } } }`,
    { id: `gid://shopify/ProductVariant/${variantId}` },
  );

async function warehouseOf(code: string): Promise<number> {
  const [row] = await db.select({ id: warehouses.id }).from(warehouses).where(eq(warehouses.code, code));
  return row?.id ?? 0;
}

describe('what is offered', () => {
  it('is parcels, counters nearest first, and the van where it drives; what is chosen is never a counter by itself', async () => {
    const { group } = await leipzigCart(COLLECTED);
    const now = await group();
    expect(optionsIn(now).map(({ handle, deliveryMethodType }) => [handle, deliveryMethodType])).toEqual([
      ['eu-standard', 'SHIPPING'],
      ['eu-express', 'SHIPPING'],
      ['eu-pickup:LEJ', 'PICK_UP'],
      ['eu-pickup:RTM', 'PICK_UP'],
      ['leipzig-van', 'LOCAL'],
    ]);
    expect(now.text('selectedDeliveryOption', 'handle')).toBe('eu-standard');
    expect(now.at('pickupPoints').value).toMatchObject([
      { handle: 'eu-pickup:LEJ', isAvailable: true, location: { name: 'Leipzig', timeZone: 'Europe/Berlin' } },
      { handle: 'eu-pickup:RTM', isAvailable: true, location: { name: 'Rotterdam' } },
    ]);
    expect(optionsIn(now).at(-1)?.windows.length).toBeGreaterThan(5);
  });

  it('a counter without all of the goods cannot be chosen, and says so', async () => {
    const { id, group } = await leipzigCart(COLLECTED);
    const rotterdam = await warehouseOf('RTM');
    const stock = await inventory.read(COLLECTED);
    if (!('levels' in stock)) throw new Error('no stock');
    const there = stock.levels.find((level) => level.warehouseId === rotterdam)?.available ?? 0;
    const change = (quantity: number, name: string) =>
      inventory.change(COLLECTED, {
        kind: 'adjust',
        name: 'available',
        commandId: `delivery-${name}`,
        warehouseId: rotterdam,
        delta: quantity,
        actor: 'system',
        reason: 'correction',
      });
    expect(await change(-there, 'empty')).toMatchObject({ ok: true });
    try {
      expect((await group()).at('pickupPoints', 1).value).toMatchObject({ handle: null, isAvailable: false });
      // Told by the stock's object, before any projection.
      expect((await collectable(COLLECTED, 'DE')).at('pickupPoints').value).toMatchObject([
        { handle: 'eu-pickup:LEJ', isAvailable: true },
        { handle: null, isAvailable: false },
      ]);
    } finally {
      await change(there, 'refill');
    }
    expect((await collectable(COLLECTED, 'DE')).at('pickupPoints').value).toMatchObject([
      { isAvailable: true, location: { name: 'Leipzig' } },
      { isAvailable: true, location: { name: 'Rotterdam' } },
    ]);
    expect((await collectable(COLLECTED, 'JP')).at('pickupPoints').value).toEqual([]);
    expect((await collectable(999_999, 'DE')).at('pickupPoints').value).toEqual([]);
    const chosen = await choose(id, await group(), 'eu-pickup:DRF');
    expect(chosen.at('userErrors').value).toMatchObject([{ code: 'INVALID_DELIVERY_OPTION' }]);
    const van = await choose(id, await group(), 'leipzig-van');
    expect(van.at('userErrors', 0, 'message').value).toBe('Choose one of the delivery windows.');
  });
});

describe('collecting', () => {
  it('holds and sells at the counter, is told when it is ready, once, and handed over', async () => {
    const { id, group } = await leipzigCart(COLLECTED, 2);
    const chosen = await choose(id, await group(), 'eu-pickup:RTM');
    expect(chosen.at('userErrors').value).toEqual([]);
    const order = await bought(id, chosen.text('cart', 'cost', 'totalAmount', 'amount'), 'collect-1');
    const rotterdam = await warehouseOf('RTM');
    expect(readDelivery(order.delivery)).toMatchObject({
      kind: 'pick_up',
      methodCode: 'eu-pickup',
      warehouseId: rotterdam,
      window: null,
    });
    expect(order.shippingMinor).toBe(0);
    // It changes hands in the Netherlands, whose law taxes it.
    expect(
      await db.select({ country: orderTaxes.country }).from(orderTaxes).where(eq(orderTaxes.orderId, order.id)),
    ).toEqual([{ country: 'NL' }]);
    const stock = await inventory.read(COLLECTED);
    expect('levels' in stock && stock.levels.find((level) => level.warehouseId === rotterdam)?.committed).toBe(2);
    const page = () =>
      ask(
        `query($id: ID!, $key: String!) { orderByStatusKey(id: $id, key: $key) { delivery { methodType readyAt pickupCode expectedReadyAt location { name } } } }`,
        { id: `gid://shopify/Order/${order.id}`, key: order.statusKey },
      );
    expect((await page()).at('orderByStatusKey', 'delivery').value).toMatchObject({
      methodType: 'PICK_UP',
      readyAt: null,
      pickupCode: null,
      location: { name: 'Rotterdam' },
    });
    const ready = (gid: string) =>
      askAdmin(
        `mutation($gid: ID!) { fulfillmentOrderLineItemsPreparedForPickup(input: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: $gid }] }) { userErrors { field message } } }`,
        { gid },
      );
    const gid = `gid://shopify/FulfillmentOrder/${order.id}-${rotterdam}`;
    for (let again = 0; again < 2; again += 1)
      expect((await ready(gid)).at('fulfillmentOrderLineItemsPreparedForPickup', 'userErrors').value).toEqual([]);
    const told = await askAdmin(
      `query($id: ID!) { order(id: $id) { timeline { type } deliveryMethod { methodType pickupCode readyAt location { name } } } }`,
      { id: `gid://shopify/Order/${order.id}` },
    );
    const timeline = told.at('order', 'timeline').value;
    expect(Array.isArray(timeline) && timeline.filter((one) => one.type === 'order.ready')).toHaveLength(1);
    expect((await page()).text('orderByStatusKey', 'delivery', 'pickupCode')).toBe(
      told.text('order', 'deliveryMethod', 'pickupCode'),
    );
    expect(
      (await ready('gid://shopify/FulfillmentOrder/9-9')).at(
        'fulfillmentOrderLineItemsPreparedForPickup',
        'userErrors',
        0,
        'message',
      ).value,
    ).toBe('The order does not exist.');
  });
});

describe('bringing', () => {
  it('books the window with the purchase, and gives it back when the order is cancelled', async () => {
    const { id, group } = await leipzigCart(BROUGHT);
    const van = optionsIn(await group()).at(-1);
    const window = van?.windows.at(-1)?.handle ?? '';
    const [, day = '', ...hours] = window.split(':');
    const chosen = await choose(id, await group(), window);
    expect(chosen.at('userErrors').value).toEqual([]);
    expect((await group()).at('selectedDeliveryOption').value).toEqual({
      handle: window,
      deliveryMethodType: 'LOCAL',
      window: { handle: window },
    });
    const order = await bought(id, chosen.text('cart', 'cost', 'totalAmount', 'amount'), 'bring-1');
    expect(readDelivery(order.delivery)?.window).toMatchObject({
      day,
      hours: hours.join(':'),
      timeZone: 'Europe/Berlin',
    });
    const kept = () => db.select().from(deliveryBookings).where(eq(deliveryBookings.orderId, order.id));
    expect(await kept()).toMatchObject([{ methodCode: 'leipzig-van', day, givenBackAt: null }]);
    const taken = async () => (await bookings.taken('leipzig-van', day, day)).get(`${day} ${hours.join(':')}`);
    expect(await taken()).toBe(1);
    const consumers = createConsumers(createDeps(env), async () => undefined);
    for (let again = 0; again < 2; again += 1)
      await consumers['order.cancelled']([{ topic: 'order.cancelled', orderId: order.id }]);
    expect(await taken()).toBe(0);
    expect((await kept())[0]?.givenBackAt).not.toBeNull();
  });

  it('a window that filled up meanwhile is told before anything is charged', async () => {
    const { id, group } = await leipzigCart(FULL);
    const van = optionsIn(await group()).at(-1);
    const window = van?.windows.at(-2)?.handle ?? '';
    const [methodCode = '', day = '', ...rest] = window.split(':');
    const hours = rest.join(':');
    const chosen = await choose(id, await group(), window);
    await agreeToPay(id, chosen.text('cart', 'cost', 'totalAmount', 'amount'), 'pm_card_visa');
    await db.insert(deliveryWindows).values({ methodCode, day, window: hours, taken: 10_000 });
    try {
      const refused = await submit(id, 'full-1');
      expect(refused.at('result').value).toMatchObject({
        __typename: 'SubmitFailed',
        errors: [{ code: 'NO_DELIVERY_GROUP_SELECTED' }],
      });
      expect((await choose(id, await group(), window)).at('userErrors', 0, 'message').value).toBe(
        'This delivery window is full; choose another one.',
      );
      const step = {
        kind: 'book_window',
        claim: { what: 'window', id: 0, round: 0, status: 'asked' },
        key: 'full:1:window:0',
        orderId: 9,
        methodCode,
        window: {
          day,
          hours,
          startMs: Date.now() + 60_000,
          endMs: Date.now() + 120_000,
          closesMs: Date.now(),
          capacity: 8,
          timeZone: 'Europe/Berlin',
        },
      } as const;
      expect(await createDeps(env).performStep(step)).toMatchObject({ ok: false, reason: 'claim_refused' });
    } finally {
      await db
        .delete(deliveryWindows)
        .where(
          and(
            eq(deliveryWindows.methodCode, methodCode),
            eq(deliveryWindows.day, day),
            eq(deliveryWindows.window, hours),
          ),
        );
    }
  });
});

describe('places in a window', () => {
  const place = (orderId: number, capacity = 1) => ({
    orderId,
    methodCode: 'test-van',
    day: '2030-01-07',
    hours: '18:00-20:00',
    capacity,
  });
  const taken = async () =>
    (await bookings.taken('test-van', '2030-01-07', '2030-01-07')).get('2030-01-07 18:00-20:00') ?? 0;

  it('of 500 at once for the last one, one gets it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, index) => bookings.book(`rush:${index}`, place(index + 1))),
    );
    expect(answers.filter((one) => one.ok)).toHaveLength(1);
    expect(answers.filter((one) => !one.ok && one.reason === 'full')).toHaveLength(499);
    expect(await taken()).toBe(1);
  }, 60_000);

  it('the same booking again is the same place; given back twice it is free once; a late repetition takes none', async () => {
    const won = (await db.select().from(deliveryBookings).where(eq(deliveryBookings.methodCode, 'test-van')))[0];
    if (!won) throw new Error('nobody won');
    expect(await bookings.book(won.key, place(won.orderId))).toEqual({ ok: true });
    expect(await taken()).toBe(1);
    for (let again = 0; again < 2; again += 1)
      expect(await bookings.giveBack(won.key, place(won.orderId))).toEqual({ ok: true });
    expect(await taken()).toBe(0);
    expect(await bookings.book(won.key, place(won.orderId))).toMatchObject({ ok: false, reason: 'full' });
    expect(await bookings.giveBack('never-booked', place(1))).toEqual({ ok: true });
    expect(await bookings.book('never-booked', place(1))).toMatchObject({ ok: false, reason: 'full' });
    const same = await Promise.all(Array.from({ length: 10 }, () => bookings.book('next', place(2))));
    expect(same.every((one) => one.ok)).toBe(true);
    expect(await taken()).toBe(1);
    expect((await bookings.list('2030-01-07')).filter((one) => one.methodCode === 'test-van')).toMatchObject([
      { orderId: 2, orderNumber: null },
    ]);
  });
});
