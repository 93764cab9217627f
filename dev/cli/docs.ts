// npm run docs:storefront: writes docs/storefront-api.md and docs/schema/*.graphql from the schemas as they are.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { printSchema } from 'graphql';
import { missing, referenceSchema } from '../../tests/support/storefront-reference.ts';
import { adminSchema } from '../../worker/graphql/admin/schema.ts';
import { shopSchema } from '../../worker/graphql/shop/schema.ts';
import { reasonFor } from '../storefront-gaps.ts';

const root = path.join(import.meta.dirname, '..', '..');
mkdirSync(path.join(root, 'docs/schema'), { recursive: true });
writeFileSync(path.join(root, 'docs/schema/shop.graphql'), `${printSchema(shopSchema)}\n`);
writeFileSync(path.join(root, 'docs/schema/admin.graphql'), `${printSchema(adminSchema)}\n`);

const groups = new Map<string, string[]>();
for (const name of missing(shopSchema, referenceSchema())) {
  const reason = reasonFor(name);
  groups.set(reason, [...(groups.get(reason) ?? []), name]);
}
const sections = [...groups]
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([reason, names]) => `## ${reason}\n\n${names.map((name) => `- \`${name}\``).join('\n')}`);
writeFileSync(
  path.join(root, 'docs/storefront-api.md'),
  `# The shop API beside the Storefront API

The shop API has the Storefront API's names, arguments, types and nullability wherever it has a thing at all; a test compares every type of the same
name with the schema that \`@shopify/hydrogen-react\` carries. This page is written by \`npm run docs:storefront\` and lists what is missing, by reason.

${sections.join('\n\n')}
`,
);
console.log(
  `docs/storefront-api.md: ${[...groups.values()].flat().length} fields in ${groups.size} groups are missing`,
);
