import { sql } from 'drizzle-orm';
import type { LedgerEntry } from '../../commerce/inventory/contract.ts';
import type { ProjectedLevel, StockChanged } from '../../commerce/inventory/stock-changed.ts';
import type { Db } from '../../db/client.ts';

/** What the consumer works with. */
export interface ProjectStockDeps {
  readonly db: Db;
  /** Told once the records have it, for page and search caches; called with the newest message of each variant of a batch. */
  readonly onStockChanged?: (changes: readonly StockChanged[]) => Promise<void>;
}

/**
 * Copies stock into the records: `stock_levels` (a row is only overwritten by a newer sequence) and `stock_ledger` (an
 * entry is written once), in one transaction for the whole batch. May be given messages repeatedly and in any order.
 * Rows of a variant or warehouse that no longer exists are left out: nobody could ever deliver them.
 * Rejects when the records cannot be reached; the queue then delivers the batch again.
 */
export async function projectStock(messages: readonly StockChanged[], deps: ProjectStockDeps): Promise<void> {
  if (messages.length === 0) return;
  await deps.db.batch([
    writeLevels(deps.db, newestLevels(messages)),
    writeLedger(
      deps.db,
      messages.flatMap(({ variantId, entries }) => entries.map((entry) => ledgerRow(variantId, entry))),
    ),
  ]);
  if (!deps.onStockChanged) return;
  const newest = new Map<number, StockChanged>();
  for (const message of messages) {
    const known = newest.get(message.variantId);
    if (!known || known.sequence < message.sequence) newest.set(message.variantId, message);
  }
  await deps.onStockChanged([...newest.values()]);
}

/** A row of `stock_levels` as JSON. */
export interface LevelRow extends ProjectedLevel {
  readonly variantId: number;
}

function newestLevels(messages: readonly StockChanged[]): LevelRow[] {
  const rows = new Map<string, LevelRow>();
  for (const { variantId, levels } of messages) {
    for (const level of levels) {
      const key = `${variantId}/${level.warehouseId}`;
      const known = rows.get(key);
      if (!known || known.sequence < level.sequence) rows.set(key, { variantId, ...level });
    }
  }
  return [...rows.values()];
}

/** The statement that writes level rows, unless the records have newer ones. Takes each pair of variant and warehouse once. */
export function writeLevels(db: Db, rows: readonly LevelRow[]) {
  return db.execute(sql`
    insert into stock_levels (variant_id, warehouse_id, on_hand, held, committed, incoming, safety_stock, sequence, updated_at)
    select r."variantId", r."warehouseId", r."onHand", r.held, r.committed, r.incoming, r."safetyStock", r.sequence, now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("variantId" bigint, "warehouseId" bigint, "onHand" int,
      held int, committed int, incoming int, "safetyStock" int, sequence bigint)
    join variants v on v.id = r."variantId"
    join warehouses w on w.id = r."warehouseId"
    order by 1, 2
    on conflict (variant_id, warehouse_id) do update set on_hand = excluded.on_hand, held = excluded.held,
      committed = excluded.committed, incoming = excluded.incoming, safety_stock = excluded.safety_stock,
      sequence = excluded.sequence, updated_at = excluded.updated_at
    where stock_levels.sequence < excluded.sequence`);
}

/** The statement that writes ledger rows the records do not have yet. */
export function writeLedger(db: Db, rows: readonly LedgerRow[]) {
  return db.execute(sql`
    insert into stock_ledger (variant_id, sequence, warehouse_id, kind, quantity, delta, after, actor, reason, reference,
      hold_id, occurred_at)
    select r."variantId", r.sequence, w.id, r.kind, r.quantity, r.delta, r.after, r.actor, r.reason, r.reference,
      r."holdId", to_timestamp(r."occurredAtMs" / 1000.0)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("variantId" bigint, sequence bigint, "warehouseId" bigint,
      kind text, quantity int, delta jsonb, after jsonb, actor text, reason text, reference text, "holdId" text,
      "occurredAtMs" bigint)
    join variants v on v.id = r."variantId"
    left join warehouses w on w.id = r."warehouseId"
    order by 1, 2
    on conflict (variant_id, sequence) do nothing`);
}

/** A row of `stock_ledger` as JSON. */
export interface LedgerRow {
  readonly variantId: number;
  readonly sequence: number;
  readonly warehouseId: number | null;
  readonly kind: string;
  readonly quantity: number;
  readonly delta: LedgerEntry['delta'];
  readonly after: Readonly<Record<string, number>>;
  readonly actor: string;
  readonly reason: string | null;
  readonly reference: string | null;
  readonly holdId: string | null;
  readonly occurredAtMs: number;
}

/** A ledger entry as the records keep it. */
export function ledgerRow(variantId: number, entry: LedgerEntry): LedgerRow {
  const { sequence, warehouseId, kind, quantity, delta, actor, reason, reference, holdId, occurredAtMs } = entry;
  const after = { ...entry.after, available: entry.available };
  return {
    variantId,
    sequence,
    warehouseId,
    kind,
    quantity,
    delta,
    after,
    actor,
    reason,
    reference,
    holdId,
    occurredAtMs,
  };
}
