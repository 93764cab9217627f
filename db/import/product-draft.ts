import type { z } from 'zod';
import { HANDLE, imageCells, priceCell, productCells, variantCells } from './product-cells.ts';
import { type Columns, cellOf, type Field, headerOf } from './product-columns.ts';
import type { Findings } from './report.ts';

/** A row of the file and the line it begins on. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A price as the file has it; undefined where it says nothing, null where it says "none". */
export interface DraftPrice {
  readonly currency: string;
  readonly column: string;
  readonly amountMinor: number | null | undefined;
  readonly compareAtMinor: number | null | undefined;
}

export interface DraftVariant {
  readonly line: number;
  /** In the order of the product's options; null: the file does not say, so the SKU must. */
  readonly optionValues: readonly string[] | null;
  readonly sku: string | undefined;
  readonly barcode: string | undefined;
  readonly weightGrams: number | undefined;
  readonly requiresShipping: boolean | undefined;
  readonly taxable: boolean | undefined;
  readonly tracked: boolean | undefined;
  readonly inventoryPolicy: 'deny' | 'continue' | undefined;
  readonly quantity: number | undefined;
  readonly costMinor: number | undefined;
  readonly imageUrl: string;
  /** The file's own currency first. */
  readonly prices: readonly DraftPrice[];
}

export interface DraftImage {
  readonly line: number;
  readonly url: string;
  readonly alt: string | undefined;
  readonly width: number | null;
  readonly height: number | null;
}

export interface DraftMetafield {
  readonly line: number;
  readonly header: string;
  readonly namespace: string;
  readonly key: string;
  /** Empty: to be removed. */
  readonly value: string;
}

/** A product as a file describes it. Undefined: the file does not say. */
export interface ProductDraft {
  readonly line: number;
  readonly handle: string;
  readonly cells: z.output<typeof productCells>;
  /** Null: the file names no options. */
  readonly optionNames: readonly string[] | null;
  readonly variants: readonly DraftVariant[];
  readonly images: readonly DraftImage[];
  readonly metafields: readonly DraftMetafield[];
}

/** Most of them in one product, as in Shopify. */
export const MOST_VARIANTS = 2048;
export const MOST_IMAGES = 250;
const OPTIONS = [1, 2, 3] as const;
const VARIANT_FIELDS: readonly Field[] = [
  'Option1 Value',
  'Option2 Value',
  'Option3 Value',
  'Variant SKU',
  'Variant Price',
];

/** Reads the rows of one product and notes everything wrong with them. */
export class DraftReader {
  readonly #columns: Columns;
  readonly #findings: Findings;
  readonly #currency: string;
  readonly #variantCells: ReturnType<typeof variantCells>;

  constructor(columns: Columns, currency: string, findings: Findings) {
    this.#columns = columns;
    this.#currency = currency;
    this.#findings = findings;
    this.#variantCells = variantCells(currency);
  }

  /** The handle of a row; null after noting what is wrong with it. */
  handleOf(row: Row): string | null {
    const handle = (this.#cell(row, 'Handle') ?? '').toLowerCase();
    if (HANDLE.test(handle)) return handle;
    this.#report(row, 'Handle', handle === '' ? 'is missing' : 'may hold letters, digits, . _ and -, at most 255');
    return null;
  }

  /** The product of rows that share a handle; null after noting what is wrong with them. */
  read(handle: string, rows: readonly Row[], twiceOf: (line: number) => number | undefined): ProductDraft | null {
    const before = this.#findings.count;
    // Whoever sorts a file by another column moves the row with the title.
    const head = rows.find((row) => this.#cell(row, 'Title') !== '') ?? rows[0];
    if (!head) return null;
    const cells = this.#parse(productCells, head);
    const optionNames = this.#optionNames(head);
    const variants = this.#variants(rows, head, optionNames);
    const images = this.#images(rows);
    for (const row of rows) {
      this.#checkShape(row);
      const first = twiceOf(row.line);
      if (first !== undefined) this.#report(row, 'Variant SKU', `stands on line ${first} too`);
    }
    if (!cells || this.#findings.count > before) return null;
    const metafields = this.#columns.metafields.map(({ index, ...column }) => ({
      ...column,
      line: head.line,
      value: (head.cells[index] ?? '').trim(),
    }));
    return { line: head.line, handle, cells, optionNames, variants, images, metafields };
  }

  #cell(row: Row, field: Field): string | undefined {
    return cellOf(this.#columns, row.cells, field);
  }

  #report(row: Row, field: Field, reason: string): void {
    const column = headerOf(this.#columns, field);
    this.#findings.problem({ line: row.line, column, value: this.#cell(row, field) ?? '', reason });
  }

