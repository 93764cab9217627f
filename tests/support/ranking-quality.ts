/** nDCG@10 with the gains as they are (no exponent); the ideal order is that of all judged documents. 0 for a query nothing of which is good. */
export function ndcgAt10(ranked: readonly number[], gains: ReadonlyMap<number, number>): number {
  const discounted = (values: readonly number[]) =>
    values.slice(0, 10).reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
  const ideal = discounted([...gains.values()].sort((a, b) => b - a));
  return ideal === 0 ? 0 : discounted(ranked.map((id) => gains.get(id) ?? 0)) / ideal;
}

/** Finds documents, best first. */
export type Finder = (query: string) => readonly number[];

/** The baseline: BM25 (k1 1.2, b 0.75) over one bag of lower-case words per document, texts counted as often as told. */
export function plainBm25(
  documents: readonly { readonly id: number; readonly texts: readonly (readonly [string, number])[] }[],
): Finder {
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const postings = new Map<string, Map<number, number>>();
  const lengths = new Map<number, number>();
  for (const { id, texts } of documents) {
    let length = 0;
    for (const [text, times] of texts)
      for (const word of words(text)) {
        length += times;
        const some = postings.get(word) ?? new Map<number, number>();
        postings.set(word, some);
        some.set(id, (some.get(id) ?? 0) + times);
      }
    lengths.set(id, length);
  }
  const mean = [...lengths.values()].reduce((a, b) => a + b, 0) / Math.max(1, documents.length);
  return (query) => {
    const scores = new Map<number, number>();
    for (const word of words(query)) {
      const found = postings.get(word);
      if (!found) continue;
      const idf = Math.log(1 + (documents.length - found.size + 0.5) / (found.size + 0.5));
      for (const [id, count] of found) {
        const norm = 1.2 * (0.25 + (0.75 * (lengths.get(id) ?? 0)) / mean);
        scores.set(id, (scores.get(id) ?? 0) + (idf * count * 2.2) / (count + norm));
      }
    }
    return [...scores]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, 100)
      .map(([id]) => id);
  };
}
