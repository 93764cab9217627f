/**
 * Who belongs to the value added tax area of the European Union, place by place. Law, not a merchant's choice, so it is kept with the rules.
 * Sources: Council Directive 2006/112/EC, articles 5 to 8; Protocol on Ireland/Northern Ireland, article 8.
 */

import { EU_COUNTRIES } from '../markets/european-union.ts';

/** Where something is delivered, as far as tax cares; null: not known. */
export interface TaxPlace {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** Province or state code. */
  readonly region: string | null;
  readonly postcode: string | null;
}

/** A part of a country that is outside its tax area: what is sent there from within leaves the area. */
export interface SpecialTerritory {
  readonly country: string;
  readonly name: string;
  /** Whole postcode, without spaces, upper case. */
  readonly postcodes: RegExp;
  /** Codes of the part as a province of an address. */
  readonly regions: readonly string[];
}

/** Article 6 of the directive; for the United Kingdom, the Channel Islands (not part of it, often written so). */
export const OUTSIDE_TERRITORIES: readonly SpecialTerritory[] = [
  { country: 'ES', name: 'Canary Islands', postcodes: /^(35|38)\d{3}$/, regions: ['CN', 'GC', 'TF'] },
  { country: 'ES', name: 'Ceuta', postcodes: /^51\d{3}$/, regions: ['CE'] },
  { country: 'ES', name: 'Melilla', postcodes: /^52\d{3}$/, regions: ['ML'] },
  { country: 'DE', name: 'Büsingen am Hochrhein', postcodes: /^78266$/, regions: [] },
  { country: 'DE', name: 'Helgoland', postcodes: /^27498$/, regions: [] },
  { country: 'IT', name: 'Livigno', postcodes: /^(23041|23030)$/, regions: [] },
  { country: 'IT', name: "Campione d'Italia", postcodes: /^(22061|22060)$/, regions: [] },
  { country: 'FI', name: 'Åland', postcodes: /^22\d{3}$/, regions: ['01'] },
  { country: 'GR', name: 'Mount Athos', postcodes: /^(63086|63087)$/, regions: ['69'] },
  { country: 'FR', name: 'Guadeloupe', postcodes: /^971\d{2}$/, regions: ['GP', '971'] },
  { country: 'FR', name: 'Martinique', postcodes: /^972\d{2}$/, regions: ['MQ', '972'] },
  { country: 'FR', name: 'Guyane', postcodes: /^973\d{2}$/, regions: ['GF', '973'] },
  { country: 'FR', name: 'La Réunion', postcodes: /^974\d{2}$/, regions: ['RE', '974'] },
  { country: 'FR', name: 'Saint-Pierre-et-Miquelon', postcodes: /^975\d{2}$/, regions: ['PM'] },
  { country: 'FR', name: 'Mayotte', postcodes: /^976\d{2}$/, regions: ['YT', '976'] },
  { country: 'FR', name: 'overseas collectivities', postcodes: /^98[678]\d{2}$/, regions: ['WF', 'PF', 'NC'] },
  { country: 'GB', name: 'Jersey', postcodes: /^JE\d/, regions: ['JSY'] },
  { country: 'GB', name: 'Guernsey', postcodes: /^GY\d/, regions: ['GSY'] },
];

/** Countries treated as part of another (article 7 of the directive): Monaco and the Isle of Man. */
const TREATED_AS: Readonly<Record<string, string>> = { MC: 'FR', IM: 'GB' };

/** A postcode as it is compared: upper case, without spaces or dashes; '' when there is none. */
export const plainPostcode = (postcode: string | null): string =>
  (postcode ?? '')
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\u2010-\u2015-]/g, '');

/** The country whose tax law applies there: Monaco counts as France, the Isle of Man as the United Kingdom. */
export const taxCountry = (country: string): string => TREATED_AS[country] ?? country;

/** The territory outside the tax area of its country; null elsewhere. A postcode decides; the province does where no postcode is known. */
export function outsideTerritory(place: TaxPlace): SpecialTerritory | null {
  const postcode = plainPostcode(place.postcode);
  return (
    OUTSIDE_TERRITORIES.find(
      ({ country, postcodes, regions }) =>
        country === place.country &&
        (postcode === '' ? place.region !== null && regions.includes(place.region) : postcodes.test(postcode)),
    ) ?? null
  );
}

/** Whether goods delivered there stay in the Union's tax area: a member state, Monaco or Northern Ireland, without the territories outside. */
export function isInEuVatArea(place: TaxPlace): boolean {
  if (place.country === 'GB') return /^BT\d/.test(plainPostcode(place.postcode));
  const country = taxCountry(place.country);
  return EU_COUNTRIES.has(country) && outsideTerritory(place) === null;
}
