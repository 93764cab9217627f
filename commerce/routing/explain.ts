import { toDecimalString } from '../money/money.ts';
import type { RouteAlternative, RouteParcel, RoutePlan, RouteRecord } from './route-order.ts';
import type { OfferRefusal } from './route-problem.ts';
import { CRITERIA, type Criterion } from './settings.ts';

/** What staff call a criterion. */
export const CRITERION_NAMES: Readonly<Record<Criterion, string>> = {
  cost: 'carriage',
  distance: 'distance',
  splits: 'parcels',
  promise: 'lateness',
  balance: 'stock balance',
  carbon: 'CO2e',
};

/** Words for what a record knows only by number. */
export interface RouteNames {
  readonly warehouse: (id: number) => string;
  readonly item: (variantId: number) => string;
  /** The shop's own currency, in which plans are compared. */
  readonly currency: string;
}

/** A route in sentences. */
export interface RouteExplanation {
  /** Who sends how much. */
  readonly headline: string;
  /** One sentence per parcel. */
  readonly parcels: readonly string[];
  /** One sentence per alternative, in the order of the record. */
  readonly alternatives: readonly string[];
  /** Rules that played a part, what was done against a setting, and how the choice was made. */
  readonly notes: readonly string[];
}

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

/** `a, b and c`; empty for nothing. */
function listed(words: readonly string[]): string {
  const last = words.at(-1);
  return words.length < 2 || last === undefined ? words.join('') : `${words.slice(0, -1).join(', ')} and ${last}`;
}

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

function weight(grams: number): string {
  return grams < 1_000 ? `${grams} g` : `${Math.round(grams / 100) / 10} kg`;
}

function amount(minor: number, currency: string): string {
  const text = toDecimalString({ amountMinor: Math.abs(minor), currency });
  const [whole = '0', fraction = ''] = text.split('.');
  return fraction === '' || fraction === '0' ? whole : `${whole}.${fraction.padEnd(2, '0')}`;
}

function parcelSentence(parcel: RouteParcel, promisedToMs: number | null, names: RouteNames): string {
  const { warehouseId, units, grams, mode, km, arrivesMs, lateDays, carbonGrams } = parcel;
  const time =
    lateDays > 0
      ? `, ${counted(lateDays, 'working day')} after the promise`
      : promisedToMs === null
        ? ''
        : ', within the promise';
  return `${names.warehouse(warehouseId)} sends ${counted(units, 'unit')} (${weight(grams)}) by ${mode} over ${km} km; arrives ${day.format(arrivesMs)}${time}. ${weight(carbonGrams)} CO2e.`;
}

/** What another plan would have been better and worse at, most first. */
function differences(other: RoutePlan, chosen: RoutePlan, currency: string): string {
  const parts = CRITERIA.map((name) => ({ name, minor: other.criteria[name] - chosen.criteria[name] }))
    .filter(({ minor }) => minor !== 0)
    .sort((a, b) => Math.abs(b.minor) - Math.abs(a.minor))
    .map(({ name, minor }) => `${CRITERION_NAMES[name]} ${minor > 0 ? '+' : '−'}${amount(minor, currency)}`);
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

function alternativeSentence(alternative: RouteAlternative, chosen: RoutePlan, names: RouteNames): string {
  const { kind, plan, warehouseIds } = alternative;
  const places = listed(warehouseIds.map(names.warehouse));
  const what =
    kind === 'all_from'
      ? `Everything from ${places}`
      : kind === 'nearest_first'
        ? `Each item from the nearest warehouse (${places})`
        : `From ${places}`;
  if (plan.missing > chosen.missing) {
    const lacking = plan.missing - chosen.missing;
    return `${what}: not possible, ${counted(lacking, 'unit')} would be missing.`;
  }
  if (plan.lastResort > chosen.lastResort)
    return `${what}: would take ${counted(plan.lastResort - chosen.lastResort, 'more unit')} of stock that comes last.`;
  const more = plan.score - chosen.score;
  const difference = differences(plan, chosen, names.currency);
  if (more === 0) return `${what}: just as good${difference}; the nearer one was taken.`;
  const word = more > 0 ? 'more' : 'less';
  return `${what}: ${names.currency} ${amount(more, names.currency)} ${word}${difference}.`;
}

const RULE_WORDS: Readonly<Partial<Record<OfferRefusal, (items: string) => string>>> = {
  not_active: () => 'is closed',
  country_not_served: () => 'does not send to this country',
  never_by_air: (items) => `reaches it only by air, and ${items} must not fly`,
  kept_back: (items) => `keeps back what it has of ${items}`,
};

function ruleNotes(record: RouteRecord, names: RouteNames): string[] {
  const found = new Map<string, { warehouseId: number; reason: OfferRefusal; items: string[] }>();
  for (const { variantId, refusals } of record.lines)
    for (const { warehouseId, reason } of refusals) {
      const key = `${warehouseId} ${reason}`;
      const entry = found.get(key) ?? { warehouseId, reason, items: [] };
      entry.items.push(names.item(variantId));
      found.set(key, entry);
    }
  return [...found.values()].flatMap(({ warehouseId, reason, items }) => {
    const words = RULE_WORDS[reason];
    return words ? [`${names.warehouse(warehouseId)} ${words(listed(items))}.`] : [];
  });
}

function headlineOf({ plan }: RouteRecord, names: RouteNames): string {
  const [only] = plan.parcels;
  if (!only) return 'No warehouse could send this.';
  if (plan.parcels.length === 1 && plan.missing === 0) return `${names.warehouse(only.warehouseId)} sends everything.`;
  const shares = plan.parcels.map((one) => `${names.warehouse(one.warehouseId)} sends ${counted(one.units, 'unit')}`);
  return `${listed(shares)}${plan.missing > 0 ? `; ${counted(plan.missing, 'unit')} could not be placed` : ''}.`;
}

/** Says for staff who sends what, what every alternative would have cost, and which rules and settings decided. */
export function explainRoute(record: RouteRecord, names: RouteNames): RouteExplanation {
  const { plan, promisedToMs, weights } = record;
  const changed = CRITERIA.filter((name) => weights[name] !== 100);
  return {
    headline: headlineOf(record, names),
    parcels: plan.parcels.map((parcel) => parcelSentence(parcel, promisedToMs, names)),
    alternatives: record.alternatives.map((one) => alternativeSentence(one, plan, names)),
    notes: [
      ...ruleNotes(record, names),
      ...(plan.lastResort > 0
        ? [`${counted(plan.lastResort, 'unit')} come from stock that is used last, because nobody else has them.`]
        : []),
      ...(record.reserveTouched ? ['The order needed units that are otherwise kept back.'] : []),
      ...(changed.length > 0
        ? [`Weights that differed: ${changed.map((name) => `${CRITERION_NAMES[name]} ${weights[name]} %`).join(', ')}.`]
        : []),
      record.isExact
        ? 'Every combination of warehouses was compared.'
        : 'The best combination found among many warehouses.',
    ],
  };
}
