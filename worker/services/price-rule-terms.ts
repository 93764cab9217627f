import { z } from 'zod';
import { type RuleSetTerms, refuseTerms } from '../../commerce/dynamic-pricing/rule-set.ts';

const name = z.string().trim().min(1).max(100);
const share = z.number().int();
const days = z.number().min(0).max(10_000).optional();
const bound = share.min(-100_000).max(1_000_000).optional();
const zone = z.string().refine(isTimeZone, 'is no time zone');
const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be MM-DD');
const point = z.enum(['lowest', 'median']);
const ids = z.array(z.number().int().positive()).min(1).max(1_000);

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const condition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('demand'), atLeastBps: bound, atMostBps: bound }),
  z.strictObject({ kind: z.literal('stock_age'), atLeastDays: days, atMostDays: days }),
  z.strictObject({ kind: z.literal('stock_cover'), atLeastDays: days, atMostDays: days }),
  z.strictObject({
    kind: z.literal('hours'),
    weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    fromMinute: z.number().int().min(0).max(1_439),
    toMinute: z.number().int().min(1).max(1_440),
    timeZone: zone,
  }),
  z.strictObject({ kind: z.literal('season'), from: monthDay, to: monthDay, timeZone: zone }),
  z.strictObject({ kind: z.literal('competitor'), of: point, atLeastBps: bound, atMostBps: bound }),
  z.strictObject({ kind: z.literal('margin'), atLeastBps: bound, atMostBps: bound }),
  z.strictObject({ kind: z.literal('customer_group'), group: name }),
]);

const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('change'), bps: share.min(-10_000).max(100_000) }),
  z.strictObject({ kind: z.literal('follow_competitor'), of: point, offsetBps: share.min(-9_999).max(100_000) }),
  z.strictObject({ kind: z.literal('reach_margin'), bps: share.min(0).max(9_900) }),
  z.strictObject({ kind: z.literal('optimise'), objective: z.enum(['revenue', 'margin']) }),
]);

const terms = z.strictObject({
  title: name,
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code'),
  includedTaxBps: share.min(0).max(10_000),
  scope: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('all') }),
    z.strictObject({ kind: z.enum(['products', 'collections']), ids }),
    z.strictObject({ kind: z.literal('tags'), tags: z.array(name).min(1).max(100) }),
  ]),
  rules: z.array(z.strictObject({ name, when: z.array(condition).max(10), action, isLast: z.boolean() })).max(50),
  rails: z.strictObject({
    floorBps: share.min(100).max(10_000),
    ceilingBps: share.min(10_000).max(50_000),
    minimumMarginBps: share.min(0).max(9_900).nullable(),
    maximumStepBps: share.min(1).max(5_000),
    maximumDayBps: share.min(1).max(5_000),
    maximumChangesPerDay: z.number().int().min(1).max(24),
    endings: z.strictObject({
      unitMinor: z.number().int().min(1).max(1_000_000),
      endingsMinor: z.array(z.number().int().min(0)).min(1).max(20),
    }),
    announcesReductions: z.boolean(),
  }),
  heldOutBps: share.min(0).max(5_000),
  customerGroup: z.strictObject({ name, isDisclosed: z.boolean() }).nullable(),
  startsAtMs: z.number().int().min(0),
  endsAtMs: z.number().int().min(0).nullable(),
});

/** Why terms were not taken: which field, and what is wrong with it. */
export interface TermsProblem {
  readonly ok: false;
  readonly field: readonly string[];
  readonly message: string;
}

const MESSAGES = {
  no_rules: 'A rule set needs a rule.',
  rule_named_twice: 'Two rules have this name',
  bounds_contradict: 'Its bounds exclude each other, so it would never speak',
  rule_never_heard: 'A rule before it always speaks and is the last, so it would never speak',
  rails_contradict: 'The floor must be at most, the ceiling at least the base price.',
  endings_out_of_range: 'Endings must be smaller than what they are endings of.',
  group_not_declared: 'It asks for a customer group that the rule set is not for',
  group_not_disclosed: 'A group’s price must be shown as such.',
  ends_before_it_starts: 'The end must be after the start.',
} as const;

/** Terms from outside: a field of the wrong form first (named), then what fields contradict (the rule named). */
export function readTerms(raw: unknown): { readonly ok: true; readonly terms: RuleSetTerms } | TermsProblem {
  const parsed = terms.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { ok: false, field: ['terms', ...(issue?.path.map(String) ?? [])], message: issue?.message ?? 'malformed' };
  }
  const refused = refuseTerms(parsed.data);
  if (!refused) return { ok: true, terms: parsed.data };
  const message = MESSAGES[refused.reason];
  return { ok: false, field: ['terms'], message: refused.rule === null ? message : `${message}: ${refused.rule}.` };
}
