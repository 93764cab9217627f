import type { SettableName } from '../../commerce/inventory/contract.ts';
import type { CsvRow, StockRow, StockRowProblem, StockTargets } from '../ports/stock-imports.ts';

/** A warehouse as files may name it. */
export interface NamedWarehouse {
  readonly id: number;
  readonly code: string;
  readonly name: string;
}

/** What a file of counts says: what to write, and what is wrong; a row with a problem is not written at all. */
export interface StockFile {
  /** Rows of the file below its header. */
  readonly lines: number;
  readonly rows: readonly StockRow[];
  /** In the order of lines. */
  readonly problems: readonly StockRowProblem[];
}

const MOST_UNITS = 1_000_000_000;

type Meaning = { readonly what: 'set' | 'compare' | 'delta'; readonly name: SettableName };
const NAMES: readonly (readonly [title: string, name: SettableName])[] = [
  ['on hand', 'on_hand'],
  ['available', 'available'],
  ['incoming', 'incoming'],
  ['safety stock', 'safety_stock'],
];

/**
 * What a column's title means. Titles of Shopify's inventory file are taken as they are: "On hand (new)" is set, only where it still is "On hand
 * (current)"; its "(not editable)" columns say nothing. "(change)" is a difference.
 */
function meaningOf(title: string): Meaning | 'sku' | 'location' | null {
  const plain = title.trim().toLowerCase().replaceAll('_', ' ').replace(/\s+/g, ' ');
  if (plain === 'sku' || plain === 'location') return plain;
  for (const [start, name] of NAMES) {
    if (plain === start || plain === `${start} (new)`) return { what: 'set', name };
    if (plain === `${start} (current)`) return { what: 'compare', name };
    if (plain === `${start} (change)`) return { what: 'delta', name };
  }
  return null;
}

interface Columns {
  readonly sku: number;
  readonly location: number;
  readonly quantities: readonly {
    readonly at: number;
    readonly title: string;
    readonly meaning: Meaning;
    readonly compareAt: number;
  }[];
}

function columnsOf(titles: readonly string[], line: number): Columns | StockRowProblem[] {
  const meanings = titles.map(meaningOf);
  const problems: StockRowProblem[] = [];
  const at = (wanted: 'sku' | 'location'): number => {
    const place = meanings.indexOf(wanted);
    if (place < 0)
      problems.push({
        line,
        column: wanted === 'sku' ? 'SKU' : 'Location',
        value: '',
        reason: 'is not among the columns',
      });
    return place;
  };
  const columns = { sku: at('sku'), location: at('location') };
  const quantities = meanings.flatMap((meaning, place) => {
    if (meaning === null || typeof meaning === 'string' || meaning.what === 'compare') return [];
    const compareAt = meanings.findIndex(
      (other) => typeof other === 'object' && other?.what === 'compare' && other.name === meaning.name,
    );
    return [
      { at: place, title: titles[place]?.trim() ?? '', meaning, compareAt: meaning.what === 'set' ? compareAt : -1 },
    ];
  });
  if (quantities.length === 0)
    problems.push({ line, column: 'On hand', value: '', reason: 'is not among the columns, and no other quantity is' });
  return problems.length > 0 ? problems : { ...columns, quantities };
}

interface Line {
  readonly line: number;
  readonly sku: string;
  readonly location: string;
  readonly cells: readonly string[];
}

/**
 * Reads a file of counts: SKU, Location (code or name) and quantities by column. Empty quantities are left as they are. Problems, all of a row's:
 * unknown SKU, unknown location, no whole number, out of range, the same quantity twice in the file; a file without its columns or that is no CSV is
 * one problem.
 */
