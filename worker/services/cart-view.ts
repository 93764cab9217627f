import { type Cart, type CartLine, deliveryAddressOf } from '../../commerce/cart/cart-state.ts';
import { isStockHeld, type UnitPrice, unitPriceOf } from '../../commerce/cart/line-quote.ts';
import type { LineReadiness, Readiness } from '../../commerce/checkout/readiness.ts';
import { ticketIn } from '../../commerce/drops/admission.ts';
import { type PricedCart, type PricedLine, priceCart } from '../../commerce/pricing/price-cart.ts';
import { dealOut, type Tender, type TenderOffer } from '../../commerce/pricing/tenders.ts';
import type { PromotedCustomer } from '../../commerce/promotions/conditions.ts';
import type { Promotion } from '../../commerce/promotions/promotion.ts';
import type { ShippingMethod } from '../../commerce/shipping/delivery-options.ts';
import { type TaxDecision, withoutTakenOut } from '../../commerce/tax/decide-tax.ts';
import type { ProductRecord, ShopSettings, VariantRecord } from '../ports/catalogue.ts';
import { carriedGoods, collectedAt, deliveryOf } from './cart-delivery.ts';
import { methodsWithoutTax, ownCartTax, taxClassOf } from './cart-tax.ts';

/** Where and how a cart is bought. */
export interface CartMarket {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** BCP 47, lower case. */
  readonly language: string;
  readonly currency: string;
  readonly taxIncluded: boolean;
}

/** A line with its variant as the catalogue has it now. */
export interface CartLineView {
  readonly line: CartLine;
  readonly product: ProductRecord;
  readonly variant: VariantRecord;
  readonly priced: PricedLine;
  readonly compareAtMinor: number | null;
  /** What the line was told, as far as that still holds or is different now; the unit costs what `priced` says. */
  readonly told: Omit<UnitPrice, 'unitMinor'>;
  /** What the catalogue asks for a unit, whatever the line was told. */
  readonly catalogueMinor: number;
  /** Whether its units were set aside with its price. */
  readonly isStockHeld: boolean;
}

/** A cart as it can be shown and bought at this moment. */
export interface CartView {
  readonly cart: Cart;
  /** The secret of the cart's id. */
  readonly key: string;
  readonly market: CartMarket;
  /** Lines that can be sold; others are left out of sums and lists. */
  readonly lines: readonly CartLineView[];
  /** Lines whose variant is gone or has no price in this market. */
  readonly unsold: readonly CartLine[];
  readonly priced: PricedCart;
  /** What its gift cards pay, in their order. */
  readonly tenders: readonly Tender[];
  /** What is left for the payment provider. */
  readonly dueMinor: number;
}

/** What a cart is priced with beside the catalogue and the settings. */
export interface CartTerms {
  /** The automatic promotions and those of its codes, with what was used of them. */
  readonly promotions: readonly Promotion[];
  /** Null while nobody said who buys, or nothing depends on it. */
  readonly customer: PromotedCustomer | null;
  /** Its gift cards, in their order. */
  readonly offers: readonly TenderOffer[];
  /** How it is taxed, asked outside; missing: by the shop's own tables. */
  readonly tax?: TaxDecision;
}

const methodsOf = new WeakMap<ShopSettings, Map<string, readonly ShippingMethod[]>>();

function shippingMethods(settings: ShopSettings, language: string): readonly ShippingMethod[] {
  const methods = methodsOf.get(settings) ?? new Map<string, readonly ShippingMethod[]>();
  methodsOf.set(settings, methods);
  const known = methods.get(language);
  if (known) return known;
  const translated = settings.shippingMethods.map((method) => ({
    ...method,
    title: method.translations[language]?.title ?? method.title,
    description: method.translations[language]?.description ?? method.description,
  }));
  methods.set(language, translated);
  return translated;
}

