import type { MaybePromise } from '../../../services/catalogue-cache.ts';
import { builder } from '../builder.ts';
import { after } from '../common/after.ts';
import { Count } from '../common/node.ts';
import type { ShopContext } from '../context.ts';

interface Picture {
  readonly alt: string | null;
  /** Path or address of the file. */
  readonly filepath: string;
  readonly updatedAt: string;
}

interface Entry {
  /** Set for products alone: their picture is read when it is asked for. */
  readonly productId?: number;
  readonly imageUrl?: string | null;
  readonly imageAlt?: string | null;
  readonly handle: string;
  readonly title: string;
  readonly updatedAt: string;
}

const SitemapType = builder.enumType('SitemapType', {
  description: 'Kinds of pages in the sitemap.',
  values: ['ARTICLE', 'BLOG', 'COLLECTION', 'METAOBJECT', 'PAGE', 'PRODUCT'] as const,
});
type Kind = typeof SitemapType.$inferType;

const SitemapResourceInterface = builder.interfaceRef<Entry>('SitemapResourceInterface').implement({
  description: 'A page for search engines.',
  // Told from its fields: nothing of the shop is the other kind, SitemapResourceMetaobject.
  resolveType: () => 'SitemapResource',
  fields: (t) => ({
    handle: t.exposeString('handle'),
    updatedAt: t.field({ type: 'DateTime', resolve: (entry) => entry.updatedAt }),
  }),
});

const SitemapImage = builder.objectRef<Picture>('SitemapImage').implement({
  description: 'The picture of a page for search engines.',
  fields: (t) => ({
    alt: t.exposeString('alt', { nullable: true }),
    filepath: t.exposeString('filepath', { nullable: true }),
    updatedAt: t.field({ type: 'DateTime', resolve: (picture) => picture.updatedAt }),
  }),
});

function pictureOf(entry: Entry, _args: object, ctx: ShopContext): MaybePromise<Picture | null> {
  const { updatedAt } = entry;
  if (entry.productId !== undefined)
    return after(ctx.loaders.product(entry.productId), (product) => {
      const first = product?.media.find((one) => one.kind === 'image');
      return first ? { alt: first.alt, filepath: first.url, updatedAt } : null;
    });
  return entry.imageUrl ? { alt: entry.imageAlt ?? null, filepath: entry.imageUrl, updatedAt } : null;
}

builder.objectRef<Entry>('SitemapResource').implement({
  description: 'A page for search engines.',
  interfaces: [SitemapResourceInterface],
  fields: (t) => ({
    title: t.exposeString('title', { nullable: true }),
    image: t.field({ type: SitemapImage, nullable: true, resolve: pictureOf }),
  }),
});

builder.objectRef<Entry>('SitemapResourceMetaobject').implement({
  description: 'A page of content of the merchant’s own type; the shop has none.',
  interfaces: [SitemapResourceInterface],
  fields: (t) => ({
    type: t.string({ resolve: () => '' }),
    onlineStoreUrlHandle: t.string({ nullable: true, resolve: () => null }),
  }),
});

const PAGE_SIZE = 250;

/** Everything of one kind that has a page. */
function entriesOf(kind: Kind, ctx: ShopContext): MaybePromise<readonly Entry[]> {
  const { settings } = ctx.loaders;
  switch (kind) {
    case 'PRODUCT':
      return after(ctx.loaders.listed(), (snapshot) =>
        snapshot.products.map(({ id, handle, title, updatedAt }) => ({ productId: id, handle, title, updatedAt })),
      );
    case 'COLLECTION':
      return settings.collections.filter((one) => !one.handle.startsWith('hidden-'));
    case 'PAGE':
      return settings.pages;
    case 'ARTICLE':
      return settings.articles.map((article) => ({
        handle: `${settings.blogs.find((one) => one.id === article.blogId)?.handle ?? ''}/${article.handle}`,
        title: article.title,
        imageUrl: article.imageUrl,
        imageAlt: article.imageAlt,
        updatedAt: article.publishedAt,
      }));
    case 'BLOG':
      return settings.blogs.map(({ id, handle, title }) => ({
        handle,
        title,
        updatedAt:
          settings.articles.find((article) => article.blogId === id)?.publishedAt ?? new Date(ctx.nowMs).toISOString(),
      }));
    case 'METAOBJECT':
      return [];
  }
}

const PaginatedSitemapResources = builder
  .objectRef<{ readonly items: readonly Entry[]; readonly hasNextPage: boolean }>('PaginatedSitemapResources')
  .implement({
    description: 'One page of the sitemap.',
    fields: (t) => ({
      hasNextPage: t.exposeBoolean('hasNextPage'),
      items: t.field({ type: [SitemapResourceInterface], resolve: (page) => [...page.items] }),
    }),
  });

const Sitemap = builder.objectRef<Kind>('Sitemap').implement({
  description: 'Pages for search engines, 250 at a time.',
  fields: (t) => ({
    pagesCount: t.field({
      type: Count,
      nullable: true,
      resolve: (kind, _args, ctx) => after(entriesOf(kind, ctx), (entries) => Math.ceil(entries.length / PAGE_SIZE)),
    }),
    resources: t.field({
      type: PaginatedSitemapResources,
      nullable: true,
      args: { page: t.arg.int({ required: true }) },
      resolve: (kind, args, ctx) =>
        after(entriesOf(kind, ctx), (entries) => {
          const from = (Math.max(1, args.page) - 1) * PAGE_SIZE;
          return { items: entries.slice(from, from + PAGE_SIZE), hasNextPage: from + PAGE_SIZE < entries.length };
        }),
    }),
  }),
});

builder.queryField('sitemap', (t) =>
  t.field({
    type: Sitemap,
    args: { type: t.arg({ type: SitemapType, required: true }) },
    resolve: (_root, args, ctx) => {
      ctx.tags.add(args.type === 'PRODUCT' ? 'products' : args.type === 'COLLECTION' ? 'collections' : 'content');
      return args.type;
    },
  }),
);
