import type { Client } from 'pg';

/** Something with texts, as a translation file may point at it. */
interface Target {
  readonly id: number;
  readonly handle: string;
  /** What it says in the shop's language: a title, a name, a value. */
  readonly text: string;
}

/** A kind of resource in Shopify's translation CSV. */
export interface TranslationKind {
  /** Ours, as in `translations.resource_type`. */
  readonly resource: string;
  /** Our keys by Shopify's field names. */
  readonly fields: Readonly<Record<string, string>>;
  /** Where the text stands that tells one from another: the field whose default content is compared. */
  readonly known: string;
  readonly query: string;
  /** Parts of a product are known by their words; there may be several with the same. */
  readonly isPart: boolean;
}

const seo = { meta_title: 'seo_title', meta_description: 'seo_description', handle: 'handle' } as const;
const owned = 'join products p on p.id = x.product_id';

/**
 * The kinds that are read. Source: https://shopify.dev/docs/api/admin-graphql/latest/enums/TranslatableResourceType with the field names of its
 * translatable content.
 */
export const TRANSLATION_KINDS: Readonly<Record<string, TranslationKind>> = {
  PRODUCT: {
    resource: 'product',
    fields: { ...seo, title: 'title', body_html: 'description_html', product_type: 'product_type' },
    known: 'title',
    query: 'select id, handle, title as text from products',
    isPart: false,
  },
  COLLECTION: {
    resource: 'collection',
    fields: { ...seo, title: 'title', body_html: 'description_html' },
    known: 'title',
    query: 'select id, handle, title as text from collections',
    isPart: false,
  },
  PAGE: {
    resource: 'page',
    fields: { ...seo, title: 'title', body_html: 'body_html' },
    known: 'title',
    query: 'select id, handle, title as text from pages',
    isPart: false,
  },
  ARTICLE: {
    resource: 'article',
    fields: { ...seo, title: 'title', body_html: 'body_html', summary_html: 'excerpt_html' },
    known: 'title',
    query: 'select id, handle, title as text from articles',
    isPart: false,
  },
  PRODUCT_OPTION: {
    resource: 'option',
    fields: { name: 'name' },
    known: 'name',
    query: `select x.id, p.handle, x.name as text from product_options x ${owned}`,
    isPart: true,
  },
  PRODUCT_OPTION_VALUE: {
    resource: 'option_value',
    fields: { name: 'name' },
    known: 'name',
    query: `select y.id, p.handle, y.name as text from product_option_values y join product_options x on x.id = y.option_id ${owned}`,
    isPart: true,
  },
  METAFIELD: {
    resource: 'metafield',
    fields: { value: 'value' },
    known: 'value',
    query: `select x.id, p.handle, x.value as text from metafields x join products p on p.id = x.owner_id where x.owner_type = 'product'`,
    isPart: true,
  },
  MEDIA_IMAGE: {
    resource: 'media',
    fields: { alt: 'alt' },
    known: 'alt',
    query: `select x.id, p.handle, coalesce(x.alt, '') as text from media x ${owned}`,
    isPart: true,
  },
};

/** What a file says of one resource, by Shopify's field names. */
export interface Pointer {
  readonly identification: string;
  readonly defaults: ReadonlyMap<string, string>;
}

/** Finds what a translation file points at. Its numbers are another shop's as often as ours, so a number alone is believed only without a default text. */
export class TranslationTargets {
  readonly #kind: TranslationKind;
  readonly #byId = new Map<string, Target>();
  readonly #byHandle = new Map<string, Target[]>();
  readonly #byText = new Map<string, Target[]>();

  private constructor(kind: TranslationKind, targets: readonly Target[]) {
    this.#kind = kind;
    for (const target of targets) {
      this.#byId.set(String(target.id), target);
      this.#byHandle.set(target.handle, [...(this.#byHandle.get(target.handle) ?? []), target]);
      const same = this.#byText.get(target.text);
      if (same) same.push(target);
      else this.#byText.set(target.text, [target]);
    }
  }

  /** Reads every resource of a kind: a handle and a short text each. */
  static async read(client: Client, kind: TranslationKind): Promise<TranslationTargets> {
    const { rows } = await client.query<{ id: string; handle: string; text: string }>(kind.query);
    return new TranslationTargets(
      kind,
      rows.map((row) => ({ ...row, id: Number(row.id) })),
    );
  }

  /** Ids of what is meant; empty when it is not known. More than one only for parts of products that read the same. */
  find({ identification, defaults }: Pointer): readonly number[] {
    const text = defaults.get(this.#kind.known) ?? '';
    const ofHandle =
      this.#byHandle.get(identification.toLowerCase()) ?? this.#byHandle.get(defaults.get('handle') ?? '') ?? [];
    if (!this.#kind.isPart) {
      if (ofHandle[0]) return [ofHandle[0].id];
      const own = this.#byId.get(identification);
      if (own && (own.text === text || defaults.size === 0)) return [own.id];
      const same = this.#byText.get(text) ?? [];
      return same.length === 1 && same[0] ? [same[0].id] : [];
    }
    const own = this.#byId.get(identification);
    if (own && (own.text === text || defaults.size === 0)) return [own.id];
    if (text === '') return [];
    if (ofHandle.length > 0) return ofHandle.filter((target) => target.text === text).map((target) => target.id);
    return (this.#byText.get(text) ?? []).map((target) => target.id);
  }
}
