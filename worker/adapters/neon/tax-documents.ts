import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { documentNumber, type TaxDocument } from '../../../commerce/tax/tax-document.ts';
import type { Db } from '../../../db/client.ts';
import type {
  DocumentToIssue,
  InvoicedOrder,
  IssuedDocument,
  OrderTaxRecord,
  TaxDocuments,
} from '../../ports/tax-documents.ts';
import { isUniqueViolation } from './sql-state.ts';

const Treatment = z.enum(['taxed', 'export', 'reverse_charge', 'untaxed']);
const Line = z.object({ title: z.string(), rateBps: z.number(), netMinor: z.number(), taxMinor: z.number() });
const Content = z.object({
  kind: z.enum(['invoice', 'credit_note']),
  locale: z.string(),
  country: z.string(),
  orderName: z.string(),
  invoiceNumber: z.string().nullable(),
  issuedAtMs: z.number(),
  suppliedAtMs: z.number(),
  seller: z.object({ name: z.string(), lines: z.array(z.string()), vatNumber: z.string() }),
  buyer: z.object({ lines: z.array(z.string()), vatNumber: z.string().nullable() }),
  currency: z.string(),
  taxIncluded: z.boolean(),
  treatment: Treatment,
  lines: z.array(
    z.object({
      title: z.string(),
      sku: z.string().nullable(),
      quantity: z.number(),
      unitPriceMinor: z.number(),
      rateBps: z.number(),
      discountMinor: z.number().optional(),
      totalMinor: z.number(),
    }),
  ),
  restMinor: z.number(),
  tax: z.array(Line),
  taxMinor: z.number(),
  totalMinor: z.number(),
}) satisfies z.ZodType<TaxDocument>;

type Row = {
  id: string | number;
  series: string;
  number: string | number;
  order_id: string | number;
  refund_id: string | number | null;
  content: unknown;
};

const issuedOf = (row: Row): IssuedDocument => ({
  id: Number(row.id),
  number: documentNumber(row.series, Number(row.number)),
  orderId: Number(row.order_id),
  refundId: row.refund_id === null ? null : Number(row.refund_id),
  document: Content.parse(row.content),
});

/**
 * One statement: the series' row is locked by its update until the document is in, so the next number is taken only together with it, and a document that
 * is there already takes none.
 */
const issueStatement = ({ orderId, refundId, series, document }: DocumentToIssue) => sql`with known as (
    select from tax_documents where order_id = ${orderId}::bigint and refund_id is not distinct from ${refundId}::bigint
  ), next as (
    insert into document_series (series, next_number) select ${series}::text, 2 where not exists (select from known)
    on conflict (series) do update set next_number = document_series.next_number + 1
    returning next_number - 1 as number
  )
  insert into tax_documents (kind, series, number, order_id, refund_id, content, issued_at)
  select ${document.kind}::tax_document_kind, ${series}::text, next.number, ${orderId}::bigint, ${refundId}::bigint, ${JSON.stringify(document)}::jsonb,
    ${new Date(document.issuedAtMs).toISOString()}::timestamptz from next`;

/** As above for many invoices: each series moves on by as many as are missing of it. */
const invoicesStatement = (documents: readonly Omit<DocumentToIssue, 'refundId'>[]) => sql`with missing as (
    select x.*, row_number() over (partition by x.series order by x."orderId") as place
    from jsonb_to_recordset(${JSON.stringify(documents)}::jsonb) as x("orderId" bigint, series text, document jsonb)
    where not exists (select from tax_documents d where d.order_id = x."orderId" and d.refund_id is null)
  ), next as (
    insert into document_series (series, next_number) select series, 1 + count(*) from missing group by series order by series
    on conflict (series) do update set next_number = document_series.next_number + excluded.next_number - 1
    returning series, next_number
  )
  insert into tax_documents (kind, series, number, order_id, content, issued_at)
  select 'invoice', m.series, n.next_number - (select count(*) from missing c where c.series = m.series) - 1 + m.place, m."orderId", m.document,
    to_timestamp((m.document ->> 'issuedAtMs')::bigint / 1000.0)
  from missing m join next n on n.series = m.series order by m.series, m.place`;

