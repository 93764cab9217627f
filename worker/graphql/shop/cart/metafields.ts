import type { MetafieldRecord } from '../../../ports/catalogue.ts';
import { toGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { Metafield } from '../catalogue/metafields.ts';
import { DisplayableError, type DisplayableErrorRecord } from '../common/user-error.ts';
import { metafieldName } from './commands.ts';
import { CartMetafieldDeleteInput, CartMetafieldsSetInput } from './inputs.ts';
import { changeCart } from './payload.ts';

const MetafieldsSetUserErrorCode = builder.enumType('MetafieldsSetUserErrorCode', {
  description: 'Why typed attributes were not set.',
  values: [
    'APP_NOT_AUTHORIZED',
    'BLANK',
    'INCLUSION',
    'INVALID_OWNER',
    'INVALID_TYPE',
    'INVALID_VALUE',
    'LESS_THAN_OR_EQUAL_TO',
    'PRESENT',
    'TOO_LONG',
    'TOO_SHORT',
  ] as const,
});
interface SetError extends DisplayableErrorRecord {
  readonly code: 'INVALID_OWNER' | 'INVALID_VALUE' | 'LESS_THAN_OR_EQUAL_TO';
}
const MetafieldsSetUserError = builder.objectRef<SetError>('MetafieldsSetUserError').implement({
  description: 'Why typed attributes were not set.',
  interfaces: [DisplayableError],
  fields: (t) => ({
    code: t.field({ type: MetafieldsSetUserErrorCode, nullable: true, resolve: ({ code }) => code }),
    elementIndex: t.int({
      nullable: true,
      resolve: ({ field }) => (field?.[1] && /^\d+$/.test(field[1]) ? Number(field[1]) : null),
    }),
  }),
});
const CartMetafieldsSetPayload = builder
  .objectRef<{ readonly metafields: readonly MetafieldRecord[] | null; readonly userErrors: readonly SetError[] }>(
    'CartMetafieldsSetPayload',
  )
  .implement({
    description: 'The typed attributes that were set.',
    fields: (t) => ({
      metafields: t.field({
        type: [Metafield],
        nullable: true,
        resolve: ({ metafields }) => (metafields === null ? null : [...metafields]),
      }),
      userErrors: t.field({ type: [MetafieldsSetUserError], resolve: ({ userErrors }) => [...userErrors] }),
    }),
  });

const MetafieldDeleteErrorCode = builder.enumType('MetafieldDeleteErrorCode', {
  description: 'Why a typed attribute was not taken away.',
  values: ['APP_NOT_AUTHORIZED', 'INVALID_OWNER', 'METAFIELD_DOES_NOT_EXIST'] as const,
});
interface DeleteError extends DisplayableErrorRecord {
  readonly code: 'INVALID_OWNER' | 'METAFIELD_DOES_NOT_EXIST';
}
const MetafieldDeleteUserError = builder.objectRef<DeleteError>('MetafieldDeleteUserError').implement({
  description: 'Why a typed attribute was not taken away.',
  interfaces: [DisplayableError],
  fields: (t) => ({ code: t.field({ type: MetafieldDeleteErrorCode, nullable: true, resolve: ({ code }) => code }) }),
});
const CartMetafieldDeletePayload = builder
  .objectRef<{ readonly deletedId: string | null; readonly userErrors: readonly DeleteError[] }>(
    'CartMetafieldDeletePayload',
  )
  .implement({
    description: 'The typed attribute that was taken away.',
    fields: (t) => ({
      deletedId: t.id({ nullable: true, resolve: ({ deletedId }) => deletedId }),
      userErrors: t.field({ type: [MetafieldDeleteUserError], resolve: ({ userErrors }) => [...userErrors] }),
    }),
  });

const MOST_AT_ONCE = 25;

builder.mutationFields((t) => ({
  cartMetafieldsSet: t.field({
    type: CartMetafieldsSetPayload,
    nullable: true,
    description: 'Sets typed attributes of one cart, all or none.',
    args: { metafields: t.arg({ type: [CartMetafieldsSetInput], required: true }) },
    resolve: async (_root, args, ctx, info) => {
      const refuse = (code: SetError['code'], field: readonly string[], message: string) => ({
        metafields: null,
        userErrors: [{ code, field, message }],
      });
      const owner = args.metafields[0]?.ownerId;
      if (owner === undefined) return { metafields: [], userErrors: [] };
      if (args.metafields.length > MOST_AT_ONCE)
        return refuse('LESS_THAN_OR_EQUAL_TO', ['metafields'], `At most ${MOST_AT_ONCE} at once.`);
      const foreign = args.metafields.findIndex((one) => one.ownerId !== owner);
      if (foreign >= 0)
        return refuse('INVALID_OWNER', ['metafields', String(foreign), 'ownerId'], 'All must be of the same cart.');
      const wanted = args.metafields.map(({ key, type, value }) => ({ ...metafieldName(key), type, value }));
      const { cart, userErrors } = await changeCart(ctx, info, String(owner), args, [
        { kind: 'set_metafields', metafields: wanted },
      ]);
      const [problem] = userErrors;
      if (problem || !cart) {
        const isOwner = problem?.field?.[0] === 'cartId';
        return refuse(
          isOwner ? 'INVALID_OWNER' : 'INVALID_VALUE',
          isOwner ? ['metafields', '0', 'ownerId'] : (problem?.field ?? ['metafields']),
          problem?.message ?? '',
        );
      }
      const set = wanted.flatMap(
        ({ namespace, key }) => cart.metafields.find((one) => one.namespace === namespace && one.key === key) ?? [],
      );
      return { metafields: set, userErrors: [] };
    },
  }),
  cartMetafieldDelete: t.field({
    type: CartMetafieldDeletePayload,
    nullable: true,
    args: { input: t.arg({ type: CartMetafieldDeleteInput, required: true }) },
    resolve: async (_root, args, ctx, info) => {
      const command = { kind: 'delete_metafield', ...metafieldName(args.input.key) } as const;
      const { userErrors } = await changeCart(ctx, info, String(args.input.ownerId), args, [command]);
      const [problem] = userErrors;
      if (!problem) return { deletedId: toGid('Metafield', `${command.namespace}.${command.key}`), userErrors: [] };
      const isOwner = problem.field?.[0] === 'cartId';
      const code = isOwner ? ('INVALID_OWNER' as const) : ('METAFIELD_DOES_NOT_EXIST' as const);
      return {
        deletedId: null,
        userErrors: [{ code, field: ['input', isOwner ? 'ownerId' : 'key'], message: problem.message }],
      };
    },
  }),
}));
