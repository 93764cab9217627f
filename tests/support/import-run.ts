import { Client } from 'pg';
import { bytesSource } from '../../db/import/csv-rows.ts';
import { type ImportOptions, importProducts } from '../../db/import/import-products.ts';
import { importTranslations } from '../../db/import/import-translations.ts';
import type { ImportReport } from '../../db/import/report.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';

/** A shop of its own to import into. */
export interface ImportShop {
  readonly products: (file: string | Uint8Array, options?: Partial<ImportOptions>) => Promise<ImportReport>;
  readonly translations: (
    file: string,
    options?: { readonly dryRun?: boolean; readonly strict?: boolean },
  ) => Promise<ImportReport>;
  /** Every row of a query. */
  readonly rows: (sql: string, ...params: unknown[]) => Promise<Record<string, unknown>[]>;
  /** One digest over all tables a product has rows in: equal means that nothing changed. */
  readonly digest: () => Promise<string>;
  readonly close: () => Promise<void>;
}

const TABLES = [
  'products',
  'product_options',
  'product_option_values',
  'media',
  'variants',
  'prices',
  'metafields',
  'translations',
  'stock_levels',
  'collections',
  'collection_products',
];

const source = (file: string | Uint8Array) =>
  bytesSource(typeof file === 'string' ? new TextEncoder().encode(file) : file);

/** Opens a shop: the seeded demo, which has 30 products, prices in euros and the warehouses LEJ, RTM, DRF, ABE and RNO. */
export async function openImportShop(): Promise<ImportShop> {
  const database: FreshDatabase = await freshDatabase('seeded');
  const client = new Client({ connectionString: database.url });
  await client.connect();
  return {
    products: (file, options) =>
      importProducts(source(file), {
        databaseUrl: database.url,
        currency: null,
        warehouse: null,
        dryRun: false,
        strict: false,
        replace: false,
        ...options,
      }),
    translations: (file, options) =>
      importTranslations(source(file), { databaseUrl: database.url, dryRun: false, strict: false, ...options }),
    rows: async (sql, ...params) => (await client.query<Record<string, unknown>>(sql, params)).rows,
    digest: async () => {
      const parts = TABLES.map(
        (table) => `(select md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) from ${table} t)`,
      );
      const { rows } = await client.query<{ digest: string }>(`select md5(${parts.join(' || ')}) as digest`);
      return rows[0]?.digest ?? '';
    },
    close: async () => {
      await client.end();
      await database.drop();
    },
  };
}
