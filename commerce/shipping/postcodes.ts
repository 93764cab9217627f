/**
 * Lists of postcodes as merchants write them: `20457, 20095-20459, 21*, !20539`. A code names itself (in Great Britain also a whole outward code such as
 * `KW15`), `*` everything that begins so, a range everything between two codes of the same length (written with `-` or `..`), `!` takes out.
 */

type Item =
  | { readonly kind: 'exact'; readonly code: string }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'range'; readonly from: string; readonly to: string };

/** A list that was understood. */
export interface PostcodeList {
  readonly items: readonly Item[];
  readonly excluded: readonly Item[];
}

export type PostcodesRead =
  | { readonly ok: true; readonly list: PostcodeList }
  | { readonly ok: false; readonly item: string; readonly message: string };

/** Longest list that is kept. */
export const MAX_POSTCODE_ITEMS = 1_000;

/** A postcode in the one form that is compared: upper case without spaces and hyphens; in Great Britain with a space before the inward code. */
export function postcodeKey(country: string, postcode: string): string {
  const plain = postcode.toUpperCase().replace(/[\s-]/g, '');
  if (country === 'GB' && /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(plain))
    return `${plain.slice(0, -3)} ${plain.slice(-3)}`;
  return country === 'US' ? plain.slice(0, 5) : plain;
}

/** What ranges look at: the outward code in Great Britain, elsewhere all of it. */
const head = (key: string): string => key.split(' ')[0] ?? key;

function readItem(country: string, text: string): Item | string {
  const key = (code: string): string => postcodeKey(country, code);
  if (text.endsWith('*')) {
    const prefix = key(text.slice(0, -1));
    return /^[A-Z\d ]{1,10}$/.test(prefix) ? { kind: 'prefix', prefix } : 'has nothing before the *';
  }
  const sides = text.includes('..') ? text.split('..') : text.split(/[-–]/);
  const [from = '', to = ''] = sides.map(key);
  const isRange = sides.length === 2 && (text.includes('..') || head(from).length === head(to).length);
  if (isRange) {
    if (!/^[A-Z\d]{2,10}$/.test(head(from)) || head(from).length !== head(to).length)
      return 'must name two codes of the same length';
    return head(from) <= head(to) ? { kind: 'range', from: head(from), to: head(to) } : 'ends before it begins';
  }
  const code = key(text);
  return /^[A-Z\d]{2,10}(?: [A-Z\d]{3})?$/.test(code) ? { kind: 'exact', code } : 'is no postcode';
}

/** Reads a list. Refusals in order: too many items, the first item that is none, nothing but exclusions. Empty text is an empty list. */
export function readPostcodes(country: string, text: string): PostcodesRead {
  const parts = text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length > MAX_POSTCODE_ITEMS)
    return { ok: false, item: '', message: `at most ${MAX_POSTCODE_ITEMS} postcodes and ranges` };
  const items: Item[] = [];
  const excluded: Item[] = [];
  for (const part of parts) {
    const isOut = part.startsWith('!');
    const item = readItem(country, isOut ? part.slice(1).trim() : part);
    if (typeof item === 'string') return { ok: false, item: part, message: `${part} ${item}` };
    (isOut ? excluded : items).push(item);
  }
  if (items.length === 0 && excluded.length > 0)
    return { ok: false, item: parts[0] ?? '', message: 'takes out of nothing' };
  return { ok: true, list: { items, excluded } };
}

const kept = new Map<string, PostcodeList>();
const NOTHING: PostcodeList = { items: [], excluded: [] };

/** A list that was checked when it was saved; one that cannot be read names nothing. */
export function postcodesOf(country: string, text: string): PostcodeList {
  const key = `${country} ${text}`;
  const known = kept.get(key);
  if (known) return known;
  const read = readPostcodes(country, text);
  const list = read.ok ? read.list : NOTHING;
  if (kept.size < 1_000) kept.set(key, list);
  return list;
}

function isIn(item: Item, key: string): boolean {
  switch (item.kind) {
    case 'exact':
      return item.code === key || item.code === head(key);
    case 'prefix':
      return key.startsWith(item.prefix);
    case 'range': {
      const code = head(key);
      return code.length === item.from.length && item.from <= code && code <= item.to;
    }
  }
}

/** Whether a list names a postcode (`postcodeKey`). */
export const namesPostcode = ({ items, excluded }: PostcodeList, key: string): boolean =>
  items.some((item) => isIn(item, key)) && !excluded.some((item) => isIn(item, key));

function meet(a: Item, b: Item): boolean {
  if (a.kind === 'exact') return isIn(b, a.code) || (b.kind === 'exact' && isIn(a, b.code));
  if (b.kind === 'exact') return isIn(a, b.code);
  if (a.kind === 'prefix' && b.kind === 'prefix') return a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix);
  if (a.kind === 'range' && b.kind === 'range')
    return a.from.length === b.from.length && a.from <= b.to && b.from <= a.to;
  const [prefix, range] = a.kind === 'prefix' ? [a, b] : [b, a];
  if (prefix.kind !== 'prefix' || range.kind !== 'range') return false;
  const length = Math.min(prefix.prefix.length, range.from.length);
  const start = prefix.prefix.slice(0, length);
  return range.from.slice(0, length) <= start && start <= range.to.slice(0, length);
}

const swallows = (excluded: readonly Item[], item: Item): boolean =>
  excluded.some((out) => {
    if (item.kind === 'exact') return isIn(out, item.code);
    if (item.kind === 'range') return isIn(out, item.from) && isIn(out, item.to) && out.kind !== 'exact';
    return out.kind === 'prefix' && item.prefix.startsWith(out.prefix);
  });

/** Whether two lists may name the same postcode; what one takes out whole does not count. Cautious: parts taken out of a range still count. */
export const listsMeet = (a: PostcodeList, b: PostcodeList): boolean =>
  a.items.some(
    (one) => !swallows(b.excluded, one) && b.items.some((other) => !swallows(a.excluded, other) && meet(one, other)),
  );
