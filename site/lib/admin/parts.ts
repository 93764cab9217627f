import { type FormResult, refusedAt, submitForm, typedIn, wholeIn } from './form.ts';
import type { AdminPageContext } from './graphql.ts';
import { variantBySku } from './items.ts';

/** A part of a bundle as its page shows it. */
export interface Part {
  readonly id: string;
  readonly quantity: number;
  readonly sellableQuantity: number | null;
  readonly productVariant: { readonly id: string; readonly displayName: string; readonly sku: string | null } | null;
}

/** A variant that is, or may become, a bundle. */
export interface Bundle {
  readonly id: string;
  readonly displayName: string;
  readonly requiresComponents: boolean;
  readonly makeableQuantity: number | null;
  readonly productVariantComponents: { readonly nodes: readonly Part[] };
}

/** The parts of an item's variant. */
export const PARTS_QUERY = `query Parts($id: ID!) {
  inventoryItem(id: $id) {
    sku
    variant {
      id displayName requiresComponents makeableQuantity
      productVariantComponents(first: 30) { nodes { id quantity sellableQuantity productVariant { id displayName sku } } }
    }
  }
}`;

/**
 * Saves what a bundle is made of: quantities `part:VARIANT`, where 0 removes the part, and one new part by `sku` and `quantity`. The parts as the page
 * showed them (`was:VARIANT`) travel along, so that what somebody else changed meanwhile is not overwritten.
 */
export async function saveParts(page: AdminPageContext, bundle: Bundle, form: FormData): Promise<FormResult> {
  const at: Record<string, string> = {};
  const seen: { id: string; quantity: number }[] = [];
  const kept: { id: string; quantity: number }[] = [];
  const removed: string[] = [];
  const gone = typedIn(form, 'remove');
  for (const name of form.keys()) {
    const id = /^was:(.+)$/.exec(name)?.[1];
    if (!id) continue;
    const field = `part:${id}`;
    const quantity = wholeIn(form, field) ?? Number.NaN;
    seen.push({ id, quantity: wholeIn(form, name) ?? 0 });
    if (Number.isNaN(quantity)) at[field] = 'A whole number of units; 0 takes the part out.';
    else if (quantity === 0 || id === gone) removed.push(id);
    else kept.push({ id, quantity });
  }
  const sku = typedIn(form, 'sku');
  const quantity = wholeIn(form, 'quantity');
  const added: { id: string; quantity: number }[] = [];
  if (sku !== '' && gone === '') {
    const found = await variantBySku(page, sku);
    if (!found) at.sku = `There is no variant with the SKU ${sku}.`;
    else if (seen.some((one) => one.id === found.id)) at.sku = 'It is a part already: change its quantity above.';
    else if (quantity === null || Number.isNaN(quantity) || quantity < 1) at.quantity = 'How many in one bundle?';
    else added.push({ id: found.id, quantity });
  }
  if (Object.keys(at).length > 0) return refusedAt(at);
  const count = kept.length + added.length;
  return submitForm(
    page,
    'mutation Parts($input: [ProductVariantRelationshipUpdateInput!]!) { done: productVariantRelationshipBulkUpdate(input: $input) { userErrors { field message } } }',
    {
      input: [
        {
          parentProductVariantId: bundle.id,
          productVariantRelationshipsToUpdate: kept,
          productVariantRelationshipsToCreate: added,
          productVariantRelationshipsToRemove: removed,
          relationshipsBefore: seen,
        },
      ],
    },
    {
      key: typedIn(form, 'key'),
      done:
        count === 0
          ? 'It is sold from its own stock again.'
          : `It is made of ${count === 1 ? '1 part' : `${count} parts`}.`,
    },
  );
}
