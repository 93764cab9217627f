import { type Exchange, inBaseMinor } from '../../../commerce/currency/exchange.ts';
import { money } from '../../../commerce/money/money.ts';
import type { OrderRecord, PaymentRecord, RefundRecord } from '../../ports/orders.ts';
import { adminBuilder } from './builder.ts';
import type { TwoMoneys } from './common.ts';

/** An amount of an order, with what it was worth in the shop's currency at the order's rate. */
export const both = (
  { currency, exchange }: Pick<OrderRecord, 'currency' | 'exchange'>,
  amountMinor: number,
): TwoMoneys => ({
  ...money(amountMinor, currency),
  ...(exchange ? { shop: money(inBaseMinor(exchange, amountMinor), exchange.base) } : {}),
});

/** A payment with the rate of its order. */
export interface PaymentOf extends PaymentRecord {
  readonly exchange: Exchange | null;
}

/** A refund with the rate of its order. */
export interface RefundOf extends RefundRecord {
  readonly exchange: Exchange | null;
}

export const ExchangeType = adminBuilder.objectRef<Exchange>('OrderExchange').implement({
  description:
    'What an order’s currency was worth in the shop’s own when it was placed; refunds use the same rate. An addition to the Admin API.',
  fields: (t) => ({
    baseCurrencyCode: t.exposeString('base'),
    rate: t.field({
      type: 'Decimal',
      description: 'Units of the shop’s currency for one unit of the order’s, to ten decimals.',
      resolve: (one) => one.rate,
    }),
    day: t.exposeString('day', { description: 'ISO date of the rate.' }),
    source: t.exposeString('source', { description: 'Who published it; empty where both currencies are the same.' }),
  }),
});
