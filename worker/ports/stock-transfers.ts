/** What a transfer goes through: made up, packed, on its way, and ended one way or the other. */
export type TransferStatus = 'draft' | 'ready_to_ship' | 'in_progress' | 'transferred' | 'canceled';

/** Units of one variant on a transfer. */
export interface TransferLine {
  readonly variantId: number;
  readonly quantity: number;
  /** Arrived and put on the shelf. */
  readonly accepted: number;
  /** Arrived broken, or not at all. */
  readonly rejected: number;
}

/** Units a merchant moves between two warehouses; the stock objects know them as `transfer:ID`. */
export interface StockTransfer {
  readonly id: number;
  readonly status: TransferStatus;
  readonly fromWarehouseId: number;
  readonly toWarehouseId: number;
  readonly expectedAtMs: number | null;
  /** Null until it was sent. */
  readonly shippedAtMs: number | null;
  readonly referenceName: string | null;
  readonly note: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Ascending by variant; at least one. */
  readonly lines: readonly TransferLine[];
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
  /** Newest first, at most `limit`, older than the given id when there is one. */
  list(olderThanId: number | null, limit: number): Promise<readonly StockTransfer[]>;
  /** Moves a transfer on if it still is in one of the states `from`; false when it is not. `shipped` also notes when and until when. */
  advance(
    id: number,
    from: readonly TransferStatus[],
    to: TransferStatus,
    nowMs: number,
    shipped?: { readonly expectedAtMs: number | null },
  ): Promise<boolean>;
  /** Notes arrivals; one whose command is noted already changes nothing. */
  recordArrivals(id: number, arrivals: readonly TransferArrival[]): Promise<void>;
}
