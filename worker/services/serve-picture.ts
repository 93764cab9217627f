import type { PictureForm, PictureFormat } from '../../commerce/pictures/picture-form.ts';
import { type PictureType, pictureType } from '../../commerce/pictures/picture-type.ts';
import type { PictureMaker, PictureOriginals, PictureSource } from '../ports/pictures.ts';

export interface PictureDeps {
  readonly originals: PictureOriginals;
  readonly maker: PictureMaker;
  /** Lower-case hexadecimal SHA-256. */
  digest(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  log(line: string, error: unknown): void;
}

export type ServedPicture =
  | {
      readonly ok: true;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly type: PictureType;
      /** Its first ten characters of digest. */
      readonly version: string;
      /** It is what was asked for; else the original stands in, because no service could make the form (`none`) or not now (`failed`). */
      readonly made: 'as_asked' | 'none' | 'failed';
    }
  /** `not_a_picture`: the file is none, or of a kind browsers do not show. */
  | { readonly ok: false; readonly reason: 'missing' | 'not_a_picture' | 'too_large' | 'unavailable' };

const TYPES = { avif: 'image/avif', webp: 'image/webp', jpg: 'image/jpeg', png: 'image/png' } as const satisfies Record<
  PictureFormat,
  PictureType
>;

/** How many characters of a picture's digest are its version. */
const VERSION_LENGTH = 10;

/**
 * A picture in a form; WebP unless another format is asked for, and never heavier than the original where that would do too. Drawings (SVG) have no pixels
 * and stay what they are. Refusals as their reasons say, `missing` and `unavailable` first.
 */
export async function servePicture(
  deps: PictureDeps,
  source: PictureSource,
  form: PictureForm,
): Promise<ServedPicture> {
  const read = await deps.originals.read(source);
  if (!read.ok) return read;
  const type = pictureType(read.bytes);
  if (type === null) return { ok: false, reason: 'not_a_picture' };
  const version = (await deps.digest(read.bytes)).slice(0, VERSION_LENGTH);
  const original = { ok: true, bytes: read.bytes, type, version } as const;
  const isOriginal = form.width === null && form.height === null && form.format === null;
  if (isOriginal || type === 'image/svg+xml') return { ...original, made: 'as_asked' };
  const format = form.format ?? 'webp';
  try {
    const bytes = await deps.maker.make(read.bytes, { ...form, format });
    if (!bytes) return { ...original, made: 'none' };
    const wouldDo = form.crop === null && type === TYPES[format] && read.bytes.length <= bytes.length;
    return wouldDo ? { ...original, made: 'as_asked' } : { ...original, bytes, type: TYPES[format], made: 'as_asked' };
  } catch (error) {
    deps.log('pictures: the original stands in for a form that could not be made', error);
    return { ...original, made: 'failed' };
  }
}
