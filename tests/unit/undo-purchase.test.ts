import { expect, test } from 'vitest';
import { performStep } from '../../worker/services/perform-step.ts';
import { PaperStock } from '../support/paper-stock.ts';

const step = { kind: 'release', variantId: 1, holdId: 'order:7 1' } as const;

test('units that were sold without the purchase hearing of it come back when it is undone, once', async () => {
  const inventory = new PaperStock();
  await inventory.sell(1, 'order:7', [{ warehouseId: 1, onHand: 5, quantity: 2 }]);
  expect(inventory.levels(1)).toEqual({ 1: [5, 2, 3] });
  const deps = { inventory } as unknown as Parameters<typeof performStep>[0];
  for (let again = 0; again < 3; again += 1) {
    expect(await performStep(deps, step)).toEqual({ ok: true, kind: 'freed' });
    expect(inventory.levels(1)).toEqual({ 1: [5, 0, 5] });
  }
  inventory.isAway = true;
  expect(await performStep(deps, step)).toMatchObject({ ok: false, reason: 'unavailable' });
});
