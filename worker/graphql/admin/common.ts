import { GraphQLError } from 'graphql';
import { type Money, toDecimalString } from '../../../commerce/money/money.ts';
import { numberFromGid } from '../gid.ts';
import { cursorFrom, foreignCursor, textIn } from '../paging.ts';
import { adminBuilder } from './builder.ts';

/** A user error as the Admin API shows it. */
export interface UserError {
  readonly field: readonly string[] | null;
  readonly message: string;
  readonly code?: string | undefined;
}

export const UserErrorType = adminBuilder.objectRef<UserError>('UserError').implement({
  description: 'Why a change was refused, and which input field it concerns.',
  fields: (t) => ({
    field: t.stringList({ nullable: true, resolve: (error) => (error.field === null ? null : [...error.field]) }),
    message: t.exposeString('message'),
  }),
});

export const PageInfo = adminBuilder
  .objectRef<{ hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null }>(
    'PageInfo',
  )
  .implement({
    description: 'Where a page stands in its list.',
    fields: (t) => ({
      hasNextPage: t.exposeBoolean('hasNextPage'),
      hasPreviousPage: t.exposeBoolean('hasPreviousPage'),
      startCursor: t.exposeString('startCursor', { nullable: true }),
      endCursor: t.exposeString('endCursor', { nullable: true }),
    }),
  });

export const CountType = adminBuilder.objectRef<{ count: number }>('Count').implement({
  description: 'How many items a list has.',
  fields: (t) => ({ count: t.exposeInt('count'), precision: t.string({ resolve: () => 'EXACT' }) }),
});

export const MoneyV2 = adminBuilder.objectRef<Money>('MoneyV2').implement({
  description: 'An exact amount with its currency.',
  fields: (t) => ({
    amount: t.field({ type: 'Decimal', resolve: toDecimalString }),
    currencyCode: t.string({ resolve: (amount) => amount.currency }),
  }),
});

/** An amount as the shopper saw it and, where it is another, in the shop's currency. */
export interface TwoMoneys extends Money {
  readonly shop?: Money | undefined;
}

export const MoneyBag = adminBuilder.objectRef<TwoMoneys>('MoneyBag').implement({
  description:
    'An amount in the shop’s currency, at the rate of the order it belongs to, and as the shopper saw it. Both are the same where the order was placed in the shop’s currency, or where no rate was known.',
  fields: (t) => ({
    shopMoney: t.field({ type: MoneyV2, resolve: (amount) => amount.shop ?? amount }),
    presentmentMoney: t.field({ type: MoneyV2, resolve: (amount) => amount }),
  }),
});

/** Number of a public id, or a GraphQL error that names the argument. */
export function requireId(type: string, gid: string, argument: string): number {
  const id = numberFromGid(type, gid);
  if (id === null)
    throw new GraphQLError(`${argument}: not an id of the form gid://shopify/${type}/NUMBER.`, {
      extensions: { code: 'INVALID_ID', argument },
    });
  return id;
}

/** Page size from `first`; 1..250 else an error that names it. */
export function pageSize(first: number | null | undefined, fallback = 50): number {
  const size = first ?? fallback;
  if (size < 1 || size > 250)
    throw new GraphQLError('first: must lie between 1 and 250.', {
      extensions: { code: 'BAD_USER_INPUT', argument: 'first' },
    });
  return size;
}

/** Opaque cursor of parts: JSON, which may hold titles in any script. */
export const encodeCursor = (parts: readonly (number | string)[]) => cursorFrom(JSON.stringify(parts));

/** Parts of a cursor; an error that names `after` when it was not made here. */
export function decodeCursor(cursor: string): readonly unknown[] {
  const text = textIn(cursor, 'after');
  try {
    const parts: unknown = JSON.parse(text);
    if (Array.isArray(parts)) return parts;
  } catch {
    // falls through: not one of ours
  }
  throw foreignCursor('after');
}

/** An error that names an argument and what is wrong with it. */
export function badInput(argument: string, message: string): GraphQLError {
  return new GraphQLError(`${argument}: ${message}`, { extensions: { code: 'BAD_USER_INPUT', argument } });
}
