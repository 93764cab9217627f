import type { ProductFacts } from '../../commerce/catalogue/collection-rules.ts';
import type { KnownPrice, KnownProduct, ProductRow, VariantRow } from './known-products.ts';
import { mediaOf, optionsOf } from './merge-media-options.ts';
import { checkVariants, DEFAULT_OPTION, matchesOf, replaces, variantsOf } from './merge-variants.ts';
import type { ProductDraft } from './product-draft.ts';
import type { MergeContext, Merging, ProductWrite } from './product-write.ts';

const NOTHING_REMOVED = { options: [], values: [], variants: [], media: [] } as const;

const tagsOf = (cell: string) => [
  ...new Set(
    cell
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
];

/** The product's own row: what the file says, else what it was, else what a new product begins with. */
function productRow(draft: ProductDraft, known: ProductRow | undefined, context: MergeContext): ProductRow {
  const { cells } = draft;
  const orNull = (cell: string | undefined, before: string | null | undefined) =>
    cell === undefined ? (before ?? null) : cell === '' ? null : cell;
  // A new product is published unless the file says no.
  const isPublished = cells.Published ?? (known ? known.published_at !== null : true);
  return {
    id: known?.id ?? context.nextId(),
    handle: draft.handle,
    title: cells.Title || (known?.title ?? ''),
    description_html: cells['Body (HTML)'] ?? known?.description_html ?? '',
    vendor: cells.Vendor ?? known?.vendor ?? '',
    product_type: cells.Type ?? known?.product_type ?? '',
    category: orNull(cells['Product Category'], known?.category),
    tags: cells.Tags === undefined ? (known?.tags ?? []) : tagsOf(cells.Tags),
    status: cells.Status ?? known?.status ?? 'active',
    is_gift_card: cells['Gift Card'] ?? known?.is_gift_card ?? false,
    seo_title: orNull(cells['SEO Title'], known?.seo_title),
    seo_description: orNull(cells['SEO Description'], known?.seo_description),
    published_at: isPublished ? (known?.published_at ?? context.now) : null,
  };
}

function translationsOf(draft: ProductDraft): Readonly<Record<string, string>> {
  const { cells } = draft;
  const texts = {
    title: cells.Title,
    description_html: cells['Body (HTML)'],
    product_type: cells.Type,
    seo_title: cells['SEO Title'],
    seo_description: cells['SEO Description'],
  };
  return Object.fromEntries(Object.entries(texts).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

function onlyTexts(merging: Merging, known: KnownProduct): ProductWrite {
  return {
    handle: merging.draft.handle,
    line: merging.draft.line,
    isNew: false,
    product: known.product,
    options: [],
    values: [],
    media: [],
    variants: [],
    prices: [],
    metafields: [],
    stock: [],
    policyChanges: [],
    stockLeft: 0,
    collection: '',
    facts: null,
    translations: translationsOf(merging.draft),
    removed: NOTHING_REMOVED,
  };
}

function factsOf(
  merging: Merging,
  product: ProductRow,
  variants: readonly VariantRow[],
  prices: readonly (KnownPrice & { readonly variant_id: number })[],
): ProductFacts {
  const { baseCurrency } = merging.context;
  const isBase = (price: KnownPrice) => price.currency === baseCurrency;
  const before = new Map(merging.known?.variants.map((one) => [one.id, one.prices.find(isBase)]));
  const after = new Map(prices.filter(isBase).map((price) => [price.variant_id, price]));
  const facts = variants.flatMap(({ id }) => {
    const price = after.get(id) ?? before.get(id);
    return price ? [{ amountMinor: price.amount_minor, compareAtMinor: price.compare_at_minor }] : [];
  });
  return {
    title: product.title,
    vendor: product.vendor,
    productType: product.product_type,
    tags: product.tags,
    variants: facts,
  };
}

/** Everything to be written of the product; null after noting why it cannot be. */
function merged(merging: Merging): ProductWrite | null {
  const { draft, known, context } = merging;
  const { findings, isTranslating } = context;
  const before = findings.count;
  if (known && isTranslating) return onlyTexts(merging, known);
  if (!known && !draft.cells.Title) merging.problem(draft.line, 'Title', '', 'is missing: a new product needs a title');
  const product = productRow(draft, known?.product, context);
  const names = draft.optionNames ?? known?.options.map((option) => option.name) ?? [DEFAULT_OPTION];
  const matches = matchesOf(merging, names);
  const left = (known?.variants ?? []).filter((variant) => !matches.some((match) => match.known?.id === variant.id));
  checkVariants(merging, names, matches, left);
  if (findings.count > before) return null;
  const isReplaced = replaces(merging, matches);
  const kept = isReplaced ? [] : left;
  const media = mediaOf(merging, product.id, matches);
  const variants = variantsOf(merging, product.id, matches, kept, media.idOf);
  const combinations = [...matches.map((match) => match.optionValues), ...kept.map((one) => one.option_values)];
  const options = optionsOf(merging, product.id, names, combinations, isReplaced);
  if (findings.count > before) return null;
  return {
    handle: draft.handle,
    line: draft.line,
    isNew: known === undefined,
    product,
    options: options.options,
    values: options.values,
    media: media.rows,
    variants: variants.rows,
    prices: variants.prices,
    metafields: draft.metafields.flatMap(({ namespace, key, value }) =>
      known || value !== '' ? [{ owner_id: product.id, namespace, key, value }] : [],
    ),
    stock: variants.stock,
    policyChanges: variants.rows.flatMap((row) => {
      const old = known?.variants.find((one) => one.id === row.id);
      return old && (old.tracked !== row.tracked || old.inventory_policy !== row.inventory_policy) ? row.id : [];
    }),
    stockLeft: matches.filter((match) => match.known && match.draft.quantity !== undefined).length,
    collection: draft.cells.Collection ?? '',
    facts: factsOf(merging, product, variants.rows, variants.prices),
    translations: isTranslating ? translationsOf(draft) : {},
    removed: {
      options: options.removedOptions,
      values: options.removedValues,
      variants: isReplaced ? left.map((one) => one.id) : [],
      media: media.removed,
    },
  };
}

/**
 * Lays a product of the file over the one the shop has under its handle: what the file does not say stays. Null after noting every reason why it
 * cannot be written: no title or price for something new, options that leave known variants without values, too many variants, a SKU of another.
 */
export function mergeProduct(
  draft: ProductDraft,
  known: KnownProduct | undefined,
  context: MergeContext,
): ProductWrite | null {
  const problem: Merging['problem'] = (line, column, value, reason) =>
    context.findings.problem({ line, column, value, reason });
  return merged({ draft, known, context, problem });
}
