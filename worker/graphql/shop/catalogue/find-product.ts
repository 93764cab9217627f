import type { ProductRecord, VariantRecord } from '../../../ports/catalogue.ts';
import type { MaybePromise } from '../../../services/catalogue-cache.ts';
import { after } from '../common/after.ts';
import type { ShopContext } from '../context.ts';

/** A product by id, with its cache tag. */
export function productById(id: number | null, ctx: ShopContext): MaybePromise<ProductRecord | null> {
  if (id === null) return null;
  ctx.tags.add(`product:${id}`);
  return ctx.loaders.product(id);
}

/** A variant of a product that is sold, by its id, with the product; null for any other. */
export function variantById(
  id: number,
  ctx: ShopContext,
): MaybePromise<{ readonly product: ProductRecord; readonly variant: VariantRecord } | null> {
  return after(ctx.loaders.listed(), (snapshot) => {
    const owner = snapshot.products.find((one) => one.variants.some((variant) => variant.id === id));
    return after(productById(owner?.id ?? null, ctx), (product) => {
      const variant = product?.variants.find((one) => one.id === id);
      return product && variant ? { product, variant } : null;
    });
  });
}

/** A product by its handle, in any of the shop's languages. */
export function productByHandle(handle: string, ctx: ShopContext): MaybePromise<ProductRecord | null> {
  return after(ctx.loaders.listed(), (snapshot) => {
    const id = snapshot.byHandle.get(handle) ?? null;
    // A product that appears later must not stay "not found" for long: the answer depends on the whole list.
    if (id === null) ctx.tags.add('products');
    return productById(id, ctx);
  });
}
