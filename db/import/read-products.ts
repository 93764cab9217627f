import type { z } from 'zod';
import { type CsvRow, readCsvTable } from './csv-table.ts';
import {
  handleForm,
  imageCells,
  isUnknownColumn,
  metafieldColumn,
  productCells,
  variantCells,
} from './product-columns.ts';
import type { ImportProblem, ImportWarning } from './report.ts';

/** A product as a file describes it; prices in minor units of the file's currency. */
export interface ImportedProduct {
  /** Line of its first row. */
  readonly line: number;
  readonly handle: string;
  readonly title: string;
  readonly descriptionHtml: string;
  readonly vendor: string;
  readonly category: string;
  readonly productType: string;
  readonly tags: readonly string[];
  readonly isPublished: boolean;
  readonly isGiftCard: boolean;
  readonly seoTitle: string;
  readonly seoDescription: string;
  readonly status: 'active' | 'draft' | 'archived';
  readonly collection: string;
  readonly options: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly variants: readonly ImportedVariant[];
  readonly images: readonly ImportedImage[];
  readonly metafields: readonly { readonly namespace: string; readonly key: string; readonly value: string }[];
}

export interface ImportedVariant {
  readonly line: number;
  readonly optionValues: readonly string[];
  readonly sku: string;
  readonly barcode: string;
  readonly weightGrams: number;
  readonly tracked: boolean;
  readonly quantity: number | null;
  readonly inventoryPolicy: 'deny' | 'continue';
  readonly priceMinor: number;
  readonly compareAtMinor: number | null;
  readonly costMinor: number | null;
  readonly requiresShipping: boolean;
  readonly taxable: boolean;
  readonly imageUrl: string;
}

export interface ImportedImage {
  readonly line: number;
  readonly url: string;
  readonly alt: string;
  readonly position: number | null;
}

export interface ReadProducts {
  readonly rows: number;
  readonly products: readonly ImportedProduct[];
  /** Handles whose rows have problems; none of them is among `products`. */
  readonly refused: ReadonlySet<string>;
  readonly problems: readonly ImportProblem[];
  readonly warnings: readonly ImportWarning[];
}

const MAX_VARIANTS = 2048;
const MAX_IMAGES = 250;
const OPTIONS = [1, 2, 3] as const;

/** Reads a row's cells through a schema; null after reporting what was wrong. */
function readCells<S extends z.ZodObject>(schema: S, row: CsvRow, problems: ImportProblem[]): z.output<S> | null {
  const cells = Object.fromEntries(Object.keys(schema.shape).map((header) => [header, row.cell(header)]));
  const parsed = schema.safeParse(cells);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const column = String(issue.path[0] ?? '(row)');
    problems.push({ line: row.line, column, value: cells[column] ?? '', reason: issue.message });
  }
  return null;
}

const hasVariant = (row: CsvRow) =>
  ['Option1 Value', 'Variant SKU', 'Variant Price'].some((header) => row.cell(header) !== '');

class ProductReader {
  readonly #rows: readonly CsvRow[];
  readonly #headers: readonly string[];
  readonly #currency: string;
  readonly #skus: Map<string, number>;
  readonly problems: ImportProblem[] = [];

  constructor(rows: readonly CsvRow[], headers: readonly string[], currency: string, skus: Map<string, number>) {
    this.#rows = rows;
    this.#headers = headers;
    this.#currency = currency;
    this.#skus = skus;
  }

