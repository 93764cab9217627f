/** Choosing a variant by options: the rules behind a product page's pickers. */

/** An option with its values in order. */
export interface ChoiceOption {
  /** Every name the option goes by: the original first, then translations. */
  readonly names: readonly string[];
  readonly values: readonly { readonly names: readonly string[] }[];
}

/** A variant as a place in the grid of options. */
export interface ChoiceVariant {
  /** Index of its value for each option, in the options' order; -1 where it has none. */
  readonly indexes: readonly number[];
  readonly available: boolean;
}

export interface ChoiceRules {
  readonly ignoreUnknownOptions: boolean;
  readonly caseInsensitiveMatch: boolean;
}

const same = (names: readonly string[], wanted: string, loose: boolean) =>
  names.some((name) => name === wanted || (loose && name.toLowerCase() === wanted.toLowerCase()));

/**
 * Wanted value index per option, null where nothing was chosen. The whole answer is null when an option or value is unknown and unknown ones are not
 * ignored; an unknown value of a known option counts as unknown option.
 */
export function chosenIndexes(
  options: readonly ChoiceOption[],
  selected: readonly { readonly name: string; readonly value: string }[],
  rules: ChoiceRules,
): (number | null)[] | null {
  const chosen: (number | null)[] = options.map(() => null);
  for (const one of selected) {
    const option = options.findIndex((each) => same(each.names, one.name, rules.caseInsensitiveMatch));
    const value =
      options[option]?.values.findIndex((each) => same(each.names, one.value, rules.caseInsensitiveMatch)) ?? -1;
    if (option < 0 || value < 0) {
      if (!rules.ignoreUnknownOptions) return null;
      continue;
    }
    chosen[option] = value;
  }
  return chosen;
}

const fits = (variant: ChoiceVariant, chosen: readonly (number | null)[]) =>
  chosen.every((value, option) => value === null || variant.indexes[option] === value);

/** The one variant that has exactly the chosen values; null when the choice leaves an option open or none has it. */
export function exactVariant<V extends ChoiceVariant>(
  variants: readonly V[],
  chosen: readonly (number | null)[] | null,
): V | null {
  if (!chosen || chosen.includes(null)) return null;
  return variants.find((variant) => fits(variant, chosen)) ?? null;
}

/** The variant to show: one that fits the choice (available first), else the first available, else the first. */
export function selectedOrFirstAvailable<V extends ChoiceVariant>(
  variants: readonly V[],
  chosen: readonly (number | null)[] | null,
): V | null {
  const hasChoice = chosen?.some((value) => value !== null) ?? false;
  const fitting = chosen && hasChoice ? variants.filter((variant) => fits(variant, chosen)) : [];
  return (
    fitting.find((variant) => variant.available) ??
    fitting[0] ??
    variants.find((variant) => variant.available) ??
    variants[0] ??
    null
  );
}

/** Variants that differ from one in exactly one option. */
export function adjacentVariants<V extends ChoiceVariant>(variants: readonly V[], to: V): V[] {
  return variants.filter(
    (variant) =>
      variant.indexes.reduce((count, value, option) => count + (value === to.indexes[option] ? 0 : 1), 0) === 1,
  );
}

function rangesOf(indexes: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < indexes.length; ) {
    const from = indexes[at] ?? 0;
    let to = from;
    while (indexes[at + 1] === to + 1) {
      at += 1;
      to += 1;
    }
    parts.push(to === from ? String(from) : `${from}-${to}`);
    at += 1;
  }
  return parts.join(' ');
}

/**
 * Which combinations exist, in the Storefront API's compact form `v1_0:0:0,1:0-1,,`: `:` goes down an option, `,` comes back up, spaces and dashes list and
 * range the last option's values. Empty for no combination. Source: https://shopify.dev/docs/api/storefront/latest/objects/Product (encodedVariantExistence)
 */
export function encodeCombinations(combinations: readonly (readonly number[])[]): string {
  const encode = (rows: readonly (readonly number[])[], option: number): string => {
    const values = [...new Set(rows.map((row) => row[option] ?? 0))].sort((a, b) => a - b);
    if (rows.every((row) => row.length <= option + 1)) return rangesOf(values);
    return values
      .map(
        (value) =>
          `${value}:${encode(
            rows.filter((row) => row[option] === value),
            option + 1,
          )},`,
      )
      .join('');
  };
  return combinations.length === 0 ? '' : `v1_${encode(combinations, 0)}`;
}
