import { decideTax } from '../../../commerce/tax/decide-tax.ts';
import type { TaxService } from '../../ports/tax.ts';

/** Taxes by the shop's own tables. */
export const taxTables: TaxService = {
  decide: (question, { rates, seller }) => decideTax(rates, seller, question),
};

/** A service outside, and the shop's own tables where it fails or takes longer than `patienceMs`: a sale is never lost to it. */
export function withOwnTables(
  outside: { decide(question: Parameters<TaxService['decide']>[0]): ReturnType<TaxService['decide']> },
  patienceMs: number,
  told: (problem: unknown) => void,
): TaxService {
  return {
    async decide(question, law) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
      });
      try {
        return await Promise.race([outside.decide(question), late]);
      } catch (problem) {
        told(problem);
        return taxTables.decide(question, law);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
