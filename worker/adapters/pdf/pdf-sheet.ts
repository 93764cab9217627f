import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from '@cantoo/pdf-lib';

/** A4 in points. */
const WIDTH = 595.28;
const HEIGHT = 841.89;
const MARGIN = 56;
const INK = rgb(0.1, 0.1, 0.1);
const LINE = rgb(0.75, 0.75, 0.75);

export interface TextStyle {
  readonly size?: number;
  readonly bold?: boolean;
  /** `x` is then its right end. */
  readonly right?: boolean;
  /** Longer text is cut with an ellipsis. */
  readonly width?: number;
}

/**
 * Pages that are written from top to bottom; `y` falls, and `room` begins a new page where less is left. The fonts are the standard Latin ones every
 * reader has: letters they lack are written without their marks, others as "?".
 */
export class PdfSheet {
  static readonly left = MARGIN;
  static readonly right = WIDTH - MARGIN;
  readonly #document: PDFDocument;
  readonly #regular: PDFFont;
  readonly #bold: PDFFont;
  readonly #letters: ReadonlySet<number>;
  #page: PDFPage;
  y = HEIGHT - MARGIN;

  private constructor(document: PDFDocument, regular: PDFFont, bold: PDFFont) {
    this.#document = document;
    this.#regular = regular;
    this.#bold = bold;
    this.#letters = new Set(regular.getCharacterSet());
    this.#page = document.addPage([WIDTH, HEIGHT]);
  }

  /** `at` is written into the file as its date: the same document is the same bytes. */
  static async open(title: string, author: string, language: string, at: Date): Promise<PdfSheet> {
    const document = await PDFDocument.create();
    document.setTitle(title);
    document.setAuthor(author);
    document.setLanguage(language);
    document.setProducer('ShopFlow');
    document.setCreator('ShopFlow');
    document.setCreationDate(at);
    document.setModificationDate(at);
    const regular = await document.embedFont(StandardFonts.Helvetica);
    return new PdfSheet(document, regular, await document.embedFont(StandardFonts.HelveticaBold));
  }

  /** Text as these fonts can write it. */
  printable(text: string): string {
    return [...text.normalize('NFC').replace(/[\u00a0\u202f\u2009]/g, ' ')]
      .map((letter) => {
        if (this.#letters.has(letter.codePointAt(0) ?? 0)) return letter;
        const plain = letter.normalize('NFKD').replace(/\p{M}/gu, '');
        return plain !== '' && [...plain].every((one) => this.#letters.has(one.codePointAt(0) ?? 0)) ? plain : '?';
      })
      .join('');
  }

  text(text: string, x: number, { size = 9, bold = false, right = false, width }: TextStyle = {}): void {
    const font = bold ? this.#bold : this.#regular;
    let shown = this.printable(text);
    if (width !== undefined && font.widthOfTextAtSize(shown, size) > width) {
      while (shown.length > 1 && font.widthOfTextAtSize(`${shown}…`, size) > width) shown = shown.slice(0, -1);
      shown = `${shown}…`;
    }
    const from = right ? x - font.widthOfTextAtSize(shown, size) : x;
    this.#page.drawText(shown, { x: from, y: this.y, size, font, color: INK });
  }

  /** Text over several lines, broken between words. */
  paragraph(text: string, size = 9): void {
    let line = '';
    const width = PdfSheet.right - PdfSheet.left;
    for (const word of this.printable(text).split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && this.#regular.widthOfTextAtSize(longer, size) > width) {
        this.text(line, PdfSheet.left, { size });
        this.down(size * 1.4);
        line = word;
      } else line = longer;
    }
    this.text(line, PdfSheet.left, { size });
    this.down(size * 1.4);
  }

  rule(): void {
    this.#page.drawLine({
      start: { x: PdfSheet.left, y: this.y },
      end: { x: PdfSheet.right, y: this.y },
      thickness: 0.6,
      color: LINE,
    });
  }

  down(points: number): void {
    this.y -= points;
  }

  /** Whether a new page was begun because less than so many points were left above the footer. */
  room(points: number): boolean {
    if (this.y - points > MARGIN + 24) return false;
    this.#page = this.#document.addPage([WIDTH, HEIGHT]);
    this.y = HEIGHT - MARGIN;
    return true;
  }

  /** Writes a footer on every page and hands out the file. */
  async close(footer: (page: number, of: number) => string): Promise<Uint8Array> {
    const pages = this.#document.getPages();
    for (const [index, page] of pages.entries()) {
      this.#page = page;
      this.y = MARGIN - 20;
      this.text(footer(index + 1, pages.length), PdfSheet.right, { size: 7.5, right: true });
    }
    return this.#document.save();
  }
}
