import { de } from './de.ts';
import { en, type Messages } from './en.ts';

const languages: Readonly<Record<string, Messages>> = { en, de };

/** Interface strings of a language; English where we do not speak it yet. */
export function messagesFor(language: string): Messages {
  return languages[language] ?? en;
}

/** Language the interface strings are really in: what `lang` of untranslated chrome must say. */
export function spokenLanguage(language: string): string {
  return language in languages ? language : 'en';
}

export type { Messages };
