import type { BuyerTaxNumber } from '../../commerce/tax/buyer-number.ts';
import { readVatNumber } from '../../commerce/tax/vat-number.ts';
import type { VatRegister } from '../ports/vat-register.ts';

export type CheckedTaxNumber =
  | { readonly ok: true; readonly number: BuyerTaxNumber }
  | { readonly ok: false; readonly reason: 'unknown_country' | 'wrong_form' | 'wrong_check_digit' | 'not_registered' };

/**
 * Checks a business' VAT number: form and check digits first, then the register. A register that does not answer leaves it `unverified`: it is kept and
 * asked again at the next change, and tax is charged until then. Problems in order: unknown country, wrong form, wrong check digit, not registered.
 */
export async function checkTaxNumber(
  register: VatRegister,
  input: string,
  seller: string,
  nowMs: number,
): Promise<CheckedTaxNumber> {
  const read = readVatNumber(input);
  if (!read.ok) return read;
  const own = readVatNumber(seller);
  const answer = await register.check(read.number, own.ok ? own.number : null);
  if (answer.ok && !answer.isValid) return { ok: false, reason: 'not_registered' };
  const { text, country } = read.number;
  return {
    ok: true,
    number: {
      text,
      country,
      status: answer.ok ? 'valid' : 'unverified',
      name: answer.ok ? answer.name : null,
      consultation: answer.ok ? answer.consultation : null,
      checkedAtMs: nowMs,
    },
  };
}
