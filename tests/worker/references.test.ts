import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { ask, db } from './checkout-support.ts';

test('menu items lead to the things they name', async () => {
  const items = (
    await ask(
      '{ menu(handle: "main-menu") { items { type resourceId resource { __typename ... on Collection { id } ... on Page { id } ... on Blog { id } } } } }',
    )
  ).at('menu', 'items').value;
  const leading = (Array.isArray(items) ? items : []).filter((item: { resourceId: string | null }) => item.resourceId);
  expect(leading.length).toBeGreaterThan(0);
  for (const item of leading) expect(item.resource).toMatchObject({ id: item.resourceId });
});

test('attributes that point to things give them back; what is gone, private or malformed gives nothing', async () => {
  const gid = (type: string, id: number | string) => `gid://shopify/${type}/${id}`;
  const fields = {
    mate: ['product_reference', gid('Product', 2)],
    gone: ['product_reference', gid('Product', 999_999)],
    cart: ['product_reference', gid('Cart', 'abc?key=def')],
    set: ['list.product_reference', JSON.stringify([gid('Product', 3), gid('Product', 999_999), gid('Collection', 1)])],
    broken: ['list.product_reference', '[oops'],
    plain: ['single_line_text_field', gid('Product', 2)],
  };
  for (const [key, [type, value]] of Object.entries(fields))
    await db.execute(
      sql`insert into metafields (owner_type, owner_id, namespace, key, type, value) values ('product', 1, 'links', ${key}, ${type}, ${value})`,
    );
  const select = Object.keys(fields).map(
    (key) => `${key}: metafield(namespace: "links", key: "${key}") {
      reference { __typename ... on Product { id } }
      references(first: 5) { nodes { __typename ... on Product { id } ... on Collection { id } } edges { node { __typename } } pageInfo { hasNextPage } } }`,
  );
  const product = (await ask(`{ product(id: "${gid('Product', 1)}") { ${select.join(' ')} } }`)).at('product');
  expect(product.at('mate').value).toEqual({
    reference: { __typename: 'Product', id: gid('Product', 2) },
    references: null,
  });
  for (const key of ['gone', 'cart', 'plain'])
    expect(product.at(key).value, key).toEqual({ reference: null, references: null });
  expect(product.at('set').value).toEqual({
    reference: null,
    references: {
      nodes: [
        { __typename: 'Product', id: gid('Product', 3) },
        { __typename: 'Collection', id: gid('Collection', 1) },
      ],
      edges: [{ node: { __typename: 'Product' } }, { node: { __typename: 'Collection' } }],
      pageInfo: { hasNextPage: false },
    },
  });
  expect(product.at('broken', 'references', 'nodes').value).toEqual([]);
});
