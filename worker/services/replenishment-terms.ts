import { currencyExponent } from '../../commerce/money/money.ts';
import { orderQuantity } from '../../commerce/replenishment/order-quantity.ts';
import type { Clock } from '../ports/clock.ts';
import type { PurchaseOrders, SupplierItemTerms, SupplierTerms, WantedLine } from '../ports/purchase-orders.ts';
import type { ReplenishmentRecords, ReplenishmentSettings } from '../ports/replenishment.ts';

/** A value that was refused, and the field it is in. */
export interface FieldRefusal {
  readonly ok: false;
  readonly field: readonly string[];
  readonly message: string;
}
type Saved<T> = ({ readonly ok: true } & T) | FieldRefusal;

const refuse = (message: string, ...field: string[]): FieldRefusal => ({ ok: false, field, message });

const MOST_DAYS = 365;
const MOST_UNITS = 1_000_000;
/** 500,000,000.00 and a thousand lines of it still sum exactly. */
const MOST_MINOR = 50_000_000_000;

const isDays = (value: number): boolean => value >= 0 && value <= MOST_DAYS;
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1 && value <= MOST_UNITS;
const isAmount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0 && value <= MOST_MINOR;
const isMailAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

function isCurrency(code: string): boolean {
  if (!/^[A-Z]{3}$/.test(code)) return false;
  try {
    return currencyExponent(code) >= 0;
  } catch {
    return false;
  }
}

/** Makes or changes a supplier. Refusals in order: a field's, not_found, the name is taken. */
export async function saveSupplier(
  records: Pick<PurchaseOrders, 'saveSupplier'>,
  id: number | null,
  terms: SupplierTerms,
): Promise<Saved<{ readonly id: number }>> {
  if (terms.name.trim() === '') return refuse('The supplier needs a name.', 'name');
  if (terms.email !== '' && !isMailAddress(terms.email)) return refuse('Not a mail address.', 'email');
  if (!isCurrency(terms.currency)) return refuse('Not a currency code.', 'currencyCode');
  if (!isDays(terms.leadTimeDays)) return refuse(`Days lie between 0 and ${MOST_DAYS}.`, 'leadTimeDays');
  if (!isDays(terms.leadTimeSpreadDays)) return refuse(`Days lie between 0 and ${MOST_DAYS}.`, 'leadTimeSpreadDays');
  if (!Number.isSafeInteger(terms.reviewDays) || terms.reviewDays < 1 || terms.reviewDays > MOST_DAYS)
    return refuse(`Whole days between 1 and ${MOST_DAYS}.`, 'reviewDays');
  if (!isAmount(terms.minimumOrderMinor)) return refuse('Not an amount from 0.', 'minimumOrder');
  if (!isAmount(terms.orderCostMinor)) return refuse('Not an amount from 0.', 'orderCost');
  const saved = await records.saveSupplier(id, { ...terms, name: terms.name.trim() });
  if (saved.ok) return saved;
  return saved.reason === 'not_found'
    ? refuse('The supplier does not exist.', 'id')
    : refuse('Another supplier has this name.', 'name');
}

/** Adds or changes what a supplier sells us. Refusals in order: an item's field, unknown supplier, unknown items. */
export async function saveSupplierItems(
  records: Pick<PurchaseOrders, 'supplier' | 'saveItems'>,
  supplierId: number,
  items: readonly SupplierItemTerms[],
): Promise<Saved<object>> {
  for (const [index, item] of items.entries()) {
    const at = ['items', String(index)];
    if (!isCount(item.packSize)) return refuse('Packs have at least 1 unit.', ...at, 'packSize');
    if (!isCount(item.minimumQuantity)) return refuse('The minimum is at least 1.', ...at, 'minimumQuantity');
    if (!isAmount(item.costMinor)) return refuse('Not an amount from 0.', ...at, 'cost');
    if (item.leadTimeDays !== null && !isDays(item.leadTimeDays))
      return refuse(`Days lie between 0 and ${MOST_DAYS}.`, ...at, 'leadTimeDays');
    if (item.leadTimeSpreadDays !== null && !isDays(item.leadTimeSpreadDays))
      return refuse(`Days lie between 0 and ${MOST_DAYS}.`, ...at, 'leadTimeSpreadDays');
    if (item.serviceLevelBps !== null && !isServiceLevel(item.serviceLevelBps))
      return refuse('The service level lies between 50 and 99.99 %.', ...at, 'serviceLevelPercent');
  }
  if (!(await records.supplier(supplierId))) return refuse('The supplier does not exist.', 'supplierId');
  const saved = await records.saveItems(supplierId, items);
  if (saved.ok) return saved;
  const index = items.findIndex((item) => saved.unknownVariantIds.includes(item.variantId));
  return refuse('The item does not exist.', 'items', String(index), 'inventoryItemId');
}

