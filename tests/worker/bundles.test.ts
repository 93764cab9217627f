import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askAdmin } from './admin-support.ts';
import {
  agreeToPay,
  ask,
  attempt,
  createCart,
  db,
  inventory,
  readyCart,
  stockOf,
  submit,
  variantGid,
} from './checkout-support.ts';

/** A tray of one plate and two cups, made of whatever these variants are in the demo. */
const BUNDLE = 31;
const PLATE = 32;
const CUP = 33;

const UPDATE = `mutation($input: [ProductVariantRelationshipUpdateInput!]!) {
  productVariantRelationshipBulkUpdate(input: $input) { userErrors { message }
    parentProductVariants { requiresComponents productVariantComponents(first: 9) { nodes { quantity productVariant { id } } } } } }`;

async function compose(input: object) {
  return (await askAdmin(UPDATE, { input: [input] })).at('productVariantRelationshipBulkUpdate');
}

beforeAll(async () => {
  const made = await compose({
    parentProductVariantId: variantGid(BUNDLE),
    productVariantRelationshipsToCreate: [
      { id: variantGid(PLATE), quantity: 1 },
      { id: variantGid(CUP), quantity: 2 },
    ],
  });
  expect(made.at('userErrors').value).toEqual([]);
  expect(made.at('parentProductVariants', 0).value).toMatchObject({
    requiresComponents: true,
    productVariantComponents: {
      nodes: [
        { quantity: 1, productVariant: { id: variantGid(PLATE) } },
        { quantity: 2, productVariant: { id: variantGid(CUP) } },
      ],
    },
  });
});
afterAll(async () => {
  await compose({ parentProductVariantId: variantGid(BUNDLE), removeAllProductVariantRelationships: true });
});

/** Leaves so many units of a variant on sale, wherever they are. */
async function leave(variantId: number, units: number): Promise<void> {
  const reading = await inventory.read(variantId);
  if (!reading.ok) expect.fail(reading.reason);
  for (const [index, level] of reading.levels.entries()) {
    await inventory.change(variantId, {
      kind: 'set',
      commandId: `leave:${variantId}:${units}:${index}:${reading.sequence}`,
      warehouseId: level.warehouseId,
      name: 'available',
      quantity: index === 0 ? units : 0,
      actor: 'test',
    });
  }
}

test('a bundle cannot be part of a bundle, nor of itself', async () => {
  const errors = async (parent: number, child: number) => {
    const answer = await compose({
      parentProductVariantId: variantGid(parent),
      productVariantRelationshipsToCreate: [{ id: variantGid(child), quantity: 1 }],
    });
    return answer.at('userErrors', 0, 'message').value;
  };
  expect(await errors(34, BUNDLE)).toContain('cannot be both');
  expect(await errors(PLATE, 34)).toContain('cannot be both');
  expect(await errors(34, 34)).toContain('cannot be both');
  expect(await errors(34, 999_999)).toContain('does not exist');
});

test('the shop shows what it is made of', async () => {
  const data = await ask(
    `query($id: ID!) { node(id: $id) { ... on ProductVariant { requiresComponents components(first: 5) { nodes { quantity productVariant { id } } } } } }`,
    { id: variantGid(BUNDLE) },
  );
  expect(data.at('node').value).toEqual({
    requiresComponents: true,
    components: {
      nodes: [
        { quantity: 1, productVariant: { id: variantGid(PLATE) } },
        { quantity: 2, productVariant: { id: variantGid(CUP) } },
      ],
    },
  });
});

test('buying two of it sells every part, and the order holds the parts at what the bundle cost', async () => {
  await leave(PLATE, 9);
  await leave(CUP, 9);
  const before = [await stockOf(PLATE), await stockOf(CUP), await stockOf(BUNDLE)];
  const cart = await readyCart(BUNDLE, 2);
  await agreeToPay(cart.id, cart.total, 'pm_card_visa');
  const submitted = await submit(cart.id, 'bundle-of-two');
  const outcome = await attempt(submitted.text('result', 'attemptId'));
  expect(outcome.text('__typename')).toBe('CartCompletionSuccess');
  const [plate, cup, bundle] = [await stockOf(PLATE), await stockOf(CUP), await stockOf(BUNDLE)];
  expect(plate.committed).toBe((before[0]?.committed ?? 0) + 2);
  expect(cup.committed).toBe((before[1]?.committed ?? 0) + 4);
  expect(bundle).toEqual(before[2]);
  const { rows } = await db.execute<{
    variant_id: string;
    quantity: number;
    total_minor: string;
    subtotal_minor: string;
  }>(
    sql`select l.variant_id, l.quantity, l.total_minor, o.subtotal_minor from order_lines l join orders o on o.id = l.order_id
      where o.cart_token = ${cart.token} order by l.position`,
  );
  expect(rows.map((row) => [Number(row.variant_id), row.quantity])).toEqual([
    [PLATE, 2],
    [CUP, 4],
  ]);
  expect(rows.reduce((total, row) => total + Number(row.total_minor), 0)).toBe(Number(rows[0]?.subtotal_minor));
});

test('with one part short nothing is sold, and what was taken of the other is given back', async () => {
  await leave(PLATE, 5);
  await leave(CUP, 5);
  const cart = await readyCart(BUNDLE, 2);
  // Somebody is quicker: the catalogue does not know yet.
  await leave(CUP, 3);
  const before = [await stockOf(PLATE), await stockOf(CUP)];
  await agreeToPay(cart.id, cart.total, 'pm_card_visa');
  const submitted = await submit(cart.id, 'bundle-short');
  const outcome = await attempt(submitted.text('result', 'attemptId'));
  expect(outcome.text('__typename')).toBe('CartCompletionFailed');
  expect([await stockOf(PLATE), await stockOf(CUP)]).toEqual(before);
});

test('it is sold out with its scarcest part, and back with it: as many as that part allows', async () => {
  await leave(PLATE, 50);
  const offered = async () => (await createCart(BUNDLE, 40)).at('cart', 'totalQuantity').value;
  await leave(CUP, 0);
  await expect.poll(offered, { timeout: 20_000, interval: 500 }).toBe(0);
  await leave(CUP, 7);
  await expect.poll(offered, { timeout: 20_000, interval: 500 }).toBe(3);
});
