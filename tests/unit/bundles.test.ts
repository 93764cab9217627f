import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CartHold } from '../../commerce/cart/cart-holds.ts';
import { capToHeld, cartHoldChanges } from '../../commerce/cart/cart-holds.ts';
import { type Cart, type CartLine, emptyCart } from '../../commerce/cart/cart-state.ts';
import { BUNDLE_ATTRIBUTE, type BundlePart, bundleLines } from '../../commerce/checkout/bundle-lines.ts';
import type { DraftLine } from '../../commerce/checkout/order-draft.ts';
import type { HoldingCommand, InventoryRefusal } from '../../commerce/inventory/contract.ts';
import { holdTogether, wholesAvailable } from '../../worker/services/hold-together.ts';
import { PaperStock } from '../support/paper-stock.ts';

const part = (variantId: number, quantity: number, priceMinor: number): BundlePart => ({
  variantId,
  productId: variantId * 10,
  quantity,
  sku: null,
  title: `Part ${variantId}`,
  variantTitle: null,
  imageUrl: null,
  requiresShipping: true,
  priceMinor,
});

function line(quantity: number, unitPriceMinor: number, discountMinor: number, taxMinor: number): DraftLine {
  return {
    variantId: 1,
    productId: 1,
    sku: 'SET',
    title: 'Tea set',
    variantTitle: null,
    imageUrl: null,
    quantity,
    unitPriceMinor,
    discountMinor,
    taxMinor,
    taxRateBps: 1_900,
    totalMinor: quantity * unitPriceMinor - discountMinor,
    requiresShipping: true,
    attributes: [{ key: 'gift', value: 'yes' }],
  };
}

