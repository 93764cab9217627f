import { exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { MAX_BODY_BYTES } from '../../worker/graphql/http/request.ts';
import { Answer } from './checkout-support.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

async function call(init: RequestInit, path = '/graphql'): Promise<Reply> {
  const response = await exports.default.fetch(new Request(`http://shop.test${path}`, init));
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
}

const post = (body: unknown, path?: string) =>
  call({ method: 'POST', headers: JSON_TYPE, body: typeof body === 'string' ? body : JSON.stringify(body) }, path);

/** What a reply's JSON holds. */
const inside = (reply: Reply): Answer => new Answer(JSON.parse(reply.text));
const ask = async (query: string, variables: object = {}) => inside(await post({ query, variables }));
const firstError = (answer: Answer): string => answer.text('errors', 0, 'message');

describe('bodies that are no GraphQL request', () => {
  test.each([
    ['no JSON', '{oops', 400, 'The body is not JSON.'],
    ['nothing', '', 400, 'The body is not JSON.'],
    ['null', 'null', 400, 'body: '],
    ['a batch', [{ query: '{ shop { name } }' }], 400, 'body: '],
    ['no query', { variables: {} }, 400, 'query: '],
    ['an empty query', { query: '' }, 400, 'query: '],
    ['a query that is no text', { query: 7 }, 400, 'query: '],
    ['variables that are a list', { query: '{ shop { name } }', variables: [1] }, 400, 'variables: '],
  ])('%s is refused and says why', async (_name, body, status, message) => {
    const reply = await post(body);
    expect(reply.status).toBe(status);
    expect(reply.type).toContain('application/json');
    expect(firstError(inside(reply))).toContain(message);
    expect(inside(reply).at('data').value).toBeUndefined();
  });

  test('a body over the limit is refused with 413, whatever its length says or is made of', async () => {
    const reply = await post({ query: '{ shop { name } }', variables: { filler: 'x'.repeat(MAX_BODY_BYTES) } });
    expect(reply.status).toBe(413);
    // Three bytes each: fewer characters than the limit, more bytes.
    const wide = '€'.repeat(Math.floor(MAX_BODY_BYTES / 2));
    expect((await post({ query: '{ shop { name } }', variables: { wide } })).status).toBe(413);
    const chunk = new TextEncoder().encode('x'.repeat(64 * 1024));
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1;
        if (sent > 64) controller.close();
        else controller.enqueue(chunk);
      },
    });
    expect((await call({ method: 'POST', headers: JSON_TYPE, body: endless })).status).toBe(413);
    expect(sent, 'the rest is not read').toBeLessThan(64);
  });

  test('an operation name must fit the document', async () => {
    const query = 'query A { shop { name } } query B { shop { id } }';
    const missing = await post({ query });
    expect(missing.status).toBe(400);
    expect(firstError(inside(missing))).toContain('operationName');
    expect((await post({ query, operationName: 'C' })).status).toBe(400);
    expect(inside(await post({ query, operationName: 'B' })).text('data', 'shop', 'id')).toContain('gid://');
  });

  test('other methods are not answered', async () => {
    expect((await call({ method: 'PUT', headers: JSON_TYPE, body: '{}' })).status).toBe(405);
    expect((await call({ method: 'DELETE' })).status).toBe(405);
  });
});

