import { z } from 'zod';
import { CODE_LENGTH, generateCodes, isCode, MAX_CODES_AT_ONCE } from '../../commerce/promotions/codes.ts';
import { localTime } from '../../commerce/promotions/conditions.ts';
import { normalCode } from '../../commerce/promotions/judge.ts';
import { actionClass } from '../../commerce/promotions/promotion.ts';
import type { PromotionEditor, PromotionWrite } from '../ports/promotions.ts';

const MOST_MINOR = 10_000_000_000;
const currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency of three letters (ISO 4217)');
const positive = z.int('must be a whole number').min(1, 'must be more than 0').max(MOST_MINOR, 'is too large');
const amounts = z.record(currency, positive).refine((all) => Object.keys(all).length > 0, 'must name an amount');
const prices = z
  .record(currency, z.int('must be a whole number').min(0, 'must not be below 0').max(MOST_MINOR, 'is too large'))
  .refine((all) => Object.keys(all).length > 0, 'must name a price');
const bps = z
  .int('must be a whole number')
  .min(1, 'must be more than 0 %')
  .max(10_000, 'must be at most 100 %: a promotion never pays the shopper');
const units = z.int('must be a whole number').min(1, 'must be at least 1').max(1_000, 'must be at most 1000');
const most = units.nullish().transform((value) => value ?? null);
const ids = z.array(z.int().positive()).min(1, 'must name something').max(5_000, 'must be at most 5000');
const selection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.enum(['products', 'variants', 'collections']), ids }),
  z.object({ kind: z.literal('tags'), tags: z.array(z.string().trim().toLowerCase().min(1)).min(1).max(50) }),
]);
const part = z.object({ of: selection, quantity: units });

const step = z.union([
  z.object({ from: z.union([units, amounts]), bps }),
  z.object({ from: z.union([units, amounts]), amounts }),
]);
const action = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('percent'), bps, of: selection }),
  z.object({ kind: z.literal('fixed'), amounts, of: selection, per: z.enum(['each', 'across']) }),
  z.object({ kind: z.literal('price'), amounts: prices, of: selection }),
  z.object({ kind: z.literal('buy_x_get_y'), buy: part, get: part, bps, most }),
  z
    .object({
      kind: z.literal('tiers'),
      of: selection,
      by: z.enum(['quantity', 'subtotal']),
      steps: z.array(step).min(1).max(20),
    })
    .refine(
      ({ by, steps }) => steps.every(({ from }) => (typeof from === 'number') === (by === 'quantity')),
      'steps must all start from what they go by',
    )
    .refine(
      ({ steps }) => steps.every(({ from }, index) => index === 0 || isAbove(from, steps[index - 1]?.from)),
      'steps must ascend',
    ),
  z.object({
    kind: z.literal('bundle'),
    parts: z.array(part).min(1).max(10),
    worth: z.union([z.object({ bps }), z.object({ price: prices })]),
    most,
  }),
  z.object({ kind: z.literal('gift'), of: selection, quantity: units }),
  z.object({
    kind: z.literal('free_shipping'),
    methods: z
      .array(z.string().min(1))
      .min(1)
      .max(50)
      .nullish()
      .transform((value) => value ?? null),
    most: amounts.nullish().transform((value) => value ?? null),
  }),
]);

type From = number | Record<string, number>;
function isAbove(a: From, b: From | undefined): boolean {
  if (typeof a === 'number' || typeof b === 'number' || !b) return Number(a) > Number(b);
  return Object.entries(a).every(([name, minor]) => minor > (b[name] ?? -1));
}

const isTimeZone = (timeZone: string): boolean => {
  try {
    return localTime(0, timeZone).weekday > 0;
  } catch {
    return false;
  }
};
const minute = z.int().min(0).max(1_440);
const condition = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('subtotal_at_least'), amounts, of: selection.optional() }),
  z.object({ kind: z.literal('quantity_at_least'), quantity: units, of: selection }),
  z.object({
    kind: z.literal('customer_group'),
    groups: z.array(z.string().trim().toLowerCase().min(1)).min(1).max(50),
  }),
  z.object({ kind: z.literal('first_order') }),
  z.object({
    kind: z.literal('countries'),
    countries: z
      .array(z.string().regex(/^[A-Z]{2}$/))
      .min(1)
      .max(250),
  }),
  z
    .object({
      kind: z.literal('hours'),
      weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
      fromMinute: minute,
      toMinute: minute,
      timeZone: z.string().refine(isTimeZone, 'is no time zone (IANA)'),
    })
    .refine(({ fromMinute, toMinute }) => fromMinute < toMinute, 'must end after it begins; make two for a night'),
]);
const limit = z.int('must be a whole number').min(1, 'must be at least 1').max(1_000_000_000).nullable();

