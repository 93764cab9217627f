import { ar } from './ar.ts';
import { de } from './de.ts';
import { en, type Messages } from './en.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import { shownMessages } from './marked.ts';

const languages: Readonly<Record<string, Messages>> = { en, de, fr, ja, ar };

/** Languages the interface is written in. */
export const interfaceLanguages: readonly string[] = Object.keys(languages);

/** Interface strings of a language; English where we do not speak it yet. */
export function messagesFor(language: string): Messages {
  return shownMessages(languages[language] ?? languages[language.split('-')[0] ?? ''] ?? en);
}

/** Language the interface strings are really in: what `lang` of untranslated chrome must say. */
export function spokenLanguage(language: string): string {
  if (language in languages) return language;
  const base = language.split('-')[0] ?? '';
  return base in languages ? base : 'en';
}

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);

/** Direction a language is written in, for the `dir` attribute. */
export function directionOf(language: string): 'rtl' | 'ltr' {
  return rightToLeft.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

export type { Messages };
