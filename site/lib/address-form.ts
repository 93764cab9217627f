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
  | 'phoneInvalid';
export type AddressProblems = Readonly<Partial<Record<AddressField, AddressProblem>>>;

const zipForms: Readonly<Record<string, RegExp>> = {
  US: /^\d{5}(-\d{4})?$/,
  GB: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i,
  DE: /^\d{5}$/,
  AT: /^\d{4}$/,
  FR: /^\d{5}$/,
  NL: /^\d{4} ?[A-Z]{2}$/i,
  JP: /^\d{3}-?\d{4}$/,
};

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
    zip: text('zip'),
    city: text('city'),
    province: text('province'),
    phone: text('phone'),
  };
}

/** What is wrong with one field of an address in a country; null when nothing is. `needsRegion`: the country's addresses name a state. */
export function problemOf(
  field: AddressField,
  values: AddressValues,
  country: string,
  needsRegion: boolean,
): AddressProblem | null {
  const value = values[field];
  const missing = value === '';
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
      if (missing) return 'zipMissing';
      return (zipForms[country] ?? /./).test(value) ? null : 'zipInvalid';
    case 'province':
      return missing && needsRegion ? 'stateMissing' : null;
    case 'phone':
      return missing || /^[+()\d\s./-]{5,}$/.test(value) ? null : 'phoneInvalid';
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

/** A full name as the API wants it: the last word is the last name, a single word is it alone. */
export function splitName(full: string): { readonly firstName: string; readonly lastName: string } {
  const words = full.trim().split(/\s+/);
  const lastName = words.pop() ?? '';
  return { firstName: words.join(' '), lastName };
}
