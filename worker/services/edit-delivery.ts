import { z } from 'zod';
import {
  type DeliveryProblem,
  type DeliveryWorld,
  methodProblems,
  pickupProblems,
  zoneProblems,
} from '../../commerce/shipping/check-delivery.ts';
import { DELIVERY_KINDS, type DeliveryTerms, deliveryTermsOf } from '../../commerce/shipping/delivery-terms.ts';
import { pickupTermsOf } from '../../commerce/shipping/pickup.ts';
import type { ShopSettings } from '../ports/catalogue.ts';
import type { DeliveryRecords, DeliveryWritten } from '../ports/delivery-records.ts';

/** What editing delivery needs; `settings` are the records as they are now. */
export interface EditDeliveryDeps {
  readonly records: DeliveryRecords;
  readonly settings: ShopSettings;
}

export type DeliveryEdited =
  | { readonly ok: true; readonly id: number }
  | { readonly ok: false; readonly problems: readonly DeliveryProblem[] };

const amounts = z.record(z.string().regex(/^[A-Z]{3}$/, 'is no currency code'), z.int('must be whole minor units'));
const tags = z.array(z.string().trim().toLowerCase().min(1, 'must not be empty').max(255)).max(50);
const weekdays = z.array(z.int()).max(7);
const place = z.object({
  country: z.string().trim().toUpperCase(),
  regions: z.array(z.string().trim().toUpperCase()).max(100).default([]),
  postcodes: z.string().trim().max(20_000).default(''),
});
const places = z.array(place).max(300);

const zoneInput = z.object({ name: z.string().trim().max(100), places });

const window = z.object({
  weekdays,
  from: z.string().trim(),
  to: z.string().trim(),
  capacity: z.number(),
  orderUntil: z.string().trim(),
  orderDaysBefore: z.number().default(0),
});
const local = z.object({
  warehouseId: z.number(),
  timeZone: z.string().trim(),
  radiusKm: z.number().nullable().default(null),
  postcodes: z.string().trim().max(20_000).default(''),
  windows: z.array(window),
  daysAhead: z.number().default(7),
  closedDays: z.array(z.string().trim()).max(400).default([]),
});
const surcharge = z.object({
  title: z.string().trim().max(100),
  amounts,
  when: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('goods'), tags, per: z.enum(['unit', 'order']).default('unit') }),
    z.object({ kind: z.literal('places'), places }),
  ]),
  evenWhenFree: z.boolean().default(false),
});
const termsInput = z.object({
  version: z.literal(1).default(1),
  kind: z.enum(DELIVERY_KINDS).default('shipping'),
  markets: z.array(z.string()).nullable().default(null),
  zoneId: z.number().nullable().default(null),
  byAir: z.boolean().default(false),
  weight: z.array(z.object({ upToGrams: z.number().nullable(), amounts })).default([]),
  distance: z.array(z.object({ upToKm: z.number().nullable(), amounts })).default([]),
  worth: z.array(z.object({ from: amounts, amounts })).default([]),
  surcharges: z.array(surcharge).max(50).default([]),
  excludedTags: tags.default([]),
  handlingDays: z.number().default(0),
  cutOff: z.string().trim().nullable().default(null),
  warehouseIds: z.array(z.number()).max(200).default([]),
  local: local.nullable().default(null),
});
const methodInput = z.object({
  code: z.string().trim(),
  title: z.string().trim().max(100),
  description: z.string().trim().max(500).default(''),
  countries: z
    .array(
      z
        .string()
        .trim()
        .toUpperCase()
        .regex(/^[A-Z]{2}$/, 'is no country code'),
    )
    .default([]),
  rates: z.record(
    z.string().regex(/^[A-Z]{3}$/, 'is no currency code'),
    z.object({ amountMinor: z.int('must be whole minor units'), freeFromMinor: z.int().optional() }),
  ),
  minDays: z.number(),
  maxDays: z.number(),
  position: z.int().min(0).max(10_000).default(0),
  terms: termsInput,
});
const pickupInput = z.object({
  version: z.literal(1).default(1),
  timeZone: z.string().trim(),
  region: z.string().trim().toUpperCase().nullable().default(null),
  hours: z.array(z.object({ weekdays, from: z.string().trim(), to: z.string().trim() })).max(50),
  readyAfterMinutes: z.number(),
  keptDays: z.number().default(14),
  closedDays: z.array(z.string().trim()).max(400).default([]),
  instructions: z.string().trim().max(500).default(''),
});

const refuse = (message: string, ...field: string[]): DeliveryEdited => ({ ok: false, problems: [{ field, message }] });

