import { expect, test } from 'vitest';
import type { QuantityCommand } from '../../commerce/inventory/contract.ts';
import { agreeToPay, ask, attempt, createCart, inventory, readyCart, submit, variantGid } from './checkout-support.ts';

const VARIANT = 66;
const ARRIVES_MS = Date.UTC(2035, 4, 1, 8);
const by = { actor: 'staff:1' } as const;

async function change(command: QuantityCommand): Promise<void> {
  const result = await inventory.change(VARIANT, command);
  if (!result.ok) expect.fail(JSON.stringify(result));
}

async function shown(): Promise<unknown> {
  const data = await ask(
    'query($id: ID!) { node(id: $id) { ... on ProductVariant { availableForSale currentlyNotInStock arrivesAt } } }',
    { id: variantGid(VARIANT) },
  );
  return data.at('node').value;
}

test('what is sold out can be pre-ordered once an arrival has a date: as many as it brings, and the shop says when', async () => {
  const stock = await inventory.read(VARIANT);
  if (!stock.ok) expect.fail(stock.reason);
  // Not the first: the routing tests of the same shop keep that one from sending here.
  const second = stock.levels[1];
  if (!second) expect.fail('the demo does not stock the variant');
  for (const { warehouseId } of stock.levels) {
    const zero = { kind: 'set', warehouseId, name: 'available', quantity: 0 } as const;
    await change({ ...zero, commandId: `zero:${warehouseId}`, ...by });
  }
  const soldOut = { availableForSale: false, currentlyNotInStock: false, arrivesAt: null };
  await expect.poll(shown, { timeout: 20_000, interval: 300 }).toEqual(soldOut);

  const arrival = { warehouseId: second.warehouseId, reference: 'po:1' } as const;
  const expected = { kind: 'expect', quantity: 5, expectedAtMs: ARRIVES_MS } as const;
  await change({ ...expected, commandId: 'expect', ...arrival, ...by });
  await change({ kind: 'limit', commandId: 'limit', preorderLimit: 4, ...by });
  await expect.poll(shown, { timeout: 20_000, interval: 300 }).toEqual({
    availableForSale: true,
    currentlyNotInStock: true,
    arrivesAt: new Date(ARRIVES_MS).toISOString(),
  });
  expect((await createCart(VARIANT, 40)).at('cart', 'totalQuantity').value).toBe(4);

  const cart = await readyCart(VARIANT, 3);
  await agreeToPay(cart.id, cart.total, 'pm_card_visa');
  const outcome = await attempt((await submit(cart.id, 'preorder-of-three')).text('result', 'attemptId'));
  expect(outcome.text('__typename')).toBe('CartCompletionSuccess');
  expect(await inventory.read(VARIANT)).toMatchObject({
    available: 0,
    owed: 3,
    beyond: { kind: 'preorder', units: 1 },
  });

  await change({ kind: 'receive', commandId: 'receive', ...arrival, quantity: 5, fromIncoming: true, ...by });
  expect(await inventory.read(VARIANT)).toMatchObject({ available: 2, owed: 0, beyond: null, expected: [] });
  await expect
    .poll(shown, { timeout: 20_000, interval: 300 })
    .toEqual({ availableForSale: true, currentlyNotInStock: false, arrivesAt: null });
});

test('one customer gets no more than the limit in two carts, however the email is written', async () => {
  const reading = await inventory.read(67);
  if (!reading.ok) expect.fail(reading.reason);
  const limit = {
    kind: 'limit',
    commandId: 'per-customer',
    maxPerCustomer: 2,
    customerWindowMs: 3_600_000,
    ...by,
  } as const;
  expect(await inventory.change(67, limit)).toMatchObject({ ok: true });
  const buy = async (quantity: number, token: string) => {
    const cart = await readyCart(67, quantity);
    await agreeToPay(cart.id, cart.total, 'pm_card_visa');
    return attempt((await submit(cart.id, token)).text('result', 'attemptId'));
  };
  expect((await buy(2, 'limited-first')).text('__typename')).toBe('CartCompletionSuccess');
  expect((await buy(1, 'limited-second')).at('errors', 0, 'code').value).toBe('INVENTORY_RESERVATION_ERROR');
  expect(await inventory.change(67, { ...limit, commandId: 'no-limit', maxPerCustomer: null })).toMatchObject({
    ok: true,
  });
});
