import { isEmail } from '../../../../commerce/cart/apply.ts';
import type { DropEnd } from '../../../../commerce/drops/drop.ts';
import { emailIdentity } from '../../../../commerce/drops/identity.ts';
import type { JoinAnswer, QueueUnavailable, SignedTicket } from '../../../ports/sale-queues.ts';
import { numberFromGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { DisplayableError } from '../common/user-error.ts';
import type { ShopContext } from '../context.ts';
import { Drop, type DropFacts, DropTicket, type TicketFacts } from './types.ts';

const CODES = [
  'INVALID',
  'NOT_FOUND',
  'ENDED',
  'TOO_EARLY',
  'JOINED_ELSEWHERE',
  'LIMIT_REACHED',
  'TOO_MANY_FROM_NETWORK',
  'FULL',
  'UNAVAILABLE',
] as const;
interface DropError {
  readonly code: (typeof CODES)[number];
  readonly field: readonly string[] | null;
  readonly message: string;
}
const DropUserErrorCode = builder.enumType('DropUserErrorCode', {
  description: 'Why no ticket was given.',
  values: CODES,
});
const DropUserError = builder.objectRef<DropError>('DropUserError').implement({
  description: 'Why no ticket was given.',
  interfaces: [DisplayableError],
  fields: (t) => ({ code: t.field({ type: DropUserErrorCode, resolve: ({ code }) => code }) }),
});
interface Payload {
  readonly ticket: TicketFacts | null;
  readonly userErrors: readonly DropError[];
}
const payload = (name: string) =>
  builder.objectRef<Payload>(name).implement({
    description: 'The ticket, or why there is none.',
    fields: (t) => ({
      ticket: t.field({ type: DropTicket, nullable: true, resolve: ({ ticket }) => ticket }),
      userErrors: t.field({ type: [DropUserError], resolve: ({ userErrors }) => [...userErrors] }),
    }),
  });
const DropJoinPayload = payload('DropJoinPayload');
const DropLeavePayload = payload('DropLeavePayload');

const DropJoinInput = builder.inputType('DropJoinInput', {
  description: 'Who joins the queue of a drop.',
  fields: (t) => ({
    variantId: t.id({ required: true }),
    quantity: t.int({ description: 'Units wanted; 1 where it is missing.' }),
    email: t.string({
      description: 'The place then belongs to this address: the purchase must have it too. Without it, to the device.',
    }),
    deviceToken: t.string({
      required: true,
      description:
        'Secret of 16 to 200 characters that the caller makes up once: joining again with it gives the same ticket, and nobody else gets it.',
    }),
  }),
});

const refused = (code: DropError['code'], message: string, field: readonly string[] | null = null): Payload => ({
  ticket: null,
  userErrors: [{ code, message, field }],
});

const ENDS: Readonly<Record<DropEnd, string>> = {
  sold_out: 'Sold out.',
  closed: 'The sale is over.',
  stopped: 'The sale was stopped.',
};

function refusalOf(answer: Exclude<JoinAnswer, { ok: true }> | QueueUnavailable): Payload {
  switch (answer.reason) {
    case 'ended':
      return refused('ENDED', ENDS[answer.end]);
    case 'too_early':
      return refused('TOO_EARLY', 'The queue is not open yet.');
    case 'joined_elsewhere':
      return refused('JOINED_ELSEWHERE', 'This address is in the queue already, from another device.', [
        'input',
        'email',
      ]);
    case 'over_limit':
      return refused(
        'LIMIT_REACHED',
        answer.most === 0
          ? 'You have bought as many as one customer can.'
          : `One customer can have ${answer.most} more at most.`,
        ['input', 'quantity'],
      );
    case 'network_limit':
      return refused('TOO_MANY_FROM_NETWORK', 'Too many have joined from your network.');
    case 'full':
      return refused('FULL', 'The queue is full.');
    case 'gone':
      return refused('NOT_FOUND', 'This item is not sold by queue.', ['input', 'variantId']);
    case 'unavailable':
      return refused('UNAVAILABLE', 'The queue could not be reached; try again.');
  }
}

async function joinQueue(ctx: ShopContext, input: typeof DropJoinInput.$inferInput): Promise<Payload> {
  const variantId = numberFromGid('ProductVariant', String(input.variantId));
  if (variantId === null) return refused('INVALID', 'variantId is not the id of a variant.', ['input', 'variantId']);
  const quantity = input.quantity ?? 1;
  if (quantity < 1) return refused('INVALID', 'quantity must be at least 1.', ['input', 'quantity']);
  const email = input.email?.trim() ?? '';
  if (email !== '' && !isEmail(email)) return refused('INVALID', 'Email is invalid.', ['input', 'email']);
  const { deviceToken } = input;
  if (deviceToken.length < 16 || deviceToken.length > 200)
    return refused('INVALID', 'deviceToken must have 16 to 200 characters.', ['input', 'deviceToken']);
  const { saleQueues, saleTickets } = ctx.deps;
  const current = await saleQueues.view(variantId);
  if (!current.ok) return refusalOf(current);
  if (!current.drop) return refusalOf({ ok: false, reason: 'gone' });
  const { dropId } = current.drop.terms;
  const device = saleTickets.digest('device', deviceToken);
  const joined = await saleQueues.join(variantId, dropId, {
    identity: email === '' ? device : saleTickets.digest('email', emailIdentity(email)),
    isEmail: email !== '',
    device,
    network: ctx.clientIp === null ? null : saleTickets.digest('network', ctx.clientIp),
    quantity,
  });
  if (!joined.ok) return refusalOf(joined);
  const { number, place } = joined;
  return {
    ticket: { token: saleTickets.sign({ variantId, dropId, number }), variantId, dropId, place },
    userErrors: [],
  };
}

async function ticketOf(ctx: ShopContext, token: string, ticket: SignedTicket): Promise<TicketFacts | null> {
  const answer = await ctx.deps.saleQueues.place(ticket.variantId, ticket);
  if (answer.ok) return { token, ...ticket, place: answer.place };
  if (answer.reason === 'unavailable') throw new Error(`the queue of variant ${ticket.variantId} could not be reached`);
  return null;
}

builder.queryFields((t) => ({
  drop: t.field({
    type: Drop,
    nullable: true,
    description: 'The present or last drop of a variant, as its queue has it this moment.',
    args: { variantId: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx): Promise<DropFacts | null> => {
      const variantId = numberFromGid('ProductVariant', String(args.variantId));
      const view = variantId === null ? null : await ctx.deps.saleQueues.view(variantId);
      if (view && !view.ok) throw new Error(`the queue of variant ${variantId} could not be reached`);
      return view?.drop ?? null;
    },
  }),
  dropTicket: t.field({
    type: DropTicket,
    nullable: true,
    description: 'Where a ticket stands; null when it is none, or its drop is long over.',
    args: { token: t.arg.string({ required: true }) },
    resolve: (_root, { token }, ctx) => {
      const ticket = ctx.deps.saleTickets.read(token);
      return ticket ? ticketOf(ctx, token, ticket) : null;
    },
  }),
}));

builder.mutationFields((t) => ({
  dropJoin: t.field({
    type: DropJoinPayload,
    nullable: true,
    description: 'Joins the queue of a drop. Joining again gives the ticket one has.',
    args: { input: t.arg({ type: DropJoinInput, required: true }) },
    resolve: (_root, { input }, ctx) => joinQueue(ctx, input),
  }),
  dropLeave: t.field({
    type: DropLeavePayload,
    nullable: true,
    description: 'Gives a ticket back; the next moves up.',
    args: { token: t.arg.string({ required: true }) },
    resolve: async (_root, { token }, ctx) => {
      const ticket = ctx.deps.saleTickets.read(token);
      if (!ticket) return refused('NOT_FOUND', 'There is no such ticket.', ['token']);
      const left = await ctx.deps.saleQueues.leave(ticket.variantId, ticket);
      if (!left.ok) return refusalOf(left);
      return { ticket: await ticketOf(ctx, token, ticket), userErrors: [] };
    },
  }),
}));
