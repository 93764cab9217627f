import type { StockImportRecord } from '../ports/stock-imports.ts';
import {
  createStockImport,
  forecastStockFile,
  type ImportStockDeps,
  runStockImport,
} from '../services/import-stock.ts';

/** Largest file of counts: 50,000 levels take 2 MB. */
const MAX_FILE_BYTES = 20_000_000;
/** Chunks of one request: their calls stay below what a Worker's request may make. */
const CHUNKS_PER_RUN = 3;

export interface StockUpload {
  readonly deps: ImportStockDeps;
  readonly actor: string;
}

const json = (body: object, status = 200) => Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
const refused = (message: string, status: number) => json({ error: message }, status);

function progressOf({ problems, ...record }: StockImportRecord) {
  return { ...record, isFinished: record.finishedAtMs !== null, problems };
}

/**
 * Files of counts over HTTP, for callers who were let in; paths are relative to where it is mounted:
 * `POST /` with a CSV body takes a file in and answers its number (`?dryRun=1`: says what it would do; `?name=`, `?reason=`);
 * `POST /NUMBER/run` writes a few waiting chunks and answers the progress, as often as it takes; `GET /NUMBER` only answers it.
 * Refusals in order: 404 no such path or import, 405 other methods, 413 a file over 20 MB, 400 an empty one.
 */
export async function stockUpload(request: Request, path: string, { deps, actor }: StockUpload): Promise<Response> {
  const [, number, act] = /^\/?(?:([1-9]\d{0,14})(\/run)?)?$/.exec(path) ?? [];
  if (path !== '' && path !== '/' && number === undefined) return refused('There is nothing here.', 404);
  const method = number !== undefined && act === undefined ? 'GET' : 'POST';
  if (request.method !== method) return refused(`Only ${method}.`, 405);
  if (number !== undefined) {
    if (act !== undefined) await runStockImport(deps, Number(number), CHUNKS_PER_RUN);
    const record = await deps.stockImports.byId(Number(number));
    return record ? json(progressOf(record)) : refused('There is no such import.', 404);
  }
  if (Number(request.headers.get('content-length') ?? 0) > MAX_FILE_BYTES)
    return refused('The file is larger than 20 MB.', 413);
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.byteLength > MAX_FILE_BYTES) return refused('The file is larger than 20 MB.', 413);
  if (bytes.byteLength === 0) return refused('The file is empty.', 400);
  const { searchParams } = new URL(request.url);
  if (searchParams.get('dryRun') === '1') return json(await forecastStockFile(deps, bytes));
  const importId = await createStockImport(deps, {
    fileName: (searchParams.get('name') ?? 'counts.csv').slice(0, 200),
    reason: (searchParams.get('reason') ?? 'correction').slice(0, 200),
    bytes,
    actor,
  });
  const record = await deps.stockImports.byId(importId);
  return record ? json(progressOf(record), 201) : refused('There is no such import.', 404);
}
