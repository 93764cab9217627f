import type { Localized } from './types.ts';

export interface DemoText {
  readonly handle: string;
  readonly title: Localized;
  readonly body: Localized;
  readonly seoDescription: Localized;
}

export const demoPages: readonly DemoText[] = [
  {
    handle: 'about',
    title: { en: 'About', de: 'Über uns' },
    seoDescription: {
      en: 'How a pottery in a tide mill became a shop for thirty things that stay.',
      de: 'Wie aus einer Töpferei in einer Gezeitenmühle ein Laden für dreißig Dinge wurde, die bleiben.',
    },
    body: {
      en: '<p>The mill at Leer ground grain twice a day, at whatever hour the sea allowed. When the last miller left, Anke Voss put her kiln where the stones had been and sold pots from the loading hatch. People kept asking for the chair she sat on.</p><p>That is still how our list grows. We do not have seasons. We have thirty things, made by nine workshops we visit, and we add one when we have missed it ourselves for long enough.</p><h2>What we promise</h2><p>Every product says who made it, from what, how heavy it is and how to look after it. Spare parts are kept for ten years. If a joint opens or a glaze crazes, write to us; the person who answers will have held the thing in their hands.</p><h2>What we leave out</h2><p>Countdowns, invented bargains, and parcels within parcels.</p>',
      de: '<p>Die Mühle in Leer mahlte zweimal am Tag, zu welcher Stunde auch immer das Meer es zuließ. Als der letzte Müller ging, stellte Anke Voss ihren Ofen dorthin, wo die Steine gelegen hatten, und verkaufte Töpfe durch die Ladeluke. Gefragt wurde immer wieder nach dem Stuhl, auf dem sie saß.</p><p>So wächst unsere Liste bis heute. Wir kennen keine Saison. Wir führen dreißig Dinge aus neun Werkstätten, die wir besuchen, und eines kommt dazu, wenn es uns selbst lange genug gefehlt hat.</p><h2>Was wir versprechen</h2><p>Bei jedem Produkt steht, wer es gemacht hat, woraus, wie schwer es ist und wie es gepflegt wird. Ersatzteile halten wir zehn Jahre vor. Wenn sich eine Fuge öffnet oder eine Glasur reißt, schreib uns; wer antwortet, hat das Stück selbst in der Hand gehabt.</p><h2>Was wir weglassen</h2><p>Countdowns, erfundene Rabatte und Pakete in Paketen.</p>',
    },
  },
  {
    handle: 'contact',
    title: { en: 'Contact', de: 'Kontakt' },
    seoDescription: {
      en: 'Write, call or visit: Ebbholt in the tide mill at Leer.',
      de: 'Schreiben, anrufen oder vorbeikommen: Ebbholt in der Gezeitenmühle in Leer.',
    },
    body: {
      en: '<p>Write to <a href="mailto:hello@ebbholt.example">hello@ebbholt.example</a>. We answer on working days, usually before the next tide.</p><p>The shop in the mill is open from Wednesday to Saturday, 11 am to 6 pm. The kettle is on.</p><p>For an order, please have its number ready: it starts with # and stands at the top of every message from us.</p>',
      de: '<p>Schreib an <a href="mailto:hello@ebbholt.example">hello@ebbholt.example</a>. Wir antworten an Werktagen, meist vor der nächsten Flut.</p><p>Der Laden in der Mühle ist mittwochs bis samstags von 11 bis 18 Uhr geöffnet. Der Kessel ist an.</p><p>Geht es um eine Bestellung, halte bitte ihre Nummer bereit: Sie beginnt mit # und steht oben in jeder Nachricht von uns.</p>',
    },
  },
  {
    handle: 'shipping',
    title: { en: 'Delivery', de: 'Lieferung' },
    seoDescription: {
      en: 'Where we deliver, what it costs, when it arrives, and how furniture travels.',
      de: 'Wohin wir liefern, was es kostet, wann es ankommt und wie Möbel reisen.',
    },
    body: {
      en: '<p>Parcels leave from the warehouse nearest to you: Leipzig, Rotterdam, Daventry, the Lehigh Valley or Reno. The product page shows the day yours would arrive before you add anything to the cart.</p><table><thead><tr><th>To</th><th>Standard</th><th>Free from</th><th>Express</th></tr></thead><tbody><tr><td>Germany, Austria, France, Netherlands</td><td>€5, 2–4 days</td><td>€80</td><td>€14</td></tr><tr><td>United Kingdom</td><td>£5, 2–3 days</td><td>£75</td><td>£10</td></tr><tr><td>United States</td><td>$9, 3–5 days</td><td>$120</td><td>$24</td></tr><tr><td>Japan</td><td>¥2,500, 5–8 days</td><td>¥30,000</td><td>¥5,800</td></tr><tr><td>United Arab Emirates</td><td>AED 70, 4–7 days</td><td>AED 750</td><td>AED 140</td></tr></tbody></table><p>Furniture travels at the same price. It comes in board and paper; the carrier takes both back if you ask.</p>',
      de: '<p>Pakete gehen aus dem Lager auf den Weg, das dir am nächsten ist: Leipzig, Rotterdam, Daventry, Lehigh Valley oder Reno. Auf der Produktseite steht der Tag, an dem deines ankäme, noch bevor etwas im Warenkorb liegt.</p><table><thead><tr><th>Nach</th><th>Standard</th><th>Frei ab</th><th>Express</th></tr></thead><tbody><tr><td>Deutschland, Österreich, Frankreich, Niederlande</td><td>5 €, 2–4 Tage</td><td>80 €</td><td>14 €</td></tr><tr><td>Vereinigtes Königreich</td><td>5 £, 2–3 Tage</td><td>75 £</td><td>10 £</td></tr><tr><td>Vereinigte Staaten</td><td>9 $, 3–5 Tage</td><td>120 $</td><td>24 $</td></tr><tr><td>Japan</td><td>2.500 ¥, 5–8 Tage</td><td>30.000 ¥</td><td>5.800 ¥</td></tr><tr><td>Vereinigte Arabische Emirate</td><td>70 AED, 4–7 Tage</td><td>750 AED</td><td>140 AED</td></tr></tbody></table><p>Möbel reisen zum selben Preis. Sie kommen in Pappe und Papier; auf Wunsch nimmt der Spediteur beides wieder mit.</p>',
    },
  },
];
