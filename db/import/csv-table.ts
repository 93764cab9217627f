import { CsvError, parse } from 'csv-parse/sync';

/** A row with the line it begins on; cells by header, missing ones are ''. */
export interface CsvRow {
  readonly line: number;
  cell(header: string): string;
}

export type CsvTable =
  | { readonly ok: true; readonly headers: readonly string[]; readonly rows: readonly CsvRow[] }
  | {
      readonly ok: false;
      readonly line: number;
      readonly column: string;
      readonly value: string;
      readonly reason: string;
    };

const headerKey = (header: string) => header.trim().toLowerCase();

/**
 * Reads a CSV file: UTF-8 with or without a byte order mark, CRLF or LF, quoted cells with line breaks. Refusals in order: not UTF-8, empty, no well-formed
 * CSV (line named), a header that stands twice.
 */
export function readCsvTable(bytes: Uint8Array): CsvTable {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, line: 1, column: '(file)', value: '', reason: 'is not UTF-8; save the file as "CSV UTF-8"' };
  }
  let records: { record: string[]; info: { lines: number } }[];
  try {
    // The library's types do not follow the `info` option.
    const parsed: unknown = parse(text, { info: true, relax_column_count: true, skip_empty_lines: true });
    records = parsed as typeof records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return {
      ok: false,
      line: Number(error.lines ?? 0),
      column: '(row)',
      value: '',
      reason: `is not well-formed CSV: ${error.message}`,
    };
  }
  const [head, ...body] = records;
  if (!head || head.record.every((cell) => cell.trim() === ''))
    return { ok: false, line: 1, column: '(file)', value: '', reason: 'is empty' };
  const headers = head.record.map((cell) => cell.trim());
  const places = new Map<string, number>();
  for (const [index, header] of headers.entries()) {
    if (places.has(headerKey(header)))
      return { ok: false, line: 1, column: header, value: header, reason: 'stands twice in the header' };
    places.set(headerKey(header), index);
  }
  let before = head.info.lines;
  const rows = body.map(({ record, info }) => {
    // `lines` counts up to the row's end; it began on the line after the previous row's.
    const line = before + 1;
    before = info.lines;
    return { line, cell: (header: string) => record[places.get(headerKey(header)) ?? -1]?.trim() ?? '' };
  });
  return { ok: true, headers, rows };
}
