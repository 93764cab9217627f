import type { PlacedOrder } from '../../commerce/checkout/order-draft.ts';
import type { StockChanged } from '../../commerce/inventory/stock-changed.ts';
import { projectStock } from '../../worker/jobs/project-stock.ts';
import type { OrderRecorder, RecordResult } from '../../worker/ports/order-recorder.ts';
import type { RecordedEntry, RecordedLevel } from '../../worker/ports/stock-records.ts';
import { Bystander, type Party, type Surroundings } from './actors.ts';
import { type Network, UnreachableError } from './network.ts';

/** The database as far as a purchase needs it: orders written once, and the copy of stock that the queue's consumer keeps. */
export class ShopRecords {
  readonly actor = new Bystander('records');
  readonly queue = new Bystander('queue');
  readonly orders = new Map<number, PlacedOrder>();
  /** The copy of stock by `variant/warehouse`, and of the ledgers by `variant/sequence`. */
  readonly stock = { rows: new Map<string, RecordedLevel>(), entries: new Set<string>() };
  /** Messages the queue has and nobody took in yet. */
  waiting = 0;
  readonly #around: Surroundings;
  readonly #recorded: (order: PlacedOrder) => void;

  constructor(around: Surroundings, recorded: (order: PlacedOrder) => void) {
    this.#around = around;
    this.#recorded = recorded;
  }

  record(order: PlacedOrder): RecordResult {
    if (this.#around.random() < this.#around.weather().recordsAway)
      return { ok: false, reason: 'unavailable', message: 'the records are away' };
    const known = this.orders.get(order.orderId);
    if (known && known.cartToken !== order.cartToken) return { ok: false, reason: 'id_taken' };
    if (!known) {
      this.orders.set(order.orderId, order);
      this.#recorded(order);
    }
    return { ok: true, orderNumber: 1_000 + order.orderId, messageId: known ? null : order.orderId };
  }

  /** The port as one object sees it, over the network. */
  recorderOf(from: Party, network: Network): OrderRecorder {
    return {
      record: async (order) => {
        try {
          return await network.call(from, this.actor, `record order ${order.orderId}`, () => this.record(order));
        } catch (error) {
          if (error instanceof UnreachableError) return { ok: false, reason: 'unavailable', message: 'no answer' };
          throw error;
        }
      },
    };
  }

  /** The queue takes messages and delivers each of them at least once, in any order. */
  enqueue(messages: readonly StockChanged[]): void {
    for (const message of messages) {
      this.#deliver(message);
      if (this.#around.random() < this.#around.weather().doubled) this.#deliver(message);
    }
  }

  #deliver(message: StockChanged): void {
    const { scheduler, random } = this.#around;
    this.waiting += 1;
    const label = `stock.changed ${message.variantId}/${message.sequence}`;
    scheduler.after(5 + random() ** 2 * 3_000, this.queue, null, label, () => {
      this.waiting -= 1;
      if (random() < this.#around.weather().recordsAway) return this.#deliver(message);
      void projectStock([message], { records: { project: this.#project } });
    });
  }

  /** By the rules of the database's statement: a level only over an older sequence, an entry once. */
  readonly #project = async (levels: readonly RecordedLevel[], entries: readonly RecordedEntry[]): Promise<void> => {
    const { rows, entries: known } = this.stock;
    for (const level of levels) {
      const key = `${level.variantId}/${level.warehouseId}`;
      if ((rows.get(key)?.sequence ?? -1) < level.sequence) rows.set(key, level);
    }
    for (const { variantId, entry } of entries) known.add(`${variantId}/${entry.sequence}`);
  };
}
