import { divideRounded, shareRounded } from '../money/money.ts';
import { fulfilmentOrdersOf } from './fulfilment-orders.ts';
import type { OrderFacts, OrderLineFacts, OrderRefusal } from './order-facts.ts';

/** What staff asked for. */
export interface RefundRequest {
  readonly lines: readonly RefundLineRequest[];
  /** Part of the delivery cost to give back, minor units. */
  readonly shippingMinor: number;
  /** Exact amount to pay back; null: what the lines and delivery come to. */
  readonly amountMinor: number | null;
}

/**
 * What happens to the units of a refunded line. `cancel`: not sent, sellable again. `return`: came back, sellable again. `no_restock`: lost to the
 * shop, wherever they are. Units that were not shipped are taken first by `cancel`, last by the others.
 */
export type RestockType = 'cancel' | 'return' | 'no_restock';

/** One line to give back. */
export interface RefundLineRequest {
  readonly orderLineId: number;
  readonly quantity: number;
  readonly restock: RestockType;
}

/**
 * A change of stock that a refund brings about. `free`: sold units become available where they were committed. `write_off`: sold units leave their
 * warehouse unsold. `bring_back`: shipped units are on hand again.
 */
export interface RefundMove {
  readonly kind: 'free' | 'write_off' | 'bring_back';
  readonly warehouseId: number;
  readonly quantity: number;
}

/** One line of a refund as it is recorded: decided once, so that doing it again is doing the same. */
export interface RefundLine {
  readonly orderLineId: number;
  readonly quantity: number;
  readonly restock: boolean;
  /** Units that were not shipped and never will be. */
  readonly cancelled?: number;
  readonly moves?: readonly RefundMove[];
}

/** A refund that may be paid. */
export interface RefundPlan {
  readonly ok: true;
  readonly amountMinor: number;
  readonly lines: readonly RefundLine[];
}

/** What a line cost the shopper, tax included. */
export function lineGrossMinor(line: OrderLineFacts, taxIncluded: boolean): number {
  return line.totalMinor + (taxIncluded ? 0 : line.taxMinor);
}

/**
 * Value of the next `quantity` units of a line: the difference of two rounded running totals, so that giving a line back one unit at a
 * time pays exactly what giving it back at once does.
 */
export function lineRefundMinor(line: OrderLineFacts, quantity: number, taxIncluded: boolean): number {
  const gross = BigInt(lineGrossMinor(line, taxIncluded));
  const upTo = (units: number) => divideRounded(gross * BigInt(units), BigInt(line.quantity));
  return upTo(line.refundedQuantity + quantity) - upTo(line.refundedQuantity);
}

/** A part of what delivery cost, with its share of the tax on delivery where prices do not contain it. */
export function shippingRefundMinor(order: OrderFacts, shippingMinor: number): number {
  if (order.taxIncluded || order.taxMinor === undefined || order.shippingMinor === 0) return shippingMinor;
  const taxMinor = order.lines.reduce((left, line) => left - line.taxMinor, order.taxMinor);
  return shippingMinor + shareRounded(taxMinor, shippingMinor, order.shippingMinor);
}

/** Which units a refunded line takes, and what that does to stock. The quantity is one `planRefund` accepts. */
function refundLine(order: OrderFacts, line: OrderLineFacts, want: RefundLineRequest): RefundLine {
  const { orderLineId, quantity, restock } = want;
  const unshipped = line.quantity - line.fulfilledQuantity - line.cancelledQuantity;
  const shipped = line.quantity - line.refundedQuantity - unshipped;
  const cancelled = restock === 'cancel' ? Math.min(quantity, unshipped) : Math.max(0, quantity - shipped);
  const moves: RefundMove[] = openUnits(order, line, 0).flatMap(([warehouseId, open]) => {
    const left = openUnits(order, line, cancelled).find(([id]) => id === warehouseId)?.[1] ?? 0;
    const kind = restock === 'no_restock' ? 'write_off' : 'free';
    return open > left ? [{ kind, warehouseId, quantity: open - left }] : [];
  });
  const sentFrom = order.fulfilments.find((one) => one.lines.some((part) => part.orderLineId === line.id));
  const home = sentFrom?.warehouseId ?? line.allocations[0]?.warehouseId;
  if (restock !== 'no_restock' && quantity > cancelled && home !== undefined)
    moves.push({ kind: 'bring_back', warehouseId: home, quantity: quantity - cancelled });
  return { orderLineId, quantity, restock: restock !== 'no_restock', cancelled, moves };
}

/** What each warehouse would still have to send of a line if so many more of its units were cancelled. */
function openUnits(order: OrderFacts, line: OrderLineFacts, cancelled: number): readonly (readonly [number, number])[] {
  const alone = { ...order, lines: [{ ...line, cancelledQuantity: line.cancelledQuantity + cancelled }] };
  return fulfilmentOrdersOf(alone).map(({ warehouseId, lines }) => [warehouseId, lines[0]?.remainingQuantity ?? 0]);
}

/**
 * Checks a refund, says what it pays and which units it takes. Refusals in order: unknown line, quantity that is no positive integer, more units than are left
 * on the line, delivery part out of range, amount out of range (more than is left of the payment), nothing to refund.
 */
export function planRefund(order: OrderFacts, request: RefundRequest): RefundPlan | OrderRefusal {
  const refuse = (message: string, ...field: string[]): OrderRefusal => ({
    ok: false,
    field: ['input', ...field],
    message,
  });
  let suggested = 0;
  const lines: RefundLine[] = [];
  const seen = new Set<number>();
  for (const want of request.lines) {
    const line = order.lines.find((one) => one.id === want.orderLineId);
    if (!line) return refuse(`Line ${want.orderLineId} is not part of this order.`, 'refundLineItems', 'lineItemId');
    if (!Number.isSafeInteger(want.quantity) || want.quantity < 1)
      return refuse('quantity must be a whole number of at least 1.', 'refundLineItems', 'quantity');
    if (seen.has(line.id)) return refuse(`Line ${line.id} is named twice.`, 'refundLineItems', 'lineItemId');
    seen.add(line.id);
    const left = line.quantity - line.refundedQuantity;
    if (want.quantity > left)
      return refuse(`quantity: ${want.quantity} asked, ${left} not yet refunded.`, 'refundLineItems', 'quantity');
    suggested += lineRefundMinor(line, want.quantity, order.taxIncluded);
    lines.push(refundLine(order, line, want));
  }
  if (
    !Number.isSafeInteger(request.shippingMinor) ||
    request.shippingMinor < 0 ||
    request.shippingMinor > order.shippingMinor
  ) {
    return refuse('shipping.amount must lie between 0 and what delivery cost.', 'shipping', 'amount');
  }
  const left = order.totalMinor - order.refundedMinor;
  const amount = request.amountMinor ?? Math.min(left, suggested + shippingRefundMinor(order, request.shippingMinor));
  if (!Number.isSafeInteger(amount) || amount < 0 || amount > left)
    return refuse(`amount must lie between 0 and the ${left} minor units not yet refunded.`, 'transactions', 'amount');
  if (amount === 0 && request.lines.length === 0) return refuse('Nothing to refund.', 'refundLineItems');
  return { ok: true, amountMinor: amount, lines };
}
