/** What a transfer goes through: made up, packed, on its way (in part or whole), and ended one way or the other. */
export type TransferStatus = 'draft' | 'ready_to_ship' | 'in_progress' | 'transferred' | 'canceled';

/**
 * What a shipment goes through. `sending`: its units are leaving, one variant after the other. `refused`: stock did not have them all and what left comes
 * back. `called_off`: what had not arrived came back; of a transfer that goes on, all of it, because it was refused.
 */
export type ShipmentStatus = 'sending' | 'sent' | 'refused' | 'called_off';

/** Units of one variant on a transfer. */
export interface TransferLine {
  readonly variantId: number;
  readonly quantity: number;
  /** Units that shipments took on, wherever they are by now. */
  readonly sent: number;
  /** Arrived and put on the shelf, over all shipments. */
  readonly accepted: number;
  /** Arrived broken, or not at all. */
  readonly rejected: number;
}

/** Units of one variant in a shipment. */
export interface ShipmentLine {
  readonly variantId: number;
  readonly quantity: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Names of the commands whose arrivals are counted. */
  readonly noted: readonly string[];
}

/** A part of a transfer that is sent at once. */
export interface TransferShipment {
  readonly id: number;
  /** Names the call that sent it. */
  readonly key: string;
  /** What the stock objects know it by; no other shipment ever has it. */
  readonly reference: string;
  readonly status: ShipmentStatus;
  readonly expectedAtMs: number | null;
  readonly sentAtMs: number;
  /** Ascending by variant; at least one. */
  readonly lines: readonly ShipmentLine[];
}

/** Units a merchant moves between two warehouses. */
export interface StockTransfer {
  readonly id: number;
  readonly status: TransferStatus;
  readonly fromWarehouseId: number;
  readonly toWarehouseId: number;
  readonly referenceName: string | null;
  readonly note: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Ascending by variant; at least one. */
  readonly lines: readonly TransferLine[];
  /** Oldest first; empty until something was sent. */
  readonly shipments: readonly TransferShipment[];
}

/** A transfer to be written. */
export interface NewTransfer {
  readonly status: 'draft' | 'ready_to_ship';
  readonly fromWarehouseId: number;
  readonly toWarehouseId: number;
  readonly referenceName: string | null;
  readonly note: string;
  readonly createdBy: string;
  readonly idempotencyKey: string;
  readonly nowMs: number;
  readonly lines: readonly { readonly variantId: number; readonly quantity: number }[];
}

/** A shipment to be written, before any of its units leaves. */
export interface NewShipment {
  readonly transferId: number;
  readonly expectedAtMs: number | null;
  readonly createdBy: string;
  readonly key: string;
  readonly nowMs: number;
  /** Variants of the transfer, each at most once. */
  readonly lines: readonly { readonly variantId: number; readonly quantity: number }[];
}

/** What arrived of a line, under the name of the command that said so: recorded once. */
export interface TransferArrival {
  readonly variantId: number;
  readonly commandId: string;
  readonly accepted: number;
  readonly rejected: number;
}

/** The papers of stock transfers; stock itself is decided by the SKUs' objects. Rejects when the records cannot be reached. */
export interface StockTransfers {
  /** Writes a transfer; under a key that was used before it writes nothing. Answers the id under the key either way. */
  create(transfer: NewTransfer): Promise<number>;
  /** Unknown ids are left out. */
  byIds(ids: readonly number[]): Promise<ReadonlyMap<number, StockTransfer>>;
  /** The transfer a shipment belongs to; null when there is no such shipment. */
  ofShipment(shipmentId: number): Promise<StockTransfer | null>;
  /** Newest first, at most `limit`, older than the given id when there is one; those in one of `statuses`, when some are given. */
  list(
    olderThanId: number | null,
    limit: number,
    statuses?: readonly TransferStatus[],
  ): Promise<readonly StockTransfer[]>;
  /** Moves a transfer on if it still is in one of the states `from`; false when it is not. */
  advance(id: number, from: readonly TransferStatus[], to: TransferStatus, nowMs: number): Promise<boolean>;
  /**
   * Takes units of a transfer for a shipment, all of them or none, and puts the transfer under way. In order: `not_open` (neither ready nor under way),
   * `known` (the key was used), `taken` (other shipments have taken so many that they do not suffice).
   */
  beginShipment(shipment: NewShipment): Promise<'begun' | 'not_open' | 'known' | 'taken'>;
  /** Notes that every unit of a shipment left; false when its transfer was called off meanwhile. */
  shipmentSent(shipmentId: number): Promise<boolean>;
  /** Marks a shipment whose units come back. */
  /** A shipment is refused only while it is being sent: false when somebody else has ended it already. */
  markShipment(shipmentId: number, status: 'refused' | 'called_off'): Promise<boolean>;
  /** A refused shipment's units can be sent by another. A transfer of which nothing else was sent is ready again. The shipment stays, for its name. */
  undoShipment(shipmentId: number, nowMs: number): Promise<void>;
  /** Notes arrivals, each variant at most once; one whose command is noted already changes nothing. */
  recordArrivals(shipmentId: number, arrivals: readonly TransferArrival[]): Promise<void>;
}
