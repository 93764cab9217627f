import type { FinancialStatus, FulfilmentStatus, OrderFilter } from '../../ports/orders.ts';

const FINANCIAL: readonly FinancialStatus[] = [
  'pending',
  'authorized',
  'paid',
  'partially_refunded',
  'refunded',
  'voided',
];
const FULFILMENT: Readonly<Record<string, FulfilmentStatus>> = {
  unfulfilled: 'unfulfilled',
  unshipped: 'unfulfilled',
  partial: 'partially_fulfilled',
  partially_fulfilled: 'partially_fulfilled',
  shipped: 'fulfilled',
  fulfilled: 'fulfilled',
};

/** A filter, or the word that was not understood. */
export type OrderQueryResult =
  | { readonly ok: true; readonly filter: OrderFilter }
  | { readonly ok: false; readonly message: string };

/**
 * Reads the `query` of `orders` in the Admin API's search syntax: `financial_status:paid`, `fulfillment_status:unfulfilled`,
 * `status:open|cancelled|any`, `email:...`, `name:#1001`, `created_at:>=2026-11-01`; a bare word is an order number or an email.
 * Source: https://shopify.dev/docs/api/usage/search-syntax
 */
export function readOrderQuery(query: string): OrderQueryResult {
  const filter: { -readonly [K in keyof OrderFilter]: OrderFilter[K] } = {};
  for (const word of query
    .trim()
    .split(/\s+(?:AND\s+)?/)
    .filter(Boolean)) {
    const problem = readWord(word, filter);
    if (problem) return { ok: false, message: `query: ${problem}` };
  }
  return { ok: true, filter };
}

function readWord(word: string, filter: { -readonly [K in keyof OrderFilter]: OrderFilter[K] }): string | null {
  const [, field, comparator, raw] = /^(?:([a-z_]+):)?(>=|<=|>|<)?(.*)$/.exec(word) ?? [];
  const value = (raw ?? '').replace(/^["']|["']$/g, '');
  switch (field) {
    case 'financial_status': {
      const status = FINANCIAL.find((one) => one === value.toLowerCase());
      if (!status) return `financial_status knows ${FINANCIAL.join(', ')}.`;
      filter.financialStatus = status;
      return null;
    }
    case 'fulfillment_status': {
      const status = FULFILMENT[value.toLowerCase()];
      if (!status) return `fulfillment_status knows ${Object.keys(FULFILMENT).join(', ')}.`;
      filter.fulfilmentStatus = status;
      return null;
    }
    case 'status':
      if (value === 'cancelled') filter.isCancelled = true;
      else if (value === 'open') filter.isCancelled = false;
      else if (value !== 'any') return 'status knows open, cancelled, any.';
      return null;
    case 'email':
      filter.email = value.toLowerCase();
      return null;
    case 'created_at':
    case 'processed_at': {
      const time = Date.parse(value);
      if (Number.isNaN(time)) return `${field} needs a date such as 2026-11-24.`;
      if (comparator === '<' || comparator === '<=') filter.placedBeforeMs = comparator === '<' ? time : time + 1;
      else filter.placedFromMs = comparator === '>' ? time + 1 : time;
      return null;
    }
    case 'name':
    case undefined: {
      const number = /^#?(\d{1,15})$/.exec(value)?.[1];
      if (number) filter.number = Number(number);
      else if (value.includes('@')) filter.email = value.toLowerCase();
      else return `"${value}" is neither an order number nor an email address.`;
      return null;
    }
    default:
      return `the field ${field} is not known.`;
  }
}
