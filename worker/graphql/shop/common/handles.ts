import type { Translations } from '../../../ports/catalogue.ts';
import { builder } from '../builder.ts';
import type { ShopContext } from '../context.ts';
import { translated } from './translate.ts';

/** Something with an address of its own, which a translation may change. */
export interface Handled {
  readonly handle: string;
  readonly translations: Translations;
}

/** The handle that addresses in the buyer's language are made of. */
export function handleOf(one: Handled, ctx: ShopContext): string {
  return translated(one.translations, ctx.buyer.language, 'handle', one.handle);
}

/**
 * Finds by handle in any language: an address keeps working when the language is changed in it. A thing's own handle wins, then the buyer's language,
 * then the others.
 */
export function findByHandle<T extends Handled>(list: readonly T[], handle: string, language: string): T | null {
  return (
    list.find((one) => one.handle === handle) ??
    list.find((one) => one.translations[language]?.handle === handle) ??
    list.find((one) => Object.values(one.translations).some((fields) => fields.handle === handle)) ??
    null
  );
}

/** The handle in every language the shop is sold in. */
export function translatedHandles(
  one: Handled,
  ctx: ShopContext,
): { readonly locale: string; readonly handle: string }[] {
  const locales = new Set(ctx.loaders.settings.markets.flatMap((market) => market.languages));
  return [...locales].map((locale) => ({
    locale,
    handle: translated(one.translations, locale, 'handle', one.handle),
  }));
}

/** A handle in one more language, for `hreflang` and sitemaps. */
export const TranslatedHandle = builder
  .objectRef<{ readonly locale: string; readonly handle: string }>('TranslatedHandle')
  .implement({
    description: 'The part of an address that names something, in one language.',
    fields: (t) => ({
      locale: t.exposeString('locale', { description: 'BCP 47 language, lower case.' }),
      handle: t.exposeString('handle'),
    }),
  });
