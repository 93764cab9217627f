import { describe, expect, it } from 'vitest';
import type { Variant } from '../../../site/lib/shapes.ts';
import { chosenVariant, offeredOptions } from '../../../site/lib/variant-choice.ts';

const variant = (colour: string, size: string, amount: string, availableForSale = true): Variant => ({
  id: `gid://shopify/ProductVariant/${colour}${size}`,
  title: `${colour} / ${size}`,
  sku: null,
  availableForSale,
  nextArrivalAt: null,
  currentlyNotInStock: false,
  arrivesAt: null,
  quantityAvailable: null,
  stockedAs: [],
  drop: null,
  price: { amount, currencyCode: 'EUR' },
  compareAtPrice: null,
  lowestPriceBefore: null,
  image: null,
  selectedOptions: [
    { name: 'Colour', value: colour },
    { name: 'Size', value: size },
  ],
  dimensions: null,
  weight: null,
  weightUnit: 'GRAMS',
});
const variants = [variant('Clay', 'Small', '58', false), variant('Clay', 'Tall', '96'), variant('Ink', 'Small', '58')];
const option = (name: string, ...values: string[]) => ({
  name,
  optionValues: values.map((value) => ({ name: value, swatch: null })),
});
const options = [option('Colour', 'Clay', 'Ink'), option('Size', 'Small', 'Tall')];

describe('the chosen variant', () => {
  it.each([
    ['', 'Clay / Tall'],
    ['Colour=Clay&Size=Small', 'Clay / Small'],
    ['Colour=Ink', 'Ink / Small'],
    ['Colour=Ink&Size=Tall', 'Clay / Tall'],
    ['Colour=Unknown', 'Clay / Tall'],
  ])('of "%s" is %s', (query, title) => {
    expect(chosenVariant(variants, new URLSearchParams(query))?.title).toBe(title);
  });

  it('is none without variants', () => {
    expect(chosenVariant([], new URLSearchParams())).toBeUndefined();
  });
});

describe('offered options', () => {
  it('lead to the variant that differs in one value, say what is sold out, and show prices where they decide', () => {
    const chosen = variants[1];
    if (!chosen) throw new Error('no variant');
    const [colour, size] = offeredOptions(options, variants, chosen);
    expect(colour?.values.map((value) => [value.name, value.chosen, value.query])).toEqual([
      ['Clay', true, '?Colour=Clay&Size=Tall'],
      ['Ink', false, '?Colour=Ink&Size=Small'],
    ]);
    expect(size?.values.map((value) => [value.name, value.available, value.price?.amount])).toEqual([
      ['Small', false, '58'],
      ['Tall', true, '96'],
    ]);
  });
});
