import SchemaBuilder from '@pothos/core';
import {
  ColorScalar,
  DateTimeScalar,
  DecimalScalar,
  HtmlScalar,
  JsonScalar,
  type ScalarTypes,
  UnsignedInt64Scalar,
  UrlScalar,
} from '../scalars.ts';
import type { ShopContext } from './context.ts';

/** The code-first builder of the shop API; every type module adds to it, `schema.ts` builds it. */
export const builder = new SchemaBuilder<{
  Context: ShopContext;
  DefaultFieldNullability: false;
  Scalars: {
    ID: ScalarTypes['ID'];
    Decimal: ScalarTypes['Decimal'];
    URL: ScalarTypes['URL'];
    DateTime: ScalarTypes['DateTime'];
    HTML: ScalarTypes['HTML'];
    Color: ScalarTypes['Color'];
    JSON: ScalarTypes['JSON'];
    UnsignedInt64: ScalarTypes['UnsignedInt64'];
  };
}>({ defaultFieldNullability: false });

builder.addScalarType('Decimal', DecimalScalar);
builder.addScalarType('URL', UrlScalar);
builder.addScalarType('HTML', HtmlScalar);
builder.addScalarType('Color', ColorScalar);
builder.addScalarType('UnsignedInt64', UnsignedInt64Scalar);
builder.addScalarType('DateTime', DateTimeScalar);
builder.addScalarType('JSON', JsonScalar);

builder.queryType({ description: 'Reads of the shop, open to everyone.' });
builder.mutationType({ description: 'Writes of a shopper.' });
