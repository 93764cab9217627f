/** Which words are forms of one another, per language: Snowball's stemmers, and a light one for plurals where no better is known. */
import { stemmer as arabic } from '@orama/stemmers/arabic';
import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { foldForSearch } from './fold-text.ts';

type Stem = (word: string) => string;

/** Umlauts were folded before stemming, so German ones written as two letters are folded alike ("Kruege", "Krüge"). */
const germanStem: Stem = (word) => german(word.replace(/(?<![aeiouq])([aou])e(?=[^aeiou])/g, '$1'));

const STEMS: Readonly<Record<string, Stem>> = {
  ar: arabic,
  da: danish,
  de: germanStem,
  en: english,
  es: spanish,
  fi: finnish,
  fr: french,
  it: italian,
  nb: norwegian,
  nl: dutch,
  no: norwegian,
  pt: portuguese,
  ru: russian,
  sv: swedish,
  tr: turkish,
};

const HAS_DIGIT = /\p{N}/u;

/** The stem that a folded word shares with its other forms; the word itself where nothing is known, and for codes and numbers. */
export function stemOf(word: string, language: string): string {
  if (word.length < 3 || HAS_DIGIT.test(word)) return word;
  const stem = STEMS[language];
  if (!stem) return word;
  const stemmed = foldForSearch(stem(word));
  return stemmed === '' ? word : stemmed;
}

/** English plurals, which are the same thing, against other forms of a word, which may not be (game, games; gaming). */
export function isInflection(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short === long) return true;
  const tail = long.slice(short.length);
  if (long.startsWith(short) && (tail === 's' || tail === 'es' || tail === 'n' || tail === 'e' || tail === 'en'))
    return true;
  return short.endsWith('y') && long === `${short.slice(0, -1)}ies`;
}