const isServiceLevel = (bps: number): boolean => Number.isSafeInteger(bps) && bps >= 5_000 && bps <= 9_999;

/**
 * Lines of an order made by hand, at the supplier's costs and packs. Refusals in order: none at all, an item named twice, one the supplier does not
 * sell, not whole packs or below the minimum.
 */
export async function wantedLines(
  records: Pick<PurchaseOrders, 'items'>,
  supplierId: number,
  lines: readonly { readonly variantId: number; readonly quantity: number }[],
): Promise<Saved<{ readonly lines: readonly WantedLine[] }>> {
  if (lines.length === 0) return refuse('Say at least one item to order.', 'lineItems');
  if (new Set(lines.map((line) => line.variantId)).size < lines.length)
    return refuse('An item is named twice.', 'lineItems');
  const items = await records.items(supplierId);
  const wanted: WantedLine[] = [];
  for (const [index, { variantId, quantity }] of lines.entries()) {
    const item = items.find((one) => one.variantId === variantId);
    if (!item) return refuse('The supplier does not sell this item.', 'lineItems', String(index), 'inventoryItemId');
    const nearest = orderQuantity(Math.max(1, quantity), item);
    if (!isCount(quantity) || quantity !== nearest)
      return refuse(
        `${item.productTitle}: whole packs of ${item.packSize}, at least ${item.minimumQuantity}; the next is ${nearest}.`,
        'lineItems',
        String(index),
        'quantity',
      );
    wanted.push({ variantId, quantity, costMinor: item.costMinor, packSize: item.packSize, reason: '' });
  }
  return { ok: true, lines: wanted };
}

/** What changing the shop's choices needs. */
export interface SettingsDeps {
  readonly clock: Clock;
  readonly replenishment: Pick<ReplenishmentRecords, 'settings' | 'saveSettings'>;
  readonly ids: { token(): string };
}

/** Signed bodies go over the open net only encrypted; a machine may call itself. */
function isWebhookAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1'));
}

/** Changes the shop's choices; absent ones stay. A webhook's secret is made with its first address. Refusals: a field's. */
export async function changeSettings(
  deps: SettingsDeps,
  patch: Partial<Omit<ReplenishmentSettings, 'webhookSecret'>>,
): Promise<Saved<object>> {
  const before = await deps.replenishment.settings();
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const next: ReplenishmentSettings = { ...before, ...given };
  if (!isServiceLevel(next.serviceLevelBps))
    return refuse('The service level lies between 50 and 99.99 %.', 'serviceLevelPercent');
  if (!Number.isSafeInteger(next.holdingCostBps) || next.holdingCostBps < 0 || next.holdingCostBps > 10_000)
    return refuse('The cost of storage lies between 0 and 100 % a year.', 'holdingCostPercent');
  if (!isAmount(next.budgetMinor)) return refuse('Not an amount from 0.', 'budget');
  if (!isCurrency(next.budgetCurrency)) return refuse('Not a currency code.', 'budget');
  if (next.alertEmail !== '' && !isMailAddress(next.alertEmail)) return refuse('Not a mail address.', 'alertEmail');
  if (next.webhookUrl !== '' && !isWebhookAddress(next.webhookUrl))
    return refuse('The address must begin with https://.', 'webhookUrl');
  const webhookSecret = next.webhookUrl !== '' && before.webhookSecret === '' ? deps.ids.token() : before.webhookSecret;
  await deps.replenishment.saveSettings({ ...next, webhookSecret });
  return { ok: true };
}
