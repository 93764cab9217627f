import { asc, desc, eq, lt, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { articles, blogs, pages } from '../../../db/schema/shop.ts';
import type {
  ArticleDraft,
  ContentEditor,
  ContentList,
  ContentWrite,
  EditableArticle,
  PageDraft,
  Publication,
} from '../../ports/content-editor.ts';
import { isUniqueViolation } from './sql-state.ts';

const pageColumns = {
  id: pages.id,
  handle: pages.handle,
  title: pages.title,
  bodyHtml: pages.bodyHtml,
  publishedAt: pages.publishedAt,
  createdAt: pages.createdAt,
  updatedAt: pages.updatedAt,
};

const articleColumns = {
  id: articles.id,
  handle: articles.handle,
  title: articles.title,
  authorName: articles.authorName,
  bodyHtml: articles.bodyHtml,
  excerptHtml: articles.excerptHtml,
  tags: articles.tags,
  // Every article has a moment of publication; a hidden one's never comes.
  publishedAtMs: sql<
    string | null
  >`case when isfinite(${articles.publishedAt}) then floor(extract(epoch from ${articles.publishedAt}) * 1000)::bigint end`,
  updatedAt: articles.updatedAt,
  blog: { id: blogs.id, handle: blogs.handle, title: blogs.title },
};

interface PageRow {
  readonly id: number;
  readonly handle: string;
  readonly title: string;
  readonly bodyHtml: string;
  readonly publishedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const toPage = ({ publishedAt, createdAt, updatedAt, ...row }: PageRow) => ({
  ...row,
  publishedAtMs: publishedAt?.getTime() ?? null,
  createdAtMs: createdAt.getTime(),
  updatedAtMs: updatedAt.getTime(),
});

type ArticleRow = Omit<EditableArticle, 'publishedAtMs' | 'updatedAtMs'> & {
  readonly publishedAtMs: string | null;
  readonly updatedAt: Date;
};

const toArticle = ({ publishedAtMs, updatedAt, ...row }: ArticleRow): EditableArticle => ({
  ...row,
  publishedAtMs: publishedAtMs === null ? null : Number(publishedAtMs),
  updatedAtMs: updatedAt.getTime(),
});

function cut<T>(rows: readonly T[], limit: number): ContentList<T> {
  return { items: rows.slice(0, limit), hasNextPage: rows.length > limit };
}

/** The moment to write; "now" keeps an earlier one so that saving a text does not make it new. */
function momentOf(publication: Publication | undefined, hidden: SQL, kept: SQL): { publishedAt?: SQL } {
  if (publication === undefined) return {};
  if (publication === 'hidden') return { publishedAt: hidden };
  if (publication === 'now') return { publishedAt: kept };
  return { publishedAt: sql`to_timestamp(${publication.atMs}::double precision / 1000)` };
}

/** Runs a write of one row; a taken handle is an answer. */
async function written(work: () => Promise<readonly { readonly id: number }[]>): Promise<ContentWrite> {
  try {
    const [row] = await work();
    return row ? { ok: true, id: row.id } : { ok: false, reason: 'not_found' };
  } catch (error) {
    if (isUniqueViolation(error)) return { ok: false, reason: 'handle_taken' };
    throw error;
  }
}

/** Pages and articles in Postgres over the Neon driver. */
export function neonContentEditor(db: Db): ContentEditor {
  const articleRows = () => db.select(articleColumns).from(articles).innerJoin(blogs, eq(blogs.id, articles.blogId));
  return {
    async page(id) {
      const [row] = await db.select(pageColumns).from(pages).where(eq(pages.id, id));
      return row ? toPage(row) : null;
    },
    async pages(limit, beforeId) {
      const rows = await db
        .select(pageColumns)
        .from(pages)
        .where(beforeId === null ? undefined : lt(pages.id, beforeId))
        .orderBy(desc(pages.id))
        .limit(limit + 1);
      return cut(rows.map(toPage), limit);
    },
    writePage(id, { publication, handle, title, ...rest }: PageDraft) {
      const kept = sql`case when ${pages.publishedAt} <= now() then ${pages.publishedAt} else now() end`;
      if (id !== null) {
        const changes = { ...rest, handle, title, ...momentOf(publication, sql`null`, kept), updatedAt: sql`now()` };
        return written(() => db.update(pages).set(changes).where(eq(pages.id, id)).returning({ id: pages.id }));
      }
      if (handle === undefined || title === undefined) throw new TypeError('a new page needs a handle and a title');
      const row = { ...rest, handle, title, ...momentOf(publication, sql`null`, sql`now()`) };
      return written(() => db.insert(pages).values(row).returning({ id: pages.id }));
    },
    async article(id) {
      const [row] = await articleRows().where(eq(articles.id, id));
      return row ? toArticle(row) : null;
    },
    async articles(limit, beforeId) {
      const rows = await articleRows()
        .where(beforeId === null ? undefined : lt(articles.id, beforeId))
        .orderBy(desc(articles.id))
        .limit(limit + 1);
      return cut(rows.map(toArticle), limit);
    },
    writeArticle(id, { publication, handle, title, authorName, blogId, tags, ...rest }: ArticleDraft) {
      const kept = sql`case when ${articles.publishedAt} <= now() then ${articles.publishedAt} else now() end`;
      const hidden = sql`'infinity'::timestamptz`;
      const list = tags === undefined ? {} : { tags: [...tags] };
      if (id !== null) {
        const changes = { ...rest, ...list, handle, title, authorName, blogId, ...momentOf(publication, hidden, kept) };
        return written(() =>
          db
            .update(articles)
            .set({ ...changes, updatedAt: sql`now()` })
            .where(eq(articles.id, id))
            .returning({ id: articles.id }),
        );
      }
      if (handle === undefined || title === undefined || authorName === undefined || blogId === undefined)
        throw new TypeError('a new article needs a handle, a title, an author and a blog');
      const row = { ...rest, ...list, handle, title, authorName, blogId };
      return written(() =>
        db
          .insert(articles)
          .values({ ...row, ...momentOf(publication, hidden, sql`now()`) })
          .returning({ id: articles.id }),
      );
    },
    blogs() {
      return db.select({ id: blogs.id, handle: blogs.handle, title: blogs.title }).from(blogs).orderBy(asc(blogs.id));
    },
  };
}
