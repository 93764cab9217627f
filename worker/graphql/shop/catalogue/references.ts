import type { MetafieldRecord } from '../../../ports/catalogue.ts';
import type { MaybePromise } from '../../../services/catalogue-cache.ts';
import { parseGid, toGid } from '../../gid.ts';
import { cutPage, type Page as PageOf } from '../../paging.ts';
import { builder } from '../builder.ts';
import { PageInfo } from '../common/connection.ts';
import type { ShopContext } from '../context.ts';
import { Article, Blog, Page } from './content.ts';
import { MediaImage, Model3d, Video } from './media.ts';
import { MENU_RESOURCES, MenuItem } from './menu.ts';
import { Metafield } from './metafields.ts';
import { nodeOf } from './nodes.ts';
import { Collection, Product } from './refs.ts';
import { ShopPolicy } from './shop.ts';
import { ProductVariant } from './variant.ts';

const MetafieldReference = builder.unionType('MetafieldReference', {
  description: 'What a typed attribute can point to.',
  types: [Article, Collection, MediaImage, Model3d, Page, Product, ProductVariant, Video],
});
const MenuItemResource = builder.unionType('MenuItemResource', {
  description: 'What a menu item leads to.',
  types: [Article, Blog, Collection, Page, Product, ShopPolicy],
});

/** Types an attribute may point to: never a cart or an order. Files have no public id yet. */
const REFERENCED: ReadonlySet<string> = new Set(['Article', 'Collection', 'Page', 'Product', 'ProductVariant']);

/** What `nodeOf` gives is branded with its type, which the union's resolver reads; its static type says only "object". */
const asMember = (node: MaybePromise<object | null>) => node as never;

const referenced = (gid: string, ctx: ShopContext): MaybePromise<object | null> =>
  REFERENCED.has(parseGid(gid)?.type ?? '') ? nodeOf(gid, ctx) : null;

/** Public ids that a list attribute holds; none where it is malformed. */
function idsOf(value: string): readonly string[] {
  try {
    const ids: unknown = JSON.parse(value);
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

interface Found {
  readonly id: string;
  readonly thing: object;
}

async function listOf(field: MetafieldRecord, ctx: ShopContext): Promise<readonly Found[]> {
  const found = await Promise.all(idsOf(field.value).map(async (id) => ({ id, thing: await referenced(id, ctx) })));
  return found.flatMap(({ id, thing }) => (thing ? [{ id, thing }] : []));
}

const Edge = builder.objectRef<{ readonly node: Found; readonly cursor: string }>('MetafieldReferenceEdge').implement({
  description: 'A referenced thing with its place in the list.',
  fields: (t) => ({
    cursor: t.exposeString('cursor'),
    node: t.field({ type: MetafieldReference, resolve: ({ node }) => asMember(node.thing) }),
  }),
});
const Connection = builder.objectRef<PageOf<Found>>('MetafieldReferenceConnection').implement({
  description: 'A page of referenced things.',
  fields: (t) => ({
    edges: t.field({ type: [Edge], resolve: (page) => [...page.items] }),
    nodes: t.field({
      type: [MetafieldReference],
      resolve: (page) => page.items.map(({ node }) => asMember(node.thing)),
    }),
    pageInfo: t.field({ type: PageInfo, resolve: (page) => page }),
  }),
});

builder.objectFields(Metafield, (t) => ({
  reference: t.field({
    type: MetafieldReference,
    nullable: true,
    description: 'The one thing the attribute points to; null for other types and for what is gone.',
    resolve: (field, _args, ctx) =>
      asMember(/^[a-z]+_reference$/.test(field.type) ? referenced(field.value, ctx) : null),
  }),
  references: t.field({
    type: Connection,
    nullable: true,
    description: 'The things a list attribute points to; null for other types. What is gone is left out.',
    args: { first: t.arg.int(), after: t.arg.string(), last: t.arg.int(), before: t.arg.string() },
    resolve: async (field, args, ctx) =>
      /^list\.[a-z]+_reference$/.test(field.type) ? cutPage(await listOf(field, ctx), args, ({ id }) => id) : null,
  }),
}));

builder.objectField(MenuItem, 'resource', (t) =>
  t.field({
    type: MenuItemResource,
    nullable: true,
    resolve: ({ item }, _args, ctx) => {
      const type = MENU_RESOURCES[item.type];
      return asMember(type && item.resourceId !== null ? nodeOf(toGid(type, item.resourceId), ctx) : null);
    },
  }),
);
