import { parseDecimal, toDecimalString } from '../../../commerce/money/money.ts';
import type { UserError } from './graphql.ts';
import type { GuardRails, PriceAction, PriceCondition, PriceRule, PriceScope, RuleSetTerms } from './pricing-shapes.ts';

/** Texts of the editor's fields, typed or from terms. Fields of rule N begin with `rN.`. */
export type PricingForm = Readonly<Record<string, string>>;

/** Most rules that the editor shows; a set with more is changed as data. */
export const MOST_RULES = 20;
/** The name of a field of a rule. */
export const ruleField = (rule: number, name: string): string => `r${rule}.${name}`;

const MINUTES = 60;
const DEFAULTS: PricingForm = {
  currency: 'EUR',
  tax: '19',
  scope: 'all',
  heldOut: '10',
  floor: '80',
  ceiling: '120',
  margin: '10',
  step: '5',
  day: '10',
  changes: '2',
  unit: '1.00',
  endings: '0.99',
  announces: '1',
  ruleCount: '0',
};

/** The editor of a new rule set: prices of everything, within careful guard rails. */
export const emptyPricingForm = (): PricingForm => DEFAULTS;

const percentText = (bps: number | undefined | null): string => (bps == null ? '' : String(bps / 100));
const text = (value: number | undefined): string => (value === undefined ? '' : String(value));
const clock = (minute: number): string =>
  `${String(Math.floor(minute / MINUTES)).padStart(2, '0')}:${String(minute % MINUTES).padStart(2, '0')}`;

function scopeFields(scope: PriceScope): PricingForm {
  if (scope.kind === 'all') return { scope: 'all' };
  return scope.kind === 'tags'
    ? { scope: 'tags', tags: scope.tags.join(', ') }
    : { scope: scope.kind, [scope.kind]: scope.ids.join(',') };
}

function railFields(rails: GuardRails, currency: string): PricingForm {
  const amount = (amountMinor: number) => toDecimalString({ amountMinor, currency });
  return {
    floor: percentText(rails.floorBps),
    ceiling: percentText(rails.ceilingBps),
    margin: percentText(rails.minimumMarginBps),
    step: percentText(rails.maximumStepBps),
    day: percentText(rails.maximumDayBps),
    changes: String(rails.maximumChangesPerDay),
    unit: amount(rails.endings.unitMinor),
    endings: rails.endings.endingsMinor.map(amount).join(', '),
    announces: rails.announcesReductions ? '1' : '',
  };
}

function conditionFields(condition: PriceCondition): PricingForm {
  switch (condition.kind) {
    case 'demand':
      return { demandFrom: percentText(condition.atLeastBps), demandTo: percentText(condition.atMostBps) };
    case 'stock_age':
      return { ageFrom: text(condition.atLeastDays), ageTo: text(condition.atMostDays) };
    case 'stock_cover':
      return { coverFrom: text(condition.atLeastDays), coverTo: text(condition.atMostDays) };
    case 'hours':
      return {
        days: condition.weekdays.join(','),
        from: clock(condition.fromMinute),
        to: clock(condition.toMinute % (24 * MINUTES)),
        zone: condition.timeZone,
      };
    case 'season':
      return { seasonFrom: condition.from, seasonTo: condition.to, seasonZone: condition.timeZone };
    case 'competitor':
      return {
        rival: condition.of,
        rivalFrom: percentText(condition.atLeastBps),
        rivalTo: percentText(condition.atMostBps),
      };
    case 'margin':
      return { marginFrom: percentText(condition.atLeastBps), marginTo: percentText(condition.atMostBps) };
    case 'customer_group':
      return { group: condition.group };
  }
}

function actionFields(action: PriceAction): PricingForm {
  switch (action.kind) {
    case 'change':
      return { action: 'change', percent: percentText(action.bps) };
    case 'follow_competitor':
      return { action: action.kind, of: action.of, offset: percentText(action.offsetBps) };
    case 'reach_margin':
      return { action: action.kind, reach: percentText(action.bps) };
    case 'optimise':
      return { action: action.kind, objective: action.objective };
  }
}

