import { addAddresses, addressCartProblems, removeAddresses, typedProblems, updateAddresses } from './addresses.ts';
import type { Cart, CartMetafield } from './cart-state.ts';
import {
  type BuyerChange,
  type CartCommand,
  type CartProblem,
  type CartProblemCode,
  type CartResult,
  MAX_CART_CHARACTERS,
  MAX_DISCOUNT_CODE,
  MAX_DISCOUNT_CODES,
  MAX_GIFT_CARDS,
  MAX_METAFIELD_VALUE,
  MAX_METAFIELDS,
  MAX_NOTE,
} from './commands.ts';
import { acceptPrices, addLines, attributeProblems, removeLines, updateLines } from './lines.ts';

const refuse = (code: CartProblemCode, field: readonly string[] | null, message: string): CartResult => ({
  ok: false,
  problems: [{ code, field, message }],
});
const done = (cart: Cart): CartResult => ({ ok: true, cart, notices: [] });

/** Good enough to catch slips of the finger; whether mail arrives, only mail can tell. */
const EMAIL =
  /^(?!.*\.\.)(?!.*@[.-])(?!.*[.-]@)[^\s@<>"(),:;[\]\\]{1,64}@[^\s@<>"(),:;[\]\\]{1,190}\.[^\s@<>"(),:;[\]\\.]{2,63}$/;
const PHONE = /^\+?[\d\s().-]{5,30}$/;

/** Whether a text has the form of an email address. */
export const isEmail = (text: string): boolean => text.length <= 254 && EMAIL.test(text);

function setBuyer(cart: Cart, change: BuyerChange): CartResult {
  const problems: CartProblem[] = [];
  const at = (name: string): readonly string[] => ['buyerIdentity', name];
  const email = change.email === undefined ? cart.buyer.email : change.email?.trim().toLowerCase() || null;
  const phone = change.phone === undefined ? cart.buyer.phone : change.phone?.trim() || null;
  if (email !== null && !isEmail(email))
    problems.push({ code: 'INVALID', field: at('email'), message: 'Email is invalid.' });
  if (phone !== null && !PHONE.test(phone))
    problems.push({ code: 'INVALID', field: at('phone'), message: 'Phone is invalid.' });
  if (problems.length > 0) return { ok: false, problems };
  const countryCode = change.countryCode === undefined ? cart.buyer.countryCode : change.countryCode;
  return done({ ...cart, buyer: { ...cart.buyer, email, phone, countryCode } });
}

function setDiscountCodes(cart: Cart, codes: readonly string[]): CartResult {
  const unique = new Map<string, string>();
  for (const code of codes) {
    const text = code.trim();
    if (text !== '' && !unique.has(text.toUpperCase())) unique.set(text.toUpperCase(), text);
  }
  const kept = [...unique.values()];
  const field = ['discountCodes'];
  if (kept.length > MAX_DISCOUNT_CODES)
    return refuse('MAXIMUM_EXCEEDED', field, `At most ${MAX_DISCOUNT_CODES} codes are kept.`);
  if (kept.some((code) => code.length > MAX_DISCOUNT_CODE)) return refuse('INVALID', field, 'A code is too long.');
  return done({ ...cart, discountCodes: kept });
}

function setMetafields(
  cart: Cart,
  wanted: Extract<CartCommand, { kind: 'set_metafields' }>['metafields'],
  nowMs: number,
): CartResult {
  const metafields: CartMetafield[] = [...cart.metafields];
  let { nextId } = cart;
  for (const [index, { namespace, key, type, value }] of wanted.entries()) {
    const field = (name: string) => ['metafields', String(index), name];
    if (!/^[\w-]{2,64}$/.test(key))
      return refuse('INVALID_METAFIELDS', field('key'), 'The key must have 2 to 64 letters, digits, _ or -.');
    if (!/^[\w.-]{2,255}$/.test(namespace))
      return refuse('INVALID_METAFIELDS', field('key'), 'The namespace has an unknown form.');
    if (!/^[a-z_.]{1,64}$/.test(type)) return refuse('INVALID_METAFIELDS', field('type'), 'The type is unknown.');
    if (value.length > MAX_METAFIELD_VALUE)
      return refuse('INVALID_METAFIELDS', field('value'), 'The value is too long.');
    const known = metafields.findIndex((one) => one.namespace === namespace && one.key === key);
    const old = metafields[known];
    if (old) metafields[known] = { ...old, type, value, updatedAtMs: nowMs };
    else {
      metafields.push({ id: nextId, namespace, key, type, value, createdAtMs: nowMs, updatedAtMs: nowMs });
      nextId += 1;
    }
  }
  if (metafields.length > MAX_METAFIELDS)
    return refuse('INVALID_METAFIELDS', ['metafields'], `A cart keeps at most ${MAX_METAFIELDS}.`);
  return done({ ...cart, metafields, nextId });
}

function setPayment(cart: Cart, command: Extract<CartCommand, { kind: 'set_payment' }>): CartResult {
  if (cart.lines.length === 0) return refuse('INVALID_PAYMENT_EMPTY_CART', ['cartId'], 'The cart is empty.');
  const { methodId, billingAddress } = command.payment;
  if (methodId !== null && !/^[A-Za-z0-9_-]{3,255}$/.test(methodId))
    return refuse('INVALID_PAYMENT', ['payment', 'directPaymentMethod', 'sessionId'], 'The payment method is unknown.');
  const method = methodId === null ? 'freePaymentMethod' : 'directPaymentMethod';
  const problems = addressCartProblems(typedProblems(billingAddress), ['payment', method, 'billingAddress']);
  if (problems.length > 0) return { ok: false, problems };
  return done({ ...cart, payment: command.payment });
}

function setBillingAddress(
  cart: Cart,
  address: Extract<CartCommand, { kind: 'set_billing_address' }>['address'],
): CartResult {
  const problems = address === null ? [] : addressCartProblems(typedProblems(address), ['billingAddress']);
  return problems.length > 0 ? { ok: false, problems } : done({ ...cart, billingAddress: address });
}

function change(cart: Cart, command: CartCommand, nowMs: number): CartResult {
  switch (command.kind) {
    case 'add_lines':
      return addLines(cart, command.lines, nowMs);
    case 'update_lines':
      return updateLines(cart, command.lines, nowMs);
    case 'remove_lines':
      return removeLines(cart, command.lineIds);
    case 'accept_prices':
      return acceptPrices(cart, command.lines);
    case 'set_note':
      return command.note.length > MAX_NOTE
        ? refuse('NOTE_TOO_LONG', ['note'], `The note is longer than ${MAX_NOTE} characters.`)
        : done({ ...cart, note: command.note });
    case 'set_attributes': {
      const problems = attributeProblems(command.attributes, ['attributes']);
      return problems.length > 0 ? { ok: false, problems } : done({ ...cart, attributes: command.attributes });
    }
    case 'set_buyer':
      return setBuyer(cart, command.buyer);
    case 'set_tax_number':
      return done({ ...cart, buyer: { ...cart.buyer, taxNumber: command.taxNumber ?? undefined } });
    case 'set_discount_codes':
      return setDiscountCodes(cart, command.codes);
    case 'set_gift_cards': {
      const giftCards = [...new Set(command.accountIds)];
      return giftCards.length > MAX_GIFT_CARDS
        ? refuse('MAXIMUM_EXCEEDED', ['giftCardCodes'], `At most ${MAX_GIFT_CARDS} gift cards can pay for a cart.`)
        : done({ ...cart, giftCards });
    }
    case 'add_addresses':
      return addAddresses(cart, command.addresses);
    case 'update_addresses':
      return updateAddresses(cart, command.addresses);
    case 'remove_addresses':
      return removeAddresses(cart, command.addressIds);
    case 'replace_addresses':
      return addAddresses({ ...cart, addresses: [] }, command.addresses);
    case 'select_delivery':
      return done({ ...cart, deliveryHandle: command.handle });
    case 'set_payment':
      return setPayment(cart, command);
    case 'set_billing_address':
      return setBillingAddress(cart, command.address);
    case 'set_metafields':
      return setMetafields(cart, command.metafields, nowMs);
    case 'delete_metafield': {
      const left = cart.metafields.filter((one) => one.namespace !== command.namespace || one.key !== command.key);
      return left.length === cart.metafields.length
        ? refuse('INVALID_METAFIELDS', ['input', 'key'], 'The cart has no such metafield.')
        : done({ ...cart, metafields: left });
    }
    case 'remove_personal_data':
      return done({
        ...cart,
        buyer: { email: null, phone: null, countryCode: cart.buyer.countryCode },
        note: '',
        attributes: [],
        addresses: [],
        billingAddress: null,
        payment: null,
        giftCards: [],
        lines: cart.lines.map((line) => ({ ...line, attributes: [] })),
      });
  }
}

/**
 * Does one change, whole or not at all; the version grows by one. Problems: see each part; last CART_TOO_LARGE. What the shopper agreed to pay stays:
 * submitting compares it with the total of that moment, so nobody is charged for a cart they did not see.
 */
export function applyToCart(cart: Cart, command: CartCommand, nowMs: number): CartResult {
  const result = change(cart, command, nowMs);
  if (!result.ok) return result;
  const next = { ...result.cart, version: cart.version + 1, updatedAtMs: nowMs };
  if (JSON.stringify(next).length > MAX_CART_CHARACTERS)
    return refuse('CART_TOO_LARGE', null, 'The cart is too large.');
  return { ok: true, cart: next, notices: result.notices };
}
