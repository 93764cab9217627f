import type { PictureForm } from '../../commerce/pictures/picture-form.ts';

/** Where a picture comes from: a file of the shop, or another server. */
export type PictureSource =
  | {
      readonly kind: 'own';
      readonly path: string;
      /** The name holds a digest of the picture, so another picture would have another name. */
      readonly isNamedByContent: boolean;
    }
  | { readonly kind: 'elsewhere'; readonly url: string };

/** Addresses in the shop under which it serves the pictures of its records, wherever they are. */
export interface PictureAddresses {
  /** Path (with the version a record may name) that serves a picture; what the shop cannot serve stays as it is. */
  addressOf(url: string): string;
  /** What a path serves; null: nothing the shop has given an address. */
  sourceOf(path: string): PictureSource | null;
}

export type OriginalRead =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  /** `missing`: it is not there (any more). `too_large`: more than the shop serves. `unavailable`: its server does not answer; ask again later. */
  | { readonly ok: false; readonly reason: 'missing' | 'too_large' | 'unavailable' };

/** The pictures as they were given. */
export interface PictureOriginals {
  read(source: PictureSource): Promise<OriginalRead>;
}

/** Makes other forms of pictures. */
export interface PictureMaker {
  /** A picture in a form with a format. Null: no service is set up that could. Rejects when it cannot do it now. */
  make(
    original: Uint8Array<ArrayBuffer>,
    form: PictureForm & { readonly format: NonNullable<PictureForm['format']> },
  ): Promise<Uint8Array<ArrayBuffer> | null>;
}
