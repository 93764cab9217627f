import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askAdmin } from './admin-support.ts';
import { inventory } from './checkout-support.ts';

/** Seeded with nothing, and no other test's. */
const VARIANT = 64;
const OTHER = 70;
const FROM = 1;
const TO = 2;
const item = (variantId: number) => `gid://shopify/InventoryItem/${variantId}`;
const place = (warehouseId: number) => `gid://shopify/Location/${warehouseId}`;

const ERRORS = 'userErrors { field message }';
const SHIPMENT =
  'inventoryShipment { id name status lineItems(first: 9) { nodes { id quantity unreceivedQuantity } } }';

async function made(lines: readonly (readonly [number, number])[]): Promise<string> {
  const answer = await askAdmin(
    `mutation($input: InventoryTransferCreateAsReadyToShipInput!) { inventoryTransferCreateAsReadyToShip(input: $input) { inventoryTransfer { id } ${ERRORS} } }`,
    {
      input: {
        originLocationId: place(FROM),
        destinationLocationId: place(TO),
        lineItems: lines.map(([variantId, quantity]) => ({ inventoryItemId: item(variantId), quantity })),
      },
    },
  );
  return answer.text('inventoryTransferCreateAsReadyToShip', 'inventoryTransfer', 'id');
}

async function send(transferId: string, lines: readonly (readonly [number, number])[] | null, key?: string) {
  const input = {
    movementId: transferId,
    lineItems: lines?.map(([variantId, quantity]) => ({ inventoryItemId: item(variantId), quantity })) ?? null,
    trackingInput: { arrivesAt: '2035-01-02T12:00:00Z' },
  };
  const answer = await askAdmin(
    `mutation($input: InventoryShipmentCreateInput!) { inventoryShipmentCreateInTransit(input: $input) { ${SHIPMENT} ${ERRORS} } }`,
    { input },
    key === undefined ? {} : { 'idempotency-key': key },
  );
  return answer.at('inventoryShipmentCreateInTransit');
}

async function receive(
  shipmentId: string,
  lines: readonly { readonly variantId: number; readonly quantity: number; readonly reason?: string }[],
  key?: string,
) {
  const number = shipmentId.split('/').at(-1);
  const answer = await askAdmin(
    `mutation($id: ID!, $lines: [InventoryShipmentReceiveItemInput!]!) { inventoryShipmentReceive(id: $id, lineItems: $lines) { ${SHIPMENT} ${ERRORS} } }`,
    {
      id: shipmentId,
      lines: lines.map(({ variantId, quantity, reason = 'ACCEPTED' }) => ({
        shipmentLineItemId: `gid://shopify/InventoryShipmentLineItem/${number}-${variantId}`,
        quantity,
        reason,
      })),
    },
    key === undefined ? {} : { 'idempotency-key': key },
  );
  return answer.at('inventoryShipmentReceive');
}

async function stateOf(transferId: string): Promise<unknown> {
  const answer = await askAdmin(
    `query($id: ID!) { inventoryTransfer(id: $id) { status totalQuantity shippedQuantity inTransitQuantity receivedQuantity shipments(first: 9) { nodes { status } } } }`,
    { id: transferId },
  );
  return answer.at('inventoryTransfer').value;
}

const cancel = (id: string) =>
  askAdmin(`mutation($id: ID!) { inventoryTransferCancel(id: $id) { ${ERRORS} } }`, { id });

/** On hand here, on hand there, on the way there. */
async function units(variantId: number): Promise<readonly [number, number, number]> {
  const view = await inventory.read(variantId);
  if (!view.ok) return expect.fail(view.reason);
  const level = (id: number) => view.levels.find((one) => one.warehouseId === id);
  return [level(FROM)?.onHand ?? 0, level(TO)?.onHand ?? 0, level(TO)?.incoming ?? 0];
}

let stocked = 0;
/** So many units of a variant are at the origin and none elsewhere. */
async function stock(variantId: number, quantity: number): Promise<void> {
  stocked += 1;
  for (const warehouseId of [FROM, TO]) {
    const by = { actor: 'test', warehouseId } as const;
    const name = `transfers:${stocked}:${warehouseId}`;
    await inventory.change(variantId, { kind: 'activate', commandId: `${name}:a`, ...by });
    const set = await inventory.change(variantId, {
      kind: 'set',
      commandId: name,
      name: 'on_hand',
      quantity: warehouseId === FROM ? quantity : 0,
      ...by,
    });
    if (!set.ok) expect.fail(JSON.stringify(set));
  }
}

beforeAll(async () => {
  await stock(VARIANT, 0);
});

afterAll(async () => {
  await stock(VARIANT, 0);
  await stock(OTHER, 0);
});

