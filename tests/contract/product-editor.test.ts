import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDb } from '../../db/client.ts';
import { NeonProductEditor } from '../../worker/adapters/neon/product-editor.ts';
import type { ProductListQuery } from '../../worker/ports/product-editor.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let client: Client;
let editor: NeonProductEditor;

beforeAll(async () => {
  database = await freshDatabase('seeded');
  client = new Client({ connectionString: database.url });
  await client.connect();
  editor = new NeonProductEditor(createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') }));
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

async function handles(query: Partial<ProductListQuery>): Promise<string[]> {
  const { products } = await editor.list({ text: '', status: null, limit: 50, after: null, ...query });
  return products.map((product) => product.handle);
}

describe('products for staff', () => {
  it.each([
    ['a part of a title, in any case', 'ARBOUR mu', ['harbour-mug']],
    ['a handle', 'harbour-mug', ['harbour-mug']],
    ['a SKU', 'EB-HARB-CHAL', ['harbour-mug']],
    ['a sign that means something in a pattern', '%', []],
    ['something else', 'no such thing', []],
  ])('are found by %s', async (_what, text, expected) => {
    expect(await handles({ text })).toEqual(expected);
  });

  it('come page by page in the order of titles, each once', async () => {
    const all = await editor.list({ text: '', status: 'active', limit: 250, after: null });
    const titles = all.products.map((product) => product.title);
    const { rows } = await client.query<{ title: string }>(
      `select title from products where status = 'active' order by title, id`,
    );
    expect(titles).toEqual(rows.map((row) => row.title));
    const seen: number[] = [];
    let after: ProductListQuery['after'] = null;
    for (let page = 0; page < 20; page += 1) {
      const { products, hasNextPage } = await editor.list({ text: '', status: 'active', limit: 7, after });
      seen.push(...products.map((product) => product.id));
      const last = products.at(-1);
      if (!hasNextPage || !last) break;
      after = { title: last.title, id: last.id };
    }
    expect(seen).toEqual(all.products.map((product) => product.id));
  });

  it('keep options and values by name, with their translations and swatches', async () => {
    const id = (await editor.idByHandle('harbour-mug')) ?? 0;
    const before = (await editor.byIds([id])).get(id);
    const [option] = before?.options ?? [];
    const [first, second] = option?.values ?? [];
    if (!before || !option || !first || !second) throw new Error('the mug has no option with two values');
    const kept = before.variants.filter((variant) => variant.optionValues[0] !== first.name);
    const told = async () =>
      (
        await client.query(
          `select t.resource_type, t.resource_id::int as id, t.value from translations t where t.locale = 'de'
             and ((t.resource_type = 'option' and t.resource_id = $1) or (t.resource_type = 'option_value' and t.resource_id = any($2)))
           order by 1, 2`,
          [option.id, option.values.map((value) => value.id)],
        )
      ).rows;
    const texts = await told();
    expect(texts.length).toBe(1 + option.values.length);
    const written = await editor.set(
      {
        id,
        options: before.options.map(({ name, values }) => ({
          name,
          values: values
            .map((value) => value.name)
            .filter((name) => name !== first.name)
            .reverse(),
        })),
        variants: kept.map(({ id, optionValues }) => ({ id, optionValues })),
      },
      null,
    );
    expect(written).toMatchObject({ ok: true });
    const after = (await editor.byIds([id])).get(id)?.options[0];
    expect(after?.id).toBe(option.id);
    expect(after?.values).toEqual([...option.values].filter((value) => value.id !== first.id).reverse());
    expect(await told()).toEqual(texts.filter((text) => text.id !== first.id || text.resource_type === 'option'));
  });

  it('announce a new selling rule in the transaction that writes it, and nothing else', async () => {
    const id = (await editor.idByHandle('harbour-mug')) ?? 0;
    const product = (await editor.byIds([id])).get(id);
    const drafts = (product?.variants ?? []).map(({ id: variantId, optionValues }) => ({
      id: variantId,
      optionValues,
    }));
    const announced = async () =>
      (await client.query(`delete from outbox where topic = 'products.changed' returning payload`)).rows.map(
        (row) => row.payload,
      );
    expect(drafts.length).toBeGreaterThan(1);
    expect(await editor.set({ id, variants: drafts }, null)).toMatchObject({ ok: true });
    expect(await announced()).toEqual([]);
    const [first, ...rest] = drafts;
    if (!first) throw new Error('the mug has no variants');
    const changed = [{ ...first, inventoryPolicy: 'continue' as const }, ...rest];
    expect(await editor.set({ id, variants: changed }, null)).toMatchObject({ ok: true });
    expect(await announced()).toEqual([{ productIds: [id], variantIds: [first.id], changeId: expect.any(String) }]);
  });
});
