import { DurableObject } from 'cloudflare:workers';

/**
 * The baseline of a stock object: a reservation that writes the same kinds of rows, decided and made durable call by call, each after the one before.
 */
export class CommitPerCall extends DurableObject<object> {
  #last: Promise<unknown> = Promise.resolve();

  constructor(ctx: DurableObjectState, env: object) {
    super(ctx, env);
    const { sql } = ctx.storage;
    sql.exec(`CREATE TABLE IF NOT EXISTS stock (id INTEGER PRIMARY KEY, available INTEGER NOT NULL, sequence INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS holds (hold_id TEXT PRIMARY KEY, quantity INTEGER NOT NULL, expires_at_ms INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS ledger (sequence INTEGER PRIMARY KEY, entry TEXT NOT NULL);
      INSERT OR IGNORE INTO stock VALUES (1, 50000000, 0)`);
  }

  /** Takes a unit; false when there is none. */
  hold(id: string): Promise<boolean> {
    const done = this.#last.then(() => this.#decide(id));
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #decide(id: string): Promise<boolean> {
    const { storage } = this.ctx;
    const ok = storage.transactionSync(() => {
      const { sql } = storage;
      if (sql.exec('SELECT 1 FROM holds WHERE hold_id = ?', id).toArray().length > 0) return true;
      type Stock = { available: number; sequence: number };
      const { available, sequence } = sql.exec<Stock>('SELECT available, sequence FROM stock').one();
      if (available < 1) return false;
      const expiresAtMs = Date.now() + 1_800_000;
      const entry = {
        sequence: sequence + 1,
        kind: 'held',
        quantity: 1,
        holdId: id,
        available: available - 1,
        expiresAtMs,
      };
      sql.exec('UPDATE stock SET available = available - 1, sequence = sequence + 1');
      sql.exec('INSERT INTO holds VALUES (?, 1, ?)', id, expiresAtMs);
      sql.exec('INSERT INTO ledger VALUES (?, ?)', sequence + 1, JSON.stringify(entry));
      return true;
    });
    await storage.sync();
    return ok;
  }
}
