/** Synonyms as merchants write them. */
import type { Synonyms } from './expand-query.ts';
import { wordsInOrder } from './tokenise.ts';

/**
 * Reads lines: `sofa, couch, settee` mean each other; `trainers => shoes` makes trainers find shoes but not the other way round. Lines that say nothing
 * are skipped.
 */
export function readSynonyms(lines: readonly string[], language: string): Synonyms {
  const found = new Map<string, string[]>();
  const split = (text: string) =>
    text
      .split(/[,،、]/)
      .map((one) => wordsInOrder(one, language).join(' '))
      .filter(Boolean);
  const add = (from: string, to: string) => {
    if (from === to) return;
    const some = found.get(from);
    if (!some) found.set(from, [to]);
    else if (!some.includes(to)) some.push(to);
  };
  for (const line of lines) {
    const [left = '', right] = line.split('=>');
    const sources = split(left);
    for (const from of sources) for (const to of right === undefined ? sources : split(right)) add(from, to);
  }
  return found;
}
