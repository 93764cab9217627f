import pg from 'pg';
import { type CsvSource, readCsv } from './csv-rows.ts';
import { Findings, type ImportReport } from './report.ts';
import { LOCALE } from './shop-facts.ts';
import { type Pointer, TRANSLATION_KINDS, TranslationTargets } from './translation-targets.ts';

const COLUMNS = [
  'type',
  'identification',
  'field',
  'locale',
  'market',
  'default content',
  'translated content',
] as const;
type Column = (typeof COLUMNS)[number];

interface TranslationLine {
  readonly line: number;
  readonly cell: (column: Column) => string;
}

export interface TranslationOptions {
  readonly databaseUrl: string;
  readonly dryRun: boolean;
  /** Writes nothing at all when anything in the file is wrong. */
  readonly strict: boolean;
}

interface Written {
  readonly resource_type: string;
  readonly resource_id: number;
  readonly locale: string;
  readonly key: string;
  readonly value: string;
}

/** Whether a file is Shopify's translation CSV rather than its product CSV, by its header. */
export async function isTranslationFile(source: CsvSource): Promise<boolean> {
  for await (const part of readCsv(source)) {
    const names = part.kind === 'row' ? part.cells.map((cell) => cell.trim().toLowerCase()) : [];
    return ['type', 'locale', 'translated content'].every((name) => names.includes(name));
  }
  return false;
}

async function readLines(source: CsvSource, findings: Findings): Promise<TranslationLine[]> {
  let places: ReadonlyMap<string, number> | undefined;
  const lines: TranslationLine[] = [];
  for await (const part of readCsv(source)) {
    if (part.kind === 'broken') {
      findings.problem({ line: part.line, column: '(file)', value: '', reason: part.reason });
      return [];
    }
    if (!places) {
      places = new Map(part.cells.map((cell, index) => [cell.trim().toLowerCase(), index]));
      for (const needed of COLUMNS)
        if (needed !== 'market' && !places.has(needed))
          findings.problem({ line: 1, column: needed, value: '', reason: 'the column is missing' });
      if (findings.count > 0) return [];
      continue;
    }
    const at = places;
    lines.push({ line: part.line, cell: (column) => (part.cells[at.get(column) ?? -1] ?? '').trim() });
  }
  return lines;
}

const identificationOf = (line: TranslationLine) =>
  line
    .cell('identification')
    .replace(/^'/, '')
    .replace(/^gid:\/\/shopify\/\w+\//, '');
const groupOf = (line: TranslationLine) => `${line.cell('type').toUpperCase()} ${identificationOf(line)}`;

/** What the file says of each resource it points at, over all its lines. */
function pointersOf(lines: readonly TranslationLine[]): ReadonlyMap<string, Pointer> {
  const defaults = new Map<string, Map<string, string>>();
  for (const line of lines) {
    const group = groupOf(line);
    const known = defaults.get(group) ?? new Map<string, string>();
    if (line.cell('default content') !== '') known.set(line.cell('field').toLowerCase(), line.cell('default content'));
    defaults.set(group, known);
  }
  return new Map(
    lines.map((line) => [
      groupOf(line),
      { identification: identificationOf(line), defaults: defaults.get(groupOf(line)) ?? new Map() },
    ]),
  );
}

class TranslationReader {
  readonly #client: pg.Client;
  readonly #findings: Findings;
  readonly #ownLocale: string;
  readonly #pointers: ReadonlyMap<string, Pointer>;
  readonly #targets = new Map<string, TranslationTargets>();

  constructor(client: pg.Client, findings: Findings, ownLocale: string, lines: readonly TranslationLine[]) {
    this.#client = client;
    this.#findings = findings;
    this.#ownLocale = ownLocale;
    this.#pointers = pointersOf(lines);
  }

  /** The texts of a line, one for each resource it is about; none after noting what is wrong, or for an empty one. */
  async read(line: TranslationLine): Promise<readonly Written[]> {
    const report = (column: Column, reason: string): readonly Written[] => {
      this.#findings.problem({ line: line.line, column, value: line.cell(column), reason });
      return [];
    };
    const type = line.cell('type').toUpperCase();
    const kind = Object.hasOwn(TRANSLATION_KINDS, type) ? TRANSLATION_KINDS[type] : undefined;
    if (!kind) return report('type', `is not read; known are ${Object.keys(TRANSLATION_KINDS).join(', ')}`);
    const key = kind.fields[line.cell('field').toLowerCase()];
    if (!key) return report('field', `must be one of ${Object.keys(kind.fields).join(', ')}`);
    const locale = line.cell('locale').toLowerCase().replace('_', '-');
    if (!LOCALE.test(locale)) return report('locale', 'must be a language such as de or pt-br');
    if (locale === this.#ownLocale) return report('locale', 'is the shop’s own language');
    const value = line.cell('translated content');
    if (value === '') return [];
    if (value.length > 512_000) return report('translated content', 'must have at most 512000 characters');
    if (line.cell('market') !== '') {
      this.#findings.warn(line.line, 'texts for one market were left out: a language has one text for all its markets');
      return [];
    }
    const targets = this.#targets.get(type) ?? (await TranslationTargets.read(this.#client, kind));
    this.#targets.set(type, targets);
    const pointer = this.#pointers.get(groupOf(line));
    const ids = pointer ? targets.find(pointer) : [];
    if (ids.length === 0)
      return report('identification', 'is not known here, neither by handle or number nor by its default content');
    return ids.map((id) => ({ resource_type: kind.resource, resource_id: id, locale, key, value }));
  }
}

const TOGETHER = 5_000;

async function write(client: pg.Client, rows: readonly Written[]): Promise<void> {
  for (let at = 0; at < rows.length; at += TOGETHER) {
    await client.query(
      `insert into translations (resource_type, resource_id, locale, key, value)
       select resource_type, resource_id, locale, key, value from json_populate_recordset(null::translations, $1::json)
       on conflict (resource_type, resource_id, locale, key) do update set value = excluded.value`,
      [JSON.stringify(rows.slice(at, at + TOGETHER))],
    );
  }
}

/**
 * Imports Shopify's translation CSV in one transaction. What a line is about is found by handle, by its default content, or by our own number. A line
 * with a problem is left out and reported; an empty translation leaves what is there. `updated` counts texts, `refused` lines.
 */
export async function importTranslations(source: CsvSource, options: TranslationOptions): Promise<ImportReport> {
  const findings = new Findings();
  const lines = await readLines(source, findings);
  const client = new pg.Client({ connectionString: options.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ default_locale: string }>(
      'select default_locale from shop order by id limit 1',
    );
    const reader = new TranslationReader(client, findings, rows[0]?.default_locale ?? '', lines);
    // A later line about the same text wins, as in a spreadsheet read downwards.
    const written = new Map<string, Written>();
    for (const line of lines)
      for (const row of await reader.read(line))
        written.set(`${row.resource_type} ${row.resource_id} ${row.locale} ${row.key}`, row);
    const isStopped = options.strict && findings.count > 0;
    const isWritten = !options.dryRun && !isStopped && written.size > 0;
    if (isWritten) {
      await client.query('begin');
      await write(client, [...written.values()]);
      await client.query('commit');
    }
    return {
      isDryRun: options.dryRun,
      isWritten,
      rows: lines.length,
      created: 0,
      updated: isStopped ? 0 : written.size,
      refused: findings.count,
      variants: 0,
      images: 0,
      stockLeft: 0,
      problems: findings.problems(),
      problemCount: findings.count,
      warnings: findings.warnings(),
    };
  } finally {
    await client.end();
  }
}
