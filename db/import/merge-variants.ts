import type { KnownPrice, KnownProduct, VariantRow } from './known-products.ts';
import { type DraftVariant, MOST_VARIANTS } from './product-draft.ts';
import type { Merging } from './product-write.ts';

/** The option of a product that has none, and its only value. */
export const DEFAULT_OPTION = 'Title';
const DEFAULT_VALUE = 'Default Title';

const keyOf = (values: readonly string[]) => JSON.stringify(values);

/** A variant of the file and the known one it is. */
export interface Match {
  readonly draft: DraftVariant;
  readonly optionValues: readonly string[];
  readonly known: KnownProduct['variants'][number] | undefined;
}

/** A product without variants in the file keeps those it has. */
export function replaces(merging: Merging, matches: readonly Match[]): boolean {
  return merging.context.replace && matches.length > 0;
}

/** Which known variant each of the file's is: the one with the same option values, else the one with the same SKU. */
export function matchesOf(merging: Merging, names: readonly string[]): Match[] {
  const drafts = merging.draft.variants;
  const known = merging.known?.variants ?? [];
  const isDefault = names.length === 1 && names[0] === DEFAULT_OPTION;
  const free = new Map(known.map((variant) => [variant.id, variant]));
  const byOptions = new Map(known.map((variant) => [keyOf(variant.option_values), variant]));
  const valuesOf = (draft: DraftVariant) => draft.optionValues ?? (isDefault ? [DEFAULT_VALUE] : null);
  const direct = drafts.map((draft) => {
    const values = valuesOf(draft);
    const match = values ? byOptions.get(keyOf(values)) : undefined;
    if (match) free.delete(match.id);
    return match;
  });
  const bySku = new Map(
    [...free.values()].flatMap((variant) => (variant.sku ? [[variant.sku, variant] as const] : [])),
  );
  return drafts.flatMap((draft, index): Match[] => {
    const match = direct[index] ?? (draft.sku ? bySku.get(draft.sku) : undefined);
    const optionValues = valuesOf(draft) ?? match?.option_values;
    if (optionValues) return [{ draft, optionValues, known: match }];
    merging.problem(draft.line, 'Option1 Name', '', `is missing: the product has the options ${names.join(', ')}`);
    return [];
  });
}

/** Notes every reason why these variants cannot be the product's: none at all, twice the same, options without values, too many, SKUs of others. */
export function checkVariants(
  merging: Merging,
  names: readonly string[],
  matches: readonly Match[],
  left: readonly VariantRow[],
): void {
  const known = merging.known;
  const draft = merging.draft;
  if (!known && matches.length === 0)
    merging.problem(
      draft.line,
      'Variant Price',
      '',
      'is missing: a new product needs at least one variant with a price',
    );
  const before = known?.options.map((option) => option.name) ?? names;
  const isReplaced = replaces(merging, matches);
  const combinations = new Map<string, number>();
  for (const { draft: variant, optionValues } of matches) {
    const other = combinations.get(keyOf(optionValues));
    if (other !== undefined)
      merging.problem(variant.line, 'Option1 Value', optionValues.join(', '), `line ${other} is the same variant`);
    combinations.set(keyOf(optionValues), variant.line);
  }
  if (known && before.join('\n') !== names.join('\n') && left.length > 0 && !isReplaced) {
    const reason = `the product has ${left.length} more variants with the options ${before.join(', ')}; --replace removes them`;
    merging.problem(draft.line, 'Option1 Name', names.join(', '), reason);
  }
  const total = matches.length + (isReplaced ? 0 : left.length);
  if (total > MOST_VARIANTS) {
    const reason = `would have ${total} variants with those it has; at most ${MOST_VARIANTS} are possible`;
    merging.problem(draft.line, 'Handle', draft.handle, reason);
  }
  const leftSkus = new Set(isReplaced ? [] : left.flatMap((one) => one.sku ?? []));
  for (const { draft: variant } of matches) {
    if (!variant.sku) continue;
    const owner = merging.context.skuOwners.get(variant.sku);
    if (owner !== undefined && owner !== draft.handle)
      merging.problem(variant.line, 'Variant SKU', variant.sku, `belongs to the product ${owner} already`);
    else if (leftSkus.has(variant.sku))
      merging.problem(variant.line, 'Variant SKU', variant.sku, 'belongs to another variant of the product already');
  }
}

function pricesOf(merging: Merging, { draft, known }: Match): KnownPrice[] {
  return draft.prices.flatMap((price, index): KnownPrice[] => {
    const before = known?.prices.find((one) => one.currency === price.currency);
    const amount = price.amountMinor ?? before?.amount_minor;
    if (amount === undefined) {
      if (index === 0) merging.problem(draft.line, price.column, '', 'is missing: a new variant needs a price');
      return [];
    }
    const compareAt = price.compareAtMinor === undefined ? (before?.compare_at_minor ?? null) : price.compareAtMinor;
    // Shopify writes 0 for "none"; a price that is no reduction must not be struck through.
    if (compareAt !== null && compareAt > 0 && compareAt <= amount)
      merging.context.findings.warn(draft.line, 'a compare-at price that is not above the price was left out');
    const shown = compareAt !== null && compareAt > amount ? compareAt : null;
    return [{ currency: price.currency, amount_minor: amount, compare_at_minor: shown }];
  });
}

/** Rows of the file's variants with their prices and opening stock; known ones that are kept come after them. */
export function variantsOf(
  merging: Merging,
  productId: number,
  matches: readonly Match[],
  kept: readonly VariantRow[],
  mediaIdOf: (url: string) => number | null,
) {
  const currency = merging.draft.variants[0]?.prices[0]?.currency ?? null;
  const prices: (KnownPrice & { readonly variant_id: number })[] = [];
  const stock: { readonly variant_id: number; readonly on_hand: number }[] = [];
  const rows = matches.map((match, index): VariantRow => {
    const { draft, known, optionValues } = match;
    const id = known?.id ?? merging.context.nextId();
    prices.push(...pricesOf(merging, match).map((price) => ({ variant_id: id, ...price })));
    const tracked = draft.tracked ?? known?.tracked ?? true;
    if (!known && tracked) stock.push({ variant_id: id, on_hand: openingQuantity(merging, draft) });
    return {
      id,
      product_id: productId,
      sku: draft.sku === undefined ? (known?.sku ?? null) : draft.sku || null,
      barcode: draft.barcode === undefined ? (known?.barcode ?? null) : draft.barcode || null,
      title: optionValues.join(' / '),
      position: index + 1,
      option_values: optionValues,
      weight_grams: draft.weightGrams ?? known?.weight_grams ?? 0,
      requires_shipping: draft.requiresShipping ?? known?.requires_shipping ?? true,
      taxable: draft.taxable ?? known?.taxable ?? true,
      tracked,
      inventory_policy: draft.inventoryPolicy ?? known?.inventory_policy ?? 'deny',
      media_id: mediaIdOf(draft.imageUrl) ?? known?.media_id ?? null,
      unit_cost_minor: draft.costMinor ?? known?.unit_cost_minor ?? null,
      unit_cost_currency: draft.costMinor === undefined ? (known?.unit_cost_currency ?? null) : currency,
    };
  });
  const after = kept.map((variant, index) => ({ ...variant, position: rows.length + index + 1 }));
  return { rows: [...rows, ...after], prices, stock };
}

function openingQuantity(merging: Merging, draft: DraftVariant): number {
  const quantity = draft.quantity ?? 0;
  if (quantity < 0) merging.context.findings.warn(draft.line, 'a quantity below zero opens as 0');
  return Math.max(0, quantity);
}
