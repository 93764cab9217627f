import type { Cart } from '../../commerce/cart/cart-state.ts';
import { normalCode } from '../../commerce/promotions/judge.ts';
import { isLimited, needsCustomer, type Promotion, type PromotionUsage } from '../../commerce/promotions/promotion.ts';
import type { ShopSettings } from '../ports/catalogue.ts';
import type { CreditLedger } from '../ports/credit.ts';
import type { PromotionRecords, PromotionUseCounts } from '../ports/promotions.ts';
import type { CartTerms } from './cart-view.ts';

export interface CartTermsDeps {
  readonly promotionCodes: PromotionCodes;
  readonly promotionRecords: PromotionRecords;
  readonly promotionUses: PromotionUseCounts;
  readonly credit: CreditLedger;
  readonly customerDigest: (email: string) => string;
}

const FRESH_MS = 60_000;
const USAGE_FRESH_MS = 5_000;
const ROOM = 5_000;

interface Kept<T> {
  readonly value: T;
  readonly readAtMs: number;
}

/** Promotions by code and how much of limited ones was used, as an isolate remembers them: codes for a minute, uses for seconds. */
export class PromotionCodes {
  readonly #records: Pick<PromotionRecords, 'byCodes'>;
  readonly #counts: Pick<PromotionUseCounts, 'usage'>;
  readonly #nowMs: () => number;
  readonly #codes = new Map<string, Kept<Promotion | null>>();
  readonly #usage = new Map<string, Kept<Omit<PromotionUsage, 'before'>>>();

  constructor(
    records: Pick<PromotionRecords, 'byCodes'>,
    counts: Pick<PromotionUseCounts, 'usage'>,
    nowMs: () => number,
  ) {
    this.#records = records;
    this.#counts = counts;
    this.#nowMs = nowMs;
  }

  /** The promotions of codes; nothing for a code nobody has. */
  async of(typed: readonly string[]): Promise<readonly Promotion[]> {
    const codes = typed.map(normalCode);
    const nowMs = this.#nowMs();
    const isFresh = (code: string) => nowMs - (this.#codes.get(code)?.readAtMs ?? Number.NEGATIVE_INFINITY) < FRESH_MS;
    const missing = codes.filter((code) => !isFresh(code));
    if (missing.length > 0) {
      const found = new Map((await this.#records.byCodes(missing)).map((one) => [one.code, one]));
      if (this.#codes.size > ROOM) this.#codes.clear();
      for (const code of missing) this.#codes.set(code, { value: found.get(code) ?? null, readAtMs: nowMs });
    }
    return codes.flatMap((code) => this.#codes.get(code)?.value ?? []);
  }

  /** A limited promotion with what was used of it by now, or (unless `isExact`) some seconds ago; without an answer as the records say. */
  async withUsage(promotion: Promotion, customer: string | null, isExact: boolean): Promise<Promotion> {
    const { id, code, usage } = promotion;
    const key = `${id} ${code} ${customer}`;
    const kept = this.#usage.get(key);
    const nowMs = this.#nowMs();
    let counted = !isExact && kept && nowMs - kept.readAtMs < USAGE_FRESH_MS ? kept.value : null;
    if (!counted) {
      const answer = await this.#counts.usage(id, code, customer);
      if (!answer.ok) return promotion;
      counted = answer.usage;
      if (this.#usage.size > ROOM) this.#usage.clear();
      this.#usage.set(key, { value: counted, readAtMs: nowMs });
    }
    return { ...promotion, usage: { ...counted, uses: usage.before + counted.uses, before: usage.before } };
  }

  /** Forgets codes and counts, after staff changed promotions. */
  forget(): void {
    this.#codes.clear();
    this.#usage.clear();
  }
}

/** Everything beside the catalogue that a cart's price depends on. `isExact`: it is about to be bought, so counts are asked for and not remembered. */
export async function cartTerms(
  deps: CartTermsDeps,
  cart: Cart,
  settings: ShopSettings,
  isExact: boolean,
): Promise<CartTerms> {
  const { email } = cart.buyer;
  const cards = cart.giftCards ?? [];
  const coded = cart.discountCodes.length === 0 ? [] : await deps.promotionCodes.of(cart.discountCodes);
  const offered = [...settings.promotions, ...coded];
  const digest = email === null ? null : deps.customerDigest(email);
  const [promotions, customer, accounts] = await Promise.all([
    Promise.all(
      offered.map((one) =>
        isLimited(one.limits) ? deps.promotionCodes.withUsage(one, digest, isExact || one.code !== null) : one,
      ),
    ),
    email !== null && offered.some(needsCustomer) ? deps.promotionRecords.customer(email) : null,
    cards.length === 0 ? null : deps.credit.byIds(cards),
  ]);
  const offers = cards.flatMap((id) => {
    const account = accounts?.get(id);
    return account ? { ...account, accountId: account.id } : [];
  });
  return { promotions, customer, offers };
}
