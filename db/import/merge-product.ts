import type { ProductFacts } from '../../commerce/catalogue/collection-rules.ts';
import type {
  KnownPrice,
  KnownProduct,
  MediaRow,
  OptionRow,
  ProductRow,
  ValueRow,
  VariantRow,
} from './known-products.ts';
import { type DraftVariant, MOST_IMAGES, MOST_VARIANTS, type ProductDraft } from './product-draft.ts';
import type { Findings } from './report.ts';

/** A value of a metafield, or '' for one to be removed. */
export interface MetafieldWrite {
  readonly owner_id: number;
  readonly namespace: string;
  readonly key: string;
  readonly value: string;
}

/** Everything to be written of one product. Ids below zero are of rows that do not exist yet. */
export interface ProductWrite {
  readonly handle: string;
  readonly line: number;
  readonly isNew: boolean;
  readonly product: ProductRow;
  readonly options: readonly OptionRow[];
  readonly values: readonly ValueRow[];
  readonly media: readonly MediaRow[];
  readonly variants: readonly VariantRow[];
  readonly prices: readonly (KnownPrice & { readonly variant_id: number })[];
  readonly metafields: readonly MetafieldWrite[];
  /** Opening stock of new variants. */
  readonly stock: readonly { readonly variant_id: number; readonly on_hand: number }[];
  /** Known variants that are sold by another rule from now on. */
  readonly policyChanges: readonly number[];
  /** Known variants whose quantity in the file was left aside. */
  readonly stockLeft: number;
  readonly collection: string;
  /** What rules of collections look at; null when nothing of it changes. */
  readonly facts: ProductFacts | null;
  /** Texts in the file's language, where that is not the shop's own. */
  readonly translations: Readonly<Record<string, string>>;
  readonly removed: {
    readonly options: readonly number[];
    readonly values: readonly number[];
    readonly variants: readonly number[];
    readonly media: readonly number[];
  };
}

/** What a merge works with. */
export interface MergeContext {
  readonly replace: boolean;
  /** The file's texts are in another language than the shop's: known products take them as translations and stay otherwise as they are. */
  readonly isTranslating: boolean;
  /** The shop's own currency. */
  readonly baseCurrency: string;
  /** Time of publishing, ISO 8601. */
  readonly now: string;
  /** An id below zero, different each time. */
  readonly nextId: () => number;
  /** Handle of the product that has a SKU now. */
  readonly skuOwners: ReadonlyMap<string, string>;
  readonly findings: Findings;
}

const NOTHING_REMOVED = { options: [], values: [], variants: [], media: [] } as const;
const DEFAULT_OPTION = 'Title';
const DEFAULT_VALUE = 'Default Title';

const keyOf = (values: readonly string[]) => JSON.stringify(values);
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

interface Match {
  readonly draft: DraftVariant;
  readonly optionValues: readonly string[];
  readonly known: KnownProduct['variants'][number] | undefined;
}

class Merge {
  readonly #draft: ProductDraft;
  readonly #known: KnownProduct | undefined;
  readonly #context: MergeContext;

  constructor(draft: ProductDraft, known: KnownProduct | undefined, context: MergeContext) {
    this.#draft = draft;
    this.#known = known;
    this.#context = context;
  }

