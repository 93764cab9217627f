/** A business' VAT number with what the register said of it, kept with the cart and the order as evidence. */
export interface BuyerTaxNumber {
  /** With its prefix. */
  readonly text: string;
  /** ISO 3166 alpha-2, or XI. */
  readonly country: string;
  /** `unverified`: the register did not answer; tax is charged. */
  readonly status: 'valid' | 'unverified';
  /** As the register has it; null: it does not say. */
  readonly name: string | null;
  /** The register's receipt. */
  readonly consultation: string | null;
  readonly checkedAtMs: number;
}
