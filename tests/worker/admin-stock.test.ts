import { expect, test } from 'vitest';
import { askAdmin, send } from './admin-support.ts';
import type { Answer } from './checkout-support.ts';

const item = (variantId: number) => `gid://shopify/InventoryItem/${variantId}`;
const place = (warehouseId: number) => `gid://shopify/Location/${warehouseId}`;

const LEVELS = `levels: inventoryLevels(first: 20) { nodes {
  location { id } quantities(names: ["on_hand", "available", "committed", "incoming"]) { name quantity } } }`;

/** Named quantities of an item at a location. */
function quantities(answer: Answer, warehouseId: number): Record<string, number> {
  const nodes = answer.at('levels', 'nodes').value;
  if (!Array.isArray(nodes)) return expect.fail('no levels');
  const level = nodes.find((one) => one.location.id === place(warehouseId));
  return Object.fromEntries(
    (level?.quantities ?? []).map((one: { name: string; quantity: number }) => [one.name, one.quantity]),
  );
}

async function stockOf(variantId: number): Promise<Answer> {
  const data = await askAdmin(
    `query($id: ID!) { inventoryItem(id: $id) { ${LEVELS} owed expectedArrivals { reference quantity origin { id } expectedAt } } }`,
    { id: item(variantId) },
  );
  return data.at('inventoryItem');
}

const TRANSFER = 'inventoryTransfer { id status receivedQuantity totalQuantity } userErrors { field message }';
const SHIPMENT = `inventoryShipment { id status arrivesAt lineItems(first: 9) { nodes { id quantity acceptedQuantity rejectedQuantity
  unreceivedQuantity } } } userErrors { field message }`;

const create = async (lines: readonly { variantId: number; quantity: number }[], key?: string): Promise<Answer> => {
  const query = `mutation($input: InventoryTransferCreateAsReadyToShipInput!) {
    inventoryTransferCreateAsReadyToShip(input: $input) { ${TRANSFER} } }`;
  const lineItems = lines.map(({ variantId, quantity }) => ({ inventoryItemId: item(variantId), quantity }));
  const input = { originLocationId: place(1), destinationLocationId: place(2), lineItems };
  const reply = await send({ query, variables: { input } }, key ? { 'idempotency-key': key } : {});
  return reply.data.at('inventoryTransferCreateAsReadyToShip');
};
const ship = async (id: unknown, arrivesAt?: string): Promise<Answer> => {
  const query = `mutation($input: InventoryShipmentCreateInput!) { sent: inventoryShipmentCreateInTransit(input: $input) { ${SHIPMENT} } }`;
  const input = { movementId: id, ...(arrivesAt ? { trackingInput: { arrivesAt } } : {}) };
  return (await askAdmin(query, { input })).at('sent');
};
const receive = async (id: unknown, lineItems: readonly object[]): Promise<Answer> => {
  const query = `mutation($id: ID!, $lineItems: [InventoryShipmentReceiveItemInput!]!) {
    received: inventoryShipmentReceive(id: $id, lineItems: $lineItems) { ${SHIPMENT} } }`;
  return (await askAdmin(query, { id, lineItems })).at('received');
};
const transferOf = async (id: unknown): Promise<Answer> =>
  (await askAdmin('query($id: ID!) { inventoryTransfer(id: $id) { status receivedQuantity } }', { id })).at(
    'inventoryTransfer',
  );
/** Puts units on a shelf of the demo, whatever was there. */
async function fill(variantId: number, warehouseId: number, quantity: number): Promise<void> {
  const query = `mutation($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) { userErrors { message } } }`;
  const quantities = [{ inventoryItemId: item(variantId), locationId: place(warehouseId), quantity }];
  await askAdmin(query, { input: { name: 'on_hand', reason: 'test', ignoreCompareQuantity: true, quantities } });
}

test('a transfer is made up, sent, received in parts with one broken unit, and the rest called off', async () => {
  await fill(21, 1, 20);
  const before = quantities(await stockOf(21), 2);
  const made = await create([{ variantId: 21, quantity: 6 }], 'transfer-once');
  const id = made.at('inventoryTransfer', 'id').value;
  expect((await create([{ variantId: 21, quantity: 6 }], 'transfer-once')).at('inventoryTransfer', 'id').value).toBe(
    id,
  );
  expect(quantities(await stockOf(21), 1)).toMatchObject({ on_hand: 20 });

  const sent = await ship(id, '2035-05-01T08:00:00.000Z');
  expect(sent.at('userErrors').value).toEqual([]);
  expect(sent.at('inventoryShipment', 'status').value).toBe('IN_TRANSIT');
  // Sending it again changes nothing.
  expect((await ship(id)).at('userErrors').value).toEqual([]);
  const onTheWay = await stockOf(21);
  expect(quantities(onTheWay, 1)).toMatchObject({ on_hand: 14 });
  expect(quantities(onTheWay, 2)).toMatchObject({ on_hand: before.on_hand ?? 0, incoming: (before.incoming ?? 0) + 6 });
  expect(onTheWay.at('expectedArrivals').value).toEqual([
    expect.objectContaining({ quantity: 6, origin: { id: place(1) }, expectedAt: '2035-05-01T08:00:00.000Z' }),
  ]);

  const shipmentId = sent.at('inventoryShipment', 'id').value;
  const line = sent.at('inventoryShipment', 'lineItems', 'nodes', 0, 'id').value;
  const found = (quantity: number, reason: string) => ({ shipmentLineItemId: line, quantity, reason });
  const some = await receive(shipmentId, [found(3, 'ACCEPTED'), found(1, 'REJECTED')]);
  expect(some.at('userErrors').value).toEqual([]);
  expect(some.at('inventoryShipment', 'status').value).toBe('PARTIALLY_RECEIVED');
  expect(some.at('inventoryShipment', 'lineItems', 'nodes', 0).value).toMatchObject({
    acceptedQuantity: 3,
    rejectedQuantity: 1,
    unreceivedQuantity: 2,
  });
  const tooMany = await receive(shipmentId, [found(3, 'ACCEPTED')]);
  expect(tooMany.at('userErrors', 0, 'message').value).toContain('Only 2 are there');

  const cancel =
    'mutation($id: ID!) { called: inventoryTransferCancel(id: $id) { inventoryTransfer { status } userErrors { message } } }';
  for (let round = 0; round < 2; round += 1) {
    expect((await askAdmin(cancel, { id })).at('called').value).toEqual({
      inventoryTransfer: { status: 'CANCELED' },
      userErrors: [],
    });
  }
  const after = await stockOf(21);
  expect(quantities(after, 1)).toMatchObject({ on_hand: 16 });
  expect(quantities(after, 2)).toMatchObject({ on_hand: (before.on_hand ?? 0) + 3, incoming: before.incoming ?? 0 });
  expect(after.at('expectedArrivals').value).toEqual([]);
});

