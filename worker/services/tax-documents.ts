import { civilDay } from '../../commerce/tax/tax-day.ts';
import {
  creditNoteOf,
  type DocumentedOrder,
  type DocumentedRefund,
  invoiceOf,
  seriesOf,
} from '../../commerce/tax/tax-document.ts';
import { taxSettingsOf } from '../../commerce/tax/tax-settings.ts';
import type { Clock } from '../ports/clock.ts';
import type { OrderRecord, OrderRecords, RecordedAddress, RefundRecord } from '../ports/orders.ts';
import type { InvoicedOrder, IssuedDocument, OrderTaxRecord, TaxDocuments } from '../ports/tax-documents.ts';

export interface TaxDocumentDeps {
  readonly orders: Pick<OrderRecords, 'byIds'>;
  readonly taxDocuments: TaxDocuments;
  readonly clock: Clock;
  /** Country whose calendar numbers documents by year. */
  sellerCountry(): Promise<string>;
}

const isPaid = ({ financialStatus }: OrderRecord): boolean =>
  ['paid', 'partially_refunded', 'refunded'].includes(financialStatus);

/**
 * The documents an order should have, issued where they are missing: its invoice once it is paid, then a credit note for each refund that was paid, in their
 * order. Safe to repeat and to run twice at the same moment. Empty for an unknown or unpaid order.
 */
export async function issueTaxDocuments(deps: TaxDocumentDeps, orderId: number): Promise<readonly IssuedDocument[]> {
  const { taxDocuments } = deps;
  const [issued, orders] = await Promise.all([taxDocuments.ofOrder(orderId), deps.orders.byIds([orderId])]);
  const order = orders.get(orderId);
  if (!order || !isPaid(order)) return issued;
  const paid = order.refunds.filter((refund) => refund.status === 'succeeded' && refund.amountMinor > 0);
  const missing = paid.filter((refund) => !issued.some((one) => one.refundId === refund.id));
  const known = issued.find((one) => one.refundId === null);
  if (known && missing.length === 0) return issued;
  const [tax, settings, country] = await Promise.all([
    taxDocuments.taxOf(orderId),
    taxDocuments.settings(),
    deps.sellerCountry(),
  ]);
  const { seller } = taxSettingsOf(settings);
  const nowMs = deps.clock.nowMs();
  const day = civilDay(country, nowMs);
  const documented = documentedOrder(order, tax);
  const issue = (refundId: number | null, document: IssuedDocument['document']) =>
    taxDocuments.issue({ orderId, refundId, series: seriesOf(document.kind, day), document });
  const invoice = known ?? (await issue(null, invoiceOf(documented, seller, nowMs)));
  const notes = issued.filter((one) => one.refundId !== null);
  for (const refund of missing) {
    const facts = documentedRefund(refund, paid, notes);
    notes.push(await issue(refund.id, creditNoteOf(documented, facts, invoice.number, seller, nowMs)));
  }
  return [invoice, ...notes];
}

/**
 * Issues the invoices that paid orders still lack, all with two statements: what a rush of orders is given. Safe to repeat and to run twice at the same moment.
 */
export async function issueInvoices(deps: TaxDocumentDeps, orderIds: readonly number[]): Promise<void> {
  const [{ settings, orders }, country] = await Promise.all([
    deps.taxDocuments.withoutInvoice(orderIds),
    deps.sellerCountry(),
  ]);
  const { seller } = taxSettingsOf(settings);
  const nowMs = deps.clock.nowMs();
  const series = seriesOf('invoice', civilDay(country, nowMs));
  const documents = orders.map(({ order, tax }) => ({
    orderId: order.id,
    series,
    document: invoiceOf(documentedOrder(order, tax), seller, nowMs),
  }));
  if (await deps.taxDocuments.issueInvoices(documents)) return;
  for (const { orderId, document } of documents)
    await deps.taxDocuments.issue({ orderId, refundId: null, series, document });
}

/** What earlier notes gave back counts as before this refund, whichever was paid first. */
function documentedRefund(
  refund: RefundRecord,
  paid: readonly RefundRecord[],
  notes: readonly IssuedDocument[],
): DocumentedRefund {
  const earlier = paid.filter((one) => notes.some((note) => note.refundId === one.id));
  const before = new Map<number, number>();
  for (const { orderLineId, quantity } of earlier.flatMap((one) => one.lines))
    before.set(orderLineId, (before.get(orderLineId) ?? 0) + quantity);
  return {
    amountMinor: refund.amountMinor,
    lines: refund.lines,
    before,
    earlier: notes.map((note) => note.document.tax),
    earlierMinor: earlier.reduce((sum, one) => sum + one.amountMinor, 0),
  };
}

/** An order of before taxes were recorded has the table its lines make; delivery's tax is what they leave. */
function documentedOrder(order: InvoicedOrder, tax: OrderTaxRecord | null): DocumentedOrder {
  const lines = order.lines.map((line) => ({
    id: line.id,
    title: [line.title, line.variantTitle].filter(Boolean).join(' / '),
    sku: line.sku,
    quantity: line.quantity,
    unitPriceMinor: line.unitPriceMinor,
    rateBps: line.taxRateBps ?? 0,
    discountMinor: line.discountMinor,
    totalMinor: line.totalMinor,
    taxMinor: line.taxMinor,
  }));
  const netMinor = order.totalMinor - order.taxMinor;
  const highest = Math.max(0, ...lines.map((line) => line.rateBps));
  return {
    name: `#${order.number}`,
    locale: order.locale,
    country: order.country,
    placedAtMs: order.placedAtMs,
    currency: order.currency,
    taxIncluded: order.taxIncluded,
    shippingMinor: order.shippingMinor,
    taxMinor: order.taxMinor,
    totalMinor: order.totalMinor,
    treatment: tax?.treatment ?? (order.taxMinor > 0 ? 'taxed' : 'untaxed'),
    tax: tax?.lines ?? [{ title: '', rateBps: highest, netMinor, taxMinor: order.taxMinor }],
    buyer: {
      lines: addressOf(order.billingAddress ?? order.shippingAddress, order.email),
      vatNumber: tax?.buyerNumber ?? null,
    },
    lines,
  };
}

function addressOf(address: RecordedAddress | null, email: string): string[] {
  if (!address) return [email];
  const { firstName, lastName, company, address1, address2, zip, city, provinceCode, countryCode } = address;
  const lines = [
    company,
    [firstName, lastName].filter(Boolean).join(' '),
    address1,
    address2,
    [zip, city, provinceCode].filter(Boolean).join(' '),
  ];
  return [...lines, countryCode].filter((line): line is string => Boolean(line));
}
