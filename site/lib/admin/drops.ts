import { type AdminPageContext, askAdmin, numberOf, sentences, type UserError } from './graphql.ts';

/** A drop as the admin lists it. */
export interface AdminDrop {
  readonly id: string;
  readonly variantId: string;
  readonly productId: string;
  readonly productTitle: string;
  readonly variantTitle: string;
  readonly status: 'UPCOMING' | 'JOINING' | 'OPEN' | 'SOLD_OUT' | 'CLOSED' | 'STOPPED';
  readonly joinsFrom: string;
  readonly opensAt: string;
  readonly closesAt: string | null;
  readonly units: number;
  readonly sold: number;
  readonly limitPerCustomer: number;
  readonly buyingWindowSeconds: number;
  readonly admitPerSecond: number | null;
  readonly ticketsPerNetwork: number | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly endedAt: string | null;
  readonly queue: Readonly<
    Record<'tickets' | 'waiting' | 'admitted' | 'buying' | 'lapsed' | 'left' | 'sold' | 'unitsLeft', number>
  > | null;
}

const fields = `id variantId productId productTitle variantTitle status joinsFrom opensAt closesAt units sold limitPerCustomer buyingWindowSeconds
  admitPerSecond ticketsPerNetwork createdAt createdBy endedAt queue { tickets waiting admitted buying lapsed left sold unitsLeft }`;
export const DROPS_QUERY = `query Drops { drops(first: 100) { nodes { ${fields} } }
  products(first: 250) { nodes { id title } } }`;
export const DROP_QUERY = `query Drop($id: ID!) { drop(id: $id) { ${fields} } }`;

/** Whether a drop still goes on, or is to come. */
export const isLasting = (drop: AdminDrop): boolean => ['UPCOMING', 'JOINING', 'OPEN'].includes(drop.status);

interface Changed {
  readonly payload: { readonly drop: { readonly id: string } | null; readonly userErrors: readonly UserError[] } | null;
}
export type DropChange =
  | { readonly ok: true; readonly number: string }
  | { readonly ok: false; readonly problems: readonly string[] };

async function change(
  page: AdminPageContext,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  key: string,
): Promise<DropChange> {
  const answer = await askAdmin<Changed>(page, query, variables, key === '' ? undefined : key);
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const { drop = null, userErrors = [] } = answer.data.payload ?? {};
  return drop ? { ok: true, number: numberOf(drop.id) } : { ok: false, problems: sentences(userErrors) };
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};
const wholeOrNull = (value: string): number | null => (value === '' ? null : Number.parseInt(value, 10));
/** A `datetime-local` value, which the form says is in UTC. */
const momentOrNull = (value: string): string | null =>
  value === '' ? null : `${value}${value.length === 16 ? ':00' : ''}Z`;

/** Makes a drop from the form; the problems are sentences for the form's top. */
export function createDrop(page: AdminPageContext, form: FormData): Promise<DropChange> {
  const opensAt = momentOrNull(text(form, 'opensAt'));
  const units = wholeOrNull(text(form, 'units'));
  if (opensAt === null || units === null)
    return Promise.resolve({ ok: false, problems: ['Say when it opens, and with how many units.'] });
  const input = {
    variantId: text(form, 'variant'),
    opensAt,
    joinsFrom: momentOrNull(text(form, 'joinsFrom')),
    closesAt: momentOrNull(text(form, 'closesAt')),
    units,
    limitPerCustomer: wholeOrNull(text(form, 'limit')),
    buyingWindowSeconds: (wholeOrNull(text(form, 'minutes')) ?? 5) * 60,
    admitPerSecond: wholeOrNull(text(form, 'rate')),
    ticketsPerNetwork: wholeOrNull(text(form, 'network')),
  };
  return change(
    page,
    'mutation Create($input: DropCreateInput!) { payload: dropCreate(input: $input) { drop { id } userErrors { field message } } }',
    { input },
    text(form, 'key'),
  );
}

/** Ends a drop before its time. */
export const stopDrop = (page: AdminPageContext, id: string, key: string): Promise<DropChange> =>
  change(
    page,
    'mutation Stop($id: ID!) { payload: dropStop(id: $id) { drop { id } userErrors { field message } } }',
    { id },
    key,
  );
