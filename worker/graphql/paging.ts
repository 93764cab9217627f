import { GraphQLError } from 'graphql';

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly { readonly node: T; readonly cursor: string }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** Arguments of every list. */
export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
  readonly reverse?: boolean | null | undefined;
}

/** Most items of one page. */
export const LARGEST_PAGE = 250;

const bad = (argument: string, message: string) =>
  new GraphQLError(`${argument}: ${message}`, { extensions: { code: 'BAD_USER_INPUT', argument } });

/** A cursor from a text in any script: base64 of its UTF-8. */
export function cursorFrom(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}

/** The text in a cursor; an error that names the argument where it cannot be one. */
export function textIn(cursor: string, argument: string): string {
  try {
    const bytes = Uint8Array.from(atob(cursor), (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw foreignCursor(argument);
  }
}

/** The error for a cursor that is of another list, or of none. */
export const foreignCursor = (argument: string) => bad(argument, 'not a cursor of this list.');

/** Place of a cursor's item now; half a step before a whole one where it is gone, so that nothing beside it is left out. */
function placeOf<T>(list: readonly T[], keyOf: (item: T) => string | number, cursor: string, argument: string): number {
  const match = /^(\d{1,9}) (.*)$/s.exec(textIn(cursor, argument));
  if (!match?.[1]) throw foreignCursor(argument);
  const then = Number(match[1]);
  const stillThere = list[then];
  if (stillThere !== undefined && String(keyOf(stillThere)) === match[2]) return then;
  const now = list.findIndex((item) => String(keyOf(item)) === match[2]);
  // Gone: between its former neighbours.
  return now >= 0 ? now : Math.min(then, list.length) - 0.5;
}

/**
 * Cuts a page out of a whole list. A cursor holds key and place, so a page goes on rightly when items came or went meanwhile.
 * Errors in order: neither first nor last, both, out of 1..250, a foreign cursor; each names its argument.
 */
export function cutPage<T>(all: readonly T[], args: PageArgs, keyOf: (item: T) => string | number): Page<T> {
  const { first, last } = args;
  if (first == null && last == null) throw bad('first', 'first or last must be given.');
  if (first != null && last != null) throw bad('last', 'first and last cannot both be given.');
  const size = first ?? last ?? 0;
  if (size < 1 || size > LARGEST_PAGE)
    throw bad(first == null ? 'last' : 'first', `must lie between 1 and ${LARGEST_PAGE}.`);
  const list = args.reverse === true ? [...all].reverse() : all;
  const from = args.after ? Math.floor(placeOf(list, keyOf, args.after, 'after')) + 1 : 0;
  const to = args.before ? Math.max(from, Math.ceil(placeOf(list, keyOf, args.before, 'before'))) : list.length;
  const start = first == null ? Math.max(from, to - size) : from;
  const end = first == null ? to : Math.min(to, from + size);
  return {
    items: list
      .slice(start, end)
      .map((node, index) => ({ node, cursor: cursorFrom(`${start + index} ${keyOf(node)}`) })),
    hasNextPage: end < list.length,
    hasPreviousPage: start > 0,
  };
}

/** A page with other nodes on the same cursors; nodes that are gone are left out. */
export function mapPage<T, R>(page: Page<T>, nodeOf: (item: T, index: number) => R | null): Page<R> {
  const items = page.items.flatMap(({ node, cursor }, index) => {
    const mapped = nodeOf(node, index);
    return mapped === null ? [] : [{ node: mapped, cursor }];
  });
  return { items, hasNextPage: page.hasNextPage, hasPreviousPage: page.hasPreviousPage };
}

export const EMPTY_PAGE: Page<never> = { items: [], hasNextPage: false, hasPreviousPage: false };
