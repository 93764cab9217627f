import type { QuantityResult } from '../../commerce/inventory/contract.ts';
import type { Clock } from '../ports/clock.ts';
import type { Inventory } from '../ports/inventory.ts';
import type {
  CsvReader,
  StockChunk,
  StockImports,
  StockRow,
  StockRowProblem,
  StockTargets,
} from '../ports/stock-imports.ts';
import type { StockCopies } from '../ports/stock-records.ts';
import { type NamedWarehouse, readStockFile } from './stock-file.ts';
import { refusalText, type StockWrite, writeStock } from './write-stock.ts';

/** What taking in a file of counts needs. */
export interface ImportStockDeps {
  readonly readCsv: CsvReader;
  readonly stockTargets: StockTargets;
  readonly stockImports: StockImports;
  readonly stockRecords: Pick<StockCopies, 'levelsOf' | 'unopened' | 'behind'>;
  readonly inventory: Pick<Inventory, 'executeMany'>;
  readonly clock: Clock;
  pause(ms: number): Promise<void>;
  readonly warehouses: () => Promise<readonly NamedWarehouse[]>;
}

/** A file somebody sent. */
export interface SentStockFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly actor: string;
  readonly reason: string;
}

/** Variants of one chunk: as many calls to objects, below what one request of a Worker may make. */
const VARIANTS_PER_CHUNK = 200;
/** A chunk whose writer was never heard of again is written by the next. */
const LEASE_MS = 60_000;
/** Tries of what did not answer, before the chunk is given back. */
const ATTEMPTS = 3;

/** Fewer variants than this cannot get ahead of the records by much: nobody waits for them. */
const WAIT_FROM_VARIANTS = 50;
const LOOK_AGAIN_MS = 150;
/** Whoever copies stock may be away: the counts are true all the same, and writing goes on after this. Well within the lease. */
const PATIENCE_MS = 10_000;

/** What a run needs. */
type RunDeps = Pick<ImportStockDeps, 'stockImports' | 'stockRecords' | 'inventory' | 'clock' | 'pause'>;

/** What a dry run found: nothing is kept and nothing written. */
export interface StockForecast {
  readonly lines: number;
  readonly rowCount: number;
  /** Quantities that differ from what the records say now. */
  readonly changing: number;
  readonly problems: readonly StockRowProblem[];
}

/** Reads a file of counts and says what it would do, against the records' copy of stock. */
export async function forecastStockFile(deps: ImportStockDeps, bytes: Uint8Array): Promise<StockForecast> {
  const file = await readStockFile(deps.readCsv(bytes), await deps.warehouses(), deps.stockTargets);
  const levels = await deps.stockRecords.levelsOf([...new Set(file.rows.map((row) => row.variantId))]);
  const quantities = new Map<string, number>();
  for (const level of levels) {
    const free = level.onHand - level.held - level.committed - level.safetyStock;
    const key = `${level.variantId}/${level.warehouseId}`;
    quantities
      .set(`${key}/on_hand`, level.onHand)
      .set(`${key}/available`, Math.max(0, free))
      .set(`${key}/incoming`, level.incoming)
      .set(`${key}/safety_stock`, level.safetyStock);
  }
  const problems = [...file.problems];
  let changing = 0;
  for (const row of file.rows) {
    const now = quantities.get(`${row.variantId}/${row.warehouseId}/${row.name}`) ?? 0;
    if (row.compareQuantity !== undefined && row.compareQuantity !== now)
      problems.push(problemOf(row, `is ${now} by now, not ${row.compareQuantity}`));
    else if (row.delta !== undefined && now + row.delta < 0)
      problems.push(problemOf(row, `would fall below 0 (${now} there)`));
    else if ((row.quantity ?? now + (row.delta ?? 0)) !== now) changing += 1;
  }
  return {
    lines: file.lines,
    rowCount: file.rows.length,
    changing,
    problems: problems.sort((a, b) => a.line - b.line),
  };
}

/** Keeps a file's good rows in chunks, to be written by `runStockImport`; answers the import's number. Rows with problems are left out, whole. */
export async function createStockImport(deps: ImportStockDeps, sent: SentStockFile): Promise<number> {
  const file = await readStockFile(deps.readCsv(sent.bytes), await deps.warehouses(), deps.stockTargets);
  const { fileName, actor, reason } = sent;
  return deps.stockImports.create({
    fileName,
    createdBy: actor,
    reason,
    problems: file.problems,
    chunks: chunksOf(file.rows),
  });
}

