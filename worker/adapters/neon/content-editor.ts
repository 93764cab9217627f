import { and, asc, desc, eq, gt, lt, type SQL, sql } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import type { Db } from '../../../db/client.ts';
import { articles, blogs, pages } from '../../../db/schema/shop.ts';
import type {
  ContentEditor,
  ContentList,
  ContentQuery,
  ContentWrite,
  Publication,
} from '../../ports/content-editor.ts';
import type { WriteOnce } from '../../ports/idempotency.ts';
import { recordStep, stepDone } from './idempotency-keys.ts';
import { isUniqueViolation } from './sql-state.ts';

type ContentTable = typeof pages | typeof articles;

/** Milliseconds of a moment; null for none and for one that never comes, by which an article is hidden: each has a moment of publication. */
const publishedAtMs = ({ publishedAt }: ContentTable) =>
  sql<
    string | null
  >`case when isfinite(${publishedAt}) then floor(extract(epoch from ${publishedAt}) * 1000)::bigint end`;

const columnsOf = <T extends ContentTable>(table: T) => ({
  id: table.id,
  handle: table.handle,
  title: table.title,
  bodyHtml: table.bodyHtml,
  seoTitle: table.seoTitle,
  seoDescription: table.seoDescription,
  publishedAtMs: publishedAtMs(table),
  updatedAt: table.updatedAt,
});
const pageColumns = { ...columnsOf(pages), createdAt: pages.createdAt };
const articleColumns = {
  ...columnsOf(articles),
  authorName: articles.authorName,
  excerptHtml: articles.excerptHtml,
  tags: articles.tags,
  blog: { id: blogs.id, handle: blogs.handle, title: blogs.title },
};

/** A row with its moments in milliseconds. */
function toContent<Row extends { readonly publishedAtMs: string | null; readonly updatedAt: Date }>(row: Row) {
  const { updatedAt, ...rest } = row;
  return {
    ...rest,
    publishedAtMs: row.publishedAtMs === null ? null : Number(row.publishedAtMs),
    updatedAtMs: updatedAt.getTime(),
  };
}
const toPage = <Row extends Parameters<typeof toContent>[0] & { readonly createdAt: Date }>(row: Row) => {
  const { createdAt, ...rest } = row;
  return { ...toContent(rest), createdAtMs: createdAt.getTime() };
};

function cut<T>(rows: readonly T[], { limit }: ContentQuery): ContentList<T> {
  return { items: rows.slice(0, limit), hasNextPage: rows.length > limit };
}
const behind = ({ id }: ContentTable, { afterId, newestFirst }: ContentQuery) =>
  afterId === null ? undefined : newestFirst ? lt(id, afterId) : gt(id, afterId);
const orderOf = ({ id }: ContentTable, { newestFirst }: ContentQuery) => (newestFirst ? desc(id) : asc(id));

/** What hides a page, and what an article. */
const HIDDEN = { page: sql`null`, article: sql`'infinity'::timestamptz` };

/** The moment to write; "now" keeps an earlier one so that saving a text does not make it new. */
function momentOf(
  publication: Publication | undefined,
  table: ContentTable,
  isNew: boolean,
  hidden: SQL,
): { publishedAt?: SQL } {
  if (publication === undefined) return {};
  if (publication === 'hidden') return { publishedAt: hidden };
  if (publication !== 'now') return { publishedAt: sql`to_timestamp(${publication.atMs}::double precision / 1000)` };
  const { publishedAt } = table;
  return {
    publishedAt: isNew ? sql`now()` : sql`case when ${publishedAt} <= now() then ${publishedAt} else now() end`,
  };
}

/** Pages and articles in Postgres over the Neon driver. */
export function neonContentEditor(db: Db): ContentEditor {
  const pageRows = () => db.select(pageColumns).from(pages);
  const articleRows = () => db.select(articleColumns).from(articles).innerJoin(blogs, eq(blogs.id, articles.blogId));

  /** Writes one row, together with the record that it was written; `find` finds it once it is. A taken handle is an answer. */
  async function write(
    statement: BatchItem<'pg'> & PromiseLike<readonly { readonly id: number }[]>,
    table: ContentTable,
    find: SQL | undefined,
    once: WriteOnce | null,
  ): Promise<ContentWrite> {
    try {
      const [row] =
        once === null || find === undefined
          ? await statement
          : (await db.batch([statement, recordStep(db, once, table, find)]))[0];
      return row ? { ok: true, id: row.id } : { ok: false, reason: 'not_found' };
    } catch (error) {
      const done = await stepDone(db, once, error);
      if (done !== null) return { ok: true, id: done };
      if (isUniqueViolation(error)) return { ok: false, reason: 'handle_taken' };
      throw error;
    }
  }

  return {
    async page(id) {
      const [row] = await pageRows().where(eq(pages.id, id));
      return row ? toPage(row) : null;
    },
    async pages(query) {
      const rows = await pageRows()
        .where(behind(pages, query))
        .orderBy(orderOf(pages, query))
        .limit(query.limit + 1);
      return cut(rows.map(toPage), query);
    },
    writePage(id, { publication, handle, title, ...rest }, once) {
      const moment = momentOf(publication, pages, id === null, HIDDEN.page);
      if (id !== null) {
        const changes = { ...rest, handle, title, ...moment, updatedAt: sql`now()` };
        const own = eq(pages.id, id);
        return write(db.update(pages).set(changes).where(own).returning({ id: pages.id }), pages, own, once);
      }
      if (handle === undefined || title === undefined) throw new TypeError('a new page needs a handle and a title');
      const insert = db.insert(pages).values({ ...rest, handle, title, ...moment });
      return write(insert.returning({ id: pages.id }), pages, eq(pages.handle, handle), once);
    },
    async article(id) {
      const [row] = await articleRows().where(eq(articles.id, id));
      return row ? toContent(row) : null;
    },
    async articles(query) {
      const rows = await articleRows()
        .where(behind(articles, query))
        .orderBy(orderOf(articles, query))
        .limit(query.limit + 1);
      return cut(rows.map(toContent), query);
    },
    writeArticle(id, { publication, handle, title, authorName, blogId, tags, ...rest }, once) {
      const moment = momentOf(publication, articles, id === null, HIDDEN.article);
      const given = { ...rest, ...(tags && { tags: [...tags] }), ...moment };
      if (id !== null) {
        const changes = { ...given, handle, title, authorName, blogId, updatedAt: sql`now()` };
        const own = eq(articles.id, id);
        return write(db.update(articles).set(changes).where(own).returning({ id: articles.id }), articles, own, once);
      }
      if (handle === undefined || title === undefined || authorName === undefined || blogId === undefined)
        throw new TypeError('a new article needs a handle, a title, an author and a blog');
      const insert = db.insert(articles).values({ ...given, handle, title, authorName, blogId });
      const made = and(eq(articles.blogId, blogId), eq(articles.handle, handle));
      return write(insert.returning({ id: articles.id }), articles, made, once);
    },
    blogs() {
      return db.select({ id: blogs.id, handle: blogs.handle, title: blogs.title }).from(blogs).orderBy(asc(blogs.id));
    },
  };
}
