import type { InventoryResult } from '../../commerce/inventory/contract.ts';
import type { OrderFacts } from '../../commerce/orders/order-facts.ts';
import type { RefundMove } from '../../commerce/orders/refunds.ts';
import type { Inventory } from '../ports/inventory.ts';
import type { RefundRecord } from '../ports/orders.ts';

/** Why and for whom sold units are freed or written off. */
export interface UnitsCause {
  /** Names the act; with the warehouse it is the command's id. */
  readonly commandId: string;
  /** The order the units were committed for: `order:12`. */
  readonly reference: string;
  readonly actor: string;
}

const isDone = (result: InventoryResult): boolean => result.ok || result.reason !== 'unavailable';

/**
 * Does to stock what a refund decided for its units. Idempotent; false when stock could not be reached and it has to be asked again. A refusal counts
 * as done: the units were freed by a cancellation before, or a merchant's count removed them.
 */
export async function moveRefundedUnits(
  inventory: Inventory,
  order: Pick<OrderFacts, 'id' | 'lines'>,
  refund: Pick<RefundRecord, 'id' | 'lines' | 'actor'>,
): Promise<boolean> {
  let isComplete = true;
  for (const { orderLineId, moves = [] } of refund.lines) {
    const variantId = order.lines.find((one) => one.id === orderLineId)?.variantId ?? null;
    if (variantId === null) continue;
    const cause = {
      commandId: `refund:${refund.id}:${orderLineId}`,
      reference: `order:${order.id}`,
      actor: refund.actor,
    };
    for (const move of moves) if (!(await moveUnits(inventory, variantId, move, cause))) isComplete = false;
  }
  return isComplete;
}

async function moveUnits(
  inventory: Inventory,
  variantId: number,
  { kind, warehouseId, quantity }: RefundMove,
  { commandId, ...cause }: UnitsCause,
): Promise<boolean> {
  const allocations = [{ warehouseId, quantity }];
  switch (kind) {
    case 'free':
      return isDone(
        await inventory.change(variantId, {
          kind: 'uncommit',
          commandId: `${commandId}:free:${warehouseId}`,
          allocations,
          ...cause,
        }),
      );
    case 'bring_back':
      return isDone(
        await inventory.change(variantId, {
          kind: 'return',
          commandId: `${commandId}:return`,
          warehouseId,
          quantity,
          ...cause,
        }),
      );
    case 'write_off':
      return writeOff(inventory, variantId, allocations[0] ?? { warehouseId, quantity }, { commandId, ...cause });
  }
}

/**
 * Sold units leave their warehouse unsold: on hand and committed fall, nobody else gets them. Units that were promised but are not there (back-orders)
 * have nothing to write off: their promise ends. Idempotent; false when stock could not be reached.
 */
export async function writeOff(
  inventory: Inventory,
  variantId: number,
  { warehouseId, quantity }: { readonly warehouseId: number; readonly quantity: number },
  { commandId, reference, actor }: UnitsCause,
): Promise<boolean> {
  const leave = (units: number, id: string) =>
    ({
      kind: 'write_off',
      from: 'committed',
      commandId: id,
      warehouseId,
      quantity: units,
      reference,
      actor,
      reason: 'not_restocked',
    }) as const;
  const id = `${commandId}:write-off:${warehouseId}`;
  const all = await inventory.change(variantId, leave(quantity, id));
  if (all.ok || all.reason !== 'insufficient') return isDone(all);
  const there = Math.max(0, all.available);
  const missing = {
    kind: 'uncommit',
    commandId: `${id}:missing`,
    reference,
    allocations: [{ warehouseId, quantity: quantity - there }],
    actor,
    reason: 'not_restocked',
  } as const;
  const rest = await inventory.executeMany(variantId, there > 0 ? [leave(there, `${id}:there`), missing] : [missing]);
  return rest.every(isDone);
}
