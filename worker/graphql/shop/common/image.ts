import { GraphQLError } from 'graphql';
import {
  type CropRegion as Crop,
  MOST_PIXELS,
  type PictureFormat,
  pictureAddress,
  pictureForm,
} from '../../../../commerce/pictures/picture-form.ts';
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

/** A picture's address in the shop: it takes `width`, `height`, `crop` and `format` as Shopify's do. */
const served = (image: ImageRecord, ctx: ShopContext): string =>
  absoluteUrl(ctx.deps.pictures.addresses.addressOf(image.url), ctx);

/** Most pixels of a screen for one of its page's. Source: Storefront API, ImageTransformInput.scale */
const MOST_SCALE = 3;

interface Transform {
  readonly crop?: Uppercase<Crop> | null | undefined;
  readonly maxHeight?: number | null | undefined;
  readonly maxWidth?: number | null | undefined;
  readonly preferredContentType?: 'JPG' | 'PNG' | 'WEBP' | null | undefined;
  readonly scale?: number | null | undefined;
}

function between(field: string, value: number, most: number): number {
  if (value >= 1 && value <= most) return value;
  throw new GraphQLError(`${field}: must lie between 1 and ${most}.`, {
    extensions: { code: 'BAD_USER_INPUT', argument: field },
  });
}

const FORMATS = { JPG: 'jpg', PNG: 'png', WEBP: 'webp' } as const satisfies Record<string, PictureFormat>;
const CROPS = {
  BOTTOM: 'bottom',
  CENTER: 'center',
  LEFT: 'left',
  RIGHT: 'right',
  TOP: 'top',
} as const satisfies Record<Uppercase<Crop>, Crop>;

/** A picture's address in a wanted form: the next size the shop makes, never larger than the picture. Pictures the shop does not serve stay as they are. */
function transformed(image: ImageRecord, transform: Transform, ctx: ShopContext): string {
  const address = ctx.deps.pictures.addresses.addressOf(image.url);
  const scale = between('scale', transform.scale ?? 1, MOST_SCALE);
  const side = (field: 'maxWidth' | 'maxHeight'): number | null => {
    const value = transform[field] ?? null;
    return value === null ? null : between(field, value, MOST_PIXELS) * scale;
  };
  const { crop, preferredContentType } = transform;
  const wanted = {
    width: side('maxWidth'),
    height: side('maxHeight'),
    crop: crop ? CROPS[crop] : null,
    format: preferredContentType ? FORMATS[preferredContentType] : null,
  };
  return absoluteUrl(
    address.startsWith('/pictures/') ? pictureAddress(address, pictureForm(wanted, image)) : address,
    ctx,
  );
}

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
      resolve: (image, { transform }, ctx) => (transform ? transformed(image, transform, ctx) : served(image, ctx)),
    }),
    src: t.field({
      type: 'URL',
      deprecationReason: 'Use `url`.',
      resolve: (image, _args, ctx) => served(image, ctx),
    }),
    originalSrc: t.field({
      type: 'URL',
      deprecationReason: 'Use `url`.',
      resolve: (image, _args, ctx) => served(image, ctx),
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
      resolve: (image, transform, ctx) => transformed(image, transform, ctx),
    }),
    altText: t.exposeString('alt', { nullable: true }),
    width: t.exposeInt('width', { nullable: true }),
    height: t.exposeInt('height', { nullable: true }),
    thumbhash: t.string({ nullable: true, resolve: () => null }),
  }),
});
