/**
 * How a country writes addresses: which fields a form asks for and in which order, what must be filled in, and the lines on a parcel. Sources: the
 * Universal Postal Union's postal addressing systems; for the Emirates, which have no postcodes and where couriers call ahead, Emirates Post.
 */

/** What the administrative part of an address is called; the site has a word for each. */
export type RegionKind = 'state' | 'prefecture' | 'emirate';

/** A field of the form that stands in the country's order; `place` is the row of postcode and city. */
export type AddressRow = 'name' | 'address1' | 'more' | 'zip-city' | 'city-zip' | 'zip' | 'city' | 'region';

export interface AddressFormat {
  /** Rows of the form from top to bottom; `more` folds away company and second line. */
  readonly rows: readonly AddressRow[];
  /** Whole postcode; null: the country has none. */
  readonly zip: RegExp | null;
  /** Whether a postcode has letters, which decides the keyboard. */
  readonly zipLetters: boolean;
  readonly region: RegionKind | null;
  readonly phoneRequired: boolean;
  /** International calling code with its plus. */
  readonly callingCode: string | null;
  /** Whether people write the family name first. */
  readonly familyNameFirst: boolean;
}

const western: AddressFormat = {
  rows: ['name', 'address1', 'more', 'zip-city'],
  zip: /./,
  zipLetters: true,
  region: null,
  phoneRequired: false,
  callingCode: null,
  familyNameFirst: false,
};
const digits = (count: number, callingCode: string): AddressFormat => ({
  ...western,
  zip: new RegExp(`^\\d{${count}}$`),
  zipLetters: false,
  callingCode,
});

const formats: Readonly<Record<string, AddressFormat>> = {
  DE: digits(5, '+49'),
  AT: digits(4, '+43'),
  FR: digits(5, '+33'),
  NL: { ...western, zip: /^\d{4} ?[A-Z]{2}$/i, callingCode: '+31' },
  GB: {
    ...western,
    rows: ['name', 'address1', 'more', 'city-zip'],
    zip: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i,
    callingCode: '+44',
  },
  US: {
    ...western,
    rows: ['name', 'address1', 'more', 'city-zip', 'region'],
    zip: /^\d{5}(-\d{4})?$/,
    zipLetters: false,
    region: 'state',
    callingCode: '+1',
  },
  JP: {
    ...western,
    rows: ['name', 'zip', 'region', 'city', 'address1', 'more'],
    zip: /^\d{3}-?\d{4}$/,
    zipLetters: false,
    region: 'prefecture',
    callingCode: '+81',
    familyNameFirst: true,
  },
  AE: {
    ...western,
    rows: ['name', 'address1', 'more', 'city', 'region'],
    zip: null,
    region: 'emirate',
    phoneRequired: true,
    callingCode: '+971',
  },
};

/** The format of a country; most of the world's where we have none of its own. */
export function addressFormatOf(country: string): AddressFormat {
  return formats[country] ?? western;
}

/** An address as lines are made of it; absent parts are null or empty. `region` is the name people read, not its code. */
export interface WrittenAddress {
  readonly name?: string | null | undefined;
  readonly company?: string | null | undefined;
  readonly address1?: string | null | undefined;
  readonly address2?: string | null | undefined;
  readonly city?: string | null | undefined;
  readonly zip?: string | null | undefined;
  readonly region?: string | null | undefined;
  /** Country's name in the reader's language. */
  readonly country?: string | null | undefined;
}

/** Countries that write the postcode after the city; the rest of the world puts it first. */
const zipLast: ReadonlySet<string> = new Set(['GB', 'CA', 'AU', 'IE', 'IN', 'NZ']);

/** The line of an address that holds city, region and postcode, in the order of its country; empty when it has none of them. */
export function placeLine(address: Pick<WrittenAddress, 'city' | 'zip' | 'region'>, countryCode: string): string {
  const { city, zip, region } = address;
  if (countryCode === 'JP') return [zip && `〒${zip}`, region, city].filter(Boolean).join(' ');
  if (countryCode === 'AE')
    return [city, region].filter(Boolean).join(/\p{Script=Arabic}/u.test(`${city}${region}`) ? '، ' : ', ');
  if (countryCode === 'US') return [[city, region].filter(Boolean).join(', '), zip].filter(Boolean).join(' ');
  if (countryCode === 'GB') return [city, zip].filter(Boolean).join(', ');
  return (zipLast.has(countryCode) ? [city, region, zip] : [zip, city]).filter(Boolean).join(' ');
}

/** The lines of an address as they stand on a parcel: in Japan from the large to the small, elsewhere from the name outwards. */
export function addressLines(address: WrittenAddress, countryCode: string): string[] {
  const { name, company, address1, address2, country } = address;
  const place = placeLine(address, countryCode);
  const lines =
    countryCode === 'JP'
      ? [place, address1, address2, company, name, country]
      : [name, company, address1, address2, place, country];
  return lines.filter((line): line is string => Boolean(line));
}

/** A full name in the order its country writes it; the empty string for none. */
export function writtenName(
  name: { readonly firstName?: string | null | undefined; readonly lastName?: string | null | undefined },
  countryCode: string,
): string {
  const parts = addressFormatOf(countryCode).familyNameFirst
    ? [name.lastName, name.firstName]
    : [name.firstName, name.lastName];
  return parts.filter(Boolean).join(' ');
}
