import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editsBetween } from '../../commerce/search/edit-distance.ts';
import { foldForSearch } from '../../commerce/search/fold-text.ts';
import { highlight } from '../../commerce/search/highlight.ts';
import { readQuery } from '../../commerce/search/read-query.ts';
import { decodeSegment, encodeSegment, mergeSegments, segmentFrom } from '../../commerce/search/segment.ts';
import { stemOf } from '../../commerce/search/stems.ts';
import { readSynonyms } from '../../commerce/search/synonyms.ts';
import { wordsInOrder } from '../../commerce/search/tokenise.ts';
import { Vocabulary } from '../../commerce/search/vocabulary.ts';

describe('words', () => {
  it.each([
    ['fr', "L'eau de l’été", ['eau', 'de', 'ete']],
    ['it', "dell'acqua", ['acqua']],
    ['en', "men's 1,440 x 1.75 1/2", ['men', '1440', 'x', '1.75', '1/2']],
    ['en', 'TN-2110 Core™2 ½ inch', ['tn', '2110', 'core', '2', '1/2', 'inch']],
    ['de', 'Größe Straße', ['grosse', 'strasse']],
    ['ar', 'أزرق قُطن ٣', ['ازرق', 'قطن', '3']],
    ['ja', '木製テーブル', ['木製', 'テーブル']],
  ])('of %s: %s', (language, text, words) => {
    expect(wordsInOrder(text, language)).toEqual(words);
  });

  it('keeps the voice of kana', () => {
    expect(foldForSearch('ガラス')).toBe('ガラス');
  });

  it('splits compounds only into words that are used', () => {
    const vocabulary = new Vocabulary('de');
    for (const word of ['kaffee', 'becher', 'arbeit', 'tisch']) vocabulary.countDocuments(vocabulary.take(word), 3);
    expect(vocabulary.partsOf('kaffeebecher')).toEqual(['kaffee', 'becher']);
    // The letter between the parts is left out, or belongs to a form of the first one.
    expect(vocabulary.partsOf('arbeitstisch')?.map((part) => stemOf(part, 'de'))).toEqual(['arbeit', 'tisch']);
    expect(vocabulary.partsOf('blumenvase')).toBeNull();
  });
});

/** The textbook table, without what makes the other one fast. */
function slowEdits(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_u, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i += 1)
    for (let j = 1; j <= b.length; j += 1) {
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, at(i - 2, j - 2) + 1);
      const row = table[i];
      if (row) row[j] = least;
    }
  return at(a.length, b.length);
}

const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });

describe('misspellings', () => {
  it('are counted as the textbook counts them', () => {
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(editsBetween(a, b, 2)).toBe(Math.min(3, slowEdits(a, b)));
      }),
    );
  });

  it('finds every near word with the same beginning, however the words are sorted', () => {
    const words = fc.uniqueArray(
      short.filter((word) => word.length > 0),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(
        words,
        short.filter((word) => word.length > 1),
        (known, asked) => {
          const vocabulary = new Vocabulary('en');
          for (const word of known) vocabulary.countDocuments(vocabulary.take(word), 1);
          const isEligible = (word: string) => word[0] === asked[0] || (word[0] === asked[1] && word[1] === asked[0]);
          const expected = known.filter((word) => isEligible(word) && word !== asked && slowEdits(word, asked) <= 2);
          expect(
            vocabulary
              .near(asked, 2)
              .map((one) => vocabulary.wordOf(one.term))
              .sort(),
          ).toEqual(expected.sort());
        },
      ),
    );
  });
});

describe('queries', () => {
  const read = (query: string) => readQuery(query, 'en', (field) => field === 'vendor');

  it('are words, phrases, exclusions and conditions', () => {
    expect(read('red "oak table" -glass vendor:Voss black:white')).toMatchObject({
      words: ['red', 'oak', 'table', 'black', 'white'],
      phrases: [['oak', 'table']],
      excluded: [['glass']],
      conditions: [{ term: { field: 'vendor', value: 'Voss' }, not: false }],
      isTree: false,
    });
  });

  it('say what is not wanted', () => {
    expect([...read('belt without buckle').negated]).toEqual([2]);
    expect([...read('lights without wiring with switch').negated]).toEqual([2]);
    expect([...read('no name mug').negated]).toEqual([]);
  });

  it('are cut at their limits', () => {
    expect(read('mug '.repeat(5_000)).words).toHaveLength(24);
  });
});

describe('segments', () => {
  const documents = fc.array(
    fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 5 })), { maxLength: 12 }).map((places) => ({
      terms: places.map(([term]) => term),
      places: places.map(([, place]) => place).sort((a, b) => a - b),
      lengths: [places.length, 0, 0, 0, 0, 0, 0, 0],
    })),
    { minLength: 1, maxLength: 8 },
  );

  it('come back from bytes as they were, and not from others', () => {
    fc.assert(
      fc.property(documents, (some) => {
        const segment = segmentFrom(some, 10);
        expect(decodeSegment(encodeSegment(segment))).toEqual(segment);
        expect(decodeSegment(encodeSegment(segment).slice(0, -2))).toBeNull();
      }),
    );
  });

  it('merge to what all documents together would have been', () => {
    fc.assert(
      fc.property(documents, documents, (left, right) => {
        const merged = mergeSegments([segmentFrom(left, 10), segmentFrom(right, 10)], 10, () => true);
        expect(merged).toEqual(segmentFrom([...left, ...right], 10));
        const rest = mergeSegments([segmentFrom(left, 10), segmentFrom(right, 10)], 10, (segment) => segment === 1);
        expect(rest).toEqual(segmentFrom(right, 10));
      }),
    );
  });
});

describe('what is shown', () => {
  it('marks words and escapes everything else', () => {
    expect(highlight('<b>Linen</b> & more', new Set(['linen']), 'en')).toBe(
      '&lt;b&gt;<mark>Linen</mark>&lt;/b&gt; &amp; more',
    );
    expect(highlight('Nothing here', new Set(['linen']), 'en')).toBeNull();
  });

  it('reads synonyms both ways, or one', () => {
    expect(readSynonyms(['Sofa, couch', 'trainers => running shoes', 'alone'], 'en')).toEqual(
      new Map([
        ['sofa', ['couch']],
        ['couch', ['sofa']],
        ['trainers', ['running shoes']],
      ]),
    );
  });
});
