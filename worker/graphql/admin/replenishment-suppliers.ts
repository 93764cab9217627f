import { type Money, money, parseDecimal } from '../../../commerce/money/money.ts';
import type { SupplierItemRecord, SupplierRecord, SupplierTerms, VariantNames } from '../../ports/purchase-orders.ts';
import { saveSupplier, saveSupplierItems } from '../../services/replenishment-terms.ts';
import { numberFromGid, toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { MoneyV2, requireId, type UserError, UserErrorType } from './common.ts';
import { connectionOf, listArgs, pageOf } from './connection.ts';

/** The names and ids of a variant, as lines and items of suppliers show them. */
export const StockedItem = adminBuilder.objectRef<VariantNames>('StockedItem').implement({
  description: 'A variant as lines of purchase orders name it.',
  fields: (t) => ({
    inventoryItemId: t.id({ resolve: (one) => toGid('InventoryItem', one.variantId) }),
    variantId: t.id({ resolve: (one) => toGid('ProductVariant', one.variantId) }),
    productId: t.id({ resolve: (one) => toGid('Product', one.productId) }),
    sku: t.exposeString('sku', { nullable: true }),
    title: t.exposeString('productTitle'),
    variantTitle: t.string({
      nullable: true,
      resolve: (one) => (one.variantTitle === 'Default Title' ? null : one.variantTitle),
    }),
  }),
});

interface ItemOf {
  readonly item: SupplierItemRecord;
  readonly currency: string;
}

const SupplierItem = adminBuilder.objectRef<ItemOf>('SupplierItem').implement({
  description: 'What a supplier sells us of one variant.',
  fields: (t) => ({
    item: t.field({ type: StockedItem, resolve: ({ item }) => item }),
    supplierSku: t.string({ nullable: true, resolve: ({ item }) => item.supplierSku }),
    packSize: t.int({ description: 'Orders are whole packs of so many units.', resolve: ({ item }) => item.packSize }),
    minimumQuantity: t.int({ description: 'Fewest units of one order.', resolve: ({ item }) => item.minimumQuantity }),
    cost: t.field({
      type: MoneyV2,
      description: 'Of one unit.',
      resolve: ({ item, currency }) => money(item.costMinor, currency),
    }),
    leadTimeDays: t.float({
      nullable: true,
      description: 'Null: the supplier’s.',
      resolve: ({ item }) => item.leadTimeDays,
    }),
    leadTimeSpreadDays: t.float({ nullable: true, resolve: ({ item }) => item.leadTimeSpreadDays }),
    serviceLevelPercent: t.float({
      nullable: true,
      description: 'Null: the shop’s.',
      resolve: ({ item }) => (item.serviceLevelBps === null ? null : item.serviceLevelBps / 100),
    }),
  }),
});
const SupplierItemConnection = connectionOf('SupplierItem', SupplierItem);

export const SupplierType = adminBuilder.objectRef<SupplierRecord>('Supplier').implement({
  description: 'Who goods are bought from, and on what terms.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('Supplier', one.id) }),
    name: t.exposeString('name'),
    email: t.exposeString('email'),
    currencyCode: t.exposeString('currency'),
    leadTimeDays: t.exposeFloat('leadTimeDays', { description: 'Calendar days from order to shelf: the mean.' }),
    leadTimeSpreadDays: t.exposeFloat('leadTimeSpreadDays', { description: 'Their standard deviation.' }),
    reviewDays: t.exposeInt('reviewDays', { description: 'Days between two orders.' }),
    minimumOrder: t.field({ type: MoneyV2, resolve: (one) => money(one.minimumOrderMinor, one.currency) }),
    orderCost: t.field({
      type: MoneyV2,
      description: 'What an order costs beside its goods.',
      resolve: (one) => money(one.orderCostMinor, one.currency),
    }),
    isActive: t.exposeBoolean('isActive'),
    itemsCount: t.exposeInt('itemCount'),
    items: t.field({
      type: SupplierItemConnection,
      args: listArgs(t.arg),
      resolve: async (one, args, ctx) => {
        const items = await ctx.deps.purchaseOrders.items(one.id);
        return pageOf(
          items.map((item) => ({ item, currency: one.currency })),
          args,
          ({ item }) => item.variantId,
        );
      },
    }),
  }),
});
const SupplierConnection = connectionOf('Supplier', SupplierType);

