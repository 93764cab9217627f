import { Hono } from 'hono';
import type { SkuInventory } from '../../durable-objects/sku-inventory/sku-inventory.ts';

/** The binding this route needs. */
export interface LiveStockBindings {
  readonly SKU_INVENTORY: DurableObjectNamespace<SkuInventory>;
}

/**
 * `GET /live/stock/:variantId` upgraded to a WebSocket: the variant's object itself tells what can be sold, now and with
 * every change, as `{type: 'stock', variantId, sequence, available, forSale}`. `?since=SEQUENCE` resumes after a lost
 * connection. Mount it with `app.route('/', liveStock())`. Answers in order: 404 for no variant id, 426 without an
 * upgrade, then the object's 503 (records away, ask again) or 404 (no such variant).
 */
export function liveStock(): Hono<{ Bindings: LiveStockBindings }> {
  const app = new Hono<{ Bindings: LiveStockBindings }>();
  app.get('/live/stock/:variantId{[1-9][0-9]{0,14}}', (c) => {
    if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') {
      return c.text('Live stock is a WebSocket.\n', 426, { upgrade: 'websocket' });
    }
    const namespace = c.env.SKU_INVENTORY;
    return namespace.get(namespace.idFromName(`variant:${c.req.param('variantId')}`)).fetch(c.req.raw);
  });
  return app;
}
