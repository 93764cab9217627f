import { describe, expect, it } from 'vitest';
import { addressFormatOf, addressLines, placeLine, writtenName } from '../../../commerce/markets/address-format.ts';
import { regionName, regionsOf } from '../../../commerce/markets/regions.ts';
import { addressValues, problemsOf, splitName } from '../../../site/lib/address-form.ts';
import { addressInputOf } from '../../../site/lib/checkout.ts';

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
    ['JP', '〒18031 PA Leer'],
    ['AE', 'Leer, PA'],
    ['CA', 'Leer PA 18031'],
  ])('stand as %s writes them', (country, line) => {
    expect(
      placeLine({ city: 'Leer', zip: '18031', region: ['DE', 'GB'].includes(country) ? null : 'PA' }, country),
    ).toBe(line);
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

describe('addresses of other countries', () => {
  it('ask the Emirates for no postcode, but for emirate and phone', () => {
    const empty = addressValues(() => null);
    const problems = problemsOf(empty, 'AE', regionsOf('AE', 'ar').length > 0);
    expect(problems).toMatchObject({ province: 'emirateMissing', phone: 'phoneMissing', city: 'cityMissing' });
    expect(problems.zip).toBeUndefined();
    const filled = values({ zip: '', province: 'DU', phone: '٠٥٠ ١٢٣ ٤٥٦٧' });
    expect(problemsOf(filled, 'AE', true)).toEqual({});
    expect(addressInputOf(filled, 'AE')).toMatchObject({ phone: '+971501234567', provinceCode: 'DU' });
    expect(addressInputOf(filled, 'AE')).not.toHaveProperty('zip');
  });

  it('write Japan from the large to the small, family name first', () => {
    const input = addressInputOf(values({ name: '山田 花子', zip: '１００－０００１', province: 'JP-13' }), 'JP');
    expect(input).toMatchObject({ lastName: '山田', firstName: '花子', zip: '100-0001' });
    expect(writtenName(input, 'JP')).toBe('山田 花子');
    const region = regionName('JP', 'JP-13', 'ja');
    expect(
      addressLines(
        { name: '山田 花子', address1: '千代田1-1', city: '千代田区', zip: '100-0001', region, country: '日本' },
        'JP',
      ),
    ).toEqual(['〒100-0001 東京都 千代田区', '千代田1-1', '山田 花子', '日本']);
    expect(addressFormatOf('JP').rows.indexOf('zip')).toBeLessThan(addressFormatOf('JP').rows.indexOf('address1'));
  });

  it('name regions in the language of the page, in its own order', () => {
    expect(regionsOf('JP', 'ja')[0]?.name).toBe('北海道');
    expect(regionsOf('AE', 'ar').map((one) => one.code)).toEqual(['AZ', 'SH', 'FU', 'UQ', 'DU', 'RK', 'AJ']);
    expect(regionsOf('AE', 'de')[0]?.name).toBe('Abu Dhabi');
    expect(regionName('US', 'PA', 'en')).toBe('PA');
    expect(regionsOf('DE', 'de')).toEqual([]);
  });
});
