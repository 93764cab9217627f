/** What a search engine is given of a product, in one language. */
import type { FieldName } from './segment.ts';

/** What business signals are computed from; absent ones count as unknown, not as zero. */
export interface DocumentSignals {
  /** Units sold, older ones counting less (see `decayedUnits`). */
  readonly popularity?: number;
  /** Orders per view, 0..1. */
  readonly conversion?: number;
  /** Share of the price that is margin, 0..1. */
  readonly margin?: number;
  /** Sellable units over all warehouses. */
  readonly stock?: number;
  /** Moment of publication in ms since 1970. */
  readonly publishedAtMs?: number;
}

/** A product as it is searched, filtered, sorted and counted. */
export interface SearchDocument {
  readonly id: number;
  /** Text per field; several values are kept apart, so that no phrase reaches across. */
  readonly texts: Readonly<Partial<Record<FieldName, readonly string[]>>>;
  /** Values that filters and facets compare exactly, by name: `vendor`, `product_type`, `tag`, `option.Colour`, `market` ... */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Numbers by name: `price.EUR` in minor units of each variant ... */
  readonly numbers: Readonly<Record<string, readonly number[]>>;
  readonly signals: DocumentSignals;
  /** Not found by anyone. */
  readonly isHidden?: boolean;
}

/** What the records know of how a product sells; the rest of its signals comes with its document. */
export type SellingSignals = Pick<DocumentSignals, 'popularity' | 'conversion' | 'margin'>;
const SELLING = ['popularity', 'conversion', 'margin'] as const;
/** Smaller changes do not change an order worth a write. */
const WORTH_WRITING = 0.01;

/** Whether signals differ by more than a hundredth, or one is known now, or no longer. */
export function signalsDiffer(before: SellingSignals, after: SellingSignals): boolean {
  return SELLING.some((name) => {
    const [a, b] = [before[name], after[name]];
    if (a === undefined || b === undefined) return a !== b;
    return Math.abs(a - b) > WORTH_WRITING * Math.max(Math.abs(a), Math.abs(b));
  });
}

/** A product's signals with those of how it sells replaced. */
export function withSelling(before: DocumentSignals, selling: SellingSignals): DocumentSignals {
  const { stock, publishedAtMs } = before;
  return {
    ...(stock === undefined ? {} : { stock }),
    ...(publishedAtMs === undefined ? {} : { publishedAtMs }),
    ...selling,
  };
}