describe('a transfer between warehouses', () => {
  test('is sent in two parts with a day each, and received in parts', async () => {
    await stock(VARIANT, 10);
    const id = await made([[VARIANT, 8]]);
    const first = await send(id, [[VARIANT, 3]]);
    expect(first.at('userErrors').value).toEqual([]);
    expect(await units(VARIANT)).toEqual([7, 0, 3]);
    const second = await send(id, null);
    expect(second.text('inventoryShipment', 'name')).toMatch(/^#T\d+-2$/);
    expect(await units(VARIANT)).toEqual([2, 0, 8]);
    expect(await stateOf(id)).toMatchObject({ status: 'IN_PROGRESS', shippedQuantity: 8, inTransitQuantity: 8 });
    const view = await inventory.read(VARIANT);
    expect(view.ok && view.expected.map((one) => one.quantity)).toEqual([3, 5]);

    const late = second.text('inventoryShipment', 'id');
    await receive(late, [
      { variantId: VARIANT, quantity: 2 },
      { variantId: VARIANT, quantity: 1, reason: 'REJECTED' },
    ]);
    expect(await units(VARIANT)).toEqual([2, 2, 5]);
    await receive(first.text('inventoryShipment', 'id'), [{ variantId: VARIANT, quantity: 3 }]);
    await receive(late, [{ variantId: VARIANT, quantity: 2 }]);
    expect(await units(VARIANT)).toEqual([2, 7, 0]);
    expect(await stateOf(id)).toMatchObject({
      status: 'TRANSFERRED',
      inTransitQuantity: 0,
      receivedQuantity: 8,
      shipments: { nodes: [{ status: 'RECEIVED' }, { status: 'RECEIVED' }] },
    });
  });

  test('two people cannot send the same units, nor receive them twice', async () => {
    await stock(VARIANT, 20);
    const id = await made([[VARIANT, 5]]);
    const both = await Promise.all([send(id, [[VARIANT, 4]]), send(id, [[VARIANT, 4]])]);
    const errors = both.map((one) => one.at('userErrors').value);
    expect(errors).toContainEqual([]);
    expect(errors).toContainEqual([
      { field: ['input', 'lineItems', '0', 'quantity'], message: expect.stringContaining('1 are left to be sent') },
    ]);
    expect(await units(VARIANT)).toEqual([16, 0, 4]);
    const sent = both.find((one) => (one.at('userErrors').value as unknown[]).length === 0);
    const shipment = sent?.text('inventoryShipment', 'id') ?? '';
    const arrivals = await Promise.all([1, 2].map(() => receive(shipment, [{ variantId: VARIANT, quantity: 4 }])));
    const refused = arrivals.map((one) => one.at('userErrors').value);
    expect(refused).toContainEqual([]);
    expect(refused).toContainEqual([
      { field: ['lineItems', '0', 'quantity'], message: expect.stringMatching(/on (its|their) way/) },
    ]);
    expect(await units(VARIANT)).toEqual([16, 4, 0]);
    await cancel(id);
  });

  test('the same call again is the same shipment and the same arrival', async () => {
    await stock(VARIANT, 6);
    const id = await made([[VARIANT, 6]]);
    const first = await send(id, [[VARIANT, 2]], 'transfers-send');
    const again = await send(id, [[VARIANT, 2]], 'transfers-send');
    expect(again.value).toEqual(first.value);
    const shipment = first.text('inventoryShipment', 'id');
    for (let round = 0; round < 2; round += 1)
      await receive(shipment, [{ variantId: VARIANT, quantity: 1 }], 'transfers-receive');
    expect(await units(VARIANT)).toEqual([4, 1, 1]);
    await cancel(id);
    expect(await units(VARIANT)).toEqual([5, 1, 0]);
    expect(await stateOf(id)).toMatchObject({ status: 'CANCELED', shipments: { nodes: [{ status: 'OTHER' }] } });
  });

  test('with one item short nothing of the part leaves, and it can be sent once the item is there', async () => {
    await stock(VARIANT, 3);
    await stock(OTHER, 1);
    const id = await made([
      [VARIANT, 3],
      [OTHER, 2],
    ]);
    const refused = await send(id, null);
    expect(refused.at('userErrors', 0, 'message').value).toContain('Only 1 are there');
    expect([await units(VARIANT), await units(OTHER)]).toEqual([
      [3, 0, 0],
      [1, 0, 0],
    ]);
    expect(await stateOf(id)).toMatchObject({ status: 'READY_TO_SHIP', shippedQuantity: 0, shipments: { nodes: [] } });
    await stock(OTHER, 2);
    expect((await send(id, null)).at('userErrors').value).toEqual([]);
    expect([await units(VARIANT), await units(OTHER)]).toEqual([
      [0, 0, 3],
      [0, 0, 2],
    ]);
    await cancel(id);
    expect([await units(VARIANT), await units(OTHER)]).toEqual([
      [3, 0, 0],
      [2, 0, 0],
    ]);
  });

  test('is listed by its state; a state that is not known is named', async () => {
    const id = await made([[VARIANT, 1]]);
    const list = async (query: string) => {
      const answer = await askAdmin(
        'query($query: String) { inventoryTransfers(first: 50, query: $query) { nodes { id } } }',
        {
          query,
        },
      );
      return (answer.at('inventoryTransfers', 'nodes').value as { id: string }[]).map((one) => one.id);
    };
    expect(await list('status:draft OR status:ready_to_ship')).toContain(id);
    expect(await list('status:in_progress')).not.toContain(id);
    await expect(list('status:lost')).rejects.toThrow(/status:lost/);
    await cancel(id);
  });
});

test('limits are saved only over those that were seen', async () => {
  const save = async (limits: object) => {
    const answer = await askAdmin(
      `mutation($input: InventoryLimitsInput!) { inventoryLimitsUpdate(input: $input) { inventoryItem { limits { maxPerHold } } ${ERRORS} } }`,
      { input: { inventoryItemId: item(OTHER), ...limits } },
    );
    return answer.at('inventoryLimitsUpdate').value;
  };
  expect(await save({ maxPerHold: 3, compareLimits: {} })).toMatchObject({ userErrors: [] });
  expect(await save({ maxPerHold: 9, compareLimits: {} })).toMatchObject({
    userErrors: [{ field: ['input', 'compareLimits'], message: expect.stringContaining('changed meanwhile') }],
  });
  expect(await save({ maxPerHold: null, compareLimits: { maxPerHold: 3 } })).toMatchObject({
    inventoryItem: { limits: { maxPerHold: null } },
    userErrors: [],
  });
});
