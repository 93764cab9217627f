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
    rows: () => rows,
  };
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
