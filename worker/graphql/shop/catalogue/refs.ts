import type { CollectionRecord, ProductRecord } from '../../../ports/catalogue.ts';
import { builder } from '../builder.ts';

/** References of the two types that point at each other; product.ts and collection.ts implement them. */
export const Product = builder.objectRef<ProductRecord>('Product');
export const Collection = builder.objectRef<CollectionRecord>('Collection');
