import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { askAdmin, send } from './admin-support.ts';
import { type Answer, ask, db } from './checkout-support.ts';

const handle = `translated-${crypto.randomUUID().slice(0, 8)}`;
let id = '';

beforeAll(async () => {
  const made = await askAdmin(
    'mutation M($page: PageCreateInput!) { pageCreate(page: $page) { page { id } userErrors { message } } }',
    {
      page: {
        handle,
        title: 'Care',
        body: '<p>Wash by hand.</p>',
        metafields: [{ namespace: 'global', key: 'title_tag', type: 'single_line_text_field', value: 'Care of bowls' }],
      },
    },
  );
  id = made.text('pageCreate', 'page', 'id');
});

const digests = async (): Promise<ReadonlyMap<string, string>> => {
  const data = await askAdmin(
    'query Q($id: ID!) { translatableResource(resourceId: $id) { resourceId translatableContent { key value digest locale type } } }',
    { id },
  );
  const contents = data.at('translatableResource', 'translatableContent').value;
  if (!Array.isArray(contents)) throw new Error('nothing to translate');
  return new Map(contents.map((one: { key: string; digest: string }) => [one.key, one.digest]));
};

const REGISTER =
  'mutation R($id: ID!, $translations: [TranslationInput!]!) { translationsRegister(resourceId: $id, translations: $translations) { translations { key locale value } userErrors { code field message } } }';
const register = async (translations: readonly object[], resourceId = id): Promise<Answer> =>
  (await askAdmin(REGISTER, { id: resourceId, translations })).at('translationsRegister');

/** The page as shoppers read it. */
const shown = async (language: string) =>
  (
    await ask(
      `query P($handle: String!) @inContext(country: DE, language: ${language}) { page(handle: $handle) { title body seo { title description } } }`,
      { handle },
    )
  ).at('page');

describe('translations of content', () => {
  test('are shown to who reads the language, and leave the rest as it is', async () => {
    const digest = await digests();
    expect([...digest.keys()]).toEqual(['title', 'body_html', 'meta_title', 'meta_description']);
    expect((await shown('EN')).at('seo', 'title').value).toBe('Care of bowls');
    const written = await register([
      { locale: 'de', key: 'title', value: 'Pflege', translatableContentDigest: digest.get('title') },
      {
        locale: 'de',
        key: 'meta_title',
        value: 'Pflege von Schalen',
        translatableContentDigest: digest.get('meta_title'),
      },
    ]);
    expect(written.at('userErrors').value).toEqual([]);
    const german = await shown('DE');
    expect(german.value).toEqual({
      title: 'Pflege',
      body: '<p>Wash by hand.</p>',
      seo: { title: 'Pflege von Schalen', description: null },
    });
    expect((await shown('EN')).at('title').value).toBe('Care');
    const page = await askAdmin(
      'query Q($id: ID!) { page(id: $id) { translations(locale: "de") { key value locale } } }',
      { id },
    );
    expect(page.at('page', 'translations').value).toEqual([
      { key: 'meta_title', value: 'Pflege von Schalen', locale: 'de' },
      { key: 'title', value: 'Pflege', locale: 'de' },
    ]);
  });

  test('taken away show the shop’s own text again', async () => {
    const digest = await digests();
    await register([
      { locale: 'de', key: 'body_html', value: '<p>Von Hand.</p>', translatableContentDigest: digest.get('body_html') },
    ]);
    expect((await shown('DE')).at('body').value).toBe('<p>Von Hand.</p>');
    const removed = await askAdmin(
      'mutation R($id: ID!) { translationsRemove(resourceId: $id, translationKeys: ["body_html", "meta_description"], locales: ["de"]) { translations { key value } userErrors { message } } }',
      { id },
    );
    expect(removed.at('translationsRemove').value).toEqual({
      translations: [{ key: 'body_html', value: '<p>Von Hand.</p>' }],
      userErrors: [],
    });
    expect((await shown('DE')).at('body').value).toBe('<p>Wash by hand.</p>');
  });

  test.each([
    ['an unknown language', { locale: 'xx' }, 'INVALID_LOCALE_FOR_SHOP', 'locale'],
    ['the shop’s own language', { locale: 'en' }, 'INVALID_LOCALE_FOR_SHOP', 'locale'],
    ['an unknown key', { key: 'colour' }, 'INVALID_KEY_FOR_MODEL', 'key'],
    ['a key pages have not', { key: 'summary_html' }, 'INVALID_KEY_FOR_MODEL', 'key'],
    [
      'the digest of another text',
      { translatableContentDigest: 'f'.repeat(64) },
      'INVALID_TRANSLATABLE_CONTENT',
      'translatableContentDigest',
    ],
    ['no text', { value: '  ' }, 'BLANK', 'value'],
    ['a text too long', { value: 'x'.repeat(256) }, 'FAILS_RESOURCE_VALIDATION', 'value'],
  ])('with %s are refused, and the others with them', async (_what, wrong, code, field) => {
    const digest = await digests();
    const right = {
      locale: 'de',
      key: 'title',
      value: `Never ${code}`,
      translatableContentDigest: digest.get('title'),
    };
    const refused = await register([right, { ...right, ...wrong }]);
    expect(refused.at('userErrors').value).toMatchObject([{ code, field: ['translations', '1', field] }]);
    expect((await shown('DE')).at('title').value).not.toBe(right.value);
  });

  test.each(['gid://shopify/Page/999999999', 'gid://shopify/Product/1', 'nonsense'])(
    'of %s are refused',
    async (resourceId) => {
      expect((await register([], resourceId)).at('userErrors').value).toMatchObject([
        { code: 'RESOURCE_NOT_FOUND', field: ['resourceId'] },
      ]);
    },
  );

  test('repeated under their key after a crash do not undo what came later', async () => {
    const digest = await digests();
    const one = (value: string) => ({
      locale: 'de',
      key: 'title',
      value,
      translatableContentDigest: digest.get('title'),
    });
    const key = `key-${crypto.randomUUID()}`;
    const first = () =>
      send({ query: REGISTER, variables: { id, translations: [one('Erste')] } }, { 'idempotency-key': key });
    await first();
    await register([one('Zweite')]);
    await db.execute(
      sql`update idempotency_keys set response = null, created_at = '-infinity' where key = ${key} and scope like 'request %'`,
    );
    expect((await first()).data.at('translationsRegister', 'userErrors').value).toEqual([]);
    expect((await shown('DE')).at('title').value).toBe('Zweite');
  });

  test('the shop says which languages it has', async () => {
    const locales = (await askAdmin('{ shopLocales { locale name primary published } }')).at('shopLocales');
    expect(locales.at(0).value).toEqual({ locale: 'en', name: 'English', primary: true, published: true });
    expect(locales.value).toContainEqual({ locale: 'de', name: 'German', primary: false, published: true });
  });

  test('other metafields than those for search engines are refused', async () => {
    const update = await askAdmin(
      'mutation M($id: ID!) { pageUpdate(id: $id, page: { metafields: [{ namespace: "custom", key: "colour", value: "red" }] }) { page { id } userErrors { field message } } }',
      { id },
    );
    expect(update.at('pageUpdate', 'userErrors').value).toMatchObject([{ field: ['page', 'metafields', '0', 'key'] }]);
  });
});
