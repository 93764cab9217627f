import { dayStartMs, isTimeZone, minuteOf } from './civil-time.ts';
import type { ShippingMethod } from './delivery-options.ts';
import type { Amounts, DeliveryTerms, LocalTerms, WindowRule } from './delivery-terms.ts';
import type { OpeningHours, PickupTerms } from './pickup.ts';
import { readPostcodes } from './postcodes.ts';
import { type DeliveryZone, type ZonePlace, zoneClashes } from './zones.ts';

/** A rule that contradicts itself or another one, by its name. */
export interface DeliveryProblem {
  readonly field: readonly string[];
  /** Begins with the name of the rule. */
  readonly message: string;
}

/** What the shop has, as far as ways of delivery name it. */
export interface DeliveryWorld {
  readonly zones: readonly DeliveryZone[];
  readonly markets: readonly {
    readonly handle: string;
    readonly countries: readonly string[];
    readonly currency: string;
  }[];
  readonly warehouses: readonly {
    readonly id: number;
    readonly name: string;
    readonly country: string;
    readonly isActive: boolean;
    readonly hasPickup: boolean;
  }[];
}

export const DELIVERY_LIMITS = {
  amountMinor: 1_000_000_000,
  days: 120,
  daysAhead: 60,
  capacity: 10_000,
  steps: 50,
  windows: 50,
  radiusKm: 1_000,
} as const;

const problem = (message: string, ...field: string[]): DeliveryProblem => ({ field, message });
const COUNTRY = /^[A-Z]{2}$/;

function placeProblems(places: readonly ZonePlace[], field: readonly string[], rule: string): DeliveryProblem[] {
  if (places.length === 0) return [problem(`${rule}: names no place.`, ...field)];
  return places.flatMap(({ country, regions, postcodes }, index): DeliveryProblem[] => {
    const at = [...field, String(index)];
    if (!COUNTRY.test(country)) return [problem(`${rule}: “${country}” is no country code.`, ...at, 'country')];
    const region = regions.find((one) => !/^[A-Z\d]{1,6}$/.test(one));
    if (region !== undefined) return [problem(`${rule}: “${region}” is no region code.`, ...at, 'regions')];
    const read = readPostcodes(country, postcodes);
    return read.ok ? [] : [problem(`${rule}: postcodes of ${country}: ${read.message}.`, ...at, 'postcodes')];
  });
}

/** Everything wrong with a zone beside the others: a name it shares, places that are none, and zones that claim the same place. */
export function zoneProblems(zone: DeliveryZone, others: readonly DeliveryZone[]): DeliveryProblem[] {
  const name = zone.name.trim();
  if (name === '') return [problem('Name: must not be empty.', 'name')];
  if (others.some((one) => one.name.toLowerCase() === name.toLowerCase()))
    return [problem(`Name: there is a zone “${name}” already.`, 'name')];
  const problems = placeProblems(zone.places, ['places'], `Zone “${name}”`);
  if (problems.length > 0) return problems;
  return zoneClashes([zone, ...others])
    .filter(({ first, second }) => first === zone.name || second === zone.name)
    .map(({ first, second, country }) =>
      problem(
        `Zone “${zone.name}” and zone “${first === zone.name ? second : first}” both name the same places in ${country}; name them more closely in one, or take them out of the other.`,
        'places',
      ),
    );
}

/** The currencies in which amounts are missing or wrong. */
function amountProblem(amounts: Amounts, currencies: readonly string[]): string | null {
  for (const currency of currencies) {
    const amount = amounts[currency];
    if (amount === undefined) return `has no amount in ${currency}`;
    if (!Number.isSafeInteger(amount) || amount < 0 || amount > DELIVERY_LIMITS.amountMinor)
      return `has an amount in ${currency} below 0 or beyond measure`;
  }
  return null;
}

interface Stepped {
  readonly upTo: number | null;
  readonly amounts: Amounts;
}

