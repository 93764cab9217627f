import SchemaBuilder from '@pothos/core';
import {
  DateTimeScalar,
  DecimalScalar,
  HtmlScalar,
  JsonScalar,
  type ScalarTypes,
  UnsignedInt64Scalar,
  UrlScalar,
} from './scalars.ts';

/** A code-first schema builder with what both APIs have in common: fields that are never null unless they say so, and the scalars. */
export function createBuilder<Context extends object>() {
  const builder = new SchemaBuilder<{ Context: Context; DefaultFieldNullability: false; Scalars: ScalarTypes }>({
    defaultFieldNullability: false,
  });
  builder.addScalarType('Decimal', DecimalScalar);
  builder.addScalarType('URL', UrlScalar);
  builder.addScalarType('HTML', HtmlScalar);
  builder.addScalarType('UnsignedInt64', UnsignedInt64Scalar);
  builder.addScalarType('DateTime', DateTimeScalar);
  builder.addScalarType('JSON', JsonScalar);
  return builder;
}
