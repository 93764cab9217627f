import type { TaxDocument } from '../../commerce/tax/tax-document.ts';
import type { OrderLineRecord, OrderRecord } from './orders.ts';

/** An issued invoice or credit note. */
export interface IssuedDocument {
  readonly id: number;
  /** As printed: INV-2026-000042. */
  readonly number: string;
  readonly orderId: number;
  readonly refundId: number | null;
  readonly document: TaxDocument;
}

/** A document to issue: the invoice of an order, or the credit note of one of its refunds. */
export interface DocumentToIssue {
  readonly orderId: number;
  readonly refundId: number | null;
  readonly series: string;
  readonly document: TaxDocument;
}

/** How an order was taxed, as recorded with it. */
export interface OrderTaxRecord {
  readonly treatment: TaxDocument['treatment'];
  readonly buyerNumber: string | null;
  readonly lines: TaxDocument['tax'];
}

/** What a document says of its order. */
export interface InvoicedOrder
  extends Pick<
    OrderRecord,
    | 'id'
    | 'number'
    | 'email'
    | 'locale'
    | 'country'
    | 'currency'
    | 'placedAtMs'
    | 'taxIncluded'
    | 'shippingMinor'
    | 'taxMinor'
    | 'totalMinor'
    | 'shippingAddress'
    | 'billingAddress'
  > {
  readonly lines: readonly Pick<
    OrderLineRecord,
    | 'id'
    | 'title'
    | 'variantTitle'
    | 'sku'
    | 'quantity'
    | 'unitPriceMinor'
    | 'taxRateBps'
    | 'discountMinor'
    | 'totalMinor'
    | 'taxMinor'
  >[];
}

/** Invoices and credit notes. Each call is one statement; rejects when the records cannot be reached. */
export interface TaxDocuments {
  /** The documents of an order, oldest first. */
  ofOrder(orderId: number): Promise<readonly IssuedDocument[]>;
  /**
   * Issues a document under the next number of its series, in one transaction: numbers have no gaps, whatever fails. A document that was issued before is
   * answered as it was.
   */
  issue(document: DocumentToIssue): Promise<IssuedDocument>;
  /** Those of the orders that are paid and have no invoice, with how they were taxed, and the seller as set up. */
  withoutInvoice(orderIds: readonly number[]): Promise<{
    readonly settings: unknown;
    readonly orders: readonly { readonly order: InvoicedOrder; readonly tax: OrderTaxRecord | null }[];
  }>;
  /**
   * Issues the invoices of several orders, all or none; orders that have one are passed over. False when somebody issued one of them at the same moment: then
   * nothing was written.
   */
  issueInvoices(documents: readonly Omit<DocumentToIssue, 'refundId'>[]): Promise<boolean>;
  /** Null for an order of before taxes were recorded. */
  taxOf(orderId: number): Promise<OrderTaxRecord | null>;
  /** The seller as set up. */
  settings(): Promise<unknown>;
}

/** Prints a document as PDF. */
export interface DocumentPrinter {
  print(document: TaxDocument, number: string): Promise<Uint8Array>;
}
