import type { CartAddress } from '../../commerce/cart/cart-state.ts';
import type { PlacedOrder } from '../../commerce/checkout/order-draft.ts';
import type { OrderRecord, OrderRecords, RecordedAddress } from '../ports/orders.ts';

/** An order for its shopper; without a number while the records are still to get it. */
export type ShownOrder = Omit<OrderRecord, 'number'> & { readonly number: number | null };

/** The object that sold an order; asked while the records lack it. */
export type AskObject = (statusKey: string) => Promise<(PlacedOrder & { readonly orderNumber: number | null }) | null>;

/**
 * An order by its id and the secret of its status page: from the records, else from the object that sold it, so that a shopper sees what they paid for even
 * while the records are away. Null when there is none or the secret is another.
 */
export async function readOrder(
  orders: OrderRecords,
  askObject: AskObject,
  orderId: number,
  statusKey: string,
): Promise<ShownOrder | null> {
  const recorded = await orders
    .byIds([orderId])
    .then((found) => found.get(orderId) ?? null)
    .catch((error: unknown) => {
      console.error(`orders: ${orderId} could not be read from the records`, error);
      return null;
    });
  if (recorded) return recorded.statusKey === statusKey ? recorded : null;
  const placed = await askObject(statusKey);
  return placed && placed.orderId === orderId ? shownOrder(placed) : null;
}

function recordedAddress(address: CartAddress | null): RecordedAddress | null {
  if (!address) return null;
  const optional = (name: 'firstName' | 'lastName' | 'company' | 'address2' | 'provinceCode' | 'zip' | 'phone') =>
    address[name] ?? undefined;
  return {
    firstName: optional('firstName'),
    lastName: optional('lastName'),
    company: optional('company'),
    address1: address.address1 ?? '',
    address2: optional('address2'),
    city: address.city ?? '',
    provinceCode: optional('provinceCode'),
    zip: optional('zip'),
    countryCode: address.countryCode ?? '',
    phone: optional('phone'),
  };
}

/** The order as the records will have it. */
function shownOrder(placed: PlacedOrder & { readonly orderNumber: number | null }): ShownOrder {
  return {
    id: placed.orderId,
    number: placed.orderNumber,
    statusKey: placed.statusKey,
    email: placed.email,
    phone: placed.phone,
    locale: placed.locale,
    country: placed.country,
    customerId: null,
    currency: placed.currency,
    subtotalMinor: placed.subtotalMinor,
    discountMinor: placed.discountMinor,
    shippingMinor: placed.shippingMinor,
    taxMinor: placed.taxMinor,
    taxIncluded: placed.taxIncluded,
    totalMinor: placed.totalMinor,
    refundedMinor: 0,
    exchange: placed.exchange ?? null,
    baseTotalMinor: null,
    isCancelled: false,
    discountCodes: placed.discountCodes,
    shippingAddress: recordedAddress(placed.shippingAddress),
    billingAddress: recordedAddress(placed.billingAddress),
    shippingMethodTitle: placed.shippingMethodTitle,
    promisedFromMs: placed.promisedFromMs,
    promisedToMs: placed.promisedToMs,
    delivery: placed.delivery ?? null,
    readyAtMs: null,
    note: placed.note,
    routing: placed.routing?.record ?? null,
    attributes: placed.attributes,
    financialStatus: 'paid',
    fulfilmentStatus: 'unfulfilled',
    cancelledAtMs: null,
    cancelReason: null,
    placedAtMs: placed.placedAtMs,
    updatedAtMs: placed.placedAtMs,
    lines: placed.lines.map((line) => ({
      ...line,
      id: line.lineId,
      fulfilledQuantity: 0,
      refundedQuantity: 0,
      cancelledQuantity: 0,
    })),
    fulfilments: [],
    payments: [],
    refunds: [],
  };
}
