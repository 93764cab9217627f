import type { ImportProblem } from './report.ts';

/**
 * Columns of Shopify's product CSV by the names it had until 2025, with those it has since.
 * Source: https://help.shopify.com/en/manual/products/import-export/using-csv
 */
const NAMES = {
  Handle: 'URL handle',
  Title: null,
  'Body (HTML)': 'Description',
  Vendor: null,
  'Product Category': null,
  Type: null,
  Tags: null,
  Published: 'Published on online store',
  Collection: null,
  'Option1 Name': null,
  'Option1 Value': null,
  'Option2 Name': null,
  'Option2 Value': null,
  'Option3 Name': null,
  'Option3 Value': null,
  'Variant SKU': 'SKU',
  'Variant Grams': 'Weight value (grams)',
  'Variant Inventory Tracker': 'Inventory tracker',
  'Variant Inventory Qty': 'Inventory quantity',
  'Variant Inventory Policy': 'Continue selling when out of stock',
  'Variant Price': 'Price',
  'Variant Compare At Price': 'Compare-at price',
  'Variant Requires Shipping': 'Requires shipping',
  'Variant Taxable': 'Charge tax',
  'Variant Barcode': 'Barcode',
  'Variant Image': 'Variant image URL',
  'Cost per item': null,
  'Image Src': 'Product image URL',
  'Image Position': null,
  'Image Alt Text': null,
  'Gift Card': null,
  'SEO Title': null,
  'SEO Description': null,
  Status: null,
} as const satisfies Readonly<Record<string, string | null>>;

export type Field = keyof typeof NAMES;

const isField = (name: string): name is Field => Object.hasOwn(NAMES, name);
const fold = (name: string) => name.trim().replace(/\s+/g, ' ').toLowerCase();

const FIELDS: ReadonlyMap<string, Field> = new Map(
  Object.entries(NAMES).flatMap(([name, newer]) =>
    isField(name) ? [[fold(name), name] as const, ...(newer === null ? [] : [[fold(newer), name] as const])] : [],
  ),
);

/** Columns of Shopify's that carry something this shop has no place for. */
const NOT_KEPT =
  /^(option[123] linked to|(variant )?fulfillment service|variant weight unit|weight unit for display|(variant )?tax code|(variant )?unit price .*|google shopping \/ .*|included \/ .*)$/;

export interface MetafieldColumn {
  readonly index: number;
  readonly header: string;
  readonly namespace: string;
  readonly key: string;
}

/** A price of a market: `Price / United Kingdom`. */
export interface MarketPriceColumn {
  readonly index: number;
  readonly header: string;
  readonly currency: string;
  readonly isCompareAt: boolean;
}

/** Where what stands in a file. */
export interface Columns {
  readonly width: number;
  readonly places: ReadonlyMap<string, { readonly index: number; readonly header: string }>;
  /** `Option4 Name` and beyond: a value in them is refused. */
  readonly surplusOptions: readonly { readonly index: number; readonly header: string }[];
  readonly metafields: readonly MetafieldColumn[];
  readonly marketPrices: readonly MarketPriceColumn[];
  readonly warnings: readonly string[];
  readonly problems: readonly ImportProblem[];
}

/** What a market's name in a header means. */
export interface PricedMarket {
  /** Its name, handle, and countries, as somebody may write them. */
  readonly names: readonly string[];
  readonly currency: string;
}

/**
 * Reads the header. Problems: no Handle or Title, a column that stands twice. Warnings: columns not known, known but without a place here, or of
 * a market that the shop does not have or that pays in the file's own currency.
 */
export function readColumns(headers: readonly string[], currency: string, markets: readonly PricedMarket[]): Columns {
  const places = new Map<string, { index: number; header: string }>();
  const surplusOptions: { index: number; header: string }[] = [];
  const metafields: MetafieldColumn[] = [];
  const marketPrices: MarketPriceColumn[] = [];
  const warnings: string[] = [];
  const problems: ImportProblem[] = [];
  for (const [index, raw] of headers.entries()) {
    const header = raw.trim();
    const folded = fold(header);
    const field = FIELDS.get(folded);
    const metafield = /\(product\.metafields\.([\w-]+)\.([\w-]+)\)$/i.exec(header);
    const priced = /^(price|compare[ -]at price) \/ (.+)$/i.exec(header);
    if (field) {
      if (places.has(field))
        problems.push({ line: 1, column: header, value: header, reason: 'stands twice in the header' });
      else places.set(field, { index, header });
    } else if (metafield?.[1] && metafield[2]) {
      metafields.push({ index, header, namespace: metafield[1], key: metafield[2] });
    } else if (priced?.[1] && priced[2]) {
      const wanted = fold(priced[2]);
      const market = markets.find((one) => one.names.some((name) => fold(name) === wanted));
      const isTaken = marketPrices.some(
        (one) => one.currency === market?.currency && one.isCompareAt === !/^price/i.test(header),
      );
      if (!market) warnings.push(`the column "${header}" was left out: there is no market of this name`);
      else if (market.currency === currency || isTaken)
        warnings.push(`the column "${header}" was left out: prices in ${market.currency} come from another column`);
      else marketPrices.push({ index, header, currency: market.currency, isCompareAt: !/^price/i.test(header) });
    } else if (/^option([4-9]|\d\d+) (name|value)$/.test(folded)) surplusOptions.push({ index, header });
    else if (NOT_KEPT.test(folded)) warnings.push(`the column "${header}" has no place here and was left out`);
    else if (header !== '') warnings.push(`the column "${header}" is not known and was left out`);
  }
  for (const needed of ['Handle', 'Title'] as const)
    if (!places.has(needed)) problems.push({ line: 1, column: needed, value: '', reason: 'the column is missing' });
  return { width: headers.length, places, surplusOptions, metafields, marketPrices, warnings, problems };
}

/** A cell by its field, without surrounding space; undefined when the file has no such column. */
export function cellOf(columns: Columns, cells: readonly string[], field: Field): string | undefined {
  const place = columns.places.get(field);
  return place === undefined ? undefined : (cells[place.index] ?? '').trim();
}

/** The column as the file calls it. */
export function headerOf(columns: Columns, field: Field): string {
  return columns.places.get(field)?.header ?? field;
}
