import { describe, expect, test } from 'vitest';
import { askAdmin, send } from './admin-support.ts';
import type { Answer } from './checkout-support.ts';

interface Node {
  readonly id: string;
}
const PAGE = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { id }';

/** Ids of a connection's nodes. */
const idsOf = (connection: Answer): string[] => {
  const nodes = connection.at('nodes').value;
  if (!Array.isArray(nodes)) throw new Error(`no nodes in ${JSON.stringify(connection.value)}`);
  return nodes.map((node: Node) => node.id);
};

/** Walks a list to its end, `size` at a time. `list` writes the field with these arguments, `at` finds it in the answer. */
async function walk(
  list: (args: string) => string,
  at: (data: Answer) => Answer,
  size: number,
  rest = '',
): Promise<string[]> {
  const seen: string[] = [];
  let after = '';
  for (let page = 0; page < 200; page += 1) {
    const connection = at(await askAdmin(list(`(first: ${size}${after}${rest})`)));
    const ids = idsOf(connection);
    expect(ids.length).toBeLessThanOrEqual(size);
    expect(connection.at('pageInfo', 'hasPreviousPage').value).toBe(page > 0);
    seen.push(...ids);
    if (connection.at('pageInfo', 'hasNextPage').value !== true) return seen;
    after = `, after: ${JSON.stringify(connection.text('pageInfo', 'endCursor'))}`;
  }
  throw new Error('the list has no end');
}

const PRODUCT = 'productByHandle(handle: "harbour-mug")';
const lists: readonly [string, (args: string) => string, (data: Answer) => Answer, number][] = [
  ['locations', (args) => `{ locations${args} { ${PAGE} } }`, (data) => data.at('locations'), 2],
  ['blogs', (args) => `{ blogs${args} { ${PAGE} } }`, (data) => data.at('blogs'), 1],
  ['pages', (args) => `{ pages${args} { ${PAGE} } }`, (data) => data.at('pages'), 2],
  ['articles', (args) => `{ articles${args} { ${PAGE} } }`, (data) => data.at('articles'), 1],
  ['products', (args) => `{ products${args} { ${PAGE} } }`, (data) => data.at('products'), 9],
  [
    'variants',
    (args) => `{ ${PRODUCT} { variants${args} { ${PAGE} } } }`,
    (data) => data.at('productByHandle', 'variants'),
    2,
  ],
  ['media', (args) => `{ ${PRODUCT} { media${args} { ${PAGE} } } }`, (data) => data.at('productByHandle', 'media'), 1],
];

describe('a list of the admin API', () => {
  test.each(lists)('%s comes page by page, each item once, and the other way round', async (_name, list, at, size) => {
    const all = idsOf(at(await askAdmin(list('(first: 250)'))));
    expect(all.length).toBeGreaterThan(0);
    // Other suites make things meanwhile.
    const known = (ids: readonly string[]) => ids.filter((id) => all.includes(id));
    expect(known(await walk(list, at, size))).toEqual(all);
    expect(known(await walk(list, at, size, ', reverse: true'))).toEqual([...all].reverse());
  });

  test('gives its last items too, and those before one', async () => {
    const list = (args: string) => askAdmin(`{ locations${args} { ${PAGE} } }`);
    const all = idsOf((await list('(first: 250)')).at('locations'));
    const last = (await list('(last: 2)')).at('locations');
    expect(idsOf(last)).toEqual(all.slice(-2));
    const before = (await list(`(last: 2, before: ${JSON.stringify(last.text('pageInfo', 'startCursor'))})`)).at(
      'locations',
    );
    expect(idsOf(before)).toEqual(all.slice(-4, -2));
  });

  test.each([
    ['first: 0', 'first'],
    ['first: 251', 'first'],
    ['first: 1, last: 1', 'last'],
    ['first: 1, after: "nonsense"', 'after'],
  ])('of %s is refused, naming the argument', async (args, argument) => {
    const reply = await send({ query: `{ locations(${args}) { nodes { id } } }` }, {});
    expect(reply.code).toBe('BAD_USER_INPUT');
    expect(reply.text).toContain(`"message":"${argument}: `);
  });

  test('goes on behind a title in any script', async () => {
    const handle = `script-${crypto.randomUUID().slice(0, 8)}`;
    await askAdmin('mutation M($input: ProductSetInput!) { productSet(input: $input) { product { id } } }', {
      input: { handle, title: '青い鉢 – 漁火' },
    });
    const list = (args: string) => `{ products${args} { ${PAGE} } }`;
    const at = (data: Answer) => data.at('products');
    expect(await walk(list, at, 1, ', query: "青い鉢"')).toHaveLength(1);
    const all = idsOf(at(await askAdmin(list('(first: 250)'))));
    const backwards = await walk(list, at, 1, ', reverse: true');
    expect(backwards.filter((id) => all.includes(id))).toEqual([...all].reverse());
  });
});
