import { addressFormatOf, writtenName } from '../../commerce/markets/address-format.ts';
import { regionsOf } from '../../commerce/markets/regions.ts';
import {
  type AddressField,
  type AddressProblems,
  type AddressValues,
  countryOf,
  problemsOf,
  splitName,
} from './address-form.ts';
import { changeCart } from './bag.ts';
import { asksVatNumber, type NumberProblem, saveTaxNumber } from './business-number.ts';
import {
  type AddressInput,
  addressAddDocument,
  addressUpdateDocument,
  buyerDocument,
  deliveryChoicesDocument,
  deliveryOptionDocument,
} from './cart-queries.ts';
import { ask } from './graphql.ts';
import { inContextOf } from './in-context.ts';
import { addressCountries } from './markets.ts';
import { deliveryMessages } from './messages/delivery.ts';
import type { Cart, ChosenDelivery, DeliveryChoices, MailingAddress, UserError } from './shapes.ts';
import type { ShopLocals } from './shop-locals.ts';

export type Step = 'address' | 'delivery' | 'payment';

/** The address the cart is delivered to; null while none is complete. */
export function deliveryAddressOf(cart: Cart): MailingAddress | null {
  const chosen = cart.delivery.addresses.find((one) => one.selected) ?? cart.delivery.addresses[0];
  return chosen?.address.address1 && chosen.address.city ? chosen.address : null;
}

/** How the cart is delivered; null while nothing is chosen. */
export function deliveryOptionOf(cart: Cart): ChosenDelivery | null {
  return cart.deliveryGroups.nodes[0]?.selectedDeliveryOption ?? null;
}

/** Whether the hours that were chosen are somebody else's by now. */
export const isWindowGone = (cart: Cart): boolean => deliveryOptionOf(cart)?.window?.isAvailable === false;

/** What can be chosen now, with windows and counters; without an answer what the cart itself knows: no windows, no counters. */
export async function readDeliveryChoices(shop: ShopLocals, cart: Cart): Promise<DeliveryChoices> {
  const answer = await ask(shop.access, deliveryChoicesDocument, { ...inContextOf(shop.market), id: cart.id });
  const found = answer.ok ? answer.data.cart?.deliveryGroups.nodes[0] : undefined;
  if (found) return found;
  const deliveryOptions = (cart.deliveryGroups.nodes[0]?.deliveryOptions ?? []).map((one) => ({ ...one, windows: [] }));
  return { deliveryOptions, pickupPoints: [] };
}

/** The step a checkout is at: the first that is not done, or an earlier one the shopper wants to change. */
export function stepOf(cart: Cart, deliveryConfirmed: boolean, wanted: string | null): Step {
  const atAddress = !cart.buyerIdentity.email || deliveryAddressOf(cart) === null;
  if (atAddress || wanted === 'address') return 'address';
  if (!deliveryConfirmed || deliveryOptionOf(cart) === null || isWindowGone(cart) || wanted === 'delivery')
    return 'delivery';
  return 'payment';
}

/** Values of the address form of a country for a cart as it is. */
export function valuesOf(cart: Cart, country: string): AddressValues {
  const address = deliveryAddressOf(cart);
  return {
    email: cart.buyerIdentity.email ?? '',
    name: address ? writtenName(address, country) : '',
    company: address?.company ?? '',
    address1: address?.address1 ?? '',
    address2: address?.address2 ?? '',
    zip: address?.zip ?? '',
    city: address?.city ?? '',
    province: address?.provinceCode ?? '',
    country: address?.countryCode ?? '',
    phone: address?.phone ?? '',
  };
}

/** A phone number as the API takes it: international digits. A national number gets the country's prefix. */
function phoneOf(phone: string, country: string): string {
  const digits = phone.replace(/[^\d+]/g, '');
  if (digits.startsWith('+')) return digits;
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  const code = addressFormatOf(country).callingCode;
  return code === null ? digits : `${code}${digits.replace(/^0/, '')}`;
}