  #report(row: CsvRow, column: string, reason: string): void {
    this.problems.push({ line: row.line, column, value: row.cell(column), reason });
  }

  read(handle: string): ImportedProduct | null {
    const [first] = this.#rows;
    if (!first) return null;
    const cells = readCells(productCells, first, this.problems);
    const names = this.#optionNames(first);
    const variants = this.#variants(names);
    const images = this.#images();
    if (this.problems.length > 0 || !cells) return null;
    const options = names.map((name, index) => ({
      name,
      values: [...new Set(variants.map((variant) => variant.optionValues[index] ?? ''))],
    }));
    return {
      line: first.line,
      handle,
      title: cells.Title,
      descriptionHtml: cells['Body (HTML)'],
      vendor: cells.Vendor,
      category: cells['Product Category'],
      productType: cells.Type,
      tags: [
        ...new Set(
          cells.Tags.split(',')
            .map((tag) => tag.trim())
            .filter(Boolean),
        ),
      ],
      isPublished: cells.Published,
      isGiftCard: cells['Gift Card'],
      seoTitle: cells['SEO Title'],
      seoDescription: cells['SEO Description'],
      status: cells.Status,
      collection: cells.Collection,
      options,
      variants,
      images,
      metafields: this.#headers.flatMap((header) => {
        const field = metafieldColumn(header);
        const value = field ? first.cell(header) : '';
        return field && value !== '' ? [{ ...field, value }] : [];
      }),
    };
  }

  #optionNames(first: CsvRow): string[] {
    const names: string[] = [];
    for (const number of OPTIONS) {
      const name = first.cell(`Option${number} Name`);
      if (name === '') {
        if (first.cell(`Option${number} Value`) !== '' && number > 1)
          this.#report(first, `Option${number} Name`, 'is missing although the option has a value');
        continue;
      }
      if (names.length !== number - 1)
        this.#report(first, `Option${number} Name`, 'stands without the options before it');
      if (names.some((one) => one.toLowerCase() === name.toLowerCase()))
        this.#report(first, `Option${number} Name`, 'stands twice');
      names.push(name);
    }
    return names.length > 0 ? names : ['Title'];
  }

  #variants(names: readonly string[]): ImportedVariant[] {
    const schema = variantCells(this.#currency);
    const variants: ImportedVariant[] = [];
    const seen = new Set<string>();
    for (const [index, row] of this.#rows.entries()) {
      if (index > 0 && !hasVariant(row)) continue;
      const cells = readCells(schema, row, this.problems);
      const values = names.map((_name, at) => row.cell(`Option${at + 1} Value`));
      const isPlain = names.length === 1 && names[0] === 'Title' && values[0] === '';
      const optionValues = isPlain ? ['Default Title'] : values;
      const gap = optionValues.indexOf('');
      if (gap >= 0) this.#report(row, `Option${gap + 1} Value`, `a value for ${names[gap]} is missing`);
      const combination = JSON.stringify(optionValues);
      if (seen.has(combination))
        this.#report(row, 'Option1 Value', 'another variant of the product has the same options');
      seen.add(combination);
      this.#checkSku(row);
      if (!cells) continue;
      variants.push({
        line: row.line,
        optionValues,
        sku: cells['Variant SKU'],
        barcode: cells['Variant Barcode'].replace(/^'/, ''),
        weightGrams: cells['Variant Grams'] ?? 0,
        tracked: cells['Variant Inventory Tracker'] !== '' || cells['Variant Inventory Qty'] !== null,
        quantity: cells['Variant Inventory Qty'],
        inventoryPolicy: cells['Variant Inventory Policy'],
        priceMinor: cells['Variant Price'] ?? 0,
        compareAtMinor: cells['Variant Compare At Price'],
        costMinor: cells['Cost per item'],
        requiresShipping: cells['Variant Requires Shipping'],
        taxable: cells['Variant Taxable'],
        imageUrl: cells['Variant Image'],
      });
    }
    const [first] = this.#rows;
    if (first && variants.length > MAX_VARIANTS)
      this.#report(first, 'Handle', `has ${variants.length} variants; at most ${MAX_VARIANTS} are possible`);
    return variants;
  }

  #checkSku(row: CsvRow): void {
    const sku = row.cell('Variant SKU');
    if (sku === '') return;
    const other = this.#skus.get(sku);
    if (other !== undefined && other !== row.line) this.#report(row, 'Variant SKU', `stands on line ${other} too`);
    else this.#skus.set(sku, row.line);
  }

  #images(): ImportedImage[] {
    const images: ImportedImage[] = [];
    for (const row of this.#rows) {
      if (row.cell('Image Src') === '') continue;
      const cells = readCells(imageCells, row, this.problems);
      if (cells && !images.some((one) => one.url === cells['Image Src']))
        images.push({
          line: row.line,
          url: cells['Image Src'],
          alt: cells['Image Alt Text'],
          position: cells['Image Position'],
        });
    }
    const [first] = this.#rows;
    if (first && images.length > MAX_IMAGES)
      this.#report(first, 'Image Src', `the product has ${images.length} pictures; at most ${MAX_IMAGES} are possible`);
    return images.sort((a, b) => (a.position ?? 10_000) - (b.position ?? 10_000));
  }
}

/**
 * Reads Shopify's product CSV. Rows of one handle belong together wherever they stand; a product with any problem is left out whole, the others are
 * read on.
 */
export function readProducts(bytes: Uint8Array, currency: string): ReadProducts {
  const table = readCsvTable(bytes);
  if (!table.ok)
    return {
      rows: 0,
      products: [],
      refused: new Set(),
      warnings: [],
      problems: [{ line: table.line, column: table.column, value: table.value, reason: table.reason }],
    };
  const problems: ImportProblem[] = [];
  for (const needed of ['Handle', 'Title']) {
    if (!table.headers.some((header) => header.toLowerCase() === needed.toLowerCase()))
      problems.push({ line: 1, column: needed, value: '', reason: 'the column is missing' });
  }
  if (problems.length > 0) return { rows: table.rows.length, products: [], refused: new Set(), warnings: [], problems };
  const warnings = table.headers
    .filter(isUnknownColumn)
    .map((header) => ({ line: 1, message: `the column "${header}" is not known and was left out` }));
  const groups = new Map<string, CsvRow[]>();
  for (const row of table.rows) {
    const handle = row.cell('Handle').toLowerCase();
    if (!handleForm.test(handle))
      problems.push({
        line: row.line,
        column: 'Handle',
        value: handle,
        reason: handle === '' ? 'is missing' : 'may hold letters, digits, . _ and -',
      });
    else groups.set(handle, [...(groups.get(handle) ?? []), row]);
  }
  const skus = new Map<string, number>();
  const products: ImportedProduct[] = [];
  const refused = new Set<string>();
  for (const [handle, rows] of groups) {
    const reader = new ProductReader(rows, table.headers, currency, skus);
    const product = reader.read(handle);
    problems.push(...reader.problems);
    if (product) products.push(product);
    else refused.add(handle);
  }
  return { rows: table.rows.length, products, refused, problems, warnings };
}
