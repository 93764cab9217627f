/** Values of documents by name as numbers, so that counting them is adding to an array. */
import type { DocumentRow } from './index-store.ts';

/** One name's values: document `n` has `ids[starts[n]..starts[n + 1]]`. */
export interface Column {
  readonly labels: readonly string[];
  readonly starts: readonly number[];
  readonly ids: readonly number[];
  /** Whether a document has numbers of this name. */
  readonly hasNumbers: boolean;
}

interface GrowingColumn {
  readonly labels: string[];
  readonly known: Map<string, number>;
  readonly starts: number[];
  readonly ids: number[];
  hasNumbers: boolean;
}

export class FacetColumns {
  #columns = new Map<string, GrowingColumn>();
  #version = -1;

  /** The column of a name, extended by documents that came since it was last asked for; made anew when `version` says that rows changed. */
  column(name: string, rows: readonly (DocumentRow | null)[], version: number): Column {
    if (version !== this.#version) {
      this.#columns = new Map();
      this.#version = version;
    }
    const column = this.#columns.get(name) ?? {
      labels: [],
      known: new Map<string, number>(),
      starts: [0],
      ids: [],
      hasNumbers: false,
    };
    this.#columns.set(name, column);
    for (let doc = column.starts.length - 1; doc < rows.length; doc += 1) {
      if (rows[doc]?.numbers[name] !== undefined) column.hasNumbers = true;
      for (const value of rows[doc]?.values[name] ?? []) {
        let id = column.known.get(value);
        if (id === undefined) {
          id = column.labels.length;
          column.known.set(value, id);
          column.labels.push(value);
        }
        column.ids.push(id);
      }
      column.starts.push(column.ids.length);
    }
    return column;
  }
}
