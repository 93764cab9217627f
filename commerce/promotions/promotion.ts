/**
 * A promotion is data: conditions that must all hold, and actions that then take something off. Amounts are minor units by currency: a promotion says
 * nothing in a currency it has no amount for, because rates move and a promotion must not be worth more on Tuesdays.
 */

/** Minor units by ISO 4217 code. */
export type Amounts = Readonly<Record<string, number>>;

/** Which goods something is about; gift cards never are. */
export type Selection =
  | { readonly kind: 'all' }
  | { readonly kind: 'products' | 'variants' | 'collections'; readonly ids: readonly number[] }
  | { readonly kind: 'tags'; readonly tags: readonly string[] };

export type Condition =
  /** Goods before any promotion; `of` missing: the whole cart. */
  | { readonly kind: 'subtotal_at_least'; readonly amounts: Amounts; readonly of?: Selection | undefined }
  | { readonly kind: 'quantity_at_least'; readonly quantity: number; readonly of: Selection }
  /** A customer with at least one of these tags. */
  | { readonly kind: 'customer_group'; readonly groups: readonly string[] }
  | { readonly kind: 'first_order' }
  /** ISO 3166 alpha-2 codes of where it goes, or of the market while no address is known. */
  | { readonly kind: 'countries'; readonly countries: readonly string[] }
  /** Hours of some weekdays by the clock of a place, so that daylight saving moves with it. */
  | {
      readonly kind: 'hours';
      /** 1 Monday .. 7 Sunday. */
      readonly weekdays: readonly number[];
      /** Minutes after midnight; up to but without `toMinute`, at most 1440. */
      readonly fromMinute: number;
      readonly toMinute: number;
      /** IANA name. */
      readonly timeZone: string;
    };

/** What a reduction is worth: a share in basis points, or an amount. */
export type Worth = { readonly bps: number } | { readonly amounts: Amounts };

export type Action =
  | { readonly kind: 'percent'; readonly bps: number; readonly of: Selection }
  /** `each`: off every unit; `across`: once, dealt out over the goods. */
  | { readonly kind: 'fixed'; readonly amounts: Amounts; readonly of: Selection; readonly per: 'each' | 'across' }
  /** Every unit costs this, unless it already costs less. */
  | { readonly kind: 'price'; readonly amounts: Amounts; readonly of: Selection }
  /** For every `buy` units `get` others are reduced by `bps`: the cheapest ones; no unit counts on both sides. `most`: times at most. */
  | {
      readonly kind: 'buy_x_get_y';
      readonly buy: { readonly of: Selection; readonly quantity: number };
      readonly get: { readonly of: Selection; readonly quantity: number };
      readonly bps: number;
      readonly most: number | null;
    }
  /** The highest step that is reached holds for all of the goods; steps ascend. */
  | {
      readonly kind: 'tiers';
      readonly of: Selection;
      readonly by: 'quantity' | 'subtotal';
      readonly steps: readonly ({ readonly from: number | Amounts } & Worth)[];
    }
  /** One set of parts is reduced by a share, or costs an amount; as many sets as the cart holds. The dearest units make the sets. */
  | {
      readonly kind: 'bundle';
      readonly parts: readonly { readonly of: Selection; readonly quantity: number }[];
      readonly worth: { readonly bps: number } | { readonly price: Amounts };
      readonly most: number | null;
    }
  /** So many units of the goods cost nothing, the cheapest first. */
  | { readonly kind: 'gift'; readonly of: Selection; readonly quantity: number }
  /** `methods`: codes it frees; null: all. `most`: frees only deliveries that cost no more. */
  | { readonly kind: 'free_shipping'; readonly methods: readonly string[] | null; readonly most: Amounts | null };

/** What a promotion works on. Goods first, then the order on what is left, then delivery. */
export const PROMOTION_CLASSES = ['product', 'order', 'shipping'] as const;
export type PromotionClass = (typeof PROMOTION_CLASSES)[number];

/** How often and for how much it may be used; null: without limit. */
export interface PromotionLimits {
  readonly uses: number | null;
  readonly perCode: number | null;
  readonly perCustomer: number | null;
  /** Taken off in all, in its one currency; the promotion then counts in no other. */
  readonly budget: { readonly amountMinor: number; readonly currency: string } | null;
}

/** What has been used so far, as far as known. */
export interface PromotionUsage {
  readonly uses: number;
  readonly ofCode: number;
  readonly ofCustomer: number;
  readonly spentMinor: number;
  /** Uses its own object never counted. */
  readonly before: number;
}

export interface Promotion {
  readonly id: number;
  readonly title: string;
  /** Upper case; null: applies by itself. */
  readonly code: string | null;
  readonly isActive: boolean;
  readonly startsAtMs: number;
  readonly endsAtMs: number | null;
  /** Higher ones take off first and win in an exclusion group; ties go to the lower id. */
  readonly priority: number;
  /** Two promotions count together when each allows the other's class. */
  readonly combinesWith: Readonly<Record<PromotionClass, boolean>>;
  /** At most one promotion of a group counts; null: none. */
  readonly exclusionGroup: string | null;
  readonly conditions: readonly Condition[];
  /** All of one class. */
  readonly actions: readonly Action[];
  readonly limits: PromotionLimits;
  readonly usage: PromotionUsage;
}

export const NO_LIMITS: PromotionLimits = { uses: null, perCode: null, perCustomer: null, budget: null };
export const UNUSED: PromotionUsage = { uses: 0, ofCode: 0, ofCustomer: 0, spentMinor: 0, before: 0 };

/** The class of one action: what is for all goods is for the order. */
export function actionClass(action: Action): PromotionClass {
  if (action.kind === 'free_shipping') return 'shipping';
  const isForOrder =
    (action.kind === 'percent' || action.kind === 'tiers' || (action.kind === 'fixed' && action.per === 'across')) &&
    action.of.kind === 'all';
  return isForOrder ? 'order' : 'product';
}

/** The class of a promotion: that of its first action; `promotionProblems` refuses mixed ones. */
export const promotionClass = ({ actions: [first] }: Pick<Promotion, 'actions'>): PromotionClass =>
  first ? actionClass(first) : 'order';

/** Whether somebody has to count its uses. */
export const isLimited = ({ uses, perCode, perCustomer, budget }: PromotionLimits): boolean =>
  uses !== null || perCode !== null || perCustomer !== null || budget !== null;

/** Whether what it does depends on who buys. */
export const needsCustomer = ({ conditions, limits }: Pick<Promotion, 'conditions' | 'limits'>): boolean =>
  limits.perCustomer !== null || conditions.some(({ kind }) => kind === 'customer_group' || kind === 'first_order');
