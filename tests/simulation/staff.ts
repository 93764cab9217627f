import type { InventoryCommand, InventoryResult } from '../../commerce/inventory/contract.ts';
import { Bystander } from './actors.ts';
import { UnreachableError } from './network.ts';
import type { Variant, World } from './world.ts';

/** People in the warehouse: deliveries arrive, goods move between warehouses, orders are shipped, some come back. Never rejects. */
export class Staff {
  readonly actor = new Bystander('staff');
  readonly #world: World;
  #commands = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** A few commands, some time apart. */
  async work(): Promise<void> {
    const { random, variants } = this.#world;
    try {
      for (let left = Math.floor(random() * 5); left > 0; left -= 1) {
        await this.#world.pause(random() ** 2 * 120_000);
        const variant = variants[Math.floor(random() * variants.length)];
        if (variant) await this.#something(variant);
      }
    } catch (error) {
      if (!(error instanceof UnreachableError)) this.#world.problem(`staff: ${error}`);
    }
  }

  async #something(variant: Variant): Promise<void> {
    const { random } = this.#world;
    this.#commands += 1;
    const about = { commandId: `staff ${this.#commands}`, actor: 'staff:1' };
    const [first = 1, second = first] = variant.warehouseIds;
    const act = random();
    if (act < 0.35) {
      const quantity = 1 + Math.floor(random() * 3);
      // Counted before it is asked: no answer may come, but no more than this can be there.
      variant.had += quantity;
      await this.#ask(variant, { kind: 'receive', warehouseId: first, quantity, ...about });
    } else if (act < 0.75) {
      await this.#ship(variant, about);
    } else if (first !== second) {
      const move = { fromWarehouseId: first, toWarehouseId: second, quantity: 1, expectedAtMs: null };
      const reference = `move:${this.#commands}`;
      const left = await this.#ask(variant, { kind: 'transfer', reference, ...move, ...about });
      if (!left.ok) return;
      await this.#world.pause(random() * 20_000);
      const arrival = { kind: 'receive', warehouseId: second, quantity: 1, fromIncoming: true, reference } as const;
      await this.#ask(variant, { ...arrival, actor: 'staff:1', commandId: `${about.commandId} arrives` });
    }
  }

  /** Ships what an order bought of a variant, as the records say. */
  async #ship(variant: Variant, about: { readonly commandId: string; readonly actor: string }): Promise<void> {
    const order = [...this.#world.records.orders.values()].find(
      ({ orderId, lines }) => !variant.shipped.has(orderId) && lines.some(({ variantId }) => variantId === variant.id),
    );
    if (!order) return;
    variant.shipped.add(order.orderId);
    const units = new Map<number, number>();
    for (const line of order.lines) {
      if (line.variantId !== variant.id) continue;
      for (const part of line.allocations)
        units.set(part.warehouseId, (units.get(part.warehouseId) ?? 0) + part.quantity);
    }
    const allocations = [...units].map(([warehouseId, quantity]) => ({ warehouseId, quantity }));
    await this.#ask(variant, { kind: 'ship', reference: `order:${order.orderId}`, allocations, ...about });
  }

  async #ask(variant: Variant, command: InventoryCommand): Promise<InventoryResult> {
    for (let round = 1; ; round += 1) {
      try {
        return await this.#world.network.call(this.actor, variant.object, command.kind, () =>
          variant.object.instance.execute(command),
        );
      } catch (error) {
        if (!(error instanceof UnreachableError) || round === 15) throw error;
        await this.#world.pause(400 * round);
      }
    }
  }
}
