import type { CustomerAccount, KeptAddress } from '../../../ports/customer-accounts.ts';
import { type AccountDeps, customerOf } from '../../../services/customer-accounts.ts';
import { toGid } from '../../gid.ts';
import { cutPage } from '../../paging.ts';
import { builder } from '../builder.ts';
import { Order } from '../cart/order.ts';
import { HasMetafields } from '../catalogue/metafields.ts';
import { connectionOf } from '../common/connection.ts';
import { MailingAddress, type MailingAddressRecord } from '../common/mailing-address.ts';
import type { ShopContext } from '../context.ts';

/** A customer as the API shows it. */
export interface CustomerRecord extends CustomerAccount {
  readonly metafields: readonly [];
}

/** What accounts need of a request. */
export const accountDeps = (ctx: ShopContext): AccountDeps => ctx.deps;

/** The customer of an access token; null: nobody's, or it has ended. */
export async function customerByToken(token: string, ctx: ShopContext): Promise<CustomerRecord | null> {
  const customer = await customerOf(accountDeps(ctx), token);
  return customer && { ...customer, metafields: [] };
}

/** A kept address with its public id. */
export function addressRecord({ id, address }: KeptAddress): MailingAddressRecord {
  const { firstName, lastName, company, address1, address2, city, provinceCode, zip, countryCode, phone } = address;
  return {
    id: toGid('MailingAddress', id),
    address: {
      firstName: firstName ?? null,
      lastName: lastName ?? null,
      company: company ?? null,
      address1,
      address2: address2 ?? null,
      city,
      provinceCode: provinceCode ?? null,
      zip: zip ?? null,
      countryCode,
      phone: phone ?? null,
    },
  };
}

const OrderConnection = connectionOf('Order', Order);
const MailingAddressConnection = connectionOf('MailingAddress', MailingAddress);
const OrderSortKeys = builder.enumType('OrderSortKeys', {
  description: 'Orders of orders.',
  values: ['ID', 'PROCESSED_AT', 'RELEVANCE', 'TOTAL_PRICE'] as const,
});

export const Customer = builder.objectRef<CustomerRecord>('Customer').implement({
  description: 'A signed-in shopper. Orders of before are shown once the mailbox is proven.',
  interfaces: [HasMetafields],
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => toGid('Customer', id) }),
    email: t.exposeString('email', { nullable: true }),
    firstName: t.exposeString('firstName', { nullable: true }),
    lastName: t.exposeString('lastName', { nullable: true }),
    phone: t.exposeString('phone', { nullable: true }),
    displayName: t.string({
      resolve: ({ firstName, lastName, email }) => [firstName, lastName].filter(Boolean).join(' ') || email,
    }),
    acceptsMarketing: t.exposeBoolean('acceptsMarketing'),
    isEmailProven: t.exposeBoolean('isEmailProven', {
      description: 'Whether a link that was mailed to the address was opened. An addition to the Storefront API.',
    }),
    tags: t.stringList({ resolve: ({ tags }) => [...tags] }),
    createdAt: t.field({ type: 'DateTime', resolve: ({ createdAtMs }) => new Date(createdAtMs) }),
    updatedAt: t.field({ type: 'DateTime', resolve: ({ updatedAtMs }) => new Date(updatedAtMs) }),
    defaultAddress: t.field({
      type: MailingAddress,
      nullable: true,
      resolve: async ({ id }, _args, ctx) => {
        const found = (await ctx.deps.customers.addresses(id)).find(({ isDefault }) => isDefault);
        return found ? addressRecord(found) : null;
      },
    }),
    addresses: t.field({
      type: MailingAddressConnection,
      args: {
        first: t.arg.int(),
        after: t.arg.string(),
        last: t.arg.int(),
        before: t.arg.string(),
        reverse: t.arg.boolean({ defaultValue: false }),
      },
      resolve: async ({ id }, args, ctx) =>
        cutPage((await ctx.deps.customers.addresses(id)).map(addressRecord), args, (one) => one.id),
    }),
    orders: t.field({
      type: OrderConnection,
      args: {
        first: t.arg.int(),
        after: t.arg.string(),
        last: t.arg.int(),
        before: t.arg.string(),
        query: t.arg.string({ description: 'Not looked at.' }),
        reverse: t.arg.boolean({ defaultValue: false }),
        sortKey: t.arg({ type: OrderSortKeys, defaultValue: 'ID' }),
      },
      resolve: async ({ id }, args, ctx) => {
        const found = await ctx.deps.orders.byIds(await ctx.deps.customers.orderIds(id));
        const amount = args.sortKey === 'TOTAL_PRICE';
        const orders = [...found.values()]
          .sort((a, b) => (amount ? a.totalMinor - b.totalMinor : a.placedAtMs - b.placedAtMs) || a.id - b.id)
          .map((order) => ({ ...order, metafields: [] as const }));
        return cutPage(orders, args, (order) => order.id);
      },
    }),
  }),
});

builder.queryField('customer', (t) =>
  t.field({
    type: Customer,
    nullable: true,
    description: 'Who an access token belongs to; null for one that has ended.',
    args: { customerAccessToken: t.arg.string({ required: true }) },
    resolve: (_root, args, ctx) => customerByToken(args.customerAccessToken, ctx),
  }),
);
