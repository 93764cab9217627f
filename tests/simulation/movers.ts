import type { LedgerEntry } from '../../commerce/inventory/contract.ts';
import type { Inventory } from '../../worker/ports/inventory.ts';
import {
  cancelTransfer,
  receiveShipment,
  resumeShipment,
  sendShipment,
  type TransferDeps,
} from '../../worker/services/transfer-stock.ts';
import { Bystander } from './actors.ts';
import { UnreachableError } from './network.ts';
import { PaperTransfers } from './paper-transfers.ts';
import { ViolationError } from './stock-auditor.ts';
import type { Variant, World } from './world.ts';

/** Mistakes in the place of the shop's own way to move units. */
export interface MovingMistakes {
  /** Every shipment of a transfer has the transfer's name. */
  readonly isUnnamed?: boolean;
  /** What arrives is taken in though nothing is on its way. */
  readonly takesAnything?: boolean;
}

const ROUNDS = 25;

/** Two members of staff who send and receive the same transfer in parts, often at the same time. Never rejects. */
export class Movers {
  readonly papers: PaperTransfers;
  readonly #world: World;
  readonly #mistakes: MovingMistakes;
  readonly actors: readonly Bystander[] = [new Bystander('staff:3'), new Bystander('staff:4')];
  #transferId: number | null = null;
  #gaveUp = false;
  #acts = 0;

  constructor(world: World, mistakes: MovingMistakes = {}) {
    this.#world = world;
    this.#mistakes = mistakes;
    this.papers = new PaperTransfers(mistakes.isUnnamed !== true);
  }

  /** Lets both begin. */
  begin(): void {
    const { scheduler, random } = this.#world;
    for (const actor of this.actors)
      scheduler.after(random() * 5_000, actor, null, 'begins', () => void this.#work(actor));
  }

  /** The first one makes a transfer up; then both send and receive parts of it, and sometimes the second calls it off. */
  async #work(actor: Bystander): Promise<void> {
    const { random, variants } = this.#world;
    const isFirst = actor === this.actors[0];
    try {
      const places = variants.filter((one) => one.warehouseIds.length > 1);
      if (places.length === 0) return;
      const lines = places.map(({ id }) => ({ variantId: id, quantity: 1 + Math.floor(random() * 3) }));
      if (isFirst) this.#transferId = await this.#make(actor, lines);
      else await this.#world.pause(random() * 20_000);
      for (let round = 0; round < 3; round += 1) {
        const id = this.#transferId;
        if (id === null) return;
        await this.#sendPart(actor, id, lines);
        await this.#world.pause(random() ** 2 * 20_000);
        await this.#receivePart(actor, id);
        if (!isFirst && random() < 0.15) await this.#persist(actor, (deps) => cancelTransfer(deps, id, actor.name));
      }
      // Whoever looks later finds what was left half done, and presses the button.
      await this.#world.pause(Math.max(0, this.#world.calmFromMs - this.#world.scheduler.nowMs) + 600_000);
      for (const { id } of this.papers.read(this.#transferId ?? 0)?.shipments.filter(isHalf) ?? [])
        await this.#persist(actor, (deps) => resumeShipment(deps, id, actor.name));
    } catch (error) {
      this.#gaveUp = true;
      if (!(error instanceof UnreachableError)) this.#world.problem(`${actor.name}: ${error}`);
    }
  }

  #make(
    actor: Bystander,
    lines: readonly { readonly variantId: number; readonly quantity: number }[],
  ): Promise<number> {
    return this.#persist(actor, (deps) =>
      deps.transfers.create({
        status: 'ready_to_ship',
        fromWarehouseId: 1,
        toWarehouseId: 2,
        referenceName: null,
        note: '',
        createdBy: actor.name,
        idempotencyKey: 'transfer',
        nowMs: 0,
        lines,
      }),
    );
  }