const promotionInput = z
  .object({
    title: z.string().trim().min(1, 'must not be empty').max(255),
    isAutomatic: z.boolean(),
    isActive: z.boolean(),
    startsAtMs: z.number(),
    endsAtMs: z.number().nullable(),
    priority: z.int().min(-1_000).max(1_000),
    combinesWith: z.object({ product: z.boolean(), order: z.boolean(), shipping: z.boolean() }),
    exclusionGroup: z.string().trim().min(1).max(64).nullable(),
    conditions: z.array(condition).max(20),
    actions: z.array(action).min(1, 'must do something').max(10),
    limits: z.object({
      uses: limit,
      perCode: limit,
      perCustomer: limit,
      budget: z.object({ amountMinor: positive, currency }).nullable(),
    }),
  })
  .superRefine((given, context) => {
    const fail = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (given.endsAtMs !== null && given.endsAtMs <= given.startsAtMs) fail(['endsAt'], 'must be after startsAt');
    const classes = given.actions.map(actionClass);
    const other = classes.findIndex((cls) => cls !== classes[0]);
    if (other > 0)
      fail(
        ['actions', other],
        `is for ${classes[other]}, the first one for ${classes[0]}: make two promotions that combine`,
      );
    if (given.isAutomatic && given.limits.perCode !== null) fail(['limits', 'perCode'], 'needs codes');
    const kinds = given.conditions.map(({ kind }) => kind);
    const once: readonly (typeof kinds)[number][] = ['first_order', 'customer_group', 'countries'];
    for (const [index, kind] of kinds.entries())
      if (once.includes(kind) && kinds.indexOf(kind) !== index)
        fail(['conditions', index], `contradicts the other ${kind}`);
  });

/** What is wrong with a promotion: where, and the rule it breaks. */
export interface PromotionProblem {
  readonly field: readonly string[];
  readonly message: string;
}

/** A promotion that may be written, or everything that is wrong with it, by name. */
export function checkPromotion(
  input: unknown,
):
  | { readonly ok: true; readonly write: PromotionWrite }
  | { readonly ok: false; readonly problems: readonly PromotionProblem[] } {
  const parsed = promotionInput.safeParse(input);
  if (parsed.success) return { ok: true, write: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => {
    const field = path.map(String);
    return { field, message: `${field.join('.') || 'promotion'}: ${message}` };
  });
  return { ok: false, problems };
}

/** Codes as staff typed them; problems: not of letters, digits, - and _, named twice. */
export function checkCodes(typed: readonly string[]): {
  readonly codes: readonly string[];
  readonly problems: readonly PromotionProblem[];
} {
  const codes = typed.map(normalCode);
  const problems = codes.flatMap((code, index) => {
    const field = ['codes', String(index)];
    if (!isCode(code)) return [{ field, message: `codes.${index}: may have A to Z, digits, - and _, 2 to 64 of them` }];
    return codes.indexOf(code) === index ? [] : [{ field, message: `codes.${index}: is named twice` }];
  });
  return { codes, problems };
}

/** Makes codes that cannot be guessed and adds them to a promotion; the number added. Throws RangeError beyond 100,000 at once. */
export async function generatePromotionCodes(
  editor: Pick<PromotionEditor, 'addCodes'>,
  promotionId: number,
  { count, prefix }: { readonly count: number; readonly prefix: string },
  randomBytes: (count: number) => Uint8Array,
): Promise<number> {
  if (count < 1 || count > MAX_CODES_AT_ONCE) throw new RangeError(`codes: ${count} at once`);
  let added = 0;
  // Somebody may have one of them already, however unlikely: what is missing is made anew.
  for (let round = 0; round < 5 && added < count; round += 1) {
    const codes = generateCodes(count - added, { length: CODE_LENGTH, prefix }, randomBytes);
    added += await editor.addCodes(promotionId, codes);
  }
  return added;
}
