import { type FormResult, refusedAt, submitForm, typedIn, wholeIn } from './form.ts';
import type { AdminPageContext } from './graphql.ts';

/** Limits of an item as the API has them; null means none. */
export interface Limits {
  readonly backorderLimit: number | null;
  readonly preorderLimit: number | null;
  readonly maxPerHold: number | null;
  readonly maxPerCustomer: number | null;
  readonly customerWindowSeconds: number | null;
  readonly maxHoldSeconds: number | null;
}

/** What the page of an item's limits shows. */
export interface LimitedItem {
  readonly id: string;
  readonly sku: string | null;
  readonly variant: { readonly displayName: string; readonly inventoryPolicy: string } | null;
  readonly limits: Limits | null;
  readonly owed: number;
  readonly soldBeyond: {
    readonly kind: string;
    readonly units: number | null;
    readonly arrivesAt: string | null;
  } | null;
  readonly inventoryLevels: {
    readonly nodes: readonly {
      readonly location: { readonly id: string; readonly name: string };
      readonly quantities: readonly { readonly name: string; readonly quantity: number }[];
    }[];
  };
}

const LIMITS = 'backorderLimit preorderLimit maxPerHold maxPerCustomer customerWindowSeconds maxHoldSeconds';
/** An item with its limits. */
export const LIMITS_QUERY = `query Limits($id: ID!) {
  inventoryItem(id: $id) {
    id sku owed soldBeyond { kind units arrivesAt } limits { ${LIMITS} }
    variant { displayName inventoryPolicy }
    inventoryLevels(first: 20) { nodes { location { id name } quantities(names: ["on_hand", "available", "safety_stock"]) { name quantity } } }
  }
}`;

/** Lengths of time a form offers, longest first. */
export const SPANS = [
  { seconds: 86_400, label: 'days' },
  { seconds: 3_600, label: 'hours' },
  { seconds: 60, label: 'minutes' },
  { seconds: 1, label: 'seconds' },
] as const;

/** A length of time in the longest unit that says it whole; days when there is none. */
export function spanOf(seconds: number | null): { readonly count: string; readonly unit: number } {
  if (seconds === null) return { count: '', unit: 86_400 };
  const unit = SPANS.find((span) => seconds % span.seconds === 0)?.seconds ?? 1;
  return { count: String(seconds / unit), unit };
}

const NAMES = ['backorderLimit', 'preorderLimit', 'maxPerHold', 'maxPerCustomer'] as const;
const WINDOWS = ['customerWindowSeconds', 'maxHoldSeconds'] as const;

/** The limits the page showed: they travel with the form, so that what somebody else changed meanwhile is not overwritten. */
function seenIn(form: FormData): Record<string, number | null> {
  return Object.fromEntries([...NAMES, ...WINDOWS].map((name) => [name, wholeIn(form, `was:${name}`)]));
}

/** Saves the limits of an item from their form. */
export async function saveLimits(page: AdminPageContext, item: LimitedItem, form: FormData): Promise<FormResult> {
  const at: Record<string, string> = {};
  const wanted: Record<string, number | null> = {};
  for (const name of NAMES) wanted[name] = wholeIn(form, name);
  for (const name of WINDOWS) {
    const count = wholeIn(form, name);
    wanted[name] = count === null ? null : count * (wholeIn(form, `${name}:unit`) ?? 1);
  }
  for (const [name, value] of Object.entries(wanted)) {
    if (value !== null && Number.isNaN(value)) at[name] = 'A whole number, or nothing.';
    else if (value === 0 && name !== 'backorderLimit' && name !== 'preorderLimit')
      at[name] = 'From 1 on; leave it empty for no limit.';
  }
  if (Object.keys(at).length > 0) return refusedAt(at);
  return submitForm(
    page,
    'mutation Limits($input: InventoryLimitsInput!) { done: inventoryLimitsUpdate(input: $input) { userErrors { field message } } }',
    { input: { inventoryItemId: item.id, ...wanted, compareLimits: seenIn(form) } },
    {
      key: typedIn(form, 'key'),
      done: 'The limits are saved; they count from the next shopper on.',
      fieldOf: ([, name = '']) => (name in wanted ? name : null),
    },
  );
}

/** Saves safety stock from fields `safety:LOCATION` that differ from `was:LOCATION`; refused where it was changed meanwhile. */
export async function saveSafetyStock(page: AdminPageContext, item: LimitedItem, form: FormData): Promise<FormResult> {
  const at: Record<string, string> = {};
  const quantities: {
    readonly inventoryItemId: string;
    readonly locationId: string;
    readonly quantity: number;
    readonly compareQuantity: number;
  }[] = [];
  for (const name of form.keys()) {
    const locationId = /^safety:(.+)$/.exec(name)?.[1];
    if (!locationId) continue;
    const quantity = wholeIn(form, name) ?? 0;
    const compareQuantity = wholeIn(form, `was:${locationId}`) ?? 0;
    if (Number.isNaN(quantity)) at[name] = 'A whole number of units.';
    else if (quantity !== compareQuantity)
      quantities.push({ inventoryItemId: item.id, locationId, quantity, compareQuantity });
  }
  if (Object.keys(at).length > 0) return refusedAt(at);
  if (quantities.length === 0) return refusedAt({}, ['No safety stock was changed.']);
  return submitForm(
    page,
    'mutation Safety($input: InventorySetQuantitiesInput!) { done: inventorySetQuantities(input: $input) { userErrors { field message } } }',
    { input: { name: 'safety_stock', reason: 'correction', quantities } },
    {
      key: typedIn(form, 'key'),
      done: 'The safety stock is saved.',
      fieldOf: ([, name, place]) =>
        name === 'quantities' ? `safety:${quantities[Number(place)]?.locationId ?? ''}` : null,
    },
  );
}