/** Prices a cart with what the catalogue says now. `products` holds those of its lines that are on sale. */
export function viewCart(
  cart: Cart,
  key: string,
  products: ReadonlyMap<number, ProductRecord>,
  settings: ShopSettings,
  market: CartMarket,
  nowMs: number,
  terms: CartTerms = { promotions: settings.promotions, customer: null, offers: [] },
): CartView {
  const unsold: CartLine[] = [];
  const sold = cart.lines.flatMap((line) => {
    const product = products.get(line.productId);
    const variant = product?.variants.find((one) => one.id === line.variantId);
    const price = variant?.prices.find((one) => one.currency === market.currency);
    if (product && variant && price)
      return { line, product, variant, price, told: unitPriceOf(line.quote, price.currency, price.amountMinor, nowMs) };
    unsold.push(line);
    return [];
  });
  const address = deliveryAddressOf(cart)?.address;
  // A choice that is left over from goods that are gone says nothing of what is not carried.
  const isCarried = sold.some(({ variant }) => variant.requiresShipping);
  const handedOverAt = isCarried ? collectedAt(settings, cart.deliveryHandle) : null;
  const tax = terms.tax ?? ownCartTax(cart, products, settings, market, nowMs, handedOverAt);
  const place = address?.countryCode
    ? { country: address.countryCode, region: address.provinceCode, postcode: address.zip }
    : null;
  const carried = sold.map(({ line, variant }) => ({ quantity: line.quantity, variant }));
  const netOf = (amountMinor: number, variant: VariantRecord) =>
    variant.taxable ? withoutTakenOut(tax, amountMinor, taxClassOf(variant)) : amountMinor;
  const priced = priceCart({
    lines: sold.map(({ line, product, variant, told }) => ({
      lineId: line.id,
      quantity: line.quantity,
      unitPriceMinor: netOf(told.unitMinor, variant),
      taxable: variant.taxable,
      taxClass: taxClassOf(variant),
      requiresShipping: variant.requiresShipping,
      productId: product.id,
      variantId: variant.id,
      collectionIds: product.collectionIds,
      ...tagsOf(product, variant),
      isGiftCard: product.isGiftCard,
    })),
    currency: market.currency,
    // Prices without the tax that is not due contain none.
    taxIncluded: market.taxIncluded && tax.takenOut === null,
    destination: place && { country: place.country, region: place.region },
    marketCountry: market.country,
    codes: cart.discountCodes,
    promotions: terms.promotions,
    customer: terms.customer,
    shippingMethods: methodsWithoutTax(shippingMethods(settings, market.language), tax),
    shipsFrom: settings.shop.shipsFromCountry,
    delivery: place ? deliveryOf(settings, market.country, place, carried) : undefined,
    deliveryHandle: cart.deliveryHandle,
    taxRates: settings.taxRates,
    tax,
    nowMs,
  });
  const lines = sold.flatMap(({ line, product, variant, price, told }, index): CartLineView[] => {
    const one = priced.lines[index];
    const net = (amountMinor: number | null) => (amountMinor === null ? null : netOf(amountMinor, variant));
    return one
      ? [
          {
            line,
            product,
            variant,
            priced: one,
            compareAtMinor: net(price.compareAtMinor),
            told: { heldUntilMs: told.heldUntilMs, wasMinor: net(told.wasMinor) },
            catalogueMinor: netOf(price.amountMinor, variant),
            isStockHeld: isStockHeld(line.quote, line.quantity, nowMs),
          },
        ]
      : [];
  });
  const paid = dealOut(priced.totalMinor, terms.offers, market.currency, nowMs);
  return { cart, key, market, lines, unsold, priced, ...paid };
}

/** Tags of a product, lower case, and what a carrier would find in one unit. */
function tagsOf(product: ProductRecord, variant: VariantRecord) {
  const tags = product.tags.map((tag) => tag.toLowerCase());
  return { tags, ...carriedGoods(variant, tags) };
}

/** Units of a variant that can be sold now, as far as the records know; null: any number. */
export function sellableUnits(variant: VariantRecord): number | null {
  if (!variant.tracked) return null;
  const available = Math.max(0, variant.available);
  if (!variant.beyond) return variant.inventoryPolicy === 'deny' ? available : null;
  return variant.beyond.units === null ? null : available + variant.beyond.units;
}

/** What the rules of submission ask of a cart. */
export function readinessOf({ cart, priced, lines, unsold, dueMinor }: CartView): Readiness {
  const quantities = new Map<number, number>();
  for (const { variantId, quantity } of cart.lines)
    quantities.set(variantId, (quantities.get(variantId) ?? 0) + quantity);
  const ready = lines.map(
    ({ line, variant, isStockHeld: isHeld }): LineReadiness => ({
      quantity: line.quantity,
      isSold: true,
      // Whoever has a ticket or a quote has units set aside, which the records may not have heard of; stock decides when they are held.
      available: isHeld || ticketIn(line.attributes) !== null ? null : sellableUnits(variant),
      variantQuantity: quantities.get(variant.id) ?? line.quantity,
    }),
  );
  const gone = unsold.map(
    (line): LineReadiness => ({ quantity: line.quantity, isSold: false, available: 0, variantQuantity: line.quantity }),
  );
  return { cart, priced, dueMinor, lines: [...ready, ...gone] };
}
