import { readContentSearch, type SearchableContent } from '../../../../commerce/catalogue/content-search.ts';
import { plainText } from '../../../../commerce/catalogue/plain-text.ts';
import type { ArticleRecord, BlogRecord, CollectionRecord, PageRecord } from '../../../ports/catalogue.ts';
import { translated } from '../common/translate.ts';
import type { ShopContext } from '../context.ts';

/** Collections that are listed; those whose handle says hidden serve layouts and are only found by handle. */
export const shownCollections = (ctx: ShopContext): readonly CollectionRecord[] =>
  ctx.loaders.settings.collections.filter((one) => !one.handle.startsWith('hidden-'));

/** A page as searches see it in a language. */
export const searchablePage = (page: PageRecord, language: string): SearchableContent => ({
  title: translated(page.translations, language, 'title', page.title),
  handle: page.handle,
  text: plainText(translated(page.translations, language, 'body_html', page.bodyHtml)),
  createdAt: page.createdAt,
  updatedAt: page.updatedAt,
});

/** A blog as searches see it in a language. */
export const searchableBlog = (blog: BlogRecord, language: string): SearchableContent => ({
  title: translated(blog.translations, language, 'title', blog.title),
  handle: blog.handle,
  text: '',
});

/** An article as searches see it in a language. */
export const searchableArticle = (article: ArticleRecord, language: string, ctx: ShopContext): SearchableContent => ({
  title: translated(article.translations, language, 'title', article.title),
  handle: article.handle,
  text: plainText(translated(article.translations, language, 'body_html', article.bodyHtml)),
  tags: article.tags,
  author: article.authorName,
  blogTitle: ctx.loaders.settings.blogs.find((one) => one.id === article.blogId)?.title ?? '',
  createdAt: article.publishedAt,
  updatedAt: article.publishedAt,
  publishedAt: article.publishedAt,
});

/** A collection as searches see it in a language; its original title finds it too. */
export const searchableCollection = (collection: CollectionRecord, language: string): SearchableContent => ({
  title: translated(collection.translations, language, 'title', collection.title),
  handle: collection.handle,
  text: collection.title,
  updatedAt: collection.updatedAt,
});

/** The contents that a query in the search syntax leaves, in their order; no query leaves all. */
export function foundContent<T>(
  all: readonly T[],
  query: string | null | undefined,
  seen: (one: T, language: string, ctx: ShopContext) => SearchableContent,
  ctx: ShopContext,
): readonly T[] {
  if (!query?.trim()) return all;
  const matches = readContentSearch(query);
  return all.filter((one) => matches(seen(one, ctx.buyer.language, ctx), ctx.buyer));
}
