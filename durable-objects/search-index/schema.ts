/**
 * Tables of one language's index. Append a step to change them; never edit one that has shipped. `documents` is what was given, `sequence` counts the
 * changes; the snapshot is an index of all documents up to `snapshot_sequence` and can be thrown away: it is made from them again.
 */
const STEPS: readonly string[] = [
  `CREATE TABLE documents (
     id INTEGER PRIMARY KEY,
     sequence INTEGER NOT NULL,
     facts TEXT NOT NULL,
     texts TEXT NOT NULL
   );
   CREATE INDEX documents_sequence ON documents (sequence);
   CREATE TABLE snapshot (part INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
   CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;`,
];

/** Brings an object's tables to this version. */
export function migrate(storage: DurableObjectStorage): void {
  storage.transactionSync(() => {
    storage.sql.exec('CREATE TABLE IF NOT EXISTS schema_steps (step INTEGER PRIMARY KEY)');
    const done = Number(storage.sql.exec('SELECT count(*) AS n FROM schema_steps').one().n);
    STEPS.slice(done).forEach((step, index) => {
      storage.sql.exec(step);
      storage.sql.exec('INSERT INTO schema_steps VALUES (?)', done + index);
    });
  });
}
