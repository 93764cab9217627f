import { deliveryAddressOf } from '../../commerce/cart/cart-state.ts';
import type { OrderDraft } from '../../commerce/checkout/order-draft.ts';
import type { SubmissionProblem } from '../../commerce/checkout/readiness.ts';
import { type Destination, rankWarehouses } from '../../commerce/routing/rank-warehouses.ts';
import { type Route, routeSale } from '../../commerce/routing/route-order.ts';
import type { OfferRefusal, RouteLine } from '../../commerce/routing/route-problem.ts';
import { DEFAULT_ROUTING } from '../../commerce/routing/settings.ts';
import { roughPlace } from '../../commerce/routing/us-state-centroids.ts';
import type { ShopSettings, VariantRecord } from '../ports/catalogue.ts';
import type { CartLineView, CartView } from './cart-view.ts';

/** Where the units of an order come from. */
export interface CartRouting {
  /** Warehouses for what is not routed, best first. */
  readonly warehousePreference: readonly number[];
  /** Missing where nothing is shipped, or no warehouse is open. */
  readonly routing?: Route;
}

/**
 * Routes a priced cart by what the catalogue knows of stock: no object is asked and no statement is made for it. The objects decide when they are asked to
 * hold; what has moved since is then taken along the route's preference.
 */
export function routeCart(
  view: CartView,
  { warehouses, routing: chosen }: Pick<ShopSettings, 'warehouses' | 'routing'>,
  nowMs: number,
): CartRouting {
  const { priced, market } = view;
  const only = onlyFrom(view);
  const address = priced.requiresShipping ? deliveryAddressOf(view.cart)?.address : undefined;
  const country = address?.countryCode ?? market.country;
  const coordinates = roughPlace(country, address?.provinceCode ?? null) ?? undefined;
  const destination: Destination = { country, coordinates };
  const warehousePreference = rankWarehouses(warehouses, destination);
  const shipped = view.lines.filter((one) => one.priced.requiresShipping);
  if (shipped.length === 0 || warehousePreference.length === 0) return { warehousePreference };
  const rank = new Map(warehousePreference.map((id, index) => [id, index]));
  const last = warehouses.length;
  const collected = warehouses.find((one) => one.id === priced.selectedOption?.pickup?.place.warehouseId);
  const routing = routeSale(
    {
      lines: shipped.flatMap(routedLines),
      warehouses: warehouses
        .filter((one) => only === null || one.id === only)
        .sort((a, b) => (rank.get(a.id) ?? last) - (rank.get(b.id) ?? last)),
      destination: collected ? { country: collected.country, coordinates: collected } : destination,
      nowMs,
      promisedToMs: priced.selectedOption?.promisedToMs ?? null,
    },
    // Rules of sending say nothing about who comes to the counter.
    collected ? { ...(chosen ?? DEFAULT_ROUTING), warehouses: [] } : (chosen ?? DEFAULT_ROUTING),
  );
  return { warehousePreference, routing };
}

/** The one warehouse the goods must be in: where they are collected, or the van leaves; null: any. */
function onlyFrom({ priced: { selectedOption } }: CartView): number | null {
  return selectedOption?.pickup?.place.warehouseId ?? selectedOption?.local?.warehouseId ?? null;
}

/** What is sent for a line: its variant, or, for a bundle, each of its parts. */
function routedLines({ line, product, variant }: CartLineView): RouteLine[] {
  // What the object last said it promises counts before the policy: a pre-order is sold although the policy denies.
  const sellsBeyondStock = (one: Pick<VariantRecord, 'tracked' | 'inventoryPolicy' | 'beyond'>) =>
    !one.tracked || (one.beyond ? one.beyond.kind !== 'none' : one.inventoryPolicy === 'continue');
  if (!variant.components || variant.components.length === 0) {
    const { id: variantId, weightGrams: unitGrams, levels } = variant;
    return [
      {
        variantId,
        quantity: line.quantity,
        unitGrams,
        tags: product.tags,
        sellsBeyondStock: sellsBeyondStock(variant),
        levels,
      },
    ];
  }
  return variant.components.map((part) => ({
    variantId: part.variantId,
    quantity: part.quantity * line.quantity,
    unitGrams: part.weightGrams,
    tags: part.tags,
    sellsBeyondStock: sellsBeyondStock(part),
    levels: part.levels,
  }));
}

/** Reasons that are rules; the others only say that nothing is there now. */
const RULES: ReadonlySet<OfferRefusal> = new Set(['never_by_air', 'country_not_served', 'not_active']);

/** Items that no warehouse may send to the address, or only ones that have too few: to hold them elsewhere would break a rule. */
export function routingProblems({ routing, lines }: OrderDraft): SubmissionProblem[] {
  if (!routing) return [];
  const stuck = new Set(routing.holds.flatMap((one) => (one.allowed.length === 0 ? one.variantId : [])));
  for (const { variantId, missing, refusals } of routing.record.lines)
    if (missing > 0 && refusals.some(({ reason }) => RULES.has(reason))) stuck.add(variantId);
  return lines.flatMap((line) =>
    stuck.has(line.variantId)
      ? {
          code: 'DELIVERY_NO_DELIVERY_AVAILABLE' as const,
          message: `${line.title} cannot be delivered to this address.`,
        }
      : [],
  );
}
