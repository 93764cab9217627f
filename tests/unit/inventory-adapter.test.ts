import { expect, test } from 'vitest';
import type { HoldCommand } from '../../commerce/inventory/contract.ts';
import type { SkuInventory } from '../../durable-objects/sku-inventory/sku-inventory.ts';
import { skuObjects } from '../../worker/adapters/sku-objects/inventory.ts';

const HOLD: HoldCommand = {
  kind: 'hold',
  holdId: 'h',
  reference: 'c',
  quantity: 1,
  expiresAtMs: 5,
  warehousePreference: [],
  actor: 'shopper',
};
const HELD = { ok: true, holdId: 'h', allocations: [{ warehouseId: 1, quantity: 1 }], expiresAtMs: 5, sequence: 2 };

/** A namespace whose objects answer with `answer`, and the names that were asked. */
function over(answer: (name: string, attempt: number) => unknown) {
  const asked: string[] = [];
  const pauses: number[] = [];
  const ask = async (name: string) => {
    asked.push(name);
    return answer(name, asked.filter((other) => other === name).length);
  };
  const get = (name: string) => ({
    execute: () => ask(name),
    executeMany: () => ask(name),
    read: () => ask(name),
    readAt: () => ask(name),
    ledger: () => ask(name),
  });
  const namespace = { idFromName: (name: string) => name, get } as unknown as DurableObjectNamespace<SkuInventory>;
  const pause = async (ms: number) => void pauses.push(ms);
  return { inventory: skuObjects({ namespace, pause }), asked, pauses };
}

const failure = (marks: Record<string, boolean>) => Object.assign(new Error('lost'), marks);

test('each variant has its own object', async () => {
  const { inventory, asked } = over(() => HELD);
  expect(await inventory.hold(7, HOLD)).toEqual(HELD);
  expect(asked).toEqual(['variant:7']);
});

test('a lost answer is asked for again, with growing pauses, three times in all', async () => {
  const recovering = over((_, attempt) => {
    if (attempt < 3) throw failure({ retryable: true });
    return HELD;
  });
  expect(await recovering.inventory.hold(7, HOLD)).toEqual(HELD);
  expect(recovering.pauses).toEqual([40, 80]);
  const lost = over(() => {
    throw failure({ retryable: true });
  });
  expect(await lost.inventory.hold(7, HOLD)).toEqual({ ok: false, reason: 'unavailable', retryable: true });
  expect(lost.asked).toHaveLength(3);
});

test('an overloaded object is left alone', async () => {
  const { inventory, asked } = over(() => {
    throw failure({ retryable: true, overloaded: true });
  });
  expect(await inventory.read(7)).toEqual({ ok: false, reason: 'unavailable', retryable: false });
  expect(asked).toHaveLength(1);
});

test('a bug in the object is not hidden as unavailable', async () => {
  const { inventory } = over(() => {
    throw new TypeError('bug');
  });
  await expect(inventory.hold(7, HOLD)).rejects.toThrow('bug');
});

test('an id that cannot be one reaches no object', async () => {
  const { inventory, asked } = over(() => HELD);
  for (const id of [0, -1, 1.5, Number.NaN]) {
    expect(await inventory.hold(id, HOLD)).toEqual({ ok: false, reason: 'not_found', what: 'variant', id: String(id) });
  }
  expect(asked).toEqual([]);
});

test('many variants are read once each, and one that is away does not take the others with it', async () => {
  const { inventory, asked } = over((name) => {
    if (name === 'variant:2') throw failure({ durableObjectReset: true });
    return { ok: true, variantId: Number(name.slice(8)), sequence: 1, policy: 'deny', available: 4, levels: [] };
  });
  const ids = Array.from({ length: 120 }, (_, i) => i + 1);
  const readings = await inventory.availability([...ids, 1, 2, 3]);
  expect([...readings.keys()]).toEqual(ids);
  expect(asked).toHaveLength(120);
  expect(readings.get(2)).toEqual({ ok: false, reason: 'unavailable', retryable: false });
  expect(readings.get(120)).toMatchObject({ ok: true, variantId: 120 });
});

test('an object away refuses each of several commands', async () => {
  const { inventory } = over(() => ({ ok: false, reason: 'unavailable', retryable: true }));
  expect(await inventory.executeMany(7, [HOLD, HOLD])).toHaveLength(2);
});
