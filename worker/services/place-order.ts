import { deliveryAddressOf } from '../../commerce/cart/cart-state.ts';
import { type BundlePart, bundleLines } from '../../commerce/checkout/bundle-lines.ts';
import type { DraftDelivery, OrderDraft } from '../../commerce/checkout/order-draft.ts';
import { type SubmissionProblem, submissionProblems } from '../../commerce/checkout/readiness.ts';
import { exchangeOn } from '../../commerce/currency/exchange.ts';
import { isLimited } from '../../commerce/promotions/promotion.ts';
import type { DeliveryOption } from '../../commerce/shipping/delivery-options.ts';
import type { ShopSettings } from '../ports/catalogue.ts';
import type { admitDraft } from './admit-draft.ts';
import { type CartLineView, type CartView, readinessOf } from './cart-view.ts';
import { bookOf, dayOf } from './currency-terms.ts';
import { routeCart, routingProblems } from './route-cart.ts';

/** Names of a line in the shopper's language, as the order keeps them. */
export interface LineNames {
  readonly title: string;
  readonly variantTitle: string | null;
  readonly imageUrl: string | null;
}

/** The cart's object, as far as placing an order goes. */
export interface SubmissionDoor<Cart> {
  open(attemptToken: string): Promise<Opening<Cart>>;
  submit(submission: {
    readonly attemptToken: string;
    readonly cartVersion: number;
    readonly draft: OrderDraft;
    readonly methodId: string | null;
  }): Promise<
    | Exclude<Opening<Cart>, { kind: 'ready' }>
    | { readonly kind: 'begun'; readonly attemptId: string }
    | { readonly kind: 'changed' }
  >;
}

export type Opening<Cart> =
  | { readonly kind: 'not_found' }
  | { readonly kind: 'accepted'; readonly attemptId: string }
  | { readonly kind: 'token_reused' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'ready'; readonly cart: Cart };

export type Placement =
  | { readonly kind: 'begun' | 'accepted'; readonly attemptId: string }
  | { readonly kind: 'not_found' | 'token_reused' | 'busy' }
  | { readonly kind: 'problems'; readonly problems: readonly SubmissionProblem[]; readonly view: CartView };

/** A cart that changes between pricing and submitting is priced again, but not for ever. */
const TRIES = 3;

/**
 * Begins the purchase of a cart: opens the submission, prices the cart of that moment, checks it, and hands the object exactly what was checked.
 * In order: not_found, accepted before (or another attempt underway), token_reused, busy, problems (of the cart, of its routing, then of queues).
 */
export async function placeOrder<Cart>(
  door: SubmissionDoor<Cart>,
  attemptToken: string,
  priceNow: (cart: Cart) => Promise<CartView>,
  draftOf: (view: CartView) => OrderDraft,
  admit: (draft: OrderDraft) => ReturnType<typeof admitDraft>,
): Promise<Placement> {
  for (let round = 0; round < TRIES; round += 1) {
    const opening = await door.open(attemptToken);
    if (opening.kind !== 'ready') return opening;
    const view = await priceNow(opening.cart);
    const problems = submissionProblems(readinessOf(view), true);
    if (problems.length > 0) return { kind: 'problems', problems, view };
    const draft = draftOf(view);
    const undeliverable = routingProblems(draft);
    if (undeliverable.length > 0) return { kind: 'problems', problems: undeliverable, view };
    const admitted = await admit(draft);
    if (!admitted.ok) return { kind: 'problems', problems: admitted.problems, view };
    const answer = await door.submit({
      attemptToken,
      cartVersion: view.cart.version,
      draft: admitted.draft,
      methodId: view.dueMinor > 0 ? (view.cart.payment?.methodId ?? null) : null,
    });
    if (answer.kind !== 'changed') return answer;
  }
  return { kind: 'busy' };
}

