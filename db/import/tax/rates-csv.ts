import { type CsvSource, readCsv } from '../csv-rows.ts';
import {
  basisPoints,
  dayOf,
  isoCountry,
  type RateFile,
  type RateProblem,
  type RateRow,
  soundRows,
} from './rate-row.ts';

const COLUMNS = ['start_date', 'stop_date', 'territory_codes', 'rate', 'rate_type', 'description'] as const;
type Column = (typeof COLUMNS)[number];

/**
 * Reads dated rates as CSV: start_date, stop_date, territory_codes (one a line), rate (0.19), rate_type, description. A territory is a country, a province
 * (`PT-20`), a postcode (`DE-27498`) or a forces post office (`GB-BFPO 57`). A row with a problem is left out whole and named.
 */
export async function readRatesCsv(source: CsvSource): Promise<RateFile> {
  const rows: (RateRow & { readonly place: string })[] = [];
  const problems: RateProblem[] = [];
  let columns: ReadonlyMap<Column, number> | null = null;
  for await (const part of readCsv(source)) {
    const place = `line ${part.line}`;
    if (part.kind === 'broken') {
      problems.push({ place, reason: part.reason });
      break;
    }
    if (columns === null) {
      columns = new Map(COLUMNS.map((name) => [name, part.cells.indexOf(name)]));
      for (const [name, index] of columns)
        if (index < 0) problems.push({ place, reason: `the column ${name} is missing` });
      if (problems.length > 0) break;
      continue;
    }
    const at = columns;
    const read = rowsOf((name) => part.cells[at.get(name) ?? -1]?.trim() ?? '');
    if (typeof read === 'string') problems.push({ place, reason: read });
    else rows.push(...read.map((row) => ({ ...row, place })));
  }
  return { source: 'rates-csv', ...soundRows(rows, problems) };
}

function rowsOf(cell: (name: Column) => string): RateRow[] | string {
  const validFrom = dayOf(cell('start_date'));
  const stop = cell('stop_date');
  const validTo = stop === '' ? null : dayOf(stop);
  const rateBps = basisPoints(cell('rate'), 'share');
  if (validFrom === null || (stop !== '' && validTo === null)) return 'a date is not written YYYY-MM-DD';
  if (rateBps === null) return `${cell('rate')} is no rate from 0 to 1`;
  const territories = cell('territory_codes')
    .split(/\s*\n\s*/)
    .filter((code) => code !== '');
  if (territories.length === 0) return 'no territory is named';
  const title = 'VAT';
  const places = new Map(territories.map(placeOf).map((one) => [JSON.stringify(one), one]));
  return [...places.values()].map((one) => ({
    ...one,
    taxClass: cell('rate_type') || 'standard',
    title,
    rateBps,
    validFrom,
    validTo,
  }));
}

function placeOf(code: string): Pick<RateRow, 'country' | 'region' | 'postcodes'> {
  const country = isoCountry(code.slice(0, 2));
  const rest = code.slice(3);
  if (code.length === 2) return { country, region: '', postcodes: '' };
  const isPostcode = /^\d{4,5}$/.test(rest) || /^BFPO \d+$/.test(rest);
  return isPostcode ? { country, region: '', postcodes: rest } : { country, region: rest, postcodes: '' };
}
