import type { SearchDocument } from '../../commerce/search/document.ts';
import { type DocumentRow, rowOf } from '../../commerce/search/index-store.ts';
import type { FieldName } from '../../commerce/search/segment.ts';

/** SQLite rows hold 2 MB; a snapshot is cut into smaller parts. */
const PART_BYTES = 1_000_000;

type Texts = Readonly<Partial<Record<FieldName, readonly string[]>>>;
const parseTexts = (text: string): Texts => JSON.parse(text);
const parseFacts = (text: string): DocumentRow => JSON.parse(text);

/** What the object keeps on disk. */
export class DocumentStore {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
  }

  /** A remembered value; null when there is none. */
  fact(name: string): string | null {
    for (const row of this.#sql.exec('SELECT value FROM facts WHERE name = ?', name)) return String(row.value);
    return null;
  }

  remember(name: string, value: string): void {
    this.#sql.exec(
      'INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      value,
    );
  }

  /** Number of the last change. */
  get sequence(): number {
    return Number(this.fact('sequence') ?? 0);
  }

  /** Writes documents and removals as one change; answers its number. */
  change(documents: readonly SearchDocument[], removed: readonly number[]): number {
    return this.#storage.transactionSync(() => {
      const sequence = this.sequence + 1;
      this.remember('sequence', String(sequence));
      for (const one of documents)
        this.#sql.exec(
          `INSERT INTO documents VALUES (?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, facts = excluded.facts, texts = excluded.texts`,
          one.id,
          sequence,
          JSON.stringify(rowOf(one)),
          JSON.stringify(one.texts),
        );
      for (const id of removed) this.#sql.exec('DELETE FROM documents WHERE id = ?', id);
      return sequence;
    });
  }

  /** Writes what is known of documents beside their texts. The index of their words stays true, so this is no change of it. */
  writeFacts(rows: readonly DocumentRow[]): void {
    this.#storage.transactionSync(() => {
      for (const row of rows)
        this.#sql.exec('UPDATE documents SET facts = ? WHERE id = ?', JSON.stringify(row), row.id);
    });
  }

  /** Ids of documents last written before a change. */
  idsBefore(sequence: number): number[] {
    return [...this.#sql.exec('SELECT id FROM documents WHERE sequence < ?', sequence)].map((row) => Number(row.id));
  }

  /** Every document's row. */
  rows(): Map<number, DocumentRow> {
    const rows = new Map<number, DocumentRow>();
    for (const row of this.#sql.exec('SELECT id, facts FROM documents'))
      rows.set(Number(row.id), parseFacts(String(row.facts)));
    return rows;
  }

  /** Documents written after a change, a few at a time. */
  *since(sequence: number, together: number): Generator<readonly SearchDocument[]> {
    let after = 0;
    for (;;) {
      const rows = [
        ...this.#sql.exec(
          'SELECT id, facts, texts FROM documents WHERE sequence > ? AND id > ? ORDER BY id LIMIT ?',
          sequence,
          after,
          together,
        ),
      ];
      if (rows.length === 0) return;
      yield rows.map((row) => ({ ...parseFacts(String(row.facts)), texts: parseTexts(String(row.texts)) }));
      after = Number(rows.at(-1)?.id ?? 0);
    }
  }

  /** The texts of a document; empty when it is not there. */
  texts(id: number): Texts {
    for (const row of this.#sql.exec('SELECT texts FROM documents WHERE id = ?', id))
      return parseTexts(String(row.texts));
    return {};
  }

  /** The index as it was after a change; null when none was kept. */
  snapshot(): { readonly bytes: Uint8Array; readonly sequence: number } | null {
    const parts = [...this.#sql.exec('SELECT bytes FROM snapshot ORDER BY part')].flatMap(({ bytes }) =>
      bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : [],
    );
    if (parts.length === 0) return null;
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.byteLength;
    }
    return { bytes, sequence: Number(this.fact('snapshot_sequence') ?? 0) };
  }

  /** Keeps the index of every document up to now. */
  keepSnapshot(bytes: Uint8Array): void {
    this.#storage.transactionSync(() => {
      this.#sql.exec('DELETE FROM snapshot');
      for (let at = 0; at < bytes.byteLength; at += PART_BYTES)
        this.#sql.exec('INSERT INTO snapshot VALUES (?, ?)', at / PART_BYTES, bytes.slice(at, at + PART_BYTES).buffer);
      this.remember('snapshot_sequence', String(this.sequence));
    });
  }
}
