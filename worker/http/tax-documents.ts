import type { OrderRecords } from '../ports/orders.ts';
import type { DocumentPrinter, IssuedDocument } from '../ports/tax-documents.ts';
import { issueTaxDocuments, type TaxDocumentDeps } from '../services/tax-documents.ts';

export interface TaxDocumentRoutes extends TaxDocumentDeps {
  readonly orders: Pick<OrderRecords, 'byIds'>;
  readonly documentPrinter: DocumentPrinter;
}

const notFound = () => new Response('Not found', { status: 404, headers: { 'cache-control': 'private, no-store' } });

/** `invoice.pdf`, `credit-note.pdf` (the newest), or `credit-note-2.pdf` (the second). */
function chosen(documents: readonly IssuedDocument[], name: string): IssuedDocument | undefined {
  if (name === 'invoice.pdf') return documents.find((one) => one.document.kind === 'invoice');
  const match = /^credit-note(?:-(\d{1,4}))?\.pdf$/.exec(name);
  const notes = documents.filter((one) => one.document.kind === 'credit_note');
  if (!match) return undefined;
  return match[1] === undefined ? notes.at(-1) : notes[Number(match[1]) - 1];
}

/**
 * A document of an order as a PDF, issued now if it was not yet. `key`: the secret of the order's status page, for shoppers; null: staff, who were let in
 * before. 404 for an unknown order, a wrong key, an order that is not paid and a document that is not there: nobody learns which.
 */
export async function taxDocumentResponse(
  deps: TaxDocumentRoutes,
  orderId: number,
  name: string,
  key: string | null,
): Promise<Response> {
  if (!Number.isSafeInteger(orderId) || orderId < 1) return notFound();
  if (key !== null) {
    const order = (await deps.orders.byIds([orderId])).get(orderId);
    if (!order || order.statusKey !== key) return notFound();
  }
  const issued = chosen(await issueTaxDocuments(deps, orderId), name);
  if (!issued) return notFound();
  const pdf = await deps.documentPrinter.print(issued.document, issued.number);
  return new Response(new Uint8Array(pdf).buffer, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${issued.number}.pdf"`,
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  });
}
