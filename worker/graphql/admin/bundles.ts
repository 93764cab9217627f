import type { BundleComponent } from '../../ports/bundles.ts';
import type { StockReading } from '../../ports/inventory.ts';
import { wholesAvailable } from '../../services/hold-together.ts';
import { numberFromGid, toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { type UserError, UserErrorType } from './common.ts';
import { connectionOf, listArgs, pageOf } from './connection.ts';
import type { AdminContext } from './context.ts';
import { InventoryItem } from './inventory.ts';
import { ProductVariant } from './products.ts';

/** Most different parts of one bundle, as in the Admin API. */
const MOST_COMPONENTS = 30;
const MOST_UNITS = 2_000;

interface ComponentOf extends BundleComponent {
  readonly bundleId: number;
}

async function variantOf(ctx: AdminContext, variantId: number) {
  const owner = await ctx.deps.products.variant(variantId);
  const product = owner ? (await ctx.deps.products.byIds([owner.productId])).get(owner.productId) : undefined;
  const variant = product?.variants.find((one) => one.id === variantId);
  return product && variant ? { product, variant } : null;
}

/** Units that can be sold of a part; null: any number. What does not answer counts as none: nothing is promised that may not be there. */
function sellable(reading: StockReading | undefined): number | null {
  if (!reading?.ok) return 0;
  if (reading.policy === 'untracked' || reading.beyond?.units === null) return null;
  return reading.available + (reading.beyond?.units ?? 0);
}

adminBuilder.objectField(InventoryItem, 'variant', (t) =>
  t.field({
    type: ProductVariant,
    nullable: true,
    description: 'What is sold of it.',
    resolve: (one, _args, ctx) => variantOf(ctx, one.variantId),
  }),
);

const VariantComponent = adminBuilder.objectRef<ComponentOf>('ProductVariantComponent').implement({
  description: 'A part of a bundle.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('ProductVariantComponent', `${one.bundleId}-${one.variantId}`) }),
    quantity: t.exposeInt('quantity', { description: 'Units in one bundle.' }),
    productVariant: t.field({
      type: ProductVariant,
      nullable: true,
      resolve: (one, _args, ctx) => variantOf(ctx, one.variantId),
    }),
    sellableQuantity: t.int({
      nullable: true,
      description: 'Units of the part that can be sold now, pre-orders and back-orders included; null: any number.',
      resolve: async (one, _args, ctx) => sellable(await ctx.deps.inventory.read(one.variantId)),
    }),
  }),
});
const VariantComponentConnection = connectionOf('ProductVariantComponent', VariantComponent);

const componentsOf = async (ctx: AdminContext, bundleId: number): Promise<ComponentOf[]> =>
  ((await ctx.deps.bundles.componentsOf([bundleId])).get(bundleId) ?? []).map((one) => ({ ...one, bundleId }));

adminBuilder.objectFields(ProductVariant, (t) => ({
  requiresComponents: t.boolean({
    description: 'Whether it is a bundle: sold as its parts, with no stock of its own.',
    resolve: async ({ variant }, _args, ctx) => (await componentsOf(ctx, variant.id)).length > 0,
  }),
  makeableQuantity: t.int({
    nullable: true,
    description: 'How many of a bundle its parts allow now; null: any number, or it is no bundle.',
    resolve: async ({ variant }, _args, ctx) => {
      const parts = await componentsOf(ctx, variant.id);
      const stock = await ctx.deps.inventory.availability(parts.map((part) => part.variantId));
      return wholesAvailable(parts, (variantId) => sellable(stock.get(variantId)));
    },
  }),
  productVariantComponents: t.field({
    type: VariantComponentConnection,
    args: listArgs(t.arg),
    resolve: async ({ variant }, args, ctx) =>
      pageOf(await componentsOf(ctx, variant.id), args, (component) => component.variantId),
  }),
}));

const RelationshipInput = adminBuilder.inputType('ProductVariantGroupRelationshipInput', {
  fields: (t) => ({
    id: t.id({ required: true, description: 'The part.' }),
    quantity: t.int({ required: true, description: 'Units in one bundle.' }),
  }),
});
const UpdateInput = adminBuilder.inputType('ProductVariantRelationshipUpdateInput', {
  fields: (t) => ({
    parentProductVariantId: t.id({ required: true }),
    productVariantRelationshipsToCreate: t.field({ type: [RelationshipInput] }),
    productVariantRelationshipsToUpdate: t.field({ type: [RelationshipInput] }),
    productVariantRelationshipsToRemove: t.idList(),
    removeAllProductVariantRelationships: t.boolean(),
    relationshipsBefore: t.field({
      type: [RelationshipInput],
      description:
        'The parts as the caller saw them: refused when they are others by now. An addition to the Admin API.',
    }),
  }),
});

