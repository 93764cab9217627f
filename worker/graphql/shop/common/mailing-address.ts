import type { CartAddress } from '../../../../commerce/cart/cart-state.ts';
import { addressLines, writtenName } from '../../../../commerce/markets/address-format.ts';
import { regionName } from '../../../../commerce/markets/regions.ts';
import { builder } from '../builder.ts';
import { COUNTRY_CODES } from './codes.ts';
import { CountryCode, countryCode } from './enums.ts';
import { Node } from './node.ts';

/** An address of an order or delivery, with its public id. */
export interface MailingAddressRecord {
  readonly id: string;
  readonly address: CartAddress;
}

const nameOf = ({ firstName, lastName }: CartAddress): string | null =>
  [firstName, lastName].filter(Boolean).join(' ') || null;

const regions = new Map<string, Intl.DisplayNames>();

/** A country's name in a language; null for codes that name none. */
export function countryName(code: string, language: string): string | null {
  if (!/^[A-Z]{2}$/.test(code)) return null;
  const known = regions.get(language) ?? new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  regions.set(language, known);
  return known.of(code) ?? null;
}

let codesByName: ReadonlyMap<string, string> | null = null;

/** The code of a country given as code or English name; null when it is neither. */
export function countryCodeOf(text: string): string | null {
  const upper = text.trim().toUpperCase();
  if (COUNTRY_CODES.some((code) => code === upper)) return upper;
  codesByName ??= new Map(COUNTRY_CODES.map((code) => [(countryName(code, 'en') ?? code).toUpperCase(), code]));
  return codesByName.get(upper) ?? null;
}

/** The lines of an address as they stand on a parcel. */
export function formattedAddress(
  address: CartAddress,
  withName: boolean,
  withCompany: boolean,
  language: string,
): string[] {
  const code = address.countryCode ?? '';
  const written = {
    ...address,
    name: withName ? writtenName(address, code) : null,
    company: withCompany ? address.company : null,
    region: regionName(code, address.provinceCode, language),
    country: countryName(code, language),
  };
  return addressLines(written, code);
}

/** City, province and country in one line; null when there is none of them. */
export const formattedArea = (address: CartAddress, language: string): string | null =>
  [address.city, address.provinceCode, countryName(address.countryCode ?? '', language)].filter(Boolean).join(', ') ||
  null;

export const MailingAddress = builder.objectRef<MailingAddressRecord>('MailingAddress').implement({
  description: 'A postal address.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID('id'),
    firstName: t.string({ nullable: true, resolve: ({ address }) => address.firstName }),
    lastName: t.string({ nullable: true, resolve: ({ address }) => address.lastName }),
    name: t.string({ nullable: true, resolve: ({ address }) => nameOf(address) }),
    company: t.string({ nullable: true, resolve: ({ address }) => address.company }),
    address1: t.string({ nullable: true, resolve: ({ address }) => address.address1 }),
    address2: t.string({ nullable: true, resolve: ({ address }) => address.address2 }),
    city: t.string({ nullable: true, resolve: ({ address }) => address.city }),
    province: t.string({ nullable: true, resolve: ({ address }) => address.provinceCode }),
    provinceCode: t.string({ nullable: true, resolve: ({ address }) => address.provinceCode }),
    zip: t.string({ nullable: true, resolve: ({ address }) => address.zip }),
    country: t.string({
      nullable: true,
      resolve: ({ address }, _args, ctx) => countryName(address.countryCode ?? '', ctx.buyer.language),
    }),
    countryCode: t.string({
      nullable: true,
      deprecationReason: 'Use `countryCodeV2` instead.',
      resolve: ({ address }) => address.countryCode,
    }),
    countryCodeV2: t.field({
      type: CountryCode,
      nullable: true,
      resolve: ({ address }) => (address.countryCode ? countryCode(address.countryCode) : null),
    }),
    phone: t.string({ nullable: true, resolve: ({ address }) => address.phone }),
    latitude: t.float({ nullable: true, resolve: () => null }),
    longitude: t.float({ nullable: true, resolve: () => null }),
    formatted: t.stringList({
      args: { withName: t.arg.boolean({ defaultValue: false }), withCompany: t.arg.boolean({ defaultValue: true }) },
      resolve: ({ address }, args, ctx) =>
        formattedAddress(address, args.withName ?? false, args.withCompany ?? true, ctx.buyer.language),
    }),
    formattedArea: t.string({
      nullable: true,
      resolve: ({ address }, _args, ctx) => formattedArea(address, ctx.buyer.language),
    }),
  }),
});