export async function readStockFile(
  rows: AsyncIterable<CsvRow>,
  warehouses: readonly NamedWarehouse[],
  targets: Pick<StockTargets, 'bySku'>,
): Promise<StockFile> {
  const problems: StockRowProblem[] = [];
  const lines: Line[] = [];
  let columns: Columns | null = null;
  for await (const part of rows) {
    if (part.kind === 'broken') {
      problems.push({ line: part.line, column: '', value: '', reason: `the file ${part.reason}` });
      break;
    }
    if (columns) {
      const { sku, location } = columns;
      const text = (place: number) => part.cells[place]?.trim() ?? '';
      lines.push({ line: part.line, sku: text(sku), location: text(location), cells: part.cells });
      continue;
    }
    const read = columnsOf(part.cells, part.line);
    if (Array.isArray(read)) return { lines: 0, rows: [], problems: read };
    columns = read;
  }
  if (!columns) {
    if (problems.length === 0) problems.push({ line: 1, column: '', value: '', reason: 'the file is empty' });
    return { lines: 0, rows: [], problems };
  }
  const variants = await targets.bySku([...new Set(lines.map(({ sku }) => sku).filter((sku) => sku !== ''))]);
  const places = new Map<string, number>();
  for (const { id, code, name } of warehouses) places.set(name.toLowerCase(), id).set(code.toLowerCase(), id);
  const seen = new Map<string, number>();
  const result: StockRow[] = [];
  for (const line of lines) {
    const read = readLine(line, columns, variants, places, seen);
    problems.push(...read.problems);
    if (read.problems.length === 0) for (const row of read.rows) result.push(row);
  }
  return { lines: lines.length, rows: result, problems: problems.sort((a, b) => a.line - b.line) };
}

function readLine(
  { line, sku, location, cells }: Line,
  columns: Columns,
  variants: ReadonlyMap<string, number>,
  places: ReadonlyMap<string, number>,
  seen: Map<string, number>,
): { rows: StockRow[]; problems: StockRowProblem[] } {
  const rows: StockRow[] = [];
  const problems: StockRowProblem[] = [];
  const wrong = (column: string, value: string, reason: string) => void problems.push({ line, column, value, reason });
  const variantId = variants.get(sku);
  const warehouseId = places.get(location.toLowerCase());
  if (variantId === undefined) wrong('SKU', sku, sku === '' ? 'is missing' : 'is no variant of this shop');
  if (warehouseId === undefined)
    wrong('Location', location, location === '' ? 'is missing' : 'is no location of this shop');
  for (const { at, title, meaning, compareAt } of columns.quantities) {
    const text = cells[at]?.trim() ?? '';
    // Shopify writes this where a location does not stock the variant.
    if (text === '' || text.toLowerCase() === 'not stocked') continue;
    const quantity = wholeNumber(text, meaning.what === 'delta');
    if (typeof quantity === 'string') {
      wrong(title, text, quantity);
      continue;
    }
    const compareText = cells[compareAt]?.trim() ?? '';
    const compare =
      compareText === '' || compareText.toLowerCase() === 'not stocked' ? null : wholeNumber(compareText, false);
    if (typeof compare === 'string') wrong(`${title}, current`, compareText, compare);
    const key = `${variantId}/${warehouseId}/${meaning.name}`;
    const earlier = seen.get(key);
    if (variantId === undefined || warehouseId === undefined || typeof compare === 'string') continue;
    if (earlier !== undefined && meaning.what === 'set') wrong(title, text, `was given on line ${earlier} already`);
    seen.set(key, line);
    if (meaning.what === 'delta' && quantity === 0) continue;
    rows.push({
      line,
      column: title,
      variantId,
      warehouseId,
      name: meaning.name,
      ...(meaning.what === 'delta' ? { delta: quantity } : { quantity }),
      ...(compare === null ? {} : { compareQuantity: compare }),
    });
  }
  return { rows, problems };
}

/** A whole number, or what is wrong with it. */
function wholeNumber(text: string, isSigned: boolean): number | string {
  if (!/^[+-]?\d{1,12}$/.test(text)) return 'must be a whole number';
  const number = Number(text);
  if (number < 0 && !isSigned) return 'must be at least 0';
  if (Math.abs(number) > MOST_UNITS) return `must be at most ${MOST_UNITS}`;
  return number;
}
