import {
  type NamedTranslation,
  named,
  type OriginalText,
  originalsOf,
  registerTranslations,
  removeTranslations,
  type ShopLocales,
  type TranslatableContent,
  type TranslationRefusal,
} from '../../services/translate-content.ts';
import { parseGid, toGid } from '../gid.ts';
import { sha256 } from '../sha256.ts';
import { adminBuilder } from './builder.ts';
import { ArticleType, PageType } from './content.ts';
import type { AdminContext } from './context.ts';
import { writeOnce } from './idempotency.ts';

const TYPES = { Page: 'page', Article: 'article' } as const;
type TypeName = keyof typeof TYPES;
const isTypeName = (name: string): name is TypeName => Object.hasOwn(TYPES, name);

const Translation = adminBuilder.objectRef<NamedTranslation>('Translation').implement({
  description: 'A text of something in another language.',
  fields: (t) => ({
    key: t.exposeString('key'),
    value: t.exposeString('value', { nullable: true }),
    locale: t.exposeString('locale'),
  }),
});

const LocalizableContentType = adminBuilder.enumType('LocalizableContentType', {
  description: 'What kind of text it is.',
  values: ['SINGLE_LINE_TEXT_FIELD', 'HTML'] as const,
});
const Original = adminBuilder
  .objectRef<OriginalText & { readonly digest: string; readonly locale: string }>('TranslatableContent')
  .implement({
    description: 'A text in the shop’s own language.',
    fields: (t) => ({
      key: t.exposeString('key'),
      value: t.exposeString('value', { nullable: true }),
      digest: t.exposeString('digest', {
        nullable: true,
        description: 'Names this very text; a translation says which it translates.',
      }),
      locale: t.exposeString('locale'),
      type: t.field({
        type: LocalizableContentType,
        resolve: ({ isHtml }) => (isHtml ? 'HTML' : 'SINGLE_LINE_TEXT_FIELD'),
      }),
    }),
  });

const translationsIn = async (ctx: AdminContext, name: TypeName, id: number, locale: string) =>
  named(await ctx.deps.translations.of({ type: TYPES[name], id })).filter((one) => one.locale === locale);

const TranslatableResource = adminBuilder
  .objectRef<TranslatableContent & { readonly name: TypeName }>('TranslatableResource')
  .implement({
    description: 'Something whose texts can be translated: a page or an article.',
    fields: (t) => ({
      resourceId: t.id({ resolve: ({ name, record }) => toGid(name, record.id) }),
      translatableContent: t.field({
        type: [Original],
        resolve: async ({ originals }, _args, ctx) => {
          const { primary } = await ctx.deps.shopLocales();
          return originals.map((one) => ({ ...one, locale: primary }));
        },
      }),
      translations: t.field({
        type: [Translation],
        args: { locale: t.arg.string({ required: true }) },
        resolve: async ({ name, record }, { locale }, ctx) => [...(await translationsIn(ctx, name, record.id, locale))],
      }),
    }),
  });

adminBuilder.objectField(PageType, 'translations', (t) =>
  t.field({
    type: [Translation],
    args: { locale: t.arg.string({ required: true }) },
    resolve: async (page, { locale }, ctx) => [...(await translationsIn(ctx, 'Page', page.id, locale))],
  }),
);
adminBuilder.objectField(ArticleType, 'translations', (t) =>
  t.field({
    type: [Translation],
    args: { locale: t.arg.string({ required: true }) },
    resolve: async (article, { locale }, ctx) => [...(await translationsIn(ctx, 'Article', article.id, locale))],
  }),
);

/** The page or article behind a public id; null when there is none, or it is nothing that is translated here. */
async function resourceOf(ctx: AdminContext, gid: string): Promise<(TranslatableContent & { name: TypeName }) | null> {
  const parsed = parseGid(gid);
  if (!parsed || !isTypeName(parsed.type) || !/^\d{1,15}$/.test(parsed.id)) return null;
  const { type: name } = parsed;
  const id = Number(parsed.id);
  const content = await (name === 'Page' ? ctx.deps.content.page(id) : ctx.deps.content.article(id));
  if (!content) return null;
  const originals = originalsOf(content).map((one) => ({ ...one, digest: sha256(one.value ?? '') }));
  return { name, record: { type: TYPES[name], id }, originals };
}

const ShopLocale = adminBuilder.objectRef<{ locale: string; primary: boolean }>('ShopLocale').implement({
  description: 'A language of the shop.',
  fields: (t) => ({
    locale: t.exposeString('locale'),
    name: t.string({
      description: 'In English.',
      resolve: ({ locale }) => new Intl.DisplayNames('en', { type: 'language' }).of(locale) ?? locale,
    }),
    primary: t.exposeBoolean('primary', { description: 'Whether texts are written in it.' }),
    published: t.boolean({ resolve: () => true }),
  }),
});

