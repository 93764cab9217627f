import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { documentNumber, type TaxDocument } from '../../../commerce/tax/tax-document.ts';
import type { Db } from '../../../db/client.ts';
import type { DocumentToIssue, IssuedDocument, OrderTaxRecord, TaxDocuments } from '../../ports/tax-documents.ts';
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
      const { rows } = await db.execute<{ treatment: unknown; number: string | null; lines: unknown }>(
        sql`select treatment, buyer_number ->> 'text' as number, lines from order_taxes where order_id = ${orderId}`,
      );
      const row = rows[0];
      if (!row) return null;
      return {
        treatment: Treatment.parse(row.treatment),
        buyerNumber: row.number,
        lines: z.array(Line).parse(row.lines),
      };
    },
    async settings() {
      const { rows } = await db.execute<{ settings: unknown }>(sql`select settings from tax_settings where id = 1`);
      return rows[0]?.settings ?? null;
    },
  };
}
