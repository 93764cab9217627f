import type { CartHold } from '../../commerce/cart/cart-holds.ts';
import type { Cart } from '../../commerce/cart/cart-state.ts';
import type { CartNotice, CartProblem } from '../../commerce/cart/commands.ts';
import { type Purchase, resumePurchase } from '../../commerce/checkout/purchase.ts';

/** An answer already given under an idempotency key. */
export interface GivenAnswer {
  readonly key: string;
  readonly hash: string;
  readonly notices: readonly CartNotice[];
  readonly problems: readonly CartProblem[];
}

/** The object's own record. */
export interface CartRow {
  readonly cart: Cart;
  /** SHA-256 of the secret in the cart's id, hexadecimal. */
  readonly keyHash: string;
  /** Units promised to the cart; empty where units are held from the payment on. */
  readonly holds: readonly CartHold[];
  /** Units set aside by quotes that may still become lines; missing: none. */
  readonly quoted?: readonly CartHold[] | undefined;
  /** The attempt that decides about the cart now or did last; 0: none yet. */
  readonly attempt: number;
  /** How many attempts there were. */
  readonly attempts: number;
  /** Attempts that are not over; usually none or one. */
  readonly open: readonly number[];
  /** The last answers under idempotency keys, oldest first. */
  readonly answers: readonly GivenAnswer[];
}

const CART = 'cart';
const attemptName = (number: number): string => `attempt:${String(number).padStart(4, '0')}`;

/** The object's storage: one value for the cart, one per attempt. Reads are from memory once made. */
export class CheckoutStore {
  readonly #kv: SyncKvStorage;
  #row: CartRow | null | undefined;
  readonly #purchases = new Map<number, Purchase>();

  constructor(storage: DurableObjectStorage) {
    this.#kv = storage.kv;
  }

  /** Null: nobody made a cart here. */
  get row(): CartRow | null {
    if (this.#row === undefined) this.#row = this.#kv.get<CartRow>(CART) ?? null;
    return this.#row;
  }

  putRow(row: CartRow): void {
    this.#row = row;
    this.#kv.put(CART, row);
  }

  /** An attempt as it is now; null: none of this number. */
  purchase(number: number): Purchase | null {
    const known = this.#purchases.get(number);
    if (known) return known;
    const kept = this.#kv.get<Purchase>(attemptName(number));
    if (!kept) return null;
    const purchase = resumePurchase(kept);
    this.#purchases.set(number, purchase);
    return purchase;
  }

  /** Every attempt, oldest first. */
  purchases(): Purchase[] {
    const found: Purchase[] = [];
    for (let number = 1; number <= (this.row?.attempts ?? 0); number += 1) {
      const purchase = this.purchase(number);
      if (purchase) found.push(purchase);
    }
    return found;
  }

  /** Remembers how far an attempt got without writing it: its steps may be done again. */
  keepPurchase(purchase: Purchase): void {
    this.#purchases.set(purchase.number, purchase);
  }

  putPurchase(purchase: Purchase): void {
    this.#purchases.set(purchase.number, purchase);
    this.#kv.put(attemptName(purchase.number), purchase);
  }

  /** Forgets what is only in memory, as losing the object would. */
  forget(): void {
    this.#row = undefined;
    this.#purchases.clear();
  }
}
