/**
 * Letters as searches compare them: lower case, one form for every way to write the same letter, no marks that people leave out. Marks that make
 * another letter (the voiced kana of Japanese) stay.
 */

const ASCII = /^\p{ASCII}*$/u;
/** Marks above and below Latin, Greek and Cyrillic letters; Arabic vowel signs, dagger alef and the stretching tatweel. */
const MARKS = /[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;
/** Signs that would become letters when decomposed ("Core™2" is not "coretm2"). */
const SIGNS = /[™®©℠]/g;
const ARABIC: Readonly<Record<string, string>> = {
  آ: 'ا',
  أ: 'ا',
  إ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ئ: 'ي',
  ؤ: 'و',
  ة: 'ه',
  ک: 'ك',
};
const ARABIC_LETTERS = /[آأإٱىیئؤةک]/g;
/** Arabic-Indic and Persian digits. */
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;
const LIGATURES: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i' };
const LIGATURE_LETTERS = /[ßæœøłđı]/g;

/** Folds a text; its length may change, its words and their order do not. */
export function foldForSearch(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .replace(SIGNS, ' ')
    .replace(ARABIC_LETTERS, (letter) => ARABIC[letter] ?? letter)
    .replace(OTHER_DIGITS, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
    .normalize('NFKD')
    .replace(MARKS, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('⁄', '/')
    .replace(LIGATURE_LETTERS, (letter) => LIGATURES[letter] ?? letter);
}
