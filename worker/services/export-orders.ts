import { inBaseMinor } from '../../commerce/currency/exchange.ts';
import { money, toDecimalString } from '../../commerce/money/money.ts';
import type { OrderRecord, OrderRecords } from '../ports/orders.ts';

/** Orders read at once. */
const PAGE = 250;

const COLUMNS = [
  'name',
  'created_at',
  'email',
  'country',
  'financial_status',
  'fulfillment_status',
  'cancelled_at',
  'currency',
  'subtotal',
  'discount',
  'shipping',
  'tax',
  'total',
  'refunded',
  'base_currency',
  'exchange_rate',
  'exchange_rate_day',
  'exchange_rate_source',
  'base_tax',
  'base_total',
  'base_refunded',
] as const;

/** A cell as RFC 4180 has it. One that a spreadsheet would take for a formula begins with an apostrophe. Source: https://owasp.org/www-community/attacks/CSV_Injection */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;
const iso = (timeMs: number | null): string => (timeMs === null ? '' : new Date(timeMs).toISOString());

/** An order as a line of the file; what no rate was known of is empty. */
function orderLine(order: OrderRecord): string {
  const { currency, exchange } = order;
  const own = (minor: number) => toDecimalString(money(minor, currency));
  const base = (minor: number | null) =>
    exchange && minor !== null ? toDecimalString(money(minor, exchange.base)) : '';
  const counted = order.refunds.filter((one) => one.status !== 'failed');
  const refundedInBase = counted.reduce((sum, one) => sum + (one.baseAmountMinor ?? 0), 0);
  return line([
    `#${order.number}`,
    iso(order.placedAtMs),
    order.email,
    order.country,
    order.financialStatus,
    order.fulfilmentStatus,
    iso(order.cancelledAtMs),
    currency,
    own(order.subtotalMinor),
    own(order.discountMinor),
    own(order.shippingMinor),
    own(order.taxMinor),
    own(order.totalMinor),
    own(order.refundedMinor),
    exchange?.base ?? '',
    exchange?.rate ?? '',
    exchange?.day ?? '',
    exchange?.source ?? '',
    exchange ? base(inBaseMinor(exchange, order.taxMinor)) : '',
    base(order.baseTotalMinor),
    base(refundedInBase),
  ]);
}

/** Orders placed from a moment until before another as lines of CSV, oldest first, the names of the columns before them. One page of orders is held at a time. */
export async function* exportOrders(
  orders: Pick<OrderRecords, 'list'>,
  placedFromMs: number,
  placedBeforeMs: number,
): AsyncGenerator<string> {
  yield line(COLUMNS);
  let after: { readonly placedAtMs: number; readonly id: number } | null = null;
  do {
    const page: Awaited<ReturnType<OrderRecords['list']>> = await orders.list({
      filter: { placedFromMs, placedBeforeMs },
      newestFirst: false,
      limit: PAGE,
      after,
    });
    const text = page.orders.map(orderLine).join('');
    if (text !== '') yield text;
    const last = page.orders.at(-1);
    after = page.hasNextPage && last ? { placedAtMs: last.placedAtMs, id: last.id } : null;
  } while (after !== null);
}
