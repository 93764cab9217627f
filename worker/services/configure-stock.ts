import type { StockPolicy } from '../../commerce/inventory/contract.ts';
import type { ProductsChanged } from '../jobs/messages.ts';
import type { Inventory } from '../ports/inventory.ts';
import type { EditableVariant, ProductEditor } from '../ports/product-editor.ts';

/** What is needed to tell stock objects how their variants are sold. */
export interface ConfigureStockDeps {
  readonly products: Pick<ProductEditor, 'byIds'>;
  readonly inventory: Pick<Inventory, 'change'>;
}

function policyOf(variant: EditableVariant): StockPolicy {
  return variant.tracked ? variant.inventoryPolicy : 'untracked';
}

/**
 * Tells the stock objects of changed variants how they are sold by now: the records are asked again, so that messages may come late, twice and out
 * of order. False when an object could not be reached; what was told stays told. Variants that are gone are left out.
 */
export async function configureStock(
  deps: ConfigureStockDeps,
  change: Pick<ProductsChanged, 'productIds' | 'variantIds' | 'changeId'>,
): Promise<boolean> {
  if (change.variantIds.length === 0) return true;
  const wanted = new Set(change.variantIds);
  const products = await deps.products.byIds(change.productIds);
  const variants = [...products.values()].flatMap((product) => product.variants.filter(({ id }) => wanted.has(id)));
  const answers = await Promise.all(
    variants.map((variant) => {
      const policy = policyOf(variant);
      // Another rule under the same change is another command.
      const commandId = `configure:${change.changeId}:${policy}`;
      return deps.inventory.change(variant.id, { kind: 'configure', commandId, policy, actor: 'records' });
    }),
  );
  return answers.every((answer) => answer.ok || answer.reason !== 'unavailable');
}
