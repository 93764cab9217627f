import type { CollectionRecord } from '../../../ports/catalogue.ts';
import type { Page } from '../../paging.ts';
import { connectionParts } from '../common/connection.ts';
import { Collection } from './refs.ts';

export const CollectionConnection = connectionParts<
  CollectionRecord,
  Page<CollectionRecord> & { readonly total?: number }
>('Collection', Collection).implement({
  description: 'A page of collections.',
  fields: (t) => ({
    totalCount: t.field({ type: 'UnsignedInt64', resolve: (page) => page.total ?? page.items.length }),
  }),
});
