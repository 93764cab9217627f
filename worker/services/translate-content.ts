import { z } from 'zod';
import type { EditableArticle, EditablePage } from '../ports/content-editor.ts';
import type { WriteOnce } from '../ports/idempotency.ts';
import type { Translatable, TranslatedText, Translations } from '../ports/translations.ts';

/** What can be translated, by the Admin API's keys: the record's field and its longest text, in characters. */
const FIELDS = {
  title: { field: 'title', most: 255, isHtml: false },
  body_html: { field: 'body_html', most: 512_000, isHtml: true },
  summary_html: { field: 'excerpt_html', most: 512_000, isHtml: true },
  meta_title: { field: 'seo_title', most: 255, isHtml: false },
  meta_description: { field: 'seo_description', most: 1000, isHtml: false },
} as const;
type Key = keyof typeof FIELDS;

const isKey = (key: string): key is Key => Object.hasOwn(FIELDS, key);

/** A text of a record in the shop's own language, by the Admin API's key. */
export interface OriginalText {
  readonly key: Key;
  readonly value: string | null;
  readonly isHtml: boolean;
}

/** The texts of a page or article that can be translated. */
export function originalsOf(content: EditablePage | EditableArticle): readonly OriginalText[] {
  const values: Readonly<Partial<Record<Key, string | null>>> = {
    title: content.title,
    body_html: content.bodyHtml,
    ...('excerptHtml' in content && { summary_html: content.excerptHtml }),
    meta_title: content.seoTitle,
    meta_description: content.seoDescription,
  };
  return Object.entries(values).flatMap(([key, value]) =>
    isKey(key) && value !== undefined ? [{ key, value, isHtml: FIELDS[key].isHtml }] : [],
  );
}

/** A translation in the Admin API's words. */
export interface NamedTranslation {
  readonly key: string;
  readonly locale: string;
  readonly value: string;
}

/** Translations as records have them, in the Admin API's words; what is not translated through it is left out. */
export function named(texts: readonly TranslatedText[]): readonly NamedTranslation[] {
  return texts.flatMap(({ field, locale, value }) => {
    const key = Object.keys(FIELDS).find((one) => isKey(one) && FIELDS[one].field === field);
    return key === undefined ? [] : [{ key, locale, value }];
  });
}

/** A page or article with what its texts are compared by. */
export interface TranslatableContent {
  readonly record: Translatable;
  readonly originals: readonly (OriginalText & { readonly digest: string })[];
}

/** Languages of the shop: its own, and those its texts are translated to. */
export interface ShopLocales {
  readonly primary: string;
  readonly others: readonly string[];
}

export type TranslationCode =
  | 'BLANK'
  | 'FAILS_RESOURCE_VALIDATION'
  | 'INVALID_KEY_FOR_MODEL'
  | 'INVALID_LOCALE_FOR_SHOP'
  | 'INVALID_TRANSLATABLE_CONTENT'
  | 'RESOURCE_NOT_FOUND'
  | 'TOO_MANY_KEYS_FOR_RESOURCE';
export interface TranslationRefusal {
  readonly code: TranslationCode;
  readonly field: readonly string[];
  readonly message: string;
}

/** Most translations of one call. */
const MOST_AT_ONCE = 100;

/** A translation as `translationsRegister` takes it; the digest is of the text it translates. */
export interface TranslationInput extends NamedTranslation {
  readonly digest: string;
}

const languages = ({ primary, others }: ShopLocales) => `${others.join(', ')} (${primary} is the shop’s own)`;

function refusalOf(
  one: TranslationInput,
  content: TranslatableContent,
  locales: ShopLocales,
  at: readonly string[],
): TranslationRefusal | null {
  const refuse = (code: TranslationCode, field: string, message: string) => ({ code, field: [...at, field], message });
  if (!locales.others.includes(one.locale))
    return refuse('INVALID_LOCALE_FOR_SHOP', 'locale', `locale: ${one.locale} is not one of ${languages(locales)}.`);
  const original = content.originals.find(({ key }) => key === one.key);
  if (!original || !isKey(one.key)) {
    const known = content.originals.map(({ key }) => key).join(', ');
    return refuse('INVALID_KEY_FOR_MODEL', 'key', `key: ${one.key} is not known; known are ${known}.`);
  }
  if (original.digest !== one.digest) {
    const message = 'translatableContentDigest: the text was changed since; load it again.';
    return refuse('INVALID_TRANSLATABLE_CONTENT', 'translatableContentDigest', message);
  }
  if (one.value.trim() === '')
    return refuse('BLANK', 'value', 'value must not be empty; translationsRemove takes one away.');
  const { most } = FIELDS[one.key];
  return z.string().max(most).safeParse(one.value).success
    ? null
    : refuse('FAILS_RESOURCE_VALIDATION', 'value', `value must have at most ${most} characters.`);
}

/**
 * Writes translations of a page or article, all or none. With `once`, a repetition writes nothing. Refusals in order: too many at once; then for each
 * translation a language the shop has not or that is its own, an unknown key, a text that was changed since it was read, an empty text, a text too long.
 */
export async function registerTranslations(
  translations: Translations,
  content: TranslatableContent,
  locales: ShopLocales,
  inputs: readonly TranslationInput[],
  once: WriteOnce | null,
): Promise<readonly TranslationRefusal[]> {
  if (inputs.length > MOST_AT_ONCE) {
    const message = `At most ${MOST_AT_ONCE} translations at once.`;
    return [{ code: 'TOO_MANY_KEYS_FOR_RESOURCE', field: ['translations'], message }];
  }
  const refusals = inputs.flatMap(
    (one, index) => refusalOf(one, content, locales, ['translations', String(index)]) ?? [],
  );
  if (refusals.length > 0) return refusals;
  // The last of two with one key wins: a statement cannot write a row twice.
  const texts = new Map(
    inputs.flatMap(({ key, locale, value }) =>
      isKey(key) ? [[`${locale} ${key}`, { locale, field: FIELDS[key].field, value }] as const] : [],
    ),
  );
  await translations.write(content.record, [...texts.values()], once);
  return [];
}

/**
 * Takes translations away, by keys and languages; those that there are not count as taken away. `once` as above. Refusals in order: an unknown
 * key, a language the shop has not.
 */
export async function removeTranslations(
  translations: Translations,
  content: TranslatableContent,
  locales: ShopLocales,
  wanted: { readonly keys: readonly string[]; readonly locales: readonly string[] },
  once: WriteOnce | null,
): Promise<
  | { readonly ok: true; readonly removed: readonly NamedTranslation[] }
  | { readonly ok: false; readonly refusal: TranslationRefusal }
> {
  const refuse = (code: TranslationCode, field: string, message: string) =>
    ({ ok: false, refusal: { code, field: [field], message } }) as const;
  const fields = wanted.keys.flatMap((key) => (isKey(key) ? [FIELDS[key].field] : []));
  const unknown = wanted.keys.find((key) => !content.originals.some((original) => original.key === key));
  if (unknown !== undefined) return refuse('INVALID_KEY_FOR_MODEL', 'translationKeys', `${unknown} is not known.`);
  const foreign = wanted.locales.find((locale) => !locales.others.includes(locale));
  if (foreign !== undefined)
    return refuse('INVALID_LOCALE_FOR_SHOP', 'locales', `${foreign} is not one of ${languages(locales)}.`);
  return { ok: true, removed: named(await translations.remove(content.record, fields, wanted.locales, once)) };
}