/** The editor's fields of terms; null: the terms say more than the editor can (two conditions of one kind in a rule, very many rules) and are changed as data. */
export function formOfTerms(terms: RuleSetTerms): PricingForm | null {
  if (terms.rules.length > MOST_RULES) return null;
  const rules: Record<string, string> = {};
  for (const [index, rule] of terms.rules.entries()) {
    const kinds = rule.when.map(({ kind }) => kind);
    if (new Set(kinds).size < kinds.length) return null;
    const parts = Object.assign({}, ...rule.when.map(conditionFields), actionFields(rule.action));
    const fields: PricingForm = { ...parts, name: rule.name, at: String(index + 1), last: rule.isLast ? '1' : '' };
    for (const [name, value] of Object.entries(fields)) rules[ruleField(index, name)] = value;
  }
  const moment = (timeMs: number | null) => (timeMs ? new Date(timeMs).toISOString().slice(0, 16) : '');
  return {
    ...scopeFields(terms.scope),
    ...railFields(terms.rails, terms.currency),
    ...rules,
    ruleCount: String(terms.rules.length),
    title: terms.title,
    currency: terms.currency,
    tax: percentText(terms.includedTaxBps),
    heldOut: percentText(terms.heldOutBps),
    groupName: terms.customerGroup?.name ?? '',
    groupShown: terms.customerGroup?.isDisclosed ? '1' : '',
    startsAt: moment(terms.startsAtMs),
    endsAt: moment(terms.endsAtMs),
  };
}

/** A share as basis points. What is no number stays as it was typed: the API says which field it is. */
const bpsIn = (typed: string): number | string => {
  const share = Number(typed);
  return typed.trim() === '' || Number.isNaN(share) ? typed : Math.round(share * 100);
};
const numberIn = (typed: string): number | string =>
  typed.trim() === '' || Number.isNaN(Number(typed)) ? typed : Number(typed);
const words = (list: string): string[] => list.split(/[\s,]+/).filter((word) => word !== '');
const minuteIn = (typed: string, isEnd: boolean): number | string => {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(typed) ?? [];
  if (hours === undefined || minutes === undefined) return typed;
  const minute = Number(hours) * MINUTES + Number(minutes);
  return isEnd && minute === 0 ? 24 * MINUTES : minute;
};
const momentIn = (typed: string): number | null => (typed === '' ? null : Date.parse(`${typed}Z`));

/** Both bounds of a condition that has any; none: the condition is not asked. */
function between(
  kind: string,
  unit: 'Bps' | 'Days',
  from: string,
  to: string,
  more: Readonly<Record<string, unknown>> = {},
): object[] {
  if (from === '' && to === '') return [];
  const read = unit === 'Bps' ? bpsIn : numberIn;
  return [
    {
      kind,
      ...more,
      ...(from === '' ? {} : { [`atLeast${unit}`]: read(from) }),
      ...(to === '' ? {} : { [`atMost${unit}`]: read(to) }),
    },
  ];
}

function conditionsIn(of: (name: string) => string): object[] {
  const hours = of('days') !== '' || of('from') !== '' || of('to') !== '';
  const season = of('seasonFrom') !== '' || of('seasonTo') !== '';
  return [
    ...between('demand', 'Bps', of('demandFrom'), of('demandTo')),
    ...between('stock_age', 'Days', of('ageFrom'), of('ageTo')),
    ...between('stock_cover', 'Days', of('coverFrom'), of('coverTo')),
    ...between('competitor', 'Bps', of('rivalFrom'), of('rivalTo'), { of: of('rival') || 'lowest' }),
    ...between('margin', 'Bps', of('marginFrom'), of('marginTo')),
    ...(hours
      ? [
          {
            kind: 'hours',
            weekdays: of('days') === '' ? [1, 2, 3, 4, 5, 6, 7] : words(of('days')).map(Number),
            fromMinute: minuteIn(of('from') || '00:00', false),
            toMinute: minuteIn(of('to') || '00:00', true),
            timeZone: of('zone') || 'UTC',
          },
        ]
      : []),
    ...(season
      ? [{ kind: 'season', from: of('seasonFrom'), to: of('seasonTo'), timeZone: of('seasonZone') || 'UTC' }]
      : []),
    ...(of('group') === '' ? [] : [{ kind: 'customer_group', group: of('group') }]),
  ];
}

function actionIn(of: (name: string) => string): object {
  switch (of('action')) {
    case 'follow_competitor':
      return { kind: 'follow_competitor', of: of('of') || 'lowest', offsetBps: bpsIn(of('offset') || '0') };
    case 'reach_margin':
      return { kind: 'reach_margin', bps: bpsIn(of('reach')) };
    case 'optimise':
      return { kind: 'optimise', objective: of('objective') || 'margin' };
    default:
      return { kind: 'change', bps: bpsIn(of('percent')) };
  }
}

