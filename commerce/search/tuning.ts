/** Numbers of the text ranking. They were chosen on halves of the judged queries and checked on the other halves (docs/decisions). */
import { FIELDS, type FieldName } from './segment.ts';

export interface FieldTuning {
  /** How much an occurrence counts. */
  readonly weight: number;
  /** How far long texts are discounted, 0..1. */
  readonly lengthShare: number;
}

export interface Tuning {
  readonly fields: Readonly<Record<FieldName, FieldTuning>>;
  /** How soon repetition stops to count (BM25's k1). */
  readonly saturation: number;
  /** Forms of a word other than plurals: game for gaming. */
  readonly formWeight: number;
  readonly pluralWeight: number;
  readonly synonymWeight: number;
  readonly compoundWeight: number;
  readonly prefixWeight: number;
  /** Per edit. */
  readonly typoWeight: number;
  /** Two query words beside each other in a text, of their common weight. */
  readonly pairBoost: number;
  /** The same within a few words. */
  readonly nearBoost: number;
  /** Share of the query that the title holds. */
  readonly titleBoost: number;
  /** How much an unmatched part of the query costs (power of coverage). */
  readonly coveragePower: number;
  /** The whole value of brand or type is in the query. */
  readonly wholeValueBoost: number;
  /** A negated thing ("without lids") that is there after all, and one that is said to be absent. */
  readonly negationPenalty: number;
  readonly negationBoost: number;
  /** The type that most of the best finds have. */
  readonly typeBoost: number;
  /** Position in the title: earlier words say what the thing is. */
  readonly earlyBoost: number;
}

const field = (weight: number, lengthShare: number): FieldTuning => ({ weight, lengthShare });

export const TUNING: Tuning = {
  fields: {
    title: field(4, 0.5),
    brand: field(3, 0.3),
    type: field(3, 0.3),
    tags: field(1.5, 0.5),
    options: field(1, 0.5),
    attributes: field(0.6, 0.6),
    description: field(2, 0.8),
    codes: field(6, 0),
  },
  saturation: 2,
  formWeight: 0.5,
  pluralWeight: 0.95,
  synonymWeight: 0.8,
  compoundWeight: 0.8,
  prefixWeight: 0.5,
  typoWeight: 0.6,
  pairBoost: 0.2,
  nearBoost: 0.1,
  titleBoost: 0.12,
  coveragePower: 0.75,
  wholeValueBoost: 0.3,
  negationPenalty: 0.2,
  negationBoost: 0.35,
  typeBoost: 0.2,
  earlyBoost: 0,
};

/** Field tunings by field number. */
export const fieldTunings = (tuning: Tuning): readonly FieldTuning[] => FIELDS.map((name) => tuning.fields[name]);
