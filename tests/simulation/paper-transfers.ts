import type {
  NewShipment,
  NewTransfer,
  StockTransfer,
  StockTransfers,
  TransferShipment,
  TransferStatus,
} from '../../worker/ports/stock-transfers.ts';
import type { Party } from './actors.ts';
import type { Network } from './network.ts';

interface Paper extends Omit<StockTransfer, 'lines' | 'shipments' | 'status'> {
  status: TransferStatus;
  readonly wanted: readonly { readonly variantId: number; readonly quantity: number }[];
  readonly shipments: Sheet[];
}
interface Sheet extends Omit<TransferShipment, 'lines' | 'status'> {
  status: TransferShipment['status'];
  /** Its units can be sent by another. */
  isUndone?: boolean;
  readonly lines: readonly { readonly variantId: number; readonly quantity: number }[];
  /** Accepted and rejected by variant and command. */
  readonly arrivals: Map<number, Map<string, readonly [number, number]>>;
}

/** The papers of transfers as the database keeps them, one statement at a time. */
export class PaperTransfers {
  readonly papers = new Map<number, Paper>();
  readonly #isNamed: boolean;
  #numbers = 0;

  /** `isNamed`: each shipment has a reference of its own, as it must. */
  constructor(isNamed: boolean) {
    this.#isNamed = isNamed;
  }

  /** The port as a caller reaches it: every statement is a message. */
  reachedBy(caller: Party, records: Party, network: Network): StockTransfers {
    const ask = <R>(label: string, work: () => R) => network.call(caller, records, label, work);
    return {
      create: (transfer) => ask('create a transfer', () => this.#create(transfer)),
      byIds: (ids) =>
        ask('read transfers', () => new Map(ids.flatMap((id) => this.read(id) ?? []).map((one) => [one.id, one]))),
      ofShipment: (shipmentId) => ask('read a shipment', () => this.read(this.#sheet(shipmentId)?.[0].id ?? 0)),
      list: () => ask('list transfers', () => []),
      advance: (id, from, to) =>
        ask(`transfer ${id} becomes ${to}`, () => {
          const paper = this.papers.get(id);
          if (!paper || !from.includes(paper.status)) return false;
          paper.status = to;
          return true;
        }),
      beginShipment: (shipment) => ask(`begin ${shipment.key}`, () => this.#begin(shipment)),
      shipmentSent: (id) =>
        ask(`shipment ${id} is sent`, () => {
          const [paper, sheet] = this.#sheet(id) ?? [];
          const isOpen = paper?.status === 'in_progress' || paper?.status === 'transferred';
          if (!sheet || !isOpen || (sheet.status !== 'sending' && sheet.status !== 'sent')) return false;
          sheet.status = 'sent';
          return true;
        }),
      markShipment: (id, status) =>
        ask(`shipment ${id} is ${status}`, () => {
          const [, sheet] = this.#sheet(id) ?? [];
          if (!sheet || (status === 'refused' && sheet.status !== 'sending' && sheet.status !== 'refused'))
            return false;
          sheet.status = status;
          return true;
        }),
      undoShipment: (id) => ask(`undo shipment ${id}`, () => this.#undo(id)),
      recordArrivals: (id, arrivals) =>
        ask(`arrivals of shipment ${id}`, () => {
          const [, sheet] = this.#sheet(id) ?? [];
          for (const { variantId, commandId, accepted, rejected } of arrivals) {
            const noted = sheet?.arrivals.get(variantId);
            if (noted && !noted.has(commandId)) noted.set(commandId, [accepted, rejected]);
          }
        }),
    };
  }

  /** A transfer as it is written; null when there is none. */
  read(id: number): StockTransfer | null {
    const paper = this.papers.get(id);
    if (!paper) return null;
    const { wanted, shipments, ...rest } = paper;
    const sheets = shipments.map(
      ({ arrivals, lines, isUndone: _, ...sheet }): TransferShipment => ({
        ...sheet,
        lines: lines.map((line) => {
          const counts = [...(arrivals.get(line.variantId) ?? new Map<string, readonly [number, number]>())];
          return {
            ...line,
            accepted: counts.reduce((sum, [, [accepted]]) => sum + accepted, 0),
            rejected: counts.reduce((sum, [, [, rejected]]) => sum + rejected, 0),
            noted: counts.map(([commandId]) => commandId),
          };
        }),
      }),
    );
    const undone = new Set(shipments.flatMap((one) => (one.isUndone ? one.id : [])));
    const over = (variantId: number, of: 'quantity' | 'accepted' | 'rejected') =>
      sheets
        .flatMap((sheet) => (undone.has(sheet.id) ? [] : sheet.lines))
        .reduce((sum, line) => sum + (line.variantId === variantId ? line[of] : 0), 0);
    const lines = wanted.map(({ variantId, quantity }) => ({
      variantId,
      quantity,
      sent: over(variantId, 'quantity'),
      accepted: over(variantId, 'accepted'),
      rejected: over(variantId, 'rejected'),
    }));
    return { ...rest, lines, shipments: sheets };
  }

  #sheet(shipmentId: number): [Paper, Sheet] | null {
    for (const paper of this.papers.values()) {
      const sheet = paper.shipments.find((one) => one.id === shipmentId);
      if (sheet) return [paper, sheet];
    }
    return null;
  }

  #create(transfer: NewTransfer): number {
    const { status, fromWarehouseId, toWarehouseId, lines } = transfer;
    this.#numbers += 1;
    const id = this.#numbers;
    const facts = { referenceName: null, note: '', createdAtMs: 0, updatedAtMs: 0 };
    this.papers.set(id, { id, status, fromWarehouseId, toWarehouseId, ...facts, wanted: lines, shipments: [] });
    return id;
  }

  #begin({ transferId, lines, key, expectedAtMs, nowMs }: NewShipment): 'begun' | 'not_open' | 'known' | 'taken' {
    const paper = this.papers.get(transferId);
    if (!paper || (paper.status !== 'ready_to_ship' && paper.status !== 'in_progress')) return 'not_open';
    if (paper.shipments.some((one) => one.key === key)) return 'known';
    const known = this.read(transferId)?.lines ?? [];
    const isTaken = lines.some(({ variantId, quantity }) => {
      const line = known.find((one) => one.variantId === variantId);
      return !line || quantity > line.quantity - line.sent;
    });
    if (isTaken) return 'taken';
    this.#numbers += 1;
    const id = this.#numbers;
    const reference = this.#isNamed ? `transfer:${transferId}/${id}` : `transfer:${transferId}`;
    const arrivals = new Map(lines.map(({ variantId }) => [variantId, new Map<string, readonly [number, number]>()]));
    paper.shipments.push({ id, key, reference, status: 'sending', expectedAtMs, sentAtMs: nowMs, lines, arrivals });
    paper.status = 'in_progress';
    return 'begun';
  }

  #undo(shipmentId: number): void {
    const [paper, sheet] = this.#sheet(shipmentId) ?? [];
    if (!paper || sheet?.status !== 'refused') return;
    sheet.status = 'called_off';
    sheet.isUndone = true;
    if (paper.status === 'in_progress' && paper.shipments.every((one) => one.status === 'called_off'))
      paper.status = 'ready_to_ship';
  }
}
