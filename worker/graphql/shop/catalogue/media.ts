import type { MediaRecord } from '../../../ports/catalogue.ts';
import { toGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../common/connection.ts';
import { absoluteUrl, Image, type ImageRecord } from '../common/image.ts';
import { Node } from '../common/node.ts';
import type { ShopContext } from '../context.ts';

const altOf = (media: MediaRecord, ctx: ShopContext) => media.translations[ctx.buyer.language]?.alt ?? media.alt;

/** A product's picture as the Image type sees it. */
export const imageOf = (media: MediaRecord, ctx: ShopContext): ImageRecord => ({
  id: toGid('ProductImage', media.id),
  url: media.url,
  alt: altOf(media, ctx),
  width: media.width,
  height: media.height,
});

const TYPENAMES = { image: 'MediaImage', video: 'Video', model_3d: 'Model3d' } as const;

export const MediaContentType = builder.enumType('MediaContentType', {
  description: 'Kind of a medium.',
  values: ['EXTERNAL_VIDEO', 'IMAGE', 'MODEL_3D', 'VIDEO'] as const,
});

const MediaPresentationFormat = builder.enumType('MediaPresentationFormat', {
  description: 'Viewers a medium can be set up for.',
  values: ['IMAGE', 'MODEL_VIEWER'] as const,
});
const MediaPresentation = builder.objectRef<{ readonly id: string }>('MediaPresentation').implement({
  description: 'How a viewer is set up for a medium; the shop keeps no such settings.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => id }),
    asJson: t.field({
      type: 'JSON',
      nullable: true,
      args: { format: t.arg({ type: MediaPresentationFormat, required: true }) },
      resolve: () => null,
    }),
  }),
});

export const Media = builder.interfaceRef<MediaRecord>('Media').implement({
  description: 'A picture, film or model of a product.',
  resolveType: (media) => TYPENAMES[media.kind],
  fields: (t) => ({
    id: t.id({ resolve: (media) => toGid(TYPENAMES[media.kind], media.id) }),
    alt: t.string({ nullable: true, resolve: (media, _args, ctx) => altOf(media, ctx) }),
    mediaContentType: t.field({
      type: MediaContentType,
      resolve: (media) => (media.kind === 'image' ? 'IMAGE' : media.kind === 'video' ? 'VIDEO' : 'MODEL_3D'),
    }),
    previewImage: t.field({
      type: Image,
      nullable: true,
      resolve: (media, _args, ctx) => (media.kind === 'image' ? imageOf(media, ctx) : null),
    }),
    presentation: t.field({ type: MediaPresentation, nullable: true, resolve: () => null }),
  }),
});

export const MediaImage = builder.objectRef<MediaRecord>('MediaImage').implement({
  description: 'A picture.',
  interfaces: [Media, Node],
  fields: (t) => ({
    id: t.id({ resolve: (media) => toGid('MediaImage', media.id) }),
    image: t.field({ type: Image, nullable: true, resolve: (media, _args, ctx) => imageOf(media, ctx) }),
  }),
});

const formatOf = (url: string) => url.split('?')[0]?.split('.').at(-1)?.toLowerCase() ?? '';

const VideoSource = builder.objectRef<MediaRecord>('VideoSource').implement({
  description: 'A file of a film.',
  fields: (t) => ({
    format: t.string({ resolve: (media) => formatOf(media.url) }),
    mimeType: t.string({ resolve: (media) => `video/${formatOf(media.url)}` }),
    url: t.string({ resolve: (media, _args, ctx) => absoluteUrl(media.url, ctx) }),
    width: t.int({ resolve: (media) => media.width ?? 0 }),
    height: t.int({ resolve: (media) => media.height ?? 0 }),
  }),
});

export const Video = builder.objectRef<MediaRecord>('Video').implement({
  description: 'A film.',
  interfaces: [Media, Node],
  fields: (t) => ({
    id: t.id({ resolve: (media) => toGid('Video', media.id) }),
    sources: t.field({ type: [VideoSource], resolve: (media) => [media] }),
  }),
});

const Model3dSource = builder.objectRef<MediaRecord>('Model3dSource').implement({
  description: 'A file of a model.',
  fields: (t) => ({
    filesize: t.int({ resolve: () => 0 }),
    format: t.string({ resolve: (media) => formatOf(media.url) }),
    mimeType: t.string({ resolve: () => 'model/gltf-binary' }),
    url: t.string({ resolve: (media, _args, ctx) => absoluteUrl(media.url, ctx) }),
  }),
});

export const Model3d = builder.objectRef<MediaRecord>('Model3d').implement({
  description: 'A three-dimensional model.',
  interfaces: [Media, Node],
  fields: (t) => ({
    id: t.id({ resolve: (media) => toGid('Model3d', media.id) }),
    sources: t.field({ type: [Model3dSource], resolve: (media) => [media] }),
  }),
});

const MediaHost = builder.enumType('MediaHost', {
  description: 'Where films of others are hosted.',
  values: ['VIMEO', 'YOUTUBE'] as const,
});
/** Declared for documents that ask for it; every film is a file of the shop, so nothing resolves to it. */
builder.objectRef<MediaRecord>('ExternalVideo').implement({
  description: 'A film hosted elsewhere; the shop keeps its films itself and answers none.',
  interfaces: [Media, Node],
  fields: (t) => ({
    id: t.id({ resolve: (media) => toGid('ExternalVideo', media.id) }),
    embedUrl: t.field({ type: 'URL', resolve: (media) => media.url }),
    embeddedUrl: t.field({ type: 'URL', deprecationReason: 'Use `originUrl`.', resolve: (media) => media.url }),
    originUrl: t.field({ type: 'URL', resolve: (media) => media.url }),
    host: t.field({ type: MediaHost, resolve: () => 'YOUTUBE' as const }),
  }),
});

export const MediaConnection = connectionOf('Media', Media);
export const ImageConnection = connectionOf('Image', Image);
