/**
 * VAT numbers of businesses: written form and check digits, as the member states publish them. A number that passes may still not exist: the register
 * (VIES) knows. Sources: European Commission, VIES FAQ, structure of VAT numbers; national check digit rules as collected in python-stdnum.
 */

import { EU_COUNTRIES } from '../markets/european-union.ts';

/** A number as it is kept: prefix and the rest, upper case, without separators. `EL` stands for Greece in the number, `GR` in `country`. */
export interface VatNumber {
  /** ISO 3166 alpha-2, or XI for Northern Ireland. */
  readonly country: string;
  /** Without the prefix. */
  readonly digits: string;
  /** Prefix and digits. */
  readonly text: string;
}

export type VatNumberResult =
  | { readonly ok: true; readonly number: VatNumber }
  | { readonly ok: false; readonly reason: 'unknown_country' | 'wrong_form' | 'wrong_check_digit' };

type Check = (digits: string) => boolean;
interface Form {
  readonly form: RegExp;
  /** Missing: the country's rule is not public for every form. */
  readonly check?: Check;
}

const at = (digits: string, index: number): number => digits.charCodeAt(index) - 48;
const weighted = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * at(digits, index), 0);

/** ISO 7064 MOD 11,10 (Germany, Croatia). */
function mod1110(digits: string): boolean {
  let product = 10;
  for (let index = 0; index < digits.length - 1; index += 1) {
    const sum = (at(digits, index) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === at(digits, digits.length - 1);
}

/** Luhn over all digits. */
function luhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const value = at(digits, digits.length - 1 - index) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

const remainder = (digits: string, divisor: number): number => {
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % divisor;
  return rest;
};

const bulgarian: Check = (digits) => {
  if (digits.length === 10) return true;
  const first = weighted(digits, [1, 2, 3, 4, 5, 6, 7, 8]) % 11;
  const check = first === 10 ? (weighted(digits, [3, 4, 5, 6, 7, 8, 9, 10]) % 11) % 10 : first;
  return check === at(digits, 8);
};

const cypriot: Check = (digits) => {
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
  let sum = 0;
  for (let index = 0; index < 8; index += 1) sum += index % 2 === 0 ? (odd[at(digits, index)] ?? 0) : at(digits, index);
  return String.fromCharCode(65 + (sum % 26)) === digits[8];
};

const czech: Check = (digits) => {
  if (digits.length !== 8) return true;
  const check = (11 - (weighted(digits, [8, 7, 6, 5, 4, 3, 2]) % 11)) % 10;
  return check === at(digits, 7);
};

const spanish: Check = (digits) => {
  const letters = 'TRWAGMYFPDXBNJZSQVHLCKE';
  const first = digits[0] ?? '';
  const body = digits.slice(1, 8);
  if (/\d/.test(first)) return letters[Number(digits.slice(0, 8)) % 23] === digits[8];
  if ('XYZ'.includes(first)) return letters[Number(`${'XYZ'.indexOf(first)}${body}`) % 23] === digits[8];
  if ('KLM'.includes(first)) return letters[Number(body) % 23] === digits[8];
  let sum = 0;
  for (let index = 0; index < 7; index += 1) {
    const value = at(body, index) * (index % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  const check = (10 - (sum % 10)) % 10;
  return digits[8] === String(check) || digits[8] === 'JABCDEFGHI'[check];
};

const french: Check = (digits) => {
  const siren = digits.slice(2);
  if (!/^\d{2}/.test(digits)) return true;
  if (siren.startsWith('000')) return true;
  return Number(digits.slice(0, 2)) === remainder(`${siren}12`, 97) && luhn(siren);
};

const irish: Check = (digits) => {
  const old = /^(\d)[A-Z+*](\d{5})([A-W])$/.exec(digits);
  const numbers = old ? `0${old[2]}${old[1]}` : digits.slice(0, 7);
  const extra = !old && digits.length === 9 ? 9 * ((digits.charCodeAt(8) - 64) % 23) : 0;
  const sum = weighted(numbers, [8, 7, 6, 5, 4, 3, 2]) + extra;
  return 'WABCDEFGHIJKLMNOPQRSTUV'[sum % 23] === digits[7];
};

const lithuanian: Check = (digits) => {
  const last = digits.length - 1;
  const round = (shift: number) =>
    [...digits.slice(0, last)].reduce((sum, digit, index) => sum + (((index + shift) % 9) + 1) * Number(digit), 0) % 11;
  const first = round(0);
  const check = first === 10 ? round(2) % 10 : first;
  return check === at(digits, last);
};

const latvian: Check = (digits) => {
  if (/^[0-3]/.test(digits)) return true;
  const rest = weighted(digits, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6]) % 11;
  const check = rest === 4 && digits[0] === '9' ? -1 : 3 - rest;
  return (check < -1 ? check + 11 : check) === at(digits, 10);
};

const dutch: Check = (digits) => {
  const rest = weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  if (rest === at(digits, 8)) return true;
  const letters = `NL${digits}`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return remainder(letters, 97) === 1;
};

const polish: Check = (digits) => weighted(digits, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === at(digits, 9);

const portuguese: Check = (digits) => {
  const check = 11 - (weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check > 9 ? 0 : check) === at(digits, 8);
};

const romanian: Check = (digits) => {
  const padded = digits.padStart(10, '0');
  return ((weighted(padded, [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10) % 11) % 10 === at(padded, 9);
};

const slovenian: Check = (digits) => {
  const check = 11 - (weighted(digits, [8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check === 10 ? 0 : check) === at(digits, 7) && check !== 11;
};

const british: Check = (digits) => {
  if (!/^\d{9}/.test(digits)) return true;
  const sum = weighted(digits, [8, 7, 6, 5, 4, 3, 2]) + Number(digits.slice(7, 9));
  return sum % 97 === 0 || (sum + 55) % 97 === 0;
};

const belgian: Check = (digits) => 97 - (Number(digits.slice(0, 8)) % 97) === Number(digits.slice(8));

const austrian: Check = (digits) => {
  const number = digits.slice(1);
  let sum = 4;
  for (let index = 0; index < 7; index += 1) {
    const value = at(number, index) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return (10 - (sum % 10)) % 10 === at(number, 7);
};

/** By prefix. */
const FORMS: Readonly<Record<string, Form>> = {
  AT: { form: /^U\d{8}$/, check: austrian },
  BE: { form: /^[01]\d{9}$/, check: belgian },
  BG: { form: /^\d{9,10}$/, check: bulgarian },
  CY: { form: /^[0-59]\d{7}[A-Z]$/, check: cypriot },
  CZ: { form: /^\d{8,10}$/, check: czech },
  DE: { form: /^[1-9]\d{8}$/, check: mod1110 },
  DK: { form: /^[1-9]\d{7}$/, check: (digits) => weighted(digits, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 },
  EE: { form: /^\d{9}$/, check: (digits) => weighted(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0 },
  EL: {
    form: /^\d{9}$/,
    check: (digits) => (weighted(digits, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === at(digits, 8),
  },
  ES: { form: /^(?:\d{8}[A-Z]|[A-Z]\d{7}[0-9A-Z])$/, check: spanish },
  FI: { form: /^\d{8}$/, check: (digits) => weighted(digits, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 === 0 },
  FR: { form: /^[0-9A-HJ-NP-Z]{2}\d{9}$/, check: french },
  HR: { form: /^\d{11}$/, check: mod1110 },
  HU: { form: /^\d{8}$/, check: (digits) => weighted(digits, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 === 0 },
  IE: { form: /^(?:\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/, check: irish },
  IT: { form: /^\d{11}$/, check: luhn },
  LT: { form: /^(?:\d{9}|\d{12})$/, check: lithuanian },
  LU: { form: /^\d{8}$/, check: (digits) => Number(digits.slice(0, 6)) % 89 === Number(digits.slice(6)) },
  LV: { form: /^\d{11}$/, check: latvian },
  MT: { form: /^[1-9]\d{7}$/, check: (digits) => weighted(digits, [3, 4, 6, 7, 8, 9, 10, 1]) % 37 === 0 },
  NL: { form: /^\d{9}B\d{2}$/, check: dutch },
  PL: { form: /^\d{10}$/, check: polish },
  PT: { form: /^[1-9]\d{8}$/, check: portuguese },
  RO: { form: /^[1-9]\d{1,9}$/, check: romanian },
  SE: { form: /^\d{10}01$/, check: (digits) => luhn(digits.slice(0, 10)) },
  SI: { form: /^[1-9]\d{7}$/, check: slovenian },
  SK: { form: /^[1-9]\d[2346-9]\d{7}$/, check: (digits) => remainder(digits, 11) === 0 },
  XI: { form: /^(?:\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, check: british },
};

/** Look-alike letters and separators as people type or paste them. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s.,/_\u2010-\u2015-]/g, '');

/**
 * Reads a VAT number with its prefix. Problems in order: a prefix no member state has, a form the state does not give out, a wrong check digit.
 * Letters of other alphabets are never taken for Latin ones.
 */
export function readVatNumber(input: string): VatNumberResult {
  const text = plain(input);
  const given = text.slice(0, 2);
  const prefix = given === 'GR' ? 'EL' : given;
  const form = FORMS[prefix];
  if (!form) return { ok: false, reason: 'unknown_country' };
  const digits = text.slice(2);
  if (!form.form.test(digits)) return { ok: false, reason: 'wrong_form' };
  if (form.check && !form.check(digits)) return { ok: false, reason: 'wrong_check_digit' };
  return { ok: true, number: { country: prefix === 'EL' ? 'GR' : prefix, digits, text: `${prefix}${digits}` } };
}

/** Whether every member state's numbers can be read. */
export const readsEveryMemberState = (): boolean =>
  [...EU_COUNTRIES].every((country) => FORMS[country === 'GR' ? 'EL' : country] !== undefined);
