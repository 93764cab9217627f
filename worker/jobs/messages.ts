import type { DropEnded } from '../../commerce/drops/drop-ended.ts';
import type { StockChanged } from '../../commerce/inventory/stock-changed.ts';
import type { Exposure, ShopperEvent } from '../ports/recommendations.ts';
import type { SearchNote } from '../ports/search-counts.ts';

/** A paid order was written; sent with it. */
export interface OrderPlaced {
  readonly topic: 'order.placed';
  readonly orderId: number;
  /** The outbox's copy of this message, to be removed once this one is taken; missing when it came from there. */
  readonly messageId?: number;
}

/** A cart whose shopper left an email was changed: what is needed to bring them back to it. */
export interface CartChanged {
  readonly topic: 'cart.changed';
  readonly cartToken: string;
  /** Public id with its secret. */
  readonly cartId: string;
  readonly email: string;
  readonly locale: string;
  readonly country: string;
  readonly currency: string;
  readonly totalMinor: number;
  readonly lines: readonly { readonly variantId: number; readonly quantity: number; readonly title: string }[];
  readonly checkoutUrl: string;
  readonly updatedAtMs: number;
}

/** Goods of an order left a warehouse; written with the shipment. */
export interface OrderShipped {
  readonly topic: 'order.shipped';
  readonly orderId: number;
  /** Names the shipment among the order's. */
  readonly idempotencyKey: string;
  /** Whether the customer wants to hear of it. */
  readonly notify: boolean;
}

/** An order waits at the counter where it is collected; written with it. */
export interface OrderReady {
  readonly topic: 'order.ready';
  readonly orderId: number;
}

/** Money went back to a customer; written with the refund. */
export interface OrderRefunded {
  readonly topic: 'order.refunded';
  readonly orderId: number;
  readonly refundId: number;
}

/** An order was called off; written with the cancellation. */
export interface OrderCancelled {
  readonly topic: 'order.cancelled';
  readonly orderId: number;
}

/** Stock fell to its reorder point; written with the alerts. */
export interface StockLow {
  readonly topic: 'stock.low';
  readonly alertIds: readonly number[];
}

/** Products were written; sent with them by an import, and by staff when a variant's selling rule changed. */
export interface ProductsChanged {
  readonly topic: 'products.changed';
  readonly productIds: readonly number[];
  /** Variants of these products whose `tracked` or `inventoryPolicy` changed: their stock objects are told what the records say by then. */
  readonly variantIds: readonly number[];
  /** Names the change, so that a repetition is the same command. */
  readonly changeId: string;
}

/** What visitors who agreed to be remembered did on the shop's pages. */
export interface ShoppersActed {
  readonly topic: 'shoppers.acted';
  readonly events: readonly ShopperEvent[];
}

/** Visitors saw a half of an A/B test of recommendations. */
export interface ShoppersExposed {
  readonly topic: 'shoppers.exposed';
  readonly exposures: readonly Exposure[];
}

/** Pages told what was searched and opened. */
export interface SearchesNoted {
  readonly topic: 'searches.noted';
  readonly note: SearchNote;
}

/** Somebody searched in a language that has no index yet. */
export interface SearchMissing {
  readonly topic: 'search.missing';
  readonly locale: string;
}

/**
 * Everything that travels through the queue `EVENTS`, told apart by `topic`. Messages may be repeated and reordered: add a
 * message here and its topic to `TOPICS`, and the compiler asks for its idempotent consumer.
 */
export type EventMessage =
  | StockChanged
  | StockLow
  | OrderPlaced
  | CartChanged
  | OrderShipped
  | OrderReady
  | OrderRefunded
  | OrderCancelled
  | ProductsChanged
  | DropEnded
  | ShoppersActed
  | ShoppersExposed
  | SearchesNoted
  | SearchMissing;

export type Topic = EventMessage['topic'];
export type MessageOf<T extends Topic> = Extract<EventMessage, { topic: T }>;

/** Every topic there is. */
const TOPICS: Readonly<Record<Topic, true>> = {
  'stock.changed': true,
  'stock.low': true,
  'order.placed': true,
  'cart.changed': true,
  'order.shipped': true,
  'order.ready': true,
  'order.refunded': true,
  'order.cancelled': true,
  'products.changed': true,
  'drop.ended': true,
  'shoppers.acted': true,
  'shoppers.exposed': true,
  'searches.noted': true,
  'search.missing': true,
};

/** Whether a name is a topic of this version. */
export function isTopic(name: string): name is Topic {
  return Object.hasOwn(TOPICS, name);
}

/**
 * Whether something from outside this version's code is a message it knows. The topic alone decides: whoever writes a
 * topic writes its fields, in the same commit as the type above.
 */
export function isEventMessage(value: unknown): value is EventMessage {
  return (
    typeof value === 'object' &&
    value !== null &&
    'topic' in value &&
    typeof value.topic === 'string' &&
    isTopic(value.topic)
  );
}
