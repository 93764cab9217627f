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