/** Rows in chunks of whole variants, each variant's in their order. */
export function chunksOf(rows: readonly StockRow[]): StockRow[][] {
  const byVariant = Map.groupBy(rows, (row) => row.variantId);
  const chunks: StockRow[][] = [];
  let variants = 0;
  for (const some of byVariant.values()) {
    if (variants % VARIANTS_PER_CHUNK === 0) chunks.push([]);
    variants += 1;
    for (const row of some) chunks.at(-1)?.push(row);
  }
  return chunks;
}

/**
 * Writes up to `most` waiting chunks of an import (null: of any), one after the other; answers how many it wrote. May run many times at once, and go on
 * after a crash: a chunk is claimed, and its commands carry the import's number and the row's line, so that none changes anything twice. A chunk with an
 * object out of reach is given back, and the run ends. The next chunk waits until the records have this one, so that records, search and pages are never
 * behind by more than what is being written.
 */
export async function runStockImport(deps: RunDeps, importId: number | null, most: number): Promise<number> {
  for (let written = 0; written < most; written += 1) {
    const chunk = await deps.stockImports.claim(importId, LEASE_MS);
    if (!chunk || !(await writeChunk(deps, chunk))) return written;
  }
  return most;
}

async function writeChunk(deps: RunDeps, chunk: StockChunk): Promise<boolean> {
  const { stockImports, stockRecords, inventory } = deps;
  // Hints only: an object that knows better says so.
  const variantIds = [...new Set(chunk.rows.map((row) => row.variantId))];
  const [levels, openings] = await Promise.all([stockRecords.levelsOf(variantIds), stockRecords.unopened(variantIds)]);
  const stocked = new Set(levels.map((level) => `${level.variantId}/${level.warehouseId}`));
  const name = `stock-import:${chunk.importId}`;
  const write = (rows: readonly StockRow[]) =>
    writeStock(
      inventory,
      rows.map(writeOf),
      { name, actor: chunk.createdBy, reason: chunk.reason, reference: name },
      { isStocked: ({ variantId, warehouseId }) => stocked.has(`${variantId}/${warehouseId}`), openings },
    );
  const results = [...(await write(chunk.rows))];
  // A few that did not answer are no reason to write the whole chunk again.
  for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
    const places = results.flatMap((result, place) => (isAway(result) ? [place] : []));
    if (places.length === 0) break;
    const again = await write(places.flatMap((place) => chunk.rows[place] ?? []));
    for (const [i, result] of again.entries()) results[places[i] ?? -1] = result;
  }
  const problems: StockRowProblem[] = [];
  for (const [i, row] of chunk.rows.entries()) {
    const result = results[i];
    if (!result) throw new Error('stock: a row without an answer');
    if (result.ok) continue;
    if (result.reason === 'unavailable') {
      await stockImports.release(chunk);
      return false;
    }
    problems.push(problemOf(row, refusalText(result)));
  }
  await recordsFollow(deps, chunk, results);
  await stockImports.finish(chunk, chunk.rows.length - problems.length, problems);
  return true;
}

/** Waits until the copy of stock has what was written, or until patience ends. */
async function recordsFollow(
  { stockRecords, clock, pause }: RunDeps,
  chunk: StockChunk,
  results: readonly QuantityResult[],
): Promise<void> {
  const newest = new Map<number, number>();
  for (const [i, { variantId }] of chunk.rows.entries()) {
    const result = results[i];
    if (result?.ok) newest.set(variantId, Math.max(newest.get(variantId) ?? 0, result.sequence));
  }
  if (newest.size < WAIT_FROM_VARIANTS) return;
  const reached = [...newest].map(([variantId, sequence]) => ({ variantId, sequence }));
  const untilMs = clock.nowMs() + PATIENCE_MS;
  while ((await stockRecords.behind(reached)) > 0) {
    if (clock.nowMs() >= untilMs) {
      console.error(`stock: the records are slow to follow import ${chunk.importId}`);
      return;
    }
    await pause(LOOK_AGAIN_MS);
  }
}

const isAway = (result: QuantityResult): boolean => !result.ok && result.reason === 'unavailable';

function writeOf({ line, variantId, warehouseId, name, quantity = 0, compareQuantity, delta }: StockRow): StockWrite {
  const change =
    delta === undefined
      ? ({ kind: 'set', quantity, ...(compareQuantity === undefined ? {} : { compareQuantity }) } as const)
      : ({ kind: 'adjust', delta } as const);
  return { key: `${line}:${name}`, variantId, warehouseId, name, change };
}

const problemOf = (row: StockRow, reason: string): StockRowProblem => ({
  line: row.line,
  column: row.column,
  value: String(row.quantity ?? row.delta ?? ''),
  reason,
});
