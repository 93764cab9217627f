import { builder } from '../builder.ts';

/** Anything with a public id; what `node` gives back is branded with the name of its type (nodes.ts). */
export const Node = builder.interfaceRef<object>('Node').implement({
  description: 'Anything that can be fetched again by its id.',
  fields: (t) => ({ id: t.id({ resolve: (value) => ('id' in value ? String(value.id) : '') }) }),
});

export const OnlineStorePublishable = builder.interfaceRef<object>('OnlineStorePublishable').implement({
  description: 'Something with a page in the shop.',
  fields: (t) => ({ onlineStoreUrl: t.field({ type: 'URL', nullable: true, resolve: () => null }) }),
});

export const Trackable = builder.interfaceRef<object>('Trackable').implement({
  description: 'Something whose visits can be attributed.',
  fields: (t) => ({ trackingParameters: t.string({ nullable: true, resolve: () => null }) }),
});

export const Seo = builder
  .objectRef<{ readonly title: string | null; readonly description: string | null }>('SEO')
  .implement({
    description: 'Title and description for search engines.',
    fields: (t) => ({
      title: t.exposeString('title', { nullable: true }),
      description: t.exposeString('description', { nullable: true }),
    }),
  });

export const Count = builder.objectRef<number>('Count').implement({
  description: 'How many items there are.',
  fields: (t) => ({
    count: t.int({ resolve: (count) => count }),
    precision: t.field({ type: CountPrecision, resolve: () => 'EXACT' as const }),
  }),
});

const CountPrecision = builder.enumType('CountPrecision', {
  description: 'Whether a count is exact.',
  values: ['AT_LEAST', 'EXACT'] as const,
});
