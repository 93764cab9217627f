import type { CollectionRule } from '../../../commerce/catalogue/collection-rules.ts';
import type { Localized } from './types.ts';

export interface DemoCollection {
  readonly handle: string;
  readonly title: Localized;
  readonly description: Localized;
  readonly imageAlt?: Localized;
  /** Rules, or the handles of members chosen by hand in their order. */
  readonly members:
    | { readonly rules: readonly CollectionRule[]; readonly matchAny: boolean }
    | { readonly products: readonly string[] };
  readonly sort: 'MANUAL' | 'BEST_SELLING' | 'CREATED' | 'PRICE';
}

function tag(condition: string): CollectionRule {
  return { column: 'TAG', relation: 'EQUALS', condition };
}

/** The shop's collections in menu order; the two hidden ones feed the home page of Next.js Commerce. */
export const demoCollections: readonly DemoCollection[] = [
  {
    handle: 'table-and-kitchen',
    title: { en: 'Table & Kitchen', de: 'Tisch & Küche' },
    description: {
      en: '<p>Bowls that know their weight, boards that hang, a pot that does not drip. Things that are in somebody’s hands every day and wear the better for it.</p>',
      de: '<p>Schalen mit Gewicht, Bretter zum Aufhängen, eine Kanne, die nicht tropft. Dinge, die jeden Tag jemand in der Hand hat und denen das gut bekommt.</p>',
    },
    imageAlt: {
      en: 'Stoneware, glass and an oak board on a table',
      de: 'Steinzeug, Glas und ein Eichenbrett auf einem Tisch',
    },
    members: { rules: [tag('table'), tag('kitchen')], matchAny: true },
    sort: 'BEST_SELLING',
  },
  {
    handle: 'ceramics',
    title: { en: 'Ceramics', de: 'Keramik' },
    description: {
      en: '<p>Clay from the Westerwald, fired in Leer and in Caldas da Rainha. We list the glaze, the maker and what happens when it meets a dishwasher.</p>',
      de: '<p>Ton aus dem Westerwald, gebrannt in Leer und in Caldas da Rainha. Wir nennen die Glasur, die Werkstatt und was in der Spülmaschine geschieht.</p>',
    },
    imageAlt: { en: 'Vases and bowls in chalk, clay and ink', de: 'Vasen und Schalen in Kreide, Ton und Tinte' },
    members: {
      rules: [tag('ceramics'), { column: 'TYPE', relation: 'NOT_EQUALS', condition: 'Table Lamps' }],
      matchAny: false,
    },
    sort: 'BEST_SELLING',
  },
  {
    handle: 'textiles',
    title: { en: 'Linen & Wool', de: 'Leinen & Wolle' },
    description: {
      en: '<p>Woven in Friesland on looms older than the weavers. Everything can be washed at home, and everything gets softer.</p>',
      de: '<p>Gewebt in Friesland, auf Stühlen, die älter sind als die, die daran arbeiten. Alles lässt sich zu Hause waschen, und alles wird weicher.</p>',
    },
    imageAlt: { en: 'Folded blankets and a ribbed cushion', de: 'Gefaltete Decken und ein geripptes Kissen' },
    members: { rules: [tag('textiles')], matchAny: false },
    sort: 'BEST_SELLING',
  },
  {
    handle: 'lighting',
    title: { en: 'Lighting', de: 'Licht' },
    description: {
      en: '<p>Three lamps, because a room needs three: one to eat by, one to read by, one to leave on.</p>',
      de: '<p>Drei Leuchten, denn ein Raum braucht drei: eine zum Essen, eine zum Lesen, eine zum Anlassen.</p>',
    },
    imageAlt: { en: 'A lit table lamp with a stoneware foot', de: 'Eine leuchtende Tischleuchte mit Steinzeugfuß' },
    members: { rules: [tag('lighting')], matchAny: false },
    sort: 'BEST_SELLING',
  },
  {
    handle: 'furniture',
    title: { en: 'Furniture', de: 'Möbel' },
    description: {
      en: '<p>Oak and walnut from forests within a day’s drive of the workshop; steel where wood would be too thick. Repaired by the people who built it, for as long as they build.</p>',
      de: '<p>Eiche und Nussbaum aus Wäldern, die keine Tagesfahrt von der Werkstatt entfernt liegen; Stahl dort, wo Holz zu dick würde. Repariert von denen, die es gebaut haben, solange sie bauen.</p>',
    },
    imageAlt: { en: 'A low lounge chair with a timber frame', de: 'Ein niedriger Sessel mit Holzgestell' },
    members: { rules: [tag('furniture')], matchAny: false },
    sort: 'PRICE',
  },
  {
    handle: 'scent',
    title: { en: 'Scent', de: 'Duft' },
    description: {
      en: '<p>Three scents, none of them sweet: the marsh after rain, the stove next door, the green half of a fig.</p>',
      de: '<p>Drei Düfte, keiner davon süß: die Marsch nach dem Regen, der Ofen nebenan, die grüne Hälfte einer Feige.</p>',
    },
    imageAlt: { en: 'Candles in stoneware cups', de: 'Kerzen in Bechern aus Steinzeug' },
    members: { rules: [tag('scent')], matchAny: false },
    sort: 'MANUAL',
  },
  {
    handle: 'gifts-under-60',
    title: { en: 'Gifts under 60', de: 'Geschenke unter 60' },
    description: {
      en: '<p>Small enough for a parcel, good enough to keep for oneself. Wrapped in grey paper without asking.</p>',
      de: '<p>Klein genug für ein Päckchen, gut genug, um es selbst zu behalten. In graues Papier gewickelt, ohne dass man danach fragen muss.</p>',
    },
    imageAlt: { en: 'Mugs, a candle and a bud vase', de: 'Becher, eine Kerze und eine Knospenvase' },
    members: {
      rules: [tag('gift'), { column: 'VARIANT_PRICE', relation: 'LESS_THAN', condition: '60' }],
      matchAny: false,
    },
    sort: 'BEST_SELLING',
  },
  {
    handle: 'last-pieces',
    title: { en: 'Last Pieces', de: 'Letzte Stücke' },
    description: {
      en: '<p>Sizes and packings that will not be made again, at a lower price for that reason and no other.</p>',
      de: '<p>Größen und Gebinde, die nicht noch einmal gemacht werden; nur deshalb sind sie günstiger.</p>',
    },
    members: { rules: [{ column: 'VARIANT_COMPARE_AT_PRICE', relation: 'IS_SET', condition: '' }], matchAny: false },
    sort: 'CREATED',
  },
  {
    handle: 'the-reading-corner',
    title: { en: 'The Reading Corner', de: 'Die Leseecke' },
    description: {
      en: '<p>A chair tipped back by eleven degrees, a lamp that looks over your shoulder, somewhere to put the tea. We have set it up in the shop in Leer; most people sit down to test it and are still there at closing time.</p>',
      de: '<p>Ein um elf Grad geneigter Sessel, eine Leuchte, die über die Schulter schaut, ein Platz für den Tee. In unserem Laden in Leer steht sie aufgebaut; die meisten setzen sich zur Probe und sitzen bei Ladenschluss noch dort.</p>',
    },
    imageAlt: {
      en: 'Lounge chair, floor lamp and side table on a rug',
      de: 'Sessel, Stehleuchte und Beistelltisch auf einem Teppich',
    },
    members: {
      products: [
        'haven-lounge-chair',
        'heron-floor-lamp',
        'skerry-side-table',
        'loam-rug',
        'lee-wool-blanket',
        'furrow-cushion',
        'harbour-mug',
      ],
    },
    sort: 'MANUAL',
  },
  {
    handle: 'hidden-homepage-featured-items',
    title: { en: 'Featured on the home page', de: 'Auf der Startseite' },
    description: { en: '', de: '' },
    members: { products: ['tide-vase', 'beacon-table-lamp', 'haven-lounge-chair'] },
    sort: 'MANUAL',
  },
  {
    handle: 'hidden-homepage-carousel',
    title: { en: 'Running along the home page', de: 'Laufband der Startseite' },
    description: { en: '', de: '' },
    members: {
      products: [
        'harbour-mug',
        'ebb-serving-bowl',
        'furrow-cushion',
        'rill-tumbler-pair',
        'trestle-stool',
        'ember-candle',
        'fathom-pendant',
        'plank-serving-board',
      ],
    },
    sort: 'MANUAL',
  },
];
