import type { FailedEvent } from '../../ports/failed-events.ts';
import { retryFailedEvents } from '../../services/failed-events.ts';
import { numberFromGid, toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { CountType, decodeCursor, encodeCursor, pageSize, type UserError, UserErrorType } from './common.ts';
import { connectionOf } from './connection.ts';

const MOST_TOGETHER = 100;

const FailedEventType = adminBuilder.objectRef<FailedEvent>('FailedEvent').implement({
  description:
    'A message between parts of the shop that could not be handled, however often it was tried. An addition to the Admin API.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('FailedEvent', one.id) }),
    topic: t.exposeString('topic', { description: 'What it tells of, such as order.placed.' }),
    body: t.string({ description: 'The message as JSON.', resolve: (one) => JSON.stringify(one.body) }),
    failedAt: t.field({ type: 'DateTime', resolve: (one) => new Date(one.failedAtMs) }),
  }),
});
const FailedEventConnection = connectionOf('FailedEvent', FailedEventType);

adminBuilder.queryFields((t) => ({
  failedEvents: t.field({
    type: FailedEventConnection,
    description: 'Messages that nobody could handle, newest first.',
    args: { first: t.arg.int(), after: t.arg.string() },
    resolve: async (_root, args, ctx) => {
      const [before] = args.after ? decodeCursor(args.after) : [];
      const beforeId = typeof before === 'number' ? before : null;
      const limit = pageSize(args.first);
      const found = await ctx.deps.failedEvents.list(limit + 1, beforeId);
      return {
        items: found.slice(0, limit).map((node) => ({ node, cursor: encodeCursor([node.id]) })),
        hasNextPage: found.length > limit,
        hasPreviousPage: beforeId !== null,
      };
    },
  }),
  failedEventsCount: t.field({
    type: CountType,
    resolve: async (_root, _args, ctx) => ({ count: await ctx.deps.failedEvents.count() }),
  }),
}));

interface Payload {
  readonly count: number;
  readonly userErrors: readonly UserError[];
}
const payload = (name: string, description: string) =>
  adminBuilder.objectRef<Payload>(name).implement({
    fields: (t) => ({
      count: t.exposeInt('count', { description }),
      userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
    }),
  });
const RetryPayload = payload('FailedEventsRetryPayload', 'Messages that are on their way again.');
const DeletePayload = payload('FailedEventsDeletePayload', 'Messages that were let go.');

/** Numbers of 1 to 100 ids, or what is wrong with them. */
function numbersOf(ids: readonly unknown[]): { readonly numbers: readonly number[] } | { readonly error: UserError } {
  const refused = (message: string) => ({ error: { field: ['ids'], message } });
  if (ids.length === 0 || ids.length > MOST_TOGETHER) return refused(`ids: must be 1 to ${MOST_TOGETHER}.`);
  const numbers: number[] = [];
  for (const id of ids) {
    const number = numberFromGid('FailedEvent', String(id));
    if (number === null) return refused(`ids: ${String(id)} is not the id of a failed event.`);
    numbers.push(number);
  }
  return { numbers };
}

adminBuilder.mutationFields((t) => ({
  failedEventsRetry: t.field({
    type: RetryPayload,
    nullable: true,
    description: 'Has messages handled again; what fails once more comes back. Ids that are gone are passed over.',
    args: { ids: t.arg.idList({ required: true, description: '100 at most.' }) },
    resolve: async (_root, { ids }, ctx) => {
      const asked = numbersOf(ids);
      if ('error' in asked) return { count: 0, userErrors: [asked.error] };
      const { retried, unknown } = await retryFailedEvents(ctx.deps, asked.numbers);
      const message = `This version of the shop knows no ${unknown.join(', ')}: these stay.`;
      return { count: retried, userErrors: unknown.length === 0 ? [] : [{ field: ['ids'], message }] };
    },
  }),
  failedEventsDelete: t.field({
    type: DeletePayload,
    nullable: true,
    description: 'Lets messages go for good: what they tell of is not done. Ids that are gone are passed over.',
    args: { ids: t.arg.idList({ required: true, description: '100 at most.' }) },
    resolve: async (_root, { ids }, ctx) => {
      const asked = numbersOf(ids);
      if ('error' in asked) return { count: 0, userErrors: [asked.error] };
      return { count: await ctx.deps.failedEvents.remove(asked.numbers), userErrors: [] };
    },
  }),
}));
