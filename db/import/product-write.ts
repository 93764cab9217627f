import type { ProductFacts } from '../../commerce/catalogue/collection-rules.ts';
import type {
  KnownPrice,
  KnownProduct,
  MediaRow,
  OptionRow,
  ProductRow,
  ValueRow,
  VariantRow,
} from './known-products.ts';
import type { ProductDraft } from './product-draft.ts';
import type { Findings } from './report.ts';

/** A value of a metafield, or '' for one to be removed. */
export interface MetafieldWrite {
  readonly owner_id: number;
  readonly namespace: string;
  readonly key: string;
  readonly value: string;
}

/** Everything to be written of one product. Ids below zero are of rows that do not exist yet. */
export interface ProductWrite {
  readonly handle: string;
  readonly line: number;
  readonly isNew: boolean;
  readonly product: ProductRow;
  readonly options: readonly OptionRow[];
  readonly values: readonly ValueRow[];
  readonly media: readonly MediaRow[];
  readonly variants: readonly VariantRow[];
  readonly prices: readonly (KnownPrice & { readonly variant_id: number })[];
  readonly metafields: readonly MetafieldWrite[];
  /** Opening stock of new variants. */
  readonly stock: readonly { readonly variant_id: number; readonly on_hand: number }[];
  /** Known variants that are sold by another rule from now on. */
  readonly policyChanges: readonly number[];
  /** Known variants whose quantity in the file was left aside. */
  readonly stockLeft: number;
  readonly collection: string;
  /** What rules of collections look at; null when nothing of it changes. */
  readonly facts: ProductFacts | null;
  /** Texts in the file's language, where that is not the shop's own. */
  readonly translations: Readonly<Record<string, string>>;
  readonly removed: {
    readonly options: readonly number[];
    readonly values: readonly number[];
    readonly variants: readonly number[];
    readonly media: readonly number[];
  };
}

/** What a merge works with. */
export interface MergeContext {
  readonly replace: boolean;
  /** The file's texts are in another language than the shop's: known products take them as translations and stay otherwise as they are. */
  readonly isTranslating: boolean;
  /** The shop's own currency. */
  readonly baseCurrency: string;
  /** Time of publishing, ISO 8601. */
  readonly now: string;
  /** An id below zero, different each time. */
  readonly nextId: () => number;
  /** Handle of the product that has a SKU now. */
  readonly skuOwners: ReadonlyMap<string, string>;
  readonly findings: Findings;
}

/** A product of the file, what the shop has of it, and where to say what is wrong. */
export interface Merging {
  readonly draft: ProductDraft;
  readonly known: KnownProduct | undefined;
  readonly context: MergeContext;
  /** Notes why a cell cannot be written. */
  problem(line: number, column: string, value: string, reason: string): void;
}
