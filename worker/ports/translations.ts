import type { WriteOnce } from './idempotency.ts';

/** What staff can translate. */
export interface Translatable {
  readonly type: 'page' | 'article';
  readonly id: number;
}

/** A text of a record in another language; `field` is the record's: title, body_html, excerpt_html, seo_title, seo_description. */
export interface TranslatedText {
  /** BCP 47 language, lower case: de. */
  readonly locale: string;
  readonly field: string;
  readonly value: string;
}

/** Texts of records in other languages, as staff change them. */
export interface Translations {
  /** All a record has. */
  of(record: Translatable): Promise<readonly TranslatedText[]>;
  /** Writes texts, in place of those there are, all or none; with `once` a repetition writes nothing. */
  write(record: Translatable, texts: readonly TranslatedText[], once: WriteOnce | null): Promise<void>;
  /** Takes texts away and answers which there were; with `once` a repetition takes nothing and answers none. */
  remove(
    record: Translatable,
    fields: readonly string[],
    locales: readonly string[],
    once: WriteOnce | null,
  ): Promise<readonly TranslatedText[]>;
}
