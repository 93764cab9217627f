import { sql } from 'drizzle-orm';
import type { ListedProduct } from '../../../commerce/catalogue/listing.ts';
import type { Db } from '../../../db/client.ts';
import { LISTED_PRODUCTS, PRODUCTS, SETTINGS } from '../../../db/queries/catalogue.ts';
import type { Catalogue, ProductRecord, ShopSettings } from '../../ports/catalogue.ts';

/** The catalogue in Postgres over the Neon driver; each query builds its JSON in the database, so each read is one statement. */
export function neonCatalogue(db: Db): Catalogue {
  return {
    async settings() {
      const { rows } = await db.execute<{ settings: ShopSettings }>(SETTINGS);
      const settings = rows[0]?.settings;
      if (!settings?.shop) throw new Error('records: the shop is not set up');
      return settings;
    },
    async listed() {
      const { rows } = await db.execute<{ product: ListedProduct }>(LISTED_PRODUCTS);
      return rows.map((row) => row.product);
    },
    async products(ids) {
      if (ids.length === 0) return [];
      const list = `{${ids.filter((id) => Number.isSafeInteger(id)).join(',')}}`;
      const { rows } = await db.execute<{ product: ProductRecord }>(PRODUCTS(sql`${list}::bigint[]`));
      return rows.map((row) => row.product);
    },
  };
}
