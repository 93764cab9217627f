import { z } from 'zod';
import { type Money, parseDecimal } from '../../commerce/money/money.ts';
import type { WriteOnce } from '../ports/idempotency.ts';
import type { EditablePrice, ProductDraft, ProductEditor, VariantDraft } from '../ports/product-editor.ts';

/** Most variants of one product; the Storefront API's own limit. */
export const MAX_VARIANTS = 2048;
const MAX_OPTIONS = 3;
const MAX_AMOUNT_MINOR = 1_000_000_000_000;

const text = (most: number) => z.string().trim().max(most);

const priceInput = z.object({
  amount: z.string(),
  currencyCode: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code'),
  compareAtPrice: z.string().nullish(),
});

const variantInput = z.object({
  id: z.number().nullish(),
  optionValues: z.array(z.object({ optionName: text(255).min(1), name: text(255).min(1) })).default([]),
  sku: text(255).nullish(),
  barcode: text(255).nullish(),
  price: z.string().nullish(),
  compareAtPrice: z.string().nullish(),
  prices: z.array(priceInput).nullish(),
  tracked: z.boolean().nullish(),
  inventoryPolicy: z.enum(['deny', 'continue']).nullish(),
  taxable: z.boolean().nullish(),
  weightGrams: z.number().int().min(0).max(10_000_000).nullish(),
});

const productInput = z.object({
  id: z.number().nullish(),
  title: text(255).min(1).nullish(),
  handle: z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u, 'may hold letters, digits, - and _')
    .max(255)
    .nullish(),
  descriptionHtml: z.string().max(512_000).nullish(),
  vendor: text(255).nullish(),
  productType: text(255).nullish(),
  tags: z.array(text(255).min(1)).max(250).nullish(),
  status: z.enum(['active', 'draft', 'archived']).nullish(),
  seo: z.object({ title: text(255).nullish(), description: text(1000).nullish() }).nullish(),
  productOptions: z
    .array(z.object({ name: text(255).min(1), values: z.array(z.object({ name: text(255).min(1) })).min(1) }))
    .max(MAX_OPTIONS)
    .nullish(),
  variants: z.array(variantInput).min(1).max(MAX_VARIANTS).nullish(),
});

/** A product as the Admin API's `productSet` sends it, ids already taken apart. */
export type ProductInput = z.input<typeof productInput>;

export interface ProductRefusal {
  readonly ok: false;
  readonly field: readonly string[];
  readonly message: string;
}

type Parsed = z.output<typeof productInput>;

/** A decimal price in a currency, or what is wrong with it. */
export function readPrice(
  amount: string,
  currency: string,
  field: readonly string[],
): { readonly ok: true; readonly money: Money } | ProductRefusal {
  const money = parseDecimal(amount, currency);
  if (!money)
    return { ok: false, field, message: `must be a decimal number with no more digits than ${currency} has.` };
  if (money.amountMinor < 0 || money.amountMinor > MAX_AMOUNT_MINOR)
    return { ok: false, field, message: 'must lie between 0 and 10,000,000,000.' };
  return { ok: true, money };
}

function readPrices(
  variant: Parsed['variants'] extends infer V ? (V extends readonly (infer One)[] ? One : never) : never,
  baseCurrency: string,
  field: readonly string[],
): { readonly ok: true; readonly prices: EditablePrice[] | undefined } | ProductRefusal {
  const wanted = [
    ...(variant.prices ?? []),
    ...(variant.price == null
      ? []
      : [{ amount: variant.price, currencyCode: baseCurrency, compareAtPrice: variant.compareAtPrice }]),
  ];
  const prices: EditablePrice[] = [];
  for (const [index, one] of wanted.entries()) {
    const at = variant.prices && index < variant.prices.length ? [...field, 'prices', String(index)] : field;
    const amount = readPrice(one.amount, one.currencyCode, [...at, 'price']);
    if (!amount.ok) return amount;
    const compareAt =
      one.compareAtPrice == null ? null : readPrice(one.compareAtPrice, one.currencyCode, [...at, 'compareAtPrice']);
    if (compareAt && !compareAt.ok) return compareAt;
    prices.push({
      currency: one.currencyCode,
      amountMinor: amount.money.amountMinor,
      compareAtMinor: compareAt?.money.amountMinor ?? null,
    });
  }
  return { ok: true, prices: wanted.length > 0 ? prices : undefined };
}

