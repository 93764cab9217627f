import { cares, makers, origins } from './makers.ts';
import { colour, size } from './palette.ts';
import { type DemoProduct, price } from './types.ts';

/** Linen and wool. */
export const textiles: readonly DemoProduct[] = [
  {
    handle: 'fallow-linen-throw',
    skuPrefix: 'EB-FALL',
    title: { en: 'Fallow Linen Throw', de: 'Leinenplaid Brache' },
    description: {
      en: '<p>Heavy linen, washed with stones until it falls like something you have owned for years. The edges are hemmed by hand in a thread one shade darker.</p><p>Cool in July, and in January the layer between you and the wool.</p>',
      de: '<p>Schweres Leinen, mit Steinen gewaschen, bis es fällt wie etwas, das man seit Jahren besitzt. Die Kanten sind von Hand gesäumt, der Faden ist einen Ton dunkler.</p><p>Kühl im Juli, und im Januar die Lage unter der Wolle.</p>',
    },
    seoDescription: {
      en: 'Stone-washed throw of heavy linen, 140 × 200 cm, hand-hemmed, in three colours.',
      de: 'Steingewaschenes Plaid aus schwerem Leinen, 140 × 200 cm, von Hand gesäumt, in drei Farben.',
    },
    vendor: makers.weaving,
    productType: { en: 'Throws', de: 'Plaids' },
    tags: ['textiles', 'linen', 'bedroom', 'living-room'],
    options: [colour('oat', 'moss', 'clay')],
    tierOption: null,
    tiers: { all: { price: price(119, 128, 106, 20300), weightGrams: 1100, dimensions: '140 × 200 cm' } },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'Folded edge of the Fallow Linen Throw with its hand-sewn hem',
      de: 'Gefaltete Kante des Leinenplaids Brache mit handgenähtem Saum',
    },
    specs: {
      material: { en: '100 % European linen, 320 g/m²', de: '100 % europäisches Leinen, 320 g/m²' },
      care: cares.linen,
      origin: origins.friesland,
    },
    createdOn: '2026-04-22',
    unitsSold: 171,
  },
  {
    handle: 'furrow-cushion',
    skuPrefix: 'EB-FURR',
    title: { en: 'Furrow Cushion', de: 'Kissen Furche' },
    description: {
      en: '<p>A ribbed weave of wool and linen: the wool makes the ridges, the linen the lines between them. Seen from the door it is one colour, from the sofa two.</p><p>Cover with a hidden zip, filled with certified feathers, or sent empty if you ask.</p>',
      de: '<p>Ein geripptes Gewebe aus Wolle und Leinen: Die Wolle macht die Grate, das Leinen die Linien dazwischen. Von der Tür aus ist es eine Farbe, vom Sofa aus sind es zwei.</p><p>Bezug mit verdecktem Reißverschluss, gefüllt mit zertifizierten Federn, auf Wunsch auch ohne Füllung.</p>',
    },
    seoDescription: {
      en: 'Ribbed cushion of wool and linen with a hidden zip, square or long, in four colours.',
      de: 'Geripptes Kissen aus Wolle und Leinen mit verdecktem Reißverschluss, quadratisch oder lang, in vier Farben.',
    },
    vendor: makers.weaving,
    productType: { en: 'Cushions', de: 'Kissen' },
    tags: ['textiles', 'wool', 'linen', 'living-room', 'gift'],
    options: [size(['45 × 45 cm', '45 × 45 cm'], ['60 × 40 cm', '60 × 40 cm']), colour('clay', 'oat', 'moss', 'ink')],
    tierOption: 'Size',
    tiers: {
      '45 × 45 cm': { price: price(54, 58, 48, 9200), weightGrams: 850, dimensions: '45 × 45 cm' },
      '60 × 40 cm': { price: price(58, 62, 52, 9900), weightGrams: 950, dimensions: '60 × 40 cm' },
    },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'Ribbed weave of the Furrow Cushion, close up',
      de: 'Geripptes Gewebe des Kissens Furche aus der Nähe',
    },
    specs: {
      material: { en: '60 % wool, 40 % linen; feather filling', de: '60 % Wolle, 40 % Leinen; Federfüllung' },
      care: cares.wool,
      origin: origins.friesland,
    },
    createdOn: '2026-06-25',
    unitsSold: 489,
  },
  {
    handle: 'selvedge-tea-towels',
    skuPrefix: 'EB-SELV',
    title: { en: 'Selvedge Tea Towels, Pair', de: 'Geschirrtücher Webkante, Paar' },
    description: {
      en: '<p>Half linen, half cotton, woven on a narrow loom so that both long sides are selvedges and never fray. A loop in one corner, a stripe at each end, nothing else.</p><p>Thirsty from the first wash, better after the tenth.</p>',
      de: '<p>Halb Leinen, halb Baumwolle, auf einem schmalen Stuhl gewebt, sodass beide Längsseiten Webkanten sind und nie ausfransen. Eine Schlaufe in der Ecke, ein Streifen an jedem Ende, sonst nichts.</p><p>Saugfähig ab der ersten Wäsche, besser nach der zehnten.</p>',
    },
    seoDescription: {
      en: 'Two half-linen tea towels with woven selvedges and a stripe, 50 × 70 cm.',
      de: 'Zwei Geschirrtücher aus Halbleinen mit Webkanten und Streifen, 50 × 70 cm.',
    },
    vendor: makers.weaving,
    productType: { en: 'Tea Towels', de: 'Geschirrtücher' },
    tags: ['textiles', 'linen', 'kitchen', 'gift'],
    options: [colour('ink', 'clay')],
    tierOption: null,
    tiers: { all: { price: price(29, 31, 26, 4900), weightGrams: 260, dimensions: '50 × 70 cm' } },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'Stripe and selvedge of the tea towels, close up',
      de: 'Streifen und Webkante der Geschirrtücher aus der Nähe',
    },
    specs: {
      material: { en: '50 % linen, 50 % cotton', de: '50 % Leinen, 50 % Baumwolle' },
      care: {
        en: 'Machine wash at 60 °C, tumble dry if you must.',
        de: 'Bei 60 °C waschen, notfalls in den Trockner.',
      },
      origin: origins.friesland,
    },
    createdOn: '2026-02-27',
    unitsSold: 804,
  },
  {
    handle: 'lee-wool-blanket',
    skuPrefix: 'EB-LEEW',
    title: { en: 'Lee Wool Blanket', de: 'Wolldecke Lee' },
    description: {
      en: '<p>The lee is the side of the dyke the wind does not reach. This blanket is woven from the wool of the sheep that keep the dykes short, undyed in chalk and charcoal, softly milled, with a twisted fringe.</p><p>It weighs enough to notice and no more.</p>',
      de: '<p>Lee ist die Seite des Deichs, die der Wind nicht erreicht. Gewebt ist die Decke aus der Wolle der Schafe, die den Deich kurz halten, in Kreide und Kohle ungefärbt, weich gewalkt und mit gedrehten Fransen.</p><p>Sie wiegt so viel, dass man sie spürt, und nicht mehr.</p>',
    },
    seoDescription: {
      en: 'Milled blanket of dyke-sheep wool with a twisted fringe, 140 × 190 cm, in three colours.',
      de: 'Gewalkte Decke aus Deichschafwolle mit gedrehten Fransen, 140 × 190 cm, in drei Farben.',
    },
    vendor: makers.weaving,
    productType: { en: 'Blankets', de: 'Decken' },
    tags: ['textiles', 'wool', 'bedroom', 'living-room'],
    options: [colour('chalk', 'mist', 'charcoal')],
    tierOption: null,
    tiers: { all: { price: price(168, 182, 150, 28700), weightGrams: 1650, dimensions: '140 × 190 cm' } },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'Three Lee Wool Blankets folded in a stack',
      de: 'Drei Wolldecken Lee, gefaltet und gestapelt',
    },
    specs: {
      material: { en: '100 % new wool, 520 g/m²', de: '100 % Schurwolle, 520 g/m²' },
      care: cares.wool,
      origin: origins.friesland,
    },
    createdOn: '2026-10-05',
    unitsSold: 265,
  },
  {
    handle: 'loam-rug',
    skuPrefix: 'EB-LOAM',
    title: { en: 'Loam Rug', de: 'Teppich Lehm' },
    description: {
      en: '<p>A flat weave of hand-spun wool on a cotton warp. The yarn is not quite even and takes the dye the same way, so a large plain floor never looks printed.</p><p>Reversible. Lies still on wood with the felt underlay that comes with it.</p>',
      de: '<p>Ein flaches Gewebe aus handgesponnener Wolle auf Baumwollkette. Das Garn ist nicht ganz gleichmäßig und nimmt die Farbe ebenso an; so wirkt auch eine große ruhige Fläche nie wie gedruckt.</p><p>Beidseitig zu verwenden. Liegt mit der beigelegten Filzunterlage ruhig auf Holz.</p>',
    },
    seoDescription: {
      en: 'Reversible flat-woven wool rug with felt underlay, in three sizes and two colours.',
      de: 'Beidseitiger flach gewebter Wollteppich mit Filzunterlage, in drei Größen und zwei Farben.',
    },
    vendor: makers.weaving,
    productType: { en: 'Rugs', de: 'Teppiche' },
    tags: ['textiles', 'wool', 'living-room', 'bedroom', 'bulky'],
    options: [
      size(['140 × 200 cm', '140 × 200 cm'], ['170 × 240 cm', '170 × 240 cm'], ['200 × 300 cm', '200 × 300 cm']),
      colour('oat', 'charcoal'),
    ],
    tierOption: 'Size',
    tiers: {
      '140 × 200 cm': { price: price(340, 368, 304, 58000), weightGrams: 5200, dimensions: '140 × 200 cm' },
      '170 × 240 cm': { price: price(490, 530, 438, 83600), weightGrams: 7600, dimensions: '170 × 240 cm' },
      '200 × 300 cm': { price: price(690, 745, 618, 117800), weightGrams: 11200, dimensions: '200 × 300 cm' },
    },
    pictureOption: 'Colour',
    detailAlt: {
      en: 'Corner and fringe of the Loam Rug, close up',
      de: 'Ecke und Fransen des Teppichs Lehm aus der Nähe',
    },
    specs: {
      material: { en: '80 % wool, 20 % cotton, flat-woven', de: '80 % Wolle, 20 % Baumwolle, flach gewebt' },
      care: cares.rug,
      origin: origins.friesland,
    },
    createdOn: '2026-03-05',
    unitsSold: 74,
  },
];
