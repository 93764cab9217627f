import { includedTaxMinor, splitByLargestRemainder } from '../money/money.ts';
import { lineRefundMinor } from '../orders/refunds.ts';
import type { TaxTreatment } from './decide-tax.ts';
import type { TaxLine } from './tax-lines.ts';

/** One printed row. Amounts are minor units, with or without tax as the order's prices were. */
export interface DocumentLine {
  readonly title: string;
  readonly sku: string | null;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly rateBps: number;
  /** Taken off quantity x price; missing: nothing. */
  readonly discountMinor?: number | undefined;
  readonly totalMinor: number;
}

/** Everything an invoice or credit note says, except its number: frozen when it is issued, printed the same for ever. */
export interface TaxDocument {
  readonly kind: 'invoice' | 'credit_note';
  /** BCP 47 of the shopper. */
  readonly locale: string;
  readonly country: string;
  readonly orderName: string;
  /** The invoice a credit note takes back from; null in an invoice. */
  readonly invoiceNumber: string | null;
  readonly issuedAtMs: number;
  readonly suppliedAtMs: number;
  readonly seller: { readonly name: string; readonly lines: readonly string[]; readonly vatNumber: string };
  readonly buyer: { readonly lines: readonly string[]; readonly vatNumber: string | null };
  readonly currency: string;
  readonly taxIncluded: boolean;
  readonly treatment: TaxTreatment;
  readonly lines: readonly DocumentLine[];
  /** Delivery, or what a credit note gives back beside its lines; below 0 where it gives back less than they come to. */
  readonly restMinor: number;
  readonly tax: readonly TaxLine[];
  readonly taxMinor: number;
  readonly totalMinor: number;
}

/** An order as its documents need it. */
export interface DocumentedOrder {
  readonly name: string;
  readonly locale: string;
  readonly country: string;
  readonly placedAtMs: number;
  readonly currency: string;
  readonly taxIncluded: boolean;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  readonly treatment: TaxTreatment;
  readonly tax: readonly TaxLine[];
  readonly buyer: TaxDocument['buyer'];
  readonly lines: readonly (DocumentLine & { readonly id: number; readonly taxMinor: number })[];
}

/** The invoice of an order: its lines, delivery, and the tax table it was placed with. */
export function invoiceOf(order: DocumentedOrder, seller: TaxDocument['seller'], nowMs: number): TaxDocument {
  return {
    ...common(order, seller, nowMs),
    kind: 'invoice',
    invoiceNumber: null,
    lines: order.lines.map(printed),
    restMinor: order.shippingMinor,
    tax: order.tax,
    taxMinor: order.taxMinor,
    totalMinor: order.totalMinor,
  };
}

/** A refund that a credit note documents. */
export interface DocumentedRefund {
  readonly amountMinor: number;
  readonly lines: readonly { readonly orderLineId: number; readonly quantity: number }[];
  /** Units of each line that earlier refunds took. */
  readonly before: ReadonlyMap<number, number>;
  /** Tables of earlier credit notes of the order. */
  readonly earlier: readonly (readonly TaxLine[])[];
  /** What earlier refunds paid. */
  readonly earlierMinor: number;
}

/**
 * The credit note of a refund. Amounts are what is paid back, tax included. Lines are taxed at their own rates, the rest (delivery, or more or less than the
 * lines come to) as the order was as a whole. The refund that gives back the last of an order takes back what is left of its tax, so that the notes of an
 * order sum to its invoice exactly.
 */
