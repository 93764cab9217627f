import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { SearchDocument } from '../../commerce/search/document.ts';
import { sharedData } from './catalogue-files.ts';

/** A catalogue whose answers to some queries people judged. */
export interface JudgedCatalogue {
  readonly name: string;
  /** The language of its texts, such as en. */
  readonly locale: string;
  readonly documents: readonly SearchDocument[];
  /** Query -> document -> gain; what is not in it was not judged and gains nothing. */
  readonly judgments: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** The plain texts that a plain BM25 is given: each with how often its words count. */
  readonly plain: (document: SearchDocument) => readonly (readonly [text: string, times: number])[];
}

type Json = Readonly<Record<string, unknown>>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const textsOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(textsOf)
    : value === null || value === undefined || value === ''
      ? []
      : [String(value)];
const all = (...values: readonly unknown[]): readonly string[] => values.flatMap(textsOf);

/** Whether the two public sets are there, and why not. */
export const judgedMissing: string | null = existsSync(path.join(sharedData, 'esci-subset'))
  ? null
  : '../shared/data/esci-subset is not there (Amazon ESCI products with judged queries)';

/** Every file of a ZIP archive that is stored or deflated. */
function unzip(bytes: Buffer): Buffer[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0) throw new TypeError('not a ZIP archive');
  const files: Buffer[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    const size = bytes.readUInt32LE(at + 20);
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(from, from + size);
    files.push(bytes.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content));
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}

/** Records of a JSON array, or of lines of JSON; a line that is none is named. */
function recordsOf(content: Buffer, file: string): Json[] {
  const text = content
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trim();
  const read = (json: string, line: number): Json => {
    const where = line > 0 ? `${file}: line ${line}` : file;
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch (error) {
      throw new TypeError(`${where} is not JSON: ${error instanceof Error ? error.message : error}`);
    }
    if (!isJson(value) || (line > 0 && Array.isArray(value))) throw new TypeError(`${where} must be a JSON object.`);
    return value;
  };
  if (text.startsWith('[')) {
    const all = read(text, 0);
    return (Array.isArray(all) ? all : []).map((one: unknown, index) => {
      if (isJson(one) && !Array.isArray(one)) return one;
      throw new TypeError(`${file}: product ${index + 1} must be a JSON object.`);
    });
  }
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [read(line, index + 1)]));
}

function recordsIn(file: string): Json[] {
  if (!existsSync(file)) throw new TypeError(`${file} is not there.`);
  if (statSync(file).isDirectory())
    return readdirSync(file)
      .filter((name) => /^products.*\.(zip|gz|ndjson|jsonl?)$/.test(name))
      .sort()
      .flatMap((name) => recordsIn(path.join(file, name)));
  const bytes = readFileSync(file);
  // What a file is says its beginning, not its name.
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const contents = isZip ? unzip(bytes) : [isGzip ? gunzipSync(bytes) : bytes];
  return contents.flatMap((content) => recordsOf(content, file));
}

const LETTERS: Readonly<Record<string, number>> = { E: 100, S: 10, C: 1, I: 0 };

/** The grade of a row: a number from 0 on, or one of ESCI's letters. Throws, naming the line, for anything else. */
function gradeOf(text: string, where: string): number {
  const grade = LETTERS[text.toUpperCase()] ?? (text === '' ? Number.NaN : Number(text));
  if (!Number.isFinite(grade) || grade < 0)
    throw new TypeError(`${where}: label must be a number from 0 on, or one of E, S, C, I; not "${text}".`);
  return grade;
}