/** Steps must rise, name every currency, and never cost less for more. */
function stepProblems(
  steps: readonly Stepped[],
  field: string,
  rule: string,
  currencies: readonly string[],
): DeliveryProblem[] {
  if (steps.length > DELIVERY_LIMITS.steps) return [problem(`${rule}: at most ${DELIVERY_LIMITS.steps} steps.`, field)];
  for (const [index, { upTo, amounts }] of steps.entries()) {
    const at = [field, String(index)];
    const before = steps[index - 1];
    if (upTo !== null && !(Number.isFinite(upTo) && upTo > 0))
      return [problem(`${rule}: a limit must be above 0.`, ...at)];
    if (upTo === null && index < steps.length - 1)
      return [problem(`${rule}: only the last step may go on for ever.`, ...at)];
    if (before && upTo !== null && (before.upTo ?? Number.POSITIVE_INFINITY) >= upTo)
      return [problem(`${rule}: steps must rise; ${upTo} comes after ${before.upTo}.`, ...at)];
    const wrong = amountProblem(amounts, currencies);
    if (wrong) return [problem(`${rule}: step ${index + 1} ${wrong}.`, ...at)];
    const cheaper = before && currencies.find((one) => (amounts[one] ?? 0) < (before.amounts[one] ?? 0));
    if (cheaper)
      return [problem(`${rule}: step ${index + 1} costs less in ${cheaper} than the step before it.`, ...at)];
  }
  return [];
}

/** More worth of goods must never make delivery dearer. */
function worthProblems(
  rates: ShippingMethod['rates'],
  { worth }: DeliveryTerms,
  currencies: readonly string[],
): DeliveryProblem[] {
  const rule = 'Price by worth';
  for (const [index, step] of worth.entries()) {
    const at = ['worth', String(index)];
    const wrong = amountProblem(step.amounts, currencies) ?? amountProblem(step.from, currencies);
    if (wrong) return [problem(`${rule}: step ${index + 1} ${wrong}.`, ...at)];
    for (const currency of currencies) {
      const before = worth[index - 1];
      const [from, amount] = [step.from[currency] ?? 0, step.amounts[currency] ?? 0];
      if (from <= (before?.from[currency] ?? 0)) return [problem(`${rule}: steps must rise in ${currency}.`, ...at)];
      if (amount > (before?.amounts[currency] ?? rates[currency]?.amountMinor ?? 0))
        return [problem(`${rule}: more goods would cost more delivery in ${currency}.`, ...at)];
      const free = rates[currency]?.freeFromMinor;
      if (free !== undefined && from >= free)
        return [problem(`${rule}: delivery is free in ${currency} before step ${index + 1} is reached.`, ...at)];
    }
  }
  return [];
}

const hoursOf = ({ from, to }: { readonly from: string; readonly to: string }): readonly [number, number] | null => {
  const [begins, ends] = [minuteOf(from), minuteOf(to)];
  return begins === null || ends === null || begins >= ends ? null : [begins, ends];
};

function dayAndHourProblems(
  hours: readonly { readonly weekdays: readonly number[]; readonly from: string; readonly to: string }[],
  field: string,
  rule: string,
): DeliveryProblem[] {
  for (const [index, one] of hours.entries()) {
    const at = [field, String(index)];
    const own = hoursOf(one);
    if (!own) return [problem(`${rule}: ${one.from}-${one.to} is no time of day that begins before it ends.`, ...at)];
    if (one.weekdays.length === 0 || one.weekdays.some((day) => !Number.isInteger(day) || day < 1 || day > 7))
      return [problem(`${rule}: ${one.from}-${one.to} names no day of the week.`, ...at)];
    const clash = hours.slice(0, index).find((other) => {
      const span = hoursOf(other);
      return span && other.weekdays.some((day) => one.weekdays.includes(day)) && span[0] < own[1] && own[0] < span[1];
    });
    if (clash)
      return [problem(`${rule}: ${one.from}-${one.to} and ${clash.from}-${clash.to} overlap on the same day.`, ...at)];
  }
  return [];
}

const isDay = (day: string): boolean => !Number.isNaN(dayStartMs(day));

/** Everything wrong with how orders are collected at a place. */
export function pickupProblems(terms: PickupTerms): DeliveryProblem[] {
  const hours: readonly OpeningHours[] = terms.hours;
  if (!isTimeZone(terms.timeZone)) return [problem(`Time zone: “${terms.timeZone}” is unknown.`, 'timeZone')];
  if (hours.length === 0) return [problem('Opening hours: it never opens.', 'hours')];
  const wrongDay = terms.closedDays.find((day) => !isDay(day));
  return [
    ...dayAndHourProblems(hours, 'hours', 'Opening hours'),
    ...(wrongDay === undefined ? [] : [problem(`Closed days: “${wrongDay}” is no day (YYYY-MM-DD).`, 'closedDays')]),
    ...(Number.isInteger(terms.readyAfterMinutes) && terms.readyAfterMinutes >= 0 && terms.readyAfterMinutes <= 20_160
      ? []
      : [problem('Ready after: 0 to 20160 minutes of opening time.', 'readyAfterMinutes')]),
    ...(Number.isInteger(terms.keptDays) && terms.keptDays >= 1 && terms.keptDays <= 90
      ? []
      : [problem('Kept: 1 to 90 days.', 'keptDays')]),
  ];
}

