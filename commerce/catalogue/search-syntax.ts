/**
 * The Storefront API's search syntax: `tag:"dark wood" AND (product_type:Mugs OR vendor:Voss) -tag:sale variants.price:>=20 linen`.
 * Terms beside each other must all hold. Source: https://shopify.dev/docs/api/usage/search-syntax
 */
import { parseDecimal } from '../money/money.ts';
import { foldText, type ListedProduct, relevance, wordsOf } from './listing.ts';

/** Decides whether a thing matches a parsed query. */
export type SearchPredicate<T> = (thing: T, context: SearchContext) => boolean;

export interface SearchContext {
  readonly currency: string;
  readonly language: string;
}

/** One condition; `field` is null for a bare word, `comparator` empty for equality. */
export interface SearchTerm {
  readonly field: string | null;
  readonly comparator: string;
  readonly value: string;
}

/** A piece of a query; `isQuoted` tells a phrase from a word. */
export type SearchToken =
  | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' }
  | ({ readonly kind: 'term'; readonly isQuoted: boolean } & SearchTerm);

const TERM = /^(?:([a-z][a-z_.]*):)?(>=|<=|>|<)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s()]+))/i;

/** The pieces of a query in their order; characters that belong nowhere are skipped. */
export function searchTokens(query: string): SearchToken[] {
  const tokens: SearchToken[] = [];
  let rest = query.trim();
  while (rest !== '') {
    const head = rest.charAt(0);
    if (head === '(' || head === ')') {
      tokens.push({ kind: head === '(' ? 'open' : 'close' });
      rest = rest.slice(1).trimStart();
      continue;
    }
    if (head === '-' && rest.length > 1 && !/\s/.test(rest.charAt(1))) {
      tokens.push({ kind: 'not' });
      rest = rest.slice(1);
      continue;
    }
    const match = TERM.exec(rest);
    if (!match) {
      rest = rest.slice(1).trimStart();
      continue;
    }
    const value = match[3] ?? match[4] ?? match[5] ?? '';
    const isWord = match[1] === undefined && match[5] !== undefined;
    if (isWord && (value === 'AND' || value === 'OR' || value === 'NOT'))
      tokens.push({ kind: value === 'AND' ? 'and' : value === 'OR' ? 'or' : 'not' });
    else
      tokens.push({
        kind: 'term',
        isQuoted: match[3] !== undefined || match[4] !== undefined,
        field: match[1]?.toLowerCase() ?? null,
        comparator: match[2] ?? '',
        value: value.replace(/\\(.)/g, '$1'),
      });
    rest = rest.slice(match[0].length).trimStart();
  }
  return tokens;
}

/** `abc*` is a prefix, anything else equality; both without case and marks. */
export function textMatches(text: string, wanted: string): boolean {
  const [have, want] = [foldText(text), foldText(wanted)];
  return want.endsWith('*') ? have.startsWith(want.slice(0, -1)) : have === want;
}

/** Whether a text holds another, without case and marks; stars around it change nothing. */
export const textHolds = (text: string, wanted: string): boolean =>
  foldText(text).includes(foldText(wanted).replace(/^\*|\*$/g, ''));

/** Compares by `>`, `>=`, `<`, `<=`; an empty comparator is equality. NaN never matches. */
export function compareNumber(value: number, comparator: string, wanted: number): boolean {
  switch (comparator) {
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    default:
      return value === wanted;
  }
}

/** Compares moments; a day without a time stands for its whole 24 hours in UTC. */
export function compareMoment(iso: string, comparator: string, wanted: string): boolean {
  const moment = Date.parse(iso);
  if (!/^\d{4}-\d\d-\d\d$/.test(wanted)) return compareNumber(moment, comparator, Date.parse(wanted));
  const begins = Date.parse(wanted);
  const ends = begins + 86_400_000;
  switch (comparator) {
    case '>':
      return moment >= ends;
    case '<=':
      return moment < ends;
    case '':
      return moment >= begins && moment < ends;
    default:
      return compareNumber(moment, comparator, begins);
  }
}

const idOf = (value: string) => Number(/\d+$/.exec(value)?.[0] ?? Number.NaN);

