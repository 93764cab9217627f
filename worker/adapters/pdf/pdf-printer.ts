import { type Money, money } from '../../../commerce/money/money.ts';
import { countryTimeZone } from '../../../commerce/tax/tax-day.ts';
import type { TaxDocument } from '../../../commerce/tax/tax-document.ts';
import type { DocumentPrinter } from '../../ports/tax-documents.ts';
import { type DocumentWords, documentWords } from './document-words.ts';
import { PdfSheet } from './pdf-sheet.ts';

const { left, right } = PdfSheet;
/** Right ends of the columns of figures. */
const COLUMN = { quantity: right - 210, price: right - 130, rate: right - 80, amount: right } as const;

interface Printing {
  readonly sheet: PdfSheet;
  readonly words: DocumentWords;
  readonly document: TaxDocument;
  readonly number: string;
  amount(minor: number): string;
  percent(rateBps: number): string;
  day(timeMs: number): string;
}

/** Prints invoices and credit notes as PDF in German or English. `amountText` writes money as people do. */
export function pdfPrinter(amountText: (amount: Money, tag: string) => string): DocumentPrinter {
  return {
    async print(document, number) {
      const words = documentWords(document.locale);
      const language = document.locale.startsWith('de') ? 'de' : 'en';
      const tag = `${language}-${document.country}`;
      const title = `${words[document.kind]} ${number}`;
      const sheet = await PdfSheet.open(title, document.seller.name, language, new Date(document.issuedAtMs));
      const percents = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 3 });
      const timeZone = countryTimeZone(document.country);
      const days = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone });
      const printing: Printing = {
        sheet,
        words,
        document,
        number,
        amount: (minor) => amountText(money(minor, document.currency), tag),
        percent: (rateBps) => percents.format(rateBps / 10_000),
        day: (timeMs) => days.format(timeMs),
      };
      head(printing);
      lines(printing);
      sums(printing);
      notes(printing);
      return sheet.close(words.page);
    },
  };
}

function head({ sheet, words, document, number, day }: Printing): void {
  const { seller, buyer } = document;
  sheet.text(seller.name, left, { size: 13, bold: true });
  sheet.text(words[document.kind], right, { size: 13, bold: true, right: true });
  sheet.down(16);
  const facts = [
    `${words.number}: ${number}`,
    `${words.date}: ${day(document.issuedAtMs)}`,
    `${words.order}: ${document.orderName}`,
    `${words.supplied}: ${day(document.suppliedAtMs)}`,
    ...(document.invoiceNumber === null ? [] : [`${words.forInvoice}: ${document.invoiceNumber}`]),
  ];
  const from = [...seller.lines, ...(seller.vatNumber === '' ? [] : [`${words.vatNumber} ${seller.vatNumber}`])];
  for (let row = 0; row < Math.max(facts.length, from.length); row += 1) {
    sheet.text(from[row] ?? '', left, { width: 260 });
    sheet.text(facts[row] ?? '', right, { right: true });
    sheet.down(12.5);
  }
  sheet.down(18);
  sheet.text(words.billTo, left, { bold: true });
  sheet.down(13);
  const to = [...buyer.lines, ...(buyer.vatNumber === null ? [] : [`${words.vatNumber} ${buyer.vatNumber}`])];
  for (const line of to) {
    sheet.text(line, left, { width: 320 });
    sheet.down(12.5);
  }
  sheet.down(20);
}

function columns({ sheet, words }: Printing): void {
  sheet.text(words.item, left, { bold: true });
  sheet.text(words.quantity, COLUMN.quantity, { bold: true, right: true });
  sheet.text(words.price, COLUMN.price, { bold: true, right: true });
  sheet.text(words.rate, COLUMN.rate, { bold: true, right: true });
  sheet.text(words.amount, COLUMN.amount, { bold: true, right: true });
  sheet.down(6);
  sheet.rule();
  sheet.down(14);
}

function lines(printing: Printing): void {
  const { sheet, words, document, amount, percent } = printing;
  columns(printing);
  for (const line of document.lines) {
    if (sheet.room(26)) columns(printing);
    sheet.text(line.title, left, { width: COLUMN.quantity - left - 40 });
    sheet.text(String(line.quantity), COLUMN.quantity, { right: true });
    sheet.text(amount(line.unitPriceMinor), COLUMN.price, { right: true });
    sheet.text(percent(line.rateBps), COLUMN.rate, { right: true });
    sheet.text(amount(line.totalMinor), COLUMN.amount, { right: true });
    const below = [line.sku, line.discountMinor ? `${words.discount} ${amount(-line.discountMinor)}` : null];
    const small = below.filter((part) => part !== null && part !== '').join(' · ');
    if (small !== '') {
      sheet.down(10.5);
      sheet.text(small, left, { size: 7.5 });
    }
    sheet.down(15);
  }
  if (document.restMinor !== 0) {
    sheet.room(20);
    sheet.text(document.kind === 'invoice' ? words.delivery : words.rest, left);
    sheet.text(amount(document.restMinor), COLUMN.amount, { right: true });
    sheet.down(15);
  }
  sheet.rule();
  sheet.down(16);
}

function sums({ sheet, words, document, amount, percent }: Printing): void {
  sheet.room(40 + 14 * document.tax.length);
  for (const row of document.tax) {
    const name = [row.title, percent(row.rateBps)].filter((part) => part !== '').join(' ');
    sheet.text(`${words.net} ${amount(row.netMinor)}`, COLUMN.price, { right: true });
    sheet.text(`${name}:`, COLUMN.rate + 10, { right: true });
    sheet.text(amount(row.taxMinor), COLUMN.amount, { right: true });
    sheet.down(14);
  }
  sheet.down(4);
  const total = document.kind === 'invoice' ? words.total : words.totalBack;
  sheet.text(`${total} (${document.currency})`, left, { size: 11, bold: true });
  sheet.text(amount(document.totalMinor), COLUMN.amount, { size: 11, bold: true, right: true });
  sheet.down(26);
}

function notes({ sheet, words, document }: Printing): void {
  const { treatment } = document;
  sheet.room(40);
  if (treatment === 'reverse_charge' || treatment === 'export') sheet.paragraph(words[treatment]);
  else if (document.tax.some((row) => row.taxMinor !== 0))
    sheet.paragraph(document.taxIncluded ? words.included : words.onTop, 8);
}
