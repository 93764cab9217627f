import { brandWithType } from '@pothos/core';
import { GraphQLError } from 'graphql';
import type { MaybePromise } from '../../../services/catalogue-cache.ts';
import { parseGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { cartNode } from '../cart/cart-type.ts';
import { orderNode } from '../cart/order.ts';
import { after } from '../common/after.ts';
import { Node } from '../common/node.ts';
import type { ShopContext } from '../context.ts';
import { categoryName, TaxonomyCategory } from './category.ts';
import { Article, Blog, Page } from './content.ts';
import { productById, variantById } from './find-product.ts';
import { Market } from './localization.ts';
import { Menu, MenuItem } from './menu.ts';
import { UrlRedirect } from './queries.ts';
import { Collection, Product } from './refs.ts';
import { Shop, ShopPolicy } from './shop.ts';
import { ProductVariant } from './variant.ts';

const MOST_IDS = 250;

/** The record is shared between requests, so its copy carries the type. */
const named = <T extends object>(type: Parameters<typeof brandWithType>[1], record: T | null | undefined): T | null => {
  if (!record) return null;
  const copy = { ...record };
  brandWithType(copy, type);
  return copy;
};

/** What a public id names, branded with its type; null for what is gone, private or never was. */
export function nodeOf(gid: string, ctx: ShopContext): MaybePromise<object | null> {
  const parsed = parseGid(gid);
  if (parsed?.type === 'Cart') return cartNode(gid, ctx);
  if (parsed?.type === 'Order') return orderNode(gid, ctx);
  if (parsed?.type === 'TaxonomyCategory') return named(TaxonomyCategory, { fullName: categoryName(gid) });
  const id = parsed && /^\d{1,15}$/.test(parsed.id) ? Number(parsed.id) : null;
  if (!parsed || id === null) return null;
  const { settings } = ctx.loaders;
  const byId = <T extends { readonly id: number }>(list: readonly T[]) => list.find((one) => one.id === id);
  switch (parsed.type) {
    case 'Product':
      return after(productById(id, ctx), (product) => named(Product, product));
    case 'ProductVariant':
      return after(variantById(id, ctx), (found) => named(ProductVariant, found));
    case 'Collection':
      return named(Collection, byId(settings.collections));
    case 'Page':
      return named(Page, byId(settings.pages));
    case 'Blog':
      return named(Blog, byId(settings.blogs));
    case 'Article':
      return named(Article, byId(settings.articles));
    case 'ShopPolicy':
      return named(ShopPolicy, byId(settings.policies));
    case 'Menu':
      return named(Menu, byId(settings.menus));
    case 'MenuItem':
      for (const menu of settings.menus) {
        const item = byId(menu.items);
        if (item) return named(MenuItem, { item, menu });
      }
      return null;
    case 'Market':
      return named(Market, byId(settings.markets));
    case 'UrlRedirect':
      return named(UrlRedirect, byId(settings.redirects));
    case 'Shop':
      return settings.shop.id === id ? named(Shop, settings.shop) : null;
    default:
      return null;
  }
}

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, args, ctx) => nodeOf(String(args.id), ctx),
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: false, items: true },
    args: { ids: t.arg.idList({ required: true }) },
    resolve: (_root, args, ctx) => {
      if (args.ids.length > MOST_IDS)
        throw new GraphQLError(`ids: at most ${MOST_IDS}.`, {
          extensions: { code: 'BAD_USER_INPUT', argument: 'ids' },
        });
      return Promise.all(args.ids.map((id) => nodeOf(String(id), ctx)));
    },
  }),
}));