  #problem(line: number, column: string, value: string, reason: string): void {
    this.#context.findings.problem({ line, column, value, reason });
  }

  write(): ProductWrite | null {
    const { findings, isTranslating } = this.#context;
    const before = findings.count;
    const draft = this.#draft;
    const known = this.#known;
    if (known && isTranslating) return this.#onlyTexts(known);
    if (!known && !draft.cells.Title) this.#problem(draft.line, 'Title', '', 'is missing: a new product needs a title');
    const product = productRow(draft, known?.product, this.#context);
    const names = draft.optionNames ?? known?.options.map((option) => option.name) ?? [DEFAULT_OPTION];
    const matches = this.#matches(names);
    const left = (known?.variants ?? []).filter((variant) => !matches.some((match) => match.known?.id === variant.id));
    this.#checkVariants(names, matches, left);
    if (findings.count > before) return null;
    const isReplaced = this.#replaces(matches);
    const kept = isReplaced ? [] : left;
    const media = this.#media(product.id, matches);
    const variants = this.#variants(product.id, matches, kept, media.idOf);
    const combinations = [...matches.map((match) => match.optionValues), ...kept.map((one) => one.option_values)];
    const options = this.#options(product.id, names, combinations, isReplaced);
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
      facts: this.#facts(product, variants.rows, variants.prices),
      translations: isTranslating ? translationsOf(draft) : {},
      removed: {
        options: options.removedOptions,
        values: options.removedValues,
        variants: isReplaced ? left.map((one) => one.id) : [],
        media: media.removed,
      },
    };
  }

  /** A product without variants in the file keeps those it has. */
  #replaces(matches: readonly Match[]): boolean {
    return this.#context.replace && matches.length > 0;
  }

  #onlyTexts(known: KnownProduct): ProductWrite {
    return {
      handle: this.#draft.handle,
      line: this.#draft.line,
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
      translations: translationsOf(this.#draft),
      removed: NOTHING_REMOVED,
    };
  }

  /** Which known variant each of the file's is: the one with the same option values, else the one with the same SKU. */
  #matches(names: readonly string[]): Match[] {
    const drafts = this.#draft.variants;
    const known = this.#known?.variants ?? [];
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
      this.#problem(draft.line, 'Option1 Name', '', `is missing: the product has the options ${names.join(', ')}`);
      return [];
    });
  }

  #checkVariants(names: readonly string[], matches: readonly Match[], left: readonly VariantRow[]): void {
    const known = this.#known;
    const draft = this.#draft;
    if (!known && matches.length === 0)
      this.#problem(
        draft.line,
        'Variant Price',
        '',
        'is missing: a new product needs at least one variant with a price',
      );
    const before = known?.options.map((option) => option.name) ?? names;
    const isReplaced = this.#replaces(matches);
    const combinations = new Map<string, number>();
    for (const { draft: variant, optionValues } of matches) {
      const other = combinations.get(keyOf(optionValues));
      if (other !== undefined)
        this.#problem(variant.line, 'Option1 Value', optionValues.join(', '), `line ${other} is the same variant`);
      combinations.set(keyOf(optionValues), variant.line);
    }
    if (known && before.join('\n') !== names.join('\n') && left.length > 0 && !isReplaced) {
      const reason = `the product has ${left.length} more variants with the options ${before.join(', ')}; --replace removes them`;
      this.#problem(draft.line, 'Option1 Name', names.join(', '), reason);
    }
    const total = matches.length + (isReplaced ? 0 : left.length);
    if (total > MOST_VARIANTS) {
      const reason = `would have ${total} variants with those it has; at most ${MOST_VARIANTS} are possible`;
      this.#problem(draft.line, 'Handle', draft.handle, reason);
    }
    const leftSkus = new Set(isReplaced ? [] : left.flatMap((one) => one.sku ?? []));
    for (const { draft: variant } of matches) {
      if (!variant.sku) continue;
      const owner = this.#context.skuOwners.get(variant.sku);
      if (owner !== undefined && owner !== draft.handle)
        this.#problem(variant.line, 'Variant SKU', variant.sku, `belongs to the product ${owner} already`);
      else if (leftSkus.has(variant.sku))
        this.#problem(variant.line, 'Variant SKU', variant.sku, 'belongs to another variant of the product already');
    }
  }

  #prices({ draft, known }: Match): KnownPrice[] {
    return draft.prices.flatMap((price, index): KnownPrice[] => {
      const before = known?.prices.find((one) => one.currency === price.currency);
      const amount = price.amountMinor ?? before?.amount_minor;
      if (amount === undefined) {
        if (index === 0) this.#problem(draft.line, price.column, '', 'is missing: a new variant needs a price');
        return [];
      }
      const compareAt = price.compareAtMinor === undefined ? (before?.compare_at_minor ?? null) : price.compareAtMinor;
      // Shopify writes 0 for "none"; a price that is no reduction must not be struck through.
      if (compareAt !== null && compareAt > 0 && compareAt <= amount)
        this.#context.findings.warn(draft.line, 'a compare-at price that is not above the price was left out');
      const shown = compareAt !== null && compareAt > amount ? compareAt : null;
      return [{ currency: price.currency, amount_minor: amount, compare_at_minor: shown }];
    });
  }

  #variants(
    productId: number,
    matches: readonly Match[],
    kept: readonly VariantRow[],
    mediaIdOf: (url: string) => number | null,
  ) {
    const currency = this.#draft.variants[0]?.prices[0]?.currency ?? null;
    const prices: (KnownPrice & { readonly variant_id: number })[] = [];
    const stock: { readonly variant_id: number; readonly on_hand: number }[] = [];
    const rows = matches.map((match, index): VariantRow => {
      const { draft, known, optionValues } = match;
      const id = known?.id ?? this.#context.nextId();
      prices.push(...this.#prices(match).map((price) => ({ variant_id: id, ...price })));
      const tracked = draft.tracked ?? known?.tracked ?? true;
      if (!known && tracked) stock.push({ variant_id: id, on_hand: this.#openingQuantity(draft) });
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

  #facts(
    product: ProductRow,
    variants: readonly VariantRow[],
    prices: readonly (KnownPrice & { readonly variant_id: number })[],
  ): ProductFacts {
    const { baseCurrency } = this.#context;
    const isBase = (price: KnownPrice) => price.currency === baseCurrency;
    const before = new Map(this.#known?.variants.map((one) => [one.id, one.prices.find(isBase)]));
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

  #openingQuantity(draft: DraftVariant): number {
    const quantity = draft.quantity ?? 0;
    if (quantity < 0) this.#context.findings.warn(draft.line, 'a quantity below zero opens as 0');
    return Math.max(0, quantity);
  }

  #media(productId: number, matches: readonly Match[]) {
    const known = this.#known?.media ?? [];
    const wanted = new Map(this.#draft.images.map((image) => [image.url, image]));
    for (const { draft } of matches) {
      const { imageUrl: url, line } = draft;
      if (url !== '' && !wanted.has(url)) wanted.set(url, { line, url, alt: undefined, width: null, height: null });
    }
    const rows = [...wanted.values()].map((image, index): MediaRow => {
      const before = known.find((one) => one.url === image.url);
      return {
        id: before?.id ?? this.#context.nextId(),
        product_id: productId,
        url: image.url,
        alt: image.alt === undefined ? (before?.alt ?? null) : image.alt || null,
        width: image.width ?? before?.width ?? null,
        height: image.height ?? before?.height ?? null,
        position: index + 1,
      };
    });
    const left = known.filter((one) => !wanted.has(one.url));
    // A file without pictures says nothing about them.
    const isReplaced = this.#context.replace && wanted.size > 0;
    const after = isReplaced ? [] : left.map((one, index) => ({ ...one, position: rows.length + index + 1 }));
    if (rows.length + after.length > MOST_IMAGES) {
      const reason = `would have ${rows.length + after.length} pictures; at most ${MOST_IMAGES} are possible`;
      this.#problem(this.#draft.line, 'Image Src', '', reason);
    }
    const ids = new Map(rows.map((row) => [row.url, row.id]));
    return {
      rows: [...rows, ...after],
      removed: isReplaced ? left.map((one) => one.id) : [],
      idOf: (url: string) => ids.get(url) ?? null,
    };
  }

  /** Options and values keep their ids (and so their translations and swatches) by name. */
  #options(
    productId: number,
    names: readonly string[],
    combinations: readonly (readonly string[])[],
    isReplaced: boolean,
  ) {
    const known = this.#known?.options ?? [];
    const values: ValueRow[] = [];
    const removedValues: number[] = [];
    const options = names.map((name, index): OptionRow => {
      const before = known.find((option) => option.name === name);
      const id = before?.id ?? this.#context.nextId();
      const used = [...new Set(combinations.map((combination) => combination[index] ?? ''))];
      const unused = (before?.values ?? []).filter((value) => !used.includes(value.name));
      const order = isReplaced ? used : [...used, ...unused.map((value) => value.name)];
      if (isReplaced) removedValues.push(...unused.map((value) => value.id));
      for (const [place, value] of order.entries()) {
        const valueId = before?.values.find((one) => one.name === value)?.id ?? this.#context.nextId();
        values.push({ id: valueId, option_id: id, name: value, position: place + 1 });
      }
      return { id, product_id: productId, name, position: index + 1 };
    });
    const gone = known.filter((option) => !names.includes(option.name));
    const removedOptions = gone.map((option) => option.id);
    removedValues.push(...gone.flatMap((option) => option.values.map((value) => value.id)));
    return { options, values, removedOptions, removedValues };
  }
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
  return new Merge(draft, known, context).write();
}
