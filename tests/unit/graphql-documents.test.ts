import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { DocumentStore } from '../../worker/graphql/http/documents.ts';

const schema = buildSchema(`
  type Query { items(first: Int, owner: ID!): [Item!]! }
  type Item { id: ID! parts(first: Int): [Item!]! }
`);
const SOURCE = `query Items($first: Int = 2, $owner: ID!, $deep: Boolean = false) {
  items(first: $first, owner: $owner) { id parts(first: 250) @include(if: $deep) { id parts(first: 250) { id } } }
}`;

function overweight(store: DocumentStore, variables: Record<string, unknown>) {
  const prepared = store.prepare(SOURCE);
  if (!prepared.ok) throw prepared.errors[0];
  return store.overweight(prepared.known, null, variables)?.extensions.code ?? null;
}

test('an operation is weighed anew when a size or a condition changes, and only then', () => {
  const store = new DocumentStore(schema);
  expect(overweight(store, { owner: 'a' })).toBeNull();
  expect(overweight(store, { owner: 'b', first: 250 })).toBeNull();
  expect(overweight(store, { owner: 'b', first: 250, deep: true })).toBe('MAX_COMPLEXITY_EXCEEDED');
  expect(overweight(store, { owner: 'c', deep: false })).toBeNull();
  const prepared = store.prepare(SOURCE);
  expect(prepared.ok && prepared.known.weighed.size).toBe(4);
  overweight(store, { owner: 'd' });
  expect(prepared.ok && prepared.known.weighed.size).toBe(4);
});

test('a request that does not fit leaves no weight behind for one that does', () => {
  const store = new DocumentStore(schema);
  expect(overweight(store, { first: 250, deep: true })).toBeNull();
  expect(overweight(store, { owner: 'a', first: 250, deep: true })).toBe('MAX_COMPLEXITY_EXCEEDED');
});
