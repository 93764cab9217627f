import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as apply } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));

/**
 * Brings a database to the newest schema; running it again changes nothing. Two callers at once are ordered by an advisory lock.
 * Throws what PostgreSQL says when a migration does not apply; each one is a transaction.
 */
export async function migrate(databaseUrl: string, folder: string = MIGRATIONS): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('shopflow migrations'))");
    await apply(drizzle({ client }), { migrationsFolder: folder });
  } finally {
    await client.end();
  }
}