  #parse<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, row: Row): z.output<z.ZodObject<Shape>> | null {
    const cells: Record<string, string> = {};
    for (const name of Object.keys(schema.shape)) {
      const place = this.#columns.places.get(name);
      if (place) cells[name] = (row.cells[place.index] ?? '').trim();
    }
    const parsed = schema.safeParse(cells);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0] ?? '');
      const column = this.#columns.places.get(name)?.header ?? name;
      this.#findings.problem({ line: row.line, column, value: cells[name] ?? '', reason: issue.message });
    }
    return null;
  }

  #checkShape(row: Row): void {
    for (const { index, header } of this.#columns.surplusOptions) {
      const value = (row.cells[index] ?? '').trim();
      if (value === '') continue;
      this.#findings.problem({
        line: row.line,
        column: header,
        value,
        reason: 'is one option too many: a product has at most 3',
      });
    }
    const beyond = row.cells.slice(this.#columns.width).find((cell) => cell.trim() !== '');
    if (beyond === undefined) return;
    const reason = `the row has ${row.cells.length} cells, the header ${this.#columns.width}: a cell with a comma needs quotes`;
    this.#findings.problem({ line: row.line, column: '(row)', value: beyond.trim(), reason });
  }

  #optionNames(head: Row): string[] | null {
    const names: string[] = [];
    for (const number of OPTIONS) {
      const field: Field = `Option${number} Name`;
      const name = this.#cell(head, field) ?? '';
      const value = this.#cell(head, `Option${number} Value`) ?? '';
      if (name === '') {
        const isDefault = number === 1 && value === 'Default Title';
        if (value !== '' && !isDefault) this.#report(head, field, 'is missing although the option has a value');
        continue;
      }
      if (name.length > 255) this.#report(head, field, 'must have at most 255 characters');
      if (names.length !== number - 1) this.#report(head, field, 'stands without the option before it');
      if (names.some((one) => one.toLowerCase() === name.toLowerCase())) this.#report(head, field, 'stands twice');
      names.push(name);
    }
    return names.length > 0 ? names : null;
  }

  #variants(rows: readonly Row[], head: Row, names: readonly string[] | null): DraftVariant[] {
    const variants: DraftVariant[] = [];
    const seen = new Map<string, number>();
    for (const row of rows) {
      if (!VARIANT_FIELDS.some((field) => (this.#cell(row, field) ?? '') !== '')) continue;
      const cells = this.#parse(this.#variantCells, row);
      const optionValues = this.#optionValues(row, names);
      const combination = JSON.stringify(optionValues);
      const other = seen.get(combination);
      if (optionValues && other !== undefined) this.#report(row, 'Option1 Value', `line ${other} has the same options`);
      seen.set(combination, row.line);
      const marketPrices = this.#marketPrices(row);
      if (!cells) continue;
      const tracker = cells['Variant Inventory Tracker'];
      variants.push({
        line: row.line,
        optionValues,
        sku: cells['Variant SKU'],
        barcode: cells['Variant Barcode'],
        weightGrams: cells['Variant Grams'],
        requiresShipping: cells['Variant Requires Shipping'],
        taxable: cells['Variant Taxable'],
        tracked: tracker === undefined ? undefined : tracker !== '',
        inventoryPolicy: cells['Variant Inventory Policy'],
        quantity: cells['Variant Inventory Qty'],
        costMinor: cells['Cost per item'] ?? undefined,
        imageUrl: cells['Variant Image'] ?? '',
        prices: [
          {
            currency: this.#currency,
            column: headerOf(this.#columns, 'Variant Price'),
            amountMinor: cells['Variant Price'],
            compareAtMinor: cells['Variant Compare At Price'],
          },
          ...marketPrices,
        ],
      });
    }
    if (variants.length > MOST_VARIANTS)
      this.#report(head, 'Handle', `has ${variants.length} variants; at most ${MOST_VARIANTS} are possible`);
    return variants;
  }

  #optionValues(row: Row, names: readonly string[] | null): string[] | null {
    if (names === null) return null;
    return names.map((name, index) => {
      const field: Field = `Option${OPTIONS[index] ?? 1} Value`;
      const value = this.#cell(row, field) ?? '';
      if (value === '') this.#report(row, field, `is missing: the product has the option ${name}`);
      if (value.length > 255) this.#report(row, field, 'must have at most 255 characters');
      return value;
    });
  }

  #marketPrices(row: Row): DraftPrice[] {
    const prices = new Map<string, DraftPrice>();
    for (const { index, header, currency, isCompareAt } of this.#columns.marketPrices) {
      const value = (row.cells[index] ?? '').trim();
      const parsed = priceCell(currency).safeParse(value);
      if (!parsed.success) {
        const reason = parsed.error.issues[0]?.message ?? 'is no price';
        this.#findings.problem({ line: row.line, column: header, value, reason });
        continue;
      }
      const known = prices.get(currency) ?? {
        currency,
        column: header,
        amountMinor: undefined,
        compareAtMinor: undefined,
      };
      prices.set(currency, {
        ...known,
        ...(isCompareAt ? { compareAtMinor: parsed.data } : { amountMinor: parsed.data }),
      });
    }
    return [...prices.values()];
  }

  #images(rows: readonly Row[]): DraftImage[] {
    const images: (DraftImage & { readonly position: number })[] = [];
    for (const row of rows) {
      const url = this.#cell(row, 'Image Src') ?? '';
      if (url === '') continue;
      const cells = this.#parse(imageCells, row);
      if (!cells || images.some((one) => one.url === url)) continue;
      const position = cells['Image Position'] ?? Number.POSITIVE_INFINITY;
      images.push({ line: row.line, url, alt: cells['Image Alt Text'], width: null, height: null, position });
    }
    const [first] = rows;
    if (first && images.length > MOST_IMAGES)
      this.#report(
        first,
        'Image Src',
        `the product has ${images.length} pictures; at most ${MOST_IMAGES} are possible`,
      );
    return images
      .sort((a, b) => (a.position === b.position ? 0 : a.position - b.position))
      .map(({ position: _position, ...image }) => image);
  }
}
