import { type AdminPageContext, askAdmin, sentences, type UserError } from './graphql.ts';

/** What a page and an article have in common, as the lists of the admin ask for them. */
export interface AdminContentLine {
  readonly id: string;
  readonly title: string;
  readonly handle: string;
  readonly isPublished: boolean;
  readonly updatedAt: string;
}
export interface AdminBlog {
  readonly id: string;
  readonly title: string;
  readonly handle: string;
}
export interface AdminArticleLine extends AdminContentLine {
  readonly author: { readonly name: string } | null;
  readonly blog: AdminBlog;
}

/** A page or an article with all its texts. */
export interface AdminContent extends AdminContentLine {
  readonly body: string;
  readonly seoTitle: { readonly value: string } | null;
  readonly seoDescription: { readonly value: string } | null;
}
export interface AdminArticle extends AdminContent, AdminArticleLine {
  readonly summary: string | null;
  readonly tags: readonly string[];
}

/** A language texts are translated to, and the texts something has in it, by the API's keys. */
export interface AdminLanguage {
  readonly locale: string;
  readonly name: string;
  readonly texts: Readonly<Record<string, string>>;
}

export type ContentKind = 'page' | 'article';
const TYPE = { page: 'Page', article: 'Article' } as const;

const LINE = 'id title handle isPublished updatedAt';
const BLOG = 'id title handle';
const CONTENT = `${LINE} body seoTitle: metafield(namespace: "global", key: "title_tag") { value } seoDescription: metafield(namespace: "global", key: "description_tag") { value }`;
const FIELDS = {
  page: CONTENT,
  article: `${CONTENT} author { name } summary tags blog { ${BLOG} }`,
} as const;
const LANGUAGES = 'shopLocales { locale name primary }';
/** Pages and articles, newest first. */
export const LIST_QUERY = `query Content($pages: String, $articles: String) {
  pages(first: 50, after: $pages, reverse: true) { pageInfo { hasNextPage endCursor } nodes { ${LINE} } }
  articles(first: 50, after: $articles, reverse: true) { pageInfo { hasNextPage endCursor } nodes { ${LINE} blog { ${BLOG} } author { name } } }
}`;

/** What the form of a page or an article is made from. */
export interface ContentForm<Content> {
  /** Null: a new one, or one that does not exist. */
  readonly content: Content | null;
  readonly languages: readonly AdminLanguage[];
  /** The blogs an article may be in. */
  readonly blogs: readonly AdminBlog[];
}
export type LoadedForm<Content> =
  | { readonly ok: true; readonly form: ContentForm<Content> }
  | { readonly ok: false; readonly messages: readonly string[] };

interface Resource {
  readonly [alias: string]: readonly { readonly key: string; readonly value: string }[];
}

const aliasOf = (locale: string) => `in_${locale.replaceAll('-', '_')}`;

/** The languages something is translated to, with its texts in each. */
async function languagesOf(
  page: AdminPageContext,
  id: string,
  locales: readonly { readonly locale: string; readonly name: string }[],
): Promise<readonly AdminLanguage[]> {
  if (locales.length === 0) return [];
  const fields = locales.map(
    ({ locale }) => `${aliasOf(locale)}: translations(locale: ${JSON.stringify(locale)}) { key value }`,
  );
  const answer = await askAdmin<{ resource: Resource | null }>(
    page,
    `query Texts($id: ID!) { resource: translatableResource(resourceId: $id) { ${fields.join(' ')} } }`,
    { id },
  );
  const resource = answer.ok ? answer.data.resource : null;
  return locales.map(({ locale, name }) => ({
    locale,
    name,
    texts: Object.fromEntries((resource?.[aliasOf(locale)] ?? []).map(({ key, value }) => [key, value])),
  }));
}

/** Everything the form of one page or article shows; `number` is the end of its id, null for a new one. */
export async function loadForm<Content extends AdminContent>(
  page: AdminPageContext,
  kind: ContentKind,
  number: string | null,
): Promise<LoadedForm<Content>> {
  const shared = `${LANGUAGES} ${kind === 'article' ? `blogs(first: 250) { nodes { ${BLOG} } }` : ''}`;
  const id = number === null ? null : `gid://shopify/${TYPE[kind]}/${number}`;
  const answer = await askAdmin<{
    content?: Content | null;
    shopLocales: readonly { readonly locale: string; readonly name: string; readonly primary: boolean }[];
    blogs?: { readonly nodes: readonly AdminBlog[] };
  }>(
    page,
    id === null
      ? `query Form { ${shared} }`
      : `query Form($id: ID!) { content: ${kind}(id: $id) { ${FIELDS[kind]} } ${shared} }`,
    id === null ? {} : { id },
  );
  if (!answer.ok) return answer;
  const { content = null, shopLocales, blogs } = answer.data;
  const others = shopLocales.filter((one) => !one.primary);
  const languages = content ? await languagesOf(page, content.id, others) : [];
  return { ok: true, form: { content, languages, blogs: blogs?.nodes ?? [] } };
}

