import { CART_HOLD_MS, type CartHold, capToHeld, cartHoldChanges } from '../../commerce/cart/cart-holds.ts';
import type { Cart } from '../../commerce/cart/cart-state.ts';
import type { CartNotice } from '../../commerce/cart/commands.ts';
import type { RunnerDependencies } from './purchase-runner.ts';

/** A cart with what is promised to it. */
export interface HeldCart {
  readonly cart: Cart;
  readonly holds: readonly CartHold[];
  readonly notices: readonly CartNotice[];
}

/**
 * Promises a cart what is in it, for shops that hold from the bag on. What cannot be promised is taken out and said so; stock that cannot be reached is
 * left for the payment, which holds in any case. `quoted` were set aside by quotes that are lines now: they go over to the cart.
 */
export async function holdCart(
  cart: Cart,
  holds: readonly CartHold[],
  dependencies: Pick<RunnerDependencies, 'perform' | 'nowMs'>,
  quoted: readonly CartHold[] = [],
): Promise<HeldCart> {
  let held = await holdRound({ cart, holds, notices: [] }, 0, dependencies, quoted);
  // A bundle that gave way for want of one part gives the others back; that takes nothing from anybody, so once more is enough.
  if (held.cart !== cart && cart.lines.some((line) => line.parts)) held = await holdRound(held, 1, dependencies);
  return { ...held, holds: await keepLonger(held.holds, dependencies) };
}

/** Whoever changes a cart is there: what is promised to it and more than half over is kept as long as what was promised just now, if the shop allows. */
async function keepLonger(
  holds: readonly CartHold[],
  { perform, nowMs }: Pick<RunnerDependencies, 'perform' | 'nowMs'>,
): Promise<readonly CartHold[]> {
  const kept: CartHold[] = [];
  for (const hold of holds) {
    const { variantId, holdId, expiresAtMs } = hold;
    const leftMs = expiresAtMs - nowMs();
    if (leftMs <= 0 || leftMs > CART_HOLD_MS / 2) {
      kept.push(hold);
      continue;
    }
    const outcome = await perform({ kind: 'extend', variantId, holdId, expiresAtMs: nowMs() + CART_HOLD_MS });
    // One that cannot be kept longer stays as it is; when it has run out, the next change promises anew.
    kept.push(outcome.ok && outcome.kind === 'extended' ? { ...hold, expiresAtMs: outcome.expiresAtMs } : hold);
  }
  return kept;
}

async function holdRound(
  before: HeldCart,
  round: number,
  { perform, nowMs }: Pick<RunnerDependencies, 'perform' | 'nowMs'>,
  quoted: readonly CartHold[] = [],
): Promise<HeldCart> {
  const { cart } = before;
  let held = before;
  const expiresAtMs = nowMs() + CART_HOLD_MS;
  for (const change of cartHoldChanges(cart, before.holds, nowMs(), round, quoted)) {
    const { variantId } = change;
    const others = held.holds.filter((one) => one.variantId !== variantId);
    const ask = (holdId: string, quantity: number, releases: readonly string[]) =>
      perform({
        kind: 'hold',
        variantId,
        holdId,
        quantity,
        cartToken: cart.token,
        expiresAtMs,
        warehousePreference: [],
        releases,
        isForCart: true,
      });
    if (change.quantity === 0) {
      for (const holdId of change.replaces) await perform({ kind: 'release', variantId, holdId });
      held = { ...held, holds: others };
      continue;
    }
    const first = await ask(change.holdId, change.quantity, change.replaces);
    if (first.ok) {
      held = {
        ...held,
        holds: [...others, { variantId, holdId: change.holdId, quantity: change.quantity, expiresAtMs }],
      };
      continue;
    }
    held = { ...held, holds: others };
    if (first.reason !== 'not_enough') continue;
    // The promise it had was given back in the same turn, so what is available now is all there is for this cart.
    const rest = `${change.holdId}:rest`;
    const isHeld = first.available > 0 && (await ask(rest, first.available, [])).ok;
    const units = isHeld ? first.available : 0;
    const capped = capToHeld(held.cart, variantId, units);
    const kept = units > 0 ? [{ variantId, holdId: rest, quantity: units, expiresAtMs }] : [];
    held = { cart: capped.cart, holds: [...others, ...kept], notices: [...held.notices, ...capped.notices] };
  }
  return held;
}
