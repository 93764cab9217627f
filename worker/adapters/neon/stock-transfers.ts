import { sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type { StockTransfer, StockTransfers, TransferLine, TransferStatus } from '../../ports/stock-transfers.ts';

type Row = {
  id: string | number;
  status: TransferStatus;
  from_warehouse_id: string | number;
  to_warehouse_id: string | number;
  expected_at_ms: string | number | null;
  shipped_at_ms: string | number | null;
  reference_name: string | null;
  note: string;
  created_at_ms: string | number;
  updated_at_ms: string | number;
  lines: {
    variantId: number;
    quantity: number;
    arrivals: Readonly<Record<string, readonly [accepted: number, rejected: number]>>;
  }[];
};

const moment = (timeMs: number | null) => (timeMs === null ? null : new Date(timeMs).toISOString());
const ms = (value: string | number | null): number | null => (value === null ? null : Math.round(Number(value)));

const COLUMNS = sql`t.id, t.status, t.from_warehouse_id, t.to_warehouse_id, extract(epoch from t.expected_at) * 1000 as expected_at_ms,
  extract(epoch from t.shipped_at) * 1000 as shipped_at_ms, t.reference_name, t.note, extract(epoch from t.created_at) * 1000 as created_at_ms,
  extract(epoch from t.updated_at) * 1000 as updated_at_ms,
  (select json_agg(json_build_object('variantId', l.variant_id, 'quantity', l.quantity, 'arrivals', l.arrivals) order by l.variant_id)
    from stock_transfer_lines l where l.transfer_id = t.id) as lines`;

function transferOf(row: Row): StockTransfer {
  return {
    id: Number(row.id),
    status: row.status,
    fromWarehouseId: Number(row.from_warehouse_id),
    toWarehouseId: Number(row.to_warehouse_id),
    expectedAtMs: ms(row.expected_at_ms),
    shippedAtMs: ms(row.shipped_at_ms),
    referenceName: row.reference_name,
    note: row.note,
    createdAtMs: ms(row.created_at_ms) ?? 0,
    updatedAtMs: ms(row.updated_at_ms) ?? 0,
    lines: (row.lines ?? []).map(({ variantId, quantity, arrivals }): TransferLine => {
      const counts = Object.values(arrivals);
      return {
        variantId,
        quantity,
        accepted: counts.reduce((sum, [accepted]) => sum + accepted, 0),
        rejected: counts.reduce((sum, [, rejected]) => sum + rejected, 0),
      };
    }),
  };
}

/** The StockTransfers port over Postgres: one statement per call. */
export function neonStockTransfers(db: Db): StockTransfers {
  return {
    async create(transfer) {
      const { status, fromWarehouseId, toWarehouseId, referenceName, note, createdBy, idempotencyKey, lines } =
        transfer;
      const at = sql`${moment(transfer.nowMs)}::timestamptz`;
      const { rows } = await db.execute<{ id: string }>(sql`with made as (
          insert into stock_transfers (status, from_warehouse_id, to_warehouse_id, reference_name, note, created_by, idempotency_key, created_at, updated_at)
          values (${status}::stock_transfer_status, ${fromWarehouseId}::bigint, ${toWarehouseId}::bigint, ${referenceName}, ${note}, ${createdBy},
            ${idempotencyKey}, ${at}, ${at})
          on conflict (idempotency_key) do nothing returning id
        ), filled as (
          insert into stock_transfer_lines (transfer_id, variant_id, quantity)
          select made.id, l."variantId", l.quantity
          from made, jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l("variantId" bigint, quantity int)
        )
        select id from made union all select id from stock_transfers where idempotency_key = ${idempotencyKey}`);
      const id = rows[0]?.id;
      if (id === undefined) throw new Error('a transfer was neither written nor found');
      return Number(id);
    },
    async byIds(ids) {
      if (ids.length === 0) return new Map();
      const { rows } = await db.execute<Row>(
        sql`select ${COLUMNS} from stock_transfers t
          where t.id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`,
      );
      return new Map(rows.map((row) => [Number(row.id), transferOf(row)]));
    },
    async list(olderThanId, limit) {
      const older = olderThanId === null ? sql`true` : sql`t.id < ${olderThanId}::bigint`;
      const { rows } = await db.execute<Row>(
        sql`select ${COLUMNS} from stock_transfers t where ${older} order by t.id desc limit ${limit}::int`,
      );
      return rows.map(transferOf);
    },
    async advance(id, from, to, nowMs, shipped) {
      const at = sql`${moment(nowMs)}::timestamptz`;
      const also = shipped
        ? sql`, shipped_at = ${at}, expected_at = ${moment(shipped.expectedAtMs)}::timestamptz`
        : sql``;
      const { rows } = await db.execute(
        sql`update stock_transfers set status = ${to}::stock_transfer_status, updated_at = ${at}${also}
          where id = ${id}::bigint and status::text in (select jsonb_array_elements_text(${JSON.stringify(from)}::jsonb))
          returning id`,
      );
      return rows.length > 0;
    },
    async recordArrivals(id, arrivals) {
      await db.execute(sql`update stock_transfer_lines l
        set arrivals = jsonb_build_object(a."commandId", jsonb_build_array(a.accepted, a.rejected)) || l.arrivals
        from jsonb_to_recordset(${JSON.stringify(arrivals)}::jsonb) as a("variantId" bigint, "commandId" text, accepted int, rejected int)
        where l.transfer_id = ${id}::bigint and l.variant_id = a."variantId"`);
    },
  };
}
