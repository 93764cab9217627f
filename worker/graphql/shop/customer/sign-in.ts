import {
  createAccount,
  createAccountFromOrder,
  recover,
  resetPassword,
  signIn,
  updateAccount,
} from '../../../services/customer-accounts.ts';
import { networkOf } from '../../../services/network-of.ts';
import { numberFromGid, parseGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { marketPath } from '../common/translate.ts';
import type { ShopContext } from '../context.ts';
import { accountDeps, customerByToken } from './customer-type.ts';
import { payloadOf, refusedAt, refusedBy } from './payloads.ts';

const network = (ctx: ShopContext): string | null =>
  ctx.clientIp === null ? null : ctx.deps.saleTickets.digest('network', networkOf(ctx.clientIp));

const CustomerCreateInput = builder.inputType('CustomerCreateInput', {
  description: 'A new account.',
  fields: (t) => ({
    email: t.string({ required: true }),
    password: t.string({ required: true, description: '8 to 256 characters.' }),
    firstName: t.string(),
    lastName: t.string(),
    phone: t.string(),
    acceptsMarketing: t.boolean(),
  }),
});
const CustomerAccessTokenCreateInput = builder.inputType('CustomerAccessTokenCreateInput', {
  description: 'Who signs in.',
  fields: (t) => ({ email: t.string({ required: true }), password: t.string({ required: true }) }),
});
const CustomerResetInput = builder.inputType('CustomerResetInput', {
  description: 'A new password by a mailed token.',
  fields: (t) => ({ password: t.string({ required: true }), resetToken: t.string({ required: true }) }),
});
const CustomerUpdateInput = builder.inputType('CustomerUpdateInput', {
  description: 'What is changed; what is missing stays. The email address stays what it is.',
  fields: (t) => ({
    firstName: t.string(),
    lastName: t.string(),
    phone: t.string(),
    acceptsMarketing: t.boolean(),
    password: t.string(),
    email: t.string(),
  }),
});

const CreatePayload = payloadOf('CustomerCreatePayload', ['customer']);
const FromOrderPayload = payloadOf('CustomerCreateFromOrderPayload', ['customer', 'token']);
const TokenCreatePayload = payloadOf('CustomerAccessTokenCreatePayload', ['token']);
const TokenDeletePayload = payloadOf('CustomerAccessTokenDeletePayload', ['deletedToken']);
const RecoverPayload = payloadOf('CustomerRecoverPayload', []);
const ResetPayload = payloadOf('CustomerResetPayload', ['customer', 'token']);
const UpdatePayload = payloadOf('CustomerUpdatePayload', ['customer', 'token']);

/** Longest name and phone number. */
const cut = (text: string | null | undefined): string | null => text?.trim().slice(0, 255) || null;

builder.mutationFields((t) => ({
  customerCreate: t.field({
    type: CreatePayload,
    nullable: true,
    description: 'Makes an account. Orders of before stay hidden until the mailbox is proven by `customerReset`.',
    args: { input: t.arg({ type: CustomerCreateInput, required: true }) },
    resolve: async (_root, { input }, ctx) => {
      const made = await createAccount(accountDeps(ctx), {
        email: input.email,
        password: input.password,
        firstName: cut(input.firstName),
        lastName: cut(input.lastName),
        phone: cut(input.phone),
        acceptsMarketing: input.acceptsMarketing ?? false,
        locale: ctx.buyer.language,
        network: network(ctx),
      });
      if (!made.ok) return refusedBy(made.reason, ['input']);
      const nowMs = ctx.deps.clock.nowMs();
      return {
        customer: {
          id: made.customerId,
          email: input.email.trim().toLowerCase(),
          firstName: cut(input.firstName),
          lastName: cut(input.lastName),
          phone: cut(input.phone),
          acceptsMarketing: input.acceptsMarketing ?? false,
          isEmailProven: false,
          tags: [],
          createdAtMs: nowMs,
          updatedAtMs: nowMs,
          metafields: [] as const,
        },
        problems: [],
      };
    },
  }),
  customerCreateFromOrder: t.field({
    type: FromOrderPayload,
    nullable: true,
    description:
      'Makes an account of an order’s email address and signs in; the key of the order’s page is the proof. An addition to the Storefront API.',
    args: {
      orderId: t.arg.id({ required: true, description: 'gid://shopify/Order/NUMBER?key=SECRET.' }),
      password: t.arg.string({ required: true }),
      acceptsMarketing: t.arg.boolean({ defaultValue: false }),
    },
    resolve: async (_root, args, ctx) => {
      const gid = String(args.orderId);
      const orderId = numberFromGid('Order', gid);
      if (orderId === null) return refusedAt('NOT_FOUND', ['orderId'], 'orderId is not the id of an order.');
      const made = await createAccountFromOrder(accountDeps(ctx), {
        orderId,
        statusKey: parseGid(gid)?.query.get('key') ?? '',
        password: args.password,
        acceptsMarketing: args.acceptsMarketing ?? false,
        network: network(ctx),
      });
      if (!made.ok) return refusedBy(made.reason, []);
      return { customer: await customerByToken(made.token.accessToken, ctx), token: made.token, problems: [] };
    },
  }),
  customerAccessTokenCreate: t.field({
    type: TokenCreatePayload,
    nullable: true,
    description: 'Signs in.',
    args: { input: t.arg({ type: CustomerAccessTokenCreateInput, required: true }) },
    resolve: async (_root, { input }, ctx) => {
      const { email, password } = input;
      const given = await signIn(accountDeps(ctx), { email, password, network: network(ctx) });
      return given.ok ? { token: given.token, problems: [] } : refusedBy(given.reason, ['input']);
    },
  }),
  customerAccessTokenDelete: t.field({
    type: TokenDeletePayload,
    nullable: true,
    description: 'Signs out.',
    args: { customerAccessToken: t.arg.string({ required: true }) },
    resolve: async (_root, { customerAccessToken: token }, ctx) => ({
      deletedId: (await ctx.deps.customers.removeToken(ctx.deps.digest(token))) ? token : null,
      problems: [],
    }),
  }),
  customerRecover: t.field({
    type: RecoverPayload,
    nullable: true,
    description: 'Mails a link to a new password, if there is such an account; the answer does not say.',
    args: { email: t.arg.string({ required: true }) },
    resolve: async (_root, { email }, ctx) => {
      const { language, country } = ctx.buyer;
      const market = `${ctx.origin}${marketPath(language, country)}`;
      const done = await recover(accountDeps(ctx), { email, market, language, network: network(ctx) });
      return done.ok ? { problems: [] } : refusedBy(done.reason, []);
    },
  }),
  customerReset: t.field({
    type: ResetPayload,
    nullable: true,
    description: 'Sets a password by a mailed token, once; every other session ends.',
    args: { id: t.arg.id({ required: true }), input: t.arg({ type: CustomerResetInput, required: true }) },
    resolve: async (_root, { id, input }, ctx) => {
      const customerId = numberFromGid('Customer', String(id));
      if (customerId === null) return refusedBy('token', []);
      const set = await resetPassword(accountDeps(ctx), { customerId, ...input });
      if (!set.ok) return refusedBy(set.reason, ['input']);
      return { customer: await customerByToken(set.token.accessToken, ctx), token: set.token, problems: [] };
    },
  }),
  customerUpdate: t.field({
    type: UpdatePayload,
    nullable: true,
    description: 'Changes the signed-in customer. A new password ends every session and begins one.',
    args: {
      customerAccessToken: t.arg.string({ required: true }),
      customer: t.arg({ type: CustomerUpdateInput, required: true }),
    },
    resolve: async (_root, { customerAccessToken, customer }, ctx) => {
      const known = await customerByToken(customerAccessToken, ctx);
      if (!known) return refusedBy('token', []);
      if (customer.email && customer.email.trim().toLowerCase() !== known.email)
        return refusedAt('INVALID', ['customer', 'email'], 'The email address of an account cannot be changed.');
      const change = {
        ...(customer.firstName !== undefined && { firstName: cut(customer.firstName) }),
        ...(customer.lastName !== undefined && { lastName: cut(customer.lastName) }),
        ...(customer.phone !== undefined && { phone: cut(customer.phone) }),
        ...(customer.acceptsMarketing != null && { acceptsMarketing: customer.acceptsMarketing }),
      };
      const done = await updateAccount(accountDeps(ctx), known.id, change, customer.password ?? null);
      if (!done.ok) return refusedBy(done.reason, ['customer']);
      const token = done.token?.accessToken ?? customerAccessToken;
      return { customer: await customerByToken(token, ctx), token: done.token, problems: [] };
    },
  }),
}));
