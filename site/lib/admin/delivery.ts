import { parseDecimal } from '../../../commerce/money/money.ts';
import {
  decimalText,
  type Hours,
  type Place,
  type Read,
  readHours,
  readPlaces,
  readSteps,
  readSurcharges,
  readWindows,
  readWorth,
  type Step,
  type Surcharge,
  type WindowRule,
  type WorthStep,
} from './delivery-text.ts';
import { type AdminPageContext, askAdmin, type UserError } from './graphql.ts';
import type { ActResult } from './order-acts.ts';

export const KINDS = { shipping: 'Parcel', pick_up: 'Collecting at a counter', local: 'Our own van' } as const;
export type Kind = keyof typeof KINDS;

export interface AdminZone {
  readonly id: string;
  readonly name: string;
  readonly places: readonly Place[];
}
export interface AdminTerms {
  readonly kind: Kind;
  readonly markets: readonly string[] | null;
  readonly zoneId: number | null;
  readonly byAir: boolean;
  readonly weight: readonly { readonly upToGrams: number | null; readonly amounts: Step['amounts'] }[];
  readonly distance: readonly { readonly upToKm: number | null; readonly amounts: Step['amounts'] }[];
  readonly worth: readonly WorthStep[];
  readonly surcharges: readonly Surcharge[];
  readonly excludedTags: readonly string[];
  readonly handlingDays: number;
  readonly cutOff: string | null;
  readonly warehouseIds: readonly number[];
  readonly local: {
    readonly warehouseId: number;
    readonly timeZone: string;
    readonly radiusKm: number | null;
    readonly postcodes: string;
    readonly windows: readonly WindowRule[];
    readonly daysAhead: number;
    readonly closedDays: readonly string[];
  } | null;
}
export interface AdminMethod {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly countryCodes: readonly string[];
  readonly minDays: number;
  readonly maxDays: number;
  readonly position: number;
  readonly rates: Readonly<Record<string, { readonly amountMinor: number; readonly freeFromMinor?: number }>>;
  readonly terms: AdminTerms;
}
export interface AdminCounter {
  readonly location: { readonly id: string; readonly name: string; readonly isActive: boolean };
  readonly offersPickup: boolean;
  readonly pickup: {
    readonly timeZone: string;
    readonly region: string | null;
    readonly hours: readonly Hours[];
    readonly readyAfterMinutes: number;
    readonly keptDays: number;
    readonly closedDays: readonly string[];
    readonly instructions: string;
  } | null;
}
export interface AdminDelivery {
  readonly zones: readonly AdminZone[];
  readonly methods: readonly AdminMethod[];
  readonly locations: readonly AdminCounter[];
  readonly markets: readonly {
    readonly handle: string;
    readonly name: string;
    readonly currency: string;
    readonly countryCodes: readonly string[];
  }[];
}
export interface AdminBooking {
  readonly methodCode: string;
  readonly day: string;
  readonly hours: string;
  readonly orderId: string;
  readonly orderName: string | null;
  readonly name: string | null;
  readonly address: string | null;
}

const SETTINGS = `deliverySettings { zones { id name places } methods { id code name description countryCodes minDays maxDays position rates terms }
  locations { location { id name isActive } offersPickup pickup } markets { handle name currency countryCodes } }`;
export const DELIVERY_QUERY = `query Delivery { ${SETTINGS} }`;
export const DELIVERY_DESK_QUERY = `query DeliveryDesk($from: String!) { ${SETTINGS} deliveryBookings(from: $from) { methodCode day hours orderId orderName name address } }`;

