import { ORIGINAL, offeredWidths, pictureAddress } from '../../commerce/pictures/picture-form.ts';
import { localAddress } from './paths.ts';
import type { ShopImage } from './shapes.ts';

/** How large a picture can get on a page: smallest and largest width in device pixels, and the one for readers that choose none. */
const KINDS = {
  thumb: { from: 100, to: 300, plain: 200 },
  card: { from: 200, to: 1200, plain: 600 },
  page: { from: 400, to: 2000, plain: 1000 },
} as const;

export type PictureKind = keyof typeof KINDS;

/** Cards stand in two, three or four columns. */
export const CARD_SIZES = '(min-width: 75rem) 22vw, (min-width: 48rem) 31vw, 48vw';

/** Whether an address takes a size: pictures of menus and texts may be anywhere. */
const isServed = (address: string): boolean => /^(https?:\/\/[^/]+)?\/pictures\//.test(address);

/**
 * A picture's `src` and `srcset` for what a page shows of it, as paths where it is on our own server. Without `srcset` where the shop does not serve it.
 * Source: https://html.spec.whatwg.org/multipage/images.html#srcset-attributes
 */
export function pictureSources(
  image: Pick<ShopImage, 'url' | 'width'>,
  kind: PictureKind,
  origin: string,
): { readonly src: string; readonly srcset: string | undefined } {
  const address = localAddress(image.url, origin);
  if (!isServed(address)) return { src: address, srcset: undefined };
  const { from, to, plain } = KINDS[kind];
  const inWidth = (width: number) => pictureAddress(address, { ...ORIGINAL, width });
  const widths = offeredWidths(from, to, image.width);
  return {
    src: inWidth(Math.min(plain, widths.at(-1) ?? plain)),
    srcset: widths.map((width) => `${inWidth(width)} ${width}w`).join(', '),
  };
}

/** A picture as a square of its middle, for narrow screens; null where the shop does not serve it. */
export function squareSources(image: Pick<ShopImage, 'url'>, origin: string): string | null {
  const address = localAddress(image.url, origin);
  if (!isServed(address)) return null;
  return offeredWidths(400, 1200, null)
    .map((width) => `${pictureAddress(address, { width, height: width, crop: 'center', format: null })} ${width}w`)
    .join(', ');
}

/** A picture's address for links shared elsewhere: as JPEG, which every reader of such links knows; others' pictures stay as they are. */
export function sharedPicture(address: string): string {
  return isServed(address) ? pictureAddress(address, { ...ORIGINAL, width: 1200, format: 'jpg' }) : address;
}

/** A picture's address as small as a row of a list shows it; sharp on dense screens. */
export function thumbnail({ url }: { readonly url: string }, width: 100 | 200 = 100): string {
  return isServed(url) ? pictureAddress(url, { ...ORIGINAL, width }) : url;
}
