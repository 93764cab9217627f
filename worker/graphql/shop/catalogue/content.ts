import { plainText } from '../../../../commerce/catalogue/plain-text.ts';
import { collatorOf } from '../../../../commerce/markets/collation.ts';
import type { ArticleRecord, BlogRecord, ContentRecord, PageRecord } from '../../../ports/catalogue.ts';
import { toGid } from '../../gid.ts';
import { cutPage } from '../../paging.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../common/connection.ts';
import { findByHandle, handleOf, TranslatedHandle, translatedHandles } from '../common/handles.ts';
import { Image } from '../common/image.ts';
import { Node, OnlineStorePublishable, Seo, Trackable } from '../common/node.ts';
import { marketPath, translated } from '../common/translate.ts';
import type { ShopContext } from '../context.ts';
import { HasMetafields } from './metafields.ts';
import { foundContent, searchableArticle } from './searchable.ts';

const seoOf = (content: ContentRecord, ctx: ShopContext) => ({
  title: content.translations[ctx.buyer.language]?.seo_title ?? content.seoTitle,
  description: content.translations[ctx.buyer.language]?.seo_description ?? content.seoDescription,
});
const titleOf = (content: ContentRecord, ctx: ShopContext) =>
  translated(content.translations, ctx.buyer.language, 'title', content.title);
const pageBody = (page: PageRecord, ctx: ShopContext) =>
  translated(page.translations, ctx.buyer.language, 'body_html', page.bodyHtml);
const articleBody = (article: ArticleRecord, ctx: ShopContext) =>
  translated(article.translations, ctx.buyer.language, 'body_html', article.bodyHtml);
const excerptOf = (article: ArticleRecord, ctx: ShopContext) =>
  article.translations[ctx.buyer.language]?.excerpt_html ?? article.excerptHtml;
const addressOf = (path: string, ctx: ShopContext) =>
  `${ctx.origin}${marketPath(ctx.buyer.language, ctx.buyer.country)}${path}`;

const SUMMARY_CHARACTERS = 150;

export const Page = builder.objectRef<PageRecord>('Page').implement({
  description: 'A page of text, such as "About us".',
  interfaces: [HasMetafields, Node, OnlineStorePublishable, Trackable],
  fields: (t) => ({
    id: t.id({ resolve: (page) => toGid('Page', page.id) }),
    handle: t.string({ resolve: (one, _args, ctx) => handleOf(one, ctx) }),
    translatedHandles: t.field({
      type: [TranslatedHandle],
      description: 'Its handle in every language of the shop.',
      resolve: (one, _args, ctx) => translatedHandles(one, ctx),
    }),
    title: t.string({ resolve: (page, _args, ctx) => titleOf(page, ctx) }),
    body: t.field({ type: 'HTML', resolve: (page, _args, ctx) => pageBody(page, ctx) }),
    bodySummary: t.string({ resolve: (page, _args, ctx) => plainText(pageBody(page, ctx), SUMMARY_CHARACTERS) }),
    createdAt: t.field({ type: 'DateTime', resolve: (page) => page.createdAt }),
    updatedAt: t.field({ type: 'DateTime', resolve: (page) => page.updatedAt }),
    seo: t.field({ type: Seo, nullable: true, resolve: (page, _args, ctx) => seoOf(page, ctx) }),
    onlineStoreUrl: t.field({
      type: 'URL',
      nullable: true,
      resolve: (page, _args, ctx) => addressOf(`/pages/${handleOf(page, ctx)}`, ctx),
    }),
  }),
});
export const PageConnection = connectionOf('Page', Page);

const ArticleAuthor = builder.objectRef<string>('ArticleAuthor').implement({
  description: 'Who wrote an article.',
  fields: (t) => ({
    name: t.string({ resolve: (name) => name }),
    firstName: t.string({ resolve: (name) => name.split(' ').slice(0, -1).join(' ') || name }),
    lastName: t.string({ resolve: (name) => name.split(' ').at(-1) ?? '' }),
    bio: t.string({ nullable: true, resolve: () => null }),
    email: t.string({ resolve: (_name, _args, ctx) => ctx.loaders.settings.shop.email }),
  }),
});

const blogOf = (article: ArticleRecord, ctx: ShopContext): BlogRecord => {
  const blog = ctx.loaders.settings.blogs.find((one) => one.id === article.blogId);
  if (!blog) throw new Error(`article ${article.id}: blog ${article.blogId} is missing`);
  return blog;
};

export const Blog = builder.objectRef<BlogRecord>('Blog');

