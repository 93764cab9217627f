import { cares, makers, origins } from './makers.ts';
import { material, size, wood } from './palette.ts';
import { type DemoProduct, price } from './types.ts';

/** Wood and stone for the kitchen. */
export const kitchen: readonly DemoProduct[] = [
  {
    handle: 'plank-serving-board',
    skuPrefix: 'EB-PLAN',
    title: { en: 'Plank Serving Board', de: 'Servierbrett Planke' },
    description: {
      en: '<p>One plank, one hole to hang it by, edges broken just enough to be kind to the hand. The board is cut from a single piece along the grain and does not need a glue line to stay flat.</p><p>Leave one side for bread and the other for everything else.</p>',
      de: '<p>Eine Planke, ein Loch zum Aufhängen, Kanten, die gerade so weit gebrochen sind, dass sie der Hand gefallen. Das Brett ist aus einem Stück längs der Faser geschnitten und bleibt ohne Leimfuge eben.</p><p>Eine Seite fürs Brot lassen, die andere für alles Übrige.</p>',
    },
    seoDescription: {
      en: 'Serving and cutting board from one piece of oak or walnut, in two lengths.',
      de: 'Servier- und Schneidebrett aus einem Stück Eiche oder Nussbaum, in zwei Längen.',
    },
    vendor: makers.joinery,
    productType: { en: 'Boards', de: 'Bretter' },
    tags: ['kitchen', 'table', 'wood', 'gift'],
    options: [size(['40 cm', '40 cm'], ['60 cm', '60 cm']), wood('oak', 'walnut')],
    tierOption: 'Size',
    tiers: {
      '40 cm': { price: price(49, 53, 44, 8400), weightGrams: 1200, dimensions: '40 × 18 × 2 cm' },
      '60 cm': { price: price(72, 78, 65, 12300), weightGrams: 2000, dimensions: '60 × 22 × 2 cm' },
    },
    pictureOption: 'Wood',
    detailAlt: {
      en: 'End grain and hanging hole of the Plank Serving Board',
      de: 'Hirnholz und Aufhängeloch des Servierbretts Planke',
    },
    specs: {
      material: { en: 'Solid timber, linseed oil', de: 'Massivholz, Leinöl' },
      care: cares.board,
      origin: origins.ammerland,
    },
    createdOn: '2026-01-26',
    unitsSold: 540,
  },
  {
    handle: 'oar-spoon-set',
    skuPrefix: 'EB-OARS',
    title: { en: 'Oar Spoons, Set of Three', de: 'Kochlöffel Ruder, 3 Stück' },
    description: {
      en: '<p>A spoon for stirring, a spatula for scraping, a fork for whatever the other two cannot reach. The handles thicken towards the end like an oar, so they rest in the hand and not on the stove.</p><p>Carved green, dried for a year, then carved again.</p>',
      de: '<p>Ein Löffel zum Rühren, ein Spatel zum Schaben, eine Gabel für alles, woran die beiden nicht kommen. Die Griffe werden zum Ende hin stärker wie ein Ruder und liegen so in der Hand statt auf dem Herd.</p><p>Frisch geschnitzt, ein Jahr getrocknet, dann noch einmal geschnitzt.</p>',
    },
    seoDescription: {
      en: 'Spoon, spatula and fork carved from olive wood or walnut, 32 cm long.',
      de: 'Löffel, Spatel und Gabel, aus Olivenholz oder Nussbaum geschnitzt, 32 cm lang.',
    },
    vendor: makers.joinery,
    productType: { en: 'Utensils', de: 'Kochbesteck' },
    tags: ['kitchen', 'wood', 'handmade', 'gift'],
    options: [wood('oliveWood', 'walnut')],
    tierOption: null,
    tiers: { all: { price: price(36, 39, 32, 6100), weightGrams: 240, dimensions: '32 × 6 cm' } },
    pictureOption: 'Wood',
    detailAlt: {
      en: 'The Oar Spoons standing in a stoneware jar',
      de: 'Die Kochlöffel Ruder in einem Topf aus Steinzeug',
    },
    specs: {
      material: { en: 'Solid timber, walnut oil', de: 'Massivholz, Walnussöl' },
      care: cares.board,
      origin: origins.ammerland,
    },
    createdOn: '2026-08-03',
    unitsSold: 318,
  },
  {
    handle: 'grist-mortar',
    skuPrefix: 'EB-GRIS',
    title: { en: 'Grist Mortar', de: 'Mörser Schrot' },
    description: {
      en: '<p>Polished outside, rough inside, and heavy enough that it never walks away under the pestle. Pepper cracks in four strokes; a pesto takes five minutes and tastes of it.</p><p>Each mortar is turned from one block; veins and pores are the stone’s own.</p>',
      de: '<p>Außen poliert, innen rau und schwer genug, dass er unter dem Stößel nicht davonwandert. Pfeffer bricht in vier Stößen; ein Pesto braucht fünf Minuten und schmeckt danach.</p><p>Jeder Mörser ist aus einem Block gedreht; Adern und Poren gehören dem Stein.</p>',
    },
    seoDescription: {
      en: 'Mortar and pestle turned from one block of marble or lava stone, 14 cm.',
      de: 'Mörser mit Stößel, aus einem Block Marmor oder Lavastein gedreht, 14 cm.',
    },
    vendor: makers.house,
    productType: { en: 'Mortars', de: 'Mörser' },
    tags: ['kitchen', 'stone', 'gift'],
    options: [material('marble', 'lava')],
    tierOption: null,
    tiers: { all: { price: price(68, 73, 61, 11600), weightGrams: 3100, dimensions: 'Ø 14 × H 11 cm' } },
    pictureOption: 'Material',
    detailAlt: {
      en: 'Inside of the Grist Mortar with its pestle, seen from above',
      de: 'Das Innere des Mörsers Schrot mit Stößel, von oben gesehen',
    },
    specs: {
      material: { en: 'Naxos marble or Etna lava', de: 'Marmor von Naxos oder Lava vom Ätna' },
      care: cares.stone,
      origin: origins.naxos,
    },
    createdOn: '2026-05-04',
    unitsSold: 129,
  },
  {
    handle: 'tally-pepper-mill',
    skuPrefix: 'EB-TALL',
    title: { en: 'Tally Pepper Mill', de: 'Pfeffermühle Kerbe' },
    description: {
      en: '<p>A turned column with three grooves that count the coarseness: fine, middle, coarse. The ceramic mechanism comes from a firm that has made nothing else since 1949 and is guaranteed for 25 years.</p><p>Grinds salt just as well.</p>',
      de: '<p>Eine gedrechselte Säule mit drei Kerben, die den Mahlgrad zählen: fein, mittel, grob. Das Keramikmahlwerk stammt von einem Betrieb, der seit 1949 nichts anderes baut, und hat 25 Jahre Garantie.</p><p>Mahlt Salz genauso gut.</p>',
    },
    seoDescription: {
      en: 'Turned pepper mill with a ceramic grinder guaranteed for 25 years, in two heights.',
      de: 'Gedrechselte Pfeffermühle mit Keramikmahlwerk und 25 Jahren Garantie, in zwei Höhen.',
    },
    vendor: makers.joinery,
    productType: { en: 'Mills', de: 'Mühlen' },
    tags: ['kitchen', 'table', 'wood', 'gift'],
    options: [size(['16 cm', '16 cm'], ['24 cm', '24 cm']), wood('oak', 'walnut', 'blackAsh')],
    tierOption: 'Size',
    tiers: {
      '16 cm': { price: price(44, 47, 40, 7500), weightGrams: 260, dimensions: 'Ø 6 × H 16 cm' },
      '24 cm': { price: price(56, 60, 50, 9600), weightGrams: 380, dimensions: 'Ø 6 × H 24 cm' },
    },
    pictureOption: 'Wood',
    detailAlt: {
      en: 'Three Tally Pepper Mills in oak, walnut and black ash',
      de: 'Drei Pfeffermühlen Kerbe in Eiche, Nussbaum und schwarzer Esche',
    },
    specs: {
      material: { en: 'Solid timber, ceramic grinder', de: 'Massivholz, Keramikmahlwerk' },
      care: { en: 'Wipe dry. Never wash.', de: 'Trocken abwischen. Nicht waschen.' },
      origin: origins.ammerland,
    },
    createdOn: '2026-08-24',
    unitsSold: 207,
  },
  {
    handle: 'kelp-basket',
    skuPrefix: 'EB-KELP',
    title: { en: 'Kelp Basket', de: 'Korb Tang' },
    description: {
      en: '<p>A rope of esparto grass, coiled and sewn, with two handles that grow out of the last round. It carries logs, laundry or a week’s newspapers and gives a little wherever it leans.</p><p>Smells of hay for the first month. After that of nothing.</p>',
      de: '<p>Ein Seil aus Espartogras, gewunden und genäht, mit zwei Griffen, die aus der letzten Runde herauswachsen. Er trägt Scheite, Wäsche oder die Zeitungen einer Woche und gibt überall dort ein wenig nach, wo er anlehnt.</p><p>Riecht im ersten Monat nach Heu. Danach nach nichts.</p>',
    },
    seoDescription: {
      en: 'Coiled basket of esparto grass with two handles, in three sizes.',
      de: 'Gewundener Korb aus Espartogras mit zwei Griffen, in drei Größen.',
    },
    vendor: makers.house,
    productType: { en: 'Baskets', de: 'Körbe' },
    tags: ['storage', 'natural-fibre', 'handmade', 'living-room', 'bedroom'],
    options: [size(['Small', 'Klein'], ['Medium', 'Mittel'], ['Large', 'Groß'])],
    tierOption: 'Size',
    tiers: {
      Small: { price: price(39, 42, 35, 6600), weightGrams: 700, dimensions: 'Ø 24 × H 18 cm' },
      Medium: { price: price(59, 64, 53, 9900), weightGrams: 1300, dimensions: 'Ø 34 × H 28 cm' },
      Large: {
        price: price(79, 85, 71, 13400),
        compareAt: price(98, 105, 88, 16600),
        weightGrams: 2100,
        dimensions: 'Ø 44 × H 38 cm',
      },
    },
    pictureOption: null,
    detailAlt: {
      en: 'Two Kelp Baskets, the larger one holding a wool blanket',
      de: 'Zwei Körbe Tang, im größeren liegt eine Wolldecke',
    },
    specs: {
      material: { en: 'Esparto grass, linen thread', de: 'Espartogras, Leinenfaden' },
      care: cares.basket,
      origin: origins.iznajar,
    },
    createdOn: '2026-03-30',
    unitsSold: 233,
  },
];
