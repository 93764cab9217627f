import { z } from 'zod';
import type { ImportProblem } from '../../db/import/report.ts';

const problem = z.object({ line: z.number(), column: z.string(), value: z.string(), reason: z.string() });
const forecastShape = z.object({
  lines: z.number(),
  rowCount: z.number(),
  changing: z.number(),
  problems: z.array(problem),
});
const progressShape = z.object({
  id: z.number(),
  rowCount: z.number(),
  doneCount: z.number(),
  appliedCount: z.number(),
  problemCount: z.number(),
  problems: z.array(problem),
  isFinished: z.boolean(),
});

export type StockForecast = z.infer<typeof forecastShape>;
export type StockProgress = z.infer<typeof progressShape> & { readonly problems: readonly ImportProblem[] };

/** A shop to send counts to, and how to get in. */
export interface StockShop {
  readonly origin: string;
  readonly adminToken: string;
}

/** Requests that write chunks at once. */
const TOGETHER = 3;
/** Runs in which nothing moved before it is given up; somebody else may hold the last chunks for a minute. */
const MOST_IDLE = 30;

async function call(shop: StockShop, path: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(`${shop.origin}/admin/api/stock/imports${path}`, {
    ...init,
    headers: { 'x-shopify-access-token': shop.adminToken, 'content-type': 'text/csv' },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

/** Asks what a file of counts would do. Throws with the answer when the shop refuses it. */
export async function forecastStock(shop: StockShop, file: Buffer): Promise<StockForecast> {
  return forecastShape.parse(await call(shop, '?dryRun=1', { method: 'POST', body: new Uint8Array(file) }));
}

/** Sends a file of counts; answers how far it is: nothing is written yet. Throws with the answer when the shop refuses it. */
export async function sendStock(shop: StockShop, file: Buffer, name: string): Promise<StockProgress> {
  const answer = await call(shop, `?name=${encodeURIComponent(name)}`, { method: 'POST', body: new Uint8Array(file) });
  return progressShape.parse(answer);
}

/**
 * Drives an import to its end, also one that somebody else began: several requests write chunks at once. Throws when nothing moves for half a minute;
 * the shop's own rounds go on with it then.
 */
export async function finishStock(
  shop: StockShop,
  importId: number,
  onProgress: (progress: StockProgress) => void,
): Promise<StockProgress> {
  let newest = progressShape.parse(await call(shop, `/${importId}`, { method: 'GET' }));
  let idle = 0;
  const drive = async (): Promise<void> => {
    while (!newest.isFinished) {
      const before = newest.doneCount;
      const answer = progressShape.parse(await call(shop, `/${importId}/run`, { method: 'POST' }));
      if (answer.doneCount >= newest.doneCount) newest = answer;
      onProgress(newest);
      idle = newest.doneCount > before ? 0 : idle + 1;
      if (newest.isFinished || newest.doneCount > before) continue;
      if (idle > MOST_IDLE * TOGETHER)
        throw new Error(`import ${importId} does not move; its ${newest.doneCount} of ${newest.rowCount} rows are in`);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, drive));
  return progressShape.parse(await call(shop, `/${importId}`, { method: 'GET' }));
}
