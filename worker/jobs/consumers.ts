import type { StockChanged } from '../../commerce/inventory/stock-changed.ts';
import type { Deps } from '../deps.ts';
import { tellBackInStock } from '../services/back-in-stock.ts';
import { configureStock } from '../services/configure-stock.ts';
import { convertProducts } from '../services/convert-prices.ts';
import { buildMissingSearch, indexProducts } from '../services/index-search.ts';
import { mailPlacedOrders } from '../services/order-mail.ts';
import { mailReady, mailRefund, mailShipment } from '../services/order-news-mail.ts';
import { checkCrossings, tellLowStock } from '../services/replenishment-alerts.ts';
import { shipStock } from '../services/ship-order.ts';
import { issueInvoices, issueTaxDocuments } from '../services/tax-documents.ts';
import type { Consumers } from './consume.ts';
import { drainOutbox } from './drain-outbox.ts';
import { projectStock } from './project-stock.ts';

/** Tells every cache that entities changed. */
export type Purge = (tags: readonly string[]) => Promise<void>;

/** Whether what could be sold went over or under a number of units, were it only for a moment. */
function crosses({ availableBefore, entries }: StockChanged, units: number): boolean {
  const values = [availableBefore, ...entries.map((entry) => entry.available)];
  return values.some((value) => value >= units) && values.some((value) => value < units);
}

/** Kinds of entries that every sale brings: they change what can be sold beyond stock by a few units only. */
const SELLING: ReadonlySet<string> = new Set(['held', 'extended', 'committed', 'released', 'expired', 'shipped']);

/** Whether what can be pre-ordered or back-ordered ended, or its terms or dates may be others. */
function changesBeyond({ beyond, entries }: StockChanged): boolean {
  return beyond !== undefined && (beyond === null || entries.some((entry) => !SELLING.has(entry.kind)));
}

/** Whether something was announced, moved to another day, or called off: pages of what is sold out say when it arrives. */
function changesArrivals({ entries }: StockChanged): boolean {
  return entries.some(({ details }) => details?.expected !== undefined);
}

/** Pages and search show whether something can be bought, not how many: only the last unit changes them, or the last that a bundle needs. */
async function tellCrossings(changes: readonly StockChanged[], deps: Deps, purge: Purge): Promise<void> {
  const sold = new Set<number>();
  const tells = (change: StockChanged, units: number) =>
    crosses(change, units) || (change.available < units && changesArrivals(change));
  const crossed = changes.filter((change) => tells(change, 1) || changesBeyond(change));
  const productIds = await deps.stockTargets.productsOf(crossed.map((change) => change.variantId));
  for (const productId of productIds) sold.add(productId);
  const byVariant = new Map(changes.map((change) => [change.variantId, change]));
  for (const { productId, componentId, quantity } of await deps.bundles.containing([...byVariant.keys()])) {
    const change = byVariant.get(componentId);
    if (change && tells(change, quantity)) sold.add(productId);
  }
  if (sold.size === 0) return;
  // The index first: an answer made between the two would be kept.
  await indexProducts(deps, [...sold]);
  await purge([...sold].map((id) => `product:${id}`));
}

/** Who waits for what is there again is told at once, as far as a first wave goes; what fails here is left to the minute's round. */
async function tellWaiting(changes: readonly StockChanged[], deps: Deps): Promise<void> {
  const arrived = changes.filter((change) => (change.available > 0 && crosses(change, 1)) || changesBeyond(change));
  try {
    await tellBackInStock(
      deps,
      arrived.map((change) => change.variantId),
    );
  } catch (error) {
    console.error('back in stock: mails are left for the next round', error);
  }
}

/** What was raised is told at once, not at the next minute's round. */
async function alertLowStock(changes: readonly StockChanged[], deps: Deps): Promise<void> {
  const variantIds = changes.map((change) => change.variantId);
  if ((await checkCrossings(deps.replenishment, variantIds, deps.clock.nowMs())) > 0)
    await drainOutbox(deps.outbox, deps.events, (line) => console.error(line));
}

/** Who does what with each message. Every consumer may be given the same message again. */
export function createConsumers(deps: Deps, purge: Purge): Consumers {
  return {
    'stock.changed': (messages) =>
      projectStock(messages, {
        records: deps.stockRecords,
        onStockChanged: async (changes) => {
          await tellCrossings(changes, deps, purge);
          await alertLowStock(changes, deps);
          await tellWaiting(changes, deps);
        },
      }),
    'stock.low': async (messages) => {
      for (const message of messages) await tellLowStock(deps, message.alertIds);
    },
    'order.placed': async (messages) => {
      const orderIds = messages.map((message) => message.orderId);
      await mailPlacedOrders(deps.orderMail, orderIds);
      await issueInvoices(deps, orderIds);
      await deps.outbox.remove(messages.flatMap(({ messageId }) => messageId ?? []));
    },
    'cart.changed': (messages) => deps.cartRecovery.keep(messages),
    'order.shipped': async (messages) => {
      for (const message of messages) {
        if (!(await shipStock(deps, message.orderId, message.idempotencyKey)))
          throw new Error(`stock of order ${message.orderId} could not be reached`);
        if (message.notify) await mailShipment(deps, message.orderId, message.idempotencyKey);
      }
    },
    'order.refunded': async (messages) => {
      for (const message of messages) {
        await mailRefund(deps, message.orderId, message.refundId);
        await issueTaxDocuments(deps, message.orderId);
      }
    },
    'order.ready': async (messages) => {
      // One address that mail refuses must not keep the codes of the others; what was sent is known by its name when the batch comes again.
      const sent = await Promise.allSettled(messages.map(({ orderId }) => mailReady(deps, orderId)));
      const failed = sent.find((one) => one.status === 'rejected');
      if (failed) throw failed.reason;
    },
    // The hours it was to come in are free for somebody else.
    'order.cancelled': async (messages) => {
      for (const { orderId } of messages) await deps.deliveryBookings.giveBackOrder(orderId);
    },
    'drop.ended': async (messages) => {
      await deps.drops.end(messages);
      const sold = await Promise.all(messages.map(({ variantId }) => deps.products.variant(variantId)));
      await purge(sold.flatMap((variant) => (variant ? `product:${variant.productId}` : [])));
    },
    'shoppers.acted': (messages) => deps.learned.records.record(messages.flatMap((message) => message.events)),
    'shoppers.exposed': (messages) => deps.learned.records.expose(messages.flatMap((message) => message.exposures)),
    'searches.noted': (messages) => deps.searchCounts.record(messages.map((message) => message.note)),
    'search.missing': async (messages) => {
      const built = await buildMissingSearch(deps, new Set(messages.map((message) => message.locale)));
      // Answers that were given without the index are not kept any longer.
      if (built > 0) await purge(['search', 'products']);
    },
    'products.changed': async (messages) => {
      // A burst of them names the same tags again and again.
      const productIds = new Set(messages.flatMap((message) => message.productIds));
      await convertProducts(deps, [...productIds]);
      // The index first: an answer made between the two would be kept.
      await indexProducts(deps, [...productIds]);
      await purge(['products', ...[...productIds].map((id) => `product:${id}`)]);
      for (const message of messages) {
        if (!(await configureStock(deps, message))) throw new Error('stock of changed products could not be reached');
      }
    },
  };
}
