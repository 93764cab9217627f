import { DurableObject } from 'cloudflare:workers';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS parts (version INTEGER NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (version, part)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS kept (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, parts INTEGER NOT NULL);`;

/** What is kept: its version and of how many parts it is. */
export interface KeptVersion {
  readonly version: number;
  readonly parts: number;
}

/**
 * Keeps the state of one training between its steps, addressed by `training:MOMENT`: too large for a step's answer, so it comes in parts, and is there only once
 * all of them are. Until then, and whatever is lost on the way, the one before stays.
 */
export class TrainingStore extends DurableObject {
  readonly #sql: SqlStorage;
  #isReady = false;

  constructor(ctx: DurableObjectState, env: never) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
  }

  /** The version that is kept; null: none. */
  kept(): KeptVersion | null {
    this.#ready();
    for (const row of this.#sql.exec('SELECT version, parts FROM kept'))
      return { version: Number(row.version), parts: Number(row.parts) };
    return null;
  }

  /** A part of the version that is kept; null when there is no such. */
  part(version: number, part: number): Uint8Array | null {
    this.#ready();
    for (const row of this.#sql.exec('SELECT bytes FROM parts WHERE version = ? AND part = ?', version, part))
      if (row.bytes instanceof ArrayBuffer) return new Uint8Array(row.bytes);
    return null;
  }

  /** Takes a part of a version that is not kept yet; the same again replaces it. */
  take(version: number, part: number, bytes: Uint8Array): void {
    this.#ready();
    this.#sql.exec('INSERT OR REPLACE INTO parts VALUES (?, ?, ?)', version, part, bytes.slice().buffer);
  }

  /** Keeps a version whose parts were all taken, instead of the one before. */
  keep({ version, parts }: KeptVersion): void {
    this.#ready();
    this.ctx.storage.transactionSync(() => {
      this.#sql.exec('INSERT OR REPLACE INTO kept VALUES (1, ?, ?)', version, parts);
      this.#sql.exec('DELETE FROM parts WHERE version <> ? OR part >= ?', version, parts);
    });
  }

  /** Forgets everything. */
  async clear(): Promise<void> {
    this.#isReady = false;
    await this.ctx.storage.deleteAll();
  }

  #ready(): void {
    if (this.#isReady) return;
    this.#sql.exec(SCHEMA);
    this.#isReady = true;
  }
}
