import { expect, test } from 'vitest';
import { isOutdated, migrate, STEPS } from '../../durable-objects/sku-inventory/schema.ts';
import { ObjectStorage } from '../simulation/object-storage.ts';

/** Everything about the tables that a statement could notice. */
function tablesOf({ sql }: ObjectStorage): unknown {
  const names = sql.exec('SELECT type, name, tbl_name FROM sqlite_master ORDER BY name').toArray();
  const columns = names.map(({ name }) =>
    sql
      .exec(`SELECT * FROM pragma_table_xinfo('${name}') ORDER BY name`)
      .toArray()
      .map(({ cid: _, ...column }) => column),
  );
  const indexes = sql.exec("SELECT sql FROM sqlite_master WHERE type = 'index' ORDER BY name").toArray();
  const checks = sql
    .exec("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .toArray()
    .map(({ name, sql: text }) => [
      name,
      [...String(text).matchAll(/CHECK \([^)]*\)|WITHOUT ROWID/g)].map(([found]) => found),
    ]);
  return { names, columns, indexes, checks, steps: sql.exec('SELECT step FROM schema_steps ORDER BY step').toArray() };
}

/** The runtime's storage, as far as the tables need it. */
const asSql = ({ sql }: ObjectStorage): SqlStorage => sql as unknown as SqlStorage;

test('a new object has the tables of one that went every step', () => {
  const stepped = new ObjectStorage();
  stepped.sql.exec('CREATE TABLE schema_steps (step INTEGER PRIMARY KEY)');
  for (const [step, statements] of STEPS.entries()) {
    expect(isOutdated(asSql(stepped))).toBe(true);
    if (step > 0) break;
    stepped.sql.exec(statements);
    stepped.sql.exec('INSERT INTO schema_steps (step) VALUES (?)', step);
  }
  migrate(asSql(stepped));
  const whole = new ObjectStorage();
  migrate(asSql(whole));
  expect(isOutdated(asSql(whole))).toBe(false);
  expect(tablesOf(whole)).toEqual(tablesOf(stepped));
});
