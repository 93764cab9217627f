import { dayIn, type FormResult, refusedAt, submitForm, typedIn, wholeIn } from './form.ts';
import { type AdminPageContext, askAdmin } from './graphql.ts';
import { variantBySku } from './items.ts';

interface Item {
  readonly id: string;
  readonly sku: string | null;
  readonly variant: { readonly displayName: string } | null;
}

/** A place that sends or receives. */
export interface Place {
  readonly id: string;
  readonly name: string;
}

/** A line of a shipment as its page shows it. */
export interface ShipmentLine {
  readonly id: string;
  readonly inventoryItem: Item | null;
  readonly quantity: number;
  readonly acceptedQuantity: number;
  readonly rejectedQuantity: number;
  readonly unreceivedQuantity: number;
}

/** What was sent at once. */
export interface AdminShipment {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly dateShipped: string | null;
  readonly arrivesAt: string | null;
  readonly lineItems: { readonly nodes: readonly ShipmentLine[] };
}

/** A transfer as its page shows it. */
export interface AdminTransfer {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly dateCreated: string;
  readonly referenceName: string | null;
  readonly note: string | null;
  readonly origin: { readonly name: string; readonly location: Place | null } | null;
  readonly destination: { readonly name: string; readonly location: Place | null } | null;
  readonly totalQuantity: number;
  readonly shippedQuantity: number;
  readonly receivedQuantity: number;
  readonly inTransitQuantity: number;
  readonly lineItems: {
    readonly nodes: readonly {
      readonly id: string;
      readonly inventoryItem: Item | null;
      readonly totalQuantity: number;
      readonly shippedQuantity: number;
      readonly shippableQuantity: number;
      readonly acceptedQuantity: number;
      readonly rejectedQuantity: number;
    }[];
  };
  readonly shipments: { readonly nodes: readonly AdminShipment[] };
}

const ITEM = 'inventoryItem { id sku variant { displayName } }';
/** One transfer. */
export const TRANSFER_QUERY = `query Transfer($id: ID!) {
  inventoryTransfer(id: $id) {
    id name status dateCreated referenceName note totalQuantity shippedQuantity receivedQuantity inTransitQuantity
    origin { name location { id name } } destination { name location { id name } }
    lineItems(first: 250) { nodes { id ${ITEM} totalQuantity shippedQuantity shippableQuantity acceptedQuantity rejectedQuantity } }
    shipments(last: 20) { nodes { id name status dateShipped arrivesAt
      lineItems(first: 250) { nodes { id ${ITEM} quantity acceptedQuantity rejectedQuantity unreceivedQuantity } } } }
  }
}`;
/** Where goods can be. */
export const PLACES_QUERY = 'query Places { locations(first: 50) { nodes { id name } } }';

const ERRORS = 'userErrors { field message }';

/** `Tide vase - Small`: what an item is called, or its number where nothing is sold of it any more. */
export const nameOf = (item: Item | null): string => item?.variant?.displayName ?? item?.sku ?? 'Item without a name';

interface Level {
  readonly quantities: readonly { readonly name: string; readonly quantity: number }[];
}

/** Units of each item of a transfer that can leave its origin: those nobody was promised, by inventory item id. */
export async function freeUnits(page: AdminPageContext, transfer: AdminTransfer): Promise<ReadonlyMap<string, number>> {
  const origin = transfer.origin?.location?.id;
  if (!origin || transfer.lineItems.nodes.every((line) => line.shippableQuantity === 0)) return new Map();
  const answer = await askAdmin<{
    inventoryTransfer: {
      lineItems: { nodes: { inventoryItem: { id: string; inventoryLevel: Level | null } | null }[] };
    } | null;
  }>(
    page,
    `query Free($id: ID!, $origin: ID!) { inventoryTransfer(id: $id) { lineItems(first: 250) { nodes { inventoryItem { id
      inventoryLevel(locationId: $origin) { quantities(names: ["on_hand", "reserved", "committed"]) { name quantity } } } } } } }`,
    { id: transfer.id, origin },
  );
  const lines = answer.ok ? (answer.data.inventoryTransfer?.lineItems.nodes ?? []) : [];
  return new Map(
    lines.flatMap(({ inventoryItem }) => {
      if (!inventoryItem) return [];
      const of = (name: string) =>
        inventoryItem.inventoryLevel?.quantities.find((one) => one.name === name)?.quantity ?? 0;
      return [[inventoryItem.id, Math.max(0, of('on_hand') - of('reserved') - of('committed'))] as const];
    }),
  );
}

