import { Hono } from 'hono';
import type { SaleQueue } from '../../durable-objects/sale-queue/sale-queue.ts';
import type { SaleTickets } from '../ports/sale-queues.ts';

/** The binding this route needs. */
export interface LiveQueueBindings {
  readonly SALE_QUEUE: DurableObjectNamespace<SaleQueue>;
}

/**
 * `GET /live/queue/:token` upgraded to a WebSocket: the queue itself tells the holder of a ticket their place, now and with every change, as
 * `{type: 'queue', status, ahead, quantity, untilMs, end ...}`. Tokens that were not signed here never reach the queue. Answers in order: 404 for no ticket,
 * 426 without an upgrade, then the queue's 404 (a drop that is long over).
 */
export function liveQueue<B extends LiveQueueBindings>(ticketsOf: (env: B) => SaleTickets): Hono<{ Bindings: B }> {
  const app = new Hono<{ Bindings: B }>();
  app.get('/live/queue/:token{[0-9a-f-]{1,90}}', (c) => {
    const ticket = ticketsOf(c.env).read(c.req.param('token'));
    if (!ticket) return c.text('There is no such ticket.\n', 404);
    if (c.req.header('upgrade')?.toLowerCase() !== 'websocket')
      return c.text('A place in the queue is a WebSocket.\n', 426, { upgrade: 'websocket' });
    const namespace = c.env.SALE_QUEUE;
    const url = new URL(`http://queue/?drop=${ticket.dropId}&number=${ticket.number}`);
    return namespace.get(namespace.idFromName(`variant:${ticket.variantId}`)).fetch(new Request(url, c.req.raw));
  });
  return app;
}
