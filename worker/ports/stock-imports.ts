import type { SettableName } from '../../commerce/inventory/contract.ts';

/** Something wrong with a row of a file of counts; the row is not written at all. */
export interface StockRowProblem {
  /** Line of the file the row begins on, counting from 1. */
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** One quantity a file sets, or changes by a difference; `compareQuantity`: only if it still is so. */
export interface StockRow {
  readonly line: number;
  /** The column the quantity stands in. */
  readonly column: string;
  readonly variantId: number;
  readonly warehouseId: number;
  readonly name: SettableName;
  readonly quantity?: number;
  readonly compareQuantity?: number;
  readonly delta?: number;
}

/** All rows of some variants, written together and marked done together. */
export interface StockChunk {
  readonly importId: number;
  readonly number: number;
  readonly createdBy: string;
  readonly reason: string;
  readonly rows: readonly StockRow[];
}

/** How far an import is. */
export interface StockImportRecord {
  readonly id: number;
  readonly fileName: string;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly finishedAtMs: number | null;
  /** Quantities to write; those of rows with problems are not among them. */
  readonly rowCount: number;
  readonly doneCount: number;
  readonly appliedCount: number;
  readonly problemCount: number;
  /** In the order of lines; the first 10,000. */
  readonly problems: readonly StockRowProblem[];
}

/** What a new import consists of. */
export interface NewStockImport {
  readonly fileName: string;
  readonly createdBy: string;
  readonly reason: string;
  readonly problems: readonly StockRowProblem[];
  readonly chunks: readonly (readonly StockRow[])[];
}

/** Files of counts on their way into the stock objects. Rejects when the records cannot be reached. */
export interface StockImports {
  /** Keeps an import and its chunks; one without rows is finished at once. Answers its number. */
  create(draft: NewStockImport): Promise<number>;
  /** The next chunk nobody is writing, of one import or of any; claimed for `leaseMs`. Null when there is none. */
  claim(importId: number | null, leaseMs: number): Promise<StockChunk | null>;
  /** Marks a chunk done, and the import finished with its last one. Once done it stays as it was marked first. */
  finish(chunk: StockChunk, applied: number, problems: readonly StockRowProblem[]): Promise<void>;
  /** Gives a claimed chunk back. */
  release(chunk: StockChunk): Promise<void>;
  byId(importId: number): Promise<StockImportRecord | null>;
  /** Newest first, without their problems. */
  latest(limit: number): Promise<readonly StockImportRecord[]>;
}

/** What files and other systems call variants. Rejects when the records cannot be reached. */
export interface StockTargets {
  /** Variants by SKU; unknown ones are left out. */
  bySku(skus: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Those of the numbers that are variants. */
  known(variantIds: readonly number[]): Promise<ReadonlySet<number>>;
  /** Products of variants. */
  productsOf(variantIds: readonly number[]): Promise<ReadonlySet<number>>;
  /** Variants in ascending order after a number. */
  after(
    variantId: number,
    limit: number,
  ): Promise<readonly { readonly variantId: number; readonly sku: string | null }[]>;
}

/** A row of a CSV file with the line it begins on, or what ends the reading: nothing follows it. */
export type CsvRow =
  | { readonly kind: 'row'; readonly line: number; readonly cells: readonly string[] }
  | { readonly kind: 'broken'; readonly line: number; readonly reason: string };

/** Reads the rows of a CSV file. */
export type CsvReader = (bytes: Uint8Array) => AsyncIterable<CsvRow>;
