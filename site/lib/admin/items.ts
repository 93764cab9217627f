import { type AdminPageContext, askAdmin } from './graphql.ts';

/** A variant found by what staff call it. */
export interface FoundVariant {
  readonly id: string;
  readonly sku: string | null;
  readonly inventoryItemId: string;
}

/** The variant with a SKU, however it is capitalised; null when there is none or the shop gave no answer. */
export async function variantBySku(page: AdminPageContext, sku: string): Promise<FoundVariant | null> {
  const answer = await askAdmin<{
    products: {
      nodes: { variants: { nodes: { id: string; sku: string | null; inventoryItem: { id: string } }[] } }[];
    };
  }>(
    page,
    'query Find($query: String) { products(first: 10, query: $query) { nodes { variants(first: 250) { nodes { id sku inventoryItem { id } } } } } }',
    { query: `sku:${sku}` },
  );
  if (!answer.ok) return null;
  const all = answer.data.products.nodes.flatMap((product) => product.variants.nodes);
  const found = all.find((one) => one.sku?.toLowerCase() === sku.toLowerCase());
  return found ? { id: found.id, sku: found.sku, inventoryItemId: found.inventoryItem.id } : null;
}
