/** Filters and facets over found documents. */
import type { Column } from './facet-columns.ts';
import type { DocumentRow, IndexStore } from './index-store.ts';
import { MOST_FACET_VALUES, type SearchFacet, type SearchFilter } from './search-request.ts';

/** Whether a document satisfies a filter; a name that it has nothing of satisfies only negative ones. */
export function satisfies(row: DocumentRow, filter: SearchFilter): boolean {
  if (filter.kind === 'range')
    return (row.numbers[filter.name] ?? []).some(
      (value) => (filter.min === null || value >= filter.min) && (filter.max === null || value <= filter.max),
    );
  const has = (row.values[filter.name] ?? []).some((value) => filter.values.includes(value));
  return filter.not === true ? !has : has;
}

/** Whether a document may be shown in a market at all. */
export function isShownIn(row: DocumentRow, market: string | null): boolean {
  if (row.isHidden) return false;
  const markets = row.values.market;
  return market === null || markets === undefined || markets.includes(market);
}

export interface Selection {
  /** Documents that satisfy every filter, in the order given. */
  readonly chosen: readonly number[];
  readonly facets: readonly SearchFacet[];
}

const byCount = (a: { value: string; count: number }, b: { value: string; count: number }) =>
  b.count - a.count || (a.value < b.value ? -1 : 1);

/** Filters documents and counts facets in one pass: a document counts for a facet when only that facet's own filters, or none, reject it. */
export function selectDocuments(
  store: IndexStore,
  documents: readonly number[],
  filters: readonly SearchFilter[],
  facetNames: readonly string[],
): Selection {
  const names = [...new Set(filters.map((one) => one.name))];
  const byName = names.map((name) => filters.filter((one) => one.name === name));
  const counters = [...new Set(facetNames)].map((name) => new FacetCounter(name, store.column(name)));
  const chosen: number[] = [];
  for (const doc of documents) {
    const row = store.rows[doc];
    if (!row) continue;
    let rejecting: string | null = null;
    let rejections = 0;
    for (let index = 0; index < names.length && rejections < 2; index += 1)
      if (!isAccepted(row, byName[index] ?? [])) {
        rejections += 1;
        rejecting = names[index] ?? null;
      }
    if (rejections === 0) chosen.push(doc);
    if (rejections < 2)
      for (const counter of counters) if (rejecting === null || rejecting === counter.name) counter.count(doc, row);
  }
  return { chosen, facets: counters.map((one) => one.facet()) };
}

/** Filters of one name: positive values widen each other, each negative one and each range must hold. */
function isAccepted(row: DocumentRow, filters: readonly SearchFilter[]): boolean {
  let hasPositive = false;
  let isIn = false;
  for (const filter of filters) {
    const holds = satisfies(row, filter);
    if (filter.kind === 'values' && filter.not !== true) {
      hasPositive = true;
      isIn ||= holds;
    } else if (!holds) return false;
  }
  return !hasPositive || isIn;
}

class FacetCounter {
  readonly name: string;
  readonly #column: Column;
  readonly #counts: Uint32Array;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  constructor(name: string, column: Column) {
    this.name = name;
    this.#column = column;
    this.#counts = new Uint32Array(column.labels.length);
  }

  count(doc: number, row: DocumentRow): void {
    const { starts, ids } = this.#column;
    const end = starts[doc + 1] ?? 0;
    for (let at = starts[doc] ?? 0; at < end; at += 1) {
      const id = ids[at] ?? 0;
      this.#counts[id] = (this.#counts[id] ?? 0) + 1;
    }
    const numbers = this.#column.hasNumbers ? row.numbers[this.name] : undefined;
    if (numbers)
      for (const value of numbers) {
        if (value < this.#min) this.#min = value;
        if (value > this.#max) this.#max = value;
      }
  }

  facet(): SearchFacet {
    const values: { value: string; count: number }[] = [];
    this.#counts.forEach((count, id) => {
      if (count > 0) values.push({ value: this.#column.labels[id] ?? '', count });
    });
    return {
      name: this.name,
      values: values.sort(byCount).slice(0, MOST_FACET_VALUES),
      range: this.#min <= this.#max ? { min: this.#min, max: this.#max } : null,
    };
  }
}
