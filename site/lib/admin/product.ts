import { type AdminPageContext, askAdmin, sentences, type UserError } from './graphql.ts';
import type { ActResult } from './order-acts.ts';

/** A product as its admin page asks for it. */
export interface AdminProduct {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly descriptionHtml: string;
  readonly vendor: string;
  readonly productType: string;
  readonly tags: readonly string[];
  readonly status: string;
  readonly seo: { readonly title: string | null; readonly description: string | null };
  readonly media: {
    readonly nodes: readonly {
      readonly id: string;
      readonly url: string;
      readonly alt: string | null;
      readonly preview: { readonly image: { readonly url: string } | null } | null;
    }[];
  };
  readonly variants: { readonly nodes: readonly AdminVariant[] };
}

export interface AdminVariant {
  readonly id: string;
  readonly title: string;
  readonly sku: string | null;
  readonly prices: readonly {
    readonly price: { readonly amount: string; readonly currencyCode: string };
    readonly compareAtPrice: { readonly amount: string } | null;
    readonly originType: string;
    readonly exchangeRateDay: string | null;
  }[];
  readonly inventoryItem: {
    readonly id: string;
    readonly inventoryLevels: {
      readonly nodes: readonly {
        readonly location: { readonly id: string; readonly code: string };
        readonly quantities: readonly { readonly name: string; readonly quantity: number }[];
      }[];
    };
  };
}

/** Everything the product page shows. */
export const PRODUCT_QUERY = `query Product($id: ID!) {
  locations(first: 50) { nodes { id name code } }
  product(id: $id) {
    id handle title descriptionHtml vendor productType tags status seo { title description }
    media(first: 50) { nodes { id url alt preview { image { url } } } }
    variants(first: 250) { nodes { id title sku prices { price { amount currencyCode } compareAtPrice { amount } originType exchangeRateDay } inventoryItem { id inventoryLevels(first: 20) { nodes { location { id code } quantities(names: ["available", "on_hand", "committed", "reserved"]) { name quantity } } } } } }
  }
}`;

const SET =
  'mutation Set($input: ProductSetInput!) { productSet(input: $input, synchronous: true) { product { id } userErrors { field message } } }';
const PRICES =
  'mutation Prices($productId: ID!, $variants: [ProductVariantPricesInput!]!) { productVariantPricesSet(productId: $productId, variants: $variants) { userErrors { field message } } }';
const STOCK =
  'mutation Stock($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) { userErrors { field message } } }';

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** Writes the texts of a product, or makes a new one; answers its id. */
export async function saveProduct(
  page: AdminPageContext,
  id: string | null,
  form: FormData,
): Promise<{ readonly ok: true; readonly id: string } | { readonly ok: false; readonly problems: readonly string[] }> {
  const input = {
    ...(id === null
      ? {
          variants: [{ optionValues: [{ optionName: 'Title', name: 'Default Title' }] }],
          productOptions: [{ name: 'Title', values: [{ name: 'Default Title' }] }],
        }
      : { id }),
    title: text(form, 'title'),
    ...(text(form, 'handle') ? { handle: text(form, 'handle') } : {}),
    descriptionHtml: text(form, 'descriptionHtml'),
    vendor: text(form, 'vendor'),
    productType: text(form, 'productType'),
    tags: text(form, 'tags')
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
    status: text(form, 'status') || 'DRAFT',
    seo: { title: text(form, 'seoTitle') || null, description: text(form, 'seoDescription') || null },
  };
  const answer = await askAdmin<{
    productSet: { product: { id: string } | null; userErrors: readonly UserError[] } | null;
  }>(page, SET, { input });
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const payload = answer.data.productSet;
  if (!payload?.product) return { ok: false, problems: sentences(payload?.userErrors ?? []) };
  return { ok: true, id: payload.product.id };
}

const sameAmount = (typed: string, known: string | undefined): boolean =>
  known === undefined ? typed === '' : typed !== '' && Number(typed) === Number(known);

/**
 * Writes the prices a form holds in fields `price|VARIANT|CURRENCY` and `compare|VARIANT|CURRENCY`. Empty prices and those that are what the form was drawn
 * with (`wasPrice|...`, `wasCompare|...`) are left as they are: what is written counts as set by hand, and a rate may have moved the others meanwhile.
 */
export async function savePrices(page: AdminPageContext, product: AdminProduct, form: FormData): Promise<ActResult> {
  const variants = product.variants.nodes.map((variant) => ({
    variantId: variant.id,
    prices: [...form.keys()].flatMap((name) => {
      const [kind, id, currencyCode] = name.split('|');
      const amount = text(form, name);
      if (kind !== 'price' || id !== variant.id || !currencyCode || amount === '') return [];
      const before = text(form, `compare|${id}|${currencyCode}`);
      const known = variant.prices.find((one) => one.price.currencyCode === currencyCode);
      const drawn = (field: string, now: string | undefined) =>
        form.get(`${field}|${id}|${currencyCode}`)?.toString() ?? now;
      const isSame =
        sameAmount(amount, drawn('wasPrice', known?.price.amount) || undefined) &&
        sameAmount(before, drawn('wasCompare', known?.compareAtPrice?.amount) || undefined);
      if (isSame) return [];
      return [{ amount, currencyCode, compareAtPrice: before || null }];
    }),
  }));
  const changed = variants.filter((one) => one.prices.length > 0);
  if (changed.length === 0) return { ok: true, done: 'No price was changed.' };
  const answer = await askAdmin<{ productVariantPricesSet: { userErrors: readonly UserError[] } | null }>(
    page,
    PRICES,
    { productId: product.id, variants: changed },
  );
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const errors = answer.data.productVariantPricesSet?.userErrors ?? [];
  return errors.length > 0 ? { ok: false, problems: sentences(errors) } : { ok: true, done: 'Prices saved.' };
}

/** Sets what was counted on the shelf, for fields `stock|ITEM|LOCATION` that differ from `was|ITEM|LOCATION`; refused where the shelf changed meanwhile. */
export async function saveStock(page: AdminPageContext, form: FormData): Promise<ActResult> {
  const quantities = [];
  for (const name of form.keys()) {
    const [kind, inventoryItemId, locationId] = name.split('|');
    const now = text(form, name);
    const was = text(form, `was|${inventoryItemId}|${locationId}`);
    if (kind !== 'stock' || now === '' || now === was) continue;
    if (!/^\d{1,9}$/.test(now)) return { ok: false, problems: [`Stock is a whole number of units, not "${now}".`] };
    quantities.push({
      inventoryItemId,
      locationId,
      quantity: Number(now),
      ...(was === '' ? {} : { compareQuantity: Number(was) }),
    });
  }
  if (quantities.length === 0) return { ok: false, problems: ['No quantity was changed.'] };
  const reason = text(form, 'reason') || 'cycle_count_available';
  const answer = await askAdmin<{ inventorySetQuantities: { userErrors: readonly UserError[] } | null }>(
    page,
    STOCK,
    {
      input: {
        name: 'on_hand',
        reason,
        quantities,
        ignoreCompareQuantity: quantities.every((one) => !('compareQuantity' in one)),
      },
    },
    text(form, 'key') || undefined,
  );
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const errors = answer.data.inventorySetQuantities?.userErrors ?? [];
  return errors.length > 0
    ? { ok: false, problems: sentences(errors) }
    : { ok: true, done: `Stock saved: ${quantities.length} ${quantities.length === 1 ? 'quantity' : 'quantities'}.` };
}
