import { toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import type { UserError } from './common.ts';

/** What search engines are told of something, as the Admin API has it: two metafields of the namespace `global`. */
export interface SeoFacts {
  readonly seoTitle: string | null;
  readonly seoDescription: string | null;
}

const NAMESPACE = 'global';
const KEYS = { title_tag: 'title', description_tag: 'description' } as const;
type SeoKey = keyof typeof KEYS;

const isSeoKey = (key: string): key is SeoKey => Object.hasOwn(KEYS, key);

interface MetafieldRecord {
  readonly id: string;
  readonly key: SeoKey;
  readonly value: string;
}

export const Metafield = adminBuilder.objectRef<MetafieldRecord>('Metafield').implement({
  description: 'A named value. Here: `global.title_tag` and `global.description_tag`, what search engines are told.',
  fields: (t) => ({
    id: t.exposeID('id'),
    namespace: t.string({ resolve: () => NAMESPACE }),
    key: t.exposeString('key'),
    type: t.string({ resolve: () => 'single_line_text_field' }),
    value: t.exposeString('value'),
  }),
});

export const MetafieldInput = adminBuilder.inputType('MetafieldInput', {
  description:
    'A named value. Known are `global.title_tag` and `global.description_tag`; an empty value takes it away.',
  fields: (t) => ({
    namespace: t.string(),
    key: t.string({ required: true }),
    value: t.string({ required: true }),
    type: t.string(),
  }),
});

/** The metafields something has, by its type's name and number. */
export function seoMetafields(owner: string, id: number, facts: SeoFacts): MetafieldRecord[] {
  const one = (key: SeoKey, value: string | null) =>
    value === null ? [] : [{ id: toGid('Metafield', `${owner}-${id}-${key}`), key, value }];
  return [...one('title_tag', facts.seoTitle), ...one('description_tag', facts.seoDescription)];
}

/** Metafields of an input as what the editor takes, or the error of the first that is not known here; `field` is where the input has them. */
export function seoOf(
  given: readonly (typeof MetafieldInput.$inferInput)[] | null | undefined,
  field: readonly string[],
):
  | { readonly ok: true; readonly seo: { readonly title?: string; readonly description?: string } }
  | { readonly ok: false; readonly error: UserError } {
  const seo: { title?: string; description?: string } = {};
  for (const [index, { namespace, key, value }] of (given ?? []).entries()) {
    if ((namespace ?? NAMESPACE) !== NAMESPACE || !isSeoKey(key)) {
      const message = `${namespace ?? NAMESPACE}.${key} is not known; known are global.title_tag and global.description_tag.`;
      return { ok: false, error: { field: [...field, 'metafields', String(index), 'key'], message } };
    }
    seo[KEYS[key]] = value;
  }
  return { ok: true, seo };
}
