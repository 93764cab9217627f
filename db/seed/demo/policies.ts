import type { Localized } from './types.ts';

export type PolicyKind =
  | 'privacy'
  | 'refund'
  | 'shipping'
  | 'terms_of_service'
  | 'subscription'
  | 'contact_information'
  | 'legal_notice';

export interface DemoPolicy {
  readonly kind: PolicyKind;
  readonly handle: string;
  readonly title: Localized;
  readonly body: Localized;
}

/** The shop's policies. Ebbholt is invented; the texts say so where the law would want a name. */
export const demoPolicies: readonly DemoPolicy[] = [
  {
    kind: 'privacy',
    handle: 'privacy-policy',
    title: { en: 'Privacy', de: 'Datenschutz' },
    body: {
      en: '<p>This is a demonstration shop. What you type here stays on the machine that runs it.</p><h2>What we keep</h2><p>For an order: name, address, email, what was bought and paid. Card numbers go straight from your browser to the payment provider and never reach us. We keep invoices for ten years because the law asks for it, and everything else until you ask us to delete it.</p><h2>What we do not do</h2><p>We set no advertising cookies and pass nothing on to anyone who does not carry the parcel or the payment.</p><h2>Your rights</h2><p>Ask for a copy, a correction or deletion at hello@ebbholt.example. You may also complain to a supervisory authority.</p>',
      de: '<p>Dies ist ein Vorführladen. Was hier eingegeben wird, bleibt auf dem Rechner, auf dem er läuft.</p><h2>Was wir speichern</h2><p>Zu einer Bestellung: Name, Anschrift, E-Mail-Adresse, was gekauft und bezahlt wurde. Kartennummern gehen aus dem Browser direkt an den Zahlungsdienst und erreichen uns nie. Rechnungen bewahren wir zehn Jahre auf, weil das Gesetz es verlangt, alles andere, bis du uns um Löschung bittest.</p><h2>Was wir nicht tun</h2><p>Wir setzen keine Werbe-Cookies und geben nichts an Dritte weiter, die nicht das Paket oder die Zahlung befördern.</p><h2>Deine Rechte</h2><p>Auskunft, Berichtigung und Löschung unter hello@ebbholt.example. Auch eine Beschwerde bei einer Aufsichtsbehörde steht dir frei.</p>',
    },
  },
  {
    kind: 'refund',
    handle: 'refund-policy',
    title: { en: 'Returns', de: 'Rückgabe' },
    body: {
      en: '<p>Sixty days, no reason needed. Send it back as it was, in the box it came in; the label is in the parcel and costs nothing within the country of the warehouse.</p><p>The money goes back the way it came within five working days of the parcel’s arrival, including what you paid for standard delivery.</p><p>Something arrived broken? Send a photograph; you need not send the pieces.</p>',
      de: '<p>Sechzig Tage, ohne Begründung. Schick es so zurück, wie es war, im selben Karton; der Aufkleber liegt im Paket und kostet innerhalb des Landes, in dem das Lager steht, nichts.</p><p>Das Geld geht binnen fünf Werktagen nach Eingang auf demselben Weg zurück, auf dem es kam, einschließlich der Kosten für den Standardversand.</p><p>Etwas ist zerbrochen angekommen? Ein Foto genügt; die Scherben brauchst du nicht zu schicken.</p>',
    },
  },
  {
    kind: 'shipping',
    handle: 'shipping-policy',
    title: { en: 'Delivery Terms', de: 'Lieferbedingungen' },
    body: {
      en: '<p>Orders paid before noon leave the warehouse the same working day. The date shown at checkout is the one we hold ourselves to; if we miss it, we refund the delivery without being asked.</p><p>If one order leaves from two warehouses, you pay for one delivery.</p>',
      de: '<p>Bis zwölf Uhr bezahlte Bestellungen verlassen das Lager am selben Werktag. An das an der Kasse genannte Datum halten wir uns; verfehlen wir es, erstatten wir den Versand, ohne dass du fragen musst.</p><p>Kommt eine Bestellung aus zwei Lagern, zahlst du nur einen Versand.</p>',
    },
  },
  {
    kind: 'terms_of_service',
    handle: 'terms-of-service',
    title: { en: 'Terms', de: 'Allgemeine Geschäftsbedingungen' },
    body: {
      en: '<h2>Contract</h2><p>Your order is an offer; our confirmation by email accepts it. Until then nothing is charged.</p><h2>Prices</h2><p>Prices contain value-added tax except in the United States, where sales tax is added at checkout for the state you name.</p><h2>Ownership</h2><p>Goods remain ours until they are paid.</p><h2>Liability</h2><p>The statutory rights for defects apply; for furniture we add five years.</p><h2>Law</h2><p>German law applies. Mandatory protection in the country where you live is untouched.</p>',
      de: '<h2>Vertrag</h2><p>Die Bestellung ist ein Angebot, unsere Bestätigung per E-Mail nimmt es an. Bis dahin wird nichts abgebucht.</p><h2>Preise</h2><p>Alle Preise enthalten die Umsatzsteuer; nur in den Vereinigten Staaten kommt an der Kasse die Steuer des genannten Bundesstaats hinzu.</p><h2>Eigentum</h2><p>Bis zur Bezahlung bleibt die Ware unser Eigentum.</p><h2>Gewährleistung</h2><p>Es gelten die gesetzlichen Mängelrechte; auf Möbel geben wir fünf Jahre dazu.</p><h2>Recht</h2><p>Es gilt deutsches Recht. Zwingender Schutz des Landes, in dem du wohnst, bleibt unberührt.</p>',
    },
  },
  {
    kind: 'subscription',
    handle: 'subscription-policy',
    title: { en: 'Subscriptions', de: 'Abonnements' },
    body: {
      en: '<p>We do not offer subscriptions. Things that stay are bought once.</p>',
      de: '<p>Abonnements bieten wir nicht an. Dinge, die bleiben, kauft man einmal.</p>',
    },
  },
  {
    kind: 'contact_information',
    handle: 'contact-information',
    title: { en: 'Contact Details', de: 'Kontaktdaten' },
    body: {
      en: '<p>Ebbholt, Tide Mill, Leer, East Frisia, Germany. Email hello@ebbholt.example.</p>',
      de: '<p>Ebbholt, Gezeitenmühle, Leer, Ostfriesland. E-Mail: hello@ebbholt.example.</p>',
    },
  },
  {
    kind: 'legal_notice',
    handle: 'legal-notice',
    title: { en: 'Legal Notice', de: 'Impressum' },
    body: {
      en: '<p>Ebbholt is an invented shop that shows what ShopFlow does. Its products, makers and addresses do not exist; nothing is sold or sent.</p>',
      de: '<p>Ebbholt ist ein erfundener Laden, der zeigt, was ShopFlow kann. Produkte, Werkstätten und Anschriften gibt es nicht; es wird nichts verkauft und nichts verschickt.</p>',
    },
  },
];
