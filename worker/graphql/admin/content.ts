import type {
  ContentList,
  ContentQuery,
  EditableArticle,
  EditableBlog,
  EditableContent,
  EditablePage,
} from '../../ports/content-editor.ts';
import { toGid } from '../gid.ts';
import type { Page } from '../paging.ts';
import { adminBuilder } from './builder.ts';
import { decodeCursor, encodeCursor, pageSize, requireId } from './common.ts';
import { connectionOf, listArgs, pageOf } from './connection.ts';
import { Metafield, seoMetafields } from './seo-metafields.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

/** Declares a type of content with what pages and articles have in common; what else it has is added to the reference. */
function contentType<T extends EditableContent>(name: 'Page' | 'Article', description: string) {
  return adminBuilder.objectRef<T>(name).implement({
    description,
    fields: (t) => ({
      id: t.id({ resolve: (one) => toGid(name, one.id) }),
      title: t.string({ resolve: (one) => one.title }),
      handle: t.string({ resolve: (one) => one.handle }),
      body: t.field({ type: 'HTML', resolve: (one) => one.bodyHtml }),
      isPublished: t.boolean({
        resolve: ({ publishedAtMs }, _args, ctx) => publishedAtMs !== null && publishedAtMs <= ctx.nowMs,
      }),
      publishedAt: t.field({
        type: 'DateTime',
        nullable: true,
        resolve: ({ publishedAtMs }) => (publishedAtMs === null ? null : iso(publishedAtMs)),
      }),
      updatedAt: t.field({ type: 'DateTime', resolve: (one) => iso(one.updatedAtMs) }),
      metafield: t.field({
        type: Metafield,
        nullable: true,
        args: { namespace: t.arg.string(), key: t.arg.string({ required: true }) },
        resolve: (one, { namespace, key }) =>
          (namespace ?? 'global') === 'global'
            ? (seoMetafields(name, one.id, one).find((metafield) => metafield.key === key) ?? null)
            : null,
      }),
    }),
  });
}

export const PageType = contentType<EditablePage>('Page', 'A page of text, visible or not.');
adminBuilder.objectField(PageType, 'createdAt', (t) =>
  t.field({ type: 'DateTime', resolve: (page) => iso(page.createdAtMs) }),
);

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
export const ArticleType = contentType<EditableArticle>('Article', 'An article of a blog, visible or not.');
adminBuilder.objectFields(ArticleType, (t) => ({
  author: t.field({ type: AuthorType, nullable: true, resolve: (article) => article.authorName }),
  blog: t.field({ type: BlogType, resolve: (article) => article.blog }),
  summary: t.field({ type: 'HTML', nullable: true, resolve: (article) => article.excerptHtml }),
  tags: t.stringList({ resolve: (article) => [...article.tags] }),
}));

const PageConnection = connectionOf('Page', PageType);
const ArticleConnection = connectionOf('Article', ArticleType);
const BlogConnection = connectionOf('Blog', BlogType);

interface ContentArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly reverse?: boolean | null | undefined;
}

/** A page of a list of content, by id; `reverse` shows the newest first. */
async function listed<T extends { readonly id: number }>(
  args: ContentArgs,
  list: (query: ContentQuery) => Promise<ContentList<T>>,
): Promise<Page<T>> {
  const [id] = args.after == null ? [] : decodeCursor(args.after);
  const afterId = typeof id === 'number' ? id : null;
  const found = await list({ limit: pageSize(args.first), newestFirst: args.reverse === true, afterId });
  return {
    items: found.items.map((node) => ({ node, cursor: encodeCursor([node.id]) })),
    hasNextPage: found.hasNextPage,
    hasPreviousPage: afterId !== null,
  };
}

adminBuilder.queryFields((t) => ({
  page: t.field({
    type: PageType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, ctx) => ctx.deps.content.page(requireId('Page', String(id), 'id')),
  }),
  pages: t.field({
    type: PageConnection,
    description: 'Pages in the order they were made, or with reverse the newest first.',
    args: { first: t.arg.int(), after: t.arg.string(), reverse: t.arg.boolean() },
    resolve: (_root, args, ctx) => listed(args, (query) => ctx.deps.content.pages(query)),
  }),
  article: t.field({
    type: ArticleType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, ctx) => ctx.deps.content.article(requireId('Article', String(id), 'id')),
  }),
  articles: t.field({
    type: ArticleConnection,
    description: 'Articles of all blogs in the order they were made, or with reverse the newest first.',
    args: { first: t.arg.int(), after: t.arg.string(), reverse: t.arg.boolean() },
    resolve: (_root, args, ctx) => listed(args, (query) => ctx.deps.content.articles(query)),
  }),
  blogs: t.field({
    type: BlogConnection,
    args: listArgs(t.arg),
    resolve: async (_root, args, ctx) => pageOf(await ctx.deps.content.blogs(), args, (blog) => blog.id),
  }),
}));