function malformed(error: z.ZodError): DeliveryEdited {
  const [issue] = error.issues;
  const path = issue?.path.map(String) ?? [];
  return refuse(`${path.at(-1) ?? 'input'}: ${issue?.message ?? 'malformed'}`, ...path);
}

function outcome(written: DeliveryWritten, what: string): DeliveryEdited {
  if (written.ok) return written;
  const said = {
    not_found: `There is no such ${what}.`,
    taken: `Another ${what} has this ${what === 'zone' ? 'name' : 'code'}.`,
    in_use: `Ways of delivery lead to this ${what}; change or remove them first.`,
  } as const;
  return refuse(said[written.reason]);
}

/** What ways of delivery may name. */
export function deliveryWorld(settings: ShopSettings): DeliveryWorld {
  return {
    zones: settings.deliveryZones ?? [],
    markets: settings.markets,
    warehouses: settings.warehouses.map((one) => ({
      ...one,
      hasPickup: one.offersPickup === true && pickupTermsOf(one.pickup) !== null,
    })),
  };
}

/** Writes a zone. Refusals in order: a malformed field, those of `zoneProblems`, none to change, a name that is taken. */
export async function saveZone(
  { records, settings }: EditDeliveryDeps,
  id: number | null,
  input: unknown,
  actor: string,
): Promise<DeliveryEdited> {
  const parsed = zoneInput.safeParse(input);
  if (!parsed.success) return malformed(parsed.error);
  const others = (settings.deliveryZones ?? []).filter((one) => one.id !== id);
  const problems = zoneProblems({ id: id ?? 0, ...parsed.data }, others);
  return problems.length > 0
    ? { ok: false, problems }
    : outcome(await records.saveZone(id, parsed.data, actor), 'zone');
}

/** Removes a zone; refused while ways of delivery lead there. */
export const removeZone = async ({ records }: EditDeliveryDeps, id: number, actor: string): Promise<DeliveryEdited> =>
  outcome(await records.removeZone(id, actor), 'zone');

/** Writes a way of delivery. Refusals in order: a malformed field, a code that is taken, those of `methodProblems`, none to change. */
export async function saveMethod(
  { records, settings }: EditDeliveryDeps,
  id: number | null,
  input: unknown,
  actor: string,
): Promise<DeliveryEdited> {
  const parsed = methodInput.safeParse(input);
  if (!parsed.success) return malformed(parsed.error);
  const { terms: given, rates: prices, ...method } = parsed.data;
  if (settings.shippingMethods.some((one) => one.code === method.code && one.id !== id))
    return refuse('Another way of delivery has this code.', 'code');
  const terms: DeliveryTerms = given;
  const zone = settings.deliveryZones?.find((one) => one.id === terms.zoneId);
  const countries = zone ? [...new Set(zone.places.map((one) => one.country))] : method.countries;
  const rates = Object.fromEntries(
    Object.entries(prices).map(([currency, { amountMinor, freeFromMinor }]) => [
      currency,
      freeFromMinor === undefined ? { amountMinor } : { amountMinor, freeFromMinor },
    ]),
  );
  const write = { ...method, countries, rates, terms };
  const problems = methodProblems(write, terms, deliveryWorld(settings));
  if (problems.length > 0) return { ok: false, problems };
  return outcome(await records.saveMethod(id, write, actor), 'way of delivery');
}

/** Removes a way of delivery; orders keep its name. */
export const removeMethod = async ({ records }: EditDeliveryDeps, id: number, actor: string): Promise<DeliveryEdited> =>
  outcome(await records.removeMethod(id, actor), 'way of delivery');

/** Opens a counter at a location (or closes it: null). Refusals in order: a malformed field, those of `pickupProblems`, ways that name it, unknown location. */
export async function savePickup(
  { records, settings }: EditDeliveryDeps,
  warehouseId: number,
  input: unknown,
  actor: string,
): Promise<DeliveryEdited> {
  if (input === null) {
    const used = settings.shippingMethods.find((one) => deliveryTermsOf(one.terms).warehouseIds.includes(warehouseId));
    if (used)
      return refuse(`“${used.title}” (${used.code}) lets shoppers collect here; take the place out of it first.`);
    return outcome(await records.savePickup(warehouseId, null, actor), 'location');
  }
  const parsed = pickupInput.safeParse(input);
  if (!parsed.success) return malformed(parsed.error);
  const problems = pickupProblems(parsed.data);
  if (problems.length > 0) return { ok: false, problems };
  return outcome(await records.savePickup(warehouseId, parsed.data, actor), 'location');
}
