import type { WriteOnce } from './idempotency.ts';

/** A product as staff see and change it, drafts included. */
export interface EditableProduct {
  readonly id: number;
  readonly handle: string;
  readonly title: string;
  readonly descriptionHtml: string;
  readonly vendor: string;
  readonly productType: string;
  readonly tags: readonly string[];
  readonly status: ProductStatus;
  readonly seoTitle: string | null;
  readonly seoDescription: string | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly options: readonly EditableOption[];
  readonly variants: readonly EditableVariant[];
  readonly media: readonly EditableMedia[];
}

export type ProductStatus = 'active' | 'draft' | 'archived';

export interface EditableOption {
  readonly id: number;
  readonly name: string;
  readonly position: number;
  readonly values: readonly { readonly id: number; readonly name: string; readonly swatchColor: string | null }[];
}

export interface EditableVariant {
  readonly id: number;
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly title: string;
  readonly position: number;
  readonly optionValues: readonly string[];
  readonly tracked: boolean;
  readonly inventoryPolicy: 'deny' | 'continue';
  readonly taxable: boolean;
  readonly weightGrams: number;
  readonly prices: readonly ShownPrice[];
  /** Sum over warehouses from the stock projection. */
  readonly inventoryQuantity: number;
}

export interface EditablePrice {
  readonly currency: string;
  readonly amountMinor: number;
  readonly compareAtMinor: number | null;
}

/** A price as it is, with how it came about. */
export interface ShownPrice extends EditablePrice {
  /** The exact rate it was converted at from the shop's currency, and the day of that; null or missing: it was set by hand. */
  readonly converted?: { readonly rate: string; readonly day: string } | null;
}

export interface EditableMedia {
  readonly id: number;
  readonly url: string;
  readonly alt: string | null;
  readonly width: number | null;
  readonly height: number | null;
}

/** A whole product to be written; what is absent stays as it is, a given list replaces the old one. */
export interface ProductDraft {
  /** Null: a new product. */
  readonly id: number | null;
  readonly handle?: string | undefined;
  readonly title?: string | undefined;
  readonly descriptionHtml?: string | undefined;
  readonly vendor?: string | undefined;
  readonly productType?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly status?: ProductStatus | undefined;
  readonly seoTitle?: string | null | undefined;
  readonly seoDescription?: string | null | undefined;
  readonly options?: readonly { readonly name: string; readonly values: readonly string[] }[] | undefined;
  readonly variants?: readonly VariantDraft[] | undefined;
}

export interface VariantDraft {
  /** Null: matched by option values, else new. */
  readonly id: number | null;
  readonly optionValues: readonly string[];
  readonly sku?: string | null | undefined;
  readonly barcode?: string | null | undefined;
  readonly tracked?: boolean | undefined;
  readonly inventoryPolicy?: 'deny' | 'continue' | undefined;
  readonly taxable?: boolean | undefined;
  readonly weightGrams?: number | undefined;
  readonly prices?: readonly EditablePrice[] | undefined;
}

/** `handle_taken`, `sku_taken`: unique in the shop; `conflict`: someone else wrote meanwhile. */
export type ProductWrite =
  | { readonly ok: true; readonly id: number }
  | { readonly ok: false; readonly reason: 'not_found' | 'handle_taken' | 'sku_taken' | 'conflict' };

export interface ProductListQuery {
  /** Words of the title, a SKU or a handle; empty: all. */
  readonly text: string;
  readonly status: ProductStatus | null;
  readonly limit: number;
  /** Titles from Z to A. */
  readonly reverse?: boolean;
  readonly after: { readonly title: string; readonly id: number } | null;
}

/** Reads and writes of products for staff. */
export interface ProductEditor {
  byIds(ids: readonly number[]): Promise<ReadonlyMap<number, EditableProduct>>;
  idByHandle(handle: string): Promise<number | null>;
  list(
    query: ProductListQuery,
  ): Promise<{ readonly products: readonly EditableProduct[]; readonly hasNextPage: boolean }>;
  count(status: ProductStatus | null): Promise<number>;
  variant(variantId: number): Promise<{
    readonly variantId: number;
    readonly productId: number;
    readonly sku: string | null;
    readonly tracked: boolean;
  } | null>;
  /** Writes a whole product in one transaction. With `once`, a repetition answers what the first call wrote. */
  set(draft: ProductDraft, once: WriteOnce | null): Promise<ProductWrite>;
  /** Sets prices of variants of one product. `once` as above. */
  setPrices(
    productId: number,
    prices: readonly ({ readonly variantId: number } & EditablePrice)[],
    once: WriteOnce | null,
  ): Promise<ProductWrite>;
}
