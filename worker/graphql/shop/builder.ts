import { ColorScalar } from '../scalars.ts';
import { createBuilder } from '../schema-builder.ts';
import type { ShopContext } from './context.ts';

/** The code-first builder of the shop API; every type module adds to it, `schema.ts` builds it. */
export const builder = createBuilder<ShopContext>();

builder.addScalarType('Color', ColorScalar);

builder.queryType({ description: 'Reads of the shop, open to everyone.' });
builder.mutationType({ description: 'Writes of a shopper.' });
