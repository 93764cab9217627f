import { writtenName } from '../../commerce/markets/address-format.ts';
import type { Buyer } from './account-queries.ts';
import type { AddressValues } from './address-form.ts';

/**
 * Values of the checkout's address form with what the account knows, where the cart knows nothing yet; an address of a country that the market does not
 * deliver to is left out.
 */
export function withAccount(values: AddressValues, buyer: Buyer | null, countries: readonly string[]): AddressValues {
  if (!buyer) return values;
  const email = values.email === '' ? (buyer.email ?? '') : values.email;
  const address = buyer.defaultAddress;
  const country = address?.countryCode ?? '';
  if (!address || values.address1 !== '' || !countries.includes(country)) return { ...values, email };
  return {
    email,
    name: writtenName(address, country),
    company: address.company ?? '',
    address1: address.address1 ?? '',
    address2: address.address2 ?? '',
    zip: address.zip ?? '',
    city: address.city ?? '',
    province: address.provinceCode ?? '',
    country,
    phone: address.phone ?? '',
  };
}