function readVariants(
  input: Parsed,
  optionNames: readonly string[],
  baseCurrency: string,
): { readonly ok: true; readonly variants: VariantDraft[] } | ProductRefusal {
  const variants: VariantDraft[] = [];
  const seen = new Set<string>();
  for (const [index, one] of (input.variants ?? []).entries()) {
    const field = ['input', 'variants', String(index)];
    const refuse = (message: string, ...rest: string[]): ProductRefusal => ({
      ok: false,
      field: [...field, ...rest],
      message,
    });
    const values = optionNames.map((name) => one.optionValues.find((value) => value.optionName === name)?.name);
    const missing = optionNames[values.indexOf(undefined)];
    if (missing !== undefined) return refuse(`optionValues: a value for ${missing} is missing.`, 'optionValues');
    const combination = JSON.stringify(values);
    if (seen.has(combination)) return refuse('optionValues: another variant has the same combination.', 'optionValues');
    seen.add(combination);
    const prices = readPrices(one, baseCurrency, field);
    if (!prices.ok) return prices;
    variants.push({
      id: one.id ?? null,
      optionValues: values.filter((value) => value !== undefined),
      sku: one.sku === '' ? null : one.sku,
      barcode: one.barcode,
      tracked: one.tracked ?? undefined,
      inventoryPolicy: one.inventoryPolicy ?? undefined,
      taxable: one.taxable ?? undefined,
      weightGrams: one.weightGrams ?? undefined,
      prices: prices.prices,
    });
  }
  return { ok: true, variants };
}

/** A handle from a title: lower case, words joined by hyphens. */
export function handleFrom(title: string): string {
  const handle = title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return handle || 'product';
}

/**
 * Writes a whole product: given lists replace the old ones, absent fields stay. Refusals in order: a field of the wrong form (named), a new product
 * without title, options without variants, a variant without a value for each option, a repeated combination, a price out of form or range,
 * unknown product, handle or SKU taken, someone else wrote meanwhile. With `once`, a repetition answers what the first call wrote.
 */
export async function editProduct(
  products: ProductEditor,
  raw: ProductInput,
  baseCurrency: string,
  once: WriteOnce | null,
): Promise<{ readonly ok: true; readonly id: number } | ProductRefusal> {
  const parsed = productInput.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { ok: false, field: ['input', ...(issue?.path.map(String) ?? [])], message: issue?.message ?? 'malformed' };
  }
  const input = parsed.data;
  const id = input.id ?? null;
  const existing = id === null ? null : ((await products.byIds([id])).get(id) ?? null);
  if (id !== null && !existing) return { ok: false, field: ['input', 'id'], message: 'The product does not exist.' };
  if (id === null && !input.title)
    return { ok: false, field: ['input', 'title'], message: 'title: a new product needs one.' };
  if (input.productOptions && !input.variants)
    return { ok: false, field: ['input', 'variants'], message: 'variants must be given with productOptions.' };
  const options = input.productOptions?.map((option) => ({
    name: option.name,
    values: option.values.map((value) => value.name),
  }));
  const optionNames = (options ?? existing?.options)?.map((option) => option.name) ?? [];
  const variants = readVariants(input, optionNames, baseCurrency);
  if (!variants.ok) return variants;
  const draft: ProductDraft = {
    id,
    handle: input.handle ?? (id === null && input.title ? handleFrom(input.title) : undefined),
    title: input.title ?? undefined,
    descriptionHtml: input.descriptionHtml ?? undefined,
    vendor: input.vendor ?? undefined,
    productType: input.productType ?? undefined,
    tags: input.tags ?? undefined,
    status: input.status ?? undefined,
    seoTitle: input.seo ? (input.seo.title ?? null) : undefined,
    seoDescription: input.seo ? (input.seo.description ?? null) : undefined,
    options,
    variants: input.variants ? variants.variants : undefined,
  };
  const written = await products.set(draft, once);
  if (written.ok) return written;
  const messages = {
    not_found: { field: ['input', 'id'], message: 'The product does not exist.' },
    handle_taken: { field: ['input', 'handle'], message: `handle: ${draft.handle} is taken.` },
    sku_taken: { field: ['input', 'variants', 'sku'], message: 'sku: another variant has it.' },
    conflict: { field: ['input'], message: 'Someone else changed the product meanwhile; load it again.' },
  } satisfies Record<typeof written.reason, { field: string[]; message: string }>;
  return { ok: false, ...messages[written.reason] };
}