const STATES: Readonly<Record<string, { readonly label: string; readonly mark: string }>> = {
  DRAFT: { label: 'Draft', mark: 'waiting' },
  READY_TO_SHIP: { label: 'Ready to be sent', mark: 'waiting' },
  IN_PROGRESS: { label: 'On the way', mark: '' },
  TRANSFERRED: { label: 'Arrived', mark: 'done' },
  CANCELED: { label: 'Called off', mark: 'bad' },
  IN_TRANSIT: { label: 'On the way', mark: '' },
  PARTIALLY_RECEIVED: { label: 'Partly arrived', mark: '' },
  RECEIVED: { label: 'Arrived', mark: 'done' },
  OTHER: { label: 'Called off', mark: 'bad' },
};

/** What staff call a state of a transfer, and the mark before it. */
export const stateOf = (status: string) => STATES[status] ?? { label: status, mark: '' };
/** What staff call a state of a shipment. */
export const shipmentStateOf = (status: string) =>
  status === 'DRAFT' ? { label: 'Leaving, was interrupted', mark: 'waiting' } : stateOf(status);

/** How many lines the form of a new transfer begins with, and how many more a press adds. */
export const FIRST_ROWS = 4;
export const MORE_ROWS = 4;
/** As in the API. */
const MOST_ROWS = 250;

/** Lines the form of a new transfer shows: as many as were sent with it, and more when it was asked for. */
export function rowsOf(form: FormData | null): number {
  if (!form) return FIRST_ROWS;
  const sent = [...form.keys()].filter((name) => name.startsWith('sku:')).length;
  return Math.min(MOST_ROWS, Math.max(FIRST_ROWS, sent + (form.get('act') === 'more' ? MORE_ROWS : 0)));
}

/** Makes up a transfer from its form: lines `sku:N` and `quantity:N`; empty lines are left out. */
export async function makeTransfer(page: AdminPageContext, form: FormData): Promise<FormResult> {
  const rows = [...form.keys()].flatMap((name) => /^sku:(\d+)$/.exec(name)?.[1] ?? []);
  const filled = rows.filter((row) => typedIn(form, `sku:${row}`) !== '' || typedIn(form, `quantity:${row}`) !== '');
  const at: Record<string, string> = {};
  const lineItems: { inventoryItemId: string; quantity: number }[] = [];
  for (const row of filled) {
    const sku = typedIn(form, `sku:${row}`);
    const quantity = wholeIn(form, `quantity:${row}`);
    if (quantity === null || Number.isNaN(quantity) || quantity < 1)
      at[`quantity:${row}`] = 'How many? A whole number from 1 on.';
    if (sku === '') {
      at[`sku:${row}`] = 'Which item? Its SKU.';
      continue;
    }
    const found = await variantBySku(page, sku);
    if (!found) at[`sku:${row}`] = `There is no variant with the SKU ${sku}.`;
    else lineItems.push({ inventoryItemId: found.inventoryItemId, quantity: quantity ?? 0 });
  }
  if (filled.length === 0) at['sku:0'] = 'A transfer has at least one item.';
  if (Object.keys(at).length > 0) return refusedAt(at);
  const input = {
    originLocationId: typedIn(form, 'origin'),
    destinationLocationId: typedIn(form, 'destination'),
    referenceName: typedIn(form, 'reference') || null,
    note: typedIn(form, 'note'),
    lineItems,
  };
  const isReady = form.get('act') !== 'draft';
  const kind = isReady ? 'CreateAsReadyToShip' : 'Create';
  return submitForm(
    page,
    `mutation Make($input: InventoryTransfer${kind}Input!) { done: inventoryTransfer${kind}(input: $input) { made: inventoryTransfer { id } ${ERRORS} } }`,
    { input },
    {
      key: typedIn(form, 'key'),
      done: isReady ? 'The transfer is ready to be sent.' : 'The draft is saved. Nothing moves yet.',
      fieldOf: ([, name = '', place = '', part = '']) => {
        if (name === 'originLocationId') return 'origin';
        if (name === 'destinationLocationId') return 'destination';
        const row = name === 'lineItems' ? filled[Number(place)] : undefined;
        if (row === undefined) return null;
        return part === 'quantity' ? `quantity:${row}` : `sku:${row}`;
      },
    },
  );
}

