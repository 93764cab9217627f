import type { CartAddress, CartAttribute } from '../cart/cart-state.ts';
import type { Exchange } from '../currency/exchange.ts';
import type { Admission } from '../drops/admission.ts';
import type { PromotionLimits } from '../promotions/promotion.ts';
import type { Route } from '../routing/route-order.ts';
import type { DeliveryKind } from '../shipping/delivery-terms.ts';
import type { DeliveryWindow } from '../shipping/delivery-windows.ts';
import type { BuyerTaxNumber } from '../tax/buyer-number.ts';
import type { TaxTreatment } from '../tax/decide-tax.ts';
import type { TaxLine } from '../tax/tax-lines.ts';

/** One line of an order before it is recorded; amounts in minor units of the order's currency. */
export interface DraftLine {
  readonly variantId: number;
  readonly productId: number;
  readonly sku: string | null;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly imageUrl: string | null;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly discountMinor: number;
  readonly taxMinor: number;
  readonly taxRateBps: number;
  /** quantity x unit price - discount */
  readonly totalMinor: number;
  readonly requiresShipping: boolean;
  readonly attributes: readonly CartAttribute[];
}

/** A promotion that counts in an order. */
export interface DraftPromotion {
  readonly promotionId: number;
  /** Upper case; null: it came by itself. */
  readonly code: string | null;
  /** Off goods and delivery. */
  readonly amountMinor: number;
  /** What must still be free when it is claimed; null: nobody counts. */
  readonly limits: PromotionLimits | null;
  /** Uses its object never counted. */
  readonly before: number;
}

/** A part of the price that is paid by a gift card or store credit. */
export interface DraftTender {
  readonly accountId: number;
  readonly kind: 'gift_card' | 'store_credit';
  readonly lastCharacters: string;
  /** More than 0. */
  readonly amountMinor: number;
}

/** How an order is taxed, recorded with it. */
export interface DraftTax {
  readonly treatment: TaxTreatment;
  /** Whose law applies. */
  readonly country: string;
  readonly territory: string | null;
  /** Null: a consumer. */
  readonly buyerNumber: BuyerTaxNumber | null;
  /** The tax table; its rows sum to the order's tax. */
  readonly lines: readonly TaxLine[];
}

/** How an order reaches its shopper, beside the method's name. */
export interface DraftDelivery {
  readonly kind: DeliveryKind;
  readonly methodCode: string;
  /** Where it is collected, or the van leaves; null: wherever it is sent from. */
  readonly warehouseId: number | null;
  /** When it can be collected; null: it is not. */
  readonly readyMs: number | null;
  /** The hours the shopper chose, on the clock of `timeZone`; null: none. */
  readonly window: DraftWindow | null;
}

const isDelivery = (kept: unknown): kept is DraftDelivery =>
  typeof kept === 'object' && kept !== null && 'kind' in kept && 'methodCode' in kept && 'window' in kept;

/** A delivery read back from where it was kept; null when there is none, or one this code does not know. */
export const readDelivery = (kept: unknown): DraftDelivery | null => (isDelivery(kept) ? kept : null);

export interface DraftWindow extends DeliveryWindow {
  /** IANA name. */
  readonly timeZone: string;
}

/** What a shopper agreed to buy, frozen the moment they pressed the button: charged, shipped and recorded exactly so. */
export interface OrderDraft {
  readonly email: string;
  readonly phone: string | null;
  /** BCP 47 language of the shopper. */
  readonly locale: string;
  /** Country of the market. */
  readonly country: string;
  readonly currency: string;
  readonly taxIncluded: boolean;
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  /** What the currency is worth in the shop's own; missing: no rate is known, or a draft of before. */
  readonly exchange?: Exchange | undefined;
  /** Missing in drafts of before. */
  readonly tax?: DraftTax | undefined;
  /** Codes that took something off, upper case. */
  readonly discountCodes: readonly string[];
  /** Everything that took something off; missing: nothing did. */
  readonly promotions?: readonly DraftPromotion[] | undefined;
  /** What is paid beside the provider; missing: nothing. */
  readonly tenders?: readonly DraftTender[] | undefined;
  readonly shippingAddress: CartAddress | null;
  readonly billingAddress: CartAddress | null;
  readonly shippingMethodCode: string | null;
  readonly shippingMethodTitle: string | null;
  readonly promisedFromMs: number | null;
  readonly promisedToMs: number | null;
  /** Missing where nothing is delivered, and in drafts of before. */
  readonly delivery?: DraftDelivery | undefined;
  readonly note: string | null;
  readonly attributes: readonly CartAttribute[];
  readonly lines: readonly DraftLine[];
  /** Warehouses to take what is not routed from, best first. */
  readonly warehousePreference: readonly number[];
  /** Which warehouse sends what; missing where nothing is shipped. */
  readonly routing?: Route | undefined;
  /** Leave to buy what is sold by queue; missing: nothing is. */
  readonly admissions?: readonly Admission[] | undefined;
}

/** Units taken from one warehouse. */
export interface DraftAllocation {
  readonly warehouseId: number;
  readonly quantity: number;
}

/** An order as it is written to the records, once. */
export interface PlacedOrder extends OrderDraft {
  readonly orderId: number;
  readonly cartToken: string;
  /** Secret part of the status page's address. */
  readonly statusKey: string;
  readonly placedAtMs: number;
  readonly lines: readonly (DraftLine & {
    readonly lineId: number;
    readonly allocations: readonly DraftAllocation[];
  })[];
  /** Null when there was nothing to pay. */
  readonly payment: {
    readonly provider: 'stripe';
    readonly reference: string;
    readonly cardBrand: string | null;
    readonly cardLast4: string | null;
  } | null;
}

/** What the provider is asked for: the total without what gift cards and credit pay. Never below 0. */
export const dueMinor = ({ totalMinor, tenders = [] }: Pick<OrderDraft, 'totalMinor' | 'tenders'>): number =>
  tenders.reduce((left, tender) => left - tender.amountMinor, totalMinor);

/** How the part of an order that credit paid is referred to among its payments. */
export const tenderReference = (accountId: number, orderId: number): string => `${accountId}:${orderId}`;

/** The account in such a reference; null: it is none. */
export function tenderAccount(reference: string): number | null {
  const id = /^(\d{1,15}):\d{1,16}$/.exec(reference)?.[1];
  return id === undefined ? null : Number(id);
}

/**
 * Deals out what was taken per variant to the lines of that variant, in their order. Each line gets exactly its quantity as long as the variant's
 * allocations sum to its lines.
 */
export function allocateLines(
  lines: readonly { readonly variantId: number; readonly quantity: number }[],
  allocations: ReadonlyMap<number, readonly DraftAllocation[]>,
): DraftAllocation[][] {
  const left = new Map([...allocations].map(([variantId, some]) => [variantId, some.map((one) => ({ ...one }))]));
  return lines.map(({ variantId, quantity }) => {
    const taken: DraftAllocation[] = [];
    let missing = quantity;
    for (const source of left.get(variantId) ?? []) {
      const part = Math.min(missing, source.quantity);
      if (part === 0) continue;
      taken.push({ warehouseId: source.warehouseId, quantity: part });
      source.quantity -= part;
      missing -= part;
    }
    return taken;
  });
}
