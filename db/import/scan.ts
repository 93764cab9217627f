import { type CsvSource, readCsv } from './csv-rows.ts';
import { type Columns, cellOf, type PricedMarket, readColumns } from './product-columns.ts';
import type { ImportProblem } from './report.ts';

/** What one look through a file tells before anything is written. */
export interface Scan {
  readonly columns: Columns;
  /** Data rows. */
  readonly rows: number;
  /** Line of the last row of each handle: there a product is complete, wherever its rows stand. */
  readonly lastLines: ReadonlyMap<string, number>;
  /** Lines whose SKU stands on an earlier line, with that line. */
  readonly skuTwice: ReadonlyMap<number, number>;
}

export type ScanResult =
  | { readonly ok: true; readonly scan: Scan }
  | { readonly ok: false; readonly problems: readonly ImportProblem[] };

const refused = (line: number, value: string, reason: string): ScanResult => ({
  ok: false,
  problems: [{ line, column: '(file)', value, reason }],
});

/**
 * Looks a file through once, keeping only handles and SKUs. Refusals in order: damaged text or CSV (with its line), empty, a header without the
 * needed columns or with one twice.
 */
export async function scanProducts(
  source: CsvSource,
  currency: string,
  markets: readonly PricedMarket[],
): Promise<ScanResult> {
  let columns: Columns | undefined;
  let rows = 0;
  const lastLines = new Map<string, number>();
  const firstLines = new Map<string, number>();
  const skuTwice = new Map<number, number>();
  for await (const part of readCsv(source)) {
    if (part.kind === 'broken') return refused(part.line, '', part.reason);
    if (!columns) {
      columns = readColumns(part.cells, currency, markets);
      continue;
    }
    rows += 1;
    const handle = (cellOf(columns, part.cells, 'Handle') ?? '').toLowerCase();
    if (handle !== '') lastLines.set(handle, part.line);
    const sku = (cellOf(columns, part.cells, 'Variant SKU') ?? '').replace(/^'/, '');
    if (sku === '') continue;
    const first = firstLines.get(sku);
    if (first === undefined) firstLines.set(sku, part.line);
    else skuTwice.set(part.line, first);
  }
  if (!columns) return refused(1, '', 'is empty');
  if (columns.problems.length > 0) return { ok: false, problems: columns.problems };
  if (rows === 0) return refused(1, '', 'has a header and no rows');
  return { ok: true, scan: { columns, rows, lastLines, skuTwice } };
}
