import { cares, makers, origins } from './makers.ts';
import { colour, size } from './palette.ts';
import { type DemoProduct, price } from './types.ts';

/** Stoneware that is looked at: vases, planters, candle holders. */
export const ceramics: readonly DemoProduct[] = [
  {
    handle: 'tide-vase',
    skuPrefix: 'EB-TIDE',
    title: { en: 'Tide Vase', de: 'Vase Tide' },
    description: {
      en: '<p>A full belly, a short neck, a lip turned out just far enough to let branches lean. Anke Voss throws each Tide in one pull and leaves the rings of her fingers on the inside, where only water sees them.</p><p>The matt glaze is mixed with ground mussel shell from the Ems. It settles paler on the shoulder and darker at the foot, so no two are quite alike.</p>',
      de: '<p>Ein voller Bauch, ein kurzer Hals, ein Rand, der sich gerade weit genug öffnet, damit Zweige sich anlehnen können. Anke Voss dreht jede Tide in einem Zug und lässt die Ringe ihrer Finger innen stehen, wo nur das Wasser sie sieht.</p><p>In die matte Glasur ist gemahlene Muschelschale von der Ems gemischt. Auf der Schulter bleibt sie heller, zum Fuß hin wird sie dunkler; keine gleicht ganz der anderen.</p>',
    },
    seoDescription: {
      en: 'Hand-thrown stoneware vase with a matt mussel-shell glaze, in two sizes and three colours. Watertight.',
      de: 'Von Hand gedrehte Steinzeugvase mit matter Muschelglasur, in zwei Größen und drei Farben. Wasserdicht.',
    },
    vendor: makers.pottery,
    productType: { en: 'Vases', de: 'Vasen' },
    tags: ['ceramics', 'stoneware', 'handmade', 'gift', 'living-room'],
    options: [size(['Small', 'Klein'], ['Tall', 'Hoch']), colour('chalk', 'clay', 'ink')],
    tierOption: 'Size',
    tiers: {
      Small: { price: price(58, 62, 52, 9800), weightGrams: 900, dimensions: 'Ø 14 × H 16 cm' },
      Tall: { price: price(96, 104, 86, 16500), weightGrams: 2100, dimensions: 'Ø 19 × H 28 cm' },
    },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'Neck and lip of the Tide Vase, the glaze breaking pale along the edge',
      de: 'Hals und Rand der Vase Tide, die Glasur bricht an der Kante heller auf',
    },
    roomAlt: {
      en: 'The Tide Vase with branches on an oak bench by a window',
      de: 'Die Vase Tide mit Zweigen auf einer Eichenbank am Fenster',
    },
    specs: {
      material: { en: 'Stoneware, matt shell glaze', de: 'Steinzeug, matte Muschelglasur' },
      care: cares.vase,
      origin: origins.leer,
    },
    createdOn: '2026-09-14',
    unitsSold: 412,
  },
  {
    handle: 'groyne-planter',
    skuPrefix: 'EB-GROY',
    title: { en: 'Groyne Planter', de: 'Pflanztopf Buhne' },
    description: {
      en: '<p>Named for the timber walls that hold a beach in place. The body is a plain, slightly tapered cylinder in open, unglazed clay, so that roots can breathe; a saucer of the same clay sits under it like a shadow.</p><p>Drilled, with a saucer glazed inside to keep the floor dry. Frost-proof down to −10 °C.</p>',
      de: '<p>Benannt nach den Pfahlreihen, die einen Strand an seinem Platz halten. Der Topf ist ein schlichter, leicht konischer Zylinder aus offenem, unglasiertem Ton, damit Wurzeln atmen können; ein Untersetzer aus demselben Ton liegt darunter wie ein Schatten.</p><p>Mit Abzugsloch; der Untersetzer ist innen glasiert und hält den Boden trocken. Frostfest bis −10 °C.</p>',
    },
    seoDescription: {
      en: 'Tapered clay planter with a glazed saucer, drilled and frost-proof, in three sizes.',
      de: 'Konischer Pflanztopf aus Ton mit glasiertem Untersetzer, Abzugsloch, frostfest, in drei Größen.',
    },
    vendor: makers.stoneware,
    productType: { en: 'Planters', de: 'Pflanztöpfe' },
    tags: ['ceramics', 'terracotta', 'outdoor', 'living-room'],
    options: [size(['Small', 'Klein'], ['Medium', 'Mittel'], ['Large', 'Groß']), colour('clay', 'chalk')],
    tierOption: 'Size',
    tiers: {
      Small: { price: price(24, 26, 22, 4200), weightGrams: 1100, dimensions: 'Ø 14 × H 13 cm' },
      Medium: { price: price(42, 45, 38, 7200), weightGrams: 2600, dimensions: 'Ø 20 × H 19 cm' },
      Large: { price: price(78, 84, 70, 13500), weightGrams: 6200, dimensions: 'Ø 30 × H 28 cm' },
    },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'The Groyne Planter with a young olive tree, seen slightly from above',
      de: 'Der Pflanztopf Buhne mit einem jungen Olivenbaum, leicht von oben gesehen',
    },
    specs: {
      material: { en: 'Open-fired clay, saucer glazed inside', de: 'Offen gebrannter Ton, Untersetzer innen glasiert' },
      care: {
        en: 'Brush off lime marks with vinegar, or let them stay.',
        de: 'Kalkränder mit Essig abbürsten oder einfach stehen lassen.',
      },
      origin: origins.caldas,
    },
    createdOn: '2026-04-02',
    unitsSold: 264,
  },
  {
    handle: 'shoal-candle-holder',
    skuPrefix: 'EB-SHOA',
    title: { en: 'Shoal Candle Holder', de: 'Kerzenhalter Sand' },
    description: {
      en: '<p>A low dish with a thumb ring and a raised socket: the night light of old boarding houses, drawn again with fewer lines. The rim catches every drop of wax.</p><p>For candles of 22 mm. Sold singly; people tend to line up three.</p>',
      de: '<p>Eine flache Schale mit Daumenring und erhöhter Tülle: das Nachtlicht alter Pensionen, mit weniger Linien neu gezeichnet. Der Rand fängt jeden Tropfen Wachs.</p><p>Für Kerzen mit 22 mm Durchmesser. Einzeln verkauft; meist stehen am Ende drei nebeneinander.</p>',
    },
    seoDescription: {
      en: 'Stoneware chamber candlestick with a thumb ring, for 22 mm candles, in three matt glazes.',
      de: 'Handleuchter aus Steinzeug mit Daumenring, für Kerzen mit 22 mm, in drei matten Glasuren.',
    },
    vendor: makers.pottery,
    productType: { en: 'Candle Holders', de: 'Kerzenhalter' },
    tags: ['ceramics', 'stoneware', 'handmade', 'gift', 'bedroom'],
    options: [colour('chalk', 'ink', 'clay')],
    tierOption: null,
    tiers: { all: { price: price(28, 30, 25, 4800), weightGrams: 380, dimensions: 'Ø 15 × H 6 cm' } },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'Three Shoal Candle Holders in chalk, clay and ink with lit candles',
      de: 'Drei Kerzenhalter Sand in Kreide, Ton und Tinte mit brennenden Kerzen',
    },
    specs: {
      material: { en: 'Stoneware, matt glaze', de: 'Steinzeug, matte Glasur' },
      care: {
        en: 'Loosen wax with hot water. Dishwasher safe.',
        de: 'Wachs mit heißem Wasser lösen. Spülmaschinengeeignet.',
      },
      origin: origins.leer,
    },
    createdOn: '2026-10-01',
    unitsSold: 188,
  },
];
