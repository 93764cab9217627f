import type { PlacedOrder } from '../../commerce/checkout/order-draft.ts';

/** `id_taken`: another order has this number; nothing was written. `unavailable`: whether it was written is unknown, so write it again. */
export type RecordResult =
  | {
      readonly ok: true;
      readonly orderNumber: number;
      /** The outbox's message about it, for whoever announces it now; null when the order was there already. */
      readonly messageId: number | null;
    }
  | { readonly ok: false; readonly reason: 'id_taken' }
  | { readonly ok: false; readonly reason: 'unavailable'; readonly message: string };

/** Writes paid orders to the records. */
export interface OrderRecorder {
  /**
   * Writes an order with its customer, lines, payment, event and message, all or nothing, once: the same order written again gives the number of the
   * first time and adds nothing. Its message `order.placed` waits half a minute in the outbox for whoever sends it sooner.
   */
  record(order: PlacedOrder): Promise<RecordResult>;
}