/** The rules with a name, in the order of their places. */
function rulesIn(form: PricingForm): Partial<Record<keyof PriceRule, unknown>>[] {
  return Array.from({ length: MOST_RULES + 1 }, (_none, index) => (name: string) => form[ruleField(index, name)] ?? '')
    .filter((of) => of('name') !== '')
    .map((of, index) => ({ of, at: Number(of('at')) || index + 1 }))
    .sort((a, b) => a.at - b.at)
    .map(({ of }) => ({
      name: of('name'),
      when: conditionsIn(of),
      action: actionIn(of),
      isLast: of('last') === '1',
    }));
}

/** Terms as the API takes them; a message when data cannot be read. */
export function termsOfForm(form: PricingForm): Readonly<Record<string, unknown>> | string {
  if (form.data !== undefined) {
    try {
      return JSON.parse(form.data);
    } catch {
      return 'The rules are not written as JSON.';
    }
  }
  const of = (name: string): string => form[name] ?? '';
  const currency = of('currency').toUpperCase();
  const minor = (typed: string): number | string => parseDecimal(typed, currency)?.amountMinor ?? typed;
  const kind = of('scope') || 'all';
  return {
    title: of('title'),
    currency,
    includedTaxBps: bpsIn(of('tax') || '0'),
    scope:
      kind === 'all'
        ? { kind }
        : kind === 'tags'
          ? {
              kind,
              tags: of('tags')
                .split(',')
                .flatMap((tag) => tag.trim() || []),
            }
          : { kind, ids: words(of(kind)).map(Number) },
    rules: rulesIn(form),
    rails: {
      floorBps: bpsIn(of('floor')),
      ceilingBps: bpsIn(of('ceiling')),
      minimumMarginBps: of('margin') === '' ? null : bpsIn(of('margin')),
      maximumStepBps: bpsIn(of('step')),
      maximumDayBps: bpsIn(of('day')),
      maximumChangesPerDay: numberIn(of('changes')),
      endings: { unitMinor: minor(of('unit')), endingsMinor: words(of('endings')).map(minor) },
      announcesReductions: of('announces') === '1',
    },
    heldOutBps: bpsIn(of('heldOut') || '0'),
    customerGroup: of('groupName') === '' ? null : { name: of('groupName'), isDisclosed: of('groupShown') === '1' },
    startsAtMs: momentIn(of('startsAt')) ?? 0,
    endsAtMs: momentIn(of('endsAt')),
  };
}

/** What the editor calls fields of the terms. */
const LABELS: Readonly<Record<string, string>> = {
  title: 'Title',
  currency: 'Currency',
  includedTaxBps: 'Tax in these prices',
  tags: 'Tags',
  ids: 'What it prices',
  floorBps: 'Floor',
  ceilingBps: 'Ceiling',
  minimumMarginBps: 'Least margin',
  maximumStepBps: 'Largest step',
  maximumDayBps: 'Movement in 24 hours',
  maximumChangesPerDay: 'Changes in 24 hours',
  endingsMinor: 'Prices end in',
  unitMinor: 'Endings of each',
  heldOutBps: 'Held out',
  name: 'Name',
  bps: 'By how much',
  offsetBps: 'Above or below',
  timeZone: 'Clock of',
  weekdays: 'Weekdays',
  fromMinute: 'From',
  toMinute: 'Until',
  from: 'Season from',
  to: 'Season until',
  startsAtMs: 'From',
  endsAtMs: 'Until',
};
const CONDITIONS: Readonly<Record<string, string>> = {
  demand: 'Demand',
  stock_age: 'Stock age',
  stock_cover: 'Stock lasts',
  hours: 'Hours',
  season: 'Season',
  competitor: 'Against competitors',
  margin: 'Margin now',
  customer_group: 'Customer group',
};

/** Refusals in the editor's words: which rule by its name, which field by its label. */
export function termsProblems(errors: readonly UserError[], terms: unknown): string[] {
  const at = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return errors.map(({ field, message }) => {
    const path = field?.[0] === 'terms' ? field.slice(1) : [];
    if (path.length === 0) return message;
    const plain = message.startsWith('Invalid input: expected number') ? 'must be a number' : message;
    const label = LABELS[path.findLast((part) => part in LABELS) ?? ''];
    if (path[0] !== 'rules' || path[1] === undefined) return `${label ?? path.join(' ')}: ${plain}`;
    const rule = at(at(terms, 'rules'), path[1]);
    const kind = path[2] === 'when' && path[3] !== undefined ? at(at(at(rule, 'when'), path[3]), 'kind') : undefined;
    const part = typeof kind === 'string' ? `, ${CONDITIONS[kind] ?? kind}` : '';
    return `Rule “${String(at(rule, 'name') ?? '')}”${part}${label ? `, ${label}` : ''}: ${plain}`;
  });
}
