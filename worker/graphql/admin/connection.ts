import type { ArgBuilder, ObjectRef } from '@pothos/core';
import { cutPage, LARGEST_PAGE, type Page, type PageArgs } from '../paging.ts';
import { adminBuilder } from './builder.ts';
import { PageInfo, pageSize } from './common.ts';

type AdminTypes = typeof adminBuilder extends PothosSchemaTypes.SchemaBuilder<infer Types> ? Types : never;
/** An object type of the admin schema with its backing type. */
type AdminRef<T> = ObjectRef<AdminTypes, T, T>;

/**
 * Declares a Relay connection over an admin type: nodes, edges, pageInfo. Pothos' resolver types cannot be worked out for an open T, so the two
 * resolvers that hand nodes on are typed by hand.
 */
export function connectionOf<T>(name: string, node: AdminRef<T>) {
  const edge = adminBuilder.objectRef<{ node: T; cursor: string }>(`${name}Edge`).implement({
    description: `A ${name} with its place in a list.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor'),
      node: t.field({ type: node, resolve: (parent) => parent.node as never }),
    }),
  });
  return adminBuilder.objectRef<Page<T>>(`${name}Connection`).implement({
    description: `A page of ${name} items.`,
    fields: (t) => ({
      edges: t.field({ type: [edge], resolve: (page) => [...page.items] }),
      nodes: t.field({ type: [node], resolve: (page) => page.items.map((item) => item.node) as never }),
      pageInfo: t.field({
        type: PageInfo,
        resolve: (page) => ({
          hasNextPage: page.hasNextPage,
          hasPreviousPage: page.hasPreviousPage,
          startCursor: page.items[0]?.cursor ?? null,
          endCursor: page.items.at(-1)?.cursor ?? null,
        }),
      }),
    }),
  });
}

/** Arguments of a list that is known whole. */
export const listArgs = (arg: ArgBuilder<AdminTypes>) => ({
  first: arg.int(),
  after: arg.string(),
  last: arg.int(),
  before: arg.string(),
  reverse: arg.boolean(),
});

/** A page of a list that is known whole; the largest there is where the call does not say how long. Errors as of `cutPage`. */
export function pageOf<T>(all: readonly T[], args: PageArgs, keyOf: (item: T) => string | number): Page<T> {
  return cutPage(all, args.first == null && args.last == null ? { ...args, first: LARGEST_PAGE } : args, keyOf);
}

/** The beginning of a list that is no connection; 1 to 250 items, all where the call does not say. */
export function firstOf<T>(all: readonly T[], first: number | null | undefined): T[] {
  return first == null ? [...all] : all.slice(0, pageSize(first));
}
