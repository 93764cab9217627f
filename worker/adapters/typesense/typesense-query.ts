import type { SearchTerm } from '../../../commerce/catalogue/search-syntax.ts';
import { parseDecimal } from '../../../commerce/money/money.ts';
import { knowsField } from '../../../commerce/search/conditions.ts';
import { LONGEST_QUERY, readQuery } from '../../../commerce/search/read-query.ts';
import type { SearchFilter, SearchRequest, SearchSort } from '../../../commerce/search/search-request.ts';
import { ANYWHERE, leastField, mostField, numberField, valueField } from './typesense-fields.ts';

/** A query in Typesense's words. */
export interface TypesenseQuery {
  readonly q: string;
  /** Conditions that the query itself has. */
  readonly filters: readonly string[];
}

/** Values stand between backticks, which no escape exists for. */
const quoted = (value: string): string => `\`${value.replaceAll('`', '')}\``;
const NOTHING = 'id:=`none`';

const VALUE_NAMES: Readonly<Record<string, string>> = {
  brand: 'vendor',
  type: 'product_type',
  available_for_sale: 'available',
};

function conditionFilter({ field, comparator, value }: SearchTerm, not: boolean, currency: string): string {
  if (field === null) return NOTHING;
  if (field === 'id') return `id:${not ? '!=' : '='}${quoted(/\d+$/.exec(value)?.[0] ?? '0')}`;
  if (field === 'price' || field === 'variants.price') {
    const wanted = parseDecimal(value, currency);
    return wanted === null ? NOTHING : `${numberField(`price.${currency}`)}:${comparator || '='}${wanted.amountMinor}`;
  }
  const isPrefix = value.endsWith('*');
  const name = field === 'title' ? 'title' : valueField(VALUE_NAMES[field] ?? field);
  if (field === 'title' || isPrefix) return `${name}:${quoted(value.replace(/\*$/, ''))}${isPrefix ? '*' : ''}`;
  return `${name}:${not ? '!=' : '='}${quoted(value)}`;
}

/** Translates what was typed: words, phrases, exclusions; conditions become filters. Its own syntax never reaches the server unquoted. */
export function typesenseQuery(request: SearchRequest): TypesenseQuery {
  const read = readQuery(request.query.slice(0, LONGEST_QUERY), request.locale, knowsField);
  const inPhrases = new Set(read.phrases.flat());
  const words = read.words.filter((word, index) => !inPhrases.has(word) && !read.negated.has(index));
  const parts = [
    ...words,
    ...read.phrases.map((phrase) => `"${phrase.join(' ')}"`),
    ...read.excluded.map((phrase) => (phrase.length === 1 ? `-${phrase[0]}` : `-"${phrase.join(' ')}"`)),
  ];
  return {
    q: parts.length === 0 ? '*' : parts.join(' '),
    filters: read.conditions.map(({ term, not }) => conditionFilter(term, not, request.currency)),
  };
}

/** One filter; null when the server has no such field, so that nothing can satisfy it. */
function filterText(filter: SearchFilter, hasField: (field: string) => boolean): string | null {
  if (filter.kind === 'range') {
    const field = numberField(filter.name);
    if (!hasField(field)) return null;
    const bounds = [
      ...(filter.min === null ? [] : [`${field}:>=${filter.min}`]),
      ...(filter.max === null ? [] : [`${field}:<=${filter.max}`]),
    ];
    if (filter.min !== null && filter.max !== null) return `${field}:[${filter.min}..${filter.max}]`;
    return bounds.length === 0 ? `${field}:>=${Number.MIN_SAFE_INTEGER}` : bounds.join(' && ');
  }
  const field = valueField(filter.name);
  if (!hasField(field)) return filter.not === true ? '' : null;
  return `${field}:${filter.not === true ? '!=' : '='}[${filter.values.map(quoted).join(', ')}]`;
}

/** All filters but those of one name, joined; values of one name widen each other. */
export function filterBy(
  request: SearchRequest,
  query: TypesenseQuery,
  hasField: (field: string) => boolean,
  except: string | null = null,
): string {
  const parts: string[] = [...query.filters];
  if (request.market !== null) parts.push(`markets:=[${quoted(request.market)}, ${quoted(ANYWHERE)}]`);
  const names = [...new Set(request.filters.map((filter) => filter.name))].filter((name) => name !== except);
  for (const name of names) {
    const own = request.filters.filter((filter) => filter.name === name);
    const isWide = (filter: SearchFilter) => filter.kind === 'values' && filter.not !== true;
    const wide = own.filter(isWide).map((filter) => filterText(filter, hasField) ?? NOTHING);
    const narrow = own.filter((filter) => !isWide(filter)).map((filter) => filterText(filter, hasField) ?? NOTHING);
    if (wide.length > 0) parts.push(wide.length === 1 ? (wide[0] ?? NOTHING) : `(${wide.join(' || ')})`);
    parts.push(...narrow.filter(Boolean));
  }
  return parts.join(' && ');
}

/** Typesense's order; popularity decides between equal texts when the shop gives it weight. */
export function sortBy(sort: SearchSort, isPopularityWeighed: boolean, hasField: (field: string) => boolean): string {
  if (sort.by === 'title') return `title_sort:${sort.descending ? 'desc' : 'asc'}`;
  if (sort.by === 'number') {
    const field = sort.descending ? mostField(sort.name) : leastField(sort.name);
    if (hasField(field)) return `${field}:${sort.descending ? 'desc' : 'asc'}`;
  }
  return isPopularityWeighed
    ? '_text_match(buckets: 10):desc,stock:desc,popularity:desc'
    : '_text_match:desc,popularity:desc';
}