export const Article = builder.objectRef<ArticleRecord>('Article').implement({
  description: 'An article of a blog.',
  interfaces: [HasMetafields, Node, OnlineStorePublishable, Trackable],
  fields: (t) => ({
    id: t.id({ resolve: (article) => toGid('Article', article.id) }),
    handle: t.string({ resolve: (one, _args, ctx) => handleOf(one, ctx) }),
    translatedHandles: t.field({
      type: [TranslatedHandle],
      description: 'Its handle in every language of the shop.',
      resolve: (one, _args, ctx) => translatedHandles(one, ctx),
    }),
    title: t.string({ resolve: (article, _args, ctx) => titleOf(article, ctx) }),
    author: t.field({
      type: ArticleAuthor,
      deprecationReason: 'Use `authorV2`.',
      resolve: (article) => article.authorName,
    }),
    authorV2: t.field({ type: ArticleAuthor, nullable: true, resolve: (article) => article.authorName }),
    blog: t.field({ type: Blog, resolve: (article, _args, ctx) => blogOf(article, ctx) }),
    content: t.string({
      args: { truncateAt: t.arg.int() },
      resolve: (article, args, ctx) => plainText(articleBody(article, ctx), args.truncateAt),
    }),
    contentHtml: t.field({ type: 'HTML', resolve: (article, _args, ctx) => articleBody(article, ctx) }),
    excerpt: t.string({
      nullable: true,
      args: { truncateAt: t.arg.int() },
      resolve: (article, args, ctx) => {
        const excerpt = excerptOf(article, ctx);
        return excerpt === null ? null : plainText(excerpt, args.truncateAt);
      },
    }),
    excerptHtml: t.field({ type: 'HTML', nullable: true, resolve: (article, _args, ctx) => excerptOf(article, ctx) }),
    image: t.field({
      type: Image,
      nullable: true,
      resolve: (article, _args, ctx) =>
        article.imageUrl === null
          ? null
          : {
              id: toGid('ArticleImage', article.id),
              url: article.imageUrl,
              alt: article.translations[ctx.buyer.language]?.image_alt ?? article.imageAlt,
              width: article.imageWidth,
              height: article.imageHeight,
            },
    }),
    publishedAt: t.field({ type: 'DateTime', resolve: (article) => article.publishedAt }),
    seo: t.field({ type: Seo, nullable: true, resolve: (article, _args, ctx) => seoOf(article, ctx) }),
    tags: t.stringList({ resolve: (article) => [...article.tags] }),
    onlineStoreUrl: t.field({
      type: 'URL',
      nullable: true,
      resolve: (article, _args, ctx) =>
        addressOf(`/blogs/${handleOf(blogOf(article, ctx), ctx)}/${handleOf(article, ctx)}`, ctx),
    }),
  }),
});
export const ArticleConnection = connectionOf('Article', Article);

export const ArticleSortKeys = builder.enumType('ArticleSortKeys', {
  description: 'Orders of articles.',
  values: ['AUTHOR', 'BLOG_TITLE', 'ID', 'PUBLISHED_AT', 'RELEVANCE', 'TITLE', 'UPDATED_AT'] as const,
});

const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Articles in the order of a sort key; ties by id. */
export function sortArticles(
  articles: readonly ArticleRecord[],
  key: typeof ArticleSortKeys.$inferType,
  ctx: ShopContext,
): ArticleRecord[] {
  const by = (a: ArticleRecord, b: ArticleRecord): number => {
    switch (key) {
      case 'AUTHOR':
        return text(a.authorName, b.authorName);
      case 'BLOG_TITLE':
        return text(blogOf(a, ctx).title, blogOf(b, ctx).title);
      case 'TITLE':
        return collatorOf(ctx.buyer.language).compare(titleOf(a, ctx), titleOf(b, ctx));
      case 'PUBLISHED_AT':
      case 'UPDATED_AT':
        return text(a.publishedAt, b.publishedAt);
      default:
        return 0;
    }
  };
  return [...articles].sort((a, b) => by(a, b) || a.id - b.id);
}

builder.objectType(Blog, {
  description: 'A series of articles.',
  interfaces: [HasMetafields, Node, OnlineStorePublishable],
  fields: (t) => ({
    id: t.id({ resolve: (blog) => toGid('Blog', blog.id) }),
    handle: t.string({ resolve: (one, _args, ctx) => handleOf(one, ctx) }),
    translatedHandles: t.field({
      type: [TranslatedHandle],
      description: 'Its handle in every language of the shop.',
      resolve: (one, _args, ctx) => translatedHandles(one, ctx),
    }),
    title: t.string({ resolve: (blog, _args, ctx) => titleOf(blog, ctx) }),
    seo: t.field({ type: Seo, nullable: true, resolve: (blog, _args, ctx) => seoOf(blog, ctx) }),
    authors: t.field({
      type: [ArticleAuthor],
      resolve: (blog, _args, ctx) => [
        ...new Set(ctx.loaders.settings.articles.filter((one) => one.blogId === blog.id).map((one) => one.authorName)),
      ],
    }),
    onlineStoreUrl: t.field({
      type: 'URL',
      nullable: true,
      resolve: (blog, _args, ctx) => addressOf(`/blogs/${handleOf(blog, ctx)}`, ctx),
    }),
    articleByHandle: t.field({
      type: Article,
      nullable: true,
      args: { handle: t.arg.string({ required: true }) },
      resolve: (blog, args, ctx) =>
        findByHandle(
          ctx.loaders.settings.articles.filter((one) => one.blogId === blog.id),
          args.handle,
          ctx.buyer.language,
        ),
    }),
    articles: t.field({
      type: ArticleConnection,
      args: {
        first: t.arg.int(),
        after: t.arg.string(),
        last: t.arg.int(),
        before: t.arg.string(),
        reverse: t.arg.boolean({ defaultValue: false }),
        sortKey: t.arg({ type: ArticleSortKeys, defaultValue: 'ID' }),
        query: t.arg.string(),
      },
      resolve: (blog, args, ctx) =>
        cutPage(
          sortArticles(
            foundContent(
              ctx.loaders.settings.articles.filter((one) => one.blogId === blog.id),
              args.query,
              searchableArticle,
              ctx,
            ),
            args.sortKey ?? 'ID',
            ctx,
          ),
          args,
          (one) => one.id,
        ),
    }),
  }),
});
export const BlogConnection = connectionOf('Blog', Blog);
