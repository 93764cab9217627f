import { parseGid, toGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { Node } from '../common/node.ts';

/** Between the names of a category's levels: `Home & Garden > Kitchen & Dining`. */
const BELOW = ' > ';
const TYPE = 'TaxonomyCategory';

/** Public id of a category, made from its full name: the shop keeps no numbers of the taxonomy. */
export const categoryGid = (fullName: string): string => toGid(TYPE, encodeURIComponent(fullName));

/** Full name of a category from its public id; an id of another form is taken as the name itself. */
export function categoryName(id: string): string {
  const parsed = parseGid(id);
  if (parsed?.type !== TYPE) return id;
  try {
    return decodeURIComponent(parsed.id);
  } catch {
    return id;
  }
}

/** A category, known by its full name. */
export interface CategoryRecord {
  readonly fullName: string;
}

/** Categories above one, the widest first. */
function above({ fullName }: CategoryRecord): CategoryRecord[] {
  const levels = fullName.split(BELOW);
  return levels.slice(1).map((_level, index) => ({ fullName: levels.slice(0, index + 1).join(BELOW) }));
}

export const TaxonomyCategory = builder.objectRef<CategoryRecord>('TaxonomyCategory');
builder.objectType(TaxonomyCategory, {
  description: 'A category of a taxonomy that shops share.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ fullName }) => categoryGid(fullName) }),
    name: t.string({ resolve: ({ fullName }) => fullName.split(BELOW).at(-1) ?? fullName }),
    ancestors: t.field({ type: [TaxonomyCategory], description: 'The widest first.', resolve: above }),
  }),
});
