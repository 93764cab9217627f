import { neon, neonConfig } from '@neondatabase/serverless';
import { drizzle, type NeonHttpDatabase } from 'drizzle-orm/neon-http';

/** The records, one HTTP request per statement or batch; `db.batch([...])` is one transaction. */
export type Db = NeonHttpDatabase<Record<string, never>> & { readonly $client: ReturnType<typeof neon<false, true>> };

/** Where the records are. */
export interface DbConfig {
  /** postgres://user:password@host/database */
  readonly DATABASE_URL: string;
  /** Address of a local endpoint that speaks Neon's HTTP protocol; absent: Neon itself. */
  readonly NEON_LOCAL_ENDPOINT?: string | undefined;
}

const known = new Map<string, Db>();

/** The database behind a configuration; made once per isolate, it holds no connection. */
export function createDb(config: DbConfig): Db {
  const key = `${config.NEON_LOCAL_ENDPOINT ?? ''} ${config.DATABASE_URL}`;
  const existing = known.get(key);
  if (existing) return existing;
  if (config.NEON_LOCAL_ENDPOINT) {
    const endpoint = new URL('/sql', config.NEON_LOCAL_ENDPOINT).href;
    neonConfig.fetchEndpoint = () => endpoint;
  }
  const db: Db = drizzle({ client: neon(config.DATABASE_URL) });
  known.set(key, db);
  return db;
}
