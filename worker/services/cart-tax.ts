import { type Cart, deliveryAddressOf } from '../../commerce/cart/cart-state.ts';
import type { ShippingMethod } from '../../commerce/shipping/delivery-options.ts';
import { deliveryTermsOf, withAmounts } from '../../commerce/shipping/delivery-terms.ts';
import type { DeliveryPlace } from '../../commerce/shipping/zones.ts';
import { decideTax, type TaxDecision, type TaxQuestion, withoutTakenOut } from '../../commerce/tax/decide-tax.ts';
import { STANDARD_CLASS } from '../../commerce/tax/tax-rates.ts';
import { sellerTaxOf, type TaxSettings, taxSettingsOf } from '../../commerce/tax/tax-settings.ts';
import type { ProductRecord, ShopSettings, VariantRecord } from '../ports/catalogue.ts';
import type { TaxLaw } from '../ports/tax.ts';

const laws = new WeakMap<ShopSettings, TaxLaw & { readonly settings: TaxSettings }>();

/** The shop's rates and what the seller is, read from the settings once. */
export function taxLawOf(settings: ShopSettings): TaxLaw & { readonly settings: TaxSettings } {
  const known = laws.get(settings);
  if (known) return known;
  const tax = taxSettingsOf(settings.tax);
  const countries = settings.markets.flatMap((market) => market.countries);
  const made = {
    rates: settings.taxRates,
    seller: sellerTaxOf(tax, settings.shop.shipsFromCountry, countries),
    settings: tax,
  };
  laws.set(settings, made);
  return made;
}

/** The class of a variant's goods. */
export const taxClassOf = (variant: VariantRecord): string => variant.taxClass ?? STANDARD_CLASS;

/**
 * What is asked about a cart: where it goes (or is handed over, where it is collected), what is in it, and who buys. Without an address it is estimated for
 * the market's country.
 */
export function cartTaxQuestion(
  cart: Cart,
  products: ReadonlyMap<number, ProductRecord>,
  market: { readonly country: string; readonly taxIncluded: boolean },
  nowMs: number,
  handedOverAt: DeliveryPlace | null = null,
): TaxQuestion {
  const address = deliveryAddressOf(cart)?.address;
  const { taxNumber } = cart.buyer;
  const country = address?.countryCode;
  return {
    place:
      handedOverAt ??
      (country
        ? { country, region: address.provinceCode, postcode: address.zip }
        : { country: market.country, region: null, postcode: null }),
    taxClasses: cart.lines.flatMap((line) => {
      const variant = products.get(line.productId)?.variants.find((one) => one.id === line.variantId);
      return variant ? [taxClassOf(variant)] : [];
    }),
    // A number makes a difference once it is known where the goods go.
    businessCountry: country && taxNumber?.status === 'valid' ? taxNumber.country : null,
    pricedFor: market.taxIncluded ? market.country : null,
    nowMs,
  };
}

/** How a cart is taxed by the shop's own tables. */
export function ownCartTax(
  cart: Cart,
  products: ReadonlyMap<number, ProductRecord>,
  settings: ShopSettings,
  market: { readonly country: string; readonly taxIncluded: boolean },
  nowMs: number,
  handedOverAt: DeliveryPlace | null = null,
): TaxDecision {
  const { rates, seller } = taxLawOf(settings);
  return decideTax(rates, seller, cartTaxQuestion(cart, products, market, nowMs, handedOverAt));
}

/** Ways to deliver at prices without the tax that is not due. */
export function methodsWithoutTax(methods: readonly ShippingMethod[], tax: TaxDecision): readonly ShippingMethod[] {
  if (tax.takenOut === null) return methods;
  const net = (amountMinor: number) => withoutTakenOut(tax, amountMinor, STANDARD_CLASS);
  return methods.map((method) => ({
    ...method,
    terms: withAmounts(deliveryTermsOf(method.terms), net),
    rates: Object.fromEntries(
      Object.entries(method.rates).map(([currency, { amountMinor, freeFromMinor }]) => [
        currency,
        {
          amountMinor: net(amountMinor),
          ...(freeFromMinor === undefined ? {} : { freeFromMinor: net(freeFromMinor) }),
        },
      ]),
    ),
  }));
}
