import type { EditableArticle, EditableBlog, EditablePage } from '../../ports/content-editor.ts';
import { type ArticleInput, type ContentOutcome, editArticle, editPage } from '../../services/edit-content.ts';
import { numberFromGid, toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { decodeCursor, encodeCursor, type Page, pageSize, requireId, type UserError, UserErrorType } from './common.ts';
import { connectionOf, wholePage } from './connection.ts';
import type { AdminContext } from './context.ts';

const iso = (ms: number): string => new Date(ms).toISOString();
const isVisible = (publishedAtMs: number | null, nowMs: number) => publishedAtMs !== null && publishedAtMs <= nowMs;

const PageType = adminBuilder.objectRef<EditablePage>('Page').implement({
  description: 'A page of text, visible or not.',
  fields: (t) => ({
    id: t.id({ resolve: (page) => toGid('Page', page.id) }),
    title: t.exposeString('title'),
    handle: t.exposeString('handle'),
    body: t.field({ type: 'HTML', resolve: (page) => page.bodyHtml }),
    isPublished: t.boolean({ resolve: (page, _args, ctx) => isVisible(page.publishedAtMs, ctx.nowMs) }),
    publishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: (page) => (page.publishedAtMs === null ? null : iso(page.publishedAtMs)),
    }),
    createdAt: t.field({ type: 'DateTime', resolve: (page) => iso(page.createdAtMs) }),
    updatedAt: t.field({ type: 'DateTime', resolve: (page) => iso(page.updatedAtMs) }),
  }),
});
const BlogType = adminBuilder.objectRef<EditableBlog>('Blog').implement({
  description: 'A series of articles.',
  fields: (t) => ({
    id: t.id({ resolve: (blog) => toGid('Blog', blog.id) }),
    title: t.exposeString('title'),
    handle: t.exposeString('handle'),
  }),
});
const AuthorType = adminBuilder.objectRef<string>('ArticleAuthor').implement({
  description: 'Who wrote an article.',
  fields: (t) => ({ name: t.string({ resolve: (name) => name }) }),
});
const ArticleType = adminBuilder.objectRef<EditableArticle>('Article').implement({
  description: 'An article of a blog, visible or not.',
  fields: (t) => ({
    id: t.id({ resolve: (article) => toGid('Article', article.id) }),
    title: t.exposeString('title'),
    handle: t.exposeString('handle'),
    author: t.field({ type: AuthorType, nullable: true, resolve: (article) => article.authorName }),
    blog: t.field({ type: BlogType, resolve: (article) => article.blog }),
    body: t.field({ type: 'HTML', resolve: (article) => article.bodyHtml }),
    summary: t.field({ type: 'HTML', nullable: true, resolve: (article) => article.excerptHtml }),
    tags: t.stringList({ resolve: (article) => [...article.tags] }),
    isPublished: t.boolean({ resolve: (article, _args, ctx) => isVisible(article.publishedAtMs, ctx.nowMs) }),
    publishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: (article) => (article.publishedAtMs === null ? null : iso(article.publishedAtMs)),
    }),
    updatedAt: t.field({ type: 'DateTime', resolve: (article) => iso(article.updatedAtMs) }),
  }),
});

const PageConnection = connectionOf('Page', PageType);
const ArticleConnection = connectionOf('Article', ArticleType);
const BlogConnection = connectionOf('Blog', BlogType);

/** Id before which the next page begins. */
function beforeOf(cursor: string | null | undefined): number | null {
  if (cursor == null) return null;
  const [id] = decodeCursor(cursor);
  return typeof id === 'number' ? id : null;
}

const asPage = <T extends { readonly id: number }>(
  list: { readonly items: readonly T[]; readonly hasNextPage: boolean },
  before: number | null,
): Page<T> => ({
  items: list.items.map((node) => ({ node, cursor: encodeCursor([node.id]) })),
  hasNextPage: list.hasNextPage,
  hasPreviousPage: before !== null,
});

adminBuilder.queryFields((t) => ({
  page: t.field({
    type: PageType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, ctx) => ctx.deps.content.page(requireId('Page', String(id), 'id')),
  }),
  pages: t.field({
    type: PageConnection,
    description: 'Pages, newest first.',
    args: { first: t.arg.int(), after: t.arg.string() },
    resolve: async (_root, args, ctx) => {
      const before = beforeOf(args.after);
      return asPage(await ctx.deps.content.pages(pageSize(args.first), before), before);
    },
  }),
  article: t.field({
    type: ArticleType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, ctx) => ctx.deps.content.article(requireId('Article', String(id), 'id')),
  }),
  articles: t.field({
    type: ArticleConnection,
    description: 'Articles of all blogs, newest first.',
    args: { first: t.arg.int(), after: t.arg.string() },
    resolve: async (_root, args, ctx) => {
      const before = beforeOf(args.after);
      return asPage(await ctx.deps.content.articles(pageSize(args.first), before), before);
    },
  }),
  blogs: t.field({
    type: BlogConnection,
    args: { first: t.arg.int() },
    resolve: async (_root, { first }, ctx) => {
      const all = await ctx.deps.content.blogs();
      const size = pageSize(first);
      return { ...wholePage(all.slice(0, size)), hasNextPage: all.length > size };
    },
  }),
}));

