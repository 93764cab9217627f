import type { Money } from '../../commerce/money/money.ts';
import type { CsvRow, StockTargets } from '../ports/stock-imports.ts';
import { readPrice } from './edit-product.ts';

/** Something wrong with a row; the row is left out whole. */
export interface CompetitorRowProblem {
  /** Line of the file the row begins on, counting from 1. */
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** A competitor's price that a file names. */
export interface CompetitorRow {
  readonly variantId: number;
  readonly competitor: string;
  readonly currency: string;
  readonly amountMinor: number;
}

export interface CompetitorFile {
  readonly rows: readonly CompetitorRow[];
  /** In the order of lines. */
  readonly problems: readonly CompetitorRowProblem[];
}

const COLUMNS = ['SKU', 'Competitor', 'Price', 'Currency'] as const;
type Column = (typeof COLUMNS)[number];
/** Rows of one file: the price of every variant of a large shop at a few competitors. */
export const MOST_COMPETITOR_ROWS = 20_000;

interface Line {
  readonly line: number;
  readonly text: (column: Column) => string;
}

/**
 * Reads a file of competitors' prices: SKU, Competitor, Price, Currency, in any order. Problems, the first of each row: no SKU of the shop, no name of 1 to 100
 * characters, no ISO 4217 currency, no price above 0, the same again (the first counts). A file without its columns, too long, or that is no CSV is one problem.
 */
export async function readCompetitorFile(
  parts: AsyncIterable<CsvRow>,
  targets: Pick<StockTargets, 'bySku'>,
): Promise<CompetitorFile> {
  const problems: CompetitorRowProblem[] = [];
  const lines: Line[] = [];
  let places: ReadonlyMap<Column, number> | null = null;
  for await (const part of parts) {
    if (part.kind === 'broken') {
      problems.push({ line: part.line, column: '', value: '', reason: `the file ${part.reason}` });
      break;
    }
    if (!places) {
      const titles = part.cells.map((cell) => cell.trim().toLowerCase());
      places = new Map(COLUMNS.map((column) => [column, titles.indexOf(column.toLowerCase())]));
      const missing = COLUMNS.filter((column) => places?.get(column) === -1);
      if (missing.length > 0)
        return {
          rows: [],
          problems: missing.map((column) => ({
            line: part.line,
            column,
            value: '',
            reason: 'is not among the columns',
          })),
        };
      continue;
    }
    if (lines.length === MOST_COMPETITOR_ROWS) {
      problems.push({
        line: part.line,
        column: '',
        value: '',
        reason: `a file has at most ${MOST_COMPETITOR_ROWS} rows`,
      });
      break;
    }
    const { cells } = part;
    const found = places;
    lines.push({ line: part.line, text: (column) => cells[found.get(column) ?? -1]?.trim() ?? '' });
  }
  if (!places && problems.length === 0) problems.push({ line: 1, column: '', value: '', reason: 'the file is empty' });
  const variants = await targets.bySku([...new Set(lines.map(({ text }) => text('SKU')))]);
  const rows = new Map<string, CompetitorRow>();
  for (const { line, text } of lines) {
    const read = rowOf(text, variants);
    const key = 'variantId' in read ? JSON.stringify([read.variantId, read.competitor, read.currency]) : '';
    if ('reason' in read) problems.push({ line, value: text(read.column), ...read });
    else if (rows.has(key))
      problems.push({ line, column: 'Competitor', value: text('Competitor'), reason: 'was named for this SKU before' });
    else rows.set(key, read);
  }
  return { rows: [...rows.values()], problems: problems.sort((a, b) => a.line - b.line) };
}

function rowOf(
  text: (column: Column) => string,
  variants: ReadonlyMap<string, number>,
): CompetitorRow | { readonly column: Column; readonly reason: string } {
  const variantId = variants.get(text('SKU'));
  if (variantId === undefined) return { column: 'SKU', reason: 'is no SKU of this shop' };
  const competitor = text('Competitor');
  if (competitor === '' || competitor.length > 100)
    return { column: 'Competitor', reason: 'a name has 1 to 100 characters' };
  const currency = text('Currency').toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) return { column: 'Currency', reason: 'is no ISO 4217 code' };
  const price = readPrice(text('Price'), currency, []);
  if (!price.ok) return { column: 'Price', reason: price.message };
  const { amountMinor }: Money = price.money;
  if (amountMinor === 0) return { column: 'Price', reason: 'a price is more than nothing' };
  return { variantId, competitor, currency, amountMinor };
}
