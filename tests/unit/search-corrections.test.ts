import { describe, expect, it } from 'vitest';
import { KnownQueries, nearestQuery, respelled } from '../../commerce/search/correct-query.ts';
import { editsBetween } from '../../commerce/search/edit-distance.ts';
import { editsAllowed } from '../../commerce/search/expand-query.ts';
import { foldForSearch } from '../../commerce/search/fold-text.ts';
import { soundingLike } from '../../commerce/search/letter-sounds.ts';
import { SearchEngine } from '../../commerce/search/search-engine.ts';
import { anySearch } from '../../commerce/search/search-request.ts';
import { demoSearchDocuments } from '../support/demo-search.ts';

const engines = new Map<string, SearchEngine>();
function engineOf(language: string): SearchEngine {
  const known = engines.get(language);
  if (known) return known;
  const engine = new SearchEngine(language, () => 0);
  engine.put(demoSearchDocuments(language));
  engines.set(language, engine);
  return engine;
}

/** What is shown for a query: the correction as a page writes it, whether its results are there already, and the first title. */
function shown(language: string, query: string) {
  const documents = demoSearchDocuments(language);
  const answer = engineOf(language).search(anySearch(language, query));
  const textsOf = (id: number) => Object.values(documents[id - 1]?.texts ?? {}).flat();
  return {
    meant: answer.corrected === null ? null : respelled(answer.corrected, language, textsOf),
    isCorrected: answer.isCorrected,
    first: documents[(answer.hits[0]?.id ?? 0) - 1]?.texts.title?.[0],
  };
}

describe('misspelled words of the demo catalogue', () => {
  it.each([
    ['en', 'lampp', 'lamp', 'Lamp'],
    ['en', 'lapm', 'lamp', 'Lamp'],
    ['en', 'stonware bowl', 'stoneware bowl', 'Bowl'],
    ['en', 'keramick', 'ceramic', ''],
    ['en', 'eramic', 'ceramic', ''],
    ['en', 'qushion', 'cushion', 'Cushion'],
    ['en', 'Blankt', 'blanket', 'Blanket'],
    ['de', 'becherr', 'becher', 'Becher'],
    ['de', 'vasse', 'vase', 'Vase'],
    ['de', 'Leinnen kissen', 'leinen kissen', 'Kissen'],
    ['de', 'Trinkgläsre', 'trinkgläser', 'Trinkgläser'],
    ['fr', 'lampp', 'lampe', 'Lampe'],
    ['fr', 'asiette', 'assiette', 'Assiette'],
    ['fr', 'l’assiete plate', null, 'Assiette'],
    ['ja', 'ランブ', 'ランプ', 'ランプ'],
    ['ar', 'مصباخ', 'مصباح', 'مصباح'],
    ['ar', 'كوبب', 'كوب', 'كوب'],
  ])('%s: %s means %s', (language, query, meant, title) => {
    const answer = shown(language, query);
    expect(answer.meant).toBe(meant);
    expect(answer.isCorrected).toBe(meant !== null);
    expect(answer.first).toContain(title);
  });

  it.each([
    ['en', 'lamp'],
    ['en', 'lamps'],
    ['en', 'qqqqzz'],
    ['en', 'lam'],
    ['en', 'cat'],
    ['de', 'Gläser'],
    ['de', '30 cm'],
    ['ja', 'ボール'],
    ['ar', 'مزهريه'],
  ])('%s: %s is left as it is', (language, query) => {
    expect(shown(language, query)).toMatchObject({ meant: null, isCorrected: false });
  });

  it('only asks where the word exists, and says nothing is corrected', () => {
    const engine = new SearchEngine('en', () => 0);
    const product = (id: number, title: string) => ({
      id,
      texts: { title: [title] },
      values: {},
      numbers: {},
      signals: {},
    });
    engine.put([...Array.from({ length: 40 }, (_, index) => product(index + 1, 'Throw')), product(99, 'Throe')]);
    const answer = engine.search(anySearch('en', 'throe'));
    expect(answer).toMatchObject({ didYouMean: 'throw', isCorrected: false });
    expect(answer.hits.map((hit) => hit.id)).toContain(99);
  });
});

describe('a query near one that is known', () => {
  it('is the nearest, the most wanted of equals, and never one that differs in its numbers', () => {
    const known = [new KnownQueries(['linen throw', 'linen cloth', 'bowl 30 cm', 'vase'])];
    expect(nearestQuery('linnen throw', known)).toBe('linen throw');
    expect(nearestQuery('Linen Clot', known)).toBe('linen cloth');
    expect(nearestQuery('bowl 80 cm', known)).toBeNull();
    expect(nearestQuery('bovl 30 cm', known)).toBe('bowl 30 cm');
    expect(nearestQuery('VASE', known)).toBeNull();
    expect(nearestQuery('car', known)).toBeNull();
    expect(nearestQuery('', known)).toBeNull();
    expect(nearestQuery('linne cloth', known), 'neighbours swapped').toBe('linen cloth');
    expect(nearestQuery('linne cloth', [new KnownQueries([])])).toBeNull();
  });

  it('is of the first list among equals, of a later one where that is nearer, and of none where one has it', () => {
    const searched = new KnownQueries(['oak bench', 'Straße']);
    const names = new KnownQueries(['oak beach', 'oak benches', 'x'.repeat(200), '']);
    expect(nearestQuery('oak bensh', [searched, names])).toBe('oak bench');
    expect(nearestQuery('oak benchs', [names, searched])).toBe('oak benches');
    expect(nearestQuery('oak beack', [searched, names])).toBe('oak beach');
    expect(nearestQuery('oak beach', [searched, names])).toBeNull();
    expect(nearestQuery('strase', [searched, names])).toBe('Straße');
    expect(nearestQuery('x'.repeat(80), [searched, names])).toBeNull();
  });

  it('is what comparing all with all would find', () => {
    const words = ['oak', 'linen', 'wool', 'vase', 'lamp', 'mug', 'größe', 'ガラス'];
    const texts = Array.from(
      { length: 400 },
      (_, at) => `${words[at % 8]} ${words[(at >> 3) % 8]}${at % 5 === 0 ? ` ${at % 3}` : ''}`,
    );
    const known = new KnownQueries(texts);
    for (const [at, text] of texts.entries()) {
      const place = at % (text.length - 1);
      const query = text.slice(0, place) + text.slice(place + 1);
      const nearest = nearestQuery(query, [known]);
      const all = texts.map((one) => ({ one, edits: editsBetween(foldForSearch(query), foldForSearch(one), 9) }));
      const alike = all.filter(({ one }) => one.replace(/\P{N}+/gu, '') === query.replace(/\P{N}+/gu, ''));
      const least = Math.min(...alike.map(({ edits }) => edits));
      const most = editsAllowed(foldForSearch(query).replace(/\d/g, ''));
      const first = alike.find(({ edits }) => edits === least)?.one ?? null;
      expect([query, nearest]).toEqual([
        query,
        least > most || all.some(({ edits }) => edits === 0) || most === 0 ? null : first,
      ]);
    }
  });
});

it('knows letters that sound alike, and how many may be wrong', () => {
  expect(soundingLike('k')).toEqual(['c', 'q']);
  expect([...soundingLike('ハ')].sort()).toEqual(['バ', 'パ']);
  expect(soundingLike('م')).toEqual([]);
  expect(['ab', 'abc', 'abcd', 'abcdefgh', 'ab12', 'ランプ'].map(editsAllowed)).toEqual([0, 0, 1, 2, 0, 1]);
});
