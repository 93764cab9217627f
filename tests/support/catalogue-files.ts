import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';

/** Real catalogues beside the project, turned into the files merchants leave Shopify with. */
export const sharedData = path.resolve(import.meta.dirname, '../../../shared/data');

/** Whether a catalogue is there; where it is not, its test says so and is skipped. */
export const hasCatalogue = (name: 'spree-demo' | 'eshop-catalog'): boolean => existsSync(path.join(sharedData, name));

const cell = (value: string) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const csv = (rows: readonly (readonly string[])[]) => `${rows.map((row) => row.map(cell).join(',')).join('\n')}\n`;

const HEADERS = [
  'Handle',
  'Title',
  'Body (HTML)',
  'Vendor',
  'Type',
  'Tags',
  'Published',
  'Option1 Name',
  'Option1 Value',
  'Option2 Name',
  'Option2 Value',
  'Variant SKU',
  'Variant Grams',
  'Variant Inventory Tracker',
  'Variant Inventory Qty',
  'Variant Inventory Policy',
  'Variant Price',
  'Variant Compare At Price',
  'Image Src',
  'Image Position',
  'SEO Title',
  'SEO Description',
  'Status',
  'Variant Image',
] as const;
type Header = (typeof HEADERS)[number];
type Row = { readonly [H in Header | `Wattage (${string})` | `Capacity (${string})`]?: string | undefined };

const METAFIELDS = {
  wattage: 'Wattage (product.metafields.custom.wattage)',
  capacity: 'Capacity (product.metafields.custom.capacity)',
} as const;

const fileOf = (rows: readonly Row[]) => {
  const headers: (keyof Row)[] = [...HEADERS, METAFIELDS.wattage, METAFIELDS.capacity];
  return csv([headers, ...rows.map((row) => headers.map((header) => row[header] ?? ''))]);
};

/** The 101 products of the eShop catalogue as a Shopify product CSV; pictures by relative path `pics/N.webp`. */
export function eshopProductsCsv(): string {
  const items = JSON.parse(readFileSync(path.join(sharedData, 'eshop-catalog/catalog.json'), 'utf8')) as {
    Id: number;
    Type: string;
    Brand: string;
    Name: string;
    Description: string;
    Price: number;
  }[];
  return fileOf(
    items.map((item) => ({
      Handle: `${item.Name.toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')}-${item.Id}`,
      Title: item.Name,
      'Body (HTML)': `<p>${item.Description}</p>`,
      Vendor: item.Brand,
      Type: item.Type,
      Published: 'TRUE',
      'Variant SKU': `ESHOP-${item.Id}`,
      'Variant Inventory Tracker': 'shopify',
      'Variant Inventory Qty': '25',
      'Variant Price': item.Price.toFixed(2),
      'Image Src': `pics/${item.Id}.webp`,
      'Image Position': '1',
      Status: 'active',
    })),
  );
}

function spreeRows(name: string): Record<string, string>[] {
  return parse(readFileSync(path.join(sharedData, 'spree-demo', name)), {
    columns: true,
    bom: true,
    relax_column_count: true,
  });
}

/** The Spree demo's products, one row per variant, as a Shopify product CSV; pictures by relative path `images/NAME`. */
export function spreeProductsCsv(): string {
  const sources = spreeRows('products.csv');
  const hasVariants = new Set(sources.filter((row) => row.option1_value).map((row) => row.slug));
  const head = new Map<string, Record<string, string>>();
  const rows: Row[] = [];
  for (const source of sources) {
    const handle = source.slug ?? '';
    const parent = head.get(handle) ?? source;
    const isFirst = !head.has(handle);
    head.set(handle, parent);
    const picture = source.image1_src ? `images/${path.basename(source.image1_src)}` : '';
    const isVariant = source.option1_value !== '' || !hasVariants.has(handle);
    // The source has a row for the product alone before its variants; Shopify's first row is the first variant.
    if (!isVariant) {
      head.set(handle, { ...source, picture, pending: 'yes' });
      continue;
    }
    const pending = parent.pending === 'yes';
    if (pending) head.set(handle, { ...parent, pending: '' });
    rows.push({
      Handle: handle,
      ...(isFirst || pending
        ? {
            Title: parent.name,
            'Body (HTML)': parent.description,
            Vendor: 'Spree',
            Type: parent.product_type || (parent.category1 ?? '').split('->').at(-1)?.trim() || '',
            Tags: parent.tags,
            Published: 'TRUE',
            'SEO Title': parent.meta_title,
            'SEO Description': parent.meta_description,
            Status: parent.status === 'active' || !parent.status ? 'active' : 'draft',
            'Option1 Name': parent.option1_name || source.option1_name,
            'Option2 Name': parent.option2_name || source.option2_name,
            [METAFIELDS.wattage]: parent['custom_field.custom.wattage'],
            [METAFIELDS.capacity]: parent['custom_field.custom.capacity'],
          }
        : {}),
      'Option1 Value': source.option1_value,
      'Option2 Value': source.option2_value,
      'Variant SKU': source.sku,
      'Variant Inventory Tracker': 'shopify',
      'Variant Inventory Qty': source.inventory_count || '0',
      'Variant Inventory Policy': source.inventory_backorderable === 'true' ? 'continue' : 'deny',
      'Variant Price': source.price || parent.price,
      'Variant Compare At Price': source.compare_at_price,
      'Image Src': picture || (pending ? parent.picture : ''),
      'Variant Image': picture,
    });
    if (pending && picture && parent.picture && parent.picture !== picture)
      rows.push({ Handle: handle, 'Image Src': parent.picture });
  }
  return fileOf(rows);
}

/** The Spree demo's German and French texts as Shopify's translation CSV. */
export function spreeTranslationsCsv(): string {
  const fields = [
    ['name', 'title'],
    ['description', 'body_html'],
    ['meta_title', 'meta_title'],
    ['meta_description', 'meta_description'],
  ] as const;
  const rows = spreeRows('product_translations.csv').flatMap((row) =>
    fields.map(([from, to]) => ['PRODUCT', row.slug ?? '', to, row.locale ?? '', '', '', '', row[from] ?? '']),
  );
  return csv([
    ['Type', 'Identification', 'Field', 'Locale', 'Market', 'Status', 'Default content', 'Translated content'],
    ...rows,
  ]);
}
