import { ceramics } from './ceramics.ts';
import { furniture } from './furniture.ts';
import { glass } from './glass.ts';
import { kitchen } from './kitchen.ts';
import { lighting } from './lighting.ts';
import { scents } from './scent.ts';
import { tableware } from './tableware.ts';
import { textiles } from './textiles.ts';
import type { DemoOptionValue, DemoProduct, DemoTier, Localized } from './types.ts';

/** Every product of the demo shop. */
export const demoProducts: readonly DemoProduct[] = [
  ...ceramics,
  ...tableware,
  ...glass,
  ...kitchen,
  ...textiles,
  ...lighting,
  ...furniture,
  ...scents,
];

export interface DemoVariant {
  readonly sku: string;
  readonly title: Localized;
  /** Values in the order of the product's options. */
  readonly values: readonly DemoOptionValue[];
  readonly tier: DemoTier;
  /** Number of the picture that shows this variant, from 1. */
  readonly picture: number;
}

export interface DemoPicture {
  /** File number from 1: /media/HANDLE/NUMBER.webp */
  readonly number: number;
  readonly kind: 'hero' | 'detail' | 'room';
  /** English name of the pictured value, such as "Clay"; null when the product has no pictured option. */
  readonly value: string | null;
  readonly alt: Localized;
}

function combinations(product: DemoProduct): readonly (readonly DemoOptionValue[])[] {
  return product.options.reduce<readonly (readonly DemoOptionValue[])[]>(
    (rows, option) => rows.flatMap((row) => option.values.map((value) => [...row, value])),
    [[]],
  );
}

function code(value: string): string {
  const bare = value.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
  return /^\d/.test(bare) ? bare.replace(/[A-WYZ]+$/, '').slice(0, 6) : bare.slice(0, 4);
}

function chosenValue(product: DemoProduct, values: readonly DemoOptionValue[], option: string | null): string | null {
  const index = product.options.findIndex((candidate) => candidate.name.en === option);
  return values[index]?.name.en ?? null;
}

/**
 * All pictures of a product in their order: the first pictured value, the detail, the other values, the room.
 * The studio renders exactly this list.
 */
export function picturesOf(product: DemoProduct): readonly DemoPicture[] {
  const pictured = product.options.find((option) => option.name.en === product.pictureOption)?.values ?? [];
  const hero = (value: DemoOptionValue | undefined, number: number): DemoPicture => ({
    number,
    kind: 'hero',
    value: value?.name.en ?? null,
    alt: value
      ? { en: `${product.title.en}, ${value.name.en}`, de: `${product.title.de}, ${value.name.de}` }
      : product.title,
  });
  const first = pictured[0];
  const list: DemoPicture[] = [
    hero(first, 1),
    { number: 2, kind: 'detail', value: first?.name.en ?? null, alt: product.detailAlt },
    ...pictured.slice(1).map((value, index) => hero(value, index + 3)),
  ];
  if (product.roomAlt) {
    list.push({ number: list.length + 1, kind: 'room', value: first?.name.en ?? null, alt: product.roomAlt });
  }
  return list;
}

/** All variants of a product: every combination of its option values. Throws when a tier is missing: bad demo data. */
export function variantsOf(product: DemoProduct): readonly DemoVariant[] {
  const pictures = picturesOf(product);
  return combinations(product).map((values) => {
    const tier = product.tiers[chosenValue(product, values, product.tierOption) ?? 'all'];
    if (!tier)
      throw new Error(`demo product ${product.handle}: no tier for ${values.map((v) => v.name.en).join(' / ')}`);
    const pictured = chosenValue(product, values, product.pictureOption);
    const picture = pictures.find((candidate) => candidate.kind === 'hero' && candidate.value === pictured);
    return {
      sku: [product.skuPrefix, ...values.map((value) => code(value.name.en))].join('-'),
      title: { en: values.map((v) => v.name.en).join(' / '), de: values.map((v) => v.name.de).join(' / ') },
      values,
      tier,
      picture: picture?.number ?? 1,
    };
  });
}
