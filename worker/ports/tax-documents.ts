import type { TaxDocument } from '../../commerce/tax/tax-document.ts';

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

/** Invoices and credit notes. Each call is one statement; rejects when the records cannot be reached. */
export interface TaxDocuments {
  /** The documents of an order, oldest first. */
  ofOrder(orderId: number): Promise<readonly IssuedDocument[]>;
  /**
   * Issues a document under the next number of its series, in one transaction: numbers have no gaps, whatever fails. A document that was issued before is
   * answered as it was.
   */
  issue(document: DocumentToIssue): Promise<IssuedDocument>;
  /** Null for an order of before taxes were recorded. */
  taxOf(orderId: number): Promise<OrderTaxRecord | null>;
  /** The seller as set up. */
  settings(): Promise<unknown>;
}

/** Prints a document as PDF. */
export interface DocumentPrinter {
  print(document: TaxDocument, number: string): Promise<Uint8Array>;
}
