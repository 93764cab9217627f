import type { PlacedOrder } from '../../commerce/checkout/order-draft.ts';
import { orderReference } from '../../commerce/checkout/purchase.ts';
import { ViolationError } from './stock-auditor.ts';
import type { World } from './world.ts';

/** Whether money, goods and orders agree: when an order is written, and when everything is over. */
export class MoneyAuditor {
  readonly #world: World;
  readonly #carts = new Map<string, number>();
  readonly #payments = new Map<string, number>();
  readonly #sold = new Map<number, number>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Looks at an order the moment it is written. Throws ViolationError. */
  recorded(order: PlacedOrder): void {
    const { orderId, cartToken, payment, totalMinor } = order;
    const name = orderReference(orderId);
    const earlier = this.#carts.get(cartToken);
    if (earlier !== undefined) wrong(`cart ${cartToken} was bought as order ${earlier} and as order ${orderId}`);
    this.#carts.set(cartToken, orderId);
    if (payment) {
      const paidFor = this.#payments.get(payment.reference);
      if (paidFor !== undefined) wrong(`${payment.reference} paid for order ${paidFor} and ${name}`);
      this.#payments.set(payment.reference, orderId);
      const account = this.#world.bank.accounts.get(payment.reference);
      const kept = (account?.payment.capturedMinor ?? 0) - (account?.refundedMinor ?? 0);
      if (kept !== totalMinor) wrong(`${name} costs ${totalMinor}, the bank took ${kept}`);
    } else if (totalMinor !== 0) wrong(`${name} was not paid`);
    for (const line of order.lines) {
      const units = line.allocations.reduce((sum, part) => sum + part.quantity, 0);
      if (units !== line.quantity) wrong(`${name}: a line of ${line.quantity} has ${units} units`);
    }
    for (const [variantId, quantity] of unitsOf(order)) this.#goods(name, variantId, quantity);
  }

  #goods(name: string, variantId: number, quantity: number): void {
    const { auditor, had } = this.#world.variant(variantId);
    const committed = auditor.sold.get(name) ?? 0;
    if (committed !== quantity) wrong(`${name} bought ${quantity} of variant ${variantId}, ${committed} are committed`);
    const sold = (this.#sold.get(variantId) ?? 0) + quantity;
    this.#sold.set(variantId, sold);
    if (sold > had + auditor.limit) wrong(`OVERSOLD: ${sold} of variant ${variantId} are paid, there were ${had}`);
  }

  /** Looks at what is left when nothing moves any more. Throws ViolationError. */
  settled(): void {
    const { bank, records, variants, shoppers } = this.#world;
    for (const shopper of shoppers) {
      if (!shopper.isDone) wrong(`${shopper.actor.name} still waits`);
      for (const orderId of shopper.told)
        if (!records.orders.has(orderId)) wrong(`order ${orderId} was announced and is not recorded`);
    }
    for (const { payment, refundedMinor } of bank.accounts.values()) {
      const { reference, status, capturedMinor } = payment;
      if (status !== 'succeeded' && status !== 'cancelled') wrong(`${reference} was left ${status}`);
      const kept = capturedMinor - refundedMinor;
      const isOrdered = this.#payments.has(reference);
      if (kept > 0 && !isOrdered) wrong(`${reference} took ${kept} and there is no order`);
      if (kept !== capturedMinor && isOrdered) wrong(`${reference} paid for an order and was given back`);
    }
    for (const { id, auditor } of variants) {
      const ordered = new Map<string, number>();
      for (const order of records.orders.values())
        ordered.set(orderReference(order.orderId), unitsOf(order).get(id) ?? 0);
      for (const [reference, units] of auditor.sold)
        if (units !== (ordered.get(reference) ?? 0))
          wrong(`variant ${id}: ${units} are sold to ${reference}, which bought ${ordered.get(reference) ?? 0}`);
      for (const hold of auditor.state.holds.values())
        if (hold.status === 'held' && hold.expiresAtMs < this.#world.scheduler.nowMs - 2_000)
          wrong(`variant ${id}: hold ${hold.holdId} was never given back`);
    }
  }
}

function unitsOf(order: PlacedOrder): Map<number, number> {
  const units = new Map<number, number>();
  for (const { variantId, quantity } of order.lines) units.set(variantId, (units.get(variantId) ?? 0) + quantity);
  return units;
}

function wrong(what: string): never {
  throw new ViolationError(what);
}
