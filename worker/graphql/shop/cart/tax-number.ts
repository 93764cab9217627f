import type { CartProblemCode } from '../../../../commerce/cart/commands.ts';
import type { BuyerTaxNumber } from '../../../../commerce/tax/buyer-number.ts';
import { taxLawOf } from '../../../services/cart-tax.ts';
import { type CheckedTaxNumber, checkTaxNumber } from '../../../services/check-tax-number.ts';
import type { ShopContext } from '../context.ts';
import type { Commands } from './commands.ts';

const WORDS: Readonly<Record<Extract<CheckedTaxNumber, { ok: false }>['reason'], string>> = {
  unknown_country: 'A VAT number begins with the letters of a member state of the European Union, such as DE or FR.',
  wrong_form: 'The VAT number does not have the form of this country.',
  wrong_check_digit: 'The VAT number has a slip of the pen: its check digit is wrong.',
  not_registered: 'The register (VIES) does not know this VAT number.',
};

const CODES = {
  unknown_country: 'TAX_NUMBER_UNKNOWN_COUNTRY',
  wrong_form: 'TAX_NUMBER_WRONG_FORM',
  wrong_check_digit: 'TAX_NUMBER_WRONG_CHECK_DIGIT',
  not_registered: 'TAX_NUMBER_NOT_REGISTERED',
} as const satisfies Record<keyof typeof WORDS, CartProblemCode>;

/** A VAT number that was checked, to be kept with a cart; an empty one is none. */
export async function checkedTaxNumber(ctx: ShopContext, input: string): Promise<Commands<BuyerTaxNumber | null>> {
  if (input.trim() === '') return { ok: true, value: null };
  const { seller } = taxLawOf(ctx.loaders.settings).settings;
  const checked = await checkTaxNumber(ctx.deps.vatRegister, input, seller.vatNumber, ctx.nowMs);
  if (checked.ok) return { ok: true, value: checked.number };
  return {
    ok: false,
    problems: [{ code: CODES[checked.reason], field: ['taxNumber'], message: WORDS[checked.reason] }],
  };
}
