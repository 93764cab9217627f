import type { Client } from 'pg';

/** A price the shop has. */
export interface KnownPrice {
  readonly currency: string;
  readonly amount_minor: number;
  readonly compare_at_minor: number | null;
}

/** Rows of a product as they stand in the database, by their column names. */
export interface ProductRow {
  readonly id: number;
  readonly handle: string;
  readonly title: string;
  readonly description_html: string;
  readonly vendor: string;
  readonly product_type: string;
  readonly category: string | null;
  readonly tags: readonly string[];
  readonly status: 'active' | 'draft' | 'archived';
  readonly is_gift_card: boolean;
  readonly seo_title: string | null;
  readonly seo_description: string | null;
  readonly published_at: string | null;
}

export interface OptionRow {
  readonly id: number;
  readonly product_id: number;
  readonly name: string;
  readonly position: number;
}

export interface ValueRow {
  readonly id: number;
  readonly option_id: number;
  readonly name: string;
  readonly position: number;
}

export interface MediaRow {
  readonly id: number;
  readonly product_id: number;
  readonly url: string;
  readonly alt: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly position: number;
}

export interface VariantRow {
  readonly id: number;
  readonly product_id: number;
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly title: string;
  readonly position: number;
  readonly option_values: readonly string[];
  readonly weight_grams: number;
  readonly requires_shipping: boolean;
  readonly taxable: boolean;
  readonly tracked: boolean;
  readonly inventory_policy: 'deny' | 'continue';
  readonly media_id: number | null;
  readonly unit_cost_minor: number | null;
  readonly unit_cost_currency: string | null;
}

export interface KnownProduct {
  readonly product: ProductRow;
  readonly options: readonly (OptionRow & { readonly values: readonly ValueRow[] })[];
  readonly variants: readonly (VariantRow & { readonly prices: readonly KnownPrice[] })[];
  readonly media: readonly MediaRow[];
}

/** Locks the products with these handles until the transaction ends, and reads them whole. */
export async function knownProducts(
  client: Client,
  handles: readonly string[],
): Promise<ReadonlyMap<string, KnownProduct>> {
  const locked = await client.query<{ id: string }>(
    'select id from products where handle = any($1) order by id for update',
    [handles],
  );
  if (locked.rows.length === 0) return new Map();
  const { rows } = await client.query<{ known: KnownProduct }>(
    `select json_build_object(
       'product', to_json(p),
       'options', coalesce((select json_agg(to_jsonb(o) || jsonb_build_object('values',
           coalesce((select jsonb_agg(to_jsonb(y) order by y.position, y.id) from product_option_values y where y.option_id = o.id), '[]')) order by o.position)
         from product_options o where o.product_id = p.id), '[]'),
       'variants', coalesce((select json_agg(to_jsonb(v) || jsonb_build_object('prices',
           coalesce((select jsonb_agg(to_jsonb(r)) from prices r where r.variant_id = v.id), '[]')) order by v.position, v.id)
         from variants v where v.product_id = p.id), '[]'),
       'media', coalesce((select json_agg(to_json(m) order by m.position, m.id) from media m where m.product_id = p.id), '[]')
     ) as known from products p where p.id = any($1)`,
    [locked.rows.map((row) => row.id)],
  );
  return new Map(rows.map(({ known }) => [known.product.handle, known]));
}

/** Who has these SKUs now, by SKU. */
export async function skuOwners(client: Client, skus: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (skus.length === 0) return new Map();
  const { rows } = await client.query<{ sku: string; handle: string }>(
    'select v.sku, p.handle from variants v join products p on p.id = v.product_id where v.sku = any($1)',
    [skus],
  );
  return new Map(rows.map((row) => [row.sku, row.handle]));
}
