import type { ProductTakings } from '../../commerce/dynamic-pricing/earned.ts';
import type { SalesWeek } from '../../commerce/dynamic-pricing/elasticity.ts';
import type { Elasticity, PriceFacts } from '../../commerce/dynamic-pricing/price-facts.ts';
import type { PriceScope, RuleSetTerms } from '../../commerce/dynamic-pricing/rule-set.ts';
import type { PastOfVariant, Simulation } from '../../commerce/dynamic-pricing/simulate.ts';

/** A rule set as it is kept; `terms` as they were saved. */
export interface RuleSetRecord {
  readonly id: number;
  readonly terms: RuleSetTerms;
  readonly version: number;
  readonly status: 'draft' | 'approved' | 'stopped';
  /** Of this version; null: none yet. */
  readonly simulation: Simulation | null;
  readonly createdBy: string;
  readonly approvedBy: string | null;
  readonly approvedAtMs: number | null;
  readonly stoppedBy: string | null;
  readonly stoppedAtMs: number | null;
}

/** A variant with what rules may know of it; what the rule set itself says (tax, time) is added by the caller. */
export interface PricedVariant {
  readonly variantId: number;
  readonly productId: number;
  /** Null: the rule set has not seen it yet. */
  readonly base: { readonly baseMinor: number; readonly lastMinor: number } | null;
  readonly facts: Omit<PriceFacts, 'nowMs' | 'baseMinor' | 'includedTaxBps' | 'customerGroup'>;
}

/** A change to be written: only where the price is still `fromMinor`. */
export interface PriceChangeDraft {
  readonly variantId: number;
  readonly productId: number;
  readonly baseMinor: number;
  readonly fromMinor: number;
  readonly toMinor: number;
  readonly wantedMinor: number;
  readonly compareAtMinor: number | null;
  readonly lowestBeforeMinor: number | null;
  readonly explanation: string;
}

/** A change as it was written. */
export interface PriceChangeRecord extends Omit<PriceChangeDraft, 'baseMinor'> {
  readonly id: number;
  readonly version: number;
  readonly period: string;
  readonly productTitle: string;
  readonly variantTitle: string;
  readonly atMs: number;
}

export interface PriceSwitch {
  readonly isStopped: boolean;
  readonly changedBy: string | null;
  readonly changedAtMs: number | null;
}

/** What staff did to a rule set, or to all of them. */
export interface PriceRuleEvent {
  /** `created`, `changed`, `approved`, `stopped`, `everything stopped`, `everything released`. */
  readonly what: string;
  readonly actor: string;
  readonly atMs: number;
}

/** A change of one of a product's prices, with the rule set that made it. */
export interface ProductPriceChange extends PriceChangeRecord {
  readonly ruleSetId: number;
  readonly ruleSetTitle: string;
  readonly currency: string;
}

/** What a competitor asks, as it was fed in last. */
export interface CompetitorPrice {
  readonly variantId: number;
  readonly variantTitle: string;
  readonly competitor: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly seenAtMs: number;
}

/** Rule sets, their rounds and their changes in the records. */
export interface PriceRuleRecords {
  list(): Promise<readonly RuleSetRecord[]>;
  get(id: number): Promise<RuleSetRecord | null>;
  create(terms: RuleSetTerms, actor: string, nowMs: number): Promise<number>;
  /** Replaces the terms of a set that is not approved; false when it is, or is not there. Its simulation is forgotten. */
  replace(id: number, terms: RuleSetTerms, actor: string, nowMs: number): Promise<boolean>;
  saveSimulation(id: number, version: number, simulation: Simulation): Promise<boolean>;
  /** Approves a simulated version; false when it is another by now, or another approved set of the currency overlaps it in time. */
  approve(id: number, version: number, actor: string, nowMs: number): Promise<boolean>;
  /** Once it returns, this set writes no price any more. */
  stop(id: number, actor: string, nowMs: number): Promise<boolean>;
  killSwitch(): Promise<PriceSwitch>;
  /** Once it returns with `isStopped`, no set writes a price any more. */
  setKillSwitch(isStopped: boolean, actor: string, nowMs: number): Promise<void>;
  /** Takes a round of a period that is not finished and not in somebody's hands; null: there is none. */
  takeRound(
    nowMs: number,
    period: string,
    leaseMs: number,
  ): Promise<{ readonly set: RuleSetRecord; readonly cursor: number } | null>;
  /** Moves a round on and leaves it to whoever comes next; `finished` ends the period. */
  moveRound(setId: number, period: string, cursor: number | 'finished', nowMs: number): Promise<void>;
  /** Variants in scope with an id beyond `after`, ascending. */
  variants(
    set: Pick<RuleSetRecord, 'id'> & { readonly scope: PriceScope; readonly currency: string },
    after: number,
    most: number,
    nowMs: number,
  ): Promise<readonly PricedVariant[]>;
  /** The same for named variants. */
  variantsById(
    ids: readonly number[],
    currency: string,
    setId: number,
    nowMs: number,
  ): Promise<readonly PricedVariant[]>;
  /**
   * Writes changes with their explanations, all of them told to caches and search, in one transaction. A change is left out when the price moved meanwhile
   * or the period already has one for the variant; all are when the set or everything was stopped. Answers how many were written.
   */
  writeChanges(
    set: Pick<RuleSetRecord, 'id' | 'version'>,
    currency: string,
    period: string,
    changes: readonly PriceChangeDraft[],
    nowMs: number,
  ): Promise<number>;
  changes(setId: number, most: number): Promise<readonly PriceChangeRecord[]>;
  /** Of a product, by whatever rule set; the newest first. */
  changesOfProduct(productId: number, most: number): Promise<readonly ProductPriceChange[]>;
  /** Of a set, or (null) of the switch for all; the newest first. */
  events(setId: number | null, most: number): Promise<readonly PriceRuleEvent[]>;
  /** Of a product, by variant and competitor. */
  competitorPrices(productId: number): Promise<readonly CompetitorPrice[]>;
  feedCompetitors(
    rows: readonly {
      readonly variantId: number;
      readonly competitor: string;
      readonly currency: string;
      readonly amountMinor: number;
    }[],
    nowMs: number,
  ): Promise<number>;
  /** Units and mean price by variant and week, of a currency's orders since a moment. */
  salesWeeks(currency: string, fromMs: number): Promise<ReadonlyMap<number, readonly SalesWeek[]>>;
  /** When elasticities of a currency were last estimated; null: never. */
  estimatedAtMs(currency: string): Promise<number | null>;
  saveElasticities(
    currency: string,
    prior: Elasticity,
    of: ReadonlyMap<number, Elasticity>,
    nowMs: number,
  ): Promise<void>;
  /** Daily units and mean prices of the variants that sold most in scope. */
  past(
    set: Pick<RuleSetRecord, 'id'> & { readonly scope: PriceScope; readonly currency: string },
    days: number,
    most: number,
    nowMs: number,
  ): Promise<readonly Pick<PastOfVariant, 'variantId' | 'days' | 'firstDayMs'>[]>;
  /** What products in scope took per day between two moments and since the second, until the third. */
  takings(
    set: RuleSetRecord,
    fromMs: number,
    liveMs: number,
    untilMs: number,
  ): Promise<readonly Omit<ProductTakings, 'isHeldOut'>[]>;
}
