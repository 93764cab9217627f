import { foldText } from '../../../../commerce/catalogue/listing.ts';
import { KnownQueries, nearestQuery } from '../../../../commerce/search/correct-query.ts';
import { foldForSearch } from '../../../../commerce/search/fold-text.ts';
import type { ListedSnapshot } from '../../../services/catalogue-cache.ts';
import { builder } from '../builder.ts';
import { after } from '../common/after.ts';
import type { ShopContext } from '../context.ts';
import { askedEngine } from './found-listing.ts';

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

const searches = new WeakMap<readonly string[], KnownQueries>();

/** Searches of others, prepared once for what was learned. */
function searchesKnown(searched: readonly string[]): KnownQueries {
  const known = searches.get(searched) ?? new KnownQueries(searched);
  searches.set(searched, known);
  return known;
}

const names = new WeakMap<ListedSnapshot, Map<string, KnownQueries>>();
/** Languages whose names are prepared of one snapshot; some megabytes each in a catalogue of 100,000. */
const MOST_LANGUAGES = 2;

/** Types, titles and makers in a language, prepared once per snapshot of the catalogue. */
function namesKnown(snapshot: ListedSnapshot, language: string): KnownQueries {
  const byLanguage = names.get(snapshot) ?? new Map<string, KnownQueries>();
  names.set(snapshot, byLanguage);
  const known = byLanguage.get(language);
  if (known) return known;
  const made = new KnownQueries(namesIn(snapshot, language));
  for (const other of byLanguage.keys()) if (byLanguage.size >= MOST_LANGUAGES) byLanguage.delete(other);
  byLanguage.set(language, made);
  return made;
}

function* namesIn(snapshot: ListedSnapshot, language: string): Iterable<string> {
  for (const one of snapshot.products) {
    yield one.types[language] ?? one.productType;
    yield one.titles[language] ?? one.title;
    yield one.vendor;
  }
}

interface Correction {
  readonly text: string;
  /** The search shows its results already, since nothing holds the words as they were typed. */
  readonly isShown: boolean;
}

/**
 * A query that finds more than this one: with its misspelled words as the catalogue has them; where the engine knows no better, a search of others, a type or a title that is
 * spelled nearly alike. Null when none is known.
 */
async function correctionOf(query: string, ctx: ShopContext): Promise<Correction | null> {
  if (query.trim() === '') return null;
  const answer = await askedEngine(query, ctx);
  if (answer.ok && answer.didYouMean !== null)
    return foldForSearch(answer.didYouMean) === foldForSearch(query)
      ? null
      : { text: answer.didYouMean, isShown: answer.isCorrected };
  if (answer.ok && answer.total > 0) return null;
  const { language } = ctx.buyer;
  const [snapshot, searched] = await Promise.all([
    ctx.loaders.listed(),
    ctx.deps.learnedSearches.get(language, ctx.waitUntil),
  ]);
  const text = nearestQuery(query, [searchesKnown(searched), namesKnown(snapshot, language)]);
  return text === null ? null : { text: text.toLowerCase(), isShown: false };
}

const SearchBrand = builder.objectRef<Brand>('SearchBrand').implement({
  description: 'A maker whose name fits a search. An addition to the Storefront API.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The vendor of its products.' }),
    productsCount: t.int({ resolve: (brand) => brand.products }),
  }),
});

const count = (wanted: number | null | undefined, usual: number) => Math.max(0, Math.min(wanted ?? usual, MOST));

const SearchHelp = builder
  .objectRef<{ readonly query: string; readonly correction: () => Promise<Correction | null> }>('SearchHelp')
  .implement({
    description: 'What helps somebody who searches. An addition to the Storefront API.',
    fields: (t) => ({
      correction: t.string({
        nullable: true,
        description: 'A query that finds more: did you mean.',
        resolve: async ({ correction }) => (await correction())?.text ?? null,
      }),
      isCorrectionShown: t.boolean({
        description: 'Whether `search` shows the results of the correction already: nothing holds the words as typed.',
        resolve: async ({ correction }) => (await correction())?.isShown ?? false,
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
      const asked = query.slice(0, LONGEST);
      let correction: Promise<Correction | null> | null = null;
      return { query: asked, correction: () => (correction ??= correctionOf(asked, ctx)) };
    },
  }),
);
