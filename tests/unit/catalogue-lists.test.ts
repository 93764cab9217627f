import { describe, expect, test } from 'vitest';
import { type ListedProduct, type ListingQuery, listProducts } from '../../commerce/catalogue/listing.ts';
import { readProductSearch } from '../../commerce/catalogue/search-syntax.ts';
import {
  adjacentVariants,
  chosenIndexes,
  encodeCombinations,
  exactVariant,
  selectedOrFirstAvailable,
} from '../../commerce/catalogue/variant-choice.ts';
import { hydrogenDecoder } from '../support/hydrogen-decoder.ts';

let nextId = 1;
const product = (
  title: string,
  over: Partial<ListedProduct> = {},
  colours: readonly (readonly [string, boolean, number])[] = [['Chalk', true, 2000]],
): ListedProduct => {
  const id = nextId++;
  return {
    id,
    handle: title.toLowerCase().replaceAll(' ', '-'),
    title,
    titles: {},
    vendor: 'Voss',
    productType: 'Mugs',
    category: null,
    tags: [],
    unitsSold: 0,
    createdAt: '2026-01-01',
    updatedAt: '2026-01-01',
    publishedAt: '2026-01-01',
    collections: [{ id: 1, position: id }],
    words: {},
    types: {},
    swatches: {},
    attributes: {},
    variants: colours.map(([Colour, available, price], index) => ({
      id: id * 10 + index,
      sku: `SKU-${id}-${index}`,
      available,
      options: { Colour },
      prices: { EUR: price },
    })),
    ...over,
  };
};
const all = [
  product('Harbour Mug', { unitsSold: 9, tags: ['gift'] }, [
    ['Chalk', true, 2400],
    ['Ink', false, 2600],
  ]),
  product('Krüge Set', { productType: 'Jugs', vendor: 'Brenha', titles: { de: 'Krüge' } }, [['Ink', true, 5200]]),
  product('Linen Throw', { productType: 'Throws', tags: ['gift', 'linen'], collections: [{ id: 2, position: 1 }] }, [
    ['Chalk', true, 9000],
    ['Moss', true, 9000],
  ]),
];
const query = (over: Partial<ListingQuery> = {}): ListingQuery => ({
  collectionId: null,
  text: null,
  filters: [],
  sort: 'TITLE',
  reverse: false,
  currency: 'EUR',
  language: 'en',
  ...over,
});
const titles = (over: Partial<ListingQuery>) =>
  listProducts(all, query(over)).ids.map((id) => all.find((one) => one.id === id)?.title);
const counts = (over: Partial<ListingQuery>, facet: string) =>
  Object.fromEntries(
    listProducts(all, query(over))
      .facets.find((one) => one.id === facet)
      ?.values.map((value) => [value.label, value.count]) ?? [],
  );

describe('lists', () => {
  test('sort by title, price, sales, and in reverse', () => {
    expect(titles({})).toEqual(['Harbour Mug', 'Krüge Set', 'Linen Throw']);
    expect(titles({ sort: 'PRICE', reverse: true })).toEqual(['Linen Throw', 'Krüge Set', 'Harbour Mug']);
    expect(titles({ sort: 'BEST_SELLING' })[0]).toBe('Harbour Mug');
  });
  test('conditions must hold for one and the same variant', () => {
    expect(titles({ filters: [{ kind: 'option', name: 'Colour', value: 'Ink' }] })).toEqual([
      'Harbour Mug',
      'Krüge Set',
    ]);
    expect(
      titles({
        filters: [
          { kind: 'option', name: 'Colour', value: 'Ink' },
          { kind: 'available', value: true },
        ],
      }),
    ).toEqual(['Krüge Set']);
    expect(
      titles({
        filters: [
          { kind: 'option', name: 'Colour', value: 'Ink' },
          { kind: 'price', minMinor: null, maxMinor: 3000 },
        ],
      }),
    ).toEqual(['Harbour Mug']);
  });
  test('values of one kind widen, kinds narrow', () => {
    expect(
      titles({
        filters: [
          { kind: 'type', value: 'Mugs' },
          { kind: 'type', value: 'Jugs' },
        ],
      }),
    ).toHaveLength(2);
    expect(
      titles({
        filters: [
          { kind: 'type', value: 'Mugs' },
          { kind: 'vendor', value: 'Brenha' },
        ],
      }),
    ).toEqual([]);
  });
  test('a facet counts without its own choice and keeps values that would give nothing', () => {
    const filters = [{ kind: 'type', value: 'Mugs' }] as const;
    expect(counts({ filters }, 'filter.p.product_type')).toEqual({ Mugs: 1, Jugs: 1, Throws: 1 });
    expect(counts({ filters }, 'filter.v.option.colour')).toEqual({ Chalk: 1, Ink: 1, Moss: 0 });
  });
  test('text finds words without marks, in the language, and by SKU', () => {
    expect(titles({ text: 'kruge', sort: 'RELEVANCE' })).toEqual(['Krüge Set']);
    expect(titles({ text: 'gift mug', sort: 'RELEVANCE' })).toEqual(['Harbour Mug']);
    expect(titles({ text: `sku-${all[2]?.id}`, sort: 'RELEVANCE' })).toEqual(['Linen Throw']);
    expect(titles({ text: 'nothing like this', sort: 'RELEVANCE' })).toEqual([]);
  });
});