test('a transfer of which one item is short sends nothing at all, and can be sent once it is there', async () => {
  await fill(22, 1, 10);
  await fill(23, 1, 1);
  const before = quantities(await stockOf(22), 2);
  const made = await create([
    { variantId: 22, quantity: 4 },
    { variantId: 23, quantity: 3 },
  ]);
  const id = made.at('inventoryTransfer', 'id').value;
  expect((await ship(id)).at('userErrors', 0, 'message').value).toContain('Item 23: Only 1 are there');
  expect(quantities(await stockOf(22), 1)).toMatchObject({ on_hand: 10 });
  expect((await transferOf(id)).at('status').value).toBe('READY_TO_SHIP');
  await fill(23, 1, 5);
  const sent = await ship(id);
  expect(sent.at('userErrors').value).toEqual([]);
  expect(quantities(await stockOf(22), 1)).toMatchObject({ on_hand: 6 });
  const lines = sent.at('inventoryShipment', 'lineItems', 'nodes').value;
  if (!Array.isArray(lines)) expect.fail('no lines');
  const all = lines.map((line) => ({ shipmentLineItemId: line.id, quantity: line.quantity, reason: 'ACCEPTED' }));
  expect((await receive(sent.at('inventoryShipment', 'id').value, all)).at('userErrors').value).toEqual([]);
  expect((await transferOf(id)).value).toEqual({ status: 'TRANSFERRED', receivedQuantity: 7 });
  expect(quantities(await stockOf(22), 2)).toMatchObject({ on_hand: (before.on_hand ?? 0) + 4 });
});

test('counts, write-offs and limits are made by the admin API, and past stock says who and why', async () => {
  await fill(24, 1, 9);
  const run = async (name: string, input: object) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`.replace('Update', '');
    const query = `mutation($input: ${type}Input!) { done: ${name}(input: $input) {
      entry { kind delta reason details } userErrors { field message } } }`;
    return (await askAdmin(query, { input })).at('done');
  };
  const asked = new Date(Date.now()).toISOString();
  const where = { inventoryItemId: item(24), locationId: place(1) };
  const counted = await run('inventoryCount', { ...where, quantity: 7, reason: 'cycle count' });
  expect(counted.value).toMatchObject({
    entry: { kind: 'counted', delta: { onHand: -2 }, reason: 'cycle count', details: { seen: { recorded: 9 } } },
    userErrors: [],
  });
  const off = await run('inventoryWriteOff', { ...where, quantity: 50, from: 'STOCK', reason: 'fire' });
  expect(off.at('userErrors', 0, 'message').value).toBe('Only 7 are there for that, not 50.');
  const limited = await run('inventoryLimitsUpdate', { inventoryItemId: item(24), maxPerHold: 2 });
  expect(limited.value).toMatchObject({ entry: { kind: 'configured', details: { terms: { maxPerHold: 2 } } } });
  expect((await run('inventoryLimitsUpdate', { inventoryItemId: item(24), maxPerHold: null })).value).toMatchObject({
    entry: { details: { terms: { maxPerHold: null } } },
  });

  const query = `query($id: ID!, $time: DateTime!) { inventoryItem(id: $id) { stockAt(time: $time) {
    available ${LEVELS.replace('levels: inventoryLevels(first: 20) { nodes {', 'levels {').replace(/\} *$/, '')}
    changedAvailable { kind delta actor } nextEntry { kind } } } }`;
  const past = (await askAdmin(query, { id: item(24), time: asked })).at('inventoryItem', 'stockAt');
  expect(past.value).toMatchObject({
    changedAvailable: { kind: 'counted', actor: expect.stringMatching(/^(app|staff):/) },
    nextEntry: { kind: 'counted' },
  });
  const now = (await askAdmin(query, { id: item(24), time: '2099-01-01T00:00:00Z' })).at('inventoryItem', 'stockAt');
  expect(now.at('available').value).toBe(Number(past.at('available').value) - 2);
});
