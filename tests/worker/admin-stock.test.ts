import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { askAdmin } from './admin-support.ts';
import { db } from './checkout-support.ts';

let items: number[] = [];
let locations: number[] = [];

beforeAll(async () => {
  const variants = await db.execute<{ id: number }>(
    sql`select id::int from variants where tracked and sku is not null order by id offset 69 limit 6`,
  );
  items = variants.rows.map(({ id }) => id);
  const places = await db.execute<{ id: number }>(
    sql`select id::int from warehouses where is_active order by id limit 2`,
  );
  locations = places.rows.map(({ id }) => id);
});

const at = (item: number, location: number) => ({
  inventoryItemId: `gid://shopify/InventoryItem/${items[item]}`,
  locationId: `gid://shopify/Location/${locations[location]}`,
});

const changes = z.array(z.object({ delta: z.number(), quantityAfterChange: z.number() }));

describe('quantities in one call', () => {
  const FIELDS = 'inventoryAdjustmentGroup { changes { delta quantityAfterChange } } userErrors { field code message }';
  const set = async (quantities: object[], more: object = { ignoreCompareQuantity: true }) => {
    const answer = await askAdmin(
      `mutation S($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) { ${FIELDS} } }`,
      { input: { name: 'on_hand', reason: 'correction', quantities, ...more } },
    );
    return answer.at('inventorySetQuantities');
  };

  it('are set over items and locations, each with its own difference, also twice for the same level', async () => {
    await set([0, 1, 2].flatMap((item) => [0, 1].map((place) => ({ ...at(item, place), quantity: 10 + item }))));
    const payload = await set([
      { ...at(0, 0), quantity: 15 },
      { ...at(1, 1), quantity: 4 },
      { ...at(0, 0), quantity: 16 },
    ]);
    expect(changes.parse(payload.at('inventoryAdjustmentGroup', 'changes').value)).toEqual([
      { delta: 5, quantityAfterChange: 15 },
      { delta: -7, quantityAfterChange: 4 },
      { delta: 1, quantityAfterChange: 16 },
    ]);
  });

  it('are compared first, and the refusal says what is there; the others are written', async () => {
    await set([
      { ...at(3, 0), quantity: 8 },
      { ...at(4, 0), quantity: 8 },
    ]);
    const payload = await set(
      [
        { ...at(3, 0), quantity: 9, compareQuantity: 7 },
        { ...at(4, 0), quantity: 9, compareQuantity: 8 },
      ],
      {},
    );
    expect(payload.at('userErrors').value).toEqual([
      {
        field: ['input', 'quantities', '0', 'compareQuantity'],
        code: 'COMPARE_QUANTITY_STALE',
        message: 'compareQuantity: 7 was expected, it is 8 now.',
      },
    ]);
    expect(changes.parse(payload.at('inventoryAdjustmentGroup', 'changes').value)).toEqual([
      { delta: 1, quantityAfterChange: 9 },
    ]);
  });

  it('name every unknown item and location, and then nothing is written', async () => {
    const payload = await set([
      { ...at(0, 0), inventoryItemId: 'gid://shopify/InventoryItem/999999999', quantity: 1 },
      { ...at(0, 0), locationId: 'gid://shopify/Location/999999999', quantity: 1 },
      { ...at(0, 0), quantity: 99 },
    ]);
    const codes = z.array(z.looseObject({ code: z.string() })).parse(payload.at('userErrors').value);
    expect(codes.map(({ code }) => code)).toEqual(['INVALID_INVENTORY_ITEM', 'INVALID_LOCATION']);
    const check = await set([{ ...at(0, 0), quantity: 16, compareQuantity: 16 }], {});
    expect(check.at('userErrors').value).toEqual([]);
  });
});

describe('the audit', () => {
  const AUDIT =
    'query A($after: String, $first: Int) { stockAudit(first: $first, after: $after) { checkedCount endCursor audits { inventoryItemId isReadable differences { between what } } } }';

  it('finds a falsified row among the items of a page, and a repair makes it right', async () => {
    const variantId = items[5] ?? 0;
    const first = await askAdmin(AUDIT, { after: String(variantId - 1), first: 1 });
    expect(first.at('stockAudit').value).toMatchObject({ checkedCount: 1, endCursor: String(variantId) });
    const isClean = async () =>
      (await askAdmin(AUDIT, { after: String(variantId - 1), first: 1 })).at('stockAudit', 'audits').value;
    await expect.poll(isClean).toEqual([]);
    await db.execute(sql`update stock_levels set on_hand = on_hand + 3 where variant_id = ${variantId}`);
    const found = z
      .array(z.object({ differences: z.array(z.object({ between: z.string(), what: z.string() })) }))
      .parse((await askAdmin(AUDIT, { after: String(variantId - 1), first: 1 })).at('stockAudit', 'audits').value);
    expect(found[0]?.differences[0]).toMatchObject({ between: 'object and records' });
    const repaired = await askAdmin(
      'mutation R($id: ID!) { stockRebuild(inventoryItemId: $id) { audit { differences { what } } userErrors { message } } }',
      { id: `gid://shopify/InventoryItem/${variantId}` },
    );
    expect(repaired.at('stockRebuild').value).toEqual({ audit: { differences: [] }, userErrors: [] });
    expect(await isClean()).toEqual([]);
  });
});
