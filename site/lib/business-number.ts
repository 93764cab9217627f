import { EU_COUNTRIES } from '../../commerce/markets/european-union.ts';
import { changeCart } from './bag.ts';
import { taxNumberDocument } from './cart-queries.ts';
import type { BusinessMessages } from './messages/business.ts';
import type { Cart } from './shapes.ts';
import type { ShopLocals } from './shop-locals.ts';

export type NumberProblem = keyof BusinessMessages['errors'];

/** Whether a checkout in a country asks businesses for their VAT number. */
export const asksVatNumber = (country: string): boolean => EU_COUNTRIES.has(country);

/** The number as it was typed, trimmed, 32 characters at most; '' when the form has none. */
export const typedNumber = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 32) : '');

const PROBLEMS: Readonly<Record<string, NumberProblem>> = {
  TAX_NUMBER_UNKNOWN_COUNTRY: 'unknownCountry',
  TAX_NUMBER_WRONG_FORM: 'wrongForm',
  TAX_NUMBER_WRONG_CHECK_DIGIT: 'wrongCheckDigit',
  TAX_NUMBER_NOT_REGISTERED: 'notRegistered',
};

/**
 * Keeps a VAT number with the cart, or takes it away when it is empty; asks nobody when it is the one that is kept and confirmed. Problems in order: unknown
 * country, wrong form, wrong check digit, not registered; `unavailable` when the shop did not answer.
 */
export async function saveTaxNumber(
  shop: ShopLocals,
  cart: Cart,
  typed: string,
): Promise<
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'problem'; readonly problem: NumberProblem }
  | { readonly ok: false; readonly reason: 'unavailable' }
> {
  const { taxNumber, isTaxNumberVerified } = cart.buyerIdentity;
  if (typed === (taxNumber ?? '') && (typed === '' || isTaxNumberVerified)) return { ok: true };
  const saved = await changeCart(shop, taxNumberDocument, { id: cart.id, taxNumber: typed });
  if (saved.ok) return { ok: true };
  if (saved.reason === 'unavailable') return { ok: false, reason: 'unavailable' };
  const [problem = 'wrongForm'] = saved.errors.flatMap(({ code }) => PROBLEMS[code ?? ''] ?? []);
  return { ok: false, reason: 'problem', problem };
}
