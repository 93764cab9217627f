import pg from 'pg';
import { readProducts } from './read-products.ts';
import type { ImportProblem, ImportReport } from './report.ts';
import { writeProducts } from './write-products.ts';

export interface ImportOptions {
  readonly databaseUrl: string;
  /** ISO 4217 code of the file's prices; null: the shop's own currency. */
  readonly currency: string | null;
  /** Code of the warehouse that quantities of new variants open in; null: the first by priority. */
  readonly warehouse: string | null;
  /** Reads and checks everything and writes nothing. */
  readonly dryRun: boolean;
  /** Writes nothing at all when anything in the file is wrong. */
  readonly strict: boolean;
  /** Removes variants and pictures of a product that the file does not have. */
  readonly replace: boolean;
  /** Called after each portion: products done, products in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

const PORTION = 250;

/**
 * Imports Shopify's product CSV. A product is written whole or not at all; running the same file again changes nothing but the time of change.
 * Throws for a currency or warehouse the shop does not have, and when the database cannot be reached; problems of the file are in the report.
 */
export async function importProducts(bytes: Uint8Array, options: ImportOptions): Promise<ImportReport> {
  const client = new pg.Client({ connectionString: options.databaseUrl });
  await client.connect();
  try {
    const currency =
      options.currency ??
      (await client.query<{ base_currency: string }>('select base_currency from shop order by id limit 1')).rows[0]
        ?.base_currency;
    if (!currency || !/^[A-Z]{3}$/.test(currency))
      throw new Error('The shop has no currency yet; name one with --currency.');
    const { rows: warehouses } = await client.query<{ id: string; code: string }>(
      'select id, code from warehouses order by priority, id',
    );
    const warehouse =
      options.warehouse === null ? warehouses[0] : warehouses.find((one) => one.code === options.warehouse);
    if (!warehouse)
      throw new Error(
        `There is no warehouse ${options.warehouse ?? ''}; known are ${warehouses.map((one) => one.code).join(', ') || 'none'}.`,
      );
    const read = readProducts(bytes, currency);
    const problems: ImportProblem[] = [...read.problems];
    const counts = { created: 0, updated: 0, variants: 0, images: 0 };
    const isStopped = options.strict && problems.length > 0;
    for (let at = 0; at < read.products.length && !isStopped; at += PORTION) {
      const portion = read.products.slice(at, at + PORTION);
      if (!options.dryRun) {
        const written = await writeProducts(client, portion, {
          currency,
          warehouseId: Number(warehouse.id),
          replace: options.replace,
        });
        counts.created += written.created;
        counts.updated += written.updated;
        problems.push(...written.problems);
      } else {
        const { rows } = await client.query<{ count: string }>('select count(*) from products where handle = any($1)', [
          portion.map((one) => one.handle),
        ]);
        counts.updated += Number(rows[0]?.count ?? 0);
        counts.created += portion.length - Number(rows[0]?.count ?? 0);
      }
      counts.variants += portion.reduce((sum, one) => sum + one.variants.length, 0);
      counts.images += portion.reduce((sum, one) => sum + one.images.length, 0);
      options.onProgress?.(Math.min(at + PORTION, read.products.length), read.products.length);
    }
    const refused = isStopped
      ? read.refused.size + read.products.length
      : read.refused.size + (read.products.length - counts.created - counts.updated);
    return {
      isDryRun: options.dryRun,
      rows: read.rows,
      ...counts,
      refused,
      problems: problems.sort((a, b) => a.line - b.line),
      warnings: read.warnings,
    };
  } finally {
    await client.end();
  }
}
