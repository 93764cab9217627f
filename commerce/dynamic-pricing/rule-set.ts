/**
 * Dynamic pricing as data: a rule set says what a price should be, guard rails say what it may be. A rule set works in one currency, because rates move and
 * a rule must not be worth more on Tuesdays. Shares are basis points (100 = 1 %), amounts minor units.
 */

/** What must be so for a rule to speak; bounds that are missing do not bound. */
export type PriceCondition =
  /** Units of the last 7 days against those of a week before that, from the 28 days before: 10,000 is as ever. Unknown without sales. */
  | { readonly kind: 'demand'; readonly atLeastBps?: number | undefined; readonly atMostBps?: number | undefined }
  /** Days since the stock last came in. Unknown without a receipt. */
  | { readonly kind: 'stock_age'; readonly atLeastDays?: number | undefined; readonly atMostDays?: number | undefined }
  /** Days that the sellable stock lasts at the pace of the last 28 days. Unknown without sales. */
  | {
      readonly kind: 'stock_cover';
      readonly atLeastDays?: number | undefined;
      readonly atMostDays?: number | undefined;
    }
  /** Hours of some weekdays by the clock of a place, up to but without `toMinute`. */
  | {
      readonly kind: 'hours';
      /** 1 Monday .. 7 Sunday. */
      readonly weekdays: readonly number[];
      readonly fromMinute: number;
      readonly toMinute: number;
      readonly timeZone: string;
    }
  /** Days of every year, both included; a season may pass New Year. `MM-DD`. */
  | { readonly kind: 'season'; readonly from: string; readonly to: string; readonly timeZone: string }
  /** Our price against the lowest or the middle one of competitors: 11,000 is a tenth dearer. Unknown without fresh competitor prices. */
  | {
      readonly kind: 'competitor';
      readonly of: CompetitorPoint;
      readonly atLeastBps?: number | undefined;
      readonly atMostBps?: number | undefined;
    }
  /** What is left of the net price after cost. Unknown without a cost. */
  | { readonly kind: 'margin'; readonly atLeastBps?: number | undefined; readonly atMostBps?: number | undefined }
  /** Buyers of a group; only in a rule set that names the group and shows it. */
  | { readonly kind: 'customer_group'; readonly group: string };

export type CompetitorPoint = 'lowest' | 'median';

/** What a rule wants. Changes count from the base price, so a rule that holds for a week moves the price once, not seven times. */
export type PriceAction =
  | { readonly kind: 'change'; readonly bps: number }
  /** A competitor's price and a share on top of it or below. */
  | { readonly kind: 'follow_competitor'; readonly of: CompetitorPoint; readonly offsetBps: number }
  | { readonly kind: 'reach_margin'; readonly bps: number }
  /** What earns most by the estimated elasticity. */
  | { readonly kind: 'optimise'; readonly objective: 'revenue' | 'margin' };

export interface PriceRule {
  readonly name: string;
  /** All must hold; none: always. */
  readonly when: readonly PriceCondition[];
  readonly action: PriceAction;
  /** Nothing after this rule speaks where it does. */
  readonly isLast: boolean;
}

/** Prices end like this: 99 and 49 of 100 in euros, 0 of 10 in yen. */
export interface PriceEndings {
  readonly unitMinor: number;
  readonly endingsMinor: readonly number[];
}

/** What no rule may break. They are checked last, and always. */
export interface GuardRails {
  /** Of the base price. */
  readonly floorBps: number;
  readonly ceilingBps: number;
  /** Least share of the net price that must be left after cost; 0 allows a price at cost. Null: sold below cost if need be. */
  readonly minimumMarginBps: number | null;
  /** Of the price before it. */
  readonly maximumStepBps: number;
  /** Of the price 24 hours before. */
  readonly maximumDayBps: number;
  readonly maximumChangesPerDay: number;
  readonly endings: PriceEndings;
  /** Whether a price below that of the last 30 days is shown as a reduction of it. */
  readonly announcesReductions: boolean;
}

