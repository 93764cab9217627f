import { cares, makers, origins } from './makers.ts';
import { scent, size } from './palette.ts';
import { type DemoProduct, price } from './types.ts';

/** Candles and diffusers. */
export const scents: readonly DemoProduct[] = [
  {
    handle: 'ember-candle',
    skuPrefix: 'EB-EMBE',
    title: { en: 'Ember Candle', de: 'Duftkerze Glut' },
    description: {
      en: '<p>Rapeseed wax in a stoneware cup that stays when the candle is gone. Salt Marsh smells of sea lavender and wet rope; Cedar Smoke of a stove in the next room; Fig Leaf of the green side of the fig, not the sweet one.</p><p>The small one burns for 40 hours, the large for 80.</p>',
      de: '<p>Rapswachs in einem Becher aus Steinzeug, der bleibt, wenn die Kerze gegangen ist. Salzwiese riecht nach Strandflieder und nassem Tau, Zedernrauch nach einem Ofen im Nebenzimmer, Feigenblatt nach der grünen Seite der Feige, nicht nach der süßen.</p><p>Die kleine brennt 40 Stunden, die große 80.</p>',
    },
    seoDescription: {
      en: 'Scented rapeseed-wax candle in a stoneware cup, three scents, 40 or 80 hours.',
      de: 'Duftkerze aus Rapswachs im Steinzeugbecher, drei Düfte, 40 oder 80 Stunden.',
    },
    vendor: makers.scent,
    productType: { en: 'Candles', de: 'Kerzen' },
    tags: ['scent', 'gift', 'bedroom', 'living-room'],
    options: [scent, size(['180 g', '180 g'], ['400 g', '400 g'])],
    tierOption: 'Size',
    tiers: {
      '180 g': { price: price(34, 36, 30, 5800), weightGrams: 480, dimensions: 'Ø 8 × H 9 cm' },
      '400 g': { price: price(56, 60, 50, 9600), weightGrams: 960, dimensions: 'Ø 11 × H 11 cm' },
    },
    pictureOption: 'Scent',
    detailAlt: {
      en: 'The lit Ember Candle from above, its wax just melting',
      de: 'Die brennende Duftkerze Glut von oben, das Wachs beginnt zu schmelzen',
    },
    specs: {
      material: { en: 'Rapeseed wax, cotton wick, stoneware', de: 'Rapswachs, Baumwolldocht, Steinzeug' },
      care: cares.candle,
      origin: origins.grasse,
    },
    createdOn: '2026-09-20',
    unitsSold: 731,
  },
  {
    handle: 'reed-diffuser',
    skuPrefix: 'EB-REED',
    title: { en: 'Reed Diffuser', de: 'Raumduft Schilf' },
    description: {
      en: '<p>Seven reeds from the Dollart in a bottle of brown glass. They draw up the scent and hand it to the room a little at a time, for about four months. Turn them when you notice that you no longer notice.</p><p>200 ml. Refills come in the same bottle with a plain cap.</p>',
      de: '<p>Sieben Halme vom Dollart in einer Flasche aus Braunglas. Sie ziehen den Duft nach oben und geben ihn nach und nach an den Raum ab, etwa vier Monate lang. Umdrehen, sobald auffällt, dass nichts mehr auffällt.</p><p>200 ml. Nachfüllungen kommen in derselben Flasche mit schlichtem Deckel.</p>',
    },
    seoDescription: {
      en: 'Room scent of 200 ml with seven reeds in brown glass, three scents, about four months.',
      de: 'Raumduft mit 200 ml und sieben Halmen in Braunglas, drei Düfte, etwa vier Monate.',
    },
    vendor: makers.scent,
    productType: { en: 'Diffusers', de: 'Raumdüfte' },
    tags: ['scent', 'gift', 'glass', 'bedroom'],
    options: [scent],
    tierOption: null,
    tiers: {
      all: {
        price: price(39, 42, 35, 6600),
        compareAt: price(48, 52, 43, 8200),
        weightGrams: 520,
        dimensions: 'Ø 7 × H 26 cm',
      },
    },
    pictureOption: null,
    detailAlt: {
      en: 'Reeds and label of the diffuser, close up',
      de: 'Halme und Etikett des Raumdufts aus der Nähe',
    },
    specs: {
      material: {
        en: 'Plant-based solvent, perfume oils, reed, glass',
        de: 'Pflanzlicher Träger, Duftöle, Schilf, Glas',
      },
      care: {
        en: 'Keep away from bare wood and from children.',
        de: 'Von rohem Holz und von Kindern fernhalten.',
      },
      origin: origins.grasse,
    },
    createdOn: '2026-09-21',
    unitsSold: 205,
  },
];
