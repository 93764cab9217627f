import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  creditNoteOf,
  type DocumentedOrder,
  documentNumber,
  invoiceOf,
  seriesOf,
  type TaxDocument,
} from '../../commerce/tax/tax-document.ts';
import { pdfPrinter } from '../../worker/adapters/pdf/pdf-printer.ts';
import { amountText } from '../../worker/services/order-mail.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const seller = { name: 'Tidewater', lines: ['Hafenstr. 1', '20457 Hamburg'], vatNumber: 'DE136695976' };

const order: DocumentedOrder = {
  name: '#1001',
  locale: 'de',
  country: 'DE',
  placedAtMs: NOW - 86_400_000,
  currency: 'EUR',
  taxIncluded: true,
  shippingMinor: 499,
  taxMinor: 798,
  totalMinor: 7_093,
  treatment: 'taxed',
  tax: [
    { title: 'MwSt.', rateBps: 1_900, netMinor: 2_981, taxMinor: 566 },
    { title: 'MwSt.', rateBps: 700, netMinor: 3_314, taxMinor: 232 },
  ],
  buyer: { lines: ['Ada Lovelace', 'Köln'], vatNumber: null },
  lines: [
    {
      id: 1,
      title: 'Krug',
      sku: 'A',
      quantity: 3,
      unitPriceMinor: 1_099,
      rateBps: 1_900,
      totalMinor: 3_297,
      taxMinor: 526,
    },
    {
      id: 2,
      title: 'Buch',
      sku: null,
      quantity: 3,
      unitPriceMinor: 1_099,
      rateBps: 700,
      totalMinor: 3_297,
      taxMinor: 216,
    },
  ],
};
const taxOf = (document: TaxDocument) => document.tax.reduce((sum, row) => sum + row.taxMinor, 0);
const grossOf = (document: TaxDocument) => document.tax.reduce((sum, row) => sum + row.netMinor + row.taxMinor, 0);

describe('invoices and credit notes', () => {
  it('say what the order says', () => {
    const invoice = invoiceOf(order, seller, NOW);
    expect([taxOf(invoice), grossOf(invoice), invoice.restMinor]).toEqual([798, 7_093, 499]);
    expect(documentNumber(seriesOf('invoice', '2026-11-24'), 42)).toBe('INV-2026-000042');
  });

  it('of any refunds in any portions sum to the invoice, in total and by rate', () => {
    const portion = fc.record({
      line: fc.integer({ min: 1, max: 2 }),
      quantity: fc.integer({ min: 1, max: 3 }),
      extra: fc.integer({ min: -200, max: 200 }),
    });
    fc.assert(
      fc.property(fc.array(portion, { maxLength: 6 }), (portions) => {
        const before = new Map<number, number>();
        const notes: TaxDocument[] = [];
        let paid = 0;
        const refund = (amountMinor: number, lines: { orderLineId: number; quantity: number }[]) => {
          const facts = {
            amountMinor,
            lines,
            before: new Map(before),
            earlier: notes.map((one) => one.tax),
            earlierMinor: paid,
          };
          notes.push(creditNoteOf(order, facts, 'INV-2026-000042', seller, NOW));
          paid += amountMinor;
          for (const { orderLineId, quantity } of lines)
            before.set(orderLineId, (before.get(orderLineId) ?? 0) + quantity);
        };
        for (const { line, quantity, extra } of portions) {
          const left = 3 - (before.get(line) ?? 0);
          if (left <= 0) continue;
          const units = Math.min(left, quantity);
          refund(Math.max(0, Math.min(order.totalMinor - paid, units * 1_099 + extra)), [
            { orderLineId: line, quantity: units },
          ]);
        }
        if (paid < order.totalMinor) refund(order.totalMinor - paid, []);
        for (const note of notes) expect(grossOf(note)).toBe(note.totalMinor);
        expect(notes.reduce((sum, note) => sum + note.totalMinor, 0)).toBe(order.totalMinor);
        // A note of nothing after the last one takes back nothing.
        expect(notes.reduce((sum, note) => sum + taxOf(note), 0)).toBe(order.taxMinor);
      }),
    );
  });

  it('are printed as PDF, the same bytes every time, whatever the names are', async () => {
    const printer = pdfPrinter(amountText);
    const odd = {
      ...invoiceOf({ ...order, treatment: 'reverse_charge' }, seller, NOW),
      buyer: { lines: ['渡辺 花子', 'Łódź ő'], vatNumber: 'PL8567346215' },
    };
    const [first, second] = [await printer.print(odd, 'INV-2026-000001'), await printer.print(odd, 'INV-2026-000001')];
    expect(new TextDecoder('latin1').decode(first.subarray(0, 5))).toBe('%PDF-');
    expect(second).toEqual(first);
    const long = {
      ...odd,
      locale: 'en',
      lines: Array.from({ length: 200 }, () => ({
        title: 'A very long title '.repeat(12),
        sku: 'S',
        quantity: 1,
        unitPriceMinor: 1,
        rateBps: 1_497.5,
        totalMinor: 1,
      })),
    };
    const pages = (await printer.print(long, 'INV-2026-000002')).length;
    expect(pages).toBeGreaterThan(first.length);
  });
});
