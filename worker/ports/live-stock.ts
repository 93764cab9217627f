/** A variant's stock as it is told to shoppers. */
export interface LiveStockMessage {
  readonly variantId: number;
  /** Ledger sequence it is the state after; ask for what came later with it. */
  readonly sequence: number;
  /** Sum over warehouses of what the next shopper can still get. */
  readonly available: number;
  /** Whether one can be bought: available, or sold on as back-order or pre-order. */
  readonly forSale: boolean;
}

/** Hears one connection. `onClosed` is called once, when nothing more will come of it; not after the watcher closed it itself. */
export interface LiveStockListener {
  onMessage(message: LiveStockMessage): void;
  onClosed(): void;
}

/** An open connection, or why there is none: no such variant, or nobody answered (try again). */
export type LiveStockConnection =
  | { readonly ok: true; close(): void }
  | { readonly ok: false; readonly reason: 'not_found' | 'unavailable' };

/** Live stock of every variant, each one told by its own object. */
export interface LiveStock {
  /**
   * Connects to a variant. The first messages are the changes after `since` when few were missed, else the present one; always at least one. Never
   * rejects.
   */
  connect(variantId: number, since: number | null, listener: LiveStockListener): Promise<LiveStockConnection>;
}
