import { beforeAll, describe, expect, it } from 'vitest';
import type { SearchDocument } from '../../commerce/search/document.ts';
import { DEFAULT_RANKING, type RankingRule, TEXT_ONLY_RANKING } from '../../commerce/search/ranking-rules.ts';
import { anySearch, type SearchRequest } from '../../commerce/search/search-request.ts';
import type { Search } from '../../worker/ports/search.ts';

interface Sketch {
  readonly id: number;
  readonly title: string;
  readonly brand?: string;
  readonly type?: string;
  readonly tags?: readonly string[];
  readonly colour?: readonly string[];
  readonly attributes?: readonly string[];
  readonly description?: string;
  readonly codes?: readonly string[];
  readonly price?: number;
  readonly markets?: readonly string[];
  readonly signals?: SearchDocument['signals'];
  readonly isHidden?: boolean;
}

const product = (sketch: Sketch): SearchDocument => {
  const {
    id,
    title,
    brand = '',
    type = '',
    tags = [],
    colour = [],
    attributes = [],
    description = '',
    codes = [],
  } = sketch;
  return {
    id,
    texts: {
      title: [title],
      brand: [brand],
      type: [type],
      tags,
      options: colour,
      attributes,
      description: [description],
      codes,
    },
    values: {
      vendor: [brand],
      product_type: [type],
      tag: tags,
      'option.Colour': colour,
      sku: codes,
      ...(sketch.markets ? { market: sketch.markets } : {}),
    },
    numbers: sketch.price === undefined ? {} : { 'price.EUR': [sketch.price] },
    signals: sketch.signals ?? {},
    isHidden: sketch.isHidden === true,
  };
};

const ENGLISH: readonly SearchDocument[] = [
  product({
    id: 1,
    title: 'Linen throw',
    brand: 'Voss',
    type: 'Blankets',
    tags: ['cosy'],
    colour: ['Sand', 'Red'],
    price: 8900,
    description: 'A light blanket woven from European flax.',
    codes: ['VO-THR-01', '4006381333931'],
  }),
  product({
    id: 2,
    title: 'Wool blanket',
    brand: 'Voss',
    type: 'Blankets',
    colour: ['Red'],
    price: 12900,
    description: 'Warm and heavy.',
    codes: ['VO-WOOL-9'],
  }),
  product({
    id: 3,
    title: 'Coffee mug',
    brand: 'Harbour',
    type: 'Mugs',
    tags: ['kitchen'],
    colour: ['Blue'],
    price: 1900,
    attributes: ['Dishwasher safe'],
    codes: ['HB-MUG'],
  }),
  product({
    id: 4,
    title: 'Espresso cups, set of four',
    brand: 'Harbour',
    type: 'Cups',
    colour: ['White'],
    price: 3900,
    description: 'Small cups for strong coffee.',
  }),
  product({ id: 5, title: 'Smartwatch strap', brand: 'Tick', type: 'Straps', colour: ['Black'], price: 2500 }),
  product({
    id: 6,
    title: 'Batteries AA',
    brand: 'Volt',
    type: 'Batteries',
    price: 700,
    description: 'Not rechargeable.',
  }),
  product({ id: 7, title: 'Secret lamp', brand: 'Nobody', type: 'Lamps', price: 100, isHidden: true }),
  product({ id: 8, title: 'Desk lamp', brand: 'Lumen', type: 'Lamps', price: 5900, markets: ['europe'] }),
  product({ id: 9, title: 'Floor lamp', brand: 'Lumen', type: 'Lamps', price: 15900, markets: ['europe', 'us'] }),
  product({ id: 10, title: 'Leather belt without buckle', brand: 'Hide', type: 'Belts', price: 4900 }),
  product({ id: 11, title: 'Leather belt with brass buckle', brand: 'Hide', type: 'Belts', price: 4900 }),
  product({ id: 12, title: 'Sofa cover', brand: 'Voss', type: 'Covers', colour: ['Sand'], price: 19900 }),
];
const GERMAN: readonly SearchDocument[] = [
  product({ id: 1, title: 'Leinendecke', type: 'Decken', description: 'Leichte Decke aus Leinen.' }),
  product({ id: 3, title: 'Kaffeebecher', type: 'Becher' }),
  product({ id: 4, title: 'Becher für Kaffee und Tee', type: 'Becher' }),
  product({ id: 13, title: 'Blaue Krüge', type: 'Krüge' }),
  product({ id: 14, title: 'Kaffee, gemahlen', type: 'Lebensmittel' }),
];
const FRENCH: readonly SearchDocument[] = [
  product({ id: 15, title: 'Carafe à eau', description: "Pour l'eau fraîche d'été." }),
  product({ id: 16, title: "Huile d'olive", description: 'Pressée à froid.' }),
];
const ARABIC: readonly SearchDocument[] = [
  product({ id: 17, title: 'قميص أزرق', description: 'قميصٌ من القُطن' }),
  product({ id: 18, title: 'حقيبة جلدية' }),
];
const JAPANESE: readonly SearchDocument[] = [
  product({ id: 19, title: '陶器のコーヒーカップ', description: '手作りの陶器です。' }),
  product({ id: 20, title: '木製テーブル' }),
];

