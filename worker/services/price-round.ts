import { type Earned, earnedBy } from '../../commerce/dynamic-pricing/earned.ts';
import { estimateElasticities, withoutHistory } from '../../commerce/dynamic-pricing/elasticity.ts';
import type { PriceFacts } from '../../commerce/dynamic-pricing/price-facts.ts';
import { explainChange, isHeldOut, proposePrice } from '../../commerce/dynamic-pricing/propose.ts';
import type { RuleSetTerms } from '../../commerce/dynamic-pricing/rule-set.ts';
import { simulateRules, WARM_UP_DAYS } from '../../commerce/dynamic-pricing/simulate.ts';
import { money, toDecimalString } from '../../commerce/money/money.ts';
import type { Clock } from '../ports/clock.ts';
import type { PriceChangeDraft, PricedVariant, PriceRuleRecords, RuleSetRecord } from '../ports/dynamic-pricing.ts';

const DAY_MS = 86_400_000;
/** Variants of one portion: one statement reads them, one writes their changes. */
const PORTION = 200;
/** Portions of one call; the next minute's call goes on. */
const PORTIONS = 5;
const LEASE_MS = 60_000;
const LEARNED_FROM_DAYS = 182;
const SIMULATED_DAYS = 56;
/** Those that sell most; a replay of more would outlast a request. */
const SIMULATED_VARIANTS = 300;
/** Windows before and since are of one length, so that they hold as many Saturdays. */
const REPORT_DAYS = 28;

export interface PriceRoundDeps {
  readonly clock: Clock;
  readonly priceRules: PriceRuleRecords;
}

/** The hour in UTC that a moment lies in; a variant's price changes at most once in it. */
export const periodOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 13);

/**
 * The hour's round: each approved rule set within its schedule prices its variants, a bounded number a call. A period done twice writes nothing twice, and
 * whoever is stopped in between writes nothing more. Where no set is live it costs one statement. Answers how many prices changed.
 */
export async function priceRound(deps: PriceRoundDeps): Promise<number> {
  const { clock, priceRules } = deps;
  const period = periodOf(clock.nowMs());
  let written = 0;
  for (let portion = 0; portion < PORTIONS; portion += 1) {
    const taken = await priceRules.takeRound(clock.nowMs(), period, LEASE_MS);
    if (!taken) break;
    const { set, cursor } = taken;
    if (cursor === 0) await learnElasticities(deps, set.terms.currency);
    const variants = await priceRules.variants(scopeOf(set), cursor, PORTION, clock.nowMs());
    const changes = changesOf(set, variants, clock.nowMs());
    if (changes.length > 0)
      written += await priceRules.writeChanges(set, set.terms.currency, period, changes, clock.nowMs());
    const last = variants.at(-1);
    const next = last && variants.length === PORTION ? last.variantId : 'finished';
    await priceRules.moveRound(set.id, period, next, clock.nowMs());
  }
  return written;
}

const scopeOf = ({ id, terms }: RuleSetRecord) => ({ id, scope: terms.scope, currency: terms.currency });

/** Facts of a variant under a set's terms. A price that the set did not set was set by hand: it is the new base. */
function factsOf(terms: RuleSetTerms, variant: PricedVariant, nowMs: number): PriceFacts {
  const { base, facts } = variant;
  const isOurs = base !== null && facts.currentMinor === base.lastMinor;
  return {
    ...facts,
    nowMs,
    baseMinor: isOurs ? base.baseMinor : facts.currentMinor,
    includedTaxBps: terms.includedTaxBps,
    customerGroup: null,
  };
}

/** Changes that a rule set makes of variants now; held-out products are left alone. */
export function changesOf(set: RuleSetRecord, variants: readonly PricedVariant[], nowMs: number): PriceChangeDraft[] {
  const { terms } = set;
  return variants.flatMap((variant) => {
    if (isHeldOut(set.id, variant.productId, terms.heldOutBps)) return [];
    const facts = factsOf(terms, variant, nowMs);
    const proposal = proposePrice(terms, facts);
    if (!proposal.ok) return [];
    const { variantId, productId } = variant;
    const amount = (minor: number) => `${toDecimalString(money(minor, terms.currency))} ${terms.currency}`;
    return [
      {
        variantId,
        productId,
        baseMinor: facts.baseMinor,
        fromMinor: proposal.fromMinor,
        toMinor: proposal.priceMinor,
        wantedMinor: proposal.wantedMinor,
        compareAtMinor: proposal.compareAtMinor,
        lowestBeforeMinor: proposal.lowestBeforeMinor,
        explanation: explainChange(proposal, amount),
      },
    ];
  });
}

/** Estimates a currency's elasticities from half a year of orders, once a day. */
export async function learnElasticities({ clock, priceRules }: PriceRoundDeps, currency: string): Promise<void> {
  const nowMs = clock.nowMs();
  const last = await priceRules.estimatedAtMs(currency);
  if (last !== null && last > nowMs - DAY_MS) return;
  const model = estimateElasticities(await priceRules.salesWeeks(currency, nowMs - LEARNED_FROM_DAYS * DAY_MS));
  await priceRules.saveElasticities(currency, withoutHistory(model.prior), model.of, nowMs);
}

/** Replays eight weeks of sales under a set's rules and keeps what came out with its version; false when the set changed meanwhile. */
export async function simulateSet(deps: PriceRoundDeps, set: RuleSetRecord): Promise<boolean> {
  const { clock, priceRules } = deps;
  const { terms } = set;
  const nowMs = clock.nowMs();
  await learnElasticities(deps, terms.currency);
  const past = await priceRules.past(scopeOf(set), WARM_UP_DAYS + SIMULATED_DAYS, SIMULATED_VARIANTS, nowMs);
  const known = new Map<number, PricedVariant>();
  const ids = past.map((one) => one.variantId);
  if (ids.length > 0)
    for (const one of await priceRules.variantsById(ids, terms.currency, set.id, nowMs)) known.set(one.variantId, one);
  const runs = past.flatMap((one) => {
    const variant = known.get(one.variantId);
    return variant && !isHeldOut(set.id, variant.productId, terms.heldOutBps)
      ? [{ ...one, facts: factsOf(terms, variant, nowMs) }]
      : [];
  });
  return priceRules.saveSimulation(set.id, set.version, simulateRules(terms, runs));
}

/** What an approved set earned so far against its held-out products, by revenue; null while nothing can be said. */
export async function earnedReport({ clock, priceRules }: PriceRoundDeps, set: RuleSetRecord): Promise<Earned | null> {
  if (set.approvedAtMs === null) return null;
  const liveMs = Math.max(set.approvedAtMs, set.terms.startsAtMs);
  const untilMs = Math.min(
    clock.nowMs(),
    set.stoppedAtMs ?? Infinity,
    set.terms.endsAtMs ?? Infinity,
    liveMs + REPORT_DAYS * DAY_MS,
  );
  if (untilMs <= liveMs) return null;
  const takings = await priceRules.takings(set, liveMs - (untilMs - liveMs), liveMs, untilMs);
  return earnedBy(
    takings.map((one) => ({ ...one, isHeldOut: isHeldOut(set.id, one.productId, set.terms.heldOutBps) })),
  );
}