/** The form's values as the API's address. */
export function addressInputOf(values: AddressValues, country: string): AddressInput {
  return {
    ...splitName(values.name, addressFormatOf(country).familyNameFirst),
    address1: values.address1,
    city: values.city,
    countryCode: country,
    ...(values.zip === '' ? {} : { zip: values.zip }),
    ...(values.company === '' ? {} : { company: values.company }),
    ...(values.address2 === '' ? {} : { address2: values.address2 }),
    ...(values.province === '' ? {} : { provinceCode: values.province }),
    ...(values.phone === '' ? {} : { phone: phoneOf(values.phone, country) }),
  };
}

/** Whether a step was taken, or what stands in its way: problems by field, sentences of the API, or no answer. */
export type StepResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: 'problems';
      readonly problems: AddressProblems;
      /** What is wrong with the VAT number. */
      readonly number?: NumberProblem;
    }
  | { readonly ok: false; readonly reason: 'refused'; readonly messages: readonly string[] }
  | { readonly ok: false; readonly reason: 'unavailable' };

const refused = (errors: readonly UserError[]): StepResult => ({
  ok: false,
  reason: 'refused',
  messages: errors.map((error) => error.message),
});

/**
 * Saves email, delivery address and, where businesses are asked for it, the VAT number in the cart; what is wrong with either is told together. Errors in
 * order: problems by field, refused or unavailable from the API.
 */
export async function saveAddress(
  shop: ShopLocals,
  cart: Cart,
  values: AddressValues,
  taxNumber: string,
): Promise<StepResult> {
  const number = asksVatNumber(shop.market.country)
    ? await saveTaxNumber(shop, cart, taxNumber)
    : { ok: true as const };
  const address = await saveBuyer(shop, cart, values);
  if (number.ok) return address;
  if (number.reason === 'unavailable') return { ok: false, reason: 'unavailable' };
  if (!address.ok && address.reason !== 'problems') return address;
  return { ok: false, reason: 'problems', problems: address.ok ? {} : address.problems, number: number.problem };
}

async function saveBuyer(shop: ShopLocals, cart: Cart, values: AddressValues): Promise<StepResult> {
  const { market, markets } = shop;
  // A region is one of the market's country: where there are some to choose from, no other country is offered.
  const country = countryOf(values, addressCountries(markets, market));
  const problems = problemsOf(values, country, regionsOf(country, market.language).length > 0);
  if (Object.keys(problems).length > 0) return { ok: false, reason: 'problems', problems };
  const buyer = await changeCart(shop, buyerDocument, {
    id: cart.id,
    buyer: { email: values.email, countryCode: market.country },
  });
  if (!buyer.ok) return buyer.reason === 'unavailable' ? { ok: false, reason: 'unavailable' } : refused(buyer.errors);
  const address = { selected: true, address: { deliveryAddress: addressInputOf(values, country) } } as const;
  const known = cart.delivery.addresses.find((one) => one.selected) ?? cart.delivery.addresses[0];
  const saved = known
    ? await changeCart(shop, addressUpdateDocument, { id: cart.id, addresses: [{ id: known.id, ...address }] })
    : await changeCart(shop, addressAddDocument, { id: cart.id, addresses: [address] });
  if (!saved.ok) return saved.reason === 'unavailable' ? { ok: false, reason: 'unavailable' } : refused(saved.errors);
  return { ok: true };
}

/** Chooses how the cart is delivered: an option's handle, or a window's. Refused with no message when nothing was chosen. */
export async function saveDelivery(shop: ShopLocals, cart: Cart, handle: string): Promise<StepResult> {
  const group = cart.deliveryGroups.nodes[0];
  if (!group || handle === '') return { ok: false, reason: 'refused', messages: [] };
  const saved = await changeCart(shop, deliveryOptionDocument, {
    id: cart.id,
    selected: [{ deliveryGroupId: group.id, deliveryOptionHandle: handle }],
  });
  if (saved.ok) return { ok: true };
  if (saved.reason === 'unavailable') return { ok: false, reason: 'unavailable' };
  const words = deliveryMessages(shop.market.language);
  // METHOD:DAY:HOURS names a window.
  const isWindow = handle.split(':').length > 2;
  return saved.errors.some((error) => error.code === 'INVALID_DELIVERY_OPTION')
    ? { ok: false, reason: 'refused', messages: [isWindow ? words.windowGone : words.gone] }
    : refused(saved.errors);
}

export type { AddressField };
