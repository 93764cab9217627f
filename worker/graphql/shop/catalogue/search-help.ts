import { foldText } from '../../../../commerce/catalogue/listing.ts';
import { anySearch } from '../../../../commerce/search/search-request.ts';
import type { ListedSnapshot } from '../../../services/catalogue-cache.ts';
import { builder } from '../builder.ts';
import { after } from '../common/after.ts';
import type { ShopContext } from '../context.ts';

/** Longest query that help is given for, in characters. */
const LONGEST = 200;
const MOST = 20;

interface Brand {
  readonly name: string;
  readonly products: number;
}

/** Vendors one of whose words begins as typed, those with most products first; with nothing typed, all. */
function brandsLike(snapshot: ListedSnapshot, typed: string): readonly Brand[] {
  const start = foldText(typed.trim());
  const counts = new Map<string, number>();
  for (const { vendor } of snapshot.products) if (vendor !== '') counts.set(vendor, (counts.get(vendor) ?? 0) + 1);
  return [...counts]
    .filter(([name]) => {
      const folded = foldText(name);
      return start === '' || folded.startsWith(start) || folded.includes(` ${start}`);
    })
    .map(([name, products]) => ({ name, products }))
    .sort((a, b) => b.products - a.products || (a.name < b.name ? -1 : 1));
}

/** Types of the products that sell most: what a shop that nobody has searched yet offers. */
function bestSellingTypes(snapshot: ListedSnapshot, language: string): readonly string[] {
  const sold = new Map<string, number>();
  for (const one of snapshot.products) {
    const type = one.types[language] ?? one.productType;
    if (type !== '') sold.set(type, (sold.get(type) ?? 0) + one.unitsSold);
  }
  return [...sold].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([type]) => type);
}

/** A query that finds more than this one; null when the engine knows none or does not answer. */
async function correctionOf(query: string, ctx: ShopContext): Promise<string | null> {
  if (query.trim() === '') return null;
  const answer = await ctx.deps.search.search({
    ...anySearch(ctx.buyer.language, query),
    market: ctx.buyer.marketHandle,
    currency: ctx.buyer.currency,
    limit: 1,
  });
  return answer.ok && answer.didYouMean !== null && foldText(answer.didYouMean) !== foldText(query)
    ? answer.didYouMean
    : null;
}

const SearchBrand = builder.objectRef<Brand>('SearchBrand').implement({
  description: 'A maker whose name fits a search. An addition to the Storefront API.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The vendor of its products.' }),
    productsCount: t.int({ resolve: (brand) => brand.products }),
  }),
});

const count = (wanted: number | null | undefined, usual: number) => Math.max(0, Math.min(wanted ?? usual, MOST));

const SearchHelp = builder.objectRef<{ readonly query: string }>('SearchHelp').implement({
  description: 'What helps somebody who searches. An addition to the Storefront API.',
  fields: (t) => ({
    correction: t.string({
      nullable: true,
      description: 'A query that finds more: did you mean.',
      resolve: ({ query }, _args, ctx) => correctionOf(query, ctx),
    }),
    brands: t.field({
      type: [SearchBrand],
      args: { first: t.arg.int({ defaultValue: 3 }) },
      resolve: ({ query }, { first }, ctx) =>
        after(ctx.loaders.listed(), (snapshot) => brandsLike(snapshot, query).slice(0, count(first, 3))),
    }),
    popular: t.stringList({
      description: 'What is searched for most in this language; types of what sells most where nothing is known yet.',
      args: { first: t.arg.int({ defaultValue: 6 }) },
      resolve: (_help, { first }, ctx) =>
        after(ctx.deps.learnedSearches.get(ctx.buyer.language, ctx.waitUntil), (searched) =>
          after(ctx.loaders.listed(), (snapshot) => {
            const types = bestSellingTypes(snapshot, ctx.buyer.language);
            const known = new Set(searched.map(foldText));
            return [...searched, ...types.filter((type) => !known.has(foldText(type)))].slice(0, count(first, 6));
          }),
        ),
    }),
  }),
});

builder.queryField('searchHelp', (t) =>
  t.field({
    type: SearchHelp,
    description: 'Makers, corrections and popular searches around a query. An addition to the Storefront API.',
    args: { query: t.arg.string({ required: true }) },
    resolve: (_root, { query }, ctx) => {
      ctx.tags.add('products').add('search');
      return { query: query.slice(0, LONGEST) };
    },
  }),
);