interface Wanted {
  readonly parentProductVariantId: string;
  readonly productVariantRelationshipsToCreate?: readonly { id: string; quantity: number }[] | null | undefined;
  readonly productVariantRelationshipsToUpdate?: readonly { id: string; quantity: number }[] | null | undefined;
  readonly productVariantRelationshipsToRemove?: readonly string[] | null | undefined;
  readonly removeAllProductVariantRelationships?: boolean | null | undefined;
  readonly relationshipsBefore?: readonly { id: string; quantity: number }[] | null | undefined;
}

const CHANGED = 'Its parts were changed meanwhile. Look at them again.';

/** Whether the caller saw these parts. */
function isSeen(known: readonly BundleComponent[], seen: Wanted['relationshipsBefore']): boolean {
  if (!seen) return true;
  const quantities = new Map(seen.map(({ id, quantity }) => [numberFromGid('ProductVariant', id), quantity]));
  return quantities.size === known.length && known.every((one) => quantities.get(one.variantId) === one.quantity);
}

/** The components after a change, or what is wrong with it. */
function changed(
  known: readonly BundleComponent[],
  wanted: Wanted,
  field: readonly string[],
): BundleComponent[] | UserError {
  const parts = new Map(
    wanted.removeAllProductVariantRelationships === true ? [] : known.map((one) => [one.variantId, one.quantity]),
  );
  for (const gid of wanted.productVariantRelationshipsToRemove ?? []) {
    parts.delete(numberFromGid('ProductVariant', gid) ?? 0);
  }
  const given = [
    ...(wanted.productVariantRelationshipsToUpdate ?? []),
    ...(wanted.productVariantRelationshipsToCreate ?? []),
  ];
  for (const { id, quantity } of given) {
    const variantId = numberFromGid('ProductVariant', id);
    if (variantId === null) return { field, message: `${id} is no variant.` };
    if (quantity < 1 || quantity > MOST_UNITS)
      return { field, message: `quantity must lie between 1 and ${MOST_UNITS}.` };
    parts.set(variantId, quantity);
  }
  if (parts.size > MOST_COMPONENTS)
    return { field, message: `A bundle has at most ${MOST_COMPONENTS} different parts.` };
  return [...parts].map(([variantId, quantity]) => ({ variantId, quantity }));
}

async function update(ctx: AdminContext, wanted: Wanted, field: readonly string[]): Promise<number | UserError> {
  const bundleId = numberFromGid('ProductVariant', wanted.parentProductVariantId);
  const owner = bundleId === null ? null : await ctx.deps.products.variant(bundleId);
  if (bundleId === null || !owner) return { field, message: 'The variant does not exist.' };
  const known = (await ctx.deps.bundles.componentsOf([bundleId])).get(bundleId) ?? [];
  if (!isSeen(known, wanted.relationshipsBefore)) return { field: [...field, 'relationshipsBefore'], message: CHANGED };
  const components = changed(known, wanted, field);
  if ('message' in components) return components;
  const written = await ctx.deps.bundles.set(bundleId, known, components);
  if (written.ok) {
    await ctx.purge([`product:${owner.productId}`, 'products']);
    return bundleId;
  }
  if (written.reason === 'changed') return { field, message: CHANGED };
  const message =
    written.reason === 'nested'
      ? `Variant ${written.variantId} cannot be both a bundle and a part of one.`
      : `Variant ${written.variantId} does not exist.`;
  return { field, message };
}

const Payload = adminBuilder
  .objectRef<{ readonly bundleIds: readonly number[]; readonly userErrors: readonly UserError[] }>(
    'ProductVariantRelationshipBulkUpdatePayload',
  )
  .implement({
    fields: (t) => ({
      parentProductVariants: t.field({
        type: [ProductVariant],
        nullable: true,
        resolve: async (one, _args, ctx) => {
          const found = await Promise.all(one.bundleIds.map((id) => variantOf(ctx, id)));
          return found.flatMap((variant) => variant ?? []);
        },
      }),
      userErrors: t.field({ type: [UserErrorType], resolve: (one) => [...one.userErrors] }),
    }),
  });

adminBuilder.mutationField('productVariantRelationshipBulkUpdate', (t) =>
  t.field({
    type: Payload,
    nullable: true,
    description:
      'Says what bundles are made of. Each of the inputs is written by itself; refused ones come back as errors.',
    args: { input: t.arg({ type: [UpdateInput], required: true }) },
    resolve: async (_root, { input }, ctx) => {
      const bundleIds: number[] = [];
      const userErrors: UserError[] = [];
      for (const [index, one] of input.entries()) {
        const outcome = await update(ctx, one, ['input', String(index)]);
        if (typeof outcome === 'number') bundleIds.push(outcome);
        else userErrors.push(outcome);
      }
      return { bundleIds, userErrors };
    },
  }),
);