function productTerm({ field, comparator, value }: SearchTerm): SearchPredicate<ListedProduct> {
  switch (field) {
    case 'tag':
      return (product) => product.tags.some((tag) => textMatches(tag, value));
    case 'tag_not':
      return (product) => !product.tags.some((tag) => textMatches(tag, value));
    case 'product_type':
      return (product) => textMatches(product.productType, value);
    case 'vendor':
      return (product) => textMatches(product.vendor, value);
    case 'handle':
      return (product) => textMatches(product.handle, value);
    case 'sku':
      return (product) => product.variants.some((variant) => variant.sku !== null && textMatches(variant.sku, value));
    case 'title':
      return (product, { language }) =>
        textHolds(product.titles[language] ?? product.title, value) || textHolds(product.title, value);
    case 'available_for_sale':
      return (product) => product.variants.some((variant) => variant.available) === (value === 'true');
    case 'id':
      return (product) => compareNumber(product.id, comparator, idOf(value));
    case 'created_at':
      return (product) => compareMoment(product.createdAt, comparator, value);
    case 'updated_at':
      return (product) => compareMoment(product.updatedAt, comparator, value);
    case 'variants.price':
      return (product, { currency }) => {
        const wanted = parseDecimal(value, currency);
        return (
          wanted !== null &&
          product.variants.some(
            (variant) =>
              variant.prices[currency] !== undefined &&
              compareNumber(variant.prices[currency], comparator, wanted.amountMinor),
          )
        );
      };
    default:
      // A bare word; as in the API this follows, an unknown field is searched for as text too.
      return (product, { language }) => relevance(product, wordsOf(value.replace(/\*$/, '')), language) > 0;
  }
}

const DEEPEST = 50;

/**
 * Parses a query into one predicate; `termOf` says what each condition means. The empty query matches everything, unbalanced parentheses are closed at
 * the end, and those nested deeper than anybody writes are left out.
 */
export function readSearch<T>(query: string, termOf: (term: SearchTerm) => SearchPredicate<T>): SearchPredicate<T> {
  const tokens = searchTokens(query);
  let at = 0;
  let depth = 0;
  const parseOr = (): SearchPredicate<T> => {
    const parts = [parseAnd()];
    while (tokens[at]?.kind === 'or') {
      at += 1;
      parts.push(parseAnd());
    }
    return parts.length === 1 && parts[0] ? parts[0] : (thing, context) => parts.some((part) => part(thing, context));
  };
  const parseAnd = (): SearchPredicate<T> => {
    const parts: SearchPredicate<T>[] = [];
    for (let token = tokens[at]; token && token.kind !== 'or' && token.kind !== 'close'; token = tokens[at]) {
      if (token.kind === 'and') at += 1;
      else parts.push(parseOne());
    }
    return (thing, context) => parts.every((part) => part(thing, context));
  };
  const parseOne = (): SearchPredicate<T> => {
    let isNot = false;
    for (; tokens[at]?.kind === 'not'; at += 1) isNot = !isNot;
    const own = parsePlain();
    return isNot ? (thing, context) => !own(thing, context) : own;
  };
  const parsePlain = (): SearchPredicate<T> => {
    const token = tokens[at];
    at += 1;
    if (token?.kind === 'open') {
      if (depth === DEEPEST) return () => true;
      depth += 1;
      const inner = parseOr();
      depth -= 1;
      if (tokens[at]?.kind === 'close') at += 1;
      return inner;
    }
    return token?.kind === 'term' ? termOf(token) : () => true;
  };
  const parts: SearchPredicate<T>[] = [];
  while (at < tokens.length) {
    parts.push(parseOr());
    if (tokens[at]?.kind === 'close') at += 1;
  }
  return (thing, context) => parts.every((part) => part(thing, context));
}

/** Parses a query over listed products. */
export const readProductSearch = (query: string): SearchPredicate<ListedProduct> => readSearch(query, productTerm);

/** The words of a query that is nothing but words, so that its finds can be ranked; null when it has conditions or operators. */
export function plainWords(query: string): string | null {
  const tokens = searchTokens(query);
  const words = tokens.flatMap((token) => (token.kind === 'term' && token.field === null ? token.value : []));
  return words.length > 0 && words.length === tokens.length ? words.join(' ') : null;
}
