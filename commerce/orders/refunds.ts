import { divideRounded } from '../money/money.ts';
import type { OrderFacts, OrderLineFacts, OrderRefusal } from './order-facts.ts';

/** What staff asked for. */
export interface RefundRequest {
  readonly lines: readonly RefundLineRequest[];
  /** Part of the delivery cost to give back, minor units. */
  readonly shippingMinor: number;
  /** Exact amount to pay back; null: what the lines and delivery come to. */
  readonly amountMinor: number | null;
}

/** One line to give back. */
export interface RefundLineRequest {
  readonly orderLineId: number;
  readonly quantity: number;
  /** Whether the units are sellable again. */
  readonly restock: boolean;
}

/** A refund that may be paid. */
export interface RefundPlan {
  readonly ok: true;
  readonly amountMinor: number;
  readonly lines: readonly RefundLineRequest[];
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

/**
 * Checks a refund and says what it pays. Refusals in order: unknown line, quantity that is no positive integer, more units than are left
 * on the line, delivery part out of range, amount out of range (more than is left of the payment), nothing to refund.
 */
export function planRefund(order: OrderFacts, request: RefundRequest): RefundPlan | OrderRefusal {
  const refuse = (message: string, ...field: string[]): OrderRefusal => ({
    ok: false,
    field: ['input', ...field],
    message,
  });
  let suggested = 0;
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
  }
  if (
    !Number.isSafeInteger(request.shippingMinor) ||
    request.shippingMinor < 0 ||
    request.shippingMinor > order.shippingMinor
  ) {
    return refuse('shipping.amount must lie between 0 and what delivery cost.', 'shipping', 'amount');
  }
  const left = order.totalMinor - order.refundedMinor;
  const amount = request.amountMinor ?? Math.min(left, suggested + request.shippingMinor);
  if (!Number.isSafeInteger(amount) || amount < 0 || amount > left)
    return refuse(`amount must lie between 0 and the ${left} minor units not yet refunded.`, 'transactions', 'amount');
  if (amount === 0 && request.lines.length === 0) return refuse('Nothing to refund.', 'refundLineItems');
  return { ok: true, amountMinor: amount, lines: request.lines };
}
