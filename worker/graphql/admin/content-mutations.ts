import type { GraphQLResolveInfo } from 'graphql';
import type { EditableArticle, EditablePage } from '../../ports/content-editor.ts';
import type { WriteOnce } from '../../ports/idempotency.ts';
import {
  type ArticleInput,
  type ContentOutcome,
  editArticle,
  editPage,
  type PageInput,
} from '../../services/edit-content.ts';
import { numberFromGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { requireId, type UserError, UserErrorType } from './common.ts';
import { ArticleType, PageType } from './content.ts';
import type { AdminContext } from './context.ts';
import { writeOnce } from './idempotency.ts';
import { MetafieldInput, seoOf } from './seo-metafields.ts';

type InputFields = Parameters<Parameters<typeof adminBuilder.inputType<string, never>>[1]['fields']>[0];

/** Fields that making and changing any content take alike. */
const contentFields = (t: InputFields) => ({
  handle: t.string(),
  body: t.string(),
  isPublished: t.boolean(),
  publishDate: t.string({ description: 'ISO 8601; visible from then on.' }),
  metafields: t.field({ type: [MetafieldInput] }),
});
const articleFields = (t: InputFields) => ({
  ...contentFields(t),
  blogId: t.id(),
  summary: t.string(),
  tags: t.stringList(),
});

const PageCreateInput = adminBuilder.inputType('PageCreateInput', {
  fields: (t) => ({ title: t.string({ required: true }), ...contentFields(t) }),
});
const PageUpdateInput = adminBuilder.inputType('PageUpdateInput', {
  fields: (t) => ({ title: t.string(), ...contentFields(t) }),
});
const AuthorInput = adminBuilder.inputType('AuthorInput', { fields: (t) => ({ name: t.string({ required: true }) }) });
const ArticleCreateInput = adminBuilder.inputType('ArticleCreateInput', {
  fields: (t) => ({
    title: t.string({ required: true }),
    author: t.field({ type: AuthorInput, required: true }),
    ...articleFields(t),
  }),
});
const ArticleUpdateInput = adminBuilder.inputType('ArticleUpdateInput', {
  fields: (t) => ({ title: t.string(), author: t.field({ type: AuthorInput }), ...articleFields(t) }),
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

/** Runs an edit whose input has metafields, and has every cache forget what content it was made from. Answers the id, or why it was refused. */
async function edited<Input extends Pick<typeof PageUpdateInput.$inferInput, 'metafields'>>(
  ctx: AdminContext,
  info: GraphQLResolveInfo,
  field: 'page' | 'article',
  { metafields, ...input }: Input,
  edit: (input: Omit<Input, 'metafields'> & Pick<PageInput, 'seo'>, once: WriteOnce | null) => Promise<ContentOutcome>,
): Promise<{ readonly id: number | null; readonly userErrors: readonly UserError[] }> {
  const read = seoOf(metafields, [field]);
  if (!read.ok) return { id: null, userErrors: [read.error] };
  const outcome = await edit({ ...input, seo: read.seo }, writeOnce(ctx, info));
  if (!outcome.ok) return { id: null, userErrors: [outcome] };
  await ctx.purge(['content']);
  return { id: outcome.id, userErrors: [] };
}

async function savePage(
  ctx: AdminContext,
  info: GraphQLResolveInfo,
  id: number | null,
  page: typeof PageUpdateInput.$inferInput,
): Promise<PagePayload> {
  const saved = await edited(ctx, info, 'page', page, (input, once) => editPage(ctx.deps.content, id, input, once));
  return { page: saved.id === null ? null : await ctx.deps.content.page(saved.id), userErrors: saved.userErrors };
}

async function saveArticle(
  ctx: AdminContext,
  info: GraphQLResolveInfo,
  id: number | null,
  article: typeof ArticleUpdateInput.$inferInput,
): Promise<ArticlePayload> {
  const saved = await edited(ctx, info, 'article', article, (input, once) =>
    editArticle(ctx.deps.content, id, withBlog(input), once),
  );
  return { article: saved.id === null ? null : await ctx.deps.content.article(saved.id), userErrors: saved.userErrors };
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
    description: 'Makes a page; visible at once unless told otherwise. Honours Idempotency-Key.',
    args: { page: t.arg({ type: PageCreateInput, required: true }) },
    resolve: (_root, { page }, ctx, info) => savePage(ctx, info, null, page),
  }),
  pageUpdate: t.field({
    type: pagePayload('PageUpdatePayload'),
    nullable: true,
    description: 'Changes a page; absent fields stay. Honours Idempotency-Key.',
    args: { id: t.arg.id({ required: true }), page: t.arg({ type: PageUpdateInput, required: true }) },
    resolve: (_root, { id, page }, ctx, info) => savePage(ctx, info, requireId('Page', String(id), 'id'), page),
  }),
  articleCreate: t.field({
    type: articlePayload('ArticleCreatePayload'),
    nullable: true,
    description: 'Makes an article; visible at once unless told otherwise. Honours Idempotency-Key.',
    args: { article: t.arg({ type: ArticleCreateInput, required: true }) },
    resolve: (_root, { article }, ctx, info) => saveArticle(ctx, info, null, article),
  }),
  articleUpdate: t.field({
    type: articlePayload('ArticleUpdatePayload'),
    nullable: true,
    description: 'Changes an article; absent fields stay. Honours Idempotency-Key.',
    args: { id: t.arg.id({ required: true }), article: t.arg({ type: ArticleUpdateInput, required: true }) },
    resolve: (_root, { id, article }, ctx, info) =>
      saveArticle(ctx, info, requireId('Article', String(id), 'id'), article),
  }),
}));