/** Rows of a CSV with their lines; what is no CSV is said with the file's name. */
function csvRows(file: string, bytes: Buffer): unknown {
  try {
    return parse(bytes, {
      columns: (head: readonly string[]) => head.map((name) => name.trim().toLowerCase()),
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      bom: true,
      info: true,
    });
  } catch (error) {
    throw new TypeError(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}

/** Reads judgments: a CSV with the columns query, label and one that names the product. */
function rowsIn(
  file: string,
  idColumn: string,
): { readonly query: string; readonly id: string; readonly grade: number }[] {
  if (!existsSync(file)) throw new TypeError(`${file} is not there.`);
  const bytes = readFileSync(file);
  const parsed = csvRows(file, bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);
  const rows = (Array.isArray(parsed) ? parsed : []).filter(isJson);
  const first = rows[0]?.record;
  if (!isJson(first)) throw new TypeError(`${file} has no judgments.`);
  const missing = ['query', idColumn, 'label'].filter((name) => !(name in first));
  if (missing.length > 0)
    throw new TypeError(
      `${file}: line 1 must name the columns query, ${idColumn} and label; ${missing.join(', ')} missing.`,
    );
  return rows.map(({ record, info }) => {
    const where = `${file}: line ${isJson(info) ? info.lines : '?'}`;
    const cell = (name: string) => String((isJson(record) ? record[name] : undefined) ?? '').trim();
    if (cell('query') === '') throw new TypeError(`${where}: query must not be empty.`);
    if (cell(idColumn) === '') throw new TypeError(`${where}: ${idColumn} must not be empty.`);
    return { query: cell('query'), id: cell(idColumn), grade: gradeOf(cell('label'), where) };
  });
}

/** Words that are frequent in one language and rare in others. */
const FREQUENT: Readonly<Record<string, string>> = {
  en: 'the and with for of to is your from this',
  de: 'der die das und mit für ist ein eine von aus den',
  fr: 'le la les et avec pour des une est dans du en',
  es: 'el los las y con para una es del por su de',
  it: 'il gli e con per una di è della nel che',
  nl: 'het een en met voor van de is op te',
  pt: 'os as e com para uma de é do da em',
  sv: 'och med för en ett är av som på till',
};

/** The language that most of some texts are written in; English where nothing speaks for another. */
export function languageOfTexts(texts: readonly string[]): string {
  const sample = texts.slice(0, 2_000).join(' ').slice(0, 400_000).toLowerCase();
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if ((sample.match(/[\u3040-\u30ff]/g)?.length ?? 0) > letters / 10) return 'ja';
  if ((sample.match(/[\u0600-\u06ff]/g)?.length ?? 0) > letters / 3) return 'ar';
  if ((sample.match(/[\u0400-\u04ff]/g)?.length ?? 0) > letters / 3) return 'ru';
  const counts = new Map<string, number>();
  for (const word of sample.match(/\p{L}+/gu) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  let best = 'en';
  let most = 0;
  for (const [language, words] of Object.entries(FREQUENT)) {
    const found = words.split(' ').reduce((sum, word) => sum + (counts.get(word) ?? 0), 0);
    if (found > most) [best, most] = [language, found];
  }
  return best;
}

const numbersOf = (value: unknown, times = 1): readonly number[] =>
  typeof value === 'number' ? [Math.round(value * times)] : [];

/** A product in ESCI's form. */
function fromEsci(record: Json, id: number): SearchDocument {
  const categories = textsOf(record.category);
  return {
    id,
    texts: {
      title: all(record.title),
      brand: all(record.brand),
      type: categories,
      options: all(record.color),
      description: all(record.bullet_points, record.description),
      codes: all(record.asin),
    },
    values: {
      vendor: all(record.brand),
      product_type: categories.slice(-1),
      category: categories,
      'option.Color': all(record.color),
      rating: typeof record.rating === 'number' ? [String(Math.floor(record.rating))] : [],
    },
    numbers: { 'price.USD': numbersOf(record.price, 100), rating: numbersOf(record.rating, 10) },
    signals: {},
  };
}

/** A product in Icecat's form. */
function fromIcecat(record: Json, id: number): SearchDocument {
  const attributes = Object.entries(record).filter(([key]) => /^attr_[tn]_/.test(key));
  const flags = Object.entries(record).flatMap(([key, value]) =>
    key.startsWith('attr_b_') && value === true ? key.slice(7).replaceAll('_', ' ') : [],
  );
  return {
    id,
    texts: {
      title: all(record.title),
      brand: all(record.supplier),
      type: all(record.attr_t_product_type),
      attributes: [...attributes.map(([, value]) => String(value)), ...flags],
      description: all(record.short_description),
      codes: all(record.name, record.ean),
    },
    values: {
      vendor: all(record.supplier),
      product_type: all(record.attr_t_product_type),
      'option.Color': all(record.attr_t_product_colour),
      country: all(record.attr_t_country_of_origin),
      year: all(record.date_released).map((date) => date.slice(0, 4)),
    },
    numbers: { 'price.USD': numbersOf(record.price) },
    signals: {},
  };
}

/**
 * Reads a catalogue and its judgments in either of the two forms, told apart by which of `asin` and `id` its products have; the catalogue is a file or a folder of
 * `products*` files. The language is guessed from the texts unless it is named. Throws, naming file, line and rule, when one of them cannot be used.
 */
export function readJudged(catalogue: string, judgments: string, name: string, locale?: string): JudgedCatalogue {
  const records = recordsIn(catalogue);
  if (records.length === 0) throw new TypeError(`${catalogue} has no products.`);
  const named = (key: string) => records.filter((record) => textsOf(record[key]).length > 0).length;
  const isEsci = named('asin') >= named('id');
  const idColumn = isEsci ? 'asin' : 'id';
  const ids = new Map<string, number>();
  records.forEach((record, index) => {
    const [id] = textsOf(record[idColumn]);
    if (id === undefined)
      throw new TypeError(`${catalogue}: product ${index + 1} must have an ${idColumn}, as the others have.`);
    ids.set(id, index + 1);
  });
  const gains = new Map<string, Map<number, number>>();
  for (const { query, id, grade } of rowsIn(judgments, idColumn)) {
    const some = gains.get(query) ?? new Map<number, number>();
    gains.set(query, some);
    // A judged document that the catalogue lacks still belongs to the ideal order.
    some.set(ids.get(id) ?? -1 - some.size, isEsci ? grade / 100 : 2 ** grade - 1);
  }
  const documents = records.map((record, index) =>
    isEsci ? fromEsci(record, index + 1) : fromIcecat(record, index + 1),
  );
  const written = documents.flatMap(({ texts }) => [...(texts.title ?? []), ...(texts.description ?? []).slice(0, 1)]);
  return {
    name,
    locale: locale ?? languageOfTexts(written),
    documents,
    judgments: gains,
    plain: ({ texts }) => {
      const joined = (field: keyof typeof texts) => (texts[field] ?? []).join(' ');
      return isEsci
        ? [
            [joined('title'), 3],
            [joined('brand'), 1],
            [joined('options'), 1],
            [texts.description?.[0] ?? '', 1],
          ]
        : [
            [joined('title'), 2],
            [joined('description'), 1],
            [joined('brand'), 1],
          ];
    },
  };
}

/** The two public sets. */
export const readEsci = () =>
  readJudged(
    path.join(sharedData, 'esci-subset/products.ndjson.gz'),
    path.join(sharedData, 'esci-subset/judgments.csv'),
    'esci',
  );
export const readIcecat = () =>
  readJudged(path.join(sharedData, 'icecat'), path.join(sharedData, 'icecat/judgments.csv'), 'icecat');