adminBuilder.queryFields((t) => ({
  translatableResource: t.field({
    type: TranslatableResource,
    nullable: true,
    args: { resourceId: t.arg.id({ required: true }) },
    resolve: (_root, { resourceId }, ctx) => resourceOf(ctx, String(resourceId)),
  }),
  shopLocales: t.field({
    type: [ShopLocale],
    description: 'Languages of the shop, its own first.',
    resolve: async (_root, _args, ctx) => {
      const { primary, others } = await ctx.deps.shopLocales();
      return [primary, ...others].map((locale) => ({ locale, primary: locale === primary }));
    },
  }),
}));

const TranslationErrorCode = adminBuilder.enumType('TranslationErrorCode', {
  description: 'Why a translation was refused.',
  values: [
    'BLANK',
    'FAILS_RESOURCE_VALIDATION',
    'INVALID_KEY_FOR_MODEL',
    'INVALID_LOCALE_FOR_SHOP',
    'INVALID_TRANSLATABLE_CONTENT',
    'RESOURCE_NOT_FOUND',
    'TOO_MANY_KEYS_FOR_RESOURCE',
  ] as const,
});
const TranslationUserError = adminBuilder.objectRef<TranslationRefusal>('TranslationUserError').implement({
  description: 'Why a translation was refused, and which input field it concerns.',
  fields: (t) => ({
    code: t.field({ type: TranslationErrorCode, nullable: true, resolve: ({ code }) => code }),
    field: t.stringList({ nullable: true, resolve: ({ field }) => [...field] }),
    message: t.exposeString('message'),
  }),
});
const TranslationInput = adminBuilder.inputType('TranslationInput', {
  fields: (t) => ({
    locale: t.string({ required: true }),
    key: t.string({ required: true, description: 'title, body_html, summary_html, meta_title or meta_description.' }),
    value: t.string({ required: true }),
    translatableContentDigest: t.string({ required: true }),
  }),
});

interface TranslationsPayload {
  readonly translations: readonly NamedTranslation[] | null;
  readonly userErrors: readonly TranslationRefusal[];
}
const payload = (name: string) =>
  adminBuilder.objectRef<TranslationsPayload>(name).implement({
    fields: (t) => ({
      translations: t.field({
        type: [Translation],
        nullable: true,
        resolve: ({ translations }) => translations && [...translations],
      }),
      userErrors: t.field({ type: [TranslationUserError], resolve: ({ userErrors }) => [...userErrors] }),
    }),
  });

/** Runs a change of a resource's translations; afterwards nothing shows the old ones. */
async function changed(
  ctx: AdminContext,
  resourceId: string,
  change: (resource: TranslatableContent, locales: ShopLocales) => Promise<TranslationsPayload>,
): Promise<TranslationsPayload> {
  const resource = await resourceOf(ctx, resourceId);
  if (!resource) {
    const message = 'There is no page or article with this id.';
    return { translations: null, userErrors: [{ code: 'RESOURCE_NOT_FOUND', field: ['resourceId'], message }] };
  }
  const result = await change(resource, await ctx.deps.shopLocales());
  if (result.userErrors.length === 0) await ctx.purge(['content']);
  return result;
}

adminBuilder.mutationFields((t) => ({
  translationsRegister: t.field({
    type: payload('TranslationsRegisterPayload'),
    nullable: true,
    description: 'Writes translations of a page or article, all or none. Honours Idempotency-Key.',
    args: {
      resourceId: t.arg.id({ required: true }),
      translations: t.arg({ type: [TranslationInput], required: true }),
    },
    resolve: (_root, args, ctx, info) =>
      changed(ctx, String(args.resourceId), async (resource, locales) => {
        const inputs = args.translations.map(({ translatableContentDigest: digest, ...one }) => ({ ...one, digest }));
        const once = writeOnce(ctx, info);
        const userErrors = await registerTranslations(ctx.deps.translations, resource, locales, inputs, once);
        return { translations: userErrors.length > 0 ? null : inputs, userErrors };
      }),
  }),
  translationsRemove: t.field({
    type: payload('TranslationsRemovePayload'),
    nullable: true,
    description: 'Takes translations away; the shop’s own texts are shown in their place. Honours Idempotency-Key.',
    args: {
      resourceId: t.arg.id({ required: true }),
      translationKeys: t.arg.stringList({ required: true }),
      locales: t.arg.stringList({ required: true }),
    },
    resolve: (_root, args, ctx, info) =>
      changed(ctx, String(args.resourceId), async (resource, locales) => {
        const wanted = { keys: args.translationKeys, locales: args.locales };
        const once = writeOnce(ctx, info);
        const done = await removeTranslations(ctx.deps.translations, resource, locales, wanted, once);
        return done.ok
          ? { translations: done.removed, userErrors: [] }
          : { translations: null, userErrors: [done.refusal] };
      }),
  }),
}));
