/**
 * Edits between one word and many others in alphabetical order: a letter added, left out, changed, or two neighbours swapped (optimal string alignment).
 * What a word shares with the beginning of the one before is not compared again.
 */
export class EditRows {
  readonly #word: string;
  readonly #most: number;
  readonly #rows: Uint8Array[] = [];
  /** The least number of each row. */
  readonly #least: number[] = [0];
  #last = '';
  /** Rows of `#last` that are filled. */
  #filled = 0;

  /** Numbers above `most` stand for "more than that". */
  constructor(word: string, most: number) {
    this.#word = word;
    this.#most = most;
    this.#rows.push(Uint8Array.from({ length: word.length + 1 }, (_, index) => Math.min(index, 250)));
  }

  /** Compares another word; answers how many of its first letters are already too far from any beginning of the word, 0: none. */
  take(other: string): number {
    let from = 0;
    const most = Math.min(this.#filled, other.length);
    while (from < most && other.charCodeAt(from) === this.#last.charCodeAt(from)) from += 1;
    this.#last = other;
    this.#filled = from;
    for (let at = 1; at <= from; at += 1) if ((this.#least[at] ?? 0) > this.#most) return at;
    for (let at = from + 1; at <= other.length; at += 1) {
      this.#fill(other, at);
      this.#filled = at;
      if ((this.#least[at] ?? 0) > this.#most) return at;
    }
    return 0;
  }

  /** Edits to the whole of the word taken last, which has this length. */
  whole(length: number): number {
    return this.#filled < length ? this.#most + 1 : (this.#rows[length]?.[this.#word.length] ?? 0);
  }

  /** Edits to the nearest beginning of the word taken last. */
  leastAsPrefix(length: number): number {
    let least = this.#most + 1;
    for (let at = 1; at <= Math.min(length, this.#filled); at += 1)
      least = Math.min(least, this.#rows[at]?.[this.#word.length] ?? least);
    return least;
  }

  #fill(other: string, at: number): void {
    const word = this.#word;
    const row = this.#rows[at] ?? new Uint8Array(word.length + 1);
    this.#rows[at] = row;
    const above = this.#rows[at - 1];
    const before = this.#rows[at - 2];
    const letter = other.charCodeAt(at - 1);
    let left = Math.min(at, 250);
    row[0] = left;
    let least = left;
    for (let column = 1; column <= word.length; column += 1) {
      const own = word.charCodeAt(column - 1);
      const diagonal = (above?.[column - 1] ?? 0) + (own === letter ? 0 : 1);
      let edits = Math.min((above?.[column] ?? 0) + 1, left + 1, diagonal);
      if (before && column > 1 && own === other.charCodeAt(at - 2) && word.charCodeAt(column - 2) === letter)
        edits = Math.min(edits, (before[column - 2] ?? 0) + 1);
      row[column] = edits;
      left = edits;
      if (edits < least) least = edits;
    }
    this.#least[at] = least;
  }
}

/** Edits between two words; more than `most` is answered as `most + 1`. */
export function editsBetween(a: string, b: string, most: number): number {
  const rows = new EditRows(a, most);
  return rows.take(b) > 0 ? most + 1 : Math.min(most + 1, rows.whole(b.length));
}