/** Quantities in fields `PREFIX:ID` from 1 on; what is no whole number is said at its field. */
function quantitiesIn(form: FormData, prefix: string) {
  const at: Record<string, string> = {};
  const lines: { id: string; quantity: number; field: string }[] = [];
  for (const field of form.keys()) {
    if (!field.startsWith(`${prefix}:`)) continue;
    const quantity = wholeIn(form, field) ?? 0;
    if (Number.isNaN(quantity)) at[field] = 'A whole number of units.';
    else if (quantity > 0) lines.push({ id: field.slice(prefix.length + 1), quantity, field });
  }
  return { at, lines };
}

const units = (count: number): string => (count === 1 ? '1 unit' : `${count} units`);

async function sendPart(page: AdminPageContext, transfer: AdminTransfer, form: FormData): Promise<FormResult> {
  const { at, lines } = quantitiesIn(form, 'send');
  if (Object.keys(at).length > 0) return refusedAt(at);
  if (lines.length === 0) return refusedAt({}, ['Say how many units leave now.']);
  const count = lines.reduce((sum, line) => sum + line.quantity, 0);
  const input = {
    movementId: transfer.id,
    lineItems: lines.map(({ id, quantity }) => ({ inventoryItemId: id, quantity })),
    trackingInput: { arrivesAt: dayIn(form, 'arrives') },
  };
  return submitForm(
    page,
    `mutation Send($input: InventoryShipmentCreateInput!) { done: inventoryShipmentCreateInTransit(input: $input) { made: inventoryShipment { id } ${ERRORS} } }`,
    { input },
    {
      key: typedIn(form, 'key'),
      done: `${units(count)} left ${transfer.origin?.name ?? 'the origin'}.`,
      fieldOf: ([, name, place]) => (name === 'lineItems' ? (lines[Number(place)]?.field ?? null) : null),
    },
  );
}

async function receivePart(page: AdminPageContext, transfer: AdminTransfer, form: FormData): Promise<FormResult> {
  const good = quantitiesIn(form, 'accept');
  const bad = quantitiesIn(form, 'reject');
  const at = { ...good.at, ...bad.at };
  if (Object.keys(at).length > 0) return refusedAt(at);
  const found = [
    ...good.lines.map((line) => ({ ...line, reason: 'ACCEPTED' })),
    ...bad.lines.map((line) => ({ ...line, reason: 'REJECTED' })),
  ];
  if (found.length === 0) return refusedAt({}, ['Say how many units arrived.']);
  const count = good.lines.reduce((sum, line) => sum + line.quantity, 0);
  const lost = bad.lines.reduce((sum, line) => sum + line.quantity, 0);
  return submitForm(
    page,
    `mutation Receive($id: ID!, $lines: [InventoryShipmentReceiveItemInput!]!) { done: inventoryShipmentReceive(id: $id, lineItems: $lines) { ${ERRORS} } }`,
    {
      id: typedIn(form, 'shipment'),
      lines: found.map(({ id, quantity, reason }) => ({ shipmentLineItemId: id, quantity, reason })),
    },
    {
      key: typedIn(form, 'key'),
      done: `${units(count)} ${count === 1 ? 'is' : 'are'} on the shelf of ${transfer.destination?.name ?? 'the destination'}${lost > 0 ? `, ${units(lost)} written off` : ''}.`,
      fieldOf: ([name, place]) => (name === 'lineItems' ? (found[Number(place)]?.field ?? null) : null),
    },
  );
}

/** Runs the act a form of a transfer's page asks for; the form's key makes a double click one act. */
export async function actOnTransfer(
  page: AdminPageContext,
  transfer: AdminTransfer,
  form: FormData,
): Promise<FormResult> {
  const key = typedIn(form, 'key');
  const act = (name: string, id: string, done: string) =>
    submitForm(page, `mutation Act($id: ID!) { done: ${name}(id: $id) { ${ERRORS} } }`, { id }, { key, done });
  switch (form.get('act')) {
    case 'ready':
      return act('inventoryTransferMarkAsReadyToShip', transfer.id, `${transfer.name} is ready to be sent.`);
    case 'send':
      return sendPart(page, transfer, form);
    case 'resume':
      return act('inventoryShipmentMarkInTransit', typedIn(form, 'shipment'), 'The rest of the shipment left.');
    case 'receive':
      return receivePart(page, transfer, form);
    case 'cancel':
      return act('inventoryTransferCancel', transfer.id, `${transfer.name} is called off.`);
    default:
      return refusedAt({}, ['The form did not say what to do.']);
  }
}
