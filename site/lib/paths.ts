import type { Market } from './markets.ts';

/** Path of the shop in a market: `inMarket(m, 'products', 'vase')` gives /en-us/products/vase. */
export function inMarket(market: Pick<Market, 'prefix'>, ...parts: readonly string[]): string {
  return `/${[market.prefix, ...parts.map((part) => encodeURIComponent(part))].join('/')}`;
}

/** Number at the end of a global id: 12 of gid://shopify/Product/12; the empty string when there is none. */
export function idNumber(gid: string): string {
  return /\/(\d+)(?:\?.*)?$/.exec(gid)?.[1] ?? '';
}

/** A picture's address without scheme and host when it is on our own, so that pages do not depend on the name they are reached by. */
export function localAddress(address: string, origin: string): string {
  return address.startsWith(`${origin}/`) ? address.slice(origin.length) : address;
}

/**
 * Address of a menu item inside the market: the shop's own paths get the prefix, others stay. Null (no link) for an item without address
 * or with one that is neither a path nor http(s).
 */
export function menuPath(market: Market, address: string | null, origin: string): string | null {
  if (address === null || address === '') return null;
  const base = URL.parse(origin);
  const target = URL.parse(address, origin);
  if (!target || !base || !/^https?:$/.test(target.protocol)) return null;
  if (target.host !== base.host) return target.href;
  if (target.pathname === '/') return `/${market.prefix}`;
  const [first = ''] = target.pathname.slice(1).split('/');
  const rest = /^[a-z]{2}-[a-z]{2}$/.test(first) ? target.pathname.slice(first.length + 1) : target.pathname;
  return `/${market.prefix}${rest}${target.search}`;
}