adminBuilder.queryFields((t) => ({
  suppliers: t.field({
    type: SupplierConnection,
    description: 'By name.',
    args: listArgs(t.arg),
    resolve: async (_root, args, ctx) => pageOf(await ctx.deps.purchaseOrders.suppliers(), args, (one) => one.id),
  }),
  supplier: t.field({
    type: SupplierType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, ctx) => ctx.deps.purchaseOrders.supplier(requireId('Supplier', String(id), 'id')),
  }),
}));

const SupplierInput = adminBuilder.inputType('SupplierInput', {
  description: 'Terms of a supplier; absent fields stay as they are, or are 0 for a new one.',
  fields: (t) => ({
    name: t.string(),
    email: t.string(),
    currencyCode: t.string(),
    leadTimeDays: t.float(),
    leadTimeSpreadDays: t.float(),
    reviewDays: t.int(),
    minimumOrder: t.field({ type: 'Decimal' }),
    orderCost: t.field({ type: 'Decimal' }),
    isActive: t.boolean(),
  }),
});
const SupplierItemInput = adminBuilder.inputType('SupplierItemInput', {
  fields: (t) => ({
    inventoryItemId: t.id({ required: true }),
    supplierSku: t.string(),
    packSize: t.int(),
    minimumQuantity: t.int(),
    cost: t.field({ type: 'Decimal', required: true }),
    leadTimeDays: t.float(),
    leadTimeSpreadDays: t.float(),
    serviceLevelPercent: t.float(),
  }),
});

interface SupplierPayload {
  readonly supplier: SupplierRecord | null;
  readonly userErrors: readonly UserError[];
}
const supplierPayload = (name: string) =>
  adminBuilder.objectRef<SupplierPayload>(name).implement({
    fields: (t) => ({
      supplier: t.field({ type: SupplierType, nullable: true, resolve: (p) => p.supplier }),
      userErrors: t.field({ type: [UserErrorType], resolve: (p) => [...p.userErrors] }),
    }),
  });

const refused = (message: string, ...field: string[]): SupplierPayload => ({
  supplier: null,
  userErrors: [{ field, message }],
});

const isMoney = (value: Money | null): value is Money => value !== null;

/** Terms as the input leaves them, or which amount could not be read. */
function termsOf(input: typeof SupplierInput.$inferInput, before: SupplierTerms): SupplierTerms | { bad: string } {
  const currency = input.currencyCode ?? before.currency;
  const amounts = { minimumOrder: before.minimumOrderMinor, orderCost: before.orderCostMinor };
  for (const name of ['minimumOrder', 'orderCost'] as const) {
    const text = input[name];
    if (text == null) continue;
    const amount = readAmount(text, currency);
    if (!isMoney(amount)) return { bad: name };
    amounts[name] = amount.amountMinor;
  }
  return {
    name: input.name ?? before.name,
    email: input.email ?? before.email,
    currency,
    leadTimeDays: input.leadTimeDays ?? before.leadTimeDays,
    leadTimeSpreadDays: input.leadTimeSpreadDays ?? before.leadTimeSpreadDays,
    reviewDays: input.reviewDays ?? before.reviewDays,
    minimumOrderMinor: amounts.minimumOrder,
    orderCostMinor: amounts.orderCost,
    isActive: input.isActive ?? before.isActive,
  };
}

/** An amount as text in a currency; null for another text or an unknown currency. */
export function readAmount(text: string, currency: string): Money | null {
  return /^[A-Z]{3}$/.test(currency) ? parseDecimal(text, currency) : null;
}

