import { idNumber } from './paths.ts';

/**
 * Lets a page be shared between shoppers: fresh for a minute, then served stale while one request renders it anew; forgotten when one of its
 * tags is purged. Browsers ask each time.
 */
export function share(headers: Headers, tags: readonly string[]): void {
  headers.set('cache-control', 'public, max-age=0, s-maxage=60, stale-while-revalidate=86400');
  if (tags.length > 0) headers.set('cache-tag', [...new Set(tags)].join(','));
}

/** Keeps a page to the one shopper it was made for, out of every cache. */
export function keepPrivate(headers: Headers): void {
  headers.set('cache-control', 'private, no-store');
}

/** Cache tag of an entity: product:12 for gid://shopify/Product/12. */
export function tagOf(gid: string): string {
  const type = /^gid:\/\/[^/]+\/([A-Za-z]+)\//.exec(gid)?.[1] ?? 'entity';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}:${idNumber(gid)}`;
}