/** Which products a rule set prices. */
export type PriceScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'products' | 'collections'; readonly ids: readonly number[] }
  | { readonly kind: 'tags'; readonly tags: readonly string[] };

export interface RuleSetTerms {
  readonly title: string;
  readonly currency: string;
  /** Tax contained in its prices, by which margins are net; 0 where prices are net. */
  readonly includedTaxBps: number;
  readonly scope: PriceScope;
  readonly rules: readonly PriceRule[];
  readonly rails: GuardRails;
  /** Share of products whose prices stay as they are, to compare with. */
  readonly heldOutBps: number;
  /** Null: one price for everybody. A group's prices must be shown as such (Directive 2011/83/EU, article 6(1)(ea)). */
  readonly customerGroup: { readonly name: string; readonly isDisclosed: boolean } | null;
  /** Up to but without `endsAtMs`; null: open. */
  readonly startsAtMs: number;
  readonly endsAtMs: number | null;
}

/** Why terms are refused; a rule is named where one is to blame. */
export type TermsRefusal = {
  readonly ok: false;
  readonly reason:
    | 'no_rules'
    | 'rule_named_twice'
    | 'bounds_contradict'
    | 'rule_never_heard'
    | 'rails_contradict'
    | 'endings_out_of_range'
    | 'group_not_declared'
    | 'group_not_disclosed'
    | 'ends_before_it_starts';
  readonly rule: string | null;
};

/**
 * What no single field shows. Refusals in order: no rules, two rules of one name, bounds of a condition that exclude each other, a rule after one that
 * always speaks and is last, floor above ceiling (or the base outside both), endings beyond their unit, a group condition without a declared group, a
 * declared group that is not disclosed, an end before the start.
 */
export function refuseTerms(terms: RuleSetTerms): TermsRefusal | null {
  const refuse = (reason: TermsRefusal['reason'], rule: string | null = null): TermsRefusal => ({
    ok: false,
    reason,
    rule,
  });
  if (terms.rules.length === 0) return refuse('no_rules');
  const names = new Set<string>();
  for (const { name } of terms.rules) {
    if (names.has(name)) return refuse('rule_named_twice', name);
    names.add(name);
  }
  const impossible = terms.rules.find((rule) => rule.when.some(contradictsItself));
  if (impossible) return refuse('bounds_contradict', impossible.name);
  const final = terms.rules.findIndex((rule) => rule.isLast && rule.when.length === 0);
  const unheard = final < 0 ? undefined : terms.rules[final + 1];
  if (unheard) return refuse('rule_never_heard', unheard.name);
  const { rails } = terms;
  if (rails.floorBps > 10_000 || rails.ceilingBps < 10_000 || rails.floorBps > rails.ceilingBps)
    return refuse('rails_contradict');
  const { unitMinor, endingsMinor } = rails.endings;
  if (unitMinor < 1 || endingsMinor.length === 0 || endingsMinor.some((one) => one < 0 || one >= unitMinor))
    return refuse('endings_out_of_range');
  const personal = terms.rules.find((rule) =>
    rule.when.some((one) => one.kind === 'customer_group' && one.group !== terms.customerGroup?.name),
  );
  if (personal) return refuse('group_not_declared', personal.name);
  if (terms.customerGroup?.isDisclosed === false) return refuse('group_not_disclosed');
  if (terms.endsAtMs !== null && terms.endsAtMs <= terms.startsAtMs) return refuse('ends_before_it_starts');
  return null;
}

function contradictsItself(condition: PriceCondition): boolean {
  switch (condition.kind) {
    case 'demand':
    case 'competitor':
    case 'margin':
      return (condition.atLeastBps ?? -Infinity) > (condition.atMostBps ?? Infinity);
    case 'stock_age':
    case 'stock_cover':
      return (condition.atLeastDays ?? -Infinity) > (condition.atMostDays ?? Infinity);
    case 'hours':
      return condition.fromMinute >= condition.toMinute || condition.weekdays.length === 0;
    case 'season':
    case 'customer_group':
      return false;
  }
}
