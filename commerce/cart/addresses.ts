import type { Cart, CartAddress, CartDeliveryAddress } from './cart-state.ts';
import {
  type AddressToAdd,
  type AddressToUpdate,
  type CartNotice,
  type CartProblem,
  type CartResult,
  MAX_ADDRESSES,
} from './commands.ts';

type AddressField = keyof CartAddress;

/** Longest text per field. */
const LENGTHS = {
  firstName: 255,
  lastName: 255,
  company: 255,
  address1: 255,
  address2: 255,
  city: 255,
  provinceCode: 10,
  zip: 20,
  countryCode: 2,
  phone: 32,
} as const satisfies Readonly<Record<AddressField, number>>;

/** Countries whose addresses have no postal code or none that everyone knows. */
const WITHOUT_ZIP = new Set([
  'AE',
  'AO',
  'BS',
  'BZ',
  'CI',
  'FJ',
  'GH',
  'HK',
  'IE',
  'JM',
  'KE',
  'MO',
  'PA',
  'QA',
  'UG',
  'ZW',
]);

/** Postal codes of the countries the format is checked for. Source: Universal Postal Union, postal addressing systems. */
const ZIPS: Readonly<Record<string, RegExp>> = {
  US: /^\d{5}(-?\d{4})?$/,
  GB: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i,
  DE: /^\d{5}$/,
  AT: /^\d{4}$/,
  FR: /^\d{5}$/,
  NL: /^\d{4} ?[A-Z]{2}$/i,
  JP: /^\d{3}-?\d{4}$/,
  CH: /^\d{4}$/,
  BE: /^\d{4}$/,
  IT: /^\d{5}$/,
  ES: /^\d{5}$/,
  CA: /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/i,
};

/** Countries where a parcel needs the state. */
const WITH_PROVINCE = new Set(['US', 'CA', 'AU', 'JP']);
/** Countries whose prefectures are asked for by name in the address itself, so the code may be left out. */
const PROVINCE_OPTIONAL = new Set(['JP']);

const EMOJI = /\p{Extended_Pictographic}/u;
const TAG = /<[^>]*>/;
const URL_IN_TEXT = /https?:\/\/|www\./i;
const PHONE = /^\+?[\d\s().-]{5,30}$/;

/** What is wrong with an address a parcel is to be sent to, by field. */
export interface AddressProblem {
  readonly field: AddressField;
  readonly what: 'required' | 'too_long' | 'invalid' | 'emoji' | 'html' | 'url' | 'zip' | 'province';
}

/** Everything wrong with what was typed; empty fields are nobody's fault here. */
export function typedProblems(address: CartAddress): AddressProblem[] {
  const problems: AddressProblem[] = [];
  for (const field of Object.keys(LENGTHS) as AddressField[]) {
    const value = address[field];
    if (value === null || value === '') continue;
    if (value.length > LENGTHS[field]) problems.push({ field, what: 'too_long' });
    else if (TAG.test(value)) problems.push({ field, what: 'html' });
    else if (URL_IN_TEXT.test(value)) problems.push({ field, what: 'url' });
    else if (EMOJI.test(value)) problems.push({ field, what: 'emoji' });
  }
  if (address.phone && !PHONE.test(address.phone)) problems.push({ field: 'phone', what: 'invalid' });
  if (address.countryCode && !/^[A-Z]{2}$/.test(address.countryCode))
    problems.push({ field: 'countryCode', what: 'invalid' });
  const zipForm = address.countryCode ? ZIPS[address.countryCode] : undefined;
  if (address.zip && zipForm && !zipForm.test(address.zip.trim())) problems.push({ field: 'zip', what: 'zip' });
  return problems;
}

/** What an address still lacks before a parcel can be sent there, besides `typedProblems`. */
export function missingFields(address: CartAddress): AddressProblem[] {
  const required: AddressField[] = ['lastName', 'address1', 'city', 'countryCode'];
  const country = address.countryCode ?? '';
  if (!WITHOUT_ZIP.has(country)) required.push('zip');
  if (WITH_PROVINCE.has(country) && !PROVINCE_OPTIONAL.has(country)) required.push('provinceCode');
  return required.flatMap((field) => (address[field]?.trim() ? [] : { field, what: 'required' }));
}

const WORDS: Readonly<Record<AddressProblem['what'], readonly [CartProblem['code'], string]>> = {
  required: ['ADDRESS_FIELD_IS_REQUIRED', 'is required'],
  too_long: ['ADDRESS_FIELD_IS_TOO_LONG', 'is too long'],
  invalid: ['ADDRESS_FIELD_DOES_NOT_MATCH_EXPECTED_PATTERN', 'has an unknown form'],
  emoji: ['ADDRESS_FIELD_CONTAINS_EMOJIS', 'cannot contain emojis'],
  html: ['ADDRESS_FIELD_CONTAINS_HTML_TAGS', 'cannot contain HTML'],
  url: ['ADDRESS_FIELD_CONTAINS_URL', 'cannot contain a web address'],
  zip: ['INVALID_ZIP_CODE_FOR_COUNTRY', 'is no postal code of this country'],
  province: ['PROVINCE_NOT_FOUND', 'is no province of this country'],
};

