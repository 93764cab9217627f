import { anySearch } from '../../../commerce/search/search-request.ts';
import { clickShare } from '../../../commerce/search-analytics/search-counts.ts';
import type { CountedList, Days, QueryReport, SearchTotals } from '../../ports/search-counts.ts';
import { dayBefore } from '../../services/learned-searches.ts';
import { adminBuilder } from './builder.ts';
import { ProductType } from './products.ts';

const MOST_DAYS = 365;
const MOST_QUERIES = 250;

const OpenedType = adminBuilder.objectRef<QueryReport['opened'][number]>('SearchOpenedProduct').implement({
  description: 'A product that was opened from the results of a query.',
  fields: (t) => ({
    product: t.field({
      type: ProductType,
      nullable: true,
      resolve: async ({ productId }, _args, ctx) => (await ctx.deps.products.byIds([productId])).get(productId) ?? null,
    }),
    clicks: t.exposeInt('clicks'),
  }),
});

const QueryType = adminBuilder.objectRef<QueryReport>('SearchQueryReport').implement({
  description: 'How a query did. An addition to the Admin API.',
  fields: (t) => ({
    locale: t.exposeString('locale'),
    query: t.exposeString('query'),
    searches: t.exposeInt('searches'),
    withoutResults: t.exposeInt('withoutResults', { description: 'Searches that found nothing.' }),
    clicks: t.exposeInt('clicks', { description: 'Products opened from its results.' }),
    orders: t.exposeInt('orders', { description: 'Orders after a click, of visitors who agreed to be remembered.' }),
    clickShare: t.float({ description: 'Clicks a search, 1 at most.', resolve: (report) => clickShare(report) }),
    opened: t.field({
      type: [OpenedType],
      description: 'What was opened most, three at most.',
      resolve: ({ opened }) => [...opened],
    }),
    correction: t.string({
      nullable: true,
      description: 'A query that the shop’s engine would rather search; null when it knows none.',
      resolve: async ({ locale, query }, _args, ctx) => {
        const answer = await ctx.deps.search.search({ ...anySearch(locale, query), limit: 1 });
        return answer.ok ? answer.didYouMean : null;
      },
    }),
  }),
});

interface Analytics {
  readonly days: Days;
  readonly locale: string | null;
  readonly first: number;
}

const TotalsType = adminBuilder.objectRef<SearchTotals>('SearchTotals').implement({
  description: 'All searches of a time together.',
  fields: (t) => ({
    searches: t.exposeInt('searches'),
    withoutResults: t.exposeInt('withoutResults'),
    clicks: t.exposeInt('clicks'),
    orders: t.exposeInt('orders'),
  }),
});

const AnalyticsType = adminBuilder.objectRef<Analytics>('SearchAnalytics').implement({
  description: 'What was searched in a time, as counts that name nobody. An addition to the Admin API.',
  fields: (t) => {
    const list = (which: CountedList, description: string) =>
      t.field({
        type: [QueryType],
        description,
        resolve: async ({ days, locale, first }, _args, ctx) => [
          ...(await ctx.deps.searchCounts.queries(which, days, locale, first)),
        ],
      });
    return {
      from: t.string({ description: 'First day, UTC.', resolve: ({ days }) => days.from }),
      until: t.string({ description: 'Last day, UTC.', resolve: ({ days }) => days.until }),
      totals: t.field({
        type: TotalsType,
        resolve: ({ days, locale }, _args, ctx) => ctx.deps.searchCounts.totals(days, locale),
      }),
      mostSearched: list('most-searched', 'Most searched first.'),
      withoutResults: list('without-results', 'Queries that find nothing at least every second time.'),
      withoutClicks: list('without-clicks', 'Queries that find something of which nobody opened anything.'),
    };
  },
});

const between = (value: number | null | undefined, usual: number, most: number) =>
  Math.max(1, Math.min(value ?? usual, most));

adminBuilder.queryField('searchAnalytics', (t) =>
  t.field({
    type: AnalyticsType,
    args: {
      days: t.arg.int({ defaultValue: 30, description: 'Up to today; 365 at most.' }),
      locale: t.arg.string({ description: 'Null: all languages.' }),
      first: t.arg.int({ defaultValue: 25, description: 'Queries of each list; 250 at most.' }),
    },
    resolve: (_root, { days, locale, first }, ctx) => {
      const nowMs = ctx.deps.clock.nowMs();
      return {
        days: { from: dayBefore(nowMs, between(days, 30, MOST_DAYS) - 1), until: dayBefore(nowMs, 0) },
        locale: locale ?? null,
        first: between(first, 25, MOST_QUERIES),
      };
    },
  }),
);
