import { type DropStatus, statusAt, type TermsProblem } from '../../../commerce/drops/drop.ts';
import type { QueueFigures } from '../../../commerce/drops/sale-queue.ts';
import {
  type CreateRefusal,
  createDrop,
  stopDrop,
  type WatchedDrop,
  watchDrop,
  withQueue,
} from '../../services/manage-drops.ts';
import { numberFromGid, toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { requireId, type UserError, UserErrorType } from './common.ts';
import { connectionOf, listArgs, pageOf } from './connection.ts';

const DropStatusEnum = adminBuilder.enumType('DropStatus', {
  description: 'Where a drop stands.',
  values: {
    UPCOMING: { value: 'upcoming' },
    JOINING: { value: 'joining' },
    OPEN: { value: 'open' },
    SOLD_OUT: { value: 'sold_out' },
    CLOSED: { value: 'closed' },
    STOPPED: { value: 'stopped' },
  } satisfies Record<string, { value: DropStatus }>,
});

const DropQueue = adminBuilder.objectRef<QueueFigures>('DropQueue').implement({
  description: 'A drop’s queue in figures, this moment.',
  fields: (t) => ({
    tickets: t.exposeInt('tickets', { description: 'Tickets given out.' }),
    waiting: t.exposeInt('waiting'),
    admitted: t.exposeInt('admitted', { description: 'Buyers whose turn it is.' }),
    buying: t.exposeInt('buying', { description: 'Buyers whose purchase is underway.' }),
    lapsed: t.exposeInt('lapsed', { description: 'Buyers who let their turn pass.' }),
    left: t.exposeInt('left'),
    sold: t.exposeInt('sold', { description: 'Units bought.' }),
    unitsLeft: t.exposeInt('unitsLeft'),
  }),
});

const ends = ({ record, queue }: WatchedDrop) => queue?.end ?? record.end;
const endedAt = ({ record, queue }: WatchedDrop) => queue?.endedAtMs ?? record.endedAtMs;
const moment = (ms: number | null) => (ms === null ? null : new Date(ms));

const DropType = adminBuilder.objectRef<WatchedDrop>('Drop').implement({
  description: 'A variant that goes on sale at a moment, sold by its queue alone.',
  fields: (t) => ({
    id: t.id({ resolve: ({ record }) => toGid('Drop', record.terms.dropId) }),
    variantId: t.id({ resolve: ({ record }) => toGid('ProductVariant', record.terms.variantId) }),
    productId: t.id({ resolve: ({ record }) => toGid('Product', record.productId) }),
    productTitle: t.string({ resolve: ({ record }) => record.productTitle }),
    variantTitle: t.string({ resolve: ({ record }) => record.variantTitle }),
    status: t.field({
      type: DropStatusEnum,
      resolve: (of, _args, ctx) => statusAt(of.record.terms, ends(of), ctx.nowMs),
    }),
    joinsFrom: t.field({ type: 'DateTime', resolve: ({ record }) => new Date(record.terms.joinsFromMs) }),
    opensAt: t.field({ type: 'DateTime', resolve: ({ record }) => new Date(record.terms.opensAtMs) }),
    closesAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ record }) => moment(record.terms.closesAtMs) }),
    units: t.int({ resolve: ({ record }) => record.terms.units }),
    limitPerCustomer: t.int({ resolve: ({ record }) => record.terms.perCustomer }),
    buyingWindowSeconds: t.int({ resolve: ({ record }) => Math.round(record.terms.windowMs / 1_000) }),
    admitPerSecond: t.int({ nullable: true, resolve: ({ record }) => record.terms.admitPerSecond }),
    ticketsPerNetwork: t.int({ nullable: true, resolve: ({ record }) => record.terms.perNetwork }),
    createdAt: t.field({ type: 'DateTime', resolve: ({ record }) => new Date(record.createdAtMs) }),
    createdBy: t.string({
      description: 'Who made it: `staff:ID` or `app:NAME`.',
      resolve: ({ record }) => record.createdBy,
    }),
    endedAt: t.field({ type: 'DateTime', nullable: true, resolve: (of) => moment(endedAt(of)) }),
    sold: t.int({ description: 'Units bought.', resolve: ({ record, queue }) => queue?.figures.sold ?? record.sold }),
    queue: t.field({
      type: DropQueue,
      nullable: true,
      description: 'Null when the queue cannot be reached, or has gone on to a later drop.',
      resolve: ({ queue }) => queue?.figures ?? null,
    }),
  }),
});
const DropConnection = connectionOf('Drop', DropType);

interface Payload {
  readonly drop: WatchedDrop | null;
  readonly userErrors: readonly UserError[];
}
const payload = (name: string) =>
  adminBuilder.objectRef<Payload>(name).implement({
    description: 'The drop, or why nothing was done.',
    fields: (t) => ({
      drop: t.field({ type: DropType, nullable: true, resolve: ({ drop }) => drop }),
      userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
    }),
  });