/** The cart's own words for address problems. */
export function addressCartProblems(problems: readonly AddressProblem[], field: readonly string[]): CartProblem[] {
  return problems.map((one) => {
    const [code, words] = WORDS[one.what];
    return { code, field: [...field, one.field], message: `${one.field} ${words}.` };
  });
}

const checked = (address: CartAddress, strict: boolean, field: readonly string[]): CartProblem[] =>
  addressCartProblems([...typedProblems(address), ...(strict ? missingFields(address) : [])], field);

/** At most one address is selected; the first one when nobody said. */
function withOneSelected(addresses: readonly CartDeliveryAddress[], chosen: number | null): CartDeliveryAddress[] {
  const selected = chosen ?? addresses.find((one) => one.selected)?.id ?? addresses[0]?.id ?? null;
  return addresses.map((one) =>
    one.selected === (one.id === selected) ? one : { ...one, selected: one.id === selected },
  );
}

const sameAddress = (a: CartAddress, b: CartAddress): boolean =>
  (Object.keys(LENGTHS) as AddressField[]).every((field) => (a[field] ?? '') === (b[field] ?? ''));

/**
 * Adds addresses; one that is there already is kept once and said so. Problems in order: more than one selected, each address' fields, too many.
 * Replacing is adding to a cart whose addresses were taken away.
 */
export function addAddresses(
  cart: Cart,
  wanted: readonly AddressToAdd[],
  path: readonly string[] = ['addresses'],
): CartResult {
  if (wanted.filter((one) => one.selected).length > 1) return onlyOne(path);
  const problems = wanted.flatMap((one, index) =>
    checked(one.address, one.strict, [...path, String(index), 'address', 'deliveryAddress']),
  );
  if (problems.length > 0) return { ok: false, problems };
  const addresses = [...cart.addresses];
  const notices: CartNotice[] = [];
  let { nextId } = cart;
  let chosen: number | null = null;
  for (const { address, selected, oneTimeUse } of wanted) {
    const twin = addresses.find((one) => sameAddress(one.address, address));
    if (twin) {
      notices.push({
        code: 'DUPLICATE_DELIVERY_ADDRESS',
        message: 'This address is in the cart already.',
        target: { kind: 'address', id: twin.id },
      });
      if (selected) chosen = twin.id;
      continue;
    }
    if (selected) chosen = nextId;
    addresses.push({ id: nextId, address, selected: false, oneTimeUse });
    nextId += 1;
  }
  if (addresses.length > MAX_ADDRESSES)
    return {
      ok: false,
      problems: [
        {
          code: 'TOO_MANY_DELIVERY_ADDRESSES',
          field: path,
          message: `A cart keeps at most ${MAX_ADDRESSES} addresses.`,
        },
      ],
    };
  return { ok: true, cart: { ...cart, nextId, addresses: withOneSelected(addresses, chosen) }, notices };
}

function onlyOne(field: readonly string[]): CartResult {
  const message = 'Only one delivery address can be selected.';
  return { ok: false, problems: [{ code: 'ONLY_ONE_DELIVERY_ADDRESS_CAN_BE_SELECTED', field, message }] };
}

const unknownAddress = (field: readonly string[]): CartProblem => ({
  code: 'INVALID_DELIVERY_ADDRESS_ID',
  field,
  message: 'The cart has no such address.',
});

/** Changes addresses. Problems in order: more than one selected, unknown address, its fields. */
export function updateAddresses(cart: Cart, changes: readonly AddressToUpdate[]): CartResult {
  if (changes.filter((one) => one.selected === true).length > 1) return onlyOne(['addresses']);
  const problems: CartProblem[] = [];
  let addresses = [...cart.addresses];
  let chosen: number | null = null;
  for (const [index, change] of changes.entries()) {
    const field = ['addresses', String(index)];
    const known = addresses.find((one) => one.id === change.addressId);
    if (!known) {
      problems.push(unknownAddress([...field, 'id']));
      continue;
    }
    if (change.address)
      problems.push(...checked(change.address, change.strict, [...field, 'address', 'deliveryAddress']));
    if (change.selected) chosen = known.id;
    const next = {
      ...known,
      address: change.address ?? known.address,
      selected: change.selected ?? known.selected,
      oneTimeUse: change.oneTimeUse ?? known.oneTimeUse,
    };
    addresses = addresses.map((one) => (one === known ? next : one));
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, cart: { ...cart, addresses: withOneSelected(addresses, chosen) }, notices: [] };
}

/** Takes addresses out. Problems: unknown address per id. */
export function removeAddresses(cart: Cart, addressIds: readonly number[]): CartResult {
  const known = new Set(cart.addresses.map((one) => one.id));
  const problems = addressIds.flatMap((id, index) =>
    known.has(id) ? [] : unknownAddress(['addressIds', String(index)]),
  );
  if (problems.length > 0) return { ok: false, problems };
  const gone = new Set(addressIds);
  const left = cart.addresses.filter((one) => !gone.has(one.id));
  return { ok: true, cart: { ...cart, addresses: withOneSelected(left, null) }, notices: [] };
}