const ERRORS = 'userErrors { field message }';
const ACTS = {
  zone: `mutation Act($id: ID, $input: JSON!) { act: deliveryZoneSave(id: $id, input: $input) { id ${ERRORS} } }`,
  removeZone: `mutation Act($id: ID!) { act: deliveryZoneDelete(id: $id) { id ${ERRORS} } }`,
  method: `mutation Act($id: ID, $input: JSON!) { act: deliveryMethodDefinitionSave(id: $id, input: $input) { id ${ERRORS} } }`,
  removeMethod: `mutation Act($id: ID!) { act: deliveryMethodDefinitionDelete(id: $id) { id ${ERRORS} } }`,
  counter: `mutation Act($id: ID!, $input: JSON!) { act: locationLocalPickupEnable(locationId: $id, input: $input) { id ${ERRORS} } }`,
  closeCounter: `mutation Act($id: ID!) { act: locationLocalPickupDisable(locationId: $id) { id ${ERRORS} } }`,
} as const;

async function act(
  page: AdminPageContext,
  name: keyof typeof ACTS,
  variables: Record<string, unknown>,
  done: string,
): Promise<ActResult> {
  const answer = await askAdmin<{ act: { userErrors: readonly UserError[] } | null }>(page, ACTS[name], variables);
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const errors = answer.data.act?.userErrors ?? [];
  // Messages begin with the name of the rule.
  return errors.length > 0 ? { ok: false, problems: errors.map((error) => error.message) } : { ok: true, done };
}

/** A field's text as typed, or as saved while nothing was. */
export const typedOr = (form: FormData | null, name: string, saved: string | number | null): string => {
  const value = form?.get(name);
  return typeof value === 'string' ? value : String(saved ?? '');
};
const text = (form: FormData, name: string): string => typedOr(form, name, '').trim();
const number = (form: FormData, name: string): number =>
  text(form, name) === '' ? Number.NaN : Number(text(form, name));
const words = (typed: string): string[] => typed.split(/[\s,;]+/).filter(Boolean);

/** Raised inside a form for the line that says nothing; caught where the form is saved. */
class UnreadLine extends Error {}

function read<T>(found: Read<T>, what: string): readonly T[] {
  if (found.ok) return found.value;
  throw new UnreadLine(`${what}: “${found.line}” is not understood.`);
}

async function saved(save: () => Promise<ActResult>): Promise<ActResult> {
  try {
    return await save();
  } catch (error) {
    if (error instanceof UnreadLine) return { ok: false, problems: [error.message] };
    throw error;
  }
}

/** Saves or removes a zone; `id` null: a new one. */
export const actOnZone = (page: AdminPageContext, id: string | null, form: FormData): Promise<ActResult> =>
  saved(async () => {
    if (form.get('act') === 'remove') return act(page, 'removeZone', { id }, 'The zone is gone.');
    const places = read(readPlaces(text(form, 'places')), 'Places');
    return act(page, 'zone', { id, input: { name: text(form, 'name'), places } }, 'Saved.');
  });

/** Prices of the form, in minor units; an empty price leaves the currency out. */
function ratesOf(
  form: FormData,
  currencies: readonly string[],
): Record<string, { amountMinor: number; freeFromMinor?: number }> {
  const rates: Record<string, { amountMinor: number; freeFromMinor?: number }> = {};
  for (const currency of currencies) {
    const [price, free] = [text(form, `price:${currency}`), text(form, `free:${currency}`)];
    if (price === '') continue;
    const amount = parseDecimal(price, currency);
    const from = free === '' ? undefined : parseDecimal(free, currency);
    if (!amount || from === null) throw new UnreadLine(`Prices: not an amount in ${currency}.`);
    rates[currency] = { amountMinor: amount.amountMinor, ...(from ? { freeFromMinor: from.amountMinor } : {}) };
  }
  return rates;
}

const locationNumber = (gid: string): number => Number(gid.split('/').at(-1));

function localOf(form: FormData): AdminTerms['local'] {
  const radius = text(form, 'radius');
  return {
    warehouseId: locationNumber(text(form, 'van')),
    timeZone: text(form, 'timeZone'),
    radiusKm: radius === '' ? null : Number(radius),
    postcodes: text(form, 'postcodes'),
    windows: read(readWindows(text(form, 'windows')), 'Windows'),
    daysAhead: number(form, 'daysAhead'),
    closedDays: words(text(form, 'closedDays')),
  };
}

