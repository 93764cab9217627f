import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { translations } from '../schema/catalogue.ts';
import { type DemoLanguage, phraseIn } from './demo/texts/demo-language.ts';
import { moreLanguages } from './demo/texts/languages.ts';
import type { Localized } from './demo/types.ts';
import { setUnits } from './text-setting.ts';

/** The open transaction all seed steps write through. */
export type SeedTransaction = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0];

type TranslationRow = typeof translations.$inferInsert;

/** Texts of a resource's fields in one of the languages that stand in files of their own; fields left out are phrases. */
export type OwnTexts = (language: DemoLanguage) => Readonly<Record<string, string>>;

/** Gathers translations while rows are written, to be inserted together at the end. */
export interface TranslationSheet {
  /**
   * Notes each field's text in every language but English; an empty one is left out, so that the default language shows. Throws when a language
   * has neither its own text nor a phrase for the English one.
   */
  add(
    resourceType: TranslationRow['resourceType'],
    resourceId: number,
    fields: Readonly<Record<string, Localized>>,
    own?: OwnTexts,
  ): void;
  /** Notes handles made of the titles noted before, unless the resource has no page. */
  addHandles(resourceType: TranslationRow['resourceType'], resourceId: number, own: string): void;
  rows(): readonly TranslationRow[];
}

/** Makes an empty sheet. */
export function translationSheet(): TranslationSheet {
  const rows: TranslationRow[] = [];
  return {
    add(resourceType, resourceId, fields, own) {
      for (const language of moreLanguages) {
        const written = own?.(language) ?? {};
        for (const [key, text] of Object.entries(fields)) {
          const value = setUnits(written[key] ?? phraseIn(language, text.en));
          if (value !== '') rows.push({ resourceType, resourceId, locale: language.locale, key, value });
        }
        for (const [key, value] of Object.entries(written)) {
          if (!(key in fields) && value !== '')
            rows.push({ resourceType, resourceId, locale: language.locale, key, value });
        }
      }
      for (const [key, text] of Object.entries(fields)) {
        if (text.de !== '') rows.push({ resourceType, resourceId, locale: 'de', key, value: text.de });
      }
    },
    addHandles(resourceType, resourceId, own) {
      if (own.startsWith('hidden-')) return;
      const titles = rows.filter(
        (row) => row.resourceType === resourceType && row.resourceId === resourceId && row.key === 'title',
      );
      rows.push(
        ...handleRows(resourceType, resourceId, own, Object.fromEntries(titles.map((row) => [row.locale, row.value]))),
      );
    },
    rows: () => rows,
  };
}

/** Languages written in Latin letters, whose addresses are made of their own words; the others keep the English ones, which can be read aloud. */
const OWN_HANDLES: ReadonlySet<string> = new Set(['de', 'fr']);

/** The part of an address for a title: "Trinkgläser Priel, Paar" is trinkglaeser-priel-paar. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[äöüßœæ]/g, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', œ: 'oe', æ: 'ae' })[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Handles of a resource in the languages that have their own, made of its titles; those equal to its own handle are left out. */
function handleRows(
  resourceType: TranslationRow['resourceType'],
  resourceId: number,
  own: string,
  titles: Readonly<Record<string, string>>,
): TranslationRow[] {
  return Object.entries(titles).flatMap(([locale, title]) => {
    const value = slugOf(title);
    return OWN_HANDLES.has(locale) && value !== '' && value !== own
      ? [{ resourceType, resourceId, locale, key: 'handle', value }]
      : [];
  });
}

/** Inserts rows in portions, because a statement takes at most 65,535 parameters. */
export async function inPortions<Row>(
  rows: readonly Row[],
  insert: (portion: Row[]) => Promise<unknown>,
): Promise<void> {
  const portion = 500;
  for (let start = 0; start < rows.length; start += portion) await insert(rows.slice(start, start + portion));
}

/** The single row an insert returned. Throws when there is none: the statement above it is wrong. */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const row = rows[0];
  if (row === undefined) throw new Error('seed: an insert returned no row');
  return row;
}

/** A value a demo text refers to. Throws when it is missing: the demo data are wrong. */
export function known<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`seed: the demo data name an unknown ${String(key)}`);
  return value;
}
