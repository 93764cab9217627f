import { z } from 'zod';
import type { ContentEditor, ContentWrite, PageDraft, Publication } from '../ports/content-editor.ts';
import type { WriteOnce } from '../ports/idempotency.ts';
import { handleFrom } from './edit-product.ts';

const MAX_HTML = 512_000;
const title = z.string().trim().min(1, 'must not be empty').max(255);
const handle = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u, 'may hold letters, digits, - and _')
  .max(255);
const moment = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'must be a date and time');

/** What search engines are told: null or empty takes it away, absent leaves it. */
const seoText = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .nullish()
    .transform((text) => (text === undefined ? undefined : text || null));

const pageInput = z.object({
  title: title.nullish(),
  seo: z.object({ title: seoText(255), description: seoText(1000) }).optional(),
  handle: handle.nullish(),
  body: z.string().max(MAX_HTML).nullish(),
  isPublished: z.boolean().nullish(),
  publishDate: moment.nullish(),
});
const articleInput = pageInput.extend({
  blogId: z.number().nullish(),
  author: z.object({ name: z.string().trim().min(1, 'must not be empty').max(255) }).nullish(),
  summary: z.string().max(MAX_HTML).nullish(),
  tags: z.array(z.string().trim().min(1).max(255)).max(250).nullish(),
});

/** A page as the Admin API's `pageCreate` and `pageUpdate` send it; publishDate is ISO 8601. */
export type PageInput = z.input<typeof pageInput>;
/** An article as `articleCreate` and `articleUpdate` send it, the blog's id taken apart. */
export type ArticleInput = z.input<typeof articleInput>;

export interface ContentRefusal {
  readonly ok: false;
  readonly field: readonly string[];
  readonly message: string;
}
export type ContentOutcome = { readonly ok: true; readonly id: number } | ContentRefusal;

function publicationOf(input: z.output<typeof pageInput>, isNew: boolean): Publication | undefined {
  if (input.isPublished === false) return 'hidden';
  if (input.publishDate) return { atMs: Date.parse(input.publishDate) };
  return input.isPublished === true || isNew ? 'now' : undefined;
}

function malformed(root: string, error: z.ZodError): ContentRefusal {
  const issue = error.issues[0];
  return { ok: false, field: [root, ...(issue?.path.map(String) ?? [])], message: issue?.message ?? 'malformed' };
}

const needed = (root: string, field: string): ContentRefusal => ({
  ok: false,
  field: [root, field],
  message: `${field} is needed.`,
});

function outcome(root: string, written: ContentWrite, handleText: string | undefined): ContentOutcome {
  if (written.ok) return written;
  return written.reason === 'handle_taken'
    ? { ok: false, field: [root, 'handle'], message: `handle: ${handleText} is taken.` }
    : { ok: false, field: ['id'], message: `The ${root} does not exist.` };
}

/** The fields pages and articles share, as the editor takes them; a new one's handle is made from its title. */
function contentDraft(input: z.output<typeof pageInput>, isNew: boolean): PageDraft {
  return {
    handle: input.handle ?? (isNew && input.title ? handleFrom(input.title) : undefined),
    title: input.title ?? undefined,
    bodyHtml: input.body ?? undefined,
    seoTitle: input.seo?.title,
    seoDescription: input.seo?.description,
    publication: publicationOf(input, isNew),
  };
}

/**
 * Writes a page, a new one when id is null; absent fields stay. A new one is visible unless told otherwise. With `once`, a repetition answers what the
 * first call wrote. Refusals in order: a field of the wrong form (named), a new page without title, handle taken, unknown page.
 */
export async function editPage(
  editor: ContentEditor,
  id: number | null,
  raw: PageInput,
  once: WriteOnce | null,
): Promise<ContentOutcome> {
  const parsed = pageInput.safeParse(raw);
  if (!parsed.success) return malformed('page', parsed.error);
  const input = parsed.data;
  if (id === null && !input.title) return needed('page', 'title');
  const draft = contentDraft(input, id === null);
  return outcome('page', await editor.writePage(id, draft, once), draft.handle);
}

/**
 * Writes an article, a new one when id is null; absent fields stay. `once` as for pages. Refusals in order: a field of the wrong form (named), a new
 * article without title, author or blog, unknown blog, handle taken in that blog, unknown article.
 */
export async function editArticle(
  editor: ContentEditor,
  id: number | null,
  raw: ArticleInput,
  once: WriteOnce | null,
): Promise<ContentOutcome> {
  const parsed = articleInput.safeParse(raw);
  if (!parsed.success) return malformed('article', parsed.error);
  const input = parsed.data;
  if (id === null && !input.title) return needed('article', 'title');
  if (id === null && !input.author) return needed('article', 'author');
  if (id === null && input.blogId == null) return needed('article', 'blogId');
  if (input.blogId != null && !(await editor.blogs()).some((blog) => blog.id === input.blogId))
    return { ok: false, field: ['article', 'blogId'], message: 'The blog does not exist.' };
  const draft = {
    ...contentDraft(input, id === null),
    blogId: input.blogId ?? undefined,
    authorName: input.author?.name,
    excerptHtml: input.summary === undefined ? undefined : input.summary || null,
    tags: input.tags ?? undefined,
  };
  return outcome('article', await editor.writeArticle(id, draft, once), draft.handle);
}