function termsOf(form: FormData, kind: Kind) {
  const markets = form.getAll('market').map(String);
  const isParcel = kind === 'shipping';
  return {
    kind,
    markets: form.get('everyMarket') === 'on' ? null : markets,
    zoneId: text(form, 'zone') === '' ? null : locationNumber(text(form, 'zone')),
    byAir: isParcel && form.get('byAir') === 'on',
    weight: read(readSteps(text(form, 'weight')), 'Price by weight').map(({ upTo, amounts }) => ({
      upToGrams: upTo === null ? null : Math.round(upTo * 1_000),
      amounts,
    })),
    distance: read(readSteps(text(form, 'distance')), 'Price by distance').map(({ upTo, amounts }) => ({
      upToKm: upTo,
      amounts,
    })),
    worth: read(readWorth(text(form, 'worth')), 'Price by worth'),
    surcharges: read(readSurcharges(text(form, 'surcharges')), 'Surcharges'),
    excludedTags: text(form, 'excludedTags')
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
    handlingDays: isParcel ? number(form, 'handlingDays') : 0,
    cutOff: text(form, 'cutOff') || null,
    warehouseIds: kind === 'pick_up' ? form.getAll('counter').map((id) => locationNumber(String(id))) : [],
    local: kind === 'local' ? localOf(form) : null,
  };
}

/** Saves or removes a way of delivery; `id` null: a new one. */
export const actOnMethod = (
  page: AdminPageContext,
  id: string | null,
  kind: Kind,
  currencies: readonly string[],
  form: FormData,
): Promise<ActResult> =>
  saved(async () => {
    if (form.get('act') === 'remove')
      return act(page, 'removeMethod', { id }, 'It is not offered any more; orders keep its name.');
    const isParcel = kind === 'shipping';
    const input = {
      code: text(form, 'code'),
      title: text(form, 'name'),
      description: text(form, 'description'),
      rates: ratesOf(form, currencies),
      minDays: isParcel ? number(form, 'minDays') : 0,
      maxDays: isParcel ? number(form, 'maxDays') : 0,
      position: number(form, 'position'),
      terms: termsOf(form, kind),
    };
    return act(page, 'method', { id, input }, 'Saved. Carts are offered it from now on.');
  });

/** Opens a counter, changes it, or closes it. */
export const actOnCounter = (page: AdminPageContext, id: string, form: FormData): Promise<ActResult> =>
  saved(async () => {
    if (form.get('act') === 'close') return act(page, 'closeCounter', { id }, 'Nothing is collected here any more.');
    const input = {
      timeZone: text(form, 'timeZone'),
      region: text(form, 'region') || null,
      hours: read(readHours(text(form, 'hours')), 'Opening hours'),
      readyAfterMinutes: number(form, 'readyAfterMinutes'),
      keptDays: number(form, 'keptDays'),
      closedDays: words(text(form, 'closedDays')),
      instructions: text(form, 'instructions'),
    };
    return act(page, 'counter', { id, input }, 'Saved.');
  });

/** A base price as a list shows it: "EUR 5.00, free from 80.00". */
export function rateText(rates: AdminMethod['rates'], currency: string): string {
  const rate = rates[currency];
  if (!rate) return '–';
  const price = `${currency} ${decimalText(rate.amountMinor, currency)}`;
  if (rate.freeFromMinor === undefined) return price;
  return `${price}, free from ${decimalText(rate.freeFromMinor, currency)}`;
}

/** An amount of a form field; empty where there is none. */
export const amountField = (amountMinor: number | undefined, currency: string): string =>
  amountMinor === undefined ? '' : decimalText(amountMinor, currency);