type TaxRow = { treatment: unknown; number: string | null; lines: unknown };

const taxRecordOf = (row: TaxRow): OrderTaxRecord => ({
  treatment: Treatment.parse(row.treatment),
  buyerNumber: row.number,
  lines: z.array(Line).parse(row.lines),
});

const withoutInvoiceStatement = (orderIds: readonly number[]) => sql`select
    (select settings from tax_settings where id = 1) as settings,
    coalesce((select jsonb_agg(jsonb_build_object('order', jsonb_build_object(
      'id', o.id, 'number', o.number, 'email', o.email, 'locale', o.locale, 'country', o.country, 'currency', o.currency,
      'placedAtMs', floor(extract(epoch from o.placed_at) * 1000)::bigint, 'taxIncluded', o.tax_included, 'shippingMinor', o.shipping_minor,
      'taxMinor', o.tax_minor, 'totalMinor', o.total_minor, 'shippingAddress', o.shipping_address, 'billingAddress', o.billing_address,
      'lines', (select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'title', l.title, 'variantTitle', l.variant_title, 'sku', l.sku,
        'quantity', l.quantity, 'unitPriceMinor', l.unit_price_minor, 'taxRateBps', l.tax_rate_bps, 'discountMinor', l.discount_minor,
        'totalMinor', l.total_minor, 'taxMinor', l.tax_minor) order by l.position), '[]') from order_lines l where l.order_id = o.id)),
      'tax', (select jsonb_build_object('treatment', t.treatment, 'number', t.buyer_number ->> 'text', 'lines', t.lines)
        from order_taxes t where t.order_id = o.id)) order by o.id)
      from orders o where o.id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb))
        and o.financial_status in ('paid', 'partially_refunded', 'refunded')
        and not exists (select from tax_documents d where d.order_id = o.id and d.refund_id is null)), '[]') as orders`;

/** Invoices and credit notes in Postgres. */
export function neonTaxDocuments(db: Db): TaxDocuments {
  const ofOrder = async (orderId: number): Promise<readonly IssuedDocument[]> => {
    const { rows } = await db.execute<Row>(
      sql`select id, series, number, order_id, refund_id, content from tax_documents where order_id = ${orderId} order by id`,
    );
    return rows.map(issuedOf);
  };
  return {
    ofOrder,
    async issue(document) {
      try {
        await db.execute(issueStatement(document));
      } catch (error) {
        // Somebody issued it at the same moment; this statement was taken back whole, its number with it.
        if (!isUniqueViolation(error)) throw error;
      }
      const issued = (await ofOrder(document.orderId)).find((one) => one.refundId === document.refundId);
      if (!issued) throw new Error(`tax document of order ${document.orderId} was not written`);
      return issued;
    },
    async taxOf(orderId): Promise<OrderTaxRecord | null> {
      const { rows } = await db.execute<TaxRow>(
        sql`select treatment, buyer_number ->> 'text' as number, lines from order_taxes where order_id = ${orderId}`,
      );
      return rows[0] ? taxRecordOf(rows[0]) : null;
    },
    async withoutInvoice(orderIds) {
      type Row = { settings: unknown; orders: { order: InvoicedOrder; tax: TaxRow | null }[] };
      const { rows } = await db.execute<Row>(withoutInvoiceStatement(orderIds));
      const { settings = null, orders = [] } = rows[0] ?? {};
      return { settings, orders: orders.map(({ order, tax }) => ({ order, tax: tax && taxRecordOf(tax) })) };
    },
    async issueInvoices(documents) {
      try {
        if (documents.length > 0) await db.execute(invoicesStatement(documents));
        return true;
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        return false;
      }
    },
    async settings() {
      const { rows } = await db.execute<{ settings: unknown }>(sql`select settings from tax_settings where id = 1`);
      return rows[0]?.settings ?? null;
    },
  };
}
