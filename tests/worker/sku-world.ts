/// <reference types="@cloudflare/vitest-plugin/types" />
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import type { HoldCommand, InventoryCommand, OpeningStock } from '../../commerce/inventory/contract.ts';
import { violatedInvariants } from '../../commerce/inventory/level.ts';
import type { StockChanged } from '../../commerce/inventory/stock-changed.ts';
import type { SkuInventory } from '../../durable-objects/sku-inventory/sku-inventory.ts';

/** Far enough ahead that no alarm fires by itself. */
export const START = 4_000_000_000_000;
export const MINUTE = 60_000;

let nextVariant = 1_000;

/** What surrounds an object in a test: its clock, the records it opens from, and the queue it sends to. */
export class World {
  nowMs = START;
  opening: OpeningStock | null;
  recordsAway = false;
  queueAway = false;
  opened = 0;
  readonly sent: StockChanged[] = [];
  readonly stub: DurableObjectStub<SkuInventory>;

  constructor(onHand: Readonly<Record<number, number>> | null, variantId = nextVariant++) {
    const levels = Object.entries(onHand ?? {}).map(([id, units]) => ({
      warehouseId: Number(id),
      onHand: units,
      held: 0,
      committed: 0,
      incoming: 0,
      safetyStock: 0,
    }));
    this.opening = onHand && { policy: 'deny', sequence: 0, levels, commitments: [] };
    this.stub = env.SKU_INVENTORY.get(env.SKU_INVENTORY.idFromName(`variant:${variantId}`));
  }

  /** Puts the world around the object; needed again after an eviction. */
  async surround(): Promise<this> {
    await runInDurableObject(this.stub, (instance: SkuInventory) => {
      instance.dependencies = {
        nowMs: () => this.nowMs,
        openStock: async () => {
          this.opened += 1;
          if (this.recordsAway) throw new Error('connection refused');
          return this.opening;
        },
        send: async (messages) => {
          if (this.queueAway) throw new Error('queue is away');
          this.sent.push(...structuredClone(messages));
        },
      };
    });
    return this;
  }

  execute(command: InventoryCommand) {
    return this.stub.execute(command);
  }

  async read() {
    const view = await this.stub.read();
    if (!view.ok) return expect.fail(`refused: ${view.reason}`);
    expect(violatedInvariants(view)).toEqual([]);
    return view;
  }

  alarmAt(): Promise<number | null> {
    return runInDurableObject(this.stub, (_: SkuInventory, state) => state.storage.getAlarm());
  }

  /** Lets everything that was started after a commit end. */
  async settled(): Promise<void> {
    await expect.poll(async () => this.sent.at(-1)?.sequence).toBe((await this.read()).sequence);
  }
}

export const world = (onHand: Readonly<Record<number, number>> | null) => new World(onHand).surround();

export function hold(holdId: string, more: Partial<HoldCommand> = {}): HoldCommand {
  return {
    kind: 'hold',
    holdId,
    reference: `cart-of-${holdId}`,
    quantity: 1,
    expiresAtMs: START + 10 * MINUTE,
    warehousePreference: [],
    actor: 'shopper',
    ...more,
  };
}
