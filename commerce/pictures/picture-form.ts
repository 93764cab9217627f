/**
 * In which sizes and formats the shop serves a picture. A picture's address takes `width`, `height`, `crop` and `format`, as storefronts written for
 * Shopify append them; only forms of this ladder are made and kept, so that nobody can fill a cache with sizes that no page asks for.
 */

/** Widths (and heights of boxes) pictures are made in, in pixels. Hydrogen's steps are among them. */
export const PICTURE_STEPS = [100, 200, 300, 400, 600, 800, 1000, 1200, 1600, 2000] as const;

/** Heights of cropped pictures per width: squares, and the usual upright and lying shapes. */
const CROP_RATIOS = [9 / 16, 2 / 3, 3 / 4, 4 / 5, 1, 5 / 4, 4 / 3, 3 / 2, 16 / 9] as const;

export const PICTURE_FORMATS = ['avif', 'webp', 'jpg', 'png'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

export const CROP_REGIONS = ['center', 'top', 'bottom', 'left', 'right'] as const;
export type CropRegion = (typeof CROP_REGIONS)[number];

/** Most pixels a side may be asked in. Source: https://shopify.dev/docs/api/storefront/latest/input-objects/ImageTransformInput */
export const MOST_PIXELS = 5760;

/** A picture as somebody wants it; null: does not matter. */
export interface WantedPicture {
  readonly width: number | null;
  readonly height: number | null;
  readonly crop: CropRegion | null;
  readonly format: PictureFormat | null;
}

/** A picture as the ladder has it: `crop` has both sides; without it the picture fits into them and is never enlarged. All null: the original. */
export type PictureForm = WantedPicture;

/** The original, as it was given. */
export const ORIGINAL: PictureForm = { width: null, height: null, crop: null, format: null };

const stepFor = (pixels: number): number => PICTURE_STEPS.find((step) => step >= pixels) ?? 2000;

const nearestRatio = (ratio: number): number =>
  CROP_RATIOS.reduce((best, one) => (Math.abs(Math.log(one / ratio)) < Math.abs(Math.log(best / ratio)) ? one : best));

/**
 * The form of the ladder that serves a wish: the next width up, and for a cropped picture the nearest shape. With the picture's own size a box becomes
 * the width the picture has in it. Cropping needs both sides; with one of them the picture is only made smaller.
 */
export function pictureForm(
  wanted: WantedPicture,
  own: { readonly width: number | null; readonly height: number | null } = ORIGINAL,
): PictureForm {
  const { width, height, format } = wanted;
  if (width === null && height === null) return { ...ORIGINAL, format };
  if (width !== null && height !== null && wanted.crop !== null) {
    const step = stepFor(width);
    return { width: step, height: Math.round(step * nearestRatio(height / width)), crop: wanted.crop, format };
  }
  if (own.width !== null && own.height !== null && own.width > 0 && own.height > 0) {
    const fitting = Math.min(width ?? own.width, ((height ?? own.height) * own.width) / own.height, own.width);
    return { width: stepFor(Math.ceil(fitting)), height: null, crop: null, format };
  }
  return {
    width: width === null ? null : stepFor(width),
    height: height === null ? null : stepFor(height),
    crop: null,
    format,
  };
}

/** A form as the search of an address: `width=400&height=500&crop=center&format=jpg`, always in this order; the empty string for the original. */
export function formSearch({ width, height, crop, format }: PictureForm): string {
  const parts = Object.entries({ width, height, crop, format });
  return parts.flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`])).join('&');
}

/** An address of a picture in another form; what it has asked so far is replaced, its version stays. */
export function pictureAddress(address: string, form: PictureForm): string {
  const [path = '', search = ''] = address.split('?', 2);
  const version = search.split('&').filter((part) => part.startsWith('v='));
  const all = [...version, formSearch(form)].filter((part) => part !== '').join('&');
  return all === '' ? path : `${path}?${all}`;
}

export type ReadWish =
  | { readonly ok: true; readonly wanted: WantedPicture }
  | { readonly ok: false; readonly field: string; readonly rule: string };

const pixelRule = `must be a whole number from 1 to ${MOST_PIXELS}`;

/** Reads what an address asks. Refusals in order: `width`, `height`, `crop`, `format`. */
export function readWish(params: Pick<URLSearchParams, 'get'>): ReadWish {
  const sides: Record<'width' | 'height', number | null> = { width: null, height: null };
  for (const field of ['width', 'height'] as const) {
    const text = params.get(field);
    if (text === null) continue;
    const pixels = /^\d{1,4}$/.test(text) ? Number(text) : 0;
    if (pixels < 1 || pixels > MOST_PIXELS) return { ok: false, field, rule: pixelRule };
    sides[field] = pixels;
  }
  const cropText = params.get('crop');
  const crop = CROP_REGIONS.find((one) => one === cropText) ?? null;
  if (cropText !== null && crop === null)
    return { ok: false, field: 'crop', rule: `must be one of ${CROP_REGIONS.join(', ')}` };
  const formatText = params.get('format');
  const format = PICTURE_FORMATS.find((one) => one === formatText) ?? null;
  if (formatText !== null && format === null)
    return { ok: false, field: 'format', rule: `must be one of ${PICTURE_FORMATS.join(', ')}` };
  return { ok: true, wanted: { ...sides, crop, format } };
}

/**
 * The widths a page offers of a picture, ascending: those of the ladder from `from` to `to`, without the ones that would only repeat the picture's own
 * width; null: its own width is not known. At least one.
 */
export function offeredWidths(from: number, to: number, own: number | null): readonly number[] {
  const within = PICTURE_STEPS.filter((step) => step >= from && step <= to);
  const largest = own === null ? 2000 : stepFor(own);
  const some = within.filter((step) => step <= largest);
  return some.length > 0 ? some : within.slice(0, 1);
}
