import type { ObjectRef } from '@pothos/core';
import { adminBuilder } from './builder.ts';
import { type Page, PageInfo } from './common.ts';

/** An object type of the admin schema with its backing type. */
type AdminRef<T> = ObjectRef<
  typeof adminBuilder extends PothosSchemaTypes.SchemaBuilder<infer Types> ? Types : never,
  T,
  T
>;

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

/** A whole list as one page, for lists that are short by nature. */
export function wholePage<T>(nodes: readonly T[]): Page<T> {
  return {
    items: nodes.map((node, index) => ({ node, cursor: String(index) })),
    hasNextPage: false,
    hasPreviousPage: false,
  };
}
