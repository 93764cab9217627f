/** Splits compounds (Kaffeebecher: Kaffee + Becher) into words that the catalogue itself uses. */

/** Languages that write compounds as one word; Japanese ones of several characters behave alike. */
export const COMPOUNDING: ReadonlySet<string> = new Set(['de', 'nl', 'sv', 'da', 'nb', 'no', 'fi', 'ja', 'ko']);

/** Letters between two parts: Arbeit-s-tisch, Blume-n-vase. */
const LINKS = ['', 's', 'n', 'es', 'en', 'er', 'e'] as const;
const isIdeographic = (word: string): boolean => /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(word);

/**
 * The parts of a word, all of them known; null when it is no compound of known words. Fewest parts win, then the longest last part, which says what the
 * thing is. `weightOf` answers how often a word is used, 0 for unknown ones.
 */
export function splitCompound(word: string, weightOf: (part: string) => number): readonly string[] | null {
  const least = isIdeographic(word) ? 2 : 4;
  if (word.length < 2 * least || /\d/.test(word)) return null;
  return splitFrom(word, weightOf, least, 0);
}

function splitFrom(
  word: string,
  weightOf: (part: string) => number,
  least: number,
  depth: number,
): readonly string[] | null {
  for (let at = least; at <= word.length - least; at += 1) {
    const tail = word.slice(at);
    if (weightOf(tail) === 0) continue;
    const head = headOf(word.slice(0, at), weightOf, least);
    if (head) return [head, tail];
  }
  if (depth >= 2) return null;
  for (let at = word.length - least; at >= 2 * least; at -= 1) {
    const tail = word.slice(at);
    if (weightOf(tail) === 0) continue;
    const head = splitFrom(word.slice(0, at), weightOf, least, depth + 1);
    if (head) return [...head, tail];
  }
  return null;
}

function headOf(head: string, weightOf: (part: string) => number, least: number): string | null {
  for (const link of LINKS) {
    if (!head.endsWith(link)) continue;
    const bare = head.slice(0, head.length - link.length);
    if (bare.length >= least && weightOf(bare) > 0) return bare;
  }
  // Woll-decke, Kirsch-holz: the first part may have lost its last letter.
  return weightOf(`${head}e`) > 0 ? `${head}e` : null;
}
