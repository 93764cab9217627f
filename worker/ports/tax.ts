import type { SellerTax, TaxDecision, TaxQuestion } from '../../commerce/tax/decide-tax.ts';
import type { TaxRate } from '../../commerce/tax/tax-rates.ts';

/** The shop's own rates and what the seller is, for whoever decides by them. */
export interface TaxLaw {
  readonly rates: readonly TaxRate[];
  readonly seller: SellerTax;
}

/**
 * Decides how a sale is taxed: the shop's own tables, or a service outside. A decision is plain data; amounts are computed from it by the shop's own rules,
 * so that they always sum. Implementations answer at once where they can: carts are priced often. An implementation never rejects: where a service
 * cannot be reached, the shop's own tables answer.
 */
export interface TaxService {
  decide(question: TaxQuestion, law: TaxLaw): TaxDecision | Promise<TaxDecision>;
}
