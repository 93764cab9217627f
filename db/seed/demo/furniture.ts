import { cares, makers, origins } from './makers.ts';
import { colour, size, wood } from './palette.ts';
import { type DemoProduct, price } from './types.ts';

/** Furniture, all of it carried up a staircase by two people at most. */
export const furniture: readonly DemoProduct[] = [
  {
    handle: 'trestle-stool',
    skuPrefix: 'EB-TRES',
    title: { en: 'Trestle Stool', de: 'Hocker Bock' },
    description: {
      en: '<p>Three legs, because three never rock. They pass through the seat and are wedged from above, so the joint is also the ornament. Seat, step, bedside table: it has never been asked to choose.</p><p>Ships whole; there is nothing to screw together.</p>',
      de: '<p>Drei Beine, denn drei wackeln nie. Sie gehen durch den Sitz und sind von oben verkeilt; die Verbindung ist zugleich der Schmuck. Sitz, Tritt, Nachttisch: Entscheiden musste er sich nie.</p><p>Kommt im Ganzen; zu schrauben gibt es nichts.</p>',
    },
    seoDescription: {
      en: 'Three-legged stool with wedged through-joints, in oak, walnut or black ash.',
      de: 'Dreibeiniger Hocker mit verkeilten Zapfen, in Eiche, Nussbaum oder schwarzer Esche.',
    },
    vendor: makers.joinery,
    productType: { en: 'Stools', de: 'Hocker' },
    tags: ['furniture', 'wood', 'living-room', 'bedroom'],
    options: [wood('oak', 'walnut', 'blackAsh')],
    tierOption: 'Wood',
    tiers: {
      Oak: { price: price(159, 172, 142, 27200), weightGrams: 3400, dimensions: 'Ø 34 × H 45 cm' },
      Walnut: { price: price(189, 204, 169, 32300), weightGrams: 3300, dimensions: 'Ø 34 × H 45 cm' },
      'Black Ash': { price: price(165, 178, 148, 28200), weightGrams: 3500, dimensions: 'Ø 34 × H 45 cm' },
    },
    pictureOption: 'Wood',
    detailAlt: {
      en: 'Seat of the Trestle Stool from above with its three wedged joints',
      de: 'Sitz des Hockers Bock von oben mit den drei verkeilten Zapfen',
    },
    specs: {
      material: { en: 'Solid timber, hard-wax oil', de: 'Massivholz, Hartwachsöl' },
      care: cares.furniture,
      origin: origins.ammerland,
    },
    createdOn: '2026-02-02',
    unitsSold: 196,
  },
  {
    handle: 'skiff-bench',
    skuPrefix: 'EB-SKIF',
    title: { en: 'Skiff Bench', de: 'Bank Jolle' },
    description: {
      en: '<p>A long seat, slightly hollowed like the thwart of a boat, on two frames that lean inwards. It stands in a hall for boots, at a table for children, at the end of a bed for clothes that are neither clean nor dirty.</p><p>Carries 300 kg without a creak; we tried.</p>',
      de: '<p>Ein langer Sitz, leicht gehöhlt wie die Ducht eines Boots, auf zwei Böcken, die sich nach innen lehnen. Sie steht im Flur für Stiefel, am Tisch für Kinder, am Fußende des Betts für Kleider, die weder sauber noch schmutzig sind.</p><p>Trägt 300 kg, ohne zu knarren; wir haben es versucht.</p>',
    },
    seoDescription: {
      en: 'Solid timber bench with a hollowed seat, in oak or walnut, 110 or 140 cm long.',
      de: 'Massivholzbank mit gehöhltem Sitz, in Eiche oder Nussbaum, 110 oder 140 cm lang.',
    },
    vendor: makers.joinery,
    productType: { en: 'Benches', de: 'Bänke' },
    tags: ['furniture', 'wood', 'living-room', 'bulky'],
    options: [size(['110 cm', '110 cm'], ['140 cm', '140 cm']), wood('oak', 'walnut')],
    tierOption: 'Size',
    tiers: {
      '110 cm': { price: price(420, 454, 376, 71700), weightGrams: 11500, dimensions: '110 × 34 × 45 cm' },
      '140 cm': { price: price(480, 519, 430, 81900), weightGrams: 14200, dimensions: '140 × 34 × 45 cm' },
    },
    pictureOption: 'Wood',
    detailAlt: {
      en: 'End of the Skiff Bench with its leaning frame, close up',
      de: 'Ende der Bank Jolle mit dem geneigten Bock aus der Nähe',
    },
    roomAlt: {
      en: 'The Skiff Bench by a window with a cushion and a throw',
      de: 'Die Bank Jolle am Fenster mit Kissen und Plaid',
    },
    specs: {
      material: { en: 'Solid timber, hard-wax oil', de: 'Massivholz, Hartwachsöl' },
      care: cares.furniture,
      origin: origins.ammerland,
    },
    createdOn: '2026-06-17',
    unitsSold: 58,
  },
  {
    handle: 'skerry-side-table',
    skuPrefix: 'EB-SKER',
    title: { en: 'Skerry Side Table', de: 'Beistelltisch Schäre' },
    description: {
      en: '<p>One sheet of steel, rolled, folded and powder-coated: a round top, a single stem, a round foot small enough to slide under the sofa. It can be lifted with two fingers and does not tip when a child leans on it.</p><p>The edge of the top is raised by four millimetres, for pencils and for spills.</p>',
      de: '<p>Stahl, gerollt, gekantet und pulverbeschichtet: eine runde Platte, ein einziger Stiel, ein runder Fuß, klein genug, um unter das Sofa zu gleiten. Er lässt sich mit zwei Fingern heben und kippt nicht, wenn ein Kind sich aufstützt.</p><p>Der Rand der Platte steht vier Millimeter hoch, für Bleistifte und Verschüttetes.</p>',
    },
    seoDescription: {
      en: 'Light round side table of powder-coated steel with a raised edge, in three colours.',
      de: 'Leichter runder Beistelltisch aus pulverbeschichtetem Stahl mit erhöhtem Rand, in drei Farben.',
    },
    vendor: makers.light,
    productType: { en: 'Side Tables', de: 'Beistelltische' },
    tags: ['furniture', 'metal', 'living-room', 'bedroom', 'outdoor'],
    options: [colour('moss', 'chalk', 'charcoal')],
    tierOption: null,
    tiers: { all: { price: price(195, 210, 174, 33300), weightGrams: 5600, dimensions: 'Ø 40 × H 52 cm' } },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'Top of the Skerry Side Table with a mug and a book',
      de: 'Platte des Beistelltischs Schäre mit einem Becher und einem Buch',
    },
    specs: {
      material: { en: 'Powder-coated steel', de: 'Pulverbeschichteter Stahl' },
      care: cares.steel,
      origin: origins.sheffield,
    },
    createdOn: '2026-07-21',
    unitsSold: 133,
  },
  {
    handle: 'haven-lounge-chair',
    skuPrefix: 'EB-HAVE',
    title: { en: 'Haven Lounge Chair', de: 'Sessel Obhut' },
    description: {
      en: '<p>A frame of round timber and two deep cushions, set low and tipped back by eleven degrees: the angle at which one stops holding oneself upright. The arms are wide enough for a cup.</p><p>Covers come off and are washed; the frame comes apart with one key and is sent in two flat parcels.</p>',
      de: '<p>Ein Gestell aus rundem Holz und zwei tiefe Polster, niedrig und um elf Grad zurückgelehnt: der Winkel, in dem man aufhört, sich aufrecht zu halten. Die Armlehnen sind breit genug für eine Tasse.</p><p>Die Bezüge lassen sich abnehmen und waschen; das Gestell löst sich mit einem Schlüssel und kommt in zwei flachen Paketen.</p>',
    },
    seoDescription: {
      en: 'Low lounge chair with a timber frame and washable wool covers, in three colours and two woods.',
      de: 'Niedriger Sessel mit Holzgestell und waschbaren Wollbezügen, in drei Farben und zwei Hölzern.',
    },
    vendor: makers.joinery,
    productType: { en: 'Armchairs', de: 'Sessel' },
    tags: ['furniture', 'wood', 'wool', 'living-room', 'bulky'],
    options: [colour('oat', 'moss', 'mist'), wood('oak', 'walnut')],
    tierOption: 'Wood',
    tiers: {
      Oak: { price: price(890, 960, 798, 152000), weightGrams: 16800, dimensions: '72 × 80 × 74 cm' },
      Walnut: { price: price(990, 1070, 888, 169000), weightGrams: 16500, dimensions: '72 × 80 × 74 cm' },
    },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'The Haven Lounge Chair from the side',
      de: 'Der Sessel Obhut von der Seite',
    },
    roomAlt: {
      en: 'The Haven Lounge Chair with a floor lamp, a rug and a side table',
      de: 'Der Sessel Obhut mit Stehleuchte, Teppich und Beistelltisch',
    },
    specs: {
      material: {
        en: 'Solid timber, wool cover, latex and coconut filling',
        de: 'Massivholz, Wollbezug, Füllung aus Latex und Kokos',
      },
      care: cares.furniture,
      origin: origins.ammerland,
    },
    createdOn: '2026-10-19',
    unitsSold: 39,
  },
];
