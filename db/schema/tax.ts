import { sql } from 'drizzle-orm';
import {
  bigint,
  char,
  check,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { identity, moment, ref } from './columns.ts';
import { orders, refunds } from './orders.ts';

/** Rates of tax by place, class of goods and day (TaxRate in commerce/tax/tax-rates.ts). */
export const taxRates = pgTable(
  'tax_rates',
  {
    id: identity(),
    country: char('country', { length: 2 }).notNull(),
    /** Province or state code; '' = the whole country. */
    region: text('region').notNull().default(''),
    /** Regular expression over the whole postcode; '' = any. */
    postcodes: text('postcodes').notNull().default(''),
    taxClass: text('tax_class').notNull().default('standard'),
    title: text('title').notNull(),
    /** Basis points, to two decimals. */
    rateBps: doublePrecision('rate_bps').notNull(),
    /** First day, in the country's own calendar. */
    validFrom: date('valid_from', { mode: 'string' }).notNull().default('0001-01-01'),
    /** First day it is no longer valid. */
    validTo: date('valid_to', { mode: 'string' }),
    /** Who wrote it: `manual` for people, else the kind of file; a file replaces only what its kind wrote. */
    source: text('source').notNull().default('manual'),
  },
  (t) => [
    uniqueIndex('tax_rates_place').on(t.country, t.region, t.postcodes, t.taxClass, t.validFrom, t.source),
    check('tax_rates_range', sql`${t.rateBps} between 0 and 10000`),
    check('tax_rates_days', sql`${t.validTo} is null or ${t.validTo} > ${t.validFrom}`),
  ],
);

/** One row: the seller as tax offices see it (TaxSettings in commerce/tax/tax-settings.ts). */
export const taxSettings = pgTable('tax_settings', {
  id: integer('id').primaryKey().default(1),
  settings: jsonb('settings').$type<Record<string, unknown>>().notNull(),
});

/** How an order was taxed, written with it; an order of before has none. */
export const orderTaxes = pgTable('order_taxes', {
  orderId: ref('order_id')
    .primaryKey()
    .references(() => orders.id, { onDelete: 'cascade' }),
  treatment: text('treatment').notNull(),
  /** Whose law applied. */
  country: char('country', { length: 2 }).notNull(),
  territory: text('territory'),
  /** The business' VAT number as it was checked, with what the register said; null: a consumer. */
  buyerNumber: jsonb('buyer_number').$type<Record<string, unknown>>(),
  /** Rows of the tax table, summing to the order's tax. */
  lines: jsonb('lines').$type<{ title: string; rateBps: number; netMinor: number; taxMinor: number }[]>().notNull(),
});

export const taxDocumentKind = pgEnum('tax_document_kind', ['invoice', 'credit_note']);

/** The next number of each series: taken by updating this row in the statement that writes the document, so numbers have no gaps. */
export const documentSeries = pgTable(
  'document_series',
  {
    /** Such as INV-2026: numbers begin anew each year. */
    series: text('series').primaryKey(),
    nextNumber: bigint('next_number', { mode: 'number' }).notNull().default(1),
  },
  (t) => [check('document_series_positive', sql`${t.nextNumber} > 0`)],
);

/** Invoices and credit notes, frozen as they were issued. */
export const taxDocuments = pgTable(
  'tax_documents',
  {
    id: identity(),
    kind: taxDocumentKind('kind').notNull(),
    series: text('series')
      .notNull()
      .references(() => documentSeries.series),
    number: bigint('number', { mode: 'number' }).notNull(),
    orderId: ref('order_id')
      .notNull()
      .references(() => orders.id),
    /** The refund a credit note is for. */
    refundId: ref('refund_id').references(() => refunds.id),
    /** Everything printed (TaxDocument in commerce/tax/tax-document.ts): the same document for ever. */
    content: jsonb('content').$type<Record<string, unknown>>().notNull(),
    issuedAt: moment('issued_at').notNull(),
  },
  (t) => [
    uniqueIndex('tax_documents_number').on(t.series, t.number),
    uniqueIndex('tax_documents_invoice').on(t.orderId).where(sql`${t.kind} = 'invoice'`),
    uniqueIndex('tax_documents_refund').on(t.refundId),
    index('tax_documents_order').on(t.orderId),
    check('tax_documents_refund_set', sql`(${t.kind} = 'credit_note') = (${t.refundId} is not null)`),
  ],
);
