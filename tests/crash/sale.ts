import { setTimeout as sleep } from 'node:timers/promises';
import type { InventoryCommand, InventoryResult, LedgerEntry, StockView } from '../../commerce/inventory/contract.ts';
import { agreeToPay, awaitCompletion, fillCart, submitCart } from '../../dev/scripted-cart.ts';
import { numberOf, shopApi } from '../../dev/scripted-purchase.ts';

/** The last word of the shop about a buyer. */
export type Ending =
  | { readonly kind: 'bought'; readonly orderId: number }
  | { readonly kind: 'refused'; readonly why: string };

/** What the shop said: about this purchase, not about itself. Anything else is an outage, and is tried again. */
const IS_ANSWER = /^The (purchase|cart)|^cart\w+: \[(?!.*SERVICE_UNAVAILABLE)/;

/** Asks until there is an answer. Throws what the shop said, or the last failure after two minutes. */
export async function insist<T>(ask: () => Promise<T>): Promise<T> {
  const untilMs = Date.now() + 120_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (IS_ANSWER.test(text) || Date.now() > untilMs) throw error;
      await sleep(60);
    }
  }
}

/** One buyer from the empty cart to the shop's last word, whatever happens to the shop meanwhile. */
export async function buy(
  origin: string,
  variantId: number,
  quantity: number,
  method: string,
  token: string,
): Promise<Ending> {
  const shop = shopApi(origin);
  try {
    const cart = await insist(() => fillCart(shop, `gid://shopify/ProductVariant/${variantId}`, quantity));
    await insist(() => agreeToPay(shop, cart, method));
    const attemptId = await insist(() => submitCart(shop, cart.id, token));
    const { orderId } = await insist(() => awaitCompletion(shop, attemptId, 60_000));
    return { kind: 'bought', orderId: numberOf(orderId) };
  } catch (error) {
    return { kind: 'refused', why: error instanceof Error ? error.message : String(error) };
  }
}

/** The stock object of a variant, asked until it answers. */
export class StockDoor {
  readonly #origin: string;
  readonly variantId: number;

  constructor(origin: string, variantId: number) {
    this.#origin = origin;
    this.variantId = variantId;
  }

  execute(command: InventoryCommand): Promise<InventoryResult> {
    return this.#ask('execute', [command]);
  }

  read(): Promise<({ readonly ok: true } & StockView) | { readonly ok: false }> {
    return this.#ask('read', []);
  }

  /** The whole ledger. */
  async ledger(): Promise<LedgerEntry[]> {
    const entries: LedgerEntry[] = [];
    for (;;) {
      const page = await this.#ask<{ readonly entries: readonly LedgerEntry[] }>('ledger', [
        entries.at(-1)?.sequence ?? 0,
        500,
      ]);
      if (page.entries.length === 0) return entries;
      entries.push(...page.entries);
    }
  }

  #ask<T>(method: string, args: readonly unknown[]): Promise<T> {
    const body = JSON.stringify({ variantId: this.variantId, method, args });
    return insist(async () => {
      const response = await fetch(`${this.#origin}/stock-door`, { method: 'POST', body });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const answer = await response.json();
      return answer as T;
    });
  }
}
