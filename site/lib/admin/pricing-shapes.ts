/** What the admin API's JSON fields `terms` and `simulation` hold, as its schema says. Shares are basis points, amounts minor units. */

interface BpsBounds {
  readonly atLeastBps?: number | undefined;
  readonly atMostBps?: number | undefined;
}
interface DayBounds {
  readonly atLeastDays?: number | undefined;
  readonly atMostDays?: number | undefined;
}
type Point = 'lowest' | 'median';

export type PriceCondition =
  | ({ readonly kind: 'demand' | 'margin' } & BpsBounds)
  | ({ readonly kind: 'stock_age' | 'stock_cover' } & DayBounds)
  | ({ readonly kind: 'competitor'; readonly of: Point } & BpsBounds)
  | {
      readonly kind: 'hours';
      readonly weekdays: readonly number[];
      readonly fromMinute: number;
      readonly toMinute: number;
      readonly timeZone: string;
    }
  | { readonly kind: 'season'; readonly from: string; readonly to: string; readonly timeZone: string }
  | { readonly kind: 'customer_group'; readonly group: string };

export type PriceAction =
  | { readonly kind: 'change' | 'reach_margin'; readonly bps: number }
  | { readonly kind: 'follow_competitor'; readonly of: Point; readonly offsetBps: number }
  | { readonly kind: 'optimise'; readonly objective: 'revenue' | 'margin' };

export interface PriceRule {
  readonly name: string;
  readonly when: readonly PriceCondition[];
  readonly action: PriceAction;
  readonly isLast: boolean;
}

export type PriceScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'products' | 'collections'; readonly ids: readonly number[] }
  | { readonly kind: 'tags'; readonly tags: readonly string[] };

export interface GuardRails {
  readonly floorBps: number;
  readonly ceilingBps: number;
  readonly minimumMarginBps: number | null;
  readonly maximumStepBps: number;
  readonly maximumDayBps: number;
  readonly maximumChangesPerDay: number;
  readonly endings: { readonly unitMinor: number; readonly endingsMinor: readonly number[] };
  readonly announcesReductions: boolean;
}

export interface RuleSetTerms {
  readonly title: string;
  readonly currency: string;
  readonly includedTaxBps: number;
  readonly scope: PriceScope;
  readonly rules: readonly PriceRule[];
  readonly rails: GuardRails;
  readonly heldOutBps: number;
  readonly customerGroup: { readonly name: string; readonly isDisclosed: boolean } | null;
  readonly startsAtMs: number;
  readonly endsAtMs: number | null;
}

export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface Simulation {
  readonly days: number;
  readonly variants: number;
  readonly changes: number;
  readonly railed: number;
  readonly before: { readonly units: number; readonly revenueMinor: number; readonly marginMinor: number | null };
  readonly units: Estimate;
  readonly revenueMinor: Estimate;
  readonly marginMinor: Estimate | null;
}
