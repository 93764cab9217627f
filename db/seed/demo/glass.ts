import { cares, makers, origins } from './makers.ts';
import { colour } from './palette.ts';
import { type DemoProduct, price } from './types.ts';

/** Mouth-blown glass. */
export const glass: readonly DemoProduct[] = [
  {
    handle: 'rill-tumbler-pair',
    skuPrefix: 'EB-RILT',
    title: { en: 'Rill Tumblers, Pair', de: 'Trinkgläser Priel, Paar' },
    description: {
      en: '<p>Fine ribs run down the glass like water finding its way across a mudflat. They come from the mould; everything else, the wall, the weight, the slightly uneven lip, from breath.</p><p>Two glasses of 280 ml, packed in one box of grey board.</p>',
      de: '<p>Feine Rippen laufen das Glas hinab wie Wasser, das sich seinen Weg durchs Watt sucht. Sie stammen aus der Form; alles andere, die Wand, das Gewicht, der nicht ganz gerade Rand, vom Atem.</p><p>Zwei Gläser zu 280 ml, gemeinsam in einem Karton aus Graupappe.</p>',
    },
    seoDescription: {
      en: 'Two mouth-blown ribbed tumblers of 280 ml, in clear, smoke or amber glass.',
      de: 'Zwei mundgeblasene, gerippte Trinkgläser zu 280 ml, in Klar, Rauch oder Bernstein.',
    },
    vendor: makers.glass,
    productType: { en: 'Glasses', de: 'Gläser' },
    tags: ['glass', 'table', 'handmade', 'gift'],
    options: [colour('clear', 'smoke', 'amber')],
    tierOption: null,
    tiers: { all: { price: price(38, 41, 34, 6500), weightGrams: 460, dimensions: 'Ø 8 × H 10 cm' } },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'Ribs and lip of a Rill Tumbler against the light',
      de: 'Rippen und Rand eines Trinkglases Priel im Gegenlicht',
    },
    specs: {
      material: { en: 'Mouth-blown soda-lime glass', de: 'Mundgeblasenes Kalk-Natron-Glas' },
      care: cares.glass,
      origin: origins.bavarianForest,
    },
    createdOn: '2026-07-07',
    unitsSold: 620,
  },
  {
    handle: 'rill-carafe',
    skuPrefix: 'EB-RILC',
    title: { en: 'Rill Carafe', de: 'Karaffe Priel' },
    description: {
      en: '<p>The same ribs as the tumblers, drawn out over a long neck that is made to be gripped with wet hands. It holds 1.1 l and pours in a thin, steady line.</p><p>An oak stopper closes it overnight beside the bed.</p>',
      de: '<p>Dieselben Rippen wie bei den Gläsern, über einen langen Hals gezogen, der sich auch mit nassen Händen sicher greifen lässt. Sie fasst 1,1 l und gießt in einem dünnen, ruhigen Strahl.</p><p>Ein Stopfen aus Eiche verschließt sie über Nacht neben dem Bett.</p>',
    },
    seoDescription: {
      en: 'Mouth-blown ribbed carafe of 1.1 litres with an oak stopper, in three tones.',
      de: 'Mundgeblasene, gerippte Karaffe mit 1,1 Litern und Eichenstopfen, in drei Tönen.',
    },
    vendor: makers.glass,
    productType: { en: 'Carafes', de: 'Karaffen' },
    tags: ['glass', 'table', 'handmade', 'oak'],
    options: [colour('clear', 'smoke', 'amber')],
    tierOption: null,
    tiers: { all: { price: price(64, 69, 58, 10900), weightGrams: 720, dimensions: 'Ø 11 × H 27 cm' } },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'The Rill Carafe with two tumblers, filled with water',
      de: 'Die Karaffe Priel mit zwei Gläsern, mit Wasser gefüllt',
    },
    specs: {
      material: { en: 'Mouth-blown soda-lime glass, oak', de: 'Mundgeblasenes Kalk-Natron-Glas, Eiche' },
      care: cares.glass,
      origin: origins.bavarianForest,
    },
    createdOn: '2026-07-08',
    unitsSold: 275,
  },
  {
    handle: 'brack-bud-vase',
    skuPrefix: 'EB-BRAC',
    title: { en: 'Brack Bud Vase', de: 'Knospenvase Brack' },
    description: {
      en: '<p>A thick drop of glass with a neck for one stem. Most of its weight lies in the base, where a lens of solid glass gathers the light and puts it down again on the table.</p><p>The sea green comes from the sand itself, the amber from a pinch of iron.</p>',
      de: '<p>Ein dicker Tropfen Glas mit einem Hals für einen einzigen Stiel. Das meiste Gewicht liegt im Boden, wo eine Linse aus massivem Glas das Licht sammelt und auf dem Tisch wieder ablegt.</p><p>Das Seegrün kommt vom Sand selbst, der Bernsteinton von einer Prise Eisen.</p>',
    },
    seoDescription: {
      en: 'Small mouth-blown vase with a heavy lens of glass in its base, for a single stem.',
      de: 'Kleine mundgeblasene Vase mit schwerer Glaslinse im Boden, für einen einzelnen Stiel.',
    },
    vendor: makers.glass,
    productType: { en: 'Vases', de: 'Vasen' },
    tags: ['glass', 'handmade', 'gift', 'living-room', 'bedroom'],
    options: [colour('seaGreen', 'amber', 'smoke')],
    tierOption: null,
    tiers: { all: { price: price(32, 34, 29, 5400), weightGrams: 410, dimensions: 'Ø 9 × H 14 cm' } },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'Three Brack Bud Vases in sea green, amber and smoke in low sun',
      de: 'Drei Knospenvasen Brack in Seegrün, Bernstein und Rauch in tiefer Sonne',
    },
    specs: {
      material: { en: 'Mouth-blown glass, ground base', de: 'Mundgeblasenes Glas, geschliffener Boden' },
      care: {
        en: 'Rinse by hand; a few grains of rice clean the neck.',
        de: 'Von Hand ausspülen; ein paar Reiskörner reinigen den Hals.',
      },
      origin: origins.bavarianForest,
    },
    createdOn: '2026-10-12',
    unitsSold: 97,
  },
];
