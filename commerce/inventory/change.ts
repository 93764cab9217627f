import type { InventoryRefusal, LedgerKind, QuantityCommand, QuantityDelta } from './contract.ts';
import type { LedgerDraft } from './draft.ts';
import type { EntryDetails } from './supply.ts';

/** Adds the entry of a quantity command, with its cause. */
export function change(
  draft: LedgerDraft,
  command: QuantityCommand,
  kind: LedgerKind,
  warehouseId: number,
  quantity: number,
  delta: QuantityDelta,
  details?: EntryDetails,
): void {
  const { actor, reason, reference } = command;
  draft.add({ kind, warehouseId, quantity, delta, actor, reason, reference, details });
}

/** The refusal for a warehouse that does not stock the variant. */
export function unknownWarehouse(warehouseId: number): InventoryRefusal {
  return { ok: false, reason: 'not_found', what: 'warehouse', id: String(warehouseId) };
}
