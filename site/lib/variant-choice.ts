import type { MoneyV2 } from './format.ts';
import type { ProductOption, SelectedOption, Swatch, Variant } from './shapes.ts';

/** One value of an option as the product page offers it. */
export interface OfferedValue {
  readonly name: string;
  readonly swatch: Swatch | null;
  readonly chosen: boolean;
  /** Whether the variant this leads to can be bought now. */
  readonly available: boolean;
  /** Query of the variant's address: ?Colour=Clay&Size=Small. */
  readonly query: string;
  /** Price of the variant it leads to, where the option decides the price; null where it does not. */
  readonly price: MoneyV2 | null;
}

export interface OfferedOption {
  readonly name: string;
  readonly values: readonly OfferedValue[];
}

const optionValue = (variant: Variant, option: string) =>
  variant.selectedOptions.find((one) => one.name === option)?.value;

/** Query of a variant's address: its options by name. */
export function queryOf(variant: Variant): string {
  return queryOfOptions(variant.selectedOptions);
}

/**
 * The variant an address names: the one that agrees with most of its options, buyable ones first, in the product's order. Undefined only for
 * a product without variants.
 */
export function chosenVariant(variants: readonly Variant[], query: URLSearchParams): Variant | undefined {
  const score = (variant: Variant) =>
    variant.selectedOptions.filter(({ name, value }) => query.get(name) === value).length;
  const asked = variants.some((variant) => score(variant) > 0);
  const ranked = variants.map((variant, place) => ({
    variant,
    place,
    score: score(variant),
    available: variant.availableForSale ? 1 : 0,
  }));
  ranked.sort(
    (a, b) =>
      b.score - a.score ||
      (asked && a.score === a.variant.selectedOptions.length ? 0 : b.available - a.available) ||
      a.place - b.place,
  );
  return ranked[0]?.variant;
}

/** The options of a product around the chosen variant; each value leads to the variant that differs in it alone, or else to the nearest. */
export function offeredOptions(
  options: readonly ProductOption[],
  variants: readonly Variant[],
  chosen: Variant,
): OfferedOption[] {
  return options
    .filter((option) => option.optionValues.length > 1)
    .map((option) => {
      const leads = option.optionValues.map((value) => ({
        value,
        variant: nearest(variants, chosen, option.name, value.name),
      }));
      const prices = new Set(leads.map(({ variant }) => variant?.price.amount));
      return {
        name: option.name,
        values: leads.flatMap(({ value, variant }): OfferedValue[] =>
          variant
            ? [
                {
                  name: value.name,
                  swatch: value.swatch,
                  chosen: optionValue(chosen, option.name) === value.name,
                  available: variant.availableForSale,
                  query: queryOf(variant),
                  price: prices.size > 1 ? variant.price : null,
                },
              ]
            : [],
        ),
      };
    });
}

function nearest(variants: readonly Variant[], chosen: Variant, option: string, value: string): Variant | undefined {
  const wanted = new URLSearchParams(
    chosen.selectedOptions.map((one) => [one.name, one.name === option ? value : one.value]),
  );
  return chosenVariant(
    variants.filter((variant) => optionValue(variant, option) === value),
    wanted,
  );
}

/** Query of the address of a variant with these options: ?Colour=Clay. */
export function queryOfOptions(options: readonly SelectedOption[]): string {
  return `?${new URLSearchParams(options.map(({ name, value }) => [name, value]))}`;
}
