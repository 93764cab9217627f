import type { MaybePromise } from '../../../services/catalogue-cache.ts';
import { builder } from '../builder.ts';
import { after } from '../common/after.ts';
import { Count } from '../common/node.ts';
import type { ShopContext } from '../context.ts';

interface Entry {
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
  resolveType: () => 'SitemapResource',
  fields: (t) => ({
    handle: t.exposeString('handle'),
    updatedAt: t.field({ type: 'DateTime', resolve: (entry) => entry.updatedAt }),
  }),
});

builder.objectRef<Entry>('SitemapResource').implement({
  description: 'A page for search engines.',
  interfaces: [SitemapResourceInterface],
  fields: (t) => ({ title: t.exposeString('title', { nullable: true }) }),
});

const PAGE_SIZE = 250;

/** Everything of one kind that has a page. */
function entriesOf(kind: Kind, ctx: ShopContext): MaybePromise<readonly Entry[]> {
  const { settings } = ctx.loaders;
  switch (kind) {
    case 'PRODUCT':
      return after(ctx.loaders.listed(), (snapshot) =>
        snapshot.products.map(({ handle, title, updatedAt }) => ({ handle, title, updatedAt })),
      );
    case 'COLLECTION':
      return settings.collections.filter((one) => !one.handle.startsWith('hidden-'));
    case 'PAGE':
      return settings.pages;
    case 'ARTICLE':
      return settings.articles.map((article) => ({
        handle: `${settings.blogs.find((one) => one.id === article.blogId)?.handle ?? ''}/${article.handle}`,
        title: article.title,
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
    resolve: (_root, args) => args.type,
  }),
);
