import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { SearchDocument } from '../../commerce/search/document.ts';
import { sharedData } from './catalogue-files.ts';

/** A catalogue whose answers to some queries people judged. */
export interface JudgedCatalogue {
  readonly name: string;
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

function recordsIn(file: string): Json[] {
  if (statSync(file).isDirectory())
    return readdirSync(file)
      .filter((name) => /^products.*\.(zip|gz|ndjson|json)$/.test(name))
      .sort()
      .flatMap((name) => recordsIn(path.join(file, name)));
  const bytes = readFileSync(file);
  const contents = file.endsWith('.zip') ? unzip(bytes) : [file.endsWith('.gz') ? gunzipSync(bytes) : bytes];
  return contents.flatMap((content) => {
    const text = content.toString('utf8').trim();
    const parsed: unknown = text.startsWith('[')
      ? JSON.parse(text)
      : text
          .split('\n')
          .filter(Boolean)
          .map((line): unknown => JSON.parse(line));
    return Array.isArray(parsed) ? parsed.filter(isJson) : [];
  });
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

/** Reads a catalogue and its judgments in either of the two forms; the catalogue is a file or a folder of `products*` files. */
export function readJudged(catalogue: string, judgments: string, name: string): JudgedCatalogue {
  const records = recordsIn(catalogue);
  const isEsci = records[0] !== undefined && 'asin' in records[0];
  const ids = new Map<string, number>();
  records.forEach((record, index) => {
    ids.set(String(isEsci ? record.asin : record.id), index + 1);
  });
  const rows: unknown = parse(readFileSync(judgments), { columns: true, relax_quotes: true });
  const gains = new Map<string, Map<number, number>>();
  for (const row of Array.isArray(rows) ? rows.filter(isJson) : []) {
    const label = Number(row.label);
    const query = String(row.query);
    const id = ids.get(String(isEsci ? row.asin : row.id));
    const some = gains.get(query) ?? new Map<number, number>();
    gains.set(query, some);
    // A judged document that the catalogue lacks still belongs to the ideal order.
    some.set(id ?? -1 - some.size, isEsci ? label / 100 : 2 ** label - 1);
  }
  return {
    name,
    documents: records.map((record, index) => (isEsci ? fromEsci(record, index + 1) : fromIcecat(record, index + 1))),
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
