import { seededRandom } from '../../../commerce/recommendations/seeded-random.ts';

/** What people who shop here furnish: each basket is mostly of one of these. */
const ROOMS: readonly (readonly string[])[] = [
  ['harbour-mug', 'marsh-teapot', 'tally-pepper-mill', 'selvedge-tea-towels', 'ebb-serving-bowl', 'dune-dinner-plate'],
  [
    'plank-serving-board',
    'oar-spoon-set',
    'grist-mortar',
    'tally-pepper-mill',
    'cask-storage-jar',
    'selvedge-tea-towels',
  ],
  ['rill-carafe', 'rill-tumbler-pair', 'dune-dinner-plate', 'ebb-serving-bowl', 'plank-serving-board'],
  ['haven-lounge-chair', 'heron-floor-lamp', 'lee-wool-blanket', 'furrow-cushion', 'skerry-side-table', 'loam-rug'],
  ['tide-vase', 'brack-bud-vase', 'groyne-planter', 'shoal-candle-holder', 'ember-candle', 'reed-diffuser'],
  ['fallow-linen-throw', 'furrow-cushion', 'beacon-table-lamp', 'ember-candle', 'kelp-basket'],
  ['trestle-stool', 'skiff-bench', 'fathom-pendant', 'loam-rug', 'kelp-basket'],
];
const VISITORS = 320;
const DAYS = 60;
/** A thing from another room. */
const STRAY = 0.12;

/** Something a visitor of the demo shop did. */
export interface DemoVisit {
  readonly visitor: string;
  readonly kind: 'view' | 'order';
  readonly handle: string;
  /** Days before now. */
  readonly daysAgo: number;
}

/** Two months of visits, the same each time: most look at three to five things and about half of them buy two or three. */
export function demoVisits(): readonly DemoVisit[] {
  const random = seededRandom(1880);
  const pick = <T>(some: readonly T[]): T | undefined => some[Math.floor(random() * some.length)];
  return Array.from({ length: VISITORS }, (_, number) => {
    const room = ROOMS[number % ROOMS.length] ?? [];
    const looked = new Set<string>();
    const wanted = 3 + Math.floor(random() * 3);
    while (looked.size < wanted) {
      const handle = random() < STRAY ? pick(pick(ROOMS) ?? []) : pick(room);
      if (handle !== undefined) looked.add(handle);
    }
    const daysAgo = 0.5 + random() * DAYS;
    const bought = random() < 0.55 ? [...looked].slice(0, 2 + Math.floor(random() * 2)) : [];
    const visitor = `demo-${number}`;
    return [
      ...[...looked].map((handle): DemoVisit => ({ visitor, kind: 'view', handle, daysAgo })),
      ...bought.map((handle): DemoVisit => ({ visitor, kind: 'order', handle, daysAgo })),
    ];
  }).flat();
}