/** The order a priced cart becomes, and where its units come from. */
export function draftOf(
  view: CartView,
  settings: Pick<ShopSettings, 'warehouses' | 'routing' | 'shop' | 'exchangeRates'>,
  nowMs: number,
  namesOf: (line: CartLineView) => LineNames,
): OrderDraft {
  const { cart, priced, market } = view;
  const shippingAddress = priced.requiresShipping ? (deliveryAddressOf(cart)?.address ?? null) : null;
  const option = priced.selectedOption;
  const exchange = exchangeOn(
    bookOf(settings.exchangeRates ?? []),
    priced.currency,
    settings.shop.baseCurrency,
    dayOf(nowMs),
  );
  return {
    email: cart.buyer.email ?? '',
    phone: cart.buyer.phone ?? shippingAddress?.phone ?? null,
    locale: market.language,
    country: market.country,
    currency: priced.currency,
    taxIncluded: priced.taxIncluded,
    subtotalMinor: priced.subtotalMinor,
    discountMinor: priced.discountMinor,
    shippingMinor: priced.shippingMinor,
    taxMinor: priced.taxMinor,
    totalMinor: priced.totalMinor,
    ...(exchange ? { exchange } : {}),
    tax: {
      treatment: priced.tax.treatment,
      country: priced.tax.country,
      territory: priced.tax.territory,
      buyerNumber: cart.buyer.taxNumber ?? null,
      lines: priced.taxLines,
    },
    discountCodes: priced.codes.flatMap((one) => (one.applicable && one.promotion.code ? [one.promotion.code] : [])),
    promotions: priced.applied.map(({ promotion, amountMinor, shippingMinor }) => ({
      promotionId: promotion.id,
      code: promotion.code,
      amountMinor: amountMinor + shippingMinor,
      limits: isLimited(promotion.limits) ? promotion.limits : null,
      before: promotion.usage.before,
    })),
    tenders: view.tenders
      .filter(({ amountMinor }) => amountMinor > 0)
      .map(({ offer: { accountId, kind, lastCharacters }, amountMinor }) => ({
        accountId,
        kind,
        lastCharacters,
        amountMinor,
      })),
    shippingAddress,
    billingAddress: cart.billingAddress ?? cart.payment?.billingAddress ?? shippingAddress,
    shippingMethodCode: option?.handle ?? null,
    shippingMethodTitle: option?.title ?? null,
    promisedFromMs: option?.promisedFromMs ?? null,
    promisedToMs: option?.promisedToMs ?? null,
    ...(option ? { delivery: deliveryDraft(option) } : {}),
    note: cart.note === '' ? null : cart.note,
    attributes: cart.attributes,
    lines: view.lines.flatMap((one) => {
      const { line, variant, product, priced: amounts } = one;
      const { unitPriceMinor, discountMinor, taxMinor, taxRateBps, totalMinor, requiresShipping } = amounts;
      const { attributes, quantity } = line;
      const ids = { variantId: variant.id, productId: product.id, sku: variant.sku };
      const whole = {
        ...ids,
        ...namesOf(one),
        quantity,
        unitPriceMinor,
        discountMinor,
        taxMinor,
        taxRateBps,
        totalMinor,
        requiresShipping,
        attributes,
      };
      return bundleLines(whole, partsOf(one, market.language, priced.currency));
    }),
    ...routeCart(view, settings, nowMs),
  };
}

/** How an order reaches its shopper, frozen with it. */
function deliveryDraft({ kind, code: methodCode, pickup, local, window }: DeliveryOption): DraftDelivery {
  return {
    kind,
    methodCode,
    warehouseId: pickup?.place.warehouseId ?? local?.warehouseId ?? null,
    readyMs: pickup?.readyMs ?? null,
    window: window && local ? { ...window, timeZone: local.timeZone } : null,
  };
}

/** What a line is made of, in the shopper's language; empty unless it is a bundle. */
function partsOf({ variant }: CartLineView, language: string, currency: string): BundlePart[] {
  return (variant.components ?? []).map((part) => ({
    variantId: part.variantId,
    productId: part.productId,
    quantity: part.quantity,
    sku: part.sku,
    title: part.translations[language]?.title ?? part.productTitle,
    variantTitle: part.optionValues.length === 1 && part.optionValues[0] === 'Default Title' ? null : part.variantTitle,
    imageUrl: part.imageUrl,
    requiresShipping: part.requiresShipping,
    priceMinor: part.prices.find((price) => price.currency === currency)?.amountMinor ?? 0,
  }));
}
