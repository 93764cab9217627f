import { builder } from '../builder.ts';
import type { ShopContext } from '../context.ts';

/** A picture; the address may be a path of this shop. */
export interface ImageRecord {
  readonly id: string | null;
  readonly url: string;
  readonly alt: string | null;
  readonly width: number | null;
  readonly height: number | null;
}

/** Absolute form of an address; paths belong to this shop. */
export const absoluteUrl = (url: string, ctx: ShopContext): string => (url.startsWith('/') ? ctx.origin + url : url);

const ImageContentType = builder.enumType('ImageContentType', {
  description: 'Formats a picture can be asked in.',
  values: ['JPG', 'PNG', 'WEBP'] as const,
});
const CropRegion = builder.enumType('CropRegion', {
  description: 'Part that stays when a picture is cropped.',
  values: ['BOTTOM', 'CENTER', 'LEFT', 'RIGHT', 'TOP'] as const,
});
const ImageTransformInput = builder.inputType('ImageTransformInput', {
  description: 'Wanted size, crop and format; honoured as far as the picture can.',
  fields: (t) => ({
    crop: t.field({ type: CropRegion }),
    maxHeight: t.int(),
    maxWidth: t.int(),
    preferredContentType: t.field({ type: ImageContentType }),
    scale: t.int({ defaultValue: 1 }),
  }),
});

export const Image = builder.objectRef<ImageRecord>('Image').implement({
  description: 'A picture.',
  fields: (t) => ({
    id: t.id({ nullable: true, resolve: (image) => image.id }),
    url: t.field({
      type: 'URL',
      args: { transform: t.arg({ type: ImageTransformInput }) },
      resolve: (image, _args, ctx) => absoluteUrl(image.url, ctx),
    }),
    src: t.field({
      type: 'URL',
      deprecationReason: 'Use `url`.',
      resolve: (image, _args, ctx) => absoluteUrl(image.url, ctx),
    }),
    originalSrc: t.field({
      type: 'URL',
      deprecationReason: 'Use `url`.',
      resolve: (image, _args, ctx) => absoluteUrl(image.url, ctx),
    }),
    transformedSrc: t.field({
      type: 'URL',
      deprecationReason: 'Use `url(transform:)`.',
      args: {
        crop: t.arg({ type: CropRegion }),
        maxHeight: t.arg.int(),
        maxWidth: t.arg.int(),
        preferredContentType: t.arg({ type: ImageContentType }),
        scale: t.arg.int({ defaultValue: 1 }),
      },
      resolve: (image, _args, ctx) => absoluteUrl(image.url, ctx),
    }),
    altText: t.exposeString('alt', { nullable: true }),
    width: t.exposeInt('width', { nullable: true }),
    height: t.exposeInt('height', { nullable: true }),
    thumbhash: t.string({ nullable: true, resolve: () => null }),
  }),
});
