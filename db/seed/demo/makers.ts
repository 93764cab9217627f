import type { Localized } from './types.ts';

/** The workshops behind the products; all invented. */
export const makers = {
  house: 'Ebbholt',
  pottery: 'Töpferei Anke Voss',
  stoneware: 'Olaria Brenha',
  glass: 'Glashütte Ruhn',
  joinery: 'Tischlerei Oltmanns',
  weaving: 'Weverij Terpstra',
  light: 'Marlow Lightworks',
  scent: 'Maison Aubrac-Lune',
} as const;

export const origins = {
  leer: { en: 'Thrown and fired in Leer, East Frisia, Germany', de: 'Gedreht und gebrannt in Leer, Ostfriesland' },
  caldas: { en: 'Made in Caldas da Rainha, Portugal', de: 'Hergestellt in Caldas da Rainha, Portugal' },
  bavarianForest: { en: 'Mouth-blown in the Bavarian Forest, Germany', de: 'Mundgeblasen im Bayerischen Wald' },
  ammerland: { en: 'Built in the Ammerland, Germany', de: 'Gebaut im Ammerland' },
  friesland: { en: 'Woven in Friesland, the Netherlands', de: 'Gewebt in Friesland, Niederlande' },
  sheffield: { en: 'Spun and assembled in Sheffield, England', de: 'Gedrückt und montiert in Sheffield, England' },
  grasse: { en: 'Blended in Grasse, poured in Leer', de: 'Komponiert in Grasse, gegossen in Leer' },
  naxos: { en: 'Cut and polished on Naxos, Greece', de: 'Gesägt und poliert auf Naxos, Griechenland' },
  iznajar: { en: 'Plaited in Iznájar, Andalusia, Spain', de: 'Geflochten in Iznájar, Andalusien' },
} as const satisfies Record<string, Localized>;

export const cares = {
  stoneware: {
    en: 'Dishwasher and microwave safe. Avoid sudden changes of temperature.',
    de: 'Spülmaschinen- und mikrowellengeeignet. Plötzliche Temperaturwechsel vermeiden.',
  },
  vase: {
    en: 'Rinse by hand. Watertight; a felt pad under the foot protects oiled wood.',
    de: 'Von Hand ausspülen. Wasserdicht; ein Filz unter dem Fuß schont geölte Möbel.',
  },
  glass: {
    en: 'Dishwasher safe up to 55 °C. Polish with a linen cloth while still warm.',
    de: 'Spülmaschinenfest bis 55 °C. Noch warm mit einem Leinentuch nachpolieren.',
  },
  board: {
    en: 'Wash by hand, dry upright. Oil with food-safe linseed oil when the grain turns pale.',
    de: 'Von Hand spülen, stehend trocknen. Mit Leinöl nachölen, sobald die Maserung blass wird.',
  },
  linen: {
    en: 'Machine wash at 40 °C, line dry, iron damp or not at all.',
    de: 'Bei 40 °C waschen, an der Luft trocknen, feucht bügeln oder gar nicht.',
  },
  wool: {
    en: 'Air outside on a damp day; wool cycle at 30 °C twice a year at most.',
    de: 'An einem feuchten Tag lüften; höchstens zweimal im Jahr im Wollgang bei 30 °C waschen.',
  },
  rug: {
    en: 'Shake out, vacuum along the weave, turn every few months. Dab spills with cold water.',
    de: 'Ausschütteln, in Webrichtung saugen, alle paar Monate drehen. Flecken mit kaltem Wasser abtupfen.',
  },
  lamp: {
    en: 'Dust with a dry cloth. Takes an E27 bulb up to 12 W LED, included and replaceable.',
    de: 'Mit trockenem Tuch abstauben. Für E27-Leuchtmittel bis 12 W LED, beiliegend und austauschbar.',
  },
  furniture: {
    en: 'Wipe with a damp cloth. The oil finish can be renewed at home in an hour; a tin comes with it.',
    de: 'Feucht abwischen. Die Ölung lässt sich in einer Stunde selbst erneuern; eine Dose liegt bei.',
  },
  steel: {
    en: 'Wipe with a damp cloth and a drop of soap. Fit for covered outdoor use.',
    de: 'Feucht mit einem Tropfen Seife abwischen. Auch für überdachte Plätze im Freien.',
  },
  candle: {
    en: 'Let the whole surface melt on first lighting. Trim the wick to 5 mm. Never leave it alone.',
    de: 'Beim ersten Anzünden die ganze Fläche schmelzen lassen. Docht auf 5 mm kürzen. Nie unbeaufsichtigt lassen.',
  },
  stone: {
    en: 'Rinse with warm water, no soap, no dishwasher. Grind a little rice before first use.',
    de: 'Mit warmem Wasser ausspülen, ohne Spülmittel, nicht in der Maschine. Vor dem ersten Gebrauch etwas Reis mahlen.',
  },
  basket: {
    en: 'Brush dry. Mist with water once a year so the grass stays supple.',
    de: 'Trocken ausbürsten. Einmal im Jahr mit Wasser besprühen, damit das Gras geschmeidig bleibt.',
  },
} as const satisfies Record<string, Localized>;
