import type { PictureFormat } from '../../../commerce/pictures/picture-form.ts';
import type { PictureMaker } from '../../ports/pictures.ts';

/** Output types with the quality at which pictures of goods still look untouched. */
const OUTPUT = {
  avif: { format: 'image/avif', quality: 60 },
  webp: { format: 'image/webp', quality: 80 },
  jpg: { format: 'image/jpeg', quality: 82 },
  png: { format: 'image/png' },
} as const satisfies Record<PictureFormat, ImageOutputOptions>;

/**
 * Pictures made by Cloudflare Images; `images` is undefined where the Worker has no such binding. Locally Wrangler does the same with sharp.
 * Source: https://developers.cloudflare.com/images/transform-images/bindings/
 */
export function cloudflareImages(images: ImagesBinding | undefined): PictureMaker {
  return {
    async make(original, { width, height, crop, format }) {
      if (!images) return null;
      const input = images.input(new Blob([original]).stream());
      const sides = { ...(width === null ? {} : { width }), ...(height === null ? {} : { height }) };
      const sized =
        width === null && height === null
          ? input
          : input.transform(crop ? { ...sides, fit: 'crop', gravity: crop } : { ...sides, fit: 'scale-down' });
      const made = await sized.output(OUTPUT[format]);
      return new Uint8Array(await made.response().arrayBuffer());
    },
  };
}
