import SchemaBuilder from '@pothos/core';
import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import type { ShopContext } from './context.ts';

/** The code-first builder of the shop API; every type module adds to it, `schema.ts` prints it. */
export const builder = new SchemaBuilder<{
  Context: ShopContext;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string | number };
    Decimal: { Input: string; Output: string };
    URL: { Input: string; Output: string };
    DateTime: { Input: string; Output: string | Date };
    HTML: { Input: string; Output: string };
    Color: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
    UnsignedInt64: { Input: string; Output: string | number };
  };
}>({ defaultFieldNullability: false });

const text = (name: string, value: unknown): string => {
  if (typeof value === 'string') return value;
  throw new TypeError(`${name} must be a string`);
};

const literalText = (name: string) => (node: ValueNode) => {
  if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT) return node.value;
  throw new TypeError(`${name} must be a string`);
};

const stringScalar = (name: string, description: string) =>
  new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: (value) => String(value),
    parseValue: (value) => (typeof value === 'number' ? String(value) : text(name, value)),
    parseLiteral: literalText(name),
  });

builder.addScalarType('Decimal', stringScalar('Decimal', 'A signed decimal number as text, exact: "29.99".'));
builder.addScalarType('URL', stringScalar('URL', 'An absolute address per RFC 3986.'));
builder.addScalarType('HTML', stringScalar('HTML', 'Text with HTML markup.'));
builder.addScalarType('Color', stringScalar('Color', 'A CSS hexadecimal colour: "#6A8D48".'));
builder.addScalarType('UnsignedInt64', stringScalar('UnsignedInt64', 'An unsigned 64-bit integer as text.'));
builder.addScalarType(
  'DateTime',
  new GraphQLScalarType<string | Date, string>({
    name: 'DateTime',
    description: 'A point in time per ISO 8601 in UTC: "2026-11-24T12:00:00Z".',
    serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
    parseValue: (value) => {
      const moment = text('DateTime', value);
      if (Number.isNaN(Date.parse(moment))) throw new TypeError('DateTime must be an ISO 8601 point in time');
      return moment;
    },
  }),
);
builder.addScalarType(
  'JSON',
  new GraphQLScalarType<unknown, unknown>({ name: 'JSON', description: 'Any JSON value.', serialize: (value) => value, parseValue: (value) => value }),
);

builder.queryType({ description: 'Reads of the shop, open to everyone.' });
builder.mutationType({ description: 'Writes of a shopper.' });