describe('a bundle in an order', () => {
  test('is its parts, with its name on each, and costs what it cost', () => {
    const lines = bundleLines(line(2, 5_000, 1, 1_596), [part(7, 1, 3_000), part(8, 4, 750)]);
    expect(lines.map((one) => [one.variantId, one.quantity, one.totalMinor, one.taxMinor])).toEqual([
      [7, 2, 5_000, 798],
      [8, 8, 4_999, 798],
    ]);
    expect(lines[1]?.attributes).toEqual([
      { key: 'gift', value: 'yes' },
      { key: BUNDLE_ATTRIBUTE, value: 'Tea set' },
    ]);
    const plain = line(1, 100, 0, 0);
    expect(bundleLines(plain, [])).toEqual([plain]);
  });

  test('however prices split: totals and taxes sum exactly, nothing is negative, each line adds up', () => {
    const amount = fc.integer({ min: 0, max: 100_000 });
    const parts = fc.uniqueArray(fc.tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 5 }), amount), {
      minLength: 1,
      maxLength: 5,
      selector: ([id]) => id,
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        amount,
        fc.nat(100),
        amount,
        parts,
        (units, price, percent, tax, of) => {
          const whole = line(units, price, Math.floor((units * price * percent) / 100), tax);
          const lines = bundleLines(
            whole,
            of.map(([id, quantity, worth]) => part(id, quantity, worth)),
          );
          const sum = (name: 'totalMinor' | 'taxMinor') => lines.reduce((total, one) => total + one[name], 0);
          expect(sum('totalMinor')).toBe(whole.totalMinor);
          expect(sum('taxMinor')).toBe(whole.taxMinor);
          for (const one of lines) {
            expect(one.quantity * one.unitPriceMinor - one.discountMinor).toBe(one.totalMinor);
            expect(
              Math.min(one.totalMinor, one.taxMinor, one.discountMinor, one.unitPriceMinor),
            ).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });
});

describe('a bundle in a cart that holds', () => {
  const bundle: CartLine = {
    id: 1,
    productId: 1,
    variantId: 1,
    quantity: 3,
    attributes: [],
    parts: [
      { variantId: 7, quantity: 2 },
      { variantId: 8, quantity: 1 },
    ],
  };
  const single: CartLine = { id: 2, productId: 2, variantId: 8, quantity: 1, attributes: [] };
  const cart: Cart = { ...emptyCart('t', 0), lines: [bundle, single] };

  test('holds its parts, together with those that are in the cart by themselves', () => {
    expect(cartHoldChanges(cart, [], 0).map((one) => [one.variantId, one.quantity])).toEqual([
      [7, 6],
      [8, 4],
    ]);
  });

  test('gives way as a whole: five of a part that is needed twice are two bundles, and the rest is given back', () => {
    const capped = capToHeld(cart, 7, 5);
    expect(capped.cart.lines.map((one) => one.quantity)).toEqual([2, 1]);
    expect(capped.notices).toMatchObject([{ code: 'MERCHANDISE_NOT_ENOUGH_STOCK', target: { kind: 'line', id: 1 } }]);
    const holds: CartHold[] = [
      { variantId: 7, holdId: 'a', quantity: 5, expiresAtMs: 9 },
      { variantId: 8, holdId: 'b', quantity: 4, expiresAtMs: 9 },
    ];
    const again = cartHoldChanges(capped.cart, holds, 0, 1);
    expect(again.map((one) => [one.variantId, one.quantity, one.replaces])).toEqual([
      [7, 4, ['a']],
      [8, 3, ['b']],
    ]);
    expect(again[0]?.holdId).toMatch(/:1$/);
  });
});

describe('holding together', () => {
  const terms = {
    holdId: 'set',
    reference: 'cart',
    expiresAtMs: 5_000,
    warehousePreference: [],
    actor: 'shopper',
  } as const;

  async function shelves(units: Readonly<Record<number, number>>): Promise<PaperStock> {
    const stock = new PaperStock();
    for (const [id, quantity] of Object.entries(units)) {
      await stock.change(Number(id), { kind: 'activate', commandId: 'a', warehouseId: 1, actor: 'x' });
      await stock.change(Number(id), { kind: 'receive', commandId: 'r', warehouseId: 1, quantity, actor: 'x' });
    }
    return stock;
  }
  const available = async (stock: PaperStock, id: number) => {
    const reading = await stock.read(id);
    return reading.ok ? reading.available : expect.fail(reading.reason);
  };

  test('takes every part, in the order of their variants, parts of one variant as one', async () => {
    const stock = await shelves({ 1: 5, 2: 5 });
    const wanted = [
      { variantId: 2, quantity: 1 },
      { variantId: 1, quantity: 2 },
      { variantId: 2, quantity: 3 },
    ];
    const held = await holdTogether(stock, wanted, terms);
    expect(held.ok && held.parts.map((one) => [one.variantId, one.quantity])).toEqual([
      [1, 2],
      [2, 4],
    ]);
    expect(await holdTogether(stock, wanted, terms)).toEqual(held);
    expect([await available(stock, 1), await available(stock, 2)]).toEqual([3, 1]);
  });

  test('takes none when one is short, and says which and how many there are', async () => {
    const stock = await shelves({ 1: 5, 2: 1, 3: 5 });
    const wanted = [1, 2, 3].map((variantId) => ({ variantId, quantity: 2 }));
    expect(await holdTogether(stock, wanted, terms)).toEqual({
      ok: false,
      variantId: 2,
      refusal: { ok: false, reason: 'insufficient', requested: 2, available: 1 },
      stuck: [],
    });
    expect(await Promise.all([1, 2, 3].map((id) => available(stock, id)))).toEqual([5, 1, 5]);
  });

  test('gives back a part whose answer was lost, and names what could not be given back', async () => {
    const stock = await shelves({ 1: 5, 2: 5 });
    const away: InventoryRefusal = { ok: false, reason: 'unavailable', retryable: true };
    const lossy = {
      hold: async (variantId: number, command: HoldingCommand) => {
        const result = await stock.hold(variantId, command);
        return variantId === 2 && command.kind === 'hold' ? away : result;
      },
    };
    const wanted = [1, 2].map((variantId) => ({ variantId, quantity: 2 }));
    expect(await holdTogether(lossy, wanted, terms)).toMatchObject({ ok: false, variantId: 2, stuck: [] });
    expect([await available(stock, 1), await available(stock, 2)]).toEqual([5, 5]);
    const gone = { hold: async (id: number, command: HoldingCommand) => (id === 2 ? away : stock.hold(id, command)) };
    expect(await holdTogether(gone, wanted, { ...terms, holdId: 'other' })).toMatchObject({ ok: false, stuck: [2] });
  });

  test('as many wholes can be had as the scarcest part allows', () => {
    const stock = new Map([
      [1, 7],
      [2, 3],
    ]);
    const of = (id: number) => stock.get(id) ?? null;
    expect(
      wholesAvailable(
        [
          { variantId: 1, quantity: 2 },
          { variantId: 2, quantity: 1 },
        ],
        of,
      ),
    ).toBe(3);
    expect(
      wholesAvailable(
        [
          { variantId: 1, quantity: 2 },
          { variantId: 1, quantity: 2 },
        ],
        of,
      ),
    ).toBe(1);
    expect(wholesAvailable([{ variantId: 9, quantity: 1 }], of)).toBeNull();
  });
});
