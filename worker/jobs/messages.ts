import type { StockChanged } from '../../commerce/inventory/stock-changed.ts';

/**
 * Everything that travels through the queue `EVENTS`, told apart by `topic`. Messages may be repeated and reordered: add a
 * topic here together with an idempotent consumer in consume.ts.
 */
export type EventMessage = StockChanged;