function windowProblems(windows: readonly WindowRule[]): DeliveryProblem[] {
  if (windows.length === 0) return [problem('Windows: there is none.', 'windows')];
  if (windows.length > DELIVERY_LIMITS.windows)
    return [problem(`Windows: at most ${DELIVERY_LIMITS.windows}.`, 'windows')];
  const basic = dayAndHourProblems(windows, 'windows', 'Windows');
  if (basic.length > 0) return basic;
  for (const [index, one] of windows.entries()) {
    const at = ['windows', String(index)];
    const until = minuteOf(one.orderUntil);
    if (until === null) return [problem(`Windows: “${one.orderUntil}” is no time of day.`, ...at, 'orderUntil')];
    if (!Number.isInteger(one.orderDaysBefore) || one.orderDaysBefore < 0 || one.orderDaysBefore > 14)
      return [problem('Windows: ordered 0 to 14 days before.', ...at, 'orderDaysBefore')];
    if (one.orderDaysBefore === 0 && until > (minuteOf(one.from) ?? 0))
      return [problem(`Windows: ${one.from}-${one.to} could be ordered after it has begun.`, ...at, 'orderUntil')];
    if (!Number.isInteger(one.capacity) || one.capacity < 1 || one.capacity > DELIVERY_LIMITS.capacity)
      return [
        problem(`Windows: ${one.from}-${one.to} takes 1 to ${DELIVERY_LIMITS.capacity} deliveries.`, ...at, 'capacity'),
      ];
  }
  return [];
}

function localProblems(local: LocalTerms, world: DeliveryWorld): DeliveryProblem[] {
  const warehouse = world.warehouses.find(({ id }) => id === local.warehouseId);
  if (!warehouse?.isActive)
    return [problem('Local delivery: its warehouse is closed or unknown.', 'local', 'warehouseId')];
  if (!isTimeZone(local.timeZone))
    return [problem(`Local delivery: the time zone “${local.timeZone}” is unknown.`, 'local', 'timeZone')];
  if (local.radiusKm === null && local.postcodes === '')
    return [problem('Local delivery: needs postcodes or a radius.', 'local', 'postcodes')];
  if (local.radiusKm !== null && !(local.radiusKm > 0 && local.radiusKm <= DELIVERY_LIMITS.radiusKm))
    return [problem(`Local delivery: the radius is 1 to ${DELIVERY_LIMITS.radiusKm} km.`, 'local', 'radiusKm')];
  const read = readPostcodes(warehouse.country, local.postcodes);
  if (!read.ok) return [problem(`Local delivery: postcodes: ${read.message}.`, 'local', 'postcodes')];
  if (!Number.isInteger(local.daysAhead) || local.daysAhead < 1 || local.daysAhead > DELIVERY_LIMITS.daysAhead)
    return [problem(`Local delivery: 1 to ${DELIVERY_LIMITS.daysAhead} days ahead.`, 'local', 'daysAhead')];
  const wrongDay = local.closedDays.find((day) => !isDay(day));
  if (wrongDay !== undefined)
    return [problem(`Local delivery: “${wrongDay}” is no day (YYYY-MM-DD).`, 'local', 'closedDays')];
  return windowProblems(local.windows).map((one) => ({ ...one, field: ['local', ...one.field] }));
}

function kindProblems(method: ShippingMethod, terms: DeliveryTerms, world: DeliveryWorld): DeliveryProblem[] {
  if (terms.kind === 'local')
    return terms.local
      ? localProblems(terms.local, world)
      : [problem('Local delivery: says nothing of its windows.', 'local')];
  if (terms.local) return [problem('Local delivery: only a local way has windows.', 'local')];
  if (terms.kind === 'shipping')
    return terms.warehouseIds.length > 0
      ? [problem('Pick-up: only a pick-up way names places to collect.', 'warehouseIds')]
      : [];
  if (terms.byAir || terms.weight.length > 0 || terms.distance.length > 0)
    return [problem(`“${method.title}”: what is collected neither flies nor costs by weight or distance.`, 'kind')];
  if (terms.warehouseIds.length === 0) return [problem('Pick-up: names no place to collect.', 'warehouseIds')];
  const wrong = terms.warehouseIds.find(
    (id) => !world.warehouses.some((one) => one.id === id && one.isActive && one.hasPickup),
  );
  if (wrong === undefined) return [];
  const name = world.warehouses.find(({ id }) => id === wrong)?.name ?? `location ${wrong}`;
  return [problem(`Pick-up: nothing can be collected at ${name}; give it opening hours first.`, 'warehouseIds')];
}

