import { expect, it } from 'vitest';
import { needList, type ShopAccess, shopDocument } from '../../../site/lib/graphql.ts';

const document = shopDocument<{ readonly list: string }, { readonly after: string | null }>('query List { list }');

/** A shop API that knows one place in the list, or refuses another argument. */
function access(refused: string): { readonly asked: unknown[]; readonly access: ShopAccess } {
  const asked: unknown[] = [];
  return {
    asked,
    access: {
      origin: 'http://shop.test',
      clientIp: null,
      async send(request) {
        const { variables } = await request.json<{ variables: { after: string | null } }>();
        asked.push(variables.after);
        return variables.after === null || variables.after === 'known'
          ? Response.json({ data: { list: `from ${variables.after}` } })
          : Response.json({ errors: [{ message: 'no', extensions: { argument: refused } }], data: null });
      },
    },
  };
}

it('begins a list anew whose place in the address is none, and only for that', async () => {
  const shop = access('after');
  expect(await needList(shop.access, document, { after: 'known' })).toEqual({ list: 'from known' });
  expect(await needList(shop.access, document, { after: '%%%' })).toEqual({ list: 'from null' });
  expect(shop.asked).toEqual(['known', '%%%', null]);
  const other = access('first');
  await expect(needList(other.access, document, { after: '%%%' })).rejects.toThrow('rejected: no');
  expect(other.asked).toEqual(['%%%']);
});
