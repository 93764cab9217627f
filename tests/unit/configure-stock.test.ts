import { describe, expect, it } from 'vitest';
import type { QuantityCommand, QuantityResult } from '../../commerce/inventory/contract.ts';
import type { EditableProduct, EditableVariant } from '../../worker/ports/product-editor.ts';
import { configureStock } from '../../worker/services/configure-stock.ts';

const variant = (id: number, tracked: boolean, inventoryPolicy: 'deny' | 'continue'): EditableVariant => ({
  id,
  sku: null,
  barcode: null,
  title: 'Red',
  position: 1,
  optionValues: ['Red'],
  tracked,
  inventoryPolicy,
  taxable: true,
  weightGrams: 0,
  prices: [],
  inventoryQuantity: 0,
});

const product: EditableProduct = {
  id: 7,
  handle: 'vase',
  title: 'Vase',
  descriptionHtml: '',
  vendor: '',
  productType: '',
  tags: [],
  status: 'active',
  seoTitle: null,
  seoDescription: null,
  createdAtMs: 0,
  updatedAtMs: 0,
  options: [],
  variants: [variant(1, true, 'deny'), variant(2, true, 'continue'), variant(3, false, 'deny')],
  media: [],
};

function shop(answer: (variantId: number) => QuantityResult) {
  const told: [number, QuantityCommand][] = [];
  return {
    told,
    products: { byIds: async (ids: readonly number[]) => new Map(ids.includes(7) ? [[7, product]] : []) },
    inventory: {
      change: async (variantId: number, command: QuantityCommand) => {
        told.push([variantId, command]);
        return answer(variantId);
      },
    },
  };
}

const accepted: QuantityResult = { ok: true, sequence: 1, levels: [] };

describe('configureStock', () => {
  it('tells each changed variant what the records say by now', async () => {
    const deps = shop(() => accepted);
    expect(await configureStock(deps, { productIds: [7], variantIds: [2, 3, 99], changeId: 'c1' })).toBe(true);
    expect(deps.told).toEqual([
      [2, { kind: 'configure', commandId: 'configure:c1:continue', policy: 'continue', actor: 'records' }],
      [3, { kind: 'configure', commandId: 'configure:c1:untracked', policy: 'untracked', actor: 'records' }],
    ]);
  });

  it('asks nobody when no selling rule changed, and skips products that are gone', async () => {
    const deps = shop(() => accepted);
    expect(await configureStock(deps, { productIds: [7], variantIds: [], changeId: 'c1' })).toBe(true);
    expect(await configureStock(deps, { productIds: [8], variantIds: [4], changeId: 'c1' })).toBe(true);
    expect(deps.told).toEqual([]);
  });

  it('says when an object was out of reach, so that the message comes again', async () => {
    const deps = shop((id) => (id === 2 ? { ok: false, reason: 'unavailable', retryable: true } : accepted));
    expect(await configureStock(deps, { productIds: [7], variantIds: [1, 2], changeId: 'c1' })).toBe(false);
    expect(deps.told).toHaveLength(2);
  });
});
