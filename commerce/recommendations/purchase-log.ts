/**
 * The log that models learn from: who took which item when, as dense numbers. A customer is whoever acted (a buyer, a visitor who agreed to be
 * remembered); a basket is what they took together.
 */

/** Something somebody did with an item. */
export interface Interaction {
  readonly customer: string;
  /** What was taken together: an order, a visit. */
  readonly basket: string;
  readonly item: number;
  /** How much it says: 1 for an order, less for a look. */
  readonly weight: number;
  readonly atMs: number;
}

/** Items taken together; indices into the log's items, ascending. */
export interface Basket {
  readonly atMs: number;
  readonly items: Int32Array;
  /** Beside `items`. */
  readonly weights: Float32Array;
}

/** Everything known, customers and items in the order of their first appearance. */
export interface PurchaseLog {
  /** Ids of items by index. */
  readonly items: readonly number[];
  /** Baskets per customer, the oldest first. */
  readonly customers: readonly (readonly Basket[])[];
}

/** Rows of a sparse matrix, customers by items: row r holds `columns` and `values` from `starts[r]` up to `starts[r + 1]`. */
export interface SparseRows {
  readonly rows: number;
  readonly columns: Int32Array;
  readonly values: Float32Array;
  readonly starts: Int32Array;
  readonly width: number;
}

/** Makes the log of interactions in any order; an item twice in a basket counts once, with its largest weight. Empty in, empty out. */
export function purchaseLog(interactions: Iterable<Interaction>): PurchaseLog {
  const indexOf = new Map<number, number>();
  const customers = new Map<string, Map<string, { atMs: number; weights: Map<number, number> }>>();
  for (const { customer, basket, item, weight, atMs } of interactions) {
    const index = indexOf.get(item) ?? indexOf.size;
    indexOf.set(item, index);
    const baskets = customers.get(customer) ?? new Map<string, { atMs: number; weights: Map<number, number> }>();
    customers.set(customer, baskets);
    const into = baskets.get(basket) ?? { atMs, weights: new Map<number, number>() };
    baskets.set(basket, into);
    into.atMs = Math.max(into.atMs, atMs);
    into.weights.set(index, Math.max(weight, into.weights.get(index) ?? 0));
  }
  return {
    items: [...indexOf.keys()],
    customers: [...customers.values()].map((baskets) =>
      [...baskets.values()]
        .map(({ atMs, weights }) => {
          const sorted = [...weights].sort((a, b) => a[0] - b[0]);
          return {
            atMs,
            items: Int32Array.from(sorted, ([item]) => item),
            weights: Float32Array.from(sorted, ([, weight]) => weight),
          };
        })
        .sort((a, b) => a.atMs - b.atMs),
    ),
  };
}

/** The same log with items in the order of how often they were taken, and only the `most` first of them. */
export function withMostTakenFirst(log: PurchaseLog, most: number): PurchaseLog {
  const taken = new Float64Array(log.items.length);
  for (const basket of log.customers.flat())
    for (let at = 0; at < basket.items.length; at += 1) {
      const item = basket.items[at] ?? 0;
      taken[item] = (taken[item] ?? 0) + (basket.weights[at] ?? 0);
    }
  const kept = [...taken.keys()]
    .sort((a, b) => (taken[b] ?? 0) - (taken[a] ?? 0) || (log.items[a] ?? 0) - (log.items[b] ?? 0))
    .slice(0, most);
  const placeOf = new Map(kept.map((item, place) => [item, place]));
  return {
    items: kept.map((item) => log.items[item] ?? 0),
    customers: log.customers.map((baskets) => baskets.map((basket) => renumbered(basket, placeOf))),
  };
}

function renumbered({ atMs, items, weights }: Basket, placeOf: ReadonlyMap<number, number>): Basket {
  const kept = Array.from(items, (item, at) => [placeOf.get(item) ?? -1, weights[at] ?? 0] as const)
    .filter(([place]) => place >= 0)
    .sort((a, b) => a[0] - b[0]);
  return {
    atMs,
    items: Int32Array.from(kept, ([place]) => place),
    weights: Float32Array.from(kept, ([, weight]) => weight),
  };
}

/** What a list of customers took over all their baskets: one row each, an item's value its largest weight. */
export function customerRows(customers: PurchaseLog['customers'], width: number): SparseRows {
  return sparseRows(
    customers.map((baskets) => {
      const row = new Map<number, number>();
      for (const { items, weights } of baskets)
        for (let at = 0; at < items.length; at += 1) {
          const item = items[at] ?? 0;
          row.set(item, Math.max(weights[at] ?? 0, row.get(item) ?? 0));
        }
      return row;
    }),
    width,
  );
}

/** One row for each basket. */
export function basketRows(customers: PurchaseLog['customers'], width: number): SparseRows {
  return sparseRows(
    customers.flatMap((baskets) =>
      baskets.map(({ items, weights }) => {
        const row = new Map<number, number>();
        for (let at = 0; at < items.length; at += 1) row.set(items[at] ?? 0, weights[at] ?? 0);
        return row;
      }),
    ),
    width,
  );
}

function sparseRows(rows: readonly ReadonlyMap<number, number>[], width: number): SparseRows {
  const total = rows.reduce((sum, row) => sum + row.size, 0);
  const columns = new Int32Array(total);
  const values = new Float32Array(total);
  const starts = new Int32Array(rows.length + 1);
  let at = 0;
  for (const [index, row] of rows.entries()) {
    starts[index] = at;
    for (const [column, value] of row) {
      columns[at] = column;
      values[at] = value;
      at += 1;
    }
  }
  starts[rows.length] = at;
  return { rows: rows.length, columns, values, starts, width };
}

/** The same matrix by columns. */
export function transposed(matrix: SparseRows): SparseRows {
  const { rows, columns, values, starts, width } = matrix;
  const counts = new Int32Array(width + 1);
  for (const column of columns) counts[column + 1] = (counts[column + 1] ?? 0) + 1;
  for (let at = 1; at <= width; at += 1) counts[at] = (counts[at] ?? 0) + (counts[at - 1] ?? 0);
  const next = counts.slice();
  const turned = { columns: new Int32Array(columns.length), values: new Float32Array(columns.length) };
  for (let row = 0; row < rows; row += 1)
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const column = columns[at] ?? 0;
      const place = next[column] ?? 0;
      next[column] = place + 1;
      turned.columns[place] = row;
      turned.values[place] = values[at] ?? 0;
    }
  return { rows: width, ...turned, starts: counts, width: rows };
}