export function creditNoteOf(
  order: DocumentedOrder,
  refund: DocumentedRefund,
  invoiceNumber: string,
  seller: TaxDocument['seller'],
  nowMs: number,
): TaxDocument {
  const lines = refund.lines.flatMap(({ orderLineId, quantity }) => {
    const line = order.lines.find((one) => one.id === orderLineId);
    if (!line || quantity === 0) return [];
    const facts = {
      id: line.id,
      variantId: null,
      quantity: line.quantity,
      fulfilledQuantity: 0,
      refundedQuantity: refund.before.get(line.id) ?? 0,
      cancelledQuantity: 0,
      totalMinor: line.totalMinor,
      taxMinor: line.taxMinor,
      requiresShipping: true,
      allocations: [],
    };
    const totalMinor = lineRefundMinor(facts, quantity, order.taxIncluded);
    return [
      {
        ...printed({ ...line, discountMinor: 0 }),
        quantity,
        unitPriceMinor: Math.trunc(totalMinor / quantity),
        totalMinor,
      },
    ];
  });
  const restMinor = lines.reduce((left, line) => left - line.totalMinor, refund.amountMinor);
  const isLast = refund.earlierMinor + refund.amountMinor === order.totalMinor;
  const tax = isLast ? remaining(order.tax, refund.earlier) : creditTable(order, lines, restMinor);
  return {
    ...common(order, seller, nowMs),
    kind: 'credit_note',
    invoiceNumber,
    taxIncluded: true,
    lines,
    restMinor,
    tax,
    taxMinor: tax.reduce((sum, row) => sum + row.taxMinor, 0),
    totalMinor: refund.amountMinor,
  };
}

const printed = ({
  title,
  sku,
  quantity,
  unitPriceMinor,
  rateBps,
  discountMinor,
  totalMinor,
}: DocumentLine): DocumentLine => ({
  title,
  sku,
  quantity,
  unitPriceMinor,
  rateBps,
  ...(discountMinor ? { discountMinor } : {}),
  totalMinor,
});

function common(order: DocumentedOrder, seller: TaxDocument['seller'], nowMs: number) {
  const { locale, country, currency, taxIncluded, treatment, buyer } = order;
  return {
    locale,
    country,
    currency,
    taxIncluded,
    treatment,
    buyer,
    seller,
    orderName: order.name,
    issuedAtMs: nowMs,
    suppliedAtMs: order.placedAtMs,
  };
}

/** Tax contained in what is paid back, by rate. */
function creditTable(order: DocumentedOrder, lines: readonly DocumentLine[], restMinor: number): TaxLine[] {
  const gross = new Map<number, number>();
  for (const { rateBps, totalMinor } of lines) gross.set(rateBps, (gross.get(rateBps) ?? 0) + totalMinor);
  const weights = order.tax.map((row) => row.netMinor + row.taxMinor);
  const parts = splitByLargestRemainder(restMinor, weights);
  for (const [index, { rateBps }] of order.tax.entries())
    gross.set(rateBps, (gross.get(rateBps) ?? 0) + (parts[index] ?? 0));
  return [...gross]
    .filter(([, amountMinor]) => amountMinor !== 0)
    .sort(([a], [b]) => b - a)
    .map(([rateBps, amountMinor]) => {
      const taxMinor = includedTaxMinor(amountMinor, rateBps);
      const title = order.tax.find((row) => row.rateBps === rateBps)?.title ?? '';
      return { title, rateBps, netMinor: amountMinor - taxMinor, taxMinor };
    });
}

function remaining(table: readonly TaxLine[], earlier: readonly (readonly TaxLine[])[]): TaxLine[] {
  const rows = new Map(table.map((row) => [row.rateBps, { ...row }]));
  for (const { title, rateBps, netMinor, taxMinor } of earlier.flat()) {
    const row = rows.get(rateBps) ?? { title, rateBps, netMinor: 0, taxMinor: 0 };
    rows.set(rateBps, { ...row, netMinor: row.netMinor - netMinor, taxMinor: row.taxMinor - taxMinor });
  }
  return [...rows.values()].filter((row) => row.netMinor !== 0 || row.taxMinor !== 0);
}

/** Series of a document: numbers begin anew each year, such as INV-2026. `day`: YYYY-MM-DD. */
export const seriesOf = (kind: TaxDocument['kind'], day: string): string =>
  `${kind === 'invoice' ? 'INV' : 'CN'}-${day.slice(0, 4)}`;

/** A number as it is printed, such as INV-2026-000042. */
export const documentNumber = (series: string, number: number): string =>
  `${series}-${String(number).padStart(6, '0')}`;
