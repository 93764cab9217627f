import type { VatNumber } from '../../commerce/tax/vat-number.ts';

/** What the register of VAT numbers says of one. `consultation`: the receipt for the question; null where none was given. */
export type VatRegisterAnswer =
  | { readonly ok: true; readonly isValid: boolean; readonly name: string | null; readonly consultation: string | null }
  | { readonly ok: false; readonly reason: 'unavailable'; readonly retryable: boolean };

/** The register of businesses' VAT numbers (VIES). Never rejects. */
export interface VatRegister {
  /** `asker`: the seller's own number, in whose name it is asked; null: nobody's, then there is no receipt. */
  check(number: VatNumber, asker: VatNumber | null): Promise<VatRegisterAnswer>;
}
