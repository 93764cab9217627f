import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';

/** A file that can be read from the beginning more than once. */
export type CsvSource = () => AsyncIterable<Uint8Array>;

/** A row with the line it begins on, or what ends the reading: nothing follows it. */
export type CsvPart =
  | { readonly kind: 'row'; readonly line: number; readonly cells: readonly string[] }
  | { readonly kind: 'broken'; readonly line: number; readonly reason: string };

/** The bytes of a file on disk, read in portions. */
export function fileSource(file: string): CsvSource {
  return () => createReadStream(file, { highWaterMark: 1 << 18 });
}

/** Bytes already in memory. */
export function bytesSource(bytes: Uint8Array): CsvSource {
  return async function* () {
    yield bytes;
  };
}

class NotUtf8 extends Error {
  readonly line: number;
  constructor(line: number) {
    super('is not UTF-8; save the file as "CSV UTF-8"');
    this.line = line;
  }
}

const lineBreaks = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;

/** Lines of a portion up to the first byte that no UTF-8 text has. */
function linesBeforeDamage(bytes: Uint8Array): number {
  const damaged = new TextDecoder().decode(bytes).indexOf('\uFFFD');
  return lineBreaks(new TextDecoder().decode(bytes).slice(0, Math.max(0, damaged)));
}

async function* decoded(source: CsvSource): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let line = 1;
  for await (const bytes of source()) {
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: true });
    } catch {
      throw new NotUtf8(line + linesBeforeDamage(bytes));
    }
    line += lineBreaks(text);
    if (text !== '') yield text;
  }
  try {
    decoder.decode();
  } catch {
    throw new NotUtf8(line);
  }
}

/**
 * Reads CSV as it streams in: UTF-8 with or without a byte order mark, CRLF, LF or CR, quoted cells with line breaks. Empty lines are skipped and
 * counted. Ends with a `broken` part at bytes that are no UTF-8 or at a quote that is never closed or stands inside a bare cell.
 */
export async function* readCsv(source: CsvSource): AsyncGenerator<CsvPart> {
  let line = 1;
  const parser = parse({
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    // Counted as rows are parsed, not as they are taken: a broken row stands after all that are waiting. The parser's own count takes a CRLF inside
    // quotes for two lines.
    on_record: (cells: string[]): string[] | null => {
      const begin = line;
      line += 1 + cells.reduce((sum, cell) => sum + lineBreaks(cell), 0);
      const isEmpty = cells.length <= 1 && (cells[0] ?? '').trim() === '';
      return isEmpty ? null : [String(begin), ...cells];
    },
  });
  // The error reaches the loop below through the parser.
  pipeline(Readable.from(decoded(source)), parser, () => undefined);
  try {
    for await (const row of parser) {
      const [begin, ...cells]: string[] = row;
      yield { kind: 'row', line: Number(begin), cells };
    }
  } catch (error) {
    if (error instanceof NotUtf8) yield { kind: 'broken', line: error.line, reason: error.message };
    else if (error instanceof CsvError)
      yield { kind: 'broken', line, reason: `is not well-formed CSV: ${explain(error)}` };
    else throw error;
  }
}

function explain(error: CsvError): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is opened and never closed';
  if (error.code === 'INVALID_OPENING_QUOTE') return 'a quote stands inside a cell that does not begin with one';
  if (error.code === 'CSV_INVALID_CLOSING_QUOTE') return 'something follows a closing quote';
  return error.message;
}
