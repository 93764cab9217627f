/** A/B tests of recommendations: who sees which half, and what the halves tell. */

/** 0: popularity for everybody alike; 1: what was learned. */
export type Variant = 0 | 1;

/** Places where a test can show its halves: the home page's and bag's "for you", a product's page, beside a bag, and the mail of an order. */
export const SHELVES = ['for_you', 'product', 'cart', 'mail'] as const;
export type ShelfName = (typeof SHELVES)[number];

/** A test that runs. */
export interface RunningTest {
  readonly name: string;
  readonly shelves: readonly ShelfName[];
}

/** A text's number of 32 bits (signed), well mixed in its high bits. Source: FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) {
    hash ^= char.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
  }
  // FNV's low bits mix poorly over short texts.
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d);
}

/** The half a visitor belongs to: always the same in a test, unrelated between tests. */
export function variantOf(experiment: string, visitor: string): Variant {
  return (fnv1a(`${experiment}\n${visitor}`) >>> 31) & 1 ? 1 : 0;
}

/** Visitors of one half, and those of them who ordered after they saw it. */
export interface Half {
  readonly exposed: number;
  readonly ordered: number;
}

/** What a test says so far; rates and uplift as shares (0.1 is ten percent). */
export interface Uplift {
  readonly controlRate: number;
  readonly learnedRate: number;
  /** Relative: 0 is no difference. */
  readonly uplift: number;
  /** Where the true uplift lies, 19 times of 20. */
  readonly low: number;
  readonly high: number;
}

const Z95 = 1.959964;

/**
 * Uplift of the learned half over the control, by the logarithm of the ratio of rates. Null while a half has no order yet: nothing can be said.
 * Source: Katz et al., Obtaining confidence intervals for the risk ratio in cohort studies, 1978
 */
export function upliftOf(control: Half, learned: Half): Uplift | null {
  if (control.ordered === 0 || learned.ordered === 0) return null;
  const controlRate = control.ordered / control.exposed;
  const learnedRate = learned.ordered / learned.exposed;
  const spread = Math.sqrt(1 / control.ordered - 1 / control.exposed + (1 / learned.ordered - 1 / learned.exposed));
  const centre = Math.log(learnedRate / controlRate);
  return {
    controlRate,
    learnedRate,
    uplift: learnedRate / controlRate - 1,
    low: Math.exp(centre - Z95 * spread) - 1,
    high: Math.exp(centre + Z95 * spread) - 1,
  };
}
