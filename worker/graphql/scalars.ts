import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';

/** Scalars that both APIs share, with the Storefront API's names and wire forms. */

const literalText = (name: string) => (node: ValueNode) => {
  if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT) return node.value;
  throw new TypeError(`${name} must be a string`);
};

const text = (name: string, value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new TypeError(`${name} must be a string`);
};

const stringScalar = (name: string, description: string) =>
  new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: (value) => String(value),
    parseValue: (value) => text(name, value),
    parseLiteral: literalText(name),
  });

export const DecimalScalar = stringScalar('Decimal', 'A signed decimal number as text, exact: "29.99".');
export const UrlScalar = stringScalar('URL', 'An absolute address per RFC 3986.');
export const HtmlScalar = stringScalar('HTML', 'Text with HTML markup.');
export const ColorScalar = stringScalar('Color', 'A CSS hexadecimal colour: "#6A8D48".');
export const UnsignedInt64Scalar = stringScalar('UnsignedInt64', 'An unsigned 64-bit integer as text.');

export const DateTimeScalar = new GraphQLScalarType<string | Date, string>({
  name: 'DateTime',
  description: 'A point in time per ISO 8601 in UTC: "2026-11-24T12:00:00Z".',
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  parseValue: (value) => {
    const moment = text('DateTime', value);
    if (Number.isNaN(Date.parse(moment))) throw new TypeError('DateTime must be an ISO 8601 point in time');
    return moment;
  },
});

export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value.',
  serialize: (value) => value,
  parseValue: (value) => value,
});

/** TypeScript shapes of the scalars above, for a schema builder's `Scalars`; a type, since the builder wants an index signature. */
export type ScalarTypes = {
  ID: { Input: string; Output: string | number };
  Decimal: { Input: string; Output: string };
  URL: { Input: string; Output: string };
  DateTime: { Input: string; Output: string | Date };
  HTML: { Input: string; Output: string };
  Color: { Input: string; Output: string };
  JSON: { Input: unknown; Output: unknown };
  UnsignedInt64: { Input: string; Output: string | number };
};
