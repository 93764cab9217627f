import type { APIRoute } from 'astro';
import { signOut } from '../../../lib/account.ts';
import { accountAction, accountFromOrder } from '../../../lib/account-actions.ts';
import { inMarket } from '../../../lib/paths.ts';

const seeOther = (location: string): Response =>
  new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });

/** Forms of the account's page: carries out the action and sends the browser back with what to say. */
export const POST: APIRoute = async ({ params, request, cookies, locals, url, rewrite }) => {
  const { shop } = locals;
  const account = inMarket(shop.market, 'account');
  if (params.action === 'sign-out') {
    await signOut(shop, cookies);
    return seeOther(`/${shop.market.prefix}`);
  }
  const form = await request.formData();
  const isSecure = url.protocol === 'https:';
  if (params.action === 'from-order') return seeOther(await accountFromOrder({ shop, cookies, form, isSecure }));
  const end = await accountAction(params.action ?? '', { shop, cookies, form, isSecure });
  if (!end) return rewrite('/404');
  if (end.to === 'cart') return seeOther(inMarket(shop.market, 'cart'));
  if (end.to === 'login') return seeOther(`${inMarket(shop.market, 'account', 'login')}?again`);
  const said = new URLSearchParams({
    ...(end.problem && { problem: end.problem }),
    ...(end.at && { at: end.at }),
    ...(end.saved && { saved: '1' }),
  });
  return seeOther(`${account}${said.size > 0 ? `?${said}` : ''}${end.at ? '#password-form' : ''}`);
};

/** A form's address opened by hand leads to the account. */
export const GET: APIRoute = ({ locals }) => seeOther(inMarket(locals.shop.market, 'account'));
