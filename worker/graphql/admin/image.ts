import { adminBuilder } from './builder.ts';

/** A picture as a record names it. */
export interface NamedPicture {
  readonly url: string;
}

/** Its address takes `width`, `height`, `crop` and `format`, like the shop API's. */
export const ImageType = adminBuilder.objectRef<NamedPicture>('Image').implement({
  description: 'A picture.',
  fields: (t) => ({
    url: t.field({
      type: 'URL',
      description: 'Where the shop serves it; `?width=200` makes it smaller.',
      resolve: (image, _args, ctx) => new URL(ctx.deps.pictures.addresses.addressOf(image.url), ctx.origin).href,
    }),
  }),
});

export const MediaPreviewImage = adminBuilder.objectRef<NamedPicture>('MediaPreviewImage').implement({
  description: 'A picture that stands for a medium.',
  fields: (t) => ({ image: t.field({ type: ImageType, nullable: true, resolve: (picture) => picture }) }),
});
