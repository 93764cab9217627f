import type { APIRoute } from 'astro';
import { forget, remember } from '../../../lib/bag.ts';
import { bagAction } from '../../../lib/bag-actions.ts';
import { inMarket } from '../../../lib/paths.ts';

/** Forms of the bag: carries out the action and sends the browser to the bag (or its drawer) with what to say there. */
export const POST: APIRoute = async ({ params, request, cookies, locals, url, rewrite }) => {
  const { shop } = locals;
  const form = await request.formData();
  const result = await bagAction(params.action ?? '', shop, cookies, form);
  if (!result) return rewrite('/404');
  const { change } = result;
  let notice = result.notice;
  if (change?.ok) {
    remember(cookies, change.cart, url.protocol === 'https:');
    if (change.warnings.some((warning) => warning.code.startsWith('MERCHANDISE_')))
      notice = { ...notice, problem: 'stock' };
  } else if (change) {
    if (change.reason === 'refused' && change.cart === null && params.action !== 'add') forget(cookies);
    notice = {
      problem:
        change.reason === 'unavailable' ? 'busy' : change.cart === null && params.action !== 'add' ? 'lost' : 'refused',
    };
    if (change.reason === 'refused' && change.errors[0]) notice = { ...notice, said: change.errors[0].message };
  }
  const view = form.get('view');
  const target =
    view === 'drawer'
      ? inMarket(shop.market, 'cart', 'drawer')
      : inMarket(shop.market, view === 'checkout' ? 'checkout' : 'cart');
  const query = new URLSearchParams(notice).toString();
  return new Response(null, {
    status: 303,
    headers: { location: query === '' ? target : `${target}?${query}`, 'cache-control': 'no-store' },
  });
};

/** A bag form's address opened by hand leads to the bag. */
export const GET: APIRoute = ({ locals }) =>
  new Response(null, { status: 303, headers: { location: inMarket(locals.shop.market, 'cart') } });
