import type { AmountText } from './format.ts';
import { type AdminPageContext, askAdmin, sentences, type UserError } from './graphql.ts';
import type { ActResult } from './order-acts.ts';

/** What plans are judged by, in the words of the settings page. */
export const WEIGHTS = [
  { name: 'cost', label: 'Carriage', hint: 'What carriers take, by the prices below' },
  { name: 'splits', label: 'Few parcels', hint: 'Parcels beyond the first, and items torn between two' },
  { name: 'promise', label: 'Promised day', hint: 'Each working day after it' },
  { name: 'balance', label: 'Stock balance', hint: 'Leaves shelves alone that are nearly empty' },
  { name: 'distance', label: 'Distance', hint: 'Nearer, whatever it costs' },
  { name: 'carbon', label: 'CO2e', hint: 'Of the way, by road or air' },
] as const;

/** Ways a parcel goes. */
export const TARIFFS = [
  { name: 'domestic', label: 'By road within a country' },
  { name: 'abroad', label: 'By road across a border' },
  { name: 'air', label: 'By air' },
] as const;

interface AdminTariff {
  readonly parcel: AmountText;
  readonly perKilogram: AmountText;
}

/** Routing settings as their admin page asks for them. */
export interface AdminRouting {
  readonly isDefault: boolean;
  readonly weights: Readonly<Record<(typeof WEIGHTS)[number]['name'], number>>;
  readonly tariffs: Readonly<Record<(typeof TARIFFS)[number]['name'], AdminTariff>>;
  readonly noAirTags: readonly string[];
  readonly locations: readonly {
    readonly location: {
      readonly id: string;
      readonly name: string;
      readonly code: string;
      readonly isActive: boolean;
    };
    readonly isLastResort: boolean;
    readonly reserveUnits: number;
    readonly countryCodes: readonly string[] | null;
    readonly cutOffHour: number;
  }[];
}

const TARIFF = '{ parcel { amount currencyCode } perKilogram { amount currencyCode } }';

/** Everything the routing page shows. */
export const ROUTING_QUERY = `query Routing {
  routingSettings {
    isDefault weights { cost distance splits promise balance carbon } noAirTags
    tariffs { domestic ${TARIFF} abroad ${TARIFF} air ${TARIFF} }
    locations { location { id name code isActive } isLastResort reserveUnits countryCodes cutOffHour }
  }
}`;
const UPDATE =
  'mutation Update($input: RoutingSettingsInput!) { routingSettingsUpdate(input: $input) { userErrors { field message } } }';

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};
const words = (typed: string): string[] =>
  typed
    .split(/[\s,;]+/)
    .map((word) => word.trim())
    .filter(Boolean);

/** A whole number as typed; NaN, which is refused before anything is sent, for anything else. */
const whole = (typed: string): number => (/^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN);

/** Saves the whole form. Every location of the page is sent, so that an unticked box counts too. */
export async function saveRouting(page: AdminPageContext, before: AdminRouting, form: FormData): Promise<ActResult> {
  const weights = Object.fromEntries(WEIGHTS.map(({ name }) => [name, whole(text(form, `weight:${name}`))]));
  const locations = before.locations.map(({ location: { id } }) => {
    const countries = words(text(form, `countries:${id}`));
    return {
      locationId: id,
      isLastResort: form.get(`last:${id}`) === 'on',
      reserveUnits: whole(text(form, `reserve:${id}`)),
      countryCodes: countries.length > 0 ? countries : null,
      cutOffHour: whole(text(form, `cutoff:${id}`)),
    };
  });
  const numbers = [...Object.values(weights), ...locations.flatMap((one) => [one.reserveUnits, one.cutOffHour])];
  if (numbers.some(Number.isNaN)) return { ok: false, problems: ['Weights, reserves and hours are whole numbers.'] };
  const tariffs = Object.fromEntries(
    TARIFFS.map(({ name }) => [
      name,
      { parcel: text(form, `parcel:${name}`), perKilogram: text(form, `kilogram:${name}`) },
    ]),
  );
  const noAirTags = text(form, 'noAirTags')
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
  const answer = await askAdmin<{ routingSettingsUpdate: { userErrors: readonly UserError[] } | null }>(page, UPDATE, {
    input: { weights, tariffs, noAirTags, locations },
  });
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const errors = answer.data.routingSettingsUpdate?.userErrors ?? [];
  return errors.length > 0
    ? { ok: false, problems: sentences(errors) }
    : { ok: true, done: 'Saved. Orders are routed so from now on.' };
}
