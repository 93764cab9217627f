import { addressFormatOf, type RegionKind } from '../../commerce/markets/address-format.ts';

/** Fields of the address form by their names in the page. */
export const addressFields = [
  'email',
  'name',
  'company',
  'address1',
  'address2',
  'zip',
  'city',
  'province',
  'country',
  'phone',
] as const;
export type AddressField = (typeof addressFields)[number];
export type AddressValues = Readonly<Record<AddressField, string>>;

/** What is wrong with a field; keys of the messages' `errors`. */
export type AddressProblem =
  | 'emailMissing'
  | 'emailInvalid'
  | 'nameMissing'
  | 'address1Missing'
  | 'cityMissing'
  | 'zipMissing'
  | 'zipInvalid'
  | 'stateMissing'
  | 'prefectureMissing'
  | 'emirateMissing'
  | 'phoneMissing'
  | 'phoneInvalid';
export type AddressProblems = Readonly<Partial<Record<AddressField, AddressProblem>>>;

const regionProblems = {
  state: 'stateMissing',
  prefecture: 'prefectureMissing',
  emirate: 'emirateMissing',
} as const satisfies Record<RegionKind, AddressProblem>;

/** The values of a form, trimmed, inner spaces single, 255 characters at most; absent fields are empty. */
export function addressValues(field: (name: AddressField) => unknown): AddressValues {
  const text = (name: AddressField) => {
    const value = field(name);
    return typeof value === 'string' ? value.trim().replace(/\s+/g, ' ').slice(0, 255) : '';
  };
  return {
    email: text('email'),
    name: text('name'),
    company: text('company'),
    address1: text('address1'),
    address2: text('address2'),
    zip: asciiDigits(text('zip')),
    city: text('city'),
    province: text('province'),
    country: text('country'),
    phone: asciiDigits(text('phone')),
  };
}

/** Country of an address: the one chosen where the form offers it, else the first, the market's own. */
export function countryOf(values: Pick<AddressValues, 'country'>, offered: readonly string[]): string {
  return offered.find((one) => one === values.country) ?? offered[0] ?? '';
}

/** What is wrong with one field of an address in a country; null when nothing is. `needsRegion`: the form has states to choose from. */
export function problemOf(
  field: AddressField,
  values: AddressValues,
  country: string,
  needsRegion: boolean,
): AddressProblem | null {
  const value = values[field];
  const missing = value === '';
  const format = addressFormatOf(country);
  switch (field) {
    case 'email':
      if (missing) return 'emailMissing';
      return /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(value) ? null : 'emailInvalid';
    case 'name':
      return missing ? 'nameMissing' : null;
    case 'address1':
      return missing ? 'address1Missing' : null;
    case 'city':
      return missing ? 'cityMissing' : null;
    case 'zip':
      if (format.zip === null) return null;
      if (missing) return 'zipMissing';
      return format.zip.test(value) ? null : 'zipInvalid';
    case 'province':
      return missing && needsRegion ? regionProblems[format.region ?? 'state'] : null;
    case 'phone':
      if (missing) return format.phoneRequired ? 'phoneMissing' : null;
      return /^[+()\d\s./-]{5,}$/.test(asciiDigits(value)) ? null : 'phoneInvalid';
    default:
      return null;
  }
}

/** Everything that is wrong with an address, by field. */
export function problemsOf(values: AddressValues, country: string, needsRegion: boolean): AddressProblems {
  return Object.fromEntries(
    addressFields.flatMap((field) => {
      const problem = problemOf(field, values, country, needsRegion);
      return problem === null ? [] : [[field, problem]];
    }),
  );
}

/** Digits as phones and postcodes need them: Arabic-Indic, Persian and full-width ones become 0 to 9. */
export function asciiDigits(text: string): string {
  return text.normalize('NFKC').replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}

/**
 * A full name as the API wants it: the last word is the last name, or the first where the family name comes first; a single word is the last
 * name alone.
 */
export function splitName(
  full: string,
  familyNameFirst = false,
): { readonly firstName: string; readonly lastName: string } {
  const words = full.trim().split(/\s+/);
  const lastName = (familyNameFirst ? words.shift() : words.pop()) ?? '';
  return { firstName: words.join(' '), lastName };
}
