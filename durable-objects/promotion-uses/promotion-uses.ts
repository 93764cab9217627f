import { DurableObject } from 'cloudflare:workers';
import type { PromotionLimits, PromotionUsage } from '../../commerce/promotions/promotion.ts';
import { type UseClaim, type UseRefusal, useRefusal } from '../../commerce/promotions/uses.ts';

type UseRow = { code: string | null; customer: string; amount: number; released: number };

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS uses (key TEXT PRIMARY KEY, code TEXT, customer TEXT NOT NULL, amount INTEGER NOT NULL, released INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS totals (name TEXT PRIMARY KEY, uses INTEGER NOT NULL, amount INTEGER NOT NULL) WITHOUT ROWID;`;

/** Whether a use was given. */
export interface UseAnswer {
  readonly refusal: UseRefusal | null;
}

/**
 * Counts the uses of one promotion, addressed by `promotion:ID`; so limits are exact however many shoppers come at once. A use is claimed before it is paid
 * for and given back when the purchase is undone; the purchase sees to that, so a claim needs no end of its own. Each call is decided and written in one
 * turn. A use that was given back stays known by its key, so that a claim that comes late cannot take it again.
 */
export class PromotionUses extends DurableObject {
  readonly #sql: SqlStorage;
  readonly #transact: <T>(work: () => T) => T;
  #isReady = false;

  constructor(ctx: DurableObjectState, env: never) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#transact = (work) => ctx.storage.transactionSync(work);
  }

  /** What has been used, as far as it matters for a code and a customer. An object nobody claimed from writes nothing. */
  usage(code: string | null, customer: string | null): Omit<PromotionUsage, 'before'> {
    if (!this.#isReady && this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'totals'").toArray().length === 0)
      return { uses: 0, ofCode: 0, ofCustomer: 0, spentMinor: 0 };
    const all = this.#total('all');
    return {
      uses: all.uses,
      spentMinor: all.amount,
      ofCode: code === null ? 0 : this.#total(`code ${code}`).uses,
      ofCustomer: customer === null ? 0 : this.#total(`customer ${customer}`).uses,
    };
  }

  /** Takes a use, or says why not. Repeated with the same key: the same answer. `before`: uses this object never counted. */
  claim(claim: UseClaim, limits: PromotionLimits, before: number): UseAnswer {
    this.#open();
    return this.#transact(() => {
      const known = this.#use(claim.key);
      if (known) return { refusal: known.released === 0 ? null : 'released' };
      const usage = { ...this.usage(claim.code, claim.customer), before };
      const reason = useRefusal(limits, usage, claim.amountMinor);
      if (reason) return { refusal: reason };
      const { key, code, customer, amountMinor } = claim;
      this.#sql.exec('INSERT INTO uses VALUES (?, ?, ?, ?, 0)', key, code, customer, amountMinor);
      this.#count(claim.code, customer, 1, amountMinor);
      return { refusal: null };
    });
  }

  /** Gives a use back; one that was never taken cannot be taken any more. */
  release(key: string): void {
    this.#open();
    this.#transact(() => {
      const known = this.#use(key);
      if (known?.released === 1) return;
      this.#sql.exec("INSERT INTO uses VALUES (?, NULL, '', 0, 1) ON CONFLICT (key) DO UPDATE SET released = 1", key);
      if (known) this.#count(known.code, known.customer, -1, -known.amount);
    });
  }

  #open(): void {
    if (this.#isReady) return;
    this.#sql.exec(SCHEMA);
    this.#isReady = true;
  }

  #use(key: string): UseRow | undefined {
    return this.#sql.exec<UseRow>('SELECT code, customer, amount, released FROM uses WHERE key = ?', key).toArray()[0];
  }

  #total(name: string): { readonly uses: number; readonly amount: number } {
    const [row] = this.#sql
      .exec<{ uses: number; amount: number }>('SELECT uses, amount FROM totals WHERE name = ?', name)
      .toArray();
    return row ?? { uses: 0, amount: 0 };
  }

  #count(code: string | null, customer: string, uses: number, amount: number): void {
    const names = ['all', `customer ${customer}`, ...(code === null ? [] : [`code ${code}`])];
    for (const name of names)
      this.#sql.exec(
        'INSERT INTO totals VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET uses = uses + excluded.uses, amount = amount + excluded.amount',
        name,
        uses,
        amount,
      );
  }
}
