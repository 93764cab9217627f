import type { SellerTax } from './decide-tax.ts';

/** The seller as invoices and tax offices see it, as the merchant set it up. */
export interface TaxSettings {
  /** Countries tax is collected for besides the seller's own; null: those of the markets. */
  readonly registrations: readonly string[] | null;
  /** Whether sales to consumers in other member states are taxed there. */
  readonly unionScheme: boolean;
  readonly seller: {
    readonly name: string;
    /** Address as it is printed, without the name. */
    readonly lines: readonly string[];
    /** VAT number at home; '' while there is none. */
    readonly vatNumber: string;
    /** Numbers of other countries that are printed where their tax is charged. */
    readonly otherNumbers: Readonly<Record<string, string>>;
  };
}

export const NO_TAX_SETTINGS: TaxSettings = {
  registrations: null,
  unionScheme: true,
  seller: { name: '', lines: [], vatNumber: '', otherNumbers: {} },
};

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Settings from the records: what is missing or malformed is as in `NO_TAX_SETTINGS`. */
export function taxSettingsOf(stored: unknown): TaxSettings {
  const given = record(stored);
  const seller = record(given.seller);
  return {
    registrations: Array.isArray(given.registrations) ? texts(given.registrations) : null,
    unionScheme: given.unionScheme !== false,
    seller: {
      name: text(seller.name),
      lines: texts(seller.lines),
      vatNumber: text(seller.vatNumber),
      otherNumbers: Object.fromEntries(
        Object.entries(record(seller.otherNumbers)).flatMap(([country, number]) =>
          typeof number === 'string' ? [[country, number] as const] : [],
        ),
      ),
    },
  };
}

/** What the tax rules ask of the seller. */
export const sellerTaxOf = (settings: TaxSettings, origin: string, marketCountries: readonly string[]): SellerTax => ({
  origin,
  registrations: settings.registrations ?? marketCountries,
  unionScheme: settings.unionScheme,
});
