import type { Client } from 'pg';
import {
  type CollectionRule,
  matchesCollectionRules,
  type ProductFacts,
} from '../../commerce/catalogue/collection-rules.ts';

interface RuledCollection {
  readonly id: string;
  readonly rules: readonly CollectionRule[];
  readonly rules_match_any: boolean;
}

function handleFrom(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return words?.join('-') ?? 'collection';
}

/**
 * Puts products into the hand-made collections the file names, making those the shop lacks; answers the names of rule-based ones, which choose their
 * members themselves.
 */
export async function joinCollections(
  client: Client,
  named: readonly { readonly product_id: number; readonly title: string }[],
): Promise<string[]> {
  if (named.length === 0) return [];
  // Written as it is first written.
  const titles = [...new Map([...named].reverse().map(({ title }) => [title.toLowerCase(), title])).values()];
  const wanted = titles.map((title) => ({ title, handle: handleFrom(title) }));
  await client.query(
    `insert into collections (handle, title, position)
     select r.handle, r.title, (select coalesce(max(position) + 1, 0) from collections) from jsonb_to_recordset($1::jsonb) as r(handle text, title text)
     where not exists (select 1 from collections c where lower(c.title) = lower(r.title))
     on conflict (handle) do nothing`,
    [JSON.stringify(wanted)],
  );
  await client.query(
    `insert into collection_products (collection_id, product_id, position)
     select c.id, r.product_id, coalesce((select max(m.position) + 1 from collection_products m where m.collection_id = c.id), 0) + row_number() over (partition by c.id) - 1
     from jsonb_to_recordset($1::jsonb) as r(product_id bigint, title text) join collections c on lower(c.title) = lower(r.title) and c.rules is null
     on conflict do nothing`,
    [JSON.stringify(named)],
  );
  const { rows } = await client.query<{ title: string }>(
    'select title from collections where rules is not null and lower(title) = any($1)',
    [titles.map((title) => title.toLowerCase())],
  );
  return rows.map((row) => row.title);
}

/** Decides anew which rule-based collections these products belong to; prices are compared in the shop's own currency. */
export async function applyCollectionRules(
  client: Client,
  productIds: readonly number[],
  baseCurrency: string,
): Promise<void> {
  const { rows: collections } = await client.query<RuledCollection>(
    'select id, rules, rules_match_any from collections where rules is not null',
  );
  if (collections.length === 0) return;
  const { rows: products } = await client.query<{ id: string; facts: ProductFacts }>(
    `select p.id, json_build_object('title', p.title, 'vendor', p.vendor, 'productType', p.product_type, 'tags', p.tags,
       'variants', coalesce((select json_agg(json_build_object('amountMinor', r.amount_minor, 'compareAtMinor', r.compare_at_minor))
         from variants v join prices r on r.variant_id = v.id and r.currency = $2 where v.product_id = p.id), '[]')) as facts
     from products p where p.id = any($1)`,
    [productIds, baseCurrency],
  );
  const members = collections.flatMap(({ id, rules, rules_match_any: matchAny }) =>
    products
      .filter(({ facts }) => matchesCollectionRules(facts, { rules, matchAny }, baseCurrency))
      .map((product) => ({ collection_id: id, product_id: product.id })),
  );
  const shape = 'jsonb_to_recordset($1::jsonb) as r(collection_id bigint, product_id bigint)';
  await client.query(
    `delete from collection_products m using collections c where c.id = m.collection_id and c.rules is not null and m.product_id = any($2)
       and not exists (select 1 from ${shape} where r.collection_id = m.collection_id and r.product_id = m.product_id)`,
    [JSON.stringify(members), productIds],
  );
  await client.query(
    `insert into collection_products (collection_id, product_id, position)
     select r.collection_id, r.product_id,
       coalesce((select max(m.position) + 1 from collection_products m where m.collection_id = r.collection_id), 0) + row_number() over (partition by r.collection_id order by r.product_id) - 1
     from ${shape} on conflict do nothing`,
    [JSON.stringify(members)],
  );
}
