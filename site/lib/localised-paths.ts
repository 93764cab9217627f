import type { Market } from './markets.ts';

/** Something whose address differs by language. */
export interface Handled {
  /** In the language it was asked for in. */
  readonly handle: string;
  readonly translatedHandles: readonly { readonly locale: string; readonly handle: string }[];
}

/** Fields of `Handled` in a document. */
export const handleFields = 'handle translatedHandles { locale handle }';

/** A path after the market prefix in every language: `('products', vase)` gives /products/vase in English, /products/vase-tide in German. */
export function pathsOf(folder: string, ...parts: readonly Handled[]): (language: string) => string {
  return (language) => `/${[folder, ...parts.map((one) => encodeURIComponent(handleIn(one, language)))].join('/')}`;
}

/** A resource's handle in a language; that of the language it was asked for in where it has none. */
export function handleIn(one: Handled, language: string): string {
  return one.translatedHandles.find((other) => other.locale === language)?.handle ?? one.handle;
}

/** The lasting answer for an address made of another language's handle; null when the page is where it belongs. */
export function moved(url: URL, market: Market, path: string): Response | null {
  const home = `/${market.prefix}${path}`;
  if (decodeURI(url.pathname) === decodeURI(home)) return null;
  return new Response(null, { status: 301, headers: { location: `${home}${url.search}` } });
}
