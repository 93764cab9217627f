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

/** A handle no other collection has. */
function freeHandle(title: string, taken: ReadonlySet<string>): string {
  const wanted = handleFrom(title);
  let handle = wanted;
  for (let count = 2; taken.has(handle); count += 1) handle = `${wanted}-${count}`;
  return handle;
}

const fold = (title: string) => title.normalize('NFC').toLowerCase();

/**
 * Puts products into the hand-made collections the file names, making those the shop lacks; answers the names of rule-based ones, which choose their
 * members themselves.
 */
export async function joinCollections(
  client: Client,
  named: readonly { readonly product_id: number; readonly title: string }[],
): Promise<string[]> {
  if (named.length === 0) return [];
  const { rows: known } = await client.query<{ id: string; handle: string; title: string; is_ruled: boolean }>(
    'select id, handle, title, rules is not null as is_ruled from collections order by id desc',
  );
  // Of two with the same title the older one is meant, and a hand-made one before a ruled one.
  const byTitle = new Map(
    [...known.filter((one) => one.is_ruled), ...known.filter((one) => !one.is_ruled)].map((one) => [
      fold(one.title),
      one,
    ]),
  );
  const handles = new Set(known.map((one) => one.handle));
  for (const { title } of named) {
    if (byTitle.has(fold(title))) continue;
    const handle = freeHandle(title, handles);
    const { rows } = await client.query<{ id: string }>(
      `insert into collections (handle, title, position) values ($1, $2, (select coalesce(max(position) + 1, 0) from collections)) returning id`,
      [handle, title],
    );
    handles.add(handle);
    if (rows[0]) byTitle.set(fold(title), { id: rows[0].id, handle, title, is_ruled: false });
  }
  const ruled = new Set<string>();
  const members = named.flatMap(({ product_id, title }) => {
    const collection = byTitle.get(fold(title));
    if (collection && !collection.is_ruled) return [{ collection_id: collection.id, product_id }];
    ruled.add(collection?.title ?? title);
    return [];
  });
  await addMembers(client, members);
  return [...ruled];
}

/** A product as rules see it now. */
export interface RuledProduct {
  readonly product_id: number;
  readonly facts: ProductFacts;
}

/** Decides anew which rule-based collections these products belong to; prices are compared in the shop's own currency. */
export async function applyCollectionRules(
  client: Client,
  products: readonly RuledProduct[],
  baseCurrency: string,
): Promise<void> {
  const { rows: collections } = await client.query<RuledCollection>(
    'select id, rules, rules_match_any from collections where rules is not null',
  );
  if (collections.length === 0 || products.length === 0) return;
  const members = collections.flatMap(({ id, rules, rules_match_any: matchAny }) =>
    products
      .filter(({ facts }) => matchesCollectionRules(facts, { rules, matchAny }, baseCurrency))
      .map(({ product_id }) => ({ collection_id: id, product_id })),
  );
  await client.query(
    `delete from collection_products m using collections c where c.id = m.collection_id and c.rules is not null and m.product_id = any($2)
       and (m.collection_id, m.product_id) not in (select r.collection_id, r.product_id from jsonb_to_recordset($1::jsonb) as r(collection_id bigint, product_id bigint))`,
    [JSON.stringify(members), products.map((one) => one.product_id)],
  );
  await addMembers(client, members);
}

/** Adds members behind those a collection has; who is one already stays in place. */
async function addMembers(
  client: Client,
  members: readonly { readonly collection_id: string; readonly product_id: number }[],
): Promise<void> {
  await client.query(
    `with fresh as (
       select r.collection_id, r.product_id from jsonb_to_recordset($1::jsonb) as r(collection_id bigint, product_id bigint)
       where not exists (select 1 from collection_products m where m.collection_id = r.collection_id and m.product_id = r.product_id)
     ), ends as (
       select m.collection_id, max(m.position) as last from collection_products m where m.collection_id in (select collection_id from fresh) group by m.collection_id
     )
     insert into collection_products (collection_id, product_id, position)
     select f.collection_id, f.product_id, coalesce(e.last, -1) + row_number() over (partition by f.collection_id order by f.product_id)
     from fresh f left join ends e on e.collection_id = f.collection_id on conflict do nothing`,
    [JSON.stringify(members)],
  );
}
