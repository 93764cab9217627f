import type { APIRoute } from 'astro';
import { remember } from '../../../../lib/bag.ts';
import { joinDrop, leaveDrop, takeTurn } from '../../../../lib/drops.ts';
import { inMarket } from '../../../../lib/paths.ts';

/** Forms of a queue: join, leave, buy. Each leads back to the queue's page, or on to the checkout. */
export const POST: APIRoute = async ({ params, request, cookies, locals, url, rewrite }) => {
  const { shop } = locals;
  const { variant = '', action } = params;
  if (!/^[1-9]\d{0,14}$/.test(variant)) return rewrite('/404');
  const queue = inMarket(shop.market, 'drops', variant);
  const secure = url.protocol === 'https:';
  const to = (location: string) =>
    new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
  if (action === 'join') {
    const typed = (await request.formData()).get('email');
    const email = typeof typed === 'string' ? typed.trim().slice(0, 254) : '';
    const problem = await joinDrop(shop, cookies, variant, email, { newDevice: () => crypto.randomUUID(), secure });
    return to(problem === null ? queue : `${queue}?${new URLSearchParams({ problem, email })}`);
  }
  if (action === 'leave') {
    await leaveDrop(shop, cookies, variant);
    return to(queue);
  }
  if (action !== 'buy') return rewrite('/404');
  const change = await takeTurn(shop, cookies, variant);
  if (!change?.ok) return to(change === null ? queue : `${queue}?problem=UNAVAILABLE`);
  remember(cookies, change.cart, secure);
  return to(inMarket(shop.market, 'checkout'));
};

/** A form's address opened by hand leads to the queue. */
export const GET: APIRoute = ({ params, locals }) =>
  new Response(null, {
    status: 303,
    headers: { location: inMarket(locals.shop.market, 'drops', params.variant ?? '') },
  });
