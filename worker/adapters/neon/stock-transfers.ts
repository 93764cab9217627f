import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type {
  NewShipment,
  NewTransfer,
  ShipmentLine,
  ShipmentStatus,
  StockTransfer,
  StockTransfers,
  TransferShipment,
  TransferStatus,
} from '../../ports/stock-transfers.ts';
import { isCheckViolation, isUniqueViolation } from './sql-state.ts';

type Numeric = string | number;
interface ShipmentRow {
  id: number;
  key: string;
  reference: string;
  status: ShipmentStatus;
  expectedAtMs: Numeric | null;
  sentAtMs: Numeric;
  lines: {
    variantId: number;
    quantity: number;
    arrivals: Readonly<Record<string, readonly [accepted: number, rejected: number]>>;
  }[];
}
type Row = {
  id: Numeric;
  status: TransferStatus;
  from_warehouse_id: Numeric;
  to_warehouse_id: Numeric;
  reference_name: string | null;
  note: string;
  created_at_ms: Numeric;
  updated_at_ms: Numeric;
  lines: { variantId: number; quantity: number; sent: number }[] | null;
  shipments: ShipmentRow[] | null;
};

const moment = (timeMs: number | null) => (timeMs === null ? null : new Date(timeMs).toISOString());
const ms = (value: Numeric): number => Math.round(Number(value));
const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`;

const COLUMNS = sql`t.id, t.status, t.from_warehouse_id, t.to_warehouse_id, t.reference_name, t.note,
  extract(epoch from t.created_at) * 1000 as created_at_ms, extract(epoch from t.updated_at) * 1000 as updated_at_ms,
  (select json_agg(json_build_object('variantId', l.variant_id, 'quantity', l.quantity, 'sent', l.sent) order by l.variant_id)
    from stock_transfer_lines l where l.transfer_id = t.id) as lines,
  (select json_agg(json_build_object('id', s.id, 'key', s.idempotency_key, 'reference', s.reference, 'status', s.status,
      'expectedAtMs', extract(epoch from s.expected_at) * 1000, 'sentAtMs', extract(epoch from s.sent_at) * 1000,
      'lines', (select json_agg(json_build_object('variantId', i.variant_id, 'quantity', i.quantity, 'arrivals', i.arrivals) order by i.variant_id)
        from transfer_shipment_lines i where i.shipment_id = s.id)) order by s.id)
    from transfer_shipments s where s.transfer_id = t.id) as shipments`;

function shipmentOf(row: ShipmentRow): TransferShipment {
  return {
    id: row.id,
    key: row.key,
    reference: row.reference,
    status: row.status,
    expectedAtMs: row.expectedAtMs === null ? null : ms(row.expectedAtMs),
    sentAtMs: ms(row.sentAtMs),
    lines: row.lines.map(({ variantId, quantity, arrivals }): ShipmentLine => {
      const counts = Object.values(arrivals);
      return {
        variantId,
        quantity,
        accepted: counts.reduce((sum, [accepted]) => sum + accepted, 0),
        rejected: counts.reduce((sum, [, rejected]) => sum + rejected, 0),
        noted: Object.keys(arrivals),
      };
    }),
  };
}

function transferOf(row: Row): StockTransfer {
  const shipments = (row.shipments ?? []).map(shipmentOf);
  const arrived = (variantId: number, of: 'accepted' | 'rejected') =>
    shipments
      .flatMap((shipment) => shipment.lines)
      .reduce((sum, line) => sum + (line.variantId === variantId ? line[of] : 0), 0);
  return {
    id: Number(row.id),
    status: row.status,
    fromWarehouseId: Number(row.from_warehouse_id),
    toWarehouseId: Number(row.to_warehouse_id),
    referenceName: row.reference_name,
    note: row.note,
    createdAtMs: ms(row.created_at_ms),
    updatedAtMs: ms(row.updated_at_ms),
    lines: (row.lines ?? []).map((line) => ({
      ...line,
      accepted: arrived(line.variantId, 'accepted'),
      rejected: arrived(line.variantId, 'rejected'),
    })),
    shipments,
  };
}

async function create(db: Db, transfer: NewTransfer): Promise<number> {
  const { status, fromWarehouseId, toWarehouseId, referenceName, note, createdBy, idempotencyKey, lines } = transfer;
  const at = sql`${moment(transfer.nowMs)}::timestamptz`;
  const { rows } = await db.execute<{ id: string }>(sql`with made as (
      insert into stock_transfers (status, from_warehouse_id, to_warehouse_id, reference_name, note, created_by, idempotency_key, created_at, updated_at)
      values (${status}::stock_transfer_status, ${fromWarehouseId}::bigint, ${toWarehouseId}::bigint, ${referenceName}, ${note}, ${createdBy},
        ${idempotencyKey}, ${at}, ${at})
      on conflict (idempotency_key) do nothing returning id
    ), filled as (
      insert into stock_transfer_lines (transfer_id, variant_id, quantity)
      select made.id, l."variantId", l.quantity
      from made, jsonb_to_recordset(${json(lines)}) as l("variantId" bigint, quantity int)
    )
    select id from made union all select id from stock_transfers where idempotency_key = ${idempotencyKey}`);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('a transfer was neither written nor found');
  return Number(id);
}

/** The check on `sent` decides between two shipments that want the same units; what is refused leaves no trace, since it is one statement. */
async function beginShipment(db: Db, shipment: NewShipment): ReturnType<StockTransfers['beginShipment']> {
  const { transferId, expectedAtMs, createdBy, key, lines } = shipment;
  const at = sql`${moment(shipment.nowMs)}::timestamptz`;
  const wanted = sql`jsonb_to_recordset(${json(lines)}) as w("variantId" bigint, quantity int)`;
  try {
    const { rows } = await db.execute(sql`with opened as (
        select id from stock_transfers where id = ${transferId}::bigint and status in ('ready_to_ship', 'in_progress') for update
      ), taken as (
        update stock_transfer_lines l set sent = l.sent + w.quantity from ${wanted}, opened
        where l.transfer_id = opened.id and l.variant_id = w."variantId"
      ), made as (
        insert into transfer_shipments (id, transfer_id, reference, expected_at, sent_at, created_by, idempotency_key)
        select n.id, opened.id, 'transfer:' || opened.id || '/' || n.id, ${moment(expectedAtMs)}::timestamptz, ${at}, ${createdBy}, ${key}
        from opened, (select nextval(pg_get_serial_sequence('transfer_shipments', 'id')) as id) n
        returning id, transfer_id
      ), filled as (
        insert into transfer_shipment_lines (shipment_id, variant_id, quantity) select made.id, w."variantId", w.quantity from made, ${wanted}
      ), onward as (
        update stock_transfers t set status = 'in_progress', updated_at = ${at} from made where t.id = made.transfer_id
      )
      select id from made`);
    return rows.length > 0 ? 'begun' : 'not_open';
  } catch (error) {
    if (isUniqueViolation(error)) return 'known';
    if (isCheckViolation(error)) return 'taken';
    throw error;
  }
}

async function undoShipment(db: Db, shipmentId: number, nowMs: number): Promise<void> {
  await db.execute(sql`with gone as (
      update transfer_shipments set status = 'called_off' where id = ${shipmentId}::bigint and status = 'refused' returning id, transfer_id
    ), freed as (
      update stock_transfer_lines l set sent = l.sent - i.quantity from transfer_shipment_lines i, gone
      where i.shipment_id = gone.id and l.transfer_id = gone.transfer_id and l.variant_id = i.variant_id
    )
    update stock_transfers t set status = 'ready_to_ship', updated_at = ${moment(nowMs)}::timestamptz from gone
    where t.id = gone.transfer_id and t.status = 'in_progress'
      and not exists (select 1 from transfer_shipments s where s.transfer_id = t.id and s.id <> gone.id and s.status <> 'called_off')`);
}

/** The StockTransfers port over Postgres: one statement per call. */
export function neonStockTransfers(db: Db): StockTransfers {
  const select = async (where: SQL) => {
    const { rows } = await db.execute<Row>(sql`select ${COLUMNS} from stock_transfers t ${where}`);
    return rows.map(transferOf);
  };
  return {
    create: (transfer) => create(db, transfer),
    async byIds(ids) {
      if (ids.length === 0) return new Map();
      const found = await select(
        sql`where t.id in (select value::bigint from jsonb_array_elements_text(${json(ids)}))`,
      );
      return new Map(found.map((transfer) => [transfer.id, transfer]));
    },
    async ofShipment(shipmentId) {
      const [found] = await select(
        sql`where t.id = (select transfer_id from transfer_shipments where id = ${shipmentId}::bigint)`,
      );
      return found ?? null;
    },
    list(olderThanId, limit, statuses = []) {
      const older = olderThanId === null ? sql`true` : sql`t.id < ${olderThanId}::bigint`;
      const asked =
        statuses.length === 0
          ? sql`true`
          : sql`t.status::text in (select jsonb_array_elements_text(${json(statuses)}))`;
      return select(sql`where ${older} and ${asked} order by t.id desc limit ${limit}::int`);
    },
    async advance(id, from, to, nowMs) {
      const { rows } = await db.execute(
        sql`update stock_transfers set status = ${to}::stock_transfer_status, updated_at = ${moment(nowMs)}::timestamptz
          where id = ${id}::bigint and status::text in (select jsonb_array_elements_text(${json(from)})) returning id`,
      );
      return rows.length > 0;
    },
    beginShipment: (shipment) => beginShipment(db, shipment),
    async shipmentSent(shipmentId) {
      const { rows } = await db.execute(sql`update transfer_shipments s set status = 'sent' from stock_transfers t
        where s.id = ${shipmentId}::bigint and s.status in ('sending', 'sent') and t.id = s.transfer_id and t.status in ('in_progress', 'transferred')
        returning s.id`);
      return rows.length > 0;
    },
    async markShipment(shipmentId, status) {
      const { rows } = await db.execute(
        sql`update transfer_shipments set status = ${status}::transfer_shipment_status
          where id = ${shipmentId}::bigint and (${status} = 'called_off' or status in ('sending', 'refused')) returning id`,
      );
      return rows.length > 0;
    },
    undoShipment: (shipmentId, nowMs) => undoShipment(db, shipmentId, nowMs),
    async recordArrivals(shipmentId, arrivals) {
      await db.execute(sql`update transfer_shipment_lines l
        set arrivals = jsonb_build_object(a."commandId", jsonb_build_array(a.accepted, a.rejected)) || l.arrivals
        from jsonb_to_recordset(${json(arrivals)}) as a("variantId" bigint, "commandId" text, accepted int, rejected int)
        where l.shipment_id = ${shipmentId}::bigint and l.variant_id = a."variantId"`);
    },
  };
}
