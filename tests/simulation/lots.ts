import type { Allocation, HoldingCommand, InventoryCommand } from '../../commerce/inventory/contract.ts';
import { heldUnits, sumOf } from '../../commerce/inventory/hold-units.ts';
import type { Block } from '../../commerce/inventory/lots.ts';
import { SkuInventory } from '../../durable-objects/sku-inventory/sku-inventory.ts';
import { SkuLot } from '../../durable-objects/sku-inventory/sku-lot.ts';
import { type Party, SimulatedObject } from './actors.ts';
import { StockAuditor, ViolationError } from './stock-auditor.ts';
import type { Variant, World } from './world.ts';

/** What a lot keeps of its own; see sku-lot.ts. */
interface LotRow {
  readonly blocks: readonly Block[];
  readonly exchange: { readonly block: Block; readonly replacement: Block | null } | null;
  readonly forwards: readonly { readonly allocations: readonly Allocation[] }[];
}

/** A lot's class, or a mistake in its place. */
export type LotClass = typeof SkuLot;

/** One variant's lots, reached by messages, and what has to be true of them together. */
export class Lots {
  readonly objects: readonly SimulatedObject<SkuLot>[];
  readonly #world: World;
  readonly #variant: Variant;
  readonly #auditors: readonly StockAuditor[];

  constructor(world: World, variant: Variant, count: number, skewMs: number, make: LotClass = SkuLot) {
    this.#world = world;
    this.#variant = variant;
    this.objects = Array.from(
      { length: count },
      (_, k) =>
        new SimulatedObject<SkuLot>(`variant:${variant.id}/lot:${k}`, world, (self) => this.#newLot(self, make)),
    );
    const opening = { policy: 'deny', sequence: 0, levels: [], commitments: [] } as const;
    this.#auditors = this.objects.map((object) => new StockAuditor(object, variant.id, opening, skewMs));
  }

  /** The namespace of lots as a caller reaches it. */
  reachedBy(caller: Party) {
    const named = (name: string) => {
      const object = this.objects.find((one) => one.name === name);
      if (!object) throw new Error(`no ${name}`);
      return object;
    };
    return {
      getByName: (name: string) => ({
        executeInLot: (command: HoldingCommand, lots: number) =>
          this.#world.network.call(caller, named(name), `${command.kind} ${command.holdId} in a lot`, () =>
            named(name).instance.executeInLot(command, lots),
          ),
        giveBack: () =>
          this.#world.network.call(caller, named(name), 'give back', () => named(name).instance.giveBack()),
      }),
    };
  }

  /** Looks at the lot that wrote, or at all when their SKU did. Throws ViolationError. */
  audit(written: unknown): void {
    for (const [k, object] of this.objects.entries()) {
      if (object === written) this.#auditors[k]?.audit();
      if (object === written || written === this.#variant.object) this.#compare(k);
    }
  }

  /** When nothing moves any more, no lot has anything: what was not sold is back. Throws ViolationError. */
  settled(): void {
    for (const [k, object] of this.objects.entries()) {
      const row = rowOf(object);
      if (row && (row.blocks.length > 0 || row.exchange || row.forwards.length > 0))
        throw new ViolationError(`${object.name} still has ${JSON.stringify(row)}`);
      for (const { quantities } of this.#auditors[k]?.state.levels.values() ?? [])
        if (quantities.onHand + quantities.held + quantities.committed > 0)
          throw new ViolationError(`${object.name} still has ${JSON.stringify(quantities)}`);
    }
    for (const hold of this.#variant.auditor.state.holds.values())
      if (hold.status === 'held' && hold.reference.includes('/lot:'))
        throw new ViolationError(`${hold.holdId} is held for a lot that does not have it`);
  }

  /** What a lot can sell is held for it by its SKU: each block is, and no unit is in a lot beyond its blocks. */
  #compare(k: number): void {
    const object = this.objects[k];
    const auditor = this.#auditors[k];
    const row = object && rowOf(object);
    if (!row || !auditor) return;
    const { holds } = this.#variant.auditor.state;
    const heldFor = (block: Block) => {
      const hold = holds.get(block.id);
      return hold ? sumOf(heldUnits(hold)) : 0;
    };
    const blocks = new Map<number, number>();
    for (const block of row.blocks) {
      const { exchange } = row;
      const isTraded = exchange?.block.id === block.id;
      const replaced = isTraded && exchange.replacement ? heldFor(exchange.replacement) : 0;
      const kept = isTraded ? (exchange.replacement?.remaining ?? 0) : block.remaining;
      if (Math.max(heldFor(block), replaced) < kept)
        throw new ViolationError(`${object.name} has ${kept} of ${block.id}, ${heldFor(block)} are held for it`);
      blocks.set(block.warehouseId, (blocks.get(block.warehouseId) ?? 0) + block.remaining);
    }
    for (const part of row.forwards.flatMap((forward) => forward.allocations))
      blocks.set(part.warehouseId, (blocks.get(part.warehouseId) ?? 0) + part.quantity);
    for (const [warehouseId, { quantities }] of auditor.state.levels)
      if (quantities.onHand > (blocks.get(warehouseId) ?? 0))
        throw new ViolationError(
          `${object.name} has ${quantities.onHand} in warehouse ${warehouseId}, its blocks ${blocks.get(warehouseId) ?? 0}`,
        );
  }

  #newLot(object: SimulatedObject<SkuLot>, make: LotClass): SkuLot {
    const sku = this.#variant.object;
    const ask = <R>(label: string, work: (instance: SkuInventory) => Promise<R>) =>
      this.#world.network.call(object, sku, label, () => {
        const { instance } = sku;
        if (!(instance instanceof SkuInventory)) throw new Error('a SKU with lots is the real one');
        return work(instance);
      });
    const own = {
      execute: (command: Parameters<SkuInventory['execute']>[0]) =>
        ask(labelOf(command), (instance) => instance.execute(command)),
      executeMany: (commands: Parameters<SkuInventory['executeMany']>[0]) =>
        ask(commands.map(labelOf).join(' + '), (instance) => instance.executeMany(commands)),
      read: () => ask('read for a lot', (instance) => instance.read()),
      lotHas: (lot: string, free: number) => ask(`${lot} has ${free}`, (instance) => instance.lotHas(lot, free)),
    };
    const env = { SKU_INVENTORY: { getByName: () => own }, SKU_LOT: this.reachedBy(object) };
    const made = new make(object.ctx as unknown as DurableObjectState, env as never);
    made.dependencies.nowMs = () => object.nowMs;
    return made;
  }
}

const labelOf = (command: InventoryCommand): string =>
  `${command.kind} ${'holdId' in command ? command.holdId : ''} for a lot`;

function rowOf(object: SimulatedObject<SkuLot>): LotRow | null {
  const row = object.storage.kv.get('lot');
  return row === undefined ? null : (row as LotRow);
}