  /** What must be true when nothing moves any more. Throws ViolationError. */
  settled(): void {
    for (const variant of this.#world.variants) this.#conserved(variant);
    if (this.#gaveUp) return;
    for (const id of this.papers.papers.keys()) {
      const transfer = this.papers.read(id);
      for (const { status, reference, lines } of transfer?.shipments ?? []) {
        if (status !== 'sent' && status !== 'called_off')
          throw new ViolationError(`shipment ${reference} was left ${status}`);
        for (const { variantId, quantity, accepted, rejected } of lines) {
          const coming = status === 'sent' ? quantity - accepted - rejected : 0;
          const { expected } = this.#world.variant(variantId).auditor.state;
          const there = [...expected.values()].reduce(
            (n, one) => n + (one.reference === reference ? one.quantity : 0),
            0,
          );
          if (there !== coming)
            throw new ViolationError(
              `${reference}: ${coming} of variant ${variantId} are on their way, stock says ${there}`,
            );
        }
      }
    }
  }

  /** Units come from outside or with an opening, and leave by being shipped or written off; moving makes and loses none. */
  #conserved({ id, object, auditor }: Variant): void {
    if (object.storage.writes === 0) return;
    const rows = object.storage.peek<{ entry: string }>('SELECT entry FROM ledger ORDER BY sequence');
    let should = 0;
    for (const row of rows) {
      const { kind, delta, quantity, reference }: LedgerEntry = JSON.parse(row.entry);
      const isMoved = reference?.startsWith('transfer:') === true || reference?.startsWith('move:') === true;
      if (kind === 'opened' || kind === 'shipped') should += delta.onHand ?? 0;
      else if (kind === 'received' && !isMoved) should += delta.onHand ?? 0;
      else if (kind === 'written_off') should -= quantity;
    }
    let there = 0;
    for (const { quantities } of auditor.state.levels.values()) there += quantities.onHand;
    for (const one of auditor.state.expected.values()) if (one.fromWarehouseId !== null) there += one.quantity;
    if (there !== should)
      throw new ViolationError(`variant ${id}: ${there} units are there or on their way, not ${should}`);
  }

  async #sendPart(
    actor: Bystander,
    transferId: number,
    lines: readonly { readonly variantId: number }[],
  ): Promise<void> {
    const { random, scheduler } = this.#world;
    const key = this.#key();
    const part = random() < 0.3 ? null : lines.slice(0, 1 + Math.floor(random() * lines.length));
    await this.#persist(actor, (deps) =>
      sendShipment(deps, {
        transferId,
        lines: part && part.map(({ variantId }) => ({ variantId, quantity: 1 })),
        expectedAtMs: scheduler.nowMs + 60_000,
        key,
        actor: actor.name,
      }),
    );
  }

  async #receivePart(actor: Bystander, transferId: number): Promise<void> {
    const { random } = this.#world;
    const key = this.#key();
    const transfer = this.papers.read(transferId);
    const coming = transfer?.shipments.filter((one) => one.status === 'sent') ?? [];
    const shipment = coming[Math.floor(random() * coming.length)];
    if (!shipment) return;
    const received = shipment.lines
      .filter((line) => line.quantity > line.accepted + line.rejected)
      .map(({ variantId }) => ({
        variantId,
        quantity: 1,
        condition: random() < 0.15 ? ('rejected' as const) : ('accepted' as const),
      }));
    if (received.length > 0)
      await this.#persist(actor, (deps) => receiveShipment(deps, shipment.id, received, key, actor.name));
  }

  #key(): string {
    this.#acts += 1;
    return `act ${this.#acts}`;
  }

  /** Asks again, as whoever presses the button again: the same act under the same name. */
  async #persist<R>(actor: Bystander, act: (deps: TransferDeps) => Promise<R>): Promise<R> {
    const { network, records, scheduler } = this.#world;
    const inventory = this.#world.inventoryOf(actor);
    const deps: TransferDeps = {
      transfers: this.papers.reachedBy(actor, records.actor, network),
      inventory: this.#mistakes.takesAnything ? takingAnything(inventory) : inventory,
      nowMs: () => scheduler.nowMs,
    };
    for (let round = 1; ; round += 1) {
      try {
        const result = await act(deps);
        if (!isAway(result)) return result;
      } catch (error) {
        if (!(error instanceof UnreachableError)) throw error;
      }
      if (round === ROUNDS) throw new UnreachableError('nobody answers');
      await this.#world.pause(400 * round);
    }
  }
}

const isHalf = ({ status }: { readonly status: string }): boolean => status === 'sending' || status === 'refused';

/** Whether the answer is that stock could not be reached: nothing is known, and the same act goes on. */
const isAway = (result: unknown): boolean =>
  typeof result === 'object' &&
  result !== null &&
  'refusal' in result &&
  typeof result.refusal === 'object' &&
  result.refusal !== null &&
  'reason' in result.refusal &&
  result.refusal.reason === 'unavailable';

const takingAnything = (inventory: Inventory): Inventory => ({
  ...inventory,
  change: (variantId, command) =>
    inventory.change(variantId, command.kind === 'receive' ? { ...command, onlyExpected: undefined } : command),
});
