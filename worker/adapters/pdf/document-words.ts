/** What invoices and credit notes say, by language; any other is English. */
const WORDS = {
  en: {
    invoice: 'Invoice',
    credit_note: 'Credit note',
    number: 'Number',
    date: 'Date',
    order: 'Order',
    supplied: 'Date of supply',
    forInvoice: 'For invoice',
    billTo: 'Bill to',
    item: 'Item',
    quantity: 'Qty',
    price: 'Price',
    rate: 'Tax',
    amount: 'Amount',
    delivery: 'Delivery',
    rest: 'Delivery and adjustments',
    net: 'Net',
    tax: 'Tax',
    total: 'Total',
    totalBack: 'Total refunded',
    included: 'Prices include tax.',
    onTop: 'Prices do not include tax.',
    vatNumber: 'VAT no.',
    reverse_charge:
      'Reverse charge: the recipient is liable for VAT (Article 196, Directive 2006/112/EC); intra-Community supply, Article 138.',
    export: 'Zero-rated: export of goods (Article 146, Directive 2006/112/EC).',
    page: (page: number, of: number) => `Page ${page} of ${of}`,
  },
  de: {
    invoice: 'Rechnung',
    credit_note: 'Rechnungskorrektur',
    number: 'Nummer',
    date: 'Datum',
    order: 'Bestellung',
    supplied: 'Leistungsdatum',
    forInvoice: 'Zu Rechnung',
    billTo: 'Rechnung an',
    item: 'Artikel',
    quantity: 'Menge',
    price: 'Preis',
    rate: 'MwSt.',
    amount: 'Betrag',
    delivery: 'Lieferung',
    rest: 'Lieferung und Ausgleich',
    net: 'Netto',
    tax: 'MwSt.',
    total: 'Gesamt',
    totalBack: 'Erstattet',
    included: 'Preise enthalten die Mehrwertsteuer.',
    onTop: 'Preise verstehen sich ohne Mehrwertsteuer.',
    vatNumber: 'USt-IdNr.',
    reverse_charge:
      'Steuerschuldnerschaft des Leistungsempfängers (Reverse Charge); steuerfreie innergemeinschaftliche Lieferung, § 4 Nr. 1b UStG.',
    export: 'Steuerfreie Ausfuhrlieferung, § 4 Nr. 1a UStG.',
    page: (page: number, of: number) => `Seite ${page} von ${of}`,
  },
} as const;

export type DocumentWords = (typeof WORDS)['en' | 'de'];

/** The words of a language (BCP 47). */
export const documentWords = (locale: string): DocumentWords => WORDS[locale.startsWith('de') ? 'de' : 'en'];
