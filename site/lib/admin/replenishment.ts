import type { AmountText } from './format.ts';
import { type AdminPageContext, askAdmin, sentences, type UserError } from './graphql.ts';
import { variantBySku } from './items.ts';
import type { ActResult } from './order-acts.ts';

/** A variant as lines of suppliers and orders name it. */
export interface StockedItem {
  readonly inventoryItemId: string;
  readonly productId: string;
  readonly sku: string | null;
  readonly title: string;
  readonly variantTitle: string | null;
}
interface Named {
  readonly id: string;
  readonly name: string;
}

/** What should be ordered from a supplier for a location now. */
export interface SuggestedOrder {
  readonly supplier: Named;
  readonly location: Named;
  readonly total: AmountText;
  readonly missingToMinimum: AmountText | null;
  readonly cycleDays: number;
  readonly lineItems: readonly {
    readonly item: StockedItem;
    readonly quantity: number;
    readonly total: AmountText;
    readonly reason: string;
    readonly isDue: boolean;
    readonly sellable: number;
    readonly onOrder: number;
    readonly reorderPoint: number;
  }[];
}

/** A purchase order as its page shows it. */
export interface AdminPurchaseOrder {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly supplier: Named & { readonly email: string; readonly leadTimeDays: number };
  readonly location: Named;
  readonly total: AmountText;
  readonly totalQuantity: number;
  readonly totalReceived: number;
  readonly note: string;
  readonly isAutomatic: boolean;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
  readonly budgetPeriod: string | null;
  readonly orderedAt: string | null;
  readonly expectedAt: string | null;
  readonly receivedAt: string | null;
  readonly cancelledAt: string | null;
  readonly isSettling: boolean;
  readonly canEdit: boolean;
  readonly canApprove: boolean;
  readonly canOrder: boolean;
  readonly canReceive: boolean;
  readonly canCancel: boolean;
  readonly lineItems: readonly {
    readonly id: string;
    readonly item: StockedItem;
    readonly quantity: number;
    readonly receivedQuantity: number;
    readonly packSize: number;
    readonly cost: AmountText;
    readonly total: AmountText;
    readonly reason: string | null;
  }[];
}

/** A supplier with what it sells. */
export interface AdminSupplier {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly currencyCode: string;
  readonly leadTimeDays: number;
  readonly leadTimeSpreadDays: number;
  readonly reviewDays: number;
  readonly minimumOrder: AmountText;
  readonly orderCost: AmountText;
  readonly isActive: boolean;
  readonly items: {
    readonly nodes: readonly {
      readonly item: StockedItem;
      readonly supplierSku: string | null;
      readonly packSize: number;
      readonly minimumQuantity: number;
      readonly cost: AmountText;
      readonly leadTimeDays: number | null;
    }[];
  };
}

/** The shop's choices about replenishment. */
export interface ReplenishmentChoices {
  readonly serviceLevelPercent: number;
  readonly holdingCostPercent: number;
  readonly autoApprove: boolean;
  readonly budget: AmountText;
  readonly budgetPeriod: string;
  readonly currentPeriod: string;
  readonly spent: AmountText;
  readonly alertEmail: string;
  readonly webhookUrl: string;
  readonly webhookSecret: string;
  readonly lastRoundOn: string | null;
}

const MONEY = '{ amount currencyCode }';
const ITEM = 'item { inventoryItemId productId sku title variantTitle }';
const ERRORS = 'userErrors { field message }';

/** What to order now. */
export const SUGGESTIONS_QUERY = `query ToOrder {
  replenishmentSettings { lastRoundOn }
  drafts: purchaseOrdersCount(statuses: [DRAFT]) { count }
  purchaseOrderSuggestions {
    supplier { id name } location { id name } total ${MONEY} missingToMinimum ${MONEY} cycleDays
    lineItems { ${ITEM} quantity total ${MONEY} reason isDue sellable onOrder reorderPoint }
  }
}`;
/** One purchase order. */
export const PURCHASE_ORDER_QUERY = `query PurchaseOrder($id: ID!) {
  purchaseOrder(id: $id) {
    id name status note isAutomatic createdBy createdAt approvedBy approvedAt budgetPeriod orderedAt expectedAt receivedAt cancelledAt isSettling
    canEdit canApprove canOrder canReceive canCancel totalQuantity totalReceived total ${MONEY}
    supplier { id name email leadTimeDays } location { id name }
    lineItems { id ${ITEM} quantity receivedQuantity packSize cost ${MONEY} total ${MONEY} reason }
  }
}`;
/** One supplier with its items. */
export const SUPPLIER_QUERY = `query Supplier($id: ID!) {
  supplier(id: $id) {
    id name email currencyCode leadTimeDays leadTimeSpreadDays reviewDays minimumOrder ${MONEY} orderCost ${MONEY} isActive
    items(first: 250) { nodes { ${ITEM} supplierSku packSize minimumQuantity cost ${MONEY} leadTimeDays } }
  }
}`;
/** The shop's choices. */
export const CHOICES_QUERY = `query Choices {
  replenishmentSettings { serviceLevelPercent holdingCostPercent autoApprove budget ${MONEY} budgetPeriod currentPeriod spent ${MONEY} alertEmail webhookUrl
    webhookSecret lastRoundOn }
}`;

