import { cares, makers, origins } from './makers.ts';
import { colour, size } from './palette.ts';
import { type DemoProduct, price } from './types.ts';

/** Lamps. */
export const lighting: readonly DemoProduct[] = [
  {
    handle: 'beacon-table-lamp',
    skuPrefix: 'EB-BEAC',
    title: { en: 'Beacon Table Lamp', de: 'Tischleuchte Bake' },
    description: {
      en: '<p>A stoneware foot, a linen shade, and between them a warm gap of light. The foot is heavy enough to stay put when the cable is not; the cable is covered in the same linen as the shade.</p><p>Dimmed by the brass key on the cord.</p>',
      de: '<p>Ein Fuß aus Steinzeug, ein Schirm aus Leinen und dazwischen ein warmer Spalt Licht. Der Fuß ist schwer genug, um stehen zu bleiben, wenn jemand am Kabel hängt; das Kabel trägt dasselbe Leinen wie der Schirm.</p><p>Gedimmt wird am Messingschlüssel in der Schnur.</p>',
    },
    seoDescription: {
      en: 'Table lamp with a stoneware foot and linen shade, dimmable, in three glazes.',
      de: 'Tischleuchte mit Steinzeugfuß und Leinenschirm, dimmbar, in drei Glasuren.',
    },
    vendor: makers.light,
    productType: { en: 'Table Lamps', de: 'Tischleuchten' },
    tags: ['lighting', 'ceramics', 'bedroom', 'living-room'],
    options: [colour('clay', 'chalk', 'ink')],
    tierOption: null,
    tiers: { all: { price: price(185, 199, 166, 31600), weightGrams: 3200, dimensions: 'Ø 32 × H 46 cm' } },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'Stoneware foot and lit linen shade of the Beacon Table Lamp',
      de: 'Steinzeugfuß und leuchtender Leinenschirm der Tischleuchte Bake',
    },
    roomAlt: {
      en: 'The Beacon Table Lamp lit on a side table in the evening',
      de: 'Die Tischleuchte Bake am Abend auf einem Beistelltisch',
    },
    specs: {
      material: { en: 'Stoneware, linen, brass', de: 'Steinzeug, Leinen, Messing' },
      care: cares.lamp,
      origin: origins.sheffield,
    },
    createdOn: '2026-09-02',
    unitsSold: 152,
  },
  {
    handle: 'fathom-pendant',
    skuPrefix: 'EB-FATH',
    title: { en: 'Fathom Pendant', de: 'Pendelleuchte Faden' },
    description: {
      en: '<p>A spun aluminium bell, deep enough that you never look into the bulb. Inside it is always chalk white, so the light on the table stays warm whatever the colour outside.</p><p>Three metres of cord, to be hung lower than you think: 60 cm above the table.</p>',
      de: '<p>Eine gedrückte Glocke aus Aluminium, so tief, dass niemand in das Leuchtmittel schaut. Innen ist sie immer kreideweiß; so bleibt das Licht auf dem Tisch warm, gleich welche Farbe sie außen hat.</p><p>Drei Meter Kabel, tiefer zu hängen, als man denkt: 60 cm über dem Tisch.</p>',
    },
    seoDescription: {
      en: 'Spun aluminium pendant, glare-free, white inside, in two diameters and three colours.',
      de: 'Pendelleuchte aus gedrücktem Aluminium, blendfrei, innen weiß, in zwei Durchmessern und drei Farben.',
    },
    vendor: makers.light,
    productType: { en: 'Pendants', de: 'Pendelleuchten' },
    tags: ['lighting', 'metal', 'table', 'living-room'],
    options: [size(['30 cm', '30 cm'], ['45 cm', '45 cm']), colour('moss', 'chalk', 'charcoal')],
    tierOption: 'Size',
    tiers: {
      '30 cm': { price: price(149, 161, 134, 25400), weightGrams: 1400, dimensions: 'Ø 30 × H 22 cm' },
      '45 cm': {
        price: price(198, 214, 178, 33800),
        compareAt: price(239, 258, 214, 40800),
        weightGrams: 2300,
        dimensions: 'Ø 45 × H 30 cm',
      },
    },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'The Fathom Pendant from below, lit, its inside chalk white',
      de: 'Die Pendelleuchte Faden von unten, leuchtend, innen kreideweiß',
    },
    specs: {
      material: {
        en: 'Spun aluminium, powder-coated; textile cord',
        de: 'Aluminium, gedrückt und pulverbeschichtet; Textilkabel',
      },
      care: cares.lamp,
      origin: origins.sheffield,
    },
    createdOn: '2026-05-29',
    unitsSold: 118,
  },
  {
    handle: 'heron-floor-lamp',
    skuPrefix: 'EB-HERO',
    title: { en: 'Heron Floor Lamp', de: 'Stehleuchte Reiher' },
    description: {
      en: '<p>A thin stem, a tilted head, one foot on the ground: it stands beside an armchair the way a heron stands beside a ditch. The head turns and nods, and stays where you leave it.</p><p>The weight is in the cast foot; the stem is a single brass or steel tube.</p>',
      de: '<p>Ein dünner Stiel, ein geneigter Kopf, ein Fuß am Boden: Sie steht neben dem Sessel wie ein Reiher neben dem Graben. Der Kopf dreht und nickt und bleibt, wo man ihn lässt.</p><p>Das Gewicht liegt im gegossenen Fuß; der Stiel ist ein einziges Rohr aus Messing oder Stahl.</p>',
    },
    seoDescription: {
      en: 'Slender reading lamp with a head that turns and nods, in brass or black.',
      de: 'Schlanke Leseleuchte, deren Kopf dreht und nickt, in Messing oder Schwarz.',
    },
    vendor: makers.light,
    productType: { en: 'Floor Lamps', de: 'Stehleuchten' },
    tags: ['lighting', 'metal', 'living-room', 'bulky'],
    options: [colour('black', 'brass')],
    tierOption: null,
    tiers: { all: { price: price(320, 345, 286, 54600), weightGrams: 7400, dimensions: '38 × 24 × 142 cm' } },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'Tilted head of the Heron Floor Lamp, close up',
      de: 'Geneigter Kopf der Stehleuchte Reiher aus der Nähe',
    },
    specs: {
      material: { en: 'Brass or steel tube, cast-iron foot', de: 'Rohr aus Messing oder Stahl, Fuß aus Gusseisen' },
      care: cares.lamp,
      origin: origins.sheffield,
    },
    createdOn: '2026-08-15',
    unitsSold: 61,
  },
];
