import type { SearchOutage } from '../../ports/search-outages.ts';
import { answeredBy, currentOutage } from '../../services/search-outage.ts';
import { adminBuilder } from './builder.ts';

const AnsweredBy = adminBuilder.enumType('SearchAnsweredBy', {
  description: 'What answers shoppers’ searches while the cluster does not.',
  values: {
    EMBEDDED: { description: 'The shop’s own engine.' },
    CATALOGUE: { description: 'The remembered catalogue, by parts of words, while that engine has no index.' },
  } as const,
});

const OutageType = adminBuilder.objectRef<SearchOutage>('SearchOutage').implement({
  description: 'The search cluster does not answer. An addition to the Admin API.',
  fields: (t) => ({
    beganAt: t.field({ type: 'DateTime', resolve: ({ beganAtMs }) => new Date(beganAtMs) }),
    lastFailedAt: t.field({ type: 'DateTime', resolve: ({ lastFailedAtMs }) => new Date(lastFailedAtMs) }),
    problem: t.exposeString('problem', { description: 'The newest failure, as the cluster or the network worded it.' }),
    answeredBy: t.field({ type: AnsweredBy, resolve: (_outage, _args, ctx) => answeredBy(ctx.deps) }),
  }),
});

adminBuilder.queryField('searchOutage', (t) =>
  t.field({
    type: OutageType,
    nullable: true,
    description:
      'The outage of the search cluster that lasts; null where it answers, or the shop has none. An addition to the Admin API.',
    resolve: (_root, _args, ctx) => currentOutage(ctx.deps),
  }),
);