/** The saved content's id, or why it was refused. */
export type Saved =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly problems: readonly string[] };

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** Texts that can be translated, by the API's keys, with their names on the page. */
export const TRANSLATED = {
  page: { title: 'Title', body_html: 'Text', meta_title: 'Search title', meta_description: 'Search description' },
  article: {
    title: 'Title',
    summary_html: 'Summary',
    body_html: 'Text',
    meta_title: 'Search title',
    meta_description: 'Search description',
  },
} as const satisfies Record<ContentKind, Readonly<Record<string, string>>>;

function inputOf(kind: ContentKind, form: FormData): Record<string, unknown> {
  const seo = (key: string, name: string) => ({
    namespace: 'global',
    key,
    type: 'single_line_text_field',
    value: text(form, name),
  });
  const common = {
    title: text(form, 'title'),
    ...(text(form, 'handle') ? { handle: text(form, 'handle') } : {}),
    body: text(form, 'body'),
    isPublished: form.get('visible') === 'on',
    metafields: [seo('title_tag', 'seo-title'), seo('description_tag', 'seo-description')],
  };
  if (kind === 'page') return common;
  const tags = text(form, 'tags').split(',');
  return {
    ...common,
    author: { name: text(form, 'author') },
    summary: text(form, 'summary') || null,
    tags: tags.map((tag) => tag.trim()).filter(Boolean),
    blogId: text(form, 'blog') || null,
  };
}

const ERRORS = 'userErrors { field message }';

/** What of the form differs from the texts there are: written, or taken away where a field was emptied. */
function changesOf(form: FormData, kind: ContentKind, languages: readonly AdminLanguage[]) {
  const fields = languages.flatMap(({ locale, texts }) =>
    Object.keys(TRANSLATED[kind]).flatMap((key) => {
      const before = texts[key] ?? '';
      // A form's line breaks are two characters each.
      const value = text(form, `${locale}:${key}`).replaceAll('\r\n', '\n');
      return !form.has(`${locale}:${key}`) || value === before.trim() ? [] : [{ locale, key, value }];
    }),
  );
  return { written: fields.filter((one) => one.value !== ''), emptied: fields.filter((one) => one.value === '') };
}

/** Writes what the form says in other languages. Answers what was refused of it. */
async function saveTexts(
  page: AdminPageContext,
  kind: ContentKind,
  id: string,
  form: FormData,
  languages: readonly AdminLanguage[],
): Promise<readonly string[]> {
  const { written, emptied } = changesOf(form, kind, languages);
  if (written.length + emptied.length === 0) return [];
  const originals = await askAdmin<{
    resource: { texts: readonly { readonly key: string; readonly digest: string }[] } | null;
  }>(
    page,
    'query Originals($id: ID!) { resource: translatableResource(resourceId: $id) { texts: translatableContent { key digest } } }',
    { id },
  );
  if (!originals.ok) return originals.messages;
  const digests = new Map(originals.data.resource?.texts.map(({ key, digest }) => [key, digest]));
  const translations = written.map((one) => ({ ...one, translatableContentDigest: digests.get(one.key) ?? '' }));
  const removals = emptied.map(
    ({ locale, key }, index) =>
      `gone${index}: translationsRemove(resourceId: $id, translationKeys: [${JSON.stringify(key)}], locales: [${JSON.stringify(locale)}]) { ${ERRORS} }`,
  );
  const document = `mutation Translate($id: ID!, $translations: [TranslationInput!]!) {
    translationsRegister(resourceId: $id, translations: $translations) { ${ERRORS} } ${removals.join(' ')}
  }`;
  const key = text(form, 'key');
  const answer = await askAdmin<Readonly<Record<string, { readonly userErrors: readonly UserError[] } | null>>>(
    page,
    document,
    { id, translations },
    key === '' ? undefined : `${key}/texts`,
  );
  if (!answer.ok) return answer.messages;
  return sentences(Object.values(answer.data).flatMap((payload) => payload?.userErrors ?? []));
}

/** Writes a page or article from its form, texts in other languages too; makes a new one when `id` is null. The form's key makes a double click one act. */
export async function saveContent(
  page: AdminPageContext,
  kind: ContentKind,
  id: string | null,
  form: FormData,
  languages: readonly AdminLanguage[],
): Promise<Saved> {
  const type = `${TYPE[kind]}${id === null ? 'Create' : 'Update'}Input`;
  const field = `saved: ${kind}${id === null ? 'Create' : 'Update'}`;
  const document =
    id === null
      ? `mutation Make($input: ${type}!) { ${field}(${kind}: $input) { made: ${kind} { id } ${ERRORS} } }`
      : `mutation Change($id: ID!, $input: ${type}!) { ${field}(id: $id, ${kind}: $input) { made: ${kind} { id } ${ERRORS} } }`;
  const input = inputOf(kind, form);
  const answer = await askAdmin<{ saved: { made: { id: string } | null; userErrors: readonly UserError[] } | null }>(
    page,
    document,
    id === null ? { input } : { id, input },
    text(form, 'key') || undefined,
  );
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const { saved } = answer.data;
  if (!saved?.made) return { ok: false, problems: sentences(saved?.userErrors ?? []) };
  const problems = await saveTexts(page, kind, saved.made.id, form, languages);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, id: saved.made.id };
}
