import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { variants } from '../../../db/schema/catalogue.ts';
import { stockImportChunks as chunks } from '../../../db/schema/stock.ts';
import type {
  StockImportRecord,
  StockImports,
  StockRow,
  StockRowProblem,
  StockTargets,
} from '../../ports/stock-imports.ts';

const PROBLEMS_KEPT = 10_000;

type ImportRow = {
  id: string | number;
  file_name: string;
  created_by: string;
  created_ms: string | number;
  finished_ms: string | number | null;
  row_count: number;
  done_count: string | number;
  applied_count: string | number;
  problem_count: string | number;
  problems: readonly StockRowProblem[];
};
type ChunkRow = {
  import_id: string | number;
  number: number;
  created_by: string;
  reason: string;
  rows: readonly StockRow[];
};

const progress = sql`select i.id, i.file_name, i.created_by, extract(epoch from i.created_at) * 1000 as created_ms,
  extract(epoch from i.finished_at) * 1000 as finished_ms, i.row_count,
  coalesce((select sum(c.row_count) from stock_import_chunks c where c.import_id = i.id and c.done_at is not null), 0) as done_count,
  coalesce((select sum(c.applied) from stock_import_chunks c where c.import_id = i.id), 0) as applied_count,
  i.problem_count + coalesce((select sum(jsonb_array_length(c.problems)) from stock_import_chunks c where c.import_id = i.id), 0) as problem_count`;

function recordOf(row: ImportRow): StockImportRecord {
  return {
    id: Number(row.id),
    fileName: row.file_name,
    createdBy: row.created_by,
    createdAtMs: Math.round(Number(row.created_ms)),
    finishedAtMs: row.finished_ms === null ? null : Math.round(Number(row.finished_ms)),
    rowCount: row.row_count,
    doneCount: Number(row.done_count),
    appliedCount: Number(row.applied_count),
    problemCount: Number(row.problem_count),
    problems: row.problems,
  };
}

/** The StockImports port over Postgres; chunks travel as JSON, all of a file's in one transaction. */
export function neonStockImports(db: Db): StockImports {
  const isMine = (chunk: { importId: number; number: number }) =>
    and(eq(chunks.importId, chunk.importId), eq(chunks.number, chunk.number), sql`${chunks.doneAt} is null`);
  return {
    async create({ fileName, createdBy, reason, problems, chunks: parts }) {
      const listed = JSON.stringify(parts.map((rows, number) => ({ number, rows, rowCount: rows.length })));
      const rowCount = parts.reduce((sum, rows) => sum + rows.length, 0);
      const made = await db.execute<{ id: string | number }>(sql`
        with made as (
          insert into stock_imports (file_name, created_by, reason, row_count, problems, problem_count, finished_at)
          values (${fileName}, ${createdBy}, ${reason}, ${rowCount}, ${JSON.stringify(problems.slice(0, PROBLEMS_KEPT))}::jsonb,
            ${problems.length}, ${parts.length === 0 ? sql`now()` : sql`null`})
          returning id
        ), kept as (
          insert into stock_import_chunks (import_id, number, rows, row_count)
          select made.id, c.number, c.rows, c."rowCount"
          from made, jsonb_to_recordset(${listed}::jsonb) as c(number int, rows jsonb, "rowCount" int)
        )
        select id from made`);
      return Number(made.rows[0]?.id);
    },
    async claim(importId, leaseMs) {
      const claimed = await db.execute<ChunkRow>(sql`
        update stock_import_chunks c set leased_until = now() + make_interval(secs => ${leaseMs / 1000})
        from stock_imports i
        where i.id = c.import_id and (c.import_id, c.number) = (
          select w.import_id, w.number from stock_import_chunks w
          where w.done_at is null and (w.leased_until is null or w.leased_until < now())
            ${importId === null ? sql`` : sql`and w.import_id = ${importId}`}
          order by w.import_id, w.number limit 1 for update skip locked
        )
        returning c.import_id, c.number, c.rows, i.created_by, i.reason`);
      const [row] = claimed.rows;
      if (!row) return null;
      const { number, rows, reason } = row;
      return { importId: Number(row.import_id), number, createdBy: row.created_by, reason, rows };
    },
    async finish(chunk, applied, problems) {
      await db.batch([
        // One after the other: of two that finish at once, the later must see that it is the last.
        db.execute(sql`select 1 from stock_imports where id = ${chunk.importId} for update`),
        db
          .update(chunks)
          .set({
            doneAt: sql`now()`,
            applied,
            problems: sql`${JSON.stringify(problems)}::jsonb`,
            rows: sql`'[]'::jsonb`,
          })
          .where(isMine(chunk)),
        db.execute(sql`update stock_imports i set finished_at = now() where i.id = ${chunk.importId} and i.finished_at is null
          and not exists (select 1 from stock_import_chunks c where c.import_id = i.id and c.done_at is null)`),
      ]);
    },
    async release(chunk) {
      await db.update(chunks).set({ leasedUntil: null }).where(isMine(chunk));
    },
    async byId(importId) {
      const found = await db.execute<ImportRow>(sql`${progress}, (
          select coalesce(jsonb_agg(p order by (p ->> 'line')::int), '[]'::jsonb) from (
            select p from jsonb_array_elements(i.problems) p
            union all
            select p from stock_import_chunks c, jsonb_array_elements(c.problems) p where c.import_id = i.id
            limit ${PROBLEMS_KEPT}
          ) all_of_them
        ) as problems from stock_imports i where i.id = ${importId}`);
      return found.rows[0] ? recordOf(found.rows[0]) : null;
    },
    async latest(limit) {
      const found = await db.execute<ImportRow>(
        sql`${progress}, '[]'::jsonb as problems from stock_imports i order by i.created_at desc, i.id desc limit ${limit}`,
      );
      return found.rows.map(recordOf);
    },
  };
}

/** The StockTargets port over Postgres; each call is one statement. */
export function neonStockTargets(db: Db): StockTargets {
  return {
    async bySku(skus) {
      if (skus.length === 0) return new Map();
      const rows = await db
        .select({ id: variants.id, sku: variants.sku })
        .from(variants)
        .where(sql`${variants.sku} in (select jsonb_array_elements_text(${JSON.stringify(skus)}::jsonb))`);
      return new Map(rows.flatMap(({ id, sku }) => (sku === null ? [] : [[sku, id] as const])));
    },
    async known(variantIds) {
      if (variantIds.length === 0) return new Set();
      const rows = await db
        .select({ id: variants.id })
        .from(variants)
        .where(sql`${variants.id} in (select jsonb_array_elements_text(${JSON.stringify(variantIds)}::jsonb)::bigint)`);
      return new Set(rows.map(({ id }) => id));
    },
    async productsOf(variantIds) {
      if (variantIds.length === 0) return new Set();
      const rows = await db
        .selectDistinct({ id: variants.productId })
        .from(variants)
        .where(sql`${variants.id} in (select jsonb_array_elements_text(${JSON.stringify(variantIds)}::jsonb)::bigint)`);
      return new Set(rows.map(({ id }) => id));
    },
    after: (variantId, limit) =>
      db
        .select({ variantId: variants.id, sku: variants.sku })
        .from(variants)
        .where(gt(variants.id, variantId))
        .orderBy(asc(variants.id))
        .limit(limit),
  };
}
