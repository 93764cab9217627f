import type { MenuItemRecord, MenuRecord } from '../../../ports/catalogue.ts';
import type { MaybePromise } from '../../../services/catalogue-cache.ts';
import { toGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { after } from '../common/after.ts';
import { type Handled, handleOf } from '../common/handles.ts';
import { absoluteUrl } from '../common/image.ts';
import { Node } from '../common/node.ts';
import { translated } from '../common/translate.ts';
import type { ShopContext } from '../context.ts';

const TYPES = [
  'ARTICLE',
  'BLOG',
  'CATALOG',
  'COLLECTION',
  'COLLECTIONS',
  'CUSTOMER_ACCOUNT_PAGE',
  'FRONTPAGE',
  'HTTP',
  'METAOBJECT',
  'PAGE',
  'PRODUCT',
  'SEARCH',
  'SHOP_POLICY',
] as const;
const MenuItemType = builder.enumType('MenuItemType', { description: 'What a menu item leads to.', values: TYPES });

const typeOf = (item: MenuItemRecord) => TYPES.find((one) => one === item.type) ?? 'HTTP';

interface ItemOf {
  readonly item: MenuItemRecord;
  readonly menu: MenuRecord;
}

/** Type of what a menu item of each kind leads to, where that is a thing of the shop. */
export const MENU_RESOURCES: Readonly<Record<string, string>> = {
  ARTICLE: 'Article',
  BLOG: 'Blog',
  COLLECTION: 'Collection',
  PAGE: 'Page',
  PRODUCT: 'Product',
  SHOP_POLICY: 'ShopPolicy',
};

/** Path of what an item leads to, without a market: clients put their own prefix before it. Null when the resource is gone. */
function pathOf(item: MenuItemRecord, ctx: ShopContext): MaybePromise<string | null> {
  if (item.url !== null) return item.url;
  const { settings } = ctx.loaders;
  const handle = (list: readonly (Handled & { readonly id: number })[], prefix: string) => {
    const found = list.find((one) => one.id === item.resourceId);
    return found ? `${prefix}${handleOf(found, ctx)}` : null;
  };
  switch (item.type) {
    case 'COLLECTION':
      return handle(settings.collections, '/collections/');
    case 'PAGE':
      return handle(settings.pages, '/pages/');
    case 'BLOG':
      return handle(settings.blogs, '/blogs/');
    case 'SHOP_POLICY':
      return handle(settings.policies, '/policies/');
    case 'ARTICLE': {
      const article = settings.articles.find((one) => one.id === item.resourceId);
      const blog = settings.blogs.find((one) => one.id === article?.blogId);
      return article && blog ? `/blogs/${handleOf(blog, ctx)}/${handleOf(article, ctx)}` : null;
    }
    case 'PRODUCT':
      if (item.resourceId === null) return null;
      ctx.tags.add(`product:${item.resourceId}`);
      return after(ctx.loaders.product(item.resourceId), (product) =>
        product ? `/products/${handleOf(product, ctx)}` : null,
      );
    case 'CATALOG':
    case 'COLLECTIONS':
      return '/collections';
    case 'SEARCH':
      return '/search';
    default:
      return '/';
  }
}

export const MenuItem = builder.objectRef<ItemOf>('MenuItem');
builder.objectType(MenuItem, {
  description: 'A link of a menu.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ item }) => toGid('MenuItem', item.id) }),
    title: t.string({
      resolve: ({ item }, _args, ctx) => translated(item.translations, ctx.buyer.language, 'title', item.title),
    }),
    type: t.field({ type: MenuItemType, resolve: ({ item }) => typeOf(item) }),
    url: t.field({
      type: 'URL',
      nullable: true,
      resolve: ({ item }, _args, ctx) =>
        after(pathOf(item, ctx), (path) => (path === null ? null : absoluteUrl(path, ctx))),
    }),
    resourceId: t.id({
      nullable: true,
      resolve: ({ item }) => {
        const type = MENU_RESOURCES[item.type];
        return type && item.resourceId !== null ? toGid(type, item.resourceId) : null;
      },
    }),
    tags: t.stringList({ resolve: () => [] }),
    items: t.field({
      type: [MenuItem],
      resolve: ({ item, menu }) =>
        menu.items.filter((one) => one.parentId === item.id).map((one) => ({ item: one, menu })),
    }),
  }),
});

export const Menu = builder.objectRef<MenuRecord>('Menu').implement({
  description: 'A tree of links.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: (menu) => toGid('Menu', menu.id) }),
    handle: t.exposeString('handle'),
    title: t.exposeString('title'),
    itemsCount: t.int({ resolve: (menu) => menu.items.filter((one) => one.parentId === null).length }),
    items: t.field({
      type: [MenuItem],
      resolve: (menu) => menu.items.filter((one) => one.parentId === null).map((item) => ({ item, menu })),
    }),
  }),
});

builder.queryField('menu', (t) =>
  t.field({
    type: Menu,
    nullable: true,
    args: { handle: t.arg.string({ required: true }) },
    resolve: (_root, args, ctx) => {
      // Its links hold the handles of what they lead to.
      ctx.tags.add('content').add('collections');
      return ctx.loaders.settings.menus.find((one) => one.handle === args.handle) ?? null;
    },
  }),
);