/** Name of an item: `Tide vase, Small / Ink`. */
export const itemName = (item: StockedItem): string => [item.title, item.variantTitle].filter(Boolean).join(', ');

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};
const wholeNumber = (value: string): number =>
  /^\d{1,9}$/.test(value) ? Number(value) : value === '' ? 0 : Number.NaN;
const decimal = (value: string): number =>
  /^\d{1,6}([.,]\d{1,4})?$/.test(value) ? Number(value.replace(',', '.')) : Number.NaN;

/** Runs one mutation, called `done` in its document; answers the sentence, or what was wrong. */
async function run(
  page: AdminPageContext,
  document: string,
  variables: Readonly<Record<string, unknown>>,
  done: string,
  key?: string,
): Promise<ActResult & { readonly id?: string }> {
  const answer = await askAdmin<{
    done: { readonly made?: { readonly id: string } | null; readonly userErrors: readonly UserError[] };
  }>(page, document, variables, key);
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const { userErrors, made } = answer.data.done;
  if (userErrors.length > 0) return { ok: false, problems: sentences(userErrors) };
  return { ok: true, done, ...(made ? { id: made.id } : {}) };
}

const act = (name: string, args = '', values = ''): string =>
  `mutation Act($id: ID!${args}) { done: ${name}(id: $id${values}) { ${ERRORS} } }`;

/** Numbers of a form's fields that begin with a name, such as `receive:ID`; null when one is no whole number. */
function quantities(form: FormData, prefix: string): { id: string; quantity: number }[] | null {
  const all = [...form.keys()]
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ id: name.slice(prefix.length), quantity: wholeNumber(text(form, name)) }));
  return all.some((one) => Number.isNaN(one.quantity)) ? null : all.filter((one) => one.quantity > 0);
}

/** Runs the act a form of a purchase order's page asks for; the form's key makes a double click one act. */
export async function actOnPurchaseOrder(
  page: AdminPageContext,
  order: AdminPurchaseOrder,
  form: FormData,
): Promise<ActResult> {
  const { id } = order;
  const key = text(form, 'key') || undefined;
  const day = text(form, 'expected');
  switch (text(form, 'act')) {
    case 'approve':
      return run(page, act('purchaseOrderApprove'), { id }, `${order.name} is approved.`, key);
    case 'order':
      return run(
        page,
        act('purchaseOrderMarkAsOrdered', ', $at: DateTime', ', expectedAt: $at'),
        { id, at: day === '' ? null : `${day}T12:00:00Z` },
        `${order.name} is ordered; its units are incoming.`,
        key,
      );
    case 'reschedule':
      return run(
        page,
        act('purchaseOrderReschedule', ', $at: DateTime!', ', expectedAt: $at'),
        { id, at: `${day}T12:00:00Z` },
        'The new date is what shoppers read now.',
        key,
      );
    case 'cancel':
      return run(page, act('purchaseOrderCancel'), { id }, `${order.name} is cancelled.`, key);
    case 'receive': {
      const lineItems = quantities(form, 'receive:');
      if (!lineItems) return { ok: false, problems: ['Quantities are whole numbers.'] };
      const units = lineItems.reduce((sum, line) => sum + line.quantity, 0);
      return run(
        page,
        act('purchaseOrderReceive', ', $lineItems: [PurchaseOrderReceiveLineItemInput!]!', ', lineItems: $lineItems'),
        { id, lineItems },
        `${units} ${units === 1 ? 'unit is' : 'units are'} in stock at ${order.location.name}.`,
        key,
      );
    }
    case 'edit': {
      const lines = quantities(form, 'line:');
      if (!lines) return { ok: false, problems: ['Quantities are whole numbers.'] };
      const lineItems = lines.map((line) => ({ inventoryItemId: line.id, quantity: line.quantity }));
      return run(
        page,
        act('purchaseOrderUpdate', ', $input: PurchaseOrderUpdateInput!', ', input: $input'),
        { id, input: { note: text(form, 'note'), lineItems } },
        'The draft is saved.',
        key,
      );
    }
    default:
      return { ok: false, problems: ['The form did not say what to do.'] };
  }
}

/** Drafts a suggested order as its form shows it. */
export async function draftOrder(
  page: AdminPageContext,
  form: FormData,
): Promise<ActResult & { readonly id?: string }> {
  const lines = quantities(form, 'line:');
  if (!lines) return { ok: false, problems: ['Quantities are whole numbers.'] };
  const input = {
    supplierId: text(form, 'supplier'),
    locationId: text(form, 'location'),
    lineItems: lines.map((line) => ({ inventoryItemId: line.id, quantity: line.quantity })),
  };
  return run(
    page,
    `mutation Draft($input: PurchaseOrderCreateInput!) { done: purchaseOrderCreate(input: $input) { made: purchaseOrder { id } ${ERRORS} } }`,
    { input },
    'The order is drafted.',
    text(form, 'key') || undefined,
  );
}

