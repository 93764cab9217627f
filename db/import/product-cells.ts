import { z } from 'zod';
import { parseDecimal } from '../../commerce/money/money.ts';

// An absent column is undefined and stays as it is. An empty cell clears what may be empty ('' or null), and leaves alone what may not.

const text = (most: number) => z.string().max(most, `must have at most ${most} characters`).optional();

const yesNo = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false', 'yes', 'no', '1', '0', ''], 'must be TRUE or FALSE'))
  .transform((cell) => (cell === '' ? undefined : cell === 'true' || cell === 'yes' || cell === '1'))
  .optional();

const choice = <const T extends readonly string[]>(choices: T, message: string) =>
  z
    .string()
    .toLowerCase()
    .pipe(z.enum([...choices, ''], message))
    .transform((cell): T[number] | undefined => choices.find((one) => one === cell))
    .optional();

/** The column became "Continue selling when out of stock": then TRUE and FALSE mean the same. */
const inventoryPolicy = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['deny', 'continue', 'true', 'false', ''], 'must be deny or continue'))
  .transform((cell): 'deny' | 'continue' | undefined =>
    cell === '' ? undefined : cell === 'continue' || cell === 'true' ? 'continue' : 'deny',
  )
  .optional();

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^(-?\d{1,12})?$/, 'must be a whole number')
    .transform((cell) => (cell === '' ? undefined : Number(cell)))
    .refine(
      (number) => number === undefined || (number >= least && number <= most),
      `must lie between ${least} and ${most}`,
    )
    .optional();

/** Shopify writes grams with decimals where the weight was entered in pounds. */
const grams = z
  .string()
  .regex(/^(\d{1,9}(\.\d+)?)?$/, 'must be a number of grams, not negative')
  .transform((cell) => (cell === '' ? undefined : Math.round(Number(cell))))
  .optional();

/** Spreadsheets keep leading zeros of a text that begins with an apostrophe. */
const code = z
  .string()
  .max(255, 'must have at most 255 characters')
  .transform((cell) => cell.replace(/^'/, ''))
  .optional();

/** A price in minor units; null for an empty cell. Exported for the columns of markets, whose currency differs. */
export function priceCell(currency: string) {
  return z.string().transform((cell, context): number | null => {
    if (cell === '') return null;
    const amount = parseDecimal(cell, currency);
    if (amount && amount.amountMinor >= 0 && amount.amountMinor <= 1_000_000_000_000) return amount.amountMinor;
    const message = !amount
      ? `must be a decimal number with a point and no more decimals than ${currency} has`
      : amount.amountMinor < 0
        ? 'must not be negative'
        : 'is too large';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

/** Cells of a product's first row that describe the product. */
export const productCells = z.object({
  Title: text(255),
  'Body (HTML)': text(512_000),
  Vendor: text(255),
  'Product Category': text(1000),
  Type: text(255),
  Tags: text(20_000),
  Published: yesNo,
  Collection: text(255),
  'Gift Card': yesNo,
  'SEO Title': text(255),
  'SEO Description': text(1000),
  Status: choice(['active', 'draft', 'archived'], 'must be active, draft or archived'),
});

/** Cells of a row that describe a variant; prices in the file's currency. */
export const variantCells = (currency: string) =>
  z.object({
    'Variant SKU': code,
    'Variant Grams': grams,
    'Variant Inventory Tracker': text(64),
    'Variant Inventory Qty': wholeNumber(-1_000_000_000, 1_000_000_000),
    'Variant Inventory Policy': inventoryPolicy,
    'Variant Price': priceCell(currency).optional(),
    'Variant Compare At Price': priceCell(currency).optional(),
    'Variant Requires Shipping': yesNo,
    'Variant Taxable': yesNo,
    'Variant Barcode': code,
    'Variant Image': text(2048),
    'Cost per item': priceCell(currency).optional(),
  });

/** Cells of a row that describe a picture. */
export const imageCells = z.object({
  'Image Src': text(2048),
  'Image Position': wholeNumber(1, 100_000),
  'Image Alt Text': text(512),
});

/** Handles as they stand in addresses. */
export const HANDLE = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,254}$/u;
