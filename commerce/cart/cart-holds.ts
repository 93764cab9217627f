import type { Cart, CartLine, CartPart } from './cart-state.ts';
import type { CartNotice } from './commands.ts';
import { isStockHeld } from './line-quote.ts';

/** Units promised to a cart before it is bought, where the shop wants it so. */
export interface CartHold {
  readonly variantId: number;
  readonly holdId: string;
  readonly quantity: number;
  readonly expiresAtMs: number;
}

/** A promise to be made for a variant of a cart, in place of the one it has. */
export interface CartHoldChange {
  readonly variantId: number;
  readonly holdId: string;
  /** Units in the whole cart; 0: only give back. */
  readonly quantity: number;
  readonly replaces: readonly string[];
}

/** How long a cart keeps its units after its last change. */
export const CART_HOLD_MS = 30 * 60_000;

/**
 * Promises to change so that a cart holds exactly what is in it, ascending by variant. Those that ran out are made anew. `round` tells promises of one
 * version of the cart apart: a bundle that gave way for one part needs fewer of the others. `quoted` are units set aside by quotes that became lines.
 */
export function cartHoldChanges(
  cart: Cart,
  holds: readonly CartHold[],
  nowMs: number,
  round = 0,
  quoted: readonly CartHold[] = [],
): CartHoldChange[] {
  const wanted = new Map<number, number>();
  for (const line of cart.lines) {
    for (const part of partsOf(line)) {
      wanted.set(part.variantId, (wanted.get(part.variantId) ?? 0) + part.quantity * line.quantity);
    }
  }
  for (const { variantId } of holds) if (!wanted.has(variantId)) wanted.set(variantId, 0);
  return [...wanted]
    .sort(([a], [b]) => a - b)
    .flatMap(([variantId, quantity]) => {
      const held = holds.find((one) => one.variantId === variantId);
      if (held?.quantity === quantity && held.expiresAtMs > nowMs) return [];
      const id = `${cart.token}:cart:${variantId}:${cart.version}`;
      const holdId = round === 0 ? id : `${id}:${round}`;
      const replaces = [...(held ? [held] : []), ...quoted.filter((one) => one.variantId === variantId)];
      return { variantId, holdId, quantity, replaces: replaces.map((one) => one.holdId) };
    });
}

/** What is held for one unit of a line: its variant, or the parts of a bundle. */
const partsOf = (line: CartLine): readonly CartPart[] => line.parts ?? [{ variantId: line.variantId, quantity: 1 }];

/** A cart with no more units of a variant than could be promised, the last lines giving way first, and what to say about it. */
export function capToHeld(
  cart: Cart,
  variantId: number,
  units: number,
): { readonly cart: Cart; readonly notices: readonly CartNotice[] } {
  const notices: CartNotice[] = [];
  let left = units;
  const lines = cart.lines.flatMap((line): CartLine[] => {
    const perUnit = partsOf(line).find((part) => part.variantId === variantId)?.quantity;
    if (perUnit === undefined) return [line];
    const quantity = Math.min(line.quantity, Math.floor(left / perUnit));
    left -= quantity * perUnit;
    if (quantity === line.quantity) return [line];
    notices.push(
      quantity === 0
        ? {
            code: 'MERCHANDISE_OUT_OF_STOCK',
            message: 'This item is sold out.',
            target: { kind: 'variant', id: line.variantId },
          }
        : {
            code: 'MERCHANDISE_NOT_ENOUGH_STOCK',
            message: `Only ${quantity} can be had now.`,
            target: { kind: 'line', id: line.id },
          },
    );
    return quantity === 0 ? [] : [{ ...line, quantity }];
  });
  return { cart: { ...cart, lines }, notices };
}

/** Units set aside by quotes whose variants are in the cart at the quote's price. */
export const redeemedHolds = (cart: Cart, quoted: readonly CartHold[], nowMs: number): CartHold[] =>
  quoted.filter(({ variantId }) =>
    cart.lines.some(
      (line) =>
        isStockHeld(line.quote, line.quantity, nowMs) && partsOf(line).some((part) => part.variantId === variantId),
    ),
  );
