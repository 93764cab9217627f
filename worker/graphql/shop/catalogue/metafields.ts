import type { MetafieldRecord } from '../../../ports/catalogue.ts';
import { toGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { Node } from '../common/node.ts';

/** What carries typed attributes: the attributes themselves, or a thing that has them. */
function attributesOf(owner: object): readonly MetafieldRecord[] {
  if ('variant' in owner && typeof owner.variant === 'object' && owner.variant !== null)
    return attributesOf(owner.variant);
  return 'metafields' in owner && Array.isArray(owner.metafields) ? owner.metafields : [];
}

const find = (owner: object, namespace: string | null | undefined, key: string): MetafieldRecord | null =>
  attributesOf(owner).find((one) => one.key === key && one.namespace === (namespace ?? 'custom')) ?? null;

export const Metafield = builder.objectRef<MetafieldRecord>('Metafield').implement({
  description: 'A typed attribute that the merchant defined.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('Metafield', one.id) }),
    namespace: t.exposeString('namespace'),
    key: t.exposeString('key'),
    type: t.exposeString('type'),
    value: t.string({ resolve: (one, _args, ctx) => one.translations[ctx.buyer.language]?.value ?? one.value }),
    description: t.string({ nullable: true, resolve: () => null }),
    createdAt: t.field({ type: 'DateTime', resolve: (one) => one.createdAt }),
    updatedAt: t.field({ type: 'DateTime', resolve: (one) => one.updatedAt }),
  }),
});

const HasMetafieldsIdentifier = builder.inputType('HasMetafieldsIdentifier', {
  description: 'Names a typed attribute.',
  fields: (t) => ({ namespace: t.string(), key: t.string({ required: true }) }),
});

export const HasMetafields = builder.interfaceRef<object>('HasMetafields').implement({
  description: 'Something that carries typed attributes.',
  fields: (t) => ({
    metafield: t.field({
      type: Metafield,
      nullable: true,
      args: { namespace: t.arg.string(), key: t.arg.string({ required: true }) },
      resolve: (owner, args) => find(owner, args.namespace, args.key),
    }),
    metafields: t.field({
      type: [Metafield],
      nullable: { list: false, items: true },
      args: { identifiers: t.arg({ type: [HasMetafieldsIdentifier], required: true }) },
      resolve: (owner, args) => args.identifiers.map((one) => find(owner, one.namespace, one.key)),
    }),
  }),
});
