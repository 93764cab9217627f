import { z } from 'zod';
import { parseDecimal } from '../../commerce/money/money.ts';
import {
  DEFAULT_ROUTING,
  ROUTING_LIMITS,
  type RoutingSettings,
  ruleOf,
  type Tariff,
  type WarehouseRule,
} from '../../commerce/routing/settings.ts';
import type { RoutingRecords } from '../ports/routing-records.ts';

const weight = z
  .int('must be a whole number')
  .min(0, 'must not be below 0')
  .max(ROUTING_LIMITS.weight, `must be at most ${ROUTING_LIMITS.weight}`)
  .nullish();
const price = z.string().trim().nullish();
const tariff = z.object({ parcel: price, perKilogram: price }).nullish();
const countryCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, 'must be two letters (ISO 3166-1 alpha-2)');

const routingInput = z.object({
  weights: z
    .object({ cost: weight, distance: weight, splits: weight, promise: weight, balance: weight, carbon: weight })
    .nullish(),
  tariffs: z.object({ domestic: tariff, abroad: tariff, air: tariff }).nullish(),
  noAirTags: z
    .array(z.string().trim().toLowerCase().min(1, 'must not be empty').max(255))
    .max(ROUTING_LIMITS.tags, `must be at most ${ROUTING_LIMITS.tags}`)
    .nullish(),
  warehouses: z
    .array(
      z.object({
        warehouseId: z.number(),
        isLastResort: z.boolean().nullish(),
        reserveUnits: z
          .int('must be a whole number')
          .min(0, 'must not be below 0')
          .max(ROUTING_LIMITS.reserveUnits, `must be at most ${ROUTING_LIMITS.reserveUnits}`)
          .nullish(),
        // Null means every country, so an absent list and null differ.
        countries: z.array(countryCode).min(1, 'must name a country, or be null for all').max(250).nullish(),
        cutOffHour: z
          .int('must be a whole number')
          .min(0, 'must lie between 0 and 23')
          .max(23, 'must lie between 0 and 23')
          .nullish(),
      }),
    )
    .nullish(),
});

/** Changes to the routing settings: what is absent stays; tariffs are decimal amounts in the shop's currency. */
export type RoutingInput = z.input<typeof routingInput>;

export type RoutingOutcome =
  | { readonly ok: true; readonly settings: RoutingSettings }
  | { readonly ok: false; readonly field: readonly string[]; readonly message: string };

const refuse = (message: string, ...field: string[]): RoutingOutcome => ({
  ok: false,
  field: ['input', ...field],
  message,
});

type Given = z.output<typeof routingInput>;
type TariffName = keyof RoutingSettings['tariffs'];

/** A tariff with the given amounts instead of its own; the name of the amount that is none. */
function changedTariff(
  before: Tariff,
  given:
    | { readonly parcel?: string | null | undefined; readonly perKilogram?: string | null | undefined }
    | null
    | undefined,
  currency: string,
): Tariff | 'parcel' | 'perKilogram' {
  const minor = (text: string | null | undefined, kept: number): number | null => {
    if (text == null) return kept;
    const amount = parseDecimal(text, currency);
    return amount && amount.amountMinor >= 0 && amount.amountMinor <= ROUTING_LIMITS.tariffMinor
      ? amount.amountMinor
      : null;
  };
  const parcelMinor = minor(given?.parcel, before.parcelMinor);
  const kgMinor = minor(given?.perKilogram, before.kgMinor);
  if (parcelMinor === null) return 'parcel';
  return kgMinor === null ? 'perKilogram' : { parcelMinor, kgMinor };
}

/** Rules with the given ones in their place; those that say nothing special are not kept. */
function changedRules(before: RoutingSettings, given: NonNullable<Given['warehouses']>): WarehouseRule[] {
  const rules = new Map(before.warehouses.map((rule) => [rule.warehouseId, rule]));
  for (const one of given) {
    const old = ruleOf(before, one.warehouseId);
    rules.set(one.warehouseId, {
      warehouseId: one.warehouseId,
      isLastResort: one.isLastResort ?? old.isLastResort,
      reserveUnits: one.reserveUnits ?? old.reserveUnits,
      countries: one.countries === undefined ? old.countries : one.countries && [...new Set(one.countries)].sort(),
      cutOffHour: one.cutOffHour ?? old.cutOffHour,
    });
  }
  const plain = ruleOf({ ...before, warehouses: [] }, 0);
  return [...rules.values()]
    .filter((rule) => JSON.stringify({ ...rule, warehouseId: 0 }) !== JSON.stringify(plain))
    .sort((a, b) => a.warehouseId - b.warehouseId);
}

/**
 * Changes how orders are routed from now on; placed orders stay where they are. Refusals in order: a malformed field (first one), a tariff that is no amount
 * of the shop's currency, a location that does not exist or is named twice, no weight above 0.
 */
export async function editRouting(
  deps: { readonly records: RoutingRecords; readonly currency: string; readonly warehouseIds: ReadonlySet<number> },
  input: RoutingInput,
  actor: string,
): Promise<RoutingOutcome> {
  const parsed = routingInput.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.map((part) => (part === 'warehouses' ? 'locations' : String(part))) ?? [];
    return refuse(`${path.at(-1) ?? 'input'}: ${issue?.message ?? 'malformed'}`, ...path);
  }
  const given = parsed.data;
  const before = (await deps.records.read()) ?? DEFAULT_ROUTING;
  const tariffs = { ...before.tariffs };
  for (const name of ['domestic', 'abroad', 'air'] satisfies TariffName[]) {
    const changed = changedTariff(before.tariffs[name], given.tariffs?.[name], deps.currency);
    if (typeof changed === 'string')
      return refuse(`${changed}: not an amount in ${deps.currency}.`, 'tariffs', name, changed);
    tariffs[name] = changed;
  }
  const named = new Set<number>();
  for (const [index, { warehouseId }] of (given.warehouses ?? []).entries()) {
    if (!deps.warehouseIds.has(warehouseId))
      return refuse('locationId: there is no such location.', 'locations', String(index), 'locationId');
    if (named.has(warehouseId)) return refuse('locationId: named twice.', 'locations', String(index), 'locationId');
    named.add(warehouseId);
  }
  const { weights: old } = before;
  const wanted = given.weights ?? {};
  const weights = {
    cost: wanted.cost ?? old.cost,
    distance: wanted.distance ?? old.distance,
    splits: wanted.splits ?? old.splits,
    promise: wanted.promise ?? old.promise,
    balance: wanted.balance ?? old.balance,
    carbon: wanted.carbon ?? old.carbon,
  };
  if (Object.values(weights).every((one) => one === 0))
    return refuse('weights: at least one must be above 0.', 'weights');
  const settings: RoutingSettings = {
    weights,
    tariffs,
    noAirTags: given.noAirTags ? [...new Set(given.noAirTags)] : before.noAirTags,
    warehouses: changedRules(before, given.warehouses ?? []),
  };
  await deps.records.save(settings, actor);
  return { ok: true, settings };
}