describe('documents that are refused', () => {
  test('a field that does not exist is a GraphQL error', async () => {
    const reply = await post({ query: '{ shop { nmae } }' });
    expect(reply.status).toBe(200);
    expect(firstError(inside(reply))).toContain('Cannot query field "nmae" on type "Shop"');
  });

  test('a document that does not parse says where', async () => {
    const answer = await ask('{ shop { name }');
    expect(firstError(answer)).toContain('Syntax Error');
    expect(answer.at('errors', 0, 'locations').value).toEqual([{ line: 1, column: 16 }]);
  });

  test('nesting deeper than 20 fields, in fragments too', async () => {
    const nest = (levels: number): string =>
      levels === 0 ? 'id' : `variants(first: 1) { nodes { product { ${nest(levels - 1)} } } }`;
    const answer = await ask(`{ product(handle: "tide-vase") { ${nest(7)} } }`);
    expect(answer.text('errors', 0, 'extensions', 'code')).toBe('MAX_DEPTH_EXCEEDED');
    const chain = (levels: number) =>
      Array.from({ length: levels }, (_, index) => {
        const inner = index + 1 < levels ? `...L${index + 1}` : 'id';
        return `fragment L${index} on Product { variants(first: 1) { nodes { product { ${inner} } } } }`;
      }).join(' ');
    const hidden = await ask(`{ product(handle: "tide-vase") { ...L0 } } ${chain(7)}`);
    expect(hidden.text('errors', 0, 'extensions', 'code')).toBe('MAX_DEPTH_EXCEEDED');
    const allowed = await ask(`{ product(handle: "tide-vase") { ...L0 } } ${chain(6)}`);
    expect(allowed.at('errors').value).toBeUndefined();
  });

  test('fragments that contain themselves', async () => {
    const answer = await ask('{ shop { ...A } } fragment A on Shop { name ...B } fragment B on Shop { id ...A }');
    expect(firstError(answer)).toContain('Cannot spread fragment');
  });

  test('lists within lists that would cost too much', async () => {
    const list = (inner: string) => `collections(first: 250) { nodes { products(first: 250) { nodes { ${inner} } } } }`;
    const answer = await ask(`{ ${list('id title')} }`);
    expect(answer.text('errors', 0, 'extensions', 'code')).toBe('MAX_COMPLEXITY_EXCEEDED');
    const aliased = await ask(
      `{ ${Array.from({ length: 400 }, (_, n) => `p${n}: products(first: 250) { nodes { id } }`).join(' ')} }`,
    );
    expect(aliased.text('errors', 0, 'extensions', 'code')).toBe('MAX_COMPLEXITY_EXCEEDED');
    const byVariable = inside(
      await post({
        query: 'query($n: Int!) { collections(first: $n) { nodes { products(first: $n) { nodes { id title } } } } }',
        variables: { n: 250 },
      }),
    );
    expect(byVariable.text('errors', 0, 'extensions', 'code')).toBe('MAX_COMPLEXITY_EXCEEDED');
  });

  test('documents longer than any real one', async () => {
    const answer = await ask(`{ shop { name } } #${'x'.repeat(60_000)}`);
    expect(answer.text('errors', 0, 'extensions', 'code')).toBe('DOCUMENT_TOO_LONG');
  });

  test('variables of another type than the document says', async () => {
    const answer = await ask('query($first: Int!) { products(first: $first) { nodes { id } } }', { first: 'many' });
    expect(firstError(answer)).toContain('$first');
  });
});

describe('arguments that fit no list', () => {
  test.each([
    ['first: 0', 'first'],
    ['first: 251', 'first'],
    ['first: -1', 'first'],
    ['last: 0', 'last'],
    ['first: 2, last: 2', 'last'],
    ['first: 2, after: "bm90IG91cnM="', 'after'],
    ['first: 2, after: "%%%"', 'after'],
    ['last: 2, before: "x"', 'before'],
    ['reverse: true', 'first'],
  ])('products(%s) names the argument', async (args, argument) => {
    for (const list of ['products', 'collections', 'pages', 'blogs', 'articles', 'urlRedirects']) {
      const answer = await ask(`{ ${list}(${args}) { nodes { __typename } } }`);
      expect(answer.at('errors', 0, 'extensions').value, list).toEqual({ code: 'BAD_USER_INPUT', argument });
      expect(firstError(answer)).toMatch(new RegExp(`^${argument}: `));
    }
  });

  test('a cursor of another list goes on from its place and never fails', async () => {
    const cursor = (await ask('{ collections(first: 3) { pageInfo { endCursor } } }')).text(
      'data',
      'collections',
      'pageInfo',
      'endCursor',
    );
    const answer = await ask(
      `{ products(first: 2, after: "${cursor}") { nodes { id } pageInfo { hasPreviousPage } } }`,
    );
    expect(answer.at('errors').value).toBeUndefined();
    expect(answer.at('data', 'products', 'nodes').value).toHaveLength(2);
  });

  test('ids of another type, of no thing and of no form find nothing', async () => {
    const ids = [
      'gid://shopify/Collection/1',
      'gid://shopify/Product/999999999',
      'gid://shopify/Product/0',
      'gid://shopify/Product/99999999999999999999',
      'gid://shopify/Product/1 or 1=1',
      'Product/1',
      '',
    ];
    for (const id of ids) {
      const answer = inside(await post({ query: 'query($id: ID!) { product(id: $id) { id } }', variables: { id } }));
      expect(answer.value, id).toEqual({ data: { product: null } });
    }
    const nodes = await ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ids.slice(1) });
    expect(nodes.at('data', 'nodes').value).toEqual(ids.slice(1).map(() => null));
    const many = await ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(251).fill('x') });
    expect(firstError(many)).toBe('ids: at most 250.');
    const neither = await ask('{ product { id } }');
    expect(neither.at('errors', 0, 'extensions', 'code').value).toBe('BAD_USER_INPUT');
  });

  test('handles no thing can have find nothing', async () => {
    for (const handle of ['x\u0000y', '\u{1f37a}', "' or 1=1 --", 'a'.repeat(10_000), '']) {
      const query = 'query($handle: String!) { product(handle: $handle) { id } collection(handle: $handle) { id } }';
      expect(inside(await post({ query, variables: { handle } })).value).toEqual({
        data: { product: null, collection: null },
      });
    }
  });
});

