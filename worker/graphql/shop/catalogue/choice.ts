import type { ChoiceOption, ChoiceVariant } from '../../../../commerce/catalogue/variant-choice.ts';
import type { ProductRecord, Translations, VariantRecord } from '../../../ports/catalogue.ts';
import { sellableUnits } from '../../../services/cart-view.ts';

/** A variant together with its product: the backing object of ProductVariant. */
export interface VariantOf {
  readonly variant: VariantRecord;
  readonly product: ProductRecord;
}

/** A variant placed in the grid of its product's options. */
export interface PlacedVariant extends VariantOf, ChoiceVariant {}

/** Whether a variant can be bought in a currency right now, as far as the records know. */
export function isForSale(variant: VariantRecord, currency: string): boolean {
  return sellableUnits(variant) !== 0 && variant.prices.some((price) => price.currency === currency);
}

const namesOf = (name: string, translations: Translations): string[] => [
  name,
  ...Object.values(translations).flatMap((fields) => fields.name ?? []),
];

/** A product's options with every name they go by. */
export const optionsOf = (product: ProductRecord): ChoiceOption[] =>
  product.options.map((option) => ({
    names: namesOf(option.name, option.translations),
    values: option.values.map((value) => ({ names: namesOf(value.name, value.translations) })),
  }));

/** Every variant of a product in the grid of its options. */
export function placedVariants(product: ProductRecord, currency: string): PlacedVariant[] {
  return product.variants.map((variant) => ({
    product,
    variant,
    available: isForSale(variant, currency),
    indexes: product.options.map((option, index) =>
      option.values.findIndex((value) => value.name === variant.optionValues[index]),
    ),
  }));
}
