import type { OpeningStock } from '../../commerce/inventory/contract.ts';
import { createDb } from '../../db/client.ts';
import { openingStock } from '../../db/queries/opening-stock.ts';

/** Reads a variant's opening stock from the records; null when there is no such variant. Rejects when they cannot be reached. */
export type OpenStock = (variantId: number) => Promise<OpeningStock | null>;

/** The records' address in the Worker's environment. */
export interface RecordsEnv {
  readonly DATABASE_URL?: unknown;
  readonly NEON_LOCAL_ENDPOINT?: unknown;
}

/** The loader an object uses: one statement over HTTP, given up after 5 s so that a shopper hears "try again" and not nothing. */
export function openFromRecords(env: RecordsEnv): OpenStock {
  return async (variantId) => {
    const { DATABASE_URL: url, NEON_LOCAL_ENDPOINT: endpoint } = env;
    if (typeof url !== 'string') throw new TypeError('Configuration: DATABASE_URL is missing');
    const local = typeof endpoint === 'string' && endpoint !== '' ? { NEON_LOCAL_ENDPOINT: endpoint } : {};
    return within(OPENING_TIMEOUT_MS, openingStock(createDb({ DATABASE_URL: url, ...local }), variantId));
  };
}

const OPENING_TIMEOUT_MS = 5_000;

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
