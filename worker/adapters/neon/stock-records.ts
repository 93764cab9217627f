import { and, asc, eq, gt, gte, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { unopenedStocks } from '../../../db/queries/opening-stock.ts';
import { stockLedger, stockLevels } from '../../../db/schema/stock.ts';
import type {
  RecordedBeyond,
  RecordedEntry,
  RecordedLevel,
  StockCopies,
  StockRecords,
} from '../../ports/stock-records.ts';

/** Entries of one statement: keeps a request to the database at a few hundred kilobytes. */
const ENTRIES_TOGETHER = 1_000;

const LEVEL = {
  variantId: stockLevels.variantId,
  warehouseId: stockLevels.warehouseId,
  onHand: stockLevels.onHand,
  held: stockLevels.held,
  committed: stockLevels.committed,
  incoming: stockLevels.incoming,
  safetyStock: stockLevels.safetyStock,
  sequence: stockLevels.sequence,
};

/** The StockRecords port over Postgres: each call is one HTTP request, rows travel as one JSON parameter. */
export function neonStockRecords(db: Db): StockRecords & StockCopies {
  return {
    project: async (levels, entries, beyond = []) => {
      if (levels.length === 0 && entries.length === 0) return;
      // Each statement costs a way to the database and back there: all that a sale changes travels in one.
      const [some = [], ...more] = chunks(entries);
      await db.batch([
        db.execute(
          sql`with levels as (${writeLevels(levels)}), beyond as (${writeBeyond(beyond)}) ${writeLedger(some)}`,
        ),
        ...more.map((others) => db.execute(writeLedger(others))),
      ]);
    },
    rebuild: async (variantId, levels, entries) => {
      await db.batch([
        db.delete(stockLevels).where(eq(stockLevels.variantId, variantId)),
        db
          .delete(stockLedger)
          .where(and(eq(stockLedger.variantId, variantId), gte(stockLedger.sequence, entries[0]?.entry.sequence ?? 0))),
        db.execute(writeLevels(levels)),
        ...chunks(entries).map((some) => db.execute(writeLedger(some))),
      ]);
    },
    levels: (variantId) =>
      db
        .select(LEVEL)
        .from(stockLevels)
        .where(eq(stockLevels.variantId, variantId))
        .orderBy(asc(stockLevels.warehouseId)),
    levelsOf: async (variantIds) =>
      variantIds.length === 0
        ? []
        : db
            .select(LEVEL)
            .from(stockLevels)
            .where(
              sql`${stockLevels.variantId} in (select jsonb_array_elements_text(${JSON.stringify(variantIds)}::jsonb)::bigint)`,
            ),
    unopened: (variantIds) => unopenedStocks(db, variantIds),
    behind: async (reached) => {
      if (reached.length === 0) return 0;
      const { rows } = await db.execute<{ n: number }>(sql`
        select count(*)::int as n from jsonb_to_recordset(${JSON.stringify(reached)}::jsonb) as r("variantId" bigint, sequence bigint)
        where not exists (select from stock_ledger l where l.variant_id = r."variantId" and l.sequence = r.sequence)`);
      return rows[0]?.n ?? 0;
    },
    ledger: (variantId, afterSequence, limit) =>
      db
        .select({
          sequence: stockLedger.sequence,
          kind: stockLedger.kind,
          quantity: stockLedger.quantity,
          warehouseId: stockLedger.warehouseId,
          available: sql<number>`(${stockLedger.after} ->> 'available')::int`,
          occurredAtMs: sql<number>`round(extract(epoch from ${stockLedger.occurredAt}) * 1000)::float8`,
        })
        .from(stockLedger)
        .where(and(eq(stockLedger.variantId, variantId), gt(stockLedger.sequence, afterSequence)))
        .orderBy(asc(stockLedger.sequence))
        .limit(limit),
  };
}

function chunks(entries: readonly RecordedEntry[]): RecordedEntry[][] {
  const parts: RecordedEntry[][] = [];
  for (let i = 0; i < entries.length; i += ENTRIES_TOGETHER) parts.push(entries.slice(i, i + ENTRIES_TOGETHER));
  return parts;
}

function writeLevels(levels: readonly RecordedLevel[]): SQL {
  return sql`
    insert into stock_levels (variant_id, warehouse_id, on_hand, held, committed, incoming, safety_stock, sequence, updated_at)
    select r."variantId", r."warehouseId", r."onHand", r.held, r.committed, r.incoming, r."safetyStock", r.sequence, now()
    from jsonb_to_recordset(${JSON.stringify(levels)}::jsonb) as r("variantId" bigint, "warehouseId" bigint, "onHand" int,
      held int, committed int, incoming int, "safetyStock" int, sequence bigint)
    join variants v on v.id = r."variantId"
    join warehouses w on w.id = r."warehouseId"
    order by 1, 2
    on conflict (variant_id, warehouse_id) do update set on_hand = excluded.on_hand, held = excluded.held,
      committed = excluded.committed, incoming = excluded.incoming, safety_stock = excluded.safety_stock,
      sequence = excluded.sequence, updated_at = excluded.updated_at
    where stock_levels.sequence < excluded.sequence`;
}

function writeBeyond(rows: readonly RecordedBeyond[]): SQL {
  const flat = rows.map(({ variantId, sequence, beyond }) => ({
    variantId,
    sequence,
    kind: beyond?.kind ?? 'none',
    units: beyond ? beyond.units : 0,
    arrivesAtMs: beyond?.arrivesAtMs ?? null,
  }));
  return sql`
    insert into stock_beyond (variant_id, kind, units, arrives_at, sequence)
    select r."variantId", r.kind, r.units, to_timestamp(r."arrivesAtMs" / 1000.0), r.sequence
    from jsonb_to_recordset(${JSON.stringify(flat)}::jsonb) as r("variantId" bigint, kind text, units int, "arrivesAtMs" bigint, sequence bigint)
    join variants v on v.id = r."variantId"
    order by 1
    on conflict (variant_id) do update set kind = excluded.kind, units = excluded.units, arrives_at = excluded.arrives_at,
      sequence = excluded.sequence
    where stock_beyond.sequence < excluded.sequence`;
}

function writeLedger(entries: readonly RecordedEntry[]): SQL {
  const rows = entries.map(({ variantId, entry }) => {
    const { sequence, warehouseId, kind, quantity, delta, actor, reason, reference, holdId, occurredAtMs, details } =
      entry;
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
      details,
      occurredAtMs,
    };
  });
  return sql`
    insert into stock_ledger (variant_id, sequence, warehouse_id, kind, quantity, delta, after, actor, reason, reference,
      hold_id, details, occurred_at)
    select r."variantId", r.sequence, w.id, r.kind, r.quantity, r.delta, r.after, r.actor, r.reason, r.reference,
      r."holdId", r.details, to_timestamp(r."occurredAtMs" / 1000.0)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("variantId" bigint, sequence bigint, "warehouseId" bigint,
      kind text, quantity int, delta jsonb, after jsonb, actor text, reason text, reference text, "holdId" text,
      details jsonb, "occurredAtMs" bigint)
    join variants v on v.id = r."variantId"
    left join warehouses w on w.id = r."warehouseId"
    order by 1, 2
    on conflict (variant_id, sequence) do nothing`;
}