const PageCreateInput = adminBuilder.inputType('PageCreateInput', {
  fields: (t) => ({
    title: t.string({ required: true }),
    handle: t.string(),
    body: t.string(),
    isPublished: t.boolean(),
    publishDate: t.string({ description: 'ISO 8601; visible from then on.' }),
  }),
});
const PageUpdateInput = adminBuilder.inputType('PageUpdateInput', {
  fields: (t) => ({
    title: t.string(),
    handle: t.string(),
    body: t.string(),
    isPublished: t.boolean(),
    publishDate: t.string({ description: 'ISO 8601; visible from then on.' }),
  }),
});
const AuthorInput = adminBuilder.inputType('AuthorInput', { fields: (t) => ({ name: t.string({ required: true }) }) });
const ArticleCreateInput = adminBuilder.inputType('ArticleCreateInput', {
  fields: (t) => ({
    title: t.string({ required: true }),
    author: t.field({ type: AuthorInput, required: true }),
    blogId: t.id(),
    handle: t.string(),
    body: t.string(),
    summary: t.string(),
    tags: t.stringList(),
    isPublished: t.boolean(),
    publishDate: t.string({ description: 'ISO 8601; visible from then on.' }),
  }),
});
const ArticleUpdateInput = adminBuilder.inputType('ArticleUpdateInput', {
  fields: (t) => ({
    title: t.string(),
    author: t.field({ type: AuthorInput }),
    blogId: t.id(),
    handle: t.string(),
    body: t.string(),
    summary: t.string(),
    tags: t.stringList(),
    isPublished: t.boolean(),
    publishDate: t.string({ description: 'ISO 8601; visible from then on.' }),
  }),
});

interface PagePayload {
  readonly page: EditablePage | null;
  readonly userErrors: readonly UserError[];
}
interface ArticlePayload {
  readonly article: EditableArticle | null;
  readonly userErrors: readonly UserError[];
}
const pagePayload = (name: string) =>
  adminBuilder.objectRef<PagePayload>(name).implement({
    fields: (t) => ({
      page: t.field({ type: PageType, nullable: true, resolve: (p) => p.page }),
      userErrors: t.field({ type: [UserErrorType], resolve: (p) => [...p.userErrors] }),
    }),
  });
const articlePayload = (name: string) =>
  adminBuilder.objectRef<ArticlePayload>(name).implement({
    fields: (t) => ({
      article: t.field({ type: ArticleType, nullable: true, resolve: (p) => p.article }),
      userErrors: t.field({ type: [UserErrorType], resolve: (p) => [...p.userErrors] }),
    }),
  });

async function pageResult(ctx: AdminContext, outcome: ContentOutcome): Promise<PagePayload> {
  if (!outcome.ok) return { page: null, userErrors: [outcome] };
  await ctx.purge(['content']);
  return { page: await ctx.deps.content.page(outcome.id), userErrors: [] };
}

async function articleResult(ctx: AdminContext, outcome: ContentOutcome): Promise<ArticlePayload> {
  if (!outcome.ok) return { article: null, userErrors: [outcome] };
  await ctx.purge(['content']);
  return { article: await ctx.deps.content.article(outcome.id), userErrors: [] };
}

/** The blog's number; 0, which no blog has, for what is no blog id. */
function withBlog<T extends { readonly blogId?: string | number | null | undefined }>(
  input: T,
): Omit<T, 'blogId'> & Pick<ArticleInput, 'blogId'> {
  const { blogId, ...rest } = input;
  return { ...rest, blogId: blogId == null ? null : (numberFromGid('Blog', String(blogId)) ?? 0) };
}

adminBuilder.mutationFields((t) => ({
  pageCreate: t.field({
    type: pagePayload('PageCreatePayload'),
    nullable: true,
    description: 'Makes a page; visible at once unless told otherwise.',
    args: { page: t.arg({ type: PageCreateInput, required: true }) },
    resolve: async (_root, { page }, ctx) => pageResult(ctx, await editPage(ctx.deps.content, null, page)),
  }),
  pageUpdate: t.field({
    type: pagePayload('PageUpdatePayload'),
    nullable: true,
    description: 'Changes a page; absent fields stay.',
    args: { id: t.arg.id({ required: true }), page: t.arg({ type: PageUpdateInput, required: true }) },
    resolve: async (_root, { id, page }, ctx) =>
      pageResult(ctx, await editPage(ctx.deps.content, requireId('Page', String(id), 'id'), page)),
  }),
  articleCreate: t.field({
    type: articlePayload('ArticleCreatePayload'),
    nullable: true,
    description: 'Makes an article; visible at once unless told otherwise.',
    args: { article: t.arg({ type: ArticleCreateInput, required: true }) },
    resolve: async (_root, { article }, ctx) =>
      articleResult(ctx, await editArticle(ctx.deps.content, null, withBlog(article))),
  }),
  articleUpdate: t.field({
    type: articlePayload('ArticleUpdatePayload'),
    nullable: true,
    description: 'Changes an article; absent fields stay.',
    args: { id: t.arg.id({ required: true }), article: t.arg({ type: ArticleUpdateInput, required: true }) },
    resolve: async (_root, { id, article }, ctx) =>
      articleResult(
        ctx,
        await editArticle(ctx.deps.content, requireId('Article', String(id), 'id'), withBlog(article)),
      ),
  }),
}));
