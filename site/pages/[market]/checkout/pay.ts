import type { APIRoute } from 'astro';
import { regionsOf } from '../../../../commerce/markets/regions.ts';
import { addressValues, countryOf, problemsOf } from '../../../lib/address-form.ts';
import { forget, readCart } from '../../../lib/bag.ts';
import { isWindowGone, valuesOf } from '../../../lib/checkout.ts';
import { formatMoney } from '../../../lib/format.ts';
import { addressCountries } from '../../../lib/markets.ts';
import { priceMessages } from '../../../lib/messages/price.ts';
import { inMarket } from '../../../lib/paths.ts';
import { billingName, billingOf, orderPath, type PayState, pay } from '../../../lib/payment.ts';

const methodForm = /^[A-Za-z0-9_]{3,255}$/;
const tokenForm = /^[A-Za-z0-9-]{16,64}$/;

/** What the card form gets back: where to go, or what to say and the token for the next attempt. */
type Answer =
  | { readonly goTo: string }
  | { readonly say: string; readonly token: string }
  /** Another total than the shopper saw, and the words of the button that agrees to it. */
  | { readonly say: string; readonly token: string; readonly total: string; readonly button: string };

/** Without a card there is no script that reads an answer: the browser is sent on. */
const sendOn = (answer: Answer, checkout: string) => {
  const failed = 'total' in answer ? 'changed' : 'general';
  const location = 'goTo' in answer ? answer.goTo : `${checkout}?failed=${failed}#payment`;
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
};

const answerWith = (answer: Answer, status: number) =>
  new Response(JSON.stringify(answer), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });

/** The card form's submission: a payment method of the provider, never card data. */
export const POST: APIRoute = async ({ request, cookies, locals }) => {
  const { shop } = locals;
  const { market, messages } = shop;
  const form = await request.formData();
  const method = form.get('method');
  const reply = (answer: Answer, status = 200) =>
    method === 'free' ? sendOn(answer, inMarket(market, 'checkout')) : answerWith(answer, status);
  const token = form.get('token');
  if (typeof method !== 'string' || !methodForm.test(method) || typeof token !== 'string' || !tokenForm.test(token)) {
    return reply({ say: messages.payErrors.general, token: shop.newToken() }, 400);
  }
  const cart = await readCart(shop, cookies);
  if (!cart || cart.lines.nodes.length === 0) return reply({ goTo: inMarket(market, 'cart') });
  const due = cart.cost.checkoutChargeAmount;
  const value = `${due.amount} ${due.currencyCode}`;
  if (form.get('total') !== value) {
    // A price, a promotion or the delivery costs something else since the page was made: the shopper is told and asked, never charged.
    const shown = formatMoney(market, due);
    const say = priceMessages(market.language).totalChanged(shown);
    return reply({ say, token, total: value, button: messages.pay(shown) }, 409);
  }
  const other = form.get('billing') === 'other';
  const own = valuesOf(cart, market.country);
  const values = other
    ? // A bill needs neither email nor phone of its own.
      addressValues((field) => (field === 'email' || field === 'phone' ? own[field] : form.get(billingName(field))))
    : own;
  const country = countryOf(values, addressCountries(shop.markets, market));
  const problem = Object.values(problemsOf(values, country, regionsOf(country, market.language).length > 0))[0];
  if (problem) return reply({ say: messages.errors[problem], token }, 422);
  const result: PayState = await pay(shop, cart, method, billingOf(values, country), token);
  switch (result.state) {
    case 'done':
      forget(cookies);
      return reply({ goTo: orderPath(shop, result.orderUrl) });
    case 'challenge':
      return reply({ goTo: result.url });
    case 'processing':
      return reply({
        goTo: `${inMarket(market, 'checkout', 'processing')}?attempt=${encodeURIComponent(result.attempt)}`,
      });
    case 'failed': {
      // The hours went to somebody else while it was being bought: the delivery step says so and offers others.
      const now = await readCart(shop, cookies);
      if (now && isWindowGone(now)) return reply({ goTo: `${inMarket(market, 'checkout')}#delivery` });
      // The old token stands for the attempt that failed; the next one needs its own.
      return reply({ say: messages.payErrors[result.problem], token: shop.newToken() }, 402);
    }
  }
};
