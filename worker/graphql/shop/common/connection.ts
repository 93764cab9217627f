import type { InterfaceRef, ObjectRef } from '@pothos/core';
import type { Page } from '../../paging.ts';
import { builder } from '../builder.ts';

type ShopTypes = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer Types> ? Types : never;

/** Something that can stand in a list, with its backing type. */
type NodeRef<T> = ObjectRef<ShopTypes, T, T> | InterfaceRef<ShopTypes, T, T> | (T extends string ? 'String' : never);

export const PageInfo = builder.objectRef<Page<unknown>>('PageInfo').implement({
  description: 'Where a page stands in its list.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage'),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage'),
    startCursor: t.string({ nullable: true, resolve: (page) => page.items[0]?.cursor ?? null }),
    endCursor: t.string({ nullable: true, resolve: (page) => page.items.at(-1)?.cursor ?? null }),
  }),
});

/**
 * Declares `NameEdge` and gives back the reference and fields of `NameConnection`, which a type with more fields adds to. Pothos' resolver types cannot be
 * worked out for an open T, so the resolvers that hand nodes on are typed by hand.
 */
export function connectionParts<T, P extends Page<T> = Page<T>>(name: string, node: NodeRef<T>) {
  const edge = builder.objectRef<{ readonly node: T; readonly cursor: string }>(`${name}Edge`).implement({
    description: `A ${name} with its place in a list.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor'),
      node: t.field({ type: node, resolve: (parent) => parent.node as never }),
    }),
  });
  const ref = builder.objectRef<P>(`${name}Connection`);
  builder.objectFields(ref, (t) => ({
    edges: t.field({ type: [edge], resolve: (page) => page.items as never }),
    nodes: t.field({ type: [node], resolve: (page) => page.items.map((item) => item.node) as never }),
    pageInfo: t.field({ type: PageInfo, resolve: (page) => page }),
  }));
  return ref;
}

/** Declares a plain connection: edges, nodes, pageInfo. */
export function connectionOf<T>(name: string, node: NodeRef<T>) {
  return connectionParts<T>(name, node).implement({ description: `A page of ${name} items.` });
}
