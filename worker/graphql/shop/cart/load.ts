import type { Cart } from '../../../../commerce/cart/cart-state.ts';
import type { ProductRecord } from '../../../ports/catalogue.ts';
import { cartTerms } from '../../../services/cart-terms.ts';
import { type CartView, viewCart } from '../../../services/cart-view.ts';
import type { ListedSnapshot } from '../../../services/catalogue-cache.ts';
import type { ShopContext } from '../context.ts';
import { buyerFor } from '../in-context.ts';

const owners = new WeakMap<ListedSnapshot, ReadonlyMap<number, number>>();

/** Product of every variant on sale, made once per reading of the list. */
function ownersOf(snapshot: ListedSnapshot): ReadonlyMap<number, number> {
  const known = owners.get(snapshot);
  if (known) return known;
  const made = new Map(
    snapshot.products.flatMap((product) => product.variants.map((variant) => [variant.id, product.id] as const)),
  );
  owners.set(snapshot, made);
  return made;
}

/** Products on sale by id; those that are not are absent. */
export async function loadProducts(
  ctx: ShopContext,
  ids: readonly number[],
): Promise<ReadonlyMap<number, ProductRecord>> {
  const unique = [...new Set(ids)];
  if (unique.length === 0) return new Map();
  const found = await ctx.loaders.products(unique);
  return new Map(found.flatMap((product) => (product ? [[product.id, product] as const] : [])));
}

/** The variants' products; a variant that is not on sale has none. */
export async function loadVariantOwners(
  ctx: ShopContext,
  variantIds: readonly number[],
): Promise<ReadonlyMap<number, ProductRecord>> {
  const snapshot = await ctx.loaders.listed();
  const productIds = ownersOf(snapshot);
  const products = await loadProducts(
    ctx,
    variantIds.flatMap((id) => productIds.get(id) ?? []),
  );
  return new Map(
    variantIds.flatMap((id) => {
      const product = products.get(productIds.get(id) ?? 0);
      return product ? [[id, product] as const] : [];
    }),
  );
}

/**
 * The cart with today's catalogue and promotions, priced for its buyer's country, else for that of the request. `isExact`: it is about to be bought.
 */
export async function loadView(ctx: ShopContext, cart: Cart, key: string, isExact = false): Promise<CartView> {
  const { settings } = ctx.loaders;
  const { countryCode } = cart.buyer;
  const market =
    countryCode === null || countryCode === ctx.buyer.country
      ? ctx.buyer
      : buyerFor(settings.markets, countryCode, ctx.buyer.language);
  const [products, terms] = await Promise.all([
    loadProducts(
      ctx,
      cart.lines.map((line) => line.productId),
    ),
    cartTerms(ctx.deps, cart, settings, isExact),
  ]);
  return viewCart(cart, key, products, settings, market, ctx.nowMs, terms);
}
