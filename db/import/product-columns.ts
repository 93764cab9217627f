import { z } from 'zod';
import { parseDecimal } from '../../commerce/money/money.ts';

/** Columns of Shopify's product CSV that are read. Source: https://help.shopify.com/manual/products/import-export/using-csv */
export const KNOWN_COLUMNS = [
  'Handle',
  'Title',
  'Body (HTML)',
  'Vendor',
  'Product Category',
  'Type',
  'Tags',
  'Published',
  'Option1 Name',
  'Option1 Value',
  'Option1 Linked To',
  'Option2 Name',
  'Option2 Value',
  'Option2 Linked To',
  'Option3 Name',
  'Option3 Value',
  'Option3 Linked To',
  'Variant SKU',
  'Variant Grams',
  'Variant Inventory Tracker',
  'Variant Inventory Qty',
  'Variant Inventory Policy',
  'Variant Fulfillment Service',
  'Variant Price',
  'Variant Compare At Price',
  'Variant Requires Shipping',
  'Variant Taxable',
  'Variant Barcode',
  'Image Src',
  'Image Position',
  'Image Alt Text',
  'Gift Card',
  'SEO Title',
  'SEO Description',
  'Variant Image',
  'Variant Weight Unit',
  'Variant Tax Code',
  'Cost per item',
  'Status',
  'Collection',
] as const;

/** Columns that other systems' exports carry and that mean nothing here. */
const SILENT = /^(Google Shopping \/|Included \/|Price \/|Compare At Price \/|Unit Price |Variant Unit Price)/i;

/** Namespace and key of a metafield column `Material (product.metafields.custom.material)`; null for another column. */
export function metafieldColumn(header: string): { readonly namespace: string; readonly key: string } | null {
  const match = /\(product\.metafields\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\)\s*$/.exec(header);
  return match?.[1] && match[2] ? { namespace: match[1], key: match[2] } : null;
}

/** Whether a column is neither read nor known to be without meaning. */
export function isUnknownColumn(header: string): boolean {
  const wanted = header.trim().toLowerCase();
  return (
    header !== '' &&
    !KNOWN_COLUMNS.some((one) => one.toLowerCase() === wanted) &&
    metafieldColumn(header) === null &&
    !SILENT.test(header)
  );
}

const yesNo = (fallback: boolean) =>
  z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(['true', 'false', 'yes', 'no', '1', '0', ''], 'must be TRUE or FALSE'))
    .transform((text) => (text === '' ? fallback : text === 'true' || text === 'yes' || text === '1'));

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^-?\d*$/, 'must be a whole number')
    .transform((text) => (text === '' ? null : Number(text)))
    .refine(
      (number) => number === null || (number >= least && number <= most),
      `must lie between ${least} and ${most}`,
    );

const text = (most: number) => z.string().max(most, `must have at most ${most} characters`);

/** A price in a currency; null for an empty cell. */
const price = (currency: string) =>
  z.string().transform((cell, context) => {
    if (cell === '') return null;
    const money = parseDecimal(cell, currency);
    if (!money) {
      context.addIssue({
        code: 'custom',
        message: `must be a decimal number with a point and no more digits than ${currency} has`,
      });
      return z.NEVER;
    }
    if (money.amountMinor < 0) {
      context.addIssue({ code: 'custom', message: 'must not be negative' });
      return z.NEVER;
    }
    return money.amountMinor;
  });

/** Cells of the first row of a product that describe the product. */
export const productCells = z.object({
  Title: text(255).min(1, 'a new product needs a title'),
  'Body (HTML)': text(512_000),
  Vendor: text(255),
  'Product Category': text(1000),
  Type: text(255),
  Tags: text(5000),
  Published: yesNo(true),
  'Gift Card': yesNo(false),
  'SEO Title': text(255),
  'SEO Description': text(1000),
  Status: z
    .string()
    .transform((cell) => cell.toLowerCase() || 'active')
    .pipe(z.enum(['active', 'draft', 'archived'], 'must be active, draft or archived')),
  Collection: text(255),
});

/** Cells of a row that describe a variant; prices in the file's currency. */
export const variantCells = (currency: string) =>
  z.object({
    'Variant SKU': text(255),
    'Variant Grams': wholeNumber(0, 10_000_000),
    'Variant Inventory Tracker': text(64),
    'Variant Inventory Qty': wholeNumber(0, 1_000_000_000),
    'Variant Inventory Policy': z
      .string()
      .transform((cell) => cell.toLowerCase() || 'deny')
      .pipe(z.enum(['deny', 'continue'], 'must be deny or continue')),
    'Variant Price': price(currency).refine((amount) => amount !== null, 'a variant needs a price'),
    'Variant Compare At Price': price(currency),
    'Variant Requires Shipping': yesNo(true),
    'Variant Taxable': yesNo(true),
    'Variant Barcode': text(255),
    'Variant Image': text(2048),
    'Cost per item': price(currency),
  });

/** Cells of a row that describe a picture. */
export const imageCells = z.object({
  'Image Src': text(2048),
  'Image Position': wholeNumber(1, 10_000),
  'Image Alt Text': text(512),
});

/** Handles as they stand in addresses. */
export const handleForm = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u;
