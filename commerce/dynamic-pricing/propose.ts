import { fnv1a } from '../recommendations/experiment.ts';
import { type Rail, withinRails } from './guard-rails.ts';
import type { PriceFacts } from './price-facts.ts';
import type { RuleSetTerms } from './rule-set.ts';
import { type RuleStep, wantedPrice } from './wanted-price.ts';

/** A change that may be written, or why the price stays. */
export type Proposal =
  | {
      readonly ok: true;
      readonly fromMinor: number;
      readonly priceMinor: number;
      readonly compareAtMinor: number | null;
      readonly lowestBeforeMinor: number | null;
      readonly wantedMinor: number;
      readonly steps: readonly RuleStep[];
      readonly bound: readonly Rail[];
    }
  | {
      readonly ok: false;
      readonly reason: Rail | 'no_rule_spoke' | 'not_its_time' | 'group_not_shown';
      readonly wantedMinor: number | null;
      readonly steps: readonly RuleStep[];
      readonly bound: readonly Rail[];
    };

/**
 * What a rule set makes of one variant's price at one moment: rules first, guard rails last. Refusals in order: outside its schedule, a group's
 * price that is not shown as such or a group that is not the set's, no rule spoke, then the guard rails' own.
 */
export function proposePrice(terms: RuleSetTerms, facts: PriceFacts): Proposal {
  const none = { wantedMinor: null, steps: [], bound: [] } as const;
  if (facts.nowMs < terms.startsAtMs || (terms.endsAtMs !== null && facts.nowMs >= terms.endsAtMs))
    return { ok: false, reason: 'not_its_time', ...none };
  const group = terms.customerGroup;
  if (facts.customerGroup !== (group?.name ?? null) || group?.isDisclosed === false)
    return { ok: false, reason: 'group_not_shown', ...none };
  const { priceMinor, steps } = wantedPrice(terms.rules, facts);
  // Where no rule speaks any more, the price goes home: what a season or a shortage raised comes down with it.
  const wantedMinor = priceMinor ?? facts.baseMinor;
  if (priceMinor === null && facts.currentMinor === facts.baseMinor)
    return { ok: false, reason: 'no_rule_spoke', ...none };
  const railed = withinRails(wantedMinor, facts, terms.rails);
  if (!railed.ok) return { ok: false, reason: railed.reason, wantedMinor, steps, bound: railed.bound };
  return { ...railed, fromMinor: facts.currentMinor, wantedMinor, steps };
}

/** Whether a product's prices are left alone by a rule set to be compared with: the same for all its variants, always, unrelated between sets. */
export function isHeldOut(ruleSetId: number, productId: number, heldOutBps: number): boolean {
  return (fnv1a(`price-rules ${ruleSetId}\n${productId}`) >>> 0) % 10_000 < heldOutBps;
}

const RAIL_WORDS: Readonly<Record<Rail, string>> = {
  floor: 'it may not fall below its floor',
  ceiling: 'it may not rise above its ceiling',
  margin: 'the margin must be kept',
  step: 'one step may not be larger',
  day: 'it may not move further in a day',
  pace: 'it has changed often enough for a day',
  endings: 'prices end like that',
  cost_unknown: 'its cost is not known',
  out_of_range: 'the amounts are out of range',
  nothing_to_do: 'it is that price already',
};

/** A change in sentences, each number as `amount` writes it: which rules spoke and why, and which rails bound. */
export function explainChange(proposal: Extract<Proposal, { ok: true }>, amount: (minor: number) => string): string {
  const spoke = proposal.steps.map(
    ({ rule, toMinor, because }) =>
      `“${rule}” asked for ${amount(toMinor)}${because.length === 0 ? '' : ` because ${because.join(' and ')}`}.`,
  );
  if (spoke.length === 0)
    spoke.push(`No rule speaks any more, so it goes back towards ${amount(proposal.wantedMinor)}.`);
  const rails =
    proposal.bound.length === 0
      ? []
      : [`It became ${amount(proposal.priceMinor)}: ${proposal.bound.map((rail) => RAIL_WORDS[rail]).join('; ')}.`];
  const lowest =
    proposal.compareAtMinor === null
      ? []
      : [`Shown as reduced from ${amount(proposal.compareAtMinor)}, the lowest price of the 30 days before.`];
  return [...spoke, ...rails, ...lowest].join(' ');
}
