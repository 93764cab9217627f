/** Reads what people type: words, "phrases", -exclusions, field:conditions, and in words what they do not want ("without lids"). */
import { type SearchTerm, searchTokens } from '../catalogue/search-syntax.ts';
import { languageOf, wordsInOrder } from './tokenise.ts';

export interface ReadQuery {
  /** Words to find, in their order. */
  readonly words: readonly string[];
  /** Words of `words` that follow one of negation, by index: what they name is to be absent. */
  readonly negated: ReadonlySet<number>;
  /** Word sequences that must be there as they are. */
  readonly phrases: readonly (readonly string[])[];
  /** Word sequences that must not be there. */
  readonly excluded: readonly (readonly string[])[];
  /** Conditions that must hold, `not` those that must not. */
  readonly conditions: readonly { readonly term: SearchTerm; readonly not: boolean }[];
  /** Has OR, parentheses or the like: then the whole query is evaluated as a tree, and words only rank. */
  readonly isTree: boolean;
  /** The last word is as typed so far: nothing follows it. */
  readonly endsInWord: boolean;
}

/** Longer queries are cut: nobody types them, and each word costs. */
export const LONGEST_QUERY = 400;
const MOST_WORDS = 24;

/** Words after which the next ones name what is not wanted, and words that end what they say. */
const NEGATIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  en: new Set(['without', 'no', 'not', 'free']),
  de: new Set(['ohne', 'kein', 'keine']),
  fr: new Set(['sans']),
  es: new Set(['sin']),
  it: new Set(['senza']),
  nl: new Set(['zonder', 'geen']),
  pt: new Set(['sem']),
  sv: new Set(['utan']),
  da: new Set(['uden']),
  ru: new Set(['без']),
  ar: new Set(['بدون']),
};
/** Said behind the thing: "sugar free". */
const AFTERWARDS: ReadonlySet<string> = new Set(['free']);

/** Whether a word negates what follows. */
export const isNegation = (word: string, locale: string): boolean =>
  NEGATIONS[languageOf(locale)]?.has(word) === true && !AFTERWARDS.has(word);

/** Fields that a condition can name; anything else with a colon is text. */
export type KnowsField = (field: string) => boolean;

/** Reads a query in a language; control characters are blanks, what exceeds the limits is left out. */
export function readQuery(query: string, locale: string, knowsField: KnowsField): ReadQuery {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const clean = query.slice(0, LONGEST_QUERY).replace(/[\u0000-\u001f\u007f]/g, ' ');
  const language = languageOf(locale);
  const words: string[] = [];
  const phrases: string[][] = [];
  const excluded: string[][] = [];
  const conditions: { term: SearchTerm; not: boolean }[] = [];
  let isTree = false;
  let not = false;
  for (const token of searchTokens(clean)) {
    if (token.kind === 'not') {
      not = !not;
      continue;
    }
    if (token.kind !== 'term') {
      if (token.kind !== 'and') isTree = true;
      continue;
    }
    const isCondition = token.field !== null && knowsField(token.field);
    const text = token.field !== null && !isCondition ? `${token.field} ${token.value}` : token.value;
    const sequence = isCondition ? [] : wordsInOrder(text.replace(/\*$/, ''), language);
    if (isCondition) conditions.push({ term: token, not });
    else if (not && sequence.length > 0) excluded.push(sequence);
    else if (token.isQuoted && sequence.length > 1) {
      phrases.push(sequence);
      words.push(...sequence);
    } else words.push(...sequence);
    not = false;
  }
  const kept = words.slice(0, MOST_WORDS);
  return {
    words: kept,
    negated: negatedIn(kept, language),
    phrases,
    excluded,
    conditions,
    isTree,
    endsInWord: /[\p{L}\p{N}]$/u.test(clean),
  };
}

function negatedIn(words: readonly string[], language: string): ReadonlySet<number> {
  const negations = NEGATIONS[language];
  const found = new Set<number>();
  if (!negations) return found;
  words.forEach((word, index) => {
    if (!negations.has(word) || AFTERWARDS.has(word)) return;
    // "without wiring with switch": a preposition ends what is not wanted; at most two words are taken for it.
    for (const at of [index + 1, index + 2]) {
      const next = words[at];
      if (next === undefined || CONNECTING[language]?.has(next)) break;
      if (index > 0) found.add(at);
    }
  });
  return found;
}

const CONNECTING: Readonly<Record<string, ReadonlySet<string>>> = {
  en: new Set(['with', 'for', 'in', 'and', 'or', 'on', 'of', 'the', 'to', 'by', 'a', 'an']),
  de: new Set(['mit', 'für', 'fur', 'in', 'und', 'oder', 'aus', 'von']),
  fr: new Set(['avec', 'pour', 'en', 'et', 'ou', 'de', 'a']),
  es: new Set(['con', 'para', 'en', 'y', 'o', 'de']),
  it: new Set(['con', 'per', 'in', 'e', 'o', 'di']),
  nl: new Set(['met', 'voor', 'in', 'en', 'of', 'van']),
};

/** Words that only connect others: not finding them is no loss. */
export const isConnecting = (word: string, language: string): boolean => CONNECTING[language]?.has(word) === true;
