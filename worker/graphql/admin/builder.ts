import { createBuilder } from '../schema-builder.ts';
import type { AdminContext } from './context.ts';

/** The code-first builder of the admin API; every type module adds to it, `schema.ts` builds it. */
export const adminBuilder = createBuilder<AdminContext>();

adminBuilder.queryType({ description: 'What staff and connected systems read.' });
adminBuilder.mutationType({ description: 'What staff and connected systems change.' });