const DropCreatePayload = payload('DropCreatePayload');
const DropStopPayload = payload('DropStopPayload');

const DropCreateInput = adminBuilder.inputType('DropCreateInput', {
  description: 'A variant to put on sale at a moment.',
  fields: (t) => ({
    variantId: t.id({ required: true }),
    opensAt: t.field({ type: 'DateTime', required: true }),
    joinsFrom: t.field({
      type: 'DateTime',
      description: 'From when on tickets are given out; at once where it is missing.',
    }),
    closesAt: t.field({ type: 'DateTime', description: 'When it ends even if units are left; missing: never.' }),
    units: t.int({ required: true, description: 'At most what is available now.' }),
    limitPerCustomer: t.int({ description: 'Units one customer can have; 1 where it is missing.' }),
    buyingWindowSeconds: t.int({
      description: 'How long an admitted buyer may take until they submit; 300 where it is missing.',
    }),
    admitPerSecond: t.int({ description: 'Most buyers admitted in a second; missing: as many as there are units.' }),
    ticketsPerNetwork: t.int({ description: 'Most tickets of one network address; missing: any number.' }),
  }),
});

const inputError = ({ field, rule }: TermsProblem): UserError => ({
  field: ['input', field],
  message: `${field} ${rule}`,
});

function createErrors(refusal: CreateRefusal): readonly UserError[] {
  switch (refusal.reason) {
    case 'terms':
      return refusal.problems.map(inputError);
    case 'no_variant':
      return [{ field: ['input', 'variantId'], message: 'The variant does not exist.' }];
    case 'unavailable':
      return [{ field: null, message: 'Stock or queue could not be reached; try again.' }];
    case 'stock':
      return [{ field: ['input', 'units'], message: `Only ${refusal.available} units are available.` }];
    case 'lasting':
      return [{ field: ['input', 'variantId'], message: 'Another drop of this variant is not over yet.' }];
  }
}

adminBuilder.queryFields((t) => ({
  drops: t.field({
    type: DropConnection,
    description: 'Drops, the latest opening first.',
    args: listArgs(t.arg),
    resolve: async (_root, args, ctx) => {
      const page = pageOf(await ctx.deps.drops.records.list(), args, (one) => one.terms.dropId);
      const items = await Promise.all(
        page.items.map(async ({ node, cursor }) => ({ cursor, node: await withQueue(ctx.deps, node) })),
      );
      return { ...page, items };
    },
  }),
  drop: t.field({
    type: DropType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, args, ctx) => watchDrop(ctx.deps, requireId('Drop', String(args.id), 'id')),
  }),
}));

adminBuilder.mutationFields((t) => ({
  dropCreate: t.field({
    type: DropCreatePayload,
    nullable: true,
    description: 'Puts a variant on sale at a moment. From the answer on it can be bought by its queue alone.',
    args: { input: t.arg({ type: DropCreateInput, required: true }) },
    resolve: async (_root, { input }, ctx) => {
      const variantId = numberFromGid('ProductVariant', String(input.variantId));
      if (variantId === null) return { drop: null, userErrors: createErrors({ ok: false, reason: 'no_variant' }) };
      const opensAtMs = Date.parse(input.opensAt);
      const terms = {
        variantId,
        opensAtMs,
        joinsFromMs: input.joinsFrom == null ? Math.min(ctx.nowMs, opensAtMs) : Date.parse(input.joinsFrom),
        closesAtMs: input.closesAt == null ? null : Date.parse(input.closesAt),
        units: input.units,
        perCustomer: input.limitPerCustomer ?? 1,
        windowMs: (input.buyingWindowSeconds ?? 300) * 1_000,
        admitPerSecond: input.admitPerSecond ?? null,
        perNetwork: input.ticketsPerNetwork ?? null,
      };
      const created = await createDrop(ctx.deps, terms, ctx.caller.actor, ctx.nowMs);
      if (!created.ok) return { drop: null, userErrors: createErrors(created) };
      const drop = await watchDrop(ctx.deps, created.dropId);
      if (drop) await ctx.purge([`product:${drop.record.productId}`]);
      return { drop, userErrors: [] };
    },
  }),
  dropStop: t.field({
    type: DropStopPayload,
    nullable: true,
    description:
      'Ends a drop now: everybody in its queue is told, purchases that were begun go on, and the variant is sold as any other again.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const stopped = await stopDrop(ctx.deps, requireId('Drop', String(args.id), 'id'));
      if (!stopped.ok) {
        const isGone = stopped.reason === 'not_found';
        const message = isGone ? 'There is no such drop.' : 'The queue could not be reached; try again.';
        return { drop: null, userErrors: [{ field: ['id'], message }] };
      }
      await ctx.purge([`product:${stopped.record.productId}`]);
      return { drop: await withQueue(ctx.deps, stopped.record), userErrors: [] };
    },
  }),
}));