/** Forecasts anew from the newest sales. */
export async function recalculate(page: AdminPageContext): Promise<ActResult> {
  const answer = await askAdmin<{ replenishmentRun: { isFinished: boolean } }>(
    page,
    'mutation { replenishmentRun { isFinished } }',
    {},
  );
  if (!answer.ok) return { ok: false, problems: answer.messages };
  return {
    ok: true,
    done: answer.data.replenishmentRun.isFinished
      ? 'Forecasts are new as of now; what was due is drafted.'
      : 'Forecasts are being made anew; the rest follows within minutes.',
  };
}

/** Makes or changes a supplier from its form. */
export async function saveSupplier(
  page: AdminPageContext,
  id: string | null,
  form: FormData,
): Promise<ActResult & { readonly id?: string }> {
  const number = (name: string) => decimal(text(form, name) || '0');
  const input = {
    name: text(form, 'name'),
    email: text(form, 'email'),
    currencyCode: text(form, 'currency').toUpperCase(),
    leadTimeDays: number('leadTime'),
    leadTimeSpreadDays: number('leadTimeSpread'),
    reviewDays: wholeNumber(text(form, 'review')),
    minimumOrder: text(form, 'minimum') || '0',
    orderCost: text(form, 'orderCost') || '0',
    isActive: form.get('active') === 'on',
  };
  if ([input.leadTimeDays, input.leadTimeSpreadDays, input.reviewDays].some(Number.isNaN))
    return { ok: false, problems: ['Days are numbers, such as 12 or 2.5.'] };
  return id === null
    ? run(
        page,
        `mutation Make($input: SupplierInput!) { done: supplierCreate(input: $input) { made: supplier { id } ${ERRORS} } }`,
        { input },
        'The supplier is saved.',
      )
    : run(
        page,
        `mutation Change($id: ID!, $input: SupplierInput!) { done: supplierUpdate(id: $id, input: $input) { made: supplier { id } ${ERRORS} } }`,
        { id, input },
        'The supplier is saved.',
      );
}

/** Adds an item by its SKU, changes items, or removes one, as the form of a supplier's items says. */
export async function saveItems(
  page: AdminPageContext,
  supplier: AdminSupplier,
  form: FormData,
): Promise<ActResult & { readonly id?: string }> {
  const removed = text(form, 'remove');
  if (removed !== '')
    return run(
      page,
      `mutation Remove($id: ID!, $items: [ID!]!) { done: supplierItemsDelete(supplierId: $id, inventoryItemIds: $items) { ${ERRORS} } }`,
      { id: supplier.id, items: [removed] },
      'The item is no longer ordered here.',
    );
  const terms = (name: string) => ({
    supplierSku: text(form, `sku:${name}`) || null,
    packSize: wholeNumber(text(form, `pack:${name}`) || '1'),
    minimumQuantity: wholeNumber(text(form, `minimum:${name}`) || '1'),
    cost: text(form, `cost:${name}`) || '0',
    leadTimeDays: text(form, `days:${name}`) === '' ? null : decimal(text(form, `days:${name}`)),
  });
  const items: ({ inventoryItemId: string } & ReturnType<typeof terms>)[] = supplier.items.nodes.map(({ item }) => ({
    inventoryItemId: item.inventoryItemId,
    ...terms(item.inventoryItemId),
  }));
  const sku = text(form, 'newSku');
  if (sku !== '') {
    const found = await variantBySku(page, sku);
    if (found === null) return { ok: false, problems: [`There is no variant with the SKU ${sku}.`] };
    items.push({ inventoryItemId: found.inventoryItemId, ...terms('new') });
  }
  if (items.some((one) => [one.packSize, one.minimumQuantity, one.leadTimeDays ?? 0].some(Number.isNaN)))
    return { ok: false, problems: ['Packs, minimums and days are numbers.'] };
  return run(
    page,
    `mutation Items($id: ID!, $items: [SupplierItemInput!]!) { done: supplierItemsSet(supplierId: $id, items: $items) { ${ERRORS} } }`,
    { id: supplier.id, items },
    'The items are saved.',
  );
}

/** Saves the shop's choices from their form. */
export async function saveChoices(page: AdminPageContext, form: FormData): Promise<ActResult> {
  const input = {
    serviceLevelPercent: decimal(text(form, 'service')),
    holdingCostPercent: decimal(text(form, 'holding')),
    autoApprove: form.get('auto') === 'on',
    budget: { amount: text(form, 'budget') || '0', currencyCode: text(form, 'currency').toUpperCase() },
    budgetPeriod: text(form, 'period') === 'WEEK' ? 'WEEK' : 'MONTH',
    alertEmail: text(form, 'email'),
    webhookUrl: text(form, 'webhook'),
  };
  if (Number.isNaN(input.serviceLevelPercent) || Number.isNaN(input.holdingCostPercent))
    return { ok: false, problems: ['Percentages are numbers, such as 95 or 97.5.'] };
  return run(
    page,
    `mutation Choose($input: ReplenishmentSettingsInput!) { done: replenishmentSettingsUpdate(input: $input) { ${ERRORS} } }`,
    { input },
    'The choices are saved; they count from the next forecast on.',
  );
}
