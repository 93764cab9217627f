import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** The object was lost in the middle of its turn. */
export class LostObjectError extends Error {}

type Row = Record<string, SqlStorageValue>;

/** Databases to use again: opening one costs as much as a purchase. */
const free: { readonly db: DatabaseSync; readonly statements: Map<string, StatementSync> }[] = [];

/**
 * An object's storage over a real SQLite with the runtime's promises: all writes of a turn become durable together, or none. Losing the object in the
 * middle of a turn (`tearIn`) takes back what the turn wrote.
 */
export class ObjectStorage {
  /** Statements until the object is lost; 0: it is not. */
  tearIn = 0;
  /** Counts turns that wrote, so that others know when to look. */
  writes = 0;
  alarmAtMs: number | null = null;
  #before: { readonly values: Map<string, string>; readonly alarmAtMs: number | null } | null = null;
  #values = new Map<string, string>();
  #opened: (typeof free)[number] | null = null;
  #isInTransaction = false;
  #isTorn = false;

  readonly sql = {
    exec: (query: string, ...bindings: SQLInputValue[]) => {
      this.#touch(!query.startsWith('SELECT'));
      const rows = this.#run(query, bindings);
      const cursor = {
        toArray: () => rows,
        one: () => {
          const [only] = rows;
          if (!only || rows.length > 1) throw new Error(`expected one row, got ${rows.length}`);
          return only;
        },
        [Symbol.iterator]: () => rows[Symbol.iterator](),
      };
      return cursor;
    },
  };

  readonly kv = {
    get: (name: string): unknown => {
      const text = this.#values.get(name);
      return text === undefined ? undefined : JSON.parse(text);
    },
    put: (name: string, value: unknown): void => {
      this.#touch();
      this.#values.set(name, JSON.stringify(value));
    },
    delete: (name: string): boolean => {
      this.#touch();
      return this.#values.delete(name);
    },
    list: (): [string, unknown][] => [...this.#values].map(([name, text]) => [name, JSON.parse(text)]),
  };

  transactionSync<T>(work: () => T): T {
    this.#touch();
    this.#run('SAVEPOINT turn', []);
    try {
      const result = work();
      this.#run('RELEASE turn', []);
      return result;
    } catch (error) {
      if (!this.#isTorn) {
        this.#run('ROLLBACK TO turn', []);
        this.#run('RELEASE turn', []);
      }
      throw error;
    }
  }

  /** Nobody awaits it, so losing the object throws at once. */
  setAlarm(atMs: number): Promise<void> {
    this.#touch();
    this.alarmAtMs = atMs;
    return Promise.resolve();
  }

  async deleteAll(): Promise<void> {
    this.#touch();
    this.#values.clear();
    this.alarmAtMs = null;
  }

  /** Rows as they are, without counting as a use. */
  peek<T extends Row>(query: string, ...bindings: SQLInputValue[]): T[] {
    return this.#run(query, bindings, false) as T[];
  }

  /** Whether the turn was torn: what it wrote is gone already. */
  get isTorn(): boolean {
    return this.#isTorn;
  }

  /** Makes the turn's writes durable. */
  commit(): void {
    if (this.#isInTransaction) {
      this.#db().exec('COMMIT');
      this.#isInTransaction = false;
    }
    if (this.#before) this.writes += 1;
    this.#before = null;
    this.tearIn = 0;
  }

  /** Takes back what the turn wrote, as losing the object does. */
  rollback(): void {
    if (this.#isInTransaction) this.#db().exec('ROLLBACK');
    this.#isInTransaction = false;
    if (this.#before) {
      this.#values = this.#before.values;
      this.alarmAtMs = this.#before.alarmAtMs;
    }
    this.#before = null;
    this.#isTorn = false;
    this.tearIn = 0;
  }

  /** Hands the database back, emptied. */
  close(): void {
    this.rollback();
    if (!this.#opened) return;
    const { db } = this.#opened;
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'schema_steps'").all();
    db.exec(tables.map(({ name }) => `DELETE FROM ${name}`).join(';'));
    free.push(this.#opened);
    this.#opened = null;
  }

  #db(): DatabaseSync {
    this.#opened ??= free.pop() ?? { db: new DatabaseSync(':memory:'), statements: new Map() };
    return this.#opened.db;
  }

  #touch(isWrite = true): void {
    if (this.#isTorn) throw new LostObjectError('the object is gone');
    if (isWrite) this.#before ??= { values: new Map(this.#values), alarmAtMs: this.alarmAtMs };
    if (this.tearIn === 0) return;
    this.tearIn -= 1;
    if (this.tearIn > 0) return;
    this.#isTorn = true;
    throw new LostObjectError('the object was lost in the middle of a turn');
  }

  #run(query: string, bindings: readonly SQLInputValue[], isTurn = true): Row[] {
    const db = this.#db();
    if (isTurn && !this.#isInTransaction) {
      db.exec('BEGIN');
      this.#isInTransaction = true;
    }
    if (bindings.length === 0 && query.includes(';')) {
      db.exec(query);
      return [];
    }
    const known = this.#opened?.statements.get(query);
    const statement = known ?? db.prepare(query);
    if (!known) this.#opened?.statements.set(query, statement);
    return statement.all(...bindings) as Row[];
  }
}
