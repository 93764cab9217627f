import { describe, expect, it } from 'vitest';
import { addressValues, problemsOf, splitName } from '../../../site/lib/address-form.ts';
import { addressInputOf, placeLine } from '../../../site/lib/checkout.ts';

const good = {
  email: 'ida@example.org',
  name: 'Ida Maria Holm',
  address1: '12 Mill Lane',
  zip: '26789',
  city: 'Leer',
};
const values = (changes: Readonly<Record<string, string>> = {}) => {
  const all: Readonly<Record<string, string>> = { ...good, ...changes };
  return addressValues((field) => all[field]);
};

describe('the address form', () => {
  it('accepts a full address', () => {
    expect(problemsOf(values(), 'DE', false)).toEqual({});
  });

  it('names every missing field', () => {
    expect(
      problemsOf(
        addressValues(() => null),
        'US',
        true,
      ),
    ).toEqual({
      email: 'emailMissing',
      name: 'nameMissing',
      address1: 'address1Missing',
      city: 'cityMissing',
      zip: 'zipMissing',
      province: 'stateMissing',
    });
  });

  it.each(['ida', 'ida@', '@example.org', 'ida@example', 'ida@exa mple.org', 'a@b@example.org'])(
    'refuses the email %s',
    (email) => {
      expect(problemsOf(values({ email }), 'DE', false)).toEqual({ email: 'emailInvalid' });
    },
  );

  it.each([
    ['DE', '26789', true],
    ['DE', '2678', false],
    ['AT', '1010', true],
    ['GB', 'nn6 7gx', true],
    ['GB', '26789', false],
    ['NL', '3089 JH', true],
    ['US', '18031-1234', true],
    ['JP', '100-0001', true],
    ['BR', '01310-100', true],
  ])('checks the postcode as %s writes it: %s', (country, zip, right) => {
    expect(problemsOf(values({ zip }), country, false)).toEqual(right ? {} : { zip: 'zipInvalid' });
  });

  it('refuses letters in a phone number but not its usual signs', () => {
    expect(problemsOf(values({ phone: '+49 (491) 12-34' }), 'DE', false)).toEqual({});
    expect(problemsOf(values({ phone: 'call me' }), 'DE', false)).toEqual({ phone: 'phoneInvalid' });
  });

  it('trims, joins spaces and cuts at 255', () => {
    const read = values({ name: '  Ida   Holm ', address1: 'x'.repeat(300) });
    expect(read.name).toBe('Ida Holm');
    expect(read.address1).toHaveLength(255);
  });
});

describe('city and postcode', () => {
  it.each([
    ['US', 'Leer, PA 18031'],
    ['GB', 'Leer, 18031'],
    ['DE', '18031 Leer'],
  ])('stand as %s writes them', (country, line) => {
    expect(placeLine({ city: 'Leer', zip: '18031', provinceCode: country === 'US' ? 'PA' : null }, country)).toBe(line);
  });
});

describe("the API's address", () => {
  it.each([
    ['Ida Maria Holm', { firstName: 'Ida Maria', lastName: 'Holm' }],
    ['Sting', { firstName: '', lastName: 'Sting' }],
  ])('splits %s', (full, parts) => {
    expect(splitName(full)).toEqual(parts);
  });

  it('leaves out empty fields and writes the phone internationally', () => {
    expect(addressInputOf(values({ phone: '0491 1234' }), 'DE')).toEqual({
      firstName: 'Ida Maria',
      lastName: 'Holm',
      address1: '12 Mill Lane',
      zip: '26789',
      city: 'Leer',
      countryCode: 'DE',
      phone: '+494911234',
    });
  });
});