/** What an engine may not be able to do in the version that runs; the suite says what it leaves out. */
export interface SearchAbilities {
  readonly stemming: boolean;
  readonly compounds: boolean;
  readonly explanations: boolean;
}

const once = (documents: readonly SearchDocument[]) =>
  async function* () {
    yield documents;
  };

/** The promises of the Search port, of every engine. `open` answers an engine with nothing in it. */
export function describeSearch(name: string, open: () => Promise<Search>, abilities: () => SearchAbilities): void {
  describe(name, () => {
    let search: Search;
    const ask = async (query: string, more: Partial<SearchRequest> = {}) => {
      const answer = await search.search({ ...anySearch('en', query), currency: 'EUR', ...more });
      if (!answer.ok) throw new Error(answer.reason);
      return answer;
    };
    const ids = async (query: string, more: Partial<SearchRequest> = {}) =>
      (await ask(query, more)).hits.map((hit) => hit.id);
    const rule = (given: Partial<RankingRule>): RankingRule => ({
      id: 1,
      kind: 'boost',
      query: null,
      collectionId: null,
      productIds: [],
      valueName: null,
      value: null,
      factor: 1,
      position: 1,
      startsAtMs: null,
      endsAtMs: null,
      ...given,
    });
    const ranked = async (query: string, rules: readonly RankingRule[], more: Partial<SearchRequest> = {}) => {
      const answer = await search.search({ ...anySearch('en', query), ...more }, { ...TEXT_ONLY_RANKING, rules });
      if (!answer.ok) throw new Error(answer.reason);
      return answer;
    };

    beforeAll(async () => {
      search = await open();
      expect(await search.search(anySearch('en', 'lamp'))).toEqual({ ok: false, reason: 'empty' });
      for (const [locale, documents] of [
        ['en', ENGLISH],
        ['de', GERMAN],
        ['fr', FRENCH],
        ['ar', ARABIC],
        ['ja', JAPANESE],
      ] as const) {
        expect(await search.rebuild(locale, once(documents))).toBe(documents.length);
        await search.configure(locale, {
          synonyms: locale === 'en' ? ['sofa, couch', 'trainers => straps'] : [],
          ranking: TEXT_ONLY_RANKING,
        });
      }
    });

    it.each([
      ['title', 'throw', 1],
      ['brand', 'tick', 5],
      ['type', 'covers', 12],
      ['tags', 'cosy', 1],
      ['option values', 'sand throw', 1],
      ['attributes', 'dishwasher', 3],
      ['description', 'flax', 1],
      ['SKU', 'VO-WOOL-9', 2],
      ['barcode', '4006381333931', 1],
    ])('finds by %s', async (_field, query, id) => {
      expect((await ids(query))[0]).toBe(id);
    });

    it('finds an unfinished last word where asked to', async () => {
      expect(await ids('espr', { prefix: 'always' })).toContain(4);
      expect(await ids('espr', { prefix: 'unknown' })).toContain(4);
      expect(await ids('lin', { prefix: 'never' })).not.toContain(1);
    });

    it('finds despite a typing error and says what it looked for', async () => {
      expect((await ids('blnket')).sort()).toEqual([1, 2]);
      expect((await ids('cofee mug'))[0]).toBe(3);
    });

    it('takes quoted words as a phrase', async () => {
      expect(await ids('"leather belt"')).toEqual(expect.arrayContaining([10, 11]));
      expect(await ids('"belt leather"')).toEqual([]);
    });

    it('leaves out what is excluded', async () => {
      expect(await ids('blanket -wool')).toEqual([1]);
      expect(await ids('lamp -desk')).toEqual([9]);
    });

    it('finds synonyms, one-way ones one way', async () => {
      expect(await ids('couch')).toContain(12);
      expect(await ids('trainers')).toContain(5);
    });

    it('answers conditions in the query', async () => {
      expect((await ids('vendor:Voss blanket')).sort()).toEqual([1, 2]);
      expect(await ids('blanket price:<100')).toEqual([1]);
    });

    it('narrows by filters of different names and widens by values of one', async () => {
      const one = (values: string[]) => [{ kind: 'values' as const, name: 'vendor', values }];
      expect((await ids('', { filters: one(['Voss']) })).sort((a, b) => a - b)).toEqual([1, 2, 12]);
      expect((await ids('', { filters: one(['Voss', 'Tick']) })).sort((a, b) => a - b)).toEqual([1, 2, 5, 12]);
      const both = [...one(['Voss']), { kind: 'values' as const, name: 'option.Colour', values: ['Red'] }];
      expect((await ids('', { filters: both })).sort()).toEqual([1, 2]);
    });

    it('counts a facet without its own choice, and others with it', async () => {
      const { facets, total } = await ask('', {
        filters: [{ kind: 'values', name: 'vendor', values: ['Voss'] }],
        facets: ['vendor', 'option.Colour'],
      });
      expect(total).toBe(3);
      const vendors = facets.find((facet) => facet.name === 'vendor')?.values ?? [];
      expect(vendors).toEqual(
        expect.arrayContaining([
          { value: 'Voss', count: 3 },
          { value: 'Harbour', count: 2 },
          { value: 'Hide', count: 2 },
        ]),
      );
      const colours = facets.find((facet) => facet.name === 'option.Colour')?.values ?? [];
      expect([...colours].sort((a, b) => (a.value < b.value ? -1 : 1))).toEqual([
        { value: 'Red', count: 2 },
        { value: 'Sand', count: 2 },
      ]);
    });

    it('filters and counts ranges of numbers', async () => {
      const answer = await ask('', {
        filters: [{ kind: 'range', name: 'price.EUR', min: 1900, max: 5000 }],
        facets: ['price.EUR'],
      });
      expect(answer.hits.map((hit) => hit.id).sort((a, b) => a - b)).toEqual([3, 4, 5, 10, 11]);
      expect(answer.facets[0]?.range).toEqual({ min: 700, max: 19900 });
    });

    it('knows nothing of unknown facets and filters', async () => {
      const answer = await ask('lamp', { facets: ['planet'] });
      expect(answer.facets).toEqual([{ name: 'planet', values: [], range: null }]);
      expect(await ids('lamp', { filters: [{ kind: 'values', name: 'planet', values: ['Mars'] }] })).toEqual([]);
    });

    it('sorts by numbers and titles both ways', async () => {
      const lamps = { filters: [{ kind: 'values' as const, name: 'product_type', values: ['Lamps', 'Mugs'] }] };
      expect(await ids('', { ...lamps, sort: { by: 'number', name: 'price.EUR', descending: false } })).toEqual([
        3, 8, 9,
      ]);
      expect(await ids('', { ...lamps, sort: { by: 'number', name: 'price.EUR', descending: true } })).toEqual([
        9, 8, 3,
      ]);
      expect(await ids('', { ...lamps, sort: { by: 'title', descending: false } })).toEqual([3, 8, 9]);
    });

    it('pages without gaps, and answers nothing beyond the end', async () => {
      const all = await ids('');
      const pages = await Promise.all([0, 4, 8].map((offset) => ids('', { offset, limit: 4 })));
      expect(pages.flat()).toEqual(all);
      expect((await ask('', { offset: 1_000_000_000, limit: 24 })).hits).toEqual([]);
    });

    it('marks what it found, and nothing a merchant wrote is markup', async () => {
      const [hit] = (await ask('linen', { highlight: true })).hits;
      expect(hit?.highlights.title).toBe('<mark>Linen</mark> throw');
    });

    it('never shows hidden products, nor those of other markets', async () => {
      expect((await ids('lamp')).sort()).toEqual([8, 9]);
      expect(await ids('secret')).not.toContain(7);
      expect(await ids('lamp', { market: 'us' })).toEqual([9]);
      expect((await ids('lamp', { market: 'europe' })).sort()).toEqual([8, 9]);
    });

    it('finds changes at once', async () => {
      await search.change('en', [product({ id: 30, title: 'Walnut tray', brand: 'Voss', type: 'Trays' })], []);
      expect(await ids('walnut')).toEqual([30]);
      await search.change('en', [product({ id: 30, title: 'Cherry tray', brand: 'Voss', type: 'Trays' })], []);
      expect(await ids('walnut', { prefix: 'never' })).toEqual([]);
      expect(await ids('cherry')).toEqual([30]);
      await search.change('en', [], [30]);
      expect(await ids('cherry')).toEqual([]);
    });

    it('rebuilds to exactly what it is given', async () => {
      expect(await search.rebuild('fr', once([...FRENCH, product({ id: 99, title: 'Nappe' })]))).toBe(3);
      expect(await search.rebuild('fr', once(FRENCH))).toBe(2);
      expect(await ids('nappe', { locale: 'fr' })).toEqual([]);
      expect((await search.status('fr')).documents).toBe(2);
    });

    it('answers from the old index while it is rebuilt', async () => {
      async function* slowly() {
        yield FRENCH.slice(0, 1);
        expect(await ids('olive', { locale: 'fr' })).toContain(16);
        expect(await ids('eau', { locale: 'fr' })).toContain(15);
        yield FRENCH.slice(1);
      }
      expect(await search.rebuild('fr', slowly)).toBe(FRENCH.length);
      expect(await ids('olive', { locale: 'fr' })).toContain(16);
    });

    it('finds forms of words per language', async () => {
      if (!abilities().stemming) return console.log(`${name}: stemming is left out, this version has none`);
      expect((await ids('battery'))[0]).toBe(6);
      expect(await ids('krug', { locale: 'de' })).toContain(13);
      expect(await ids('قمصان قطن', { locale: 'ar' })).toContain(17);
    });

    it('reads French elisions, Arabic letters and Japanese without blanks', async () => {
      expect(await ids('eau', { locale: 'fr' })).toContain(15);
      expect(await ids("l'huile", { locale: 'fr' })).toContain(16);
      expect(await ids('olive', { locale: 'fr' })).toContain(16);
      expect(await ids('ازرق', { locale: 'ar' })).toContain(17);
      expect(await ids('コーヒー', { locale: 'ja' })).toContain(19);
      expect(await ids('テーブル', { locale: 'ja' })).toEqual([20]);
    });

    it('splits German compounds', async () => {
      if (!abilities().compounds) return console.log(`${name}: German compounds are left out, it does not split them`);
      expect((await ids('becher', { locale: 'de' })).sort()).toEqual([3, 4]);
      expect(await ids('kaffeebecher', { locale: 'de' })).toContain(4);
      expect(await ids('decke', { locale: 'de' })).toContain(1);
    });

    it('pins, buries, boosts and hides by rule, for a query or everywhere', async () => {
      const pin = rule({ kind: 'pin', query: 'Lamp', productIds: [3], position: 1 });
      expect((await ranked('lamp', [pin])).hits[0]?.id).toBe(3);
      expect((await ranked('blanket', [pin])).hits.map((hit) => hit.id)).not.toContain(3);
      const bury = rule({ kind: 'bury', productIds: [(await ids('lamp'))[0] ?? 0] });
      expect((await ranked('lamp', [bury])).hits.at(-1)?.id).toBe((await ids('lamp'))[0]);
      const hide = rule({ kind: 'hide', query: 'lamp', productIds: [8] });
      expect((await ranked('lamp', [hide])).hits.map((hit) => hit.id)).toEqual([9]);
    });

    it('explains a score by its parts', async () => {
      if (!abilities().explanations) return console.log(`${name}: explanations are left out, it gives none`);
      const boost = rule({ id: 7, kind: 'boost', valueName: 'product_type', value: 'Lamps', factor: 3 });
      const [hit] = (await ranked('lamp', [boost], { explain: true })).hits;
      expect(hit?.explanation.map((part) => part.name)).toEqual(['text', 'boost 7']);
      const product = hit?.explanation.reduce((score, part) => score * part.factor, 1);
      expect(product).toBeCloseTo(hit?.score ?? 0, 6);
    });

    it.each([
      ['10 kB', 'lamp '.repeat(2_000)],
      ['control characters', 'lamp\u0000\u0007\u001b[31m'],
      ['SQL', "'; DROP TABLE documents; --"],
      ['filter syntax', 'lamp && vendor:=[`x`] || (a:>'],
      ['brackets', '(((((lamp OR ((('],
      ['only signs', '!?%&/()=*'],
      ['an unfinished quote', '"lamp'],
    ])('survives %s', async (_what, query) => {
      expect((await ask(query)).total).toBeGreaterThanOrEqual(0);
      expect((await search.suggest(anySearch('en', query))).ok).toBe(true);
    });

    it('suggests while somebody types', async () => {
      const answer = await search.suggest({ ...anySearch('en', 'cof'), limit: 5 });
      expect(answer.ok && answer.ids[0]).toBe(3);
    });

    it('takes new signals without anything else of a product, and names what it does not have', async () => {
      const two = [61, 62].map((id) =>
        product({
          id,
          title: 'Ash bench',
          brand: 'Pair',
          type: 'Benches',
          signals: { popularity: id === 62 ? 500 : 1 },
        }),
      );
      await search.change('en', two, []);
      const first = async () => {
        const answer = await search.search(anySearch('en', 'ash bench'), DEFAULT_RANKING);
        return answer.ok && answer.hits.map((hit) => hit.id);
      };
      expect(await first()).toEqual([62, 61]);
      const missing = await search.refreshSignals('en', [
        { id: 61, signals: { popularity: 900 } },
        { id: 62, signals: { popularity: 3 } },
        { id: 999_999, signals: { popularity: 5 } },
      ]);
      expect(missing).toEqual([999_999]);
      expect(await first()).toEqual([61, 62]);
      expect(await ids('ash bench', { filters: [{ kind: 'values', name: 'vendor', values: ['Pair'] }] })).toHaveLength(
        2,
      );
      await search.change('en', [], [61, 62]);
    });

    it('lets signals of the business decide between equal texts', async () => {
      const twins = [51, 52].map((id) =>
        product({
          id,
          title: 'Oak stool',
          brand: 'Twin',
          type: 'Stools',
          signals: { popularity: id === 52 ? 500 : 1 },
        }),
      );
      await search.change('en', twins, []);
      const answer = await search.search(anySearch('en', 'oak stool'), DEFAULT_RANKING);
      expect(answer.ok && answer.hits.map((hit) => hit.id)).toEqual([52, 51]);
      await search.change('en', [], [51, 52]);
    });
  });
}
