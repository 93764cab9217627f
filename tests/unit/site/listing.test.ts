import { describe, expect, it } from 'vitest';
import { chipsFor, facetsFor, filtersIn, moreOf, parameterOf, windowOf } from '../../../site/lib/listing.ts';
import type { Filter } from '../../../site/lib/shapes.ts';

const value = (label: string, count: number, input: object) => ({
  id: label,
  label,
  count,
  input: JSON.stringify(input),
  swatch: null,
});
const filters: readonly Filter[] = [
  {
    id: 'filter.v.availability',
    label: 'Availability',
    type: 'LIST',
    values: [value('In stock', 5, { available: true }), value('Sold out', 2, { available: false })],
  },
  {
    id: 'filter.v.option.colour',
    label: 'Colour',
    type: 'LIST',
    values: [value('Clay', 3, { variantOption: { name: 'Colour', value: 'Clay' } })],
  },
  {
    id: 'filter.v.price',
    label: 'Price',
    type: 'PRICE_RANGE',
    values: [value('Price', 7, { price: { min: 9, max: 80 } })],
  },
];

describe('filters in the address', () => {
  const every = [
    { available: true },
    { available: false },
    { productType: 'Vases & Bowls' },
    { productVendor: 'Mill = House' },
    { tag: 'gift' },
    { variantOption: { name: 'Größe', value: '24 cm' } },
    { productMetafield: { namespace: 'specs', key: 'material', value: 'Oak, oiled' } },
  ];

  it.each(every)('carry %j there and back', (filter) => {
    const parameter = parameterOf(JSON.stringify(filter));
    const query = new URLSearchParams([[parameter?.name ?? '', parameter?.value ?? '']]);
    expect(filtersIn(new URLSearchParams(query.toString()))).toEqual([filter]);
  });

  it('read prices with comma or point and leave out what is no amount', () => {
    expect(filtersIn(new URLSearchParams('price.min=9,50&price.max=80'))).toEqual([{ price: { min: 9.5, max: 80 } }]);
    expect(filtersIn(new URLSearchParams('price.min=-1&price.max=many'))).toEqual([]);
  });

  it('leave out unknown parameters and empty values', () => {
    expect(filtersIn(new URLSearchParams('sort=title&utm=x&type=&available=yes&option.=a'))).toEqual([]);
  });

  it('have no parameter for input that is not a filter', () => {
    expect(parameterOf('{broken')).toBeNull();
    expect(parameterOf('{"price":{"min":1}}')).toBeNull();
  });
});

describe('chips', () => {
  it('name each filter and lead to the list without it, from its first page', () => {
    const query = new URLSearchParams('option.Colour=Clay&available=1&price.max=50&sort=title&show=48');
    const chips = chipsFor(facetsFor(filters, query), query, (min, max) => `${min}-${max}`);
    expect(chips).toEqual([
      { label: 'Clay', without: '?available=1&price.max=50&sort=title' },
      { label: 'In stock', without: '?option.Colour=Clay&price.max=50&sort=title' },
      { label: '-50', without: '?option.Colour=Clay&available=1&sort=title' },
    ]);
  });
});

describe('more of a list', () => {
  it('grows by 24 up to 96, then turns the page', () => {
    const page = { hasNextPage: true, endCursor: 'abc' };
    const grow = (query: string) => moreOf(new URLSearchParams(query), windowOf(new URLSearchParams(query)), page);
    expect(grow('sort=title')).toBe('?sort=title&show=48');
    expect(grow('show=72')).toBe('?show=96');
    expect(grow('show=96')).toBe('?after=abc');
    expect(
      moreOf(new URLSearchParams(), windowOf(new URLSearchParams()), { hasNextPage: false, endCursor: 'abc' }),
    ).toBeNull();
  });

  it.each([
    ['', 24],
    ['show=0', 24],
    ['show=-48', 24],
    ['show=1.5', 24],
    ['show=30', 48],
    ['show=1000000000', 96],
  ])('reads "%s" as %d', (query, first) => {
    expect(windowOf(new URLSearchParams(query)).first).toBe(first);
  });
});