adminBuilder.mutationFields((t) => ({
  supplierCreate: t.field({
    type: supplierPayload('SupplierCreatePayload'),
    args: { input: t.arg({ type: SupplierInput, required: true }) },
    resolve: async (_root, { input }, ctx) => {
      const currency = await ctx.deps.baseCurrency();
      const terms = termsOf(input, {
        name: '',
        email: '',
        currency,
        leadTimeDays: 0,
        leadTimeSpreadDays: 0,
        reviewDays: 7,
        minimumOrderMinor: 0,
        orderCostMinor: 0,
        isActive: true,
      });
      if ('bad' in terms) return refused('Not an amount in this currency.', 'input', terms.bad);
      const saved = await saveSupplier(ctx.deps.purchaseOrders, null, terms);
      if (!saved.ok) return refused(saved.message, 'input', ...saved.field);
      return { supplier: await ctx.deps.purchaseOrders.supplier(saved.id), userErrors: [] };
    },
  }),
  supplierUpdate: t.field({
    type: supplierPayload('SupplierUpdatePayload'),
    args: { id: t.arg.id({ required: true }), input: t.arg({ type: SupplierInput, required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = requireId('Supplier', String(args.id), 'id');
      const before = await ctx.deps.purchaseOrders.supplier(id);
      if (!before) return refused('The supplier does not exist.', 'id');
      const terms = termsOf(args.input, before);
      if ('bad' in terms) return refused('Not an amount in this currency.', 'input', terms.bad);
      const saved = await saveSupplier(ctx.deps.purchaseOrders, id, terms);
      if (!saved.ok) return refused(saved.message, 'input', ...saved.field);
      return { supplier: await ctx.deps.purchaseOrders.supplier(id), userErrors: [] };
    },
  }),
  supplierItemsSet: t.field({
    type: supplierPayload('SupplierItemsSetPayload'),
    description: 'Adds or changes what a supplier sells; an item another supplier had moves here.',
    args: {
      supplierId: t.arg.id({ required: true }),
      items: t.arg({ type: [SupplierItemInput], required: true }),
    },
    resolve: async (_root, args, ctx) => {
      const id = requireId('Supplier', String(args.supplierId), 'supplierId');
      const supplier = await ctx.deps.purchaseOrders.supplier(id);
      if (!supplier) return refused('The supplier does not exist.', 'supplierId');
      const items = [];
      for (const [index, item] of args.items.entries()) {
        const variantId = numberFromGid('InventoryItem', String(item.inventoryItemId));
        if (variantId === null) return refused('Not an inventory item id.', 'items', String(index), 'inventoryItemId');
        const cost = readAmount(item.cost, supplier.currency);
        if (!cost) return refused('Not an amount in this currency.', 'items', String(index), 'cost');
        items.push({
          variantId,
          supplierSku: item.supplierSku ?? null,
          packSize: item.packSize ?? 1,
          minimumQuantity: item.minimumQuantity ?? 1,
          costMinor: cost.amountMinor,
          leadTimeDays: item.leadTimeDays ?? null,
          leadTimeSpreadDays: item.leadTimeSpreadDays ?? null,
          serviceLevelBps: item.serviceLevelPercent == null ? null : Math.round(item.serviceLevelPercent * 100),
        });
      }
      const saved = await saveSupplierItems(ctx.deps.purchaseOrders, id, items);
      if (!saved.ok) return refused(saved.message, ...saved.field);
      return { supplier: await ctx.deps.purchaseOrders.supplier(id), userErrors: [] };
    },
  }),
  supplierItemsDelete: t.field({
    type: supplierPayload('SupplierItemsDeletePayload'),
    args: { supplierId: t.arg.id({ required: true }), inventoryItemIds: t.arg.idList({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = requireId('Supplier', String(args.supplierId), 'supplierId');
      const ids = args.inventoryItemIds.map((one) => requireId('InventoryItem', String(one), 'inventoryItemIds'));
      await ctx.deps.purchaseOrders.removeItems(id, ids);
      const supplier = await ctx.deps.purchaseOrders.supplier(id);
      return supplier ? { supplier, userErrors: [] } : refused('The supplier does not exist.', 'supplierId');
    },
  }),
}));
