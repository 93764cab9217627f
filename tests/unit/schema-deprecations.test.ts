import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { projectRoot } from '../../dev/workspace.ts';

// Newer tools, such as the explorer, refuse a schema in which a type deprecates what its interface promises.
test.each(['shop', 'admin'])('the %s schema deprecates no field that an interface promises', (name) => {
  const schema = buildSchema(readFileSync(path.join(projectRoot, `docs/schema/${name}.graphql`), 'utf8'));
  const broken = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type)) return [];
    const fields = type.getFields();
    return type.getInterfaces().flatMap((promised) =>
      Object.values(promised.getFields())
        .filter((field) => !field.deprecationReason && fields[field.name]?.deprecationReason)
        .map((field) => `${type.name}.${field.name}`),
    );
  });
  expect(broken).toEqual([]);
});