describe('ways to ask', () => {
  const query = '{ shop { name } }';

  test('by GET', async () => {
    const reply = await call({}, `/graphql?query=${encodeURIComponent(query)}`);
    expect(reply.status).toBe(200);
    expect(inside(reply).text('data', 'shop', 'name').length).toBeGreaterThan(0);
  });

  test('never a change by GET', async () => {
    const change = 'mutation { cartCreate { cart { id } } }';
    const reply = await call({}, `/graphql?query=${encodeURIComponent(change)}`);
    expect(reply.status).toBe(405);
    expect(reply.text).not.toContain('gid://');
  });

  test('the same limits by GET', async () => {
    const heavy = '{ collections(first: 250) { nodes { products(first: 250) { nodes { id title } } } } }';
    const reply = await call({}, `/graphql?query=${encodeURIComponent(heavy)}`);
    expect(reply.text).toContain('MAX_COMPLEXITY_EXCEEDED');
  });

  test("at the Storefront API's own address, with its headers", async () => {
    for (const version of ['2026-01', '2025-10', 'unstable']) {
      const reply = await call(
        {
          method: 'POST',
          headers: { ...JSON_TYPE, 'x-shopify-storefront-access-token': 'public-token', accept: 'application/json' },
          body: JSON.stringify({ query }),
        },
        `/api/${version}/graphql.json`,
      );
      expect(reply.status, version).toBe(200);
      expect(inside(reply).text('data', 'shop', 'name').length).toBeGreaterThan(0);
    }
  });

  test('as text of the application/graphql type, which the Storefront API takes too', async () => {
    const reply = await call({ method: 'POST', headers: { 'content-type': 'application/graphql' }, body: query });
    expect(reply.status).toBe(200);
    expect(inside(reply).text('data', 'shop', 'name').length).toBeGreaterThan(0);
  });

  test('from a page of another origin', async () => {
    const headers = { origin: 'https://storefront.example', 'access-control-request-method': 'POST' };
    const preflight = await exports.default.fetch(
      new Request('http://shop.test/graphql', {
        method: 'OPTIONS',
        headers: { ...headers, 'access-control-request-headers': 'content-type,x-shopify-storefront-access-token' },
      }),
    );
    expect(preflight.status).toBeLessThan(300);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    const reply = await exports.default.fetch(
      new Request('http://shop.test/graphql', {
        method: 'POST',
        headers: { ...JSON_TYPE, ...headers },
        body: JSON.stringify({ query }),
      }),
    );
    expect(['*', headers.origin]).toContain(reply.headers.get('access-control-allow-origin'));
    await reply.text();
  });

  test('what the schema is', async () => {
    const answer = await ask(
      '{ __schema { queryType { name } mutationType { name } directives { name } } __type(name: "Product") { fields { name type { kind ofType { name ofType { name ofType { name } } } } } } }',
    );
    expect(answer.text('data', '__schema', 'queryType', 'name').length).toBeGreaterThan(0);
    expect(JSON.stringify(answer.at('data', '__schema', 'directives').value)).toContain('inContext');
    expect(JSON.stringify(answer.at('data', '__type').value)).toContain('encodedVariantExistence');
  });

  test('with a browser: the explorer, from this shop alone', async () => {
    const reply = await call({ headers: { accept: 'text/html' } });
    expect(reply.status).toBe(200);
    expect(reply.type).toContain('text/html');
    expect(reply.text).toContain('<title>ShopFlow GraphQL</title>');
    expect(reply.text, 'nothing is loaded from elsewhere').not.toMatch(/(src|href)=["']?https?:/);
  });
});