/** The markets whose shoppers could not see a price. */
function marketProblems(method: ShippingMethod, terms: DeliveryTerms, world: DeliveryWorld): DeliveryProblem[] {
  const unknown = terms.markets?.find((handle) => !world.markets.some((one) => one.handle === handle));
  if (unknown !== undefined) return [problem(`Markets: there is no market “${unknown}”.`, 'markets')];
  if (terms.markets?.length === 0) return [problem('Markets: names none, so nobody would see it.', 'markets')];
  const missing = world.markets.find(
    (one) => terms.markets?.includes(one.handle) && method.rates[one.currency] === undefined,
  );
  if (missing) return [problem(`Prices: ${missing.handle} pays in ${missing.currency}, which has no price.`, 'rates')];
  return [];
}

/** Everything wrong with a way of delivery; empty when it contradicts neither itself nor the shop. In order: name, days, prices, steps, surcharges, kind, zone, markets. */
export function methodProblems(method: ShippingMethod, terms: DeliveryTerms, world: DeliveryWorld): DeliveryProblem[] {
  const currencies = Object.keys(method.rates).sort();
  if (!/^[a-z\d][a-z\d-]{0,62}$/.test(method.code))
    return [problem('Code: small letters, digits and hyphens.', 'code')];
  if (method.title.trim() === '') return [problem('Title: must not be empty.', 'title')];
  const { minDays, maxDays } = method;
  if (![minDays, maxDays].every((days) => Number.isInteger(days) && days >= 0 && days <= DELIVERY_LIMITS.days))
    return [problem(`Days on the way: 0 to ${DELIVERY_LIMITS.days}.`, 'minDays')];
  if (minDays > maxDays)
    return [problem(`Days on the way: ${minDays} at least is more than ${maxDays} at most.`, 'minDays')];
  if (!Number.isInteger(terms.handlingDays) || terms.handlingDays < 0 || terms.handlingDays > 30)
    return [problem('Handling: 0 to 30 working days.', 'handlingDays')];
  if (terms.cutOff !== null && minuteOf(terms.cutOff) === null)
    return [problem(`Cut-off: “${terms.cutOff}” is no time of day.`, 'cutOff')];
  if (currencies.length === 0) return [problem('Prices: there is none.', 'rates')];
  const base = Object.fromEntries(currencies.map((one) => [one, method.rates[one]?.amountMinor ?? -1]));
  const wrong = amountProblem(base, currencies);
  if (wrong) return [problem(`Prices: the base price ${wrong}.`, 'rates')];
  const free = currencies.find((one) => (method.rates[one]?.freeFromMinor ?? 1) <= 0);
  if (free) return [problem(`Free from: must be above 0 in ${free}; a price of 0 is always free.`, 'rates')];
  const weight = terms.weight.map((step) => ({ upTo: step.upToGrams, amounts: step.amounts }));
  const distance = terms.distance.map((step) => ({ upTo: step.upToKm, amounts: step.amounts }));
  const zone = world.zones.find(({ id }) => id === terms.zoneId);
  return [
    ...stepProblems(weight, 'weight', 'Price by weight', currencies),
    ...stepProblems(distance, 'distance', 'Price by distance', currencies),
    ...worthProblems(method.rates, terms, currencies),
    ...terms.surcharges.flatMap((one, index) => {
      const rule = `Surcharge “${one.title}”`;
      const missing = amountProblem(one.amounts, currencies);
      if (one.title.trim() === '') return [problem('Surcharge: has no name.', 'surcharges', String(index))];
      if (missing) return [problem(`${rule}: ${missing}.`, 'surcharges', String(index))];
      if (one.when.kind === 'places') return placeProblems(one.when.places, ['surcharges', String(index)], rule);
      return one.when.tags.length === 0 ? [problem(`${rule}: names no tags.`, 'surcharges', String(index))] : [];
    }),
    ...kindProblems(method, terms, world),
    ...(terms.zoneId !== null && !zone ? [problem('Zone: there is no such zone.', 'zoneId')] : []),
    ...marketProblems(method, terms, world),
  ];
}
