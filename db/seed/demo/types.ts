/** One text in the two languages the data are written in; the other languages stand under texts/. */
export interface Localized {
  readonly en: string;
  readonly de: string;
}

/** Prices in whole units of each currency: the demo shop has no odd cents. */
export interface DemoPrice {
  readonly EUR: number;
  readonly USD: number;
  readonly GBP: number;
  readonly JPY: number;
  readonly AED: number;
}

export interface DemoOptionValue {
  readonly name: Localized;
  /** CSS hex colour shown as the swatch; absent for values without a colour. */
  readonly swatch?: string;
}

export interface DemoOption {
  readonly name: Localized;
  readonly values: readonly DemoOptionValue[];
}

/** What one value of the deciding option (mostly the size) costs, weighs and measures. */
export interface DemoTier {
  readonly price: DemoPrice;
  readonly compareAt?: DemoPrice;
  readonly weightGrams: number;
  /** Outer dimensions, the same notation in both languages: "Ø 12 × H 18 cm". */
  readonly dimensions: string;
}

export interface DemoProduct {
  readonly handle: string;
  /** Start of every SKU of the product: "EB-VAS". */
  readonly skuPrefix: string;
  readonly title: Localized;
  /** HTML paragraphs. */
  readonly description: Localized;
  readonly seoDescription: Localized;
  readonly vendor: string;
  readonly productType: Localized;
  readonly tags: readonly string[];
  readonly options: readonly DemoOption[];
  /** English name of the option whose values choose the tier; null: one tier, keyed 'all'. */
  readonly tierOption: string | null;
  readonly tiers: Readonly<Record<string, DemoTier>>;
  /** English name of the option whose values have a picture each; null: every variant shows picture 1. */
  readonly pictureOption: string | null;
  /** Alt text of the second picture (a detail or another angle) and, when there is one, of the picture in a room. */
  readonly detailAlt: Localized;
  readonly roomAlt?: Localized;
  readonly specs: { readonly material: Localized; readonly care: Localized; readonly origin: Localized };
  /** ISO date the product entered the shop; decides the order of "newest". */
  readonly createdOn: string;
  /** Units sold before the demo begins; decides the order of "best selling". */
  readonly unitsSold: number;
}

/** The dirham is pegged to the dollar. Source: Central Bank of the UAE, since 1997. */
const DIRHAM_PER_DOLLAR = 3.6725;

/**
 * Writes a price in the currencies of the shop: euro, pound and yen with tax, dollar without. The dirham follows from the dollar at its peg with
 * 5 % tax, to the nearest 5.
 */
export function price(EUR: number, USD: number, GBP: number, JPY: number): DemoPrice {
  return { EUR, USD, GBP, JPY, AED: Math.round((USD * DIRHAM_PER_DOLLAR * 1.05) / 5) * 5 };
}
