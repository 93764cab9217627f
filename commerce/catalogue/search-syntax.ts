import { parseDecimal } from '../money/money.ts';
import { foldText, type ListedProduct, relevance, wordsOf } from './listing.ts';

/**
 * The Storefront API's search syntax over listed products: `tag:"dark wood" AND (product_type:Mugs OR vendor:Voss) -tag:sale variants.price:>=20 linen`.
 * Terms beside each other must all hold. Source: https://shopify.dev/docs/api/usage/search-syntax
 */

/** Decides whether a product matches a parsed query. */
export type ProductPredicate = (product: ListedProduct, context: SearchContext) => boolean;

export interface SearchContext {
  readonly currency: string;
  readonly language: string;
}

type Token =
  | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' }
  | { readonly kind: 'term'; readonly field: string | null; readonly comparator: string; readonly value: string };

const TERM = /^(?:([a-z][a-z_.]*):)?(>=|<=|>|<)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s()]+))/i;

function tokenise(query: string): Token[] {
  const tokens: Token[] = [];
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
        field: match[1]?.toLowerCase() ?? null,
        comparator: match[2] ?? '',
        value: value.replace(/\\(.)/g, '$1'),
      });
    rest = rest.slice(match[0].length).trimStart();
  }
  return tokens;
}

/** `abc*` is a prefix, anything else equality; both without case and marks. */
function textMatches(text: string, wanted: string): boolean {
  const [have, want] = [foldText(text), foldText(wanted)];
  return want.endsWith('*') ? have.startsWith(want.slice(0, -1)) : have === want;
}

function compareNumber(value: number, comparator: string, wanted: number): boolean {
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

function predicateOf(token: Extract<Token, { kind: 'term' }>): ProductPredicate {
  const { field, comparator, value } = token;
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
        foldText(product.titles[language] ?? product.title).includes(foldText(value).replace(/\*$/, '')) ||
        foldText(product.title).includes(foldText(value).replace(/\*$/, ''));
    case 'available_for_sale':
      return (product) => product.variants.some((variant) => variant.available) === (value === 'true');
    case 'id':
      return (product) => compareNumber(product.id, comparator, Number(value));
    case 'created_at':
    case 'updated_at': {
      const wanted = Date.parse(value);
      return (product) =>
        compareNumber(Date.parse(field === 'created_at' ? product.createdAt : product.updatedAt), comparator, wanted);
    }
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
    case null:
      return (product, { language }) => relevance(product, wordsOf(value.replace(/\*$/, '')), language) > 0;
    default:
      // As in the API this follows, an unknown field is searched for as text.
      return (product, { language }) => relevance(product, wordsOf(value), language) > 0;
  }
}

/** Parses a query; the empty query matches everything, unbalanced parentheses are closed at the end. */
export function readProductSearch(query: string): ProductPredicate {
  const tokens = tokenise(query);
  let at = 0;
  const parseOr = (): ProductPredicate => {
    const parts = [parseAnd()];
    while (tokens[at]?.kind === 'or') {
      at += 1;
      parts.push(parseAnd());
    }
    return parts.length === 1 && parts[0]
      ? parts[0]
      : (product, context) => parts.some((part) => part(product, context));
  };
  const parseAnd = (): ProductPredicate => {
    const parts: ProductPredicate[] = [];
    for (let token = tokens[at]; token && token.kind !== 'or' && token.kind !== 'close'; token = tokens[at]) {
      if (token.kind === 'and') at += 1;
      else parts.push(parseOne());
    }
    return (product, context) => parts.every((part) => part(product, context));
  };
  const parseOne = (): ProductPredicate => {
    const token = tokens[at];
    at += 1;
    if (token?.kind === 'not') {
      const inner = parseOne();
      return (product, context) => !inner(product, context);
    }
    if (token?.kind === 'open') {
      const inner = parseOr();
      if (tokens[at]?.kind === 'close') at += 1;
      return inner;
    }
    return token?.kind === 'term' ? predicateOf(token) : () => true;
  };
  const parts: ProductPredicate[] = [];
  while (at < tokens.length) {
    parts.push(parseOr());
    if (tokens[at]?.kind === 'close') at += 1;
  }
  return (product, context) => parts.every((part) => part(product, context));
}
