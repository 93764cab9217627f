/**
 * Tables of one variant's stock. Append a step to change them, and change `WHOLE` with it; never edit a step that has shipped.
 * `terms` and `commits` are null in the usual case: no limits, and sold as a whole (`committed_reference`).
 * Snapshots let a past moment be read without replaying the whole ledger; they can be thrown away.
 * The ledger is the outbox too: entries above `stock.sent_sequence` are still to be sent.
 */
export const STEPS: readonly string[] = [
  `CREATE TABLE stock (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     variant_id INTEGER NOT NULL,
     policy TEXT NOT NULL,
     sequence INTEGER NOT NULL,
     available INTEGER NOT NULL,
     sent_sequence INTEGER NOT NULL,
     last_ms INTEGER NOT NULL
   );
   CREATE TABLE levels (
     warehouse_id INTEGER PRIMARY KEY,
     on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
     held INTEGER NOT NULL CHECK (held >= 0),
     committed INTEGER NOT NULL CHECK (committed >= 0),
     incoming INTEGER NOT NULL CHECK (incoming >= 0),
     safety_stock INTEGER NOT NULL CHECK (safety_stock >= 0),
     sequence INTEGER NOT NULL
   );
   CREATE TABLE holds (
     hold_id TEXT PRIMARY KEY,
     reference TEXT NOT NULL,
     quantity INTEGER NOT NULL,
     allocations TEXT NOT NULL,
     status TEXT NOT NULL,
     expires_at_ms INTEGER NOT NULL,
     committed_reference TEXT,
     held_sequence INTEGER NOT NULL,
     extended_sequence INTEGER NOT NULL,
     ended_sequence INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE INDEX holds_due ON holds (expires_at_ms) WHERE status = 'held';
   CREATE TABLE commitments (
     reference TEXT NOT NULL,
     warehouse_id INTEGER NOT NULL,
     quantity INTEGER NOT NULL CHECK (quantity >= 0),
     PRIMARY KEY (reference, warehouse_id)
   ) WITHOUT ROWID;
   CREATE TABLE receipts (
     command_id TEXT PRIMARY KEY,
     content TEXT NOT NULL,
     result TEXT NOT NULL,
     at_ms INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE ledger (
     sequence INTEGER PRIMARY KEY,
     occurred_at_ms INTEGER NOT NULL,
     warehouse_id INTEGER,
     available INTEGER NOT NULL,
     entry TEXT NOT NULL
   );`,
  `ALTER TABLE stock ADD COLUMN terms TEXT;
   ALTER TABLE holds ADD COLUMN held_at_ms INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE holds ADD COLUMN customer TEXT;
   ALTER TABLE holds ADD COLUMN arrives_at_ms INTEGER;
   ALTER TABLE holds ADD COLUMN commits TEXT;
   UPDATE holds SET held_at_ms = coalesce((SELECT occurred_at_ms FROM ledger WHERE sequence = held_sequence), 0);
   CREATE INDEX holds_customer ON holds (customer, held_at_ms) WHERE customer IS NOT NULL;
   CREATE TABLE expected (
     reference TEXT NOT NULL,
     warehouse_id INTEGER NOT NULL,
     quantity INTEGER NOT NULL CHECK (quantity > 0),
     expected_at_ms INTEGER,
     from_warehouse_id INTEGER,
     PRIMARY KEY (reference, warehouse_id)
   ) WITHOUT ROWID;
   CREATE TABLE snapshots (
     sequence INTEGER PRIMARY KEY,
     stock TEXT NOT NULL
   );`,
];

/**
 * What all steps together make, for an object that is written to for the first time: altering tables costs such an object more than all it is written to for.
 * A test compares the two.
 */
const WHOLE = `CREATE TABLE schema_steps (step INTEGER PRIMARY KEY);
   CREATE TABLE stock (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     variant_id INTEGER NOT NULL,
     policy TEXT NOT NULL,
     sequence INTEGER NOT NULL,
     available INTEGER NOT NULL,
     sent_sequence INTEGER NOT NULL,
     last_ms INTEGER NOT NULL,
     terms TEXT
   );
   CREATE TABLE levels (
     warehouse_id INTEGER PRIMARY KEY,
     on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
     held INTEGER NOT NULL CHECK (held >= 0),
     committed INTEGER NOT NULL CHECK (committed >= 0),
     incoming INTEGER NOT NULL CHECK (incoming >= 0),
     safety_stock INTEGER NOT NULL CHECK (safety_stock >= 0),
     sequence INTEGER NOT NULL
   );
   CREATE TABLE holds (
     hold_id TEXT PRIMARY KEY,
     reference TEXT NOT NULL,
     quantity INTEGER NOT NULL,
     allocations TEXT NOT NULL,
     status TEXT NOT NULL,
     expires_at_ms INTEGER NOT NULL,
     committed_reference TEXT,
     held_sequence INTEGER NOT NULL,
     extended_sequence INTEGER NOT NULL,
     ended_sequence INTEGER NOT NULL,
     held_at_ms INTEGER NOT NULL DEFAULT 0,
     customer TEXT,
     arrives_at_ms INTEGER,
     commits TEXT
   ) WITHOUT ROWID;
   CREATE INDEX holds_due ON holds (expires_at_ms) WHERE status = 'held';
   CREATE INDEX holds_customer ON holds (customer, held_at_ms) WHERE customer IS NOT NULL;
   CREATE TABLE commitments (
     reference TEXT NOT NULL,
     warehouse_id INTEGER NOT NULL,
     quantity INTEGER NOT NULL CHECK (quantity >= 0),
     PRIMARY KEY (reference, warehouse_id)
   ) WITHOUT ROWID;
   CREATE TABLE receipts (
     command_id TEXT PRIMARY KEY,
     content TEXT NOT NULL,
     result TEXT NOT NULL,
     at_ms INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE ledger (
     sequence INTEGER PRIMARY KEY,
     occurred_at_ms INTEGER NOT NULL,
     warehouse_id INTEGER,
     available INTEGER NOT NULL,
     entry TEXT NOT NULL
   );
   CREATE TABLE expected (
     reference TEXT NOT NULL,
     warehouse_id INTEGER NOT NULL,
     quantity INTEGER NOT NULL CHECK (quantity > 0),
     expected_at_ms INTEGER,
     from_warehouse_id INTEGER,
     PRIMARY KEY (reference, warehouse_id)
   ) WITHOUT ROWID;
   CREATE TABLE snapshots (
     sequence INTEGER PRIMARY KEY,
     stock TEXT NOT NULL
   );
   INSERT INTO schema_steps (step) VALUES (0), (1);`;

/** Whether the object was ever written to; a mere visit leaves it empty. */
export function hasSchema(sql: SqlStorage): boolean {
  return sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_steps'").toArray().length > 0;
}

/** Brings the tables up to date. Call inside a transaction, so that a half-done change is never seen. */
export function migrate(sql: SqlStorage): void {
  if (!hasSchema(sql)) {
    sql.exec(WHOLE);
    return;
  }
  const { done } = sql.exec<{ done: number }>('SELECT count(*) AS done FROM schema_steps').one();
  for (const [step, statements] of STEPS.entries()) {
    if (step < done) continue;
    sql.exec(statements);
    sql.exec('INSERT INTO schema_steps (step) VALUES (?)', step);
  }
}

/** Whether steps are missing. */
export function isOutdated(sql: SqlStorage): boolean {
  return sql.exec<{ done: number }>('SELECT count(*) AS done FROM schema_steps').one().done < STEPS.length;
}
