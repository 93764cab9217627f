import type { SkuInventory } from '../../../durable-objects/sku-inventory/sku-inventory.ts';
import type { LiveStock, LiveStockMessage } from '../../ports/live-stock.ts';

function messageIn(data: unknown): LiveStockMessage | null {
  if (typeof data !== 'string') return null;
  const message: unknown = JSON.parse(data);
  return typeof message === 'object' &&
    message !== null &&
    'variantId' in message &&
    typeof message.variantId === 'number' &&
    'sequence' in message &&
    typeof message.sequence === 'number' &&
    'available' in message &&
    typeof message.available === 'number' &&
    'forSale' in message &&
    typeof message.forSale === 'boolean'
    ? {
        variantId: message.variantId,
        sequence: message.sequence,
        available: message.available,
        forSale: message.forSale,
      }
    : null;
}

/** The LiveStock port over the WebSocket of each SkuInventory object. */
export function skuObjectsLive(namespace: DurableObjectNamespace<SkuInventory>): LiveStock {
  return {
    async connect(variantId, since, listener) {
      const address = `https://stock.internal/live/stock/${variantId}${since === null ? '' : `?since=${since}`}`;
      let response: Response;
      try {
        const stub = namespace.get(namespace.idFromName(`variant:${variantId}`));
        response = await stub.fetch(address, { headers: { upgrade: 'websocket' } });
      } catch {
        return { ok: false, reason: 'unavailable' };
      }
      const socket = response.webSocket;
      if (!socket) return { ok: false, reason: response.status === 404 ? 'not_found' : 'unavailable' };
      let isOpen = true;
      const end = () => {
        if (!isOpen) return;
        isOpen = false;
        listener.onClosed();
      };
      socket.addEventListener('message', (event) => {
        const message = messageIn(event.data);
        if (isOpen && message) listener.onMessage(message);
      });
      socket.addEventListener('close', end);
      socket.addEventListener('error', end);
      socket.accept();
      return {
        ok: true,
        close() {
          isOpen = false;
          socket.close(1000, 'done');
        },
      };
    },
  };
}
