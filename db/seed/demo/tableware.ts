import { cares, makers, origins } from './makers.ts';
import { colour, size } from './palette.ts';
import { type DemoProduct, price } from './types.ts';

/** Stoneware that is eaten and drunk from. */
export const tableware: readonly DemoProduct[] = [
  {
    handle: 'ebb-serving-bowl',
    skuPrefix: 'EB-BOWL',
    title: { en: 'Ebb Serving Bowl', de: 'Servierschale Ebbe' },
    description: {
      en: '<p>Wide, shallow and heavier than it looks. The wall rises in one slow curve to a rim that is left bare of glaze, so the clay shows where your hands take hold.</p><p>The small one holds salad for two, the large one pasta for six or a winter’s worth of lemons.</p>',
      de: '<p>Weit, flach und schwerer, als sie aussieht. Die Wand steigt in einer langsamen Kurve zu einem Rand, der ohne Glasur bleibt: Dort, wo die Hände zugreifen, zeigt sich der Ton.</p><p>Die kleine fasst Salat für zwei, die große Pasta für sechs oder Zitronen für einen ganzen Winter.</p>',
    },
    seoDescription: {
      en: 'Wide stoneware serving bowl with a bare clay rim, oven safe, in two sizes and three glazes.',
      de: 'Weite Servierschale aus Steinzeug mit unglasiertem Rand, ofenfest, in zwei Größen und drei Glasuren.',
    },
    vendor: makers.pottery,
    productType: { en: 'Bowls', de: 'Schalen' },
    tags: ['ceramics', 'stoneware', 'table', 'handmade', 'gift'],
    options: [size(['24 cm', '24 cm'], ['32 cm', '32 cm']), colour('moss', 'chalk', 'ink')],
    tierOption: 'Size',
    tiers: {
      '24 cm': { price: price(46, 49, 42, 7800), weightGrams: 1050, dimensions: 'Ø 24 × H 8 cm' },
      '32 cm': { price: price(74, 79, 66, 12500), weightGrams: 1900, dimensions: 'Ø 32 × H 10 cm' },
    },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'The Ebb Serving Bowl from above, filled with lemons',
      de: 'Die Servierschale Ebbe von oben, gefüllt mit Zitronen',
    },
    specs: {
      material: { en: 'Stoneware, reactive glaze, bare rim', de: 'Steinzeug, Reaktivglasur, unglasierter Rand' },
      care: cares.stoneware,
      origin: origins.leer,
    },
    createdOn: '2026-05-20',
    unitsSold: 356,
  },
  {
    handle: 'dune-dinner-plate',
    skuPrefix: 'EB-DUNE',
    title: { en: 'Dune Dinner Plate', de: 'Essteller Düne' },
    description: {
      en: '<p>A flat field for the food and an upright edge to push against. The Dune is pressed, not thrown, so the plates stack true; the glaze is poured by hand, so they do not look it.</p><p>Sold singly. We keep every glaze for at least ten years, in case one breaks.</p>',
      de: '<p>Eine ebene Fläche für das Essen und ein aufrechter Rand, gegen den sich schieben lässt. Düne wird gepresst statt gedreht, darum stapelt sie sauber; glasiert wird von Hand, darum sieht man es ihr nicht an.</p><p>Einzeln verkauft. Jede Glasur führen wir mindestens zehn Jahre, falls einmal einer zerbricht.</p>',
    },
    seoDescription: {
      en: 'Stackable stoneware dinner plate with an upright edge, 27 cm, in three hand-poured glazes.',
      de: 'Stapelbarer Essteller aus Steinzeug mit aufrechtem Rand, 27 cm, in drei von Hand gegossenen Glasuren.',
    },
    vendor: makers.stoneware,
    productType: { en: 'Plates', de: 'Teller' },
    tags: ['ceramics', 'stoneware', 'table'],
    options: [colour('oat', 'chalk', 'moss')],
    tierOption: null,
    tiers: { all: { price: price(26, 28, 24, 4400), weightGrams: 780, dimensions: 'Ø 27 × H 2 cm' } },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'Dune Dinner Plates in three glazes, stacked',
      de: 'Essteller Düne in drei Glasuren, gestapelt',
    },
    specs: {
      material: { en: 'Pressed stoneware, poured glaze', de: 'Gepresstes Steinzeug, gegossene Glasur' },
      care: cares.stoneware,
      origin: origins.caldas,
    },
    createdOn: '2026-02-11',
    unitsSold: 1240,
  },
  {
    handle: 'harbour-mug',
    skuPrefix: 'EB-HARB',
    title: { en: 'Harbour Mug', de: 'Becher Hafen' },
    description: {
      en: '<p>Straight sides, a foot you can feel and a handle that takes three fingers. It holds 320 ml, which is one proper coffee with room for milk.</p><p>The lower third is left as raw clay. It warms more slowly than the drink, so the mug can be held straight away.</p>',
      de: '<p>Gerade Wände, ein Fuß, den man spürt, und ein Henkel für drei Finger. Er fasst 320 ml, also einen ordentlichen Kaffee mit Platz für Milch.</p><p>Das untere Drittel bleibt roher Ton. Er wird langsamer warm als das Getränk, und so lässt sich der Becher gleich in die Hand nehmen.</p>',
    },
    seoDescription: {
      en: 'Stoneware mug of 320 ml with a three-finger handle and a raw clay foot, in four glazes.',
      de: 'Becher aus Steinzeug, 320 ml, mit Henkel für drei Finger und rohem Fuß, in vier Glasuren.',
    },
    vendor: makers.pottery,
    productType: { en: 'Mugs', de: 'Becher' },
    tags: ['ceramics', 'stoneware', 'table', 'handmade', 'gift'],
    options: [colour('chalk', 'clay', 'ink', 'moss')],
    tierOption: null,
    tiers: { all: { price: price(24, 26, 22, 4100), weightGrams: 360, dimensions: 'Ø 9 × H 9 cm' } },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'The Harbour Mug from above, filled with black coffee',
      de: 'Der Becher Hafen von oben, gefüllt mit schwarzem Kaffee',
    },
    specs: {
      material: { en: 'Stoneware, satin glaze over raw clay', de: 'Steinzeug, seidenmatte Glasur auf rohem Ton' },
      care: cares.stoneware,
      origin: origins.leer,
    },
    createdOn: '2026-03-18',
    unitsSold: 2180,
  },
  {
    handle: 'marsh-teapot',
    skuPrefix: 'EB-MARS',
    title: { en: 'Marsh Teapot', de: 'Teekanne Marsch' },
    description: {
      en: '<p>East Frisia drinks more tea than any place on earth, and asks a good deal of a pot: it must pour without a drip, keep warm for a third cup and sit still on a stövchen. The Marsh was four years in the trying.</p><p>One litre. The strainer is part of the wall, so nothing gets lost.</p>',
      de: '<p>Nirgends auf der Welt wird so viel Tee getrunken wie in Ostfriesland, und entsprechend viel wird von einer Kanne verlangt: Sie soll gießen, ohne zu tropfen, bis zur dritten Tasse warm halten und ruhig auf dem Stövchen stehen. An der Marsch haben wir vier Jahre probiert.</p><p>Ein Liter. Das Sieb ist Teil der Wand, verloren gehen kann also nichts.</p>',
    },
    seoDescription: {
      en: 'One-litre stoneware teapot with a built-in strainer and a spout that does not drip.',
      de: 'Teekanne aus Steinzeug, ein Liter, mit eingearbeitetem Sieb und tropffreier Tülle.',
    },
    vendor: makers.pottery,
    productType: { en: 'Teapots', de: 'Teekannen' },
    tags: ['ceramics', 'stoneware', 'table', 'handmade', 'gift'],
    options: [colour('ink', 'chalk')],
    tierOption: null,
    tiers: { all: { price: price(89, 96, 80, 15000), weightGrams: 1150, dimensions: '24 × 15 × 16 cm' } },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'The Marsh Teapot beside two Harbour Mugs',
      de: 'Die Teekanne Marsch neben zwei Bechern Hafen',
    },
    specs: {
      material: { en: 'Stoneware, satin glaze', de: 'Steinzeug, seidenmatte Glasur' },
      care: {
        en: 'Rinse with hot water only; the tea will season it.',
        de: 'Nur mit heißem Wasser ausspülen; der Tee tut das Übrige.',
      },
      origin: origins.leer,
    },
    createdOn: '2026-09-28',
    unitsSold: 143,
  },
  {
    handle: 'cask-storage-jar',
    skuPrefix: 'EB-CASK',
    title: { en: 'Cask Storage Jar', de: 'Vorratsdose Fass' },
    description: {
      en: '<p>A straight-walled jar with an oak lid that closes on a ring of natural rubber. It keeps coffee dry, biscuits crisp and salt pourable, and looks well enough to stay out.</p><p>The lid fits both sizes and serves as a small board when the jar is being filled.</p>',
      de: '<p>Eine gerade Dose mit einem Eichendeckel, der auf einem Ring aus Naturkautschuk schließt. Sie hält Kaffee trocken, Kekse knusprig und Salz rieselfähig – und darf dabei auf dem Tisch stehen bleiben.</p><p>Der Deckel passt auf beide Größen und dient beim Umfüllen als kleines Brett.</p>',
    },
    seoDescription: {
      en: 'Stoneware storage jar with an airtight oak lid, in two sizes and two glazes.',
      de: 'Vorratsdose aus Steinzeug mit luftdichtem Eichendeckel, in zwei Größen und zwei Glasuren.',
    },
    vendor: makers.stoneware,
    productType: { en: 'Storage', de: 'Aufbewahrung' },
    tags: ['ceramics', 'stoneware', 'kitchen', 'oak'],
    options: [size(['0.8 l', '0,8 l'], ['1.6 l', '1,6 l']), colour('chalk', 'ink')],
    tierOption: 'Size',
    tiers: {
      '0.8 l': { price: price(34, 37, 31, 5800), weightGrams: 820, dimensions: 'Ø 11 × H 13 cm' },
      '1.6 l': { price: price(48, 52, 43, 8200), weightGrams: 1300, dimensions: 'Ø 11 × H 21 cm' },
    },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'Two Cask Storage Jars in chalk and ink, the larger one open',
      de: 'Zwei Vorratsdosen Fass in Kreide und Tinte, die größere geöffnet',
    },
    specs: {
      material: { en: 'Stoneware, oiled oak, natural rubber', de: 'Steinzeug, geölte Eiche, Naturkautschuk' },
      care: {
        en: 'Jar dishwasher safe; wipe the lid and oil it now and then.',
        de: 'Dose spülmaschinengeeignet; Deckel feucht abwischen und ab und zu ölen.',
      },
      origin: origins.caldas,
    },
    createdOn: '2026-06-09',
    unitsSold: 301,
  },
];
