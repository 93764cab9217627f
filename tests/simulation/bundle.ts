import type { Cart, CartPart } from '../../commerce/cart/cart-state.ts';
import { bundleLines } from '../../commerce/checkout/bundle-lines.ts';
import type { DraftLine, PlacedOrder } from '../../commerce/checkout/order-draft.ts';
import { holdTogether } from '../../worker/services/hold-together.ts';
import { Bystander } from './actors.ts';
import { START_MS } from './scheduler.ts';
import { ViolationError } from './stock-auditor.ts';
import type { World } from './world.ts';

/** How a line is put into an order; the shop's own, or a mistake in its place. */
export type Expand = typeof bundleLines;
/** How parts are held outside a purchase. */
export type Together = typeof holdTogether;

const UNITS_ID = 100;
const SET_MS = 5 * 60_000;

/** A bundle on sale: what carts and orders make of it, and what they should. */
export class Bundle {
  readonly variantId = UNITS_ID;
  readonly parts: readonly CartPart[];
  readonly #expand: Expand;
  /** Units by variant that carts agreed to buy, by cart. */
  readonly #agreed = new Map<string, Set<string>>();

  constructor(variantIds: readonly number[], random: () => number, expand: Expand = bundleLines) {
    this.parts = variantIds.map((variantId) => ({ variantId, quantity: 1 + Math.floor(random() ** 2 * 2) }));
    this.#expand = expand;
  }

  /** The lines of an order for the lines of a cart. */
  lines(cartToken: string, cart: Cart, lines: readonly DraftLine[]): readonly DraftLine[] {
    const agreed = this.#agreed.get(cartToken) ?? new Set();
    this.#agreed.set(cartToken, agreed.add(textOf(this.#unitsIn(cart))));
    const parts = this.parts.map((part) => ({
      ...part,
      productId: part.variantId,
      sku: null,
      title: 'Part',
      variantTitle: null,
      imageUrl: null,
      requiresShipping: true,
      priceMinor: 1_000 * part.variantId,
    }));
    return lines.flatMap((line) => this.#expand(line, line.variantId === this.variantId ? parts : []));
  }

  /** Looks at an order when it is written: its units are those of the cart, every part of every bundle. Throws ViolationError. */
  recorded({ orderId, cartToken, lines }: PlacedOrder): void {
    const units = new Map<number, number>();
    for (const { variantId, quantity } of lines) units.set(variantId, (units.get(variantId) ?? 0) + quantity);
    if (!this.#agreed.get(cartToken)?.has(textOf(units)))
      throw new ViolationError(
        `order ${orderId} has ${textOf(units)}, which is not what the cart's bundles are made of`,
      );
  }

  /** Counted by hand, not by the shop's code. */
  #unitsIn(cart: Cart): Map<number, number> {
    const units = new Map<number, number>();
    for (const { variantId, quantity } of cart.lines) {
      const parts = variantId === this.variantId ? this.parts : [{ variantId, quantity: 1 }];
      for (const part of parts) units.set(part.variantId, (units.get(part.variantId) ?? 0) + part.quantity * quantity);
    }
    return units;
  }
}

const textOf = (units: ReadonlyMap<number, number>): string =>
  [...units]
    .sort(([a], [b]) => a - b)
    .map(([variantId, quantity]) => `${quantity} of ${variantId}`)
    .join(', ');

/** Somebody who sets whole bundles aside and gives them back, outside any purchase. Never rejects. */
export class SetHolder {
  readonly actor = new Bystander('set holder');
  readonly #world: World;
  readonly #together: Together;

  constructor(world: World, together: Together = holdTogether) {
    this.#world = world;
    this.#together = together;
  }

  /** A few sets, one after the other. */
  async work(bundle: Bundle): Promise<void> {
    const { random, scheduler } = this.#world;
    const inventory = this.#world.inventoryOf(this.actor);
    for (let round = 1 + Math.floor(random() * 3); round > 0; round -= 1) {
      await this.#world.pause(random() ** 2 * 60_000);
      const holdId = `set:${round}`;
      const count = 1 + Math.floor(random() * 2);
      const wanted = bundle.parts.map((part) => ({ ...part, quantity: part.quantity * count }));
      const terms = {
        holdId,
        reference: holdId,
        expiresAtMs: scheduler.nowMs + SET_MS,
        warehousePreference: [],
        actor: 'staff:2',
      };
      const outcome = await this.#together(inventory, wanted, terms);
      const unknown = outcome.ok ? [] : [...outcome.stuck, ...(isUnanswered(outcome) ? [outcome.variantId] : [])];
      this.#look(bundle, holdId, outcome.ok, unknown);
      if (!outcome.ok) continue;
      await this.#world.pause(random() * 60_000);
      for (const { variantId } of outcome.parts)
        await inventory.hold(variantId, { kind: 'release', holdId: `${holdId}:${variantId}`, actor: 'staff:2' });
    }
  }

  /** Every part is held or none, whatever the rows say by now; those whose answer was lost run out by themselves. */
  #look(bundle: Bundle, holdId: string, isHeld: boolean, unknown: readonly number[]): void {
    for (const { variantId } of bundle.parts) {
      if (unknown.includes(variantId)) continue;
      const hold = this.#world.variant(variantId).auditor.state.holds.get(`${holdId}:${variantId}`);
      if ((hold?.status === 'held') === isHeld) continue;
      // What ran out while the others were asked for was held.
      if (isHeld && hold?.status === 'expired') continue;
      const at = this.#world.scheduler.nowMs - START_MS;
      this.#world.problem(
        `${holdId} is ${isHeld ? 'held' : 'not held'} at ${at}, its part ${variantId} is ${hold?.status ?? 'not there'}`,
      );
    }
  }
}

const isUnanswered = (outcome: { readonly refusal: { readonly reason: string } }): boolean =>
  outcome.refusal.reason === 'unavailable';
