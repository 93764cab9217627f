import SchemaBuilder from '@pothos/core';
import {
  DateTimeScalar,
  DecimalScalar,
  HtmlScalar,
  JsonScalar,
  type ScalarTypes,
  UnsignedInt64Scalar,
  UrlScalar,
} from '../scalars.ts';
import type { AdminContext } from './context.ts';

/** The code-first builder of the admin API; every type module adds to it, `schema.ts` builds it. */
export const adminBuilder = new SchemaBuilder<{
  Context: AdminContext;
  DefaultFieldNullability: false;
  Scalars: {
    ID: ScalarTypes['ID'];
    Decimal: ScalarTypes['Decimal'];
    URL: ScalarTypes['URL'];
    DateTime: ScalarTypes['DateTime'];
    HTML: ScalarTypes['HTML'];
    JSON: ScalarTypes['JSON'];
    UnsignedInt64: ScalarTypes['UnsignedInt64'];
  };
}>({ defaultFieldNullability: false });

adminBuilder.addScalarType('Decimal', DecimalScalar);
adminBuilder.addScalarType('URL', UrlScalar);
adminBuilder.addScalarType('HTML', HtmlScalar);
adminBuilder.addScalarType('UnsignedInt64', UnsignedInt64Scalar);
adminBuilder.addScalarType('DateTime', DateTimeScalar);
adminBuilder.addScalarType('JSON', JsonScalar);

adminBuilder.queryType({ description: 'What staff and connected systems read.' });
adminBuilder.mutationType({ description: 'What staff and connected systems change.' });
