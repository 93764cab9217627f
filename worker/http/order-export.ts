import type { OrderRecords } from '../ports/orders.ts';
import { exportOrders } from '../services/export-orders.ts';

const DAY_MS = 86_400_000;

/** Midnight UTC of an ISO date; null: it is none. */
function midnight(text: string | null): number | null {
  const time = text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

/** Text as it comes; a reader that leaves ends the reading of records too. */
function streamOf(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const next = await parts.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}

/**
 * A file of records for staff, who were let in before: `orders.csv` with `from` and `until` (ISO dates in UTC; the second is left out of the file). Refusals
 * in order: 404 another name, 400 a date that is missing or wrong, 400 an empty or longer than ten years' span.
 */
export function exportResponse(
  deps: { readonly orders: Pick<OrderRecords, 'list'> },
  name: string,
  query: URLSearchParams,
): Response {
  const headers = { 'cache-control': 'private, no-store' };
  if (name !== 'orders.csv') return new Response('Not found', { status: 404, headers });
  const [from, until] = [midnight(query.get('from')), midnight(query.get('until'))];
  if (from === null || until === null)
    return new Response('from and until must be days, such as 2026-11-24.', { status: 400, headers });
  if (until <= from || until - from > 3_660 * DAY_MS)
    return new Response('until must be after from, by at most ten years.', { status: 400, headers });
  return new Response(streamOf(exportOrders(deps.orders, from, until)), {
    headers: {
      ...headers,
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="orders-${query.get('from')}-${query.get('until')}.csv"`,
    },
  });
}