test.each([
  ['tag:gift', ['Harbour Mug', 'Linen Throw']],
  ['tag:gift AND NOT product_type:Mugs', ['Linen Throw']],
  ['-tag:gift', ['Krüge Set']],
  ['product_type:Jugs OR tag:linen', ['Krüge Set', 'Linen Throw']],
  ['(vendor:voss tag:gift) variants.price:<30', ['Harbour Mug']],
  ['title:"linen throw"', ['Linen Throw']],
  ['tag:gi*', ['Harbour Mug', 'Linen Throw']],
  ['mug', ['Harbour Mug']],
  ['available_for_sale:false', []],
  ['((tag:gift', ['Harbour Mug', 'Linen Throw']],
  ['', ['Harbour Mug', 'Krüge Set', 'Linen Throw']],
])('the query %s', (text, expected) => {
  const matches = readProductSearch(text);
  expect(all.filter((one) => matches(one, { currency: 'EUR', language: 'en' })).map((one) => one.title)).toEqual(
    expected,
  );
});

describe('choosing variants', () => {
  const options = [
    { names: ['Colour', 'Farbe'], values: [{ names: ['Chalk', 'Kreide'] }, { names: ['Ink', 'Tinte'] }] },
    { names: ['Size'], values: [{ names: ['S'] }, { names: ['M'] }, { names: ['L'] }] },
  ];
  const variants = [
    { id: 'chalk-s', indexes: [0, 0], available: false },
    { id: 'chalk-m', indexes: [0, 1], available: true },
    { id: 'ink-s', indexes: [1, 0], available: true },
    { id: 'ink-l', indexes: [1, 2], available: true },
  ];
  const loose = { ignoreUnknownOptions: true, caseInsensitiveMatch: true };
  test('a sold-out variant stays choosable; without a choice the first available is shown', () => {
    const soldOut = chosenIndexes(
      options,
      [
        { name: 'Farbe', value: 'kreide' },
        { name: 'size', value: 's' },
      ],
      loose,
    );
    expect(selectedOrFirstAvailable(variants, soldOut)?.id).toBe('chalk-s');
    expect(selectedOrFirstAvailable(variants, chosenIndexes(options, [], loose))?.id).toBe('chalk-m');
    expect(
      selectedOrFirstAvailable(variants, chosenIndexes(options, [{ name: 'Colour', value: 'Ink' }], loose))?.id,
    ).toBe('ink-s');
  });
  test('a combination that does not exist is no variant', () => {
    expect(
      exactVariant(
        variants,
        chosenIndexes(
          options,
          [
            { name: 'Colour', value: 'Chalk' },
            { name: 'Size', value: 'L' },
          ],
          loose,
        ),
      ),
    ).toBeNull();
    expect(
      chosenIndexes(options, [{ name: 'Weight', value: '1' }], {
        ignoreUnknownOptions: false,
        caseInsensitiveMatch: false,
      }),
    ).toBeNull();
  });
  test('adjacent variants differ in one option', () => {
    expect(adjacentVariants(variants, { id: '', indexes: [1, 0], available: true }).map((one) => one.id)).toEqual([
      'chalk-s',
      'ink-l',
    ]);
  });
  test.each([
    [
      [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 2],
      ],
    ],
    [[[0], [1], [2], [4]]],
    [
      [
        [0, 0, 0],
        [0, 1, 0],
        [0, 1, 1],
        [1, 0, 0],
        [1, 0, 1],
        [1, 1, 1],
        [2, 0, 1],
        [2, 1, 0],
      ],
    ],
  ])('hydrogen-react decodes what we encode: %j', async (combinations) => {
    const decode = await hydrogenDecoder();
    expect(decode(encodeCombinations(combinations))).toEqual(combinations);
  });
  test('the documented example', () => {
    expect(
      encodeCombinations([
        [0, 0, 0],
        [0, 1, 0],
        [0, 1, 1],
        [1, 0, 0],
        [1, 0, 1],
        [1, 1, 1],
        [2, 0, 1],
        [2, 1, 0],
      ]),
    ).toBe('v1_0:0:0,1:0-1,,1:0:0-1,1:1,,2:0:1,1:0,,');
  });
});
