/** Does work for each item, at most `together` at a time; answers in the items' order. Rejects with the first failure, once what had begun is over. */
export async function inParallel<T, R>(
  items: readonly T[],
  together: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const run = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await work(item, index);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(together, items.length) }, run));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return results;
}
