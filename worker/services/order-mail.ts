import { addressLines, writtenName } from '../../commerce/markets/address-format.ts';
import { windowText } from '../../commerce/markets/hours-text.ts';
import { regionName } from '../../commerce/markets/regions.ts';
import { currencyExponent, type Money, money } from '../../commerce/money/money.ts';
import type { Mail, MailSender } from '../ports/mail.ts';
import type { MailedOrder, MailedOrders } from '../ports/mailed-orders.ts';
import type { RecordedAddress } from '../ports/orders.ts';

import { type MailLanguage, type MailWords, mailAttributes, mailLanguage, mailWords } from './mail-words.ts';
import type { MailedProduct } from './recommend-mail.ts';

export interface OrderMailDeps {
  readonly orders: MailedOrders;
  readonly mail: MailSender;
  readonly from: string;
  /** Scheme and host of the shop, without a trailing slash. */
  readonly origin: string;
  shopName(): Promise<string>;
  /** Products that go with some, in a language and currency; missing: the mail names none. */
  goesWith?(order: {
    readonly orderId: number;
    readonly productIds: readonly number[];
    readonly language: string;
    readonly currency: string;
  }): Promise<readonly MailedProduct[]>;
}

const formats = new Map<string, Intl.NumberFormat>();

/** An amount as people write it. The only place besides the site's formatter that divides. */
export function amountText(amount: Money, tag: string): string {
  const key = `${tag} ${amount.currency}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(tag, { style: 'currency', currency: amount.currency });
  formats.set(key, format);
  return format.format(amount.amountMinor / 10 ** currencyExponent(amount.currency));
}

const days = new Map<string, Intl.DateTimeFormat>();

/** A day as people write it, such as "3 May"; making a format takes longer than the rest of a mail. */
function dayText(timeMs: number, tag: string): string {
  const format = days.get(tag) ?? new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  days.set(tag, format);
  return format.format(timeMs);
}

const regions = new Map<string, Intl.DisplayNames>();

function countryText(code: string, tag: string): string | undefined {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  const names = regions.get(tag) ?? new Intl.DisplayNames([tag], { type: 'region' });
  regions.set(tag, names);
  return names.of(code);
}

/** Text as it may stand in HTML. */
export const escapeHtml = (text: string): string =>
  text.replace(
    /[&<>"']/g,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[char] ?? char,
  );

function parcelLines(address: RecordedAddress, language: string, tag: string): string[] {
  const { countryCode } = address;
  const region = regionName(countryCode, address.provinceCode ?? null, language);
  const name = writtenName(address, countryCode);
  return addressLines({ ...address, name, region, country: countryText(countryCode, tag) }, countryCode);
}

/** The mail that says an order has arrived, in the shopper's language where it is spoken here, else in English. */
export function orderPlacedMail(
  order: MailedOrder,
  shop: { readonly name: string; readonly origin: string; readonly from: string },
  goesWith: readonly MailedProduct[] = [],
): Mail {
  const language = mailLanguage(order.locale);
  const words = mailWords(language);
  const tag = `${language}-${order.country}`;
  const amount = (minor: number) => amountText(money(minor, order.currency), tag);
  const number = `#${order.number}`;
  const url = `${shop.origin}/${language}-${order.country.toLowerCase()}/orders/${order.id}?key=${order.statusKey}`;
  const invoiceUrl = `${shop.origin}/documents/${order.id}/invoice.pdf?key=${order.statusKey}`;
  const promise = promiseText(order, words, tag);
  const intro = (order.delivery?.kind === 'pick_up' ? words.introCollected : words.intro)(number);
  const collected = order.collectedAt?.filter((line) => line !== '') ?? null;
  const lines = order.lines.map((line) => ({
    name: [line.title, line.variantTitle].filter(Boolean).join(', '),
    quantity: line.quantity,
    cost: amount(line.quantity * line.unitPriceMinor),
  }));
  const sums: [string, string][] = [
    [words.subtotal, amount(order.subtotalMinor)],
    ...(order.discountMinor > 0
      ? [[words.discount, `−${amount(order.discountMinor)}`] satisfies [string, string]]
      : []),
    ...(order.shippingAddress
      ? [
          [words.delivery, order.shippingMinor === 0 ? words.free : amount(order.shippingMinor)] satisfies [
            string,
            string,
          ],
        ]
      : []),
    ...(!order.taxIncluded && order.taxMinor > 0
      ? [[words.taxOnTop, amount(order.taxMinor)] satisfies [string, string]]
      : []),
    [words.total, amount(order.totalMinor)],
    ...(order.taxIncluded && order.taxMinor > 0
      ? [[words.taxInside, amount(order.taxMinor)] satisfies [string, string]]
      : []),
  ];
  const address = collected ?? (order.shippingAddress ? parcelLines(order.shippingAddress, language, tag) : []);
  const to = collected ? words.collectAt : words.to;
  const also = goesWith.map(({ handle, title, price }) => ({
    title,
    price: amountText(price, tag),
    url: `${shop.origin}/${language}-${order.country.toLowerCase()}/products/${encodeURIComponent(handle)}`,
  }));
  const text = [
    words.thanks,
    '',
    [intro, promise].filter(Boolean).join(' '),
    '',
    ...lines.map((line) => `${line.quantity} x ${line.name}  ${line.cost}`),
    '',
    ...sums.map(([name, value]) => `${name}: ${value}`),
    ...(address.length > 0 ? ['', `${to}:`, ...address] : []),
    '',
    `${words.see}: ${url}`,
    `${words.invoice}: ${invoiceUrl}`,
    ...(also.length > 0
      ? ['', `${words.goesWith}:`, ...also.map((one) => `${one.title}, ${one.price}: ${one.url}`)]
      : []),
    '',
    shop.name,
  ].join('\n');
  return {
    messageId: `order-placed-${order.id}`,
    to: order.email,
    from: shop.from,
    subject: words.subject(shop.name, number),
    text,
    html: page({
      language,
      shop: shop.name,
      words,
      intro: [intro, promise].filter(Boolean).join(' '),
      lines,
      sums,
      address,
      to,
      url,
      invoiceUrl,
      also,
    }),
  };
}

/** When it comes, or can be collected; null: nobody promised. */
function promiseText(order: MailedOrder, words: MailWords, tag: string): string | null {
  const { promisedFromMs, promisedToMs, delivery } = order;
  if (delivery?.window) return words.comesAt(windowText(delivery.window, tag));
  if (promisedFromMs === null || promisedToMs === null) return null;
  const days = words.between(dayText(promisedFromMs, tag), dayText(promisedToMs, tag));
  return delivery?.kind === 'pick_up' ? words.collectFrom(days) : words.arrives(days);
}

interface Parts {
  readonly language: MailLanguage;
  readonly shop: string;
  readonly words: MailWords;
  readonly intro: string;
  readonly lines: readonly { readonly name: string; readonly quantity: number; readonly cost: string }[];
  readonly sums: readonly (readonly [string, string])[];
  readonly address: readonly string[];
  /** Before the address. */
  readonly to: string;
  readonly url: string;
  readonly invoiceUrl: string;
  readonly also: readonly { readonly title: string; readonly price: string; readonly url: string }[];
}

const RULE = 'border-top:1px solid #d9d4c7';

/** Mail programs know tables and inline styles, and little else. */
function page({ language, shop, words, intro, lines, sums, address, to, url, invoiceUrl, also }: Parts): string {
  const e = escapeHtml;
  // Mail programs do not know logical sides.
  const [start, end] = language === 'ar' ? ['right', 'left'] : ['left', 'right'];
  const figure = `text-align:${end};white-space:nowrap;padding:6px 0`;
  const lineRows = lines.map(
    (line) =>
      `<tr><td style="padding:6px 0">${line.quantity} × ${e(line.name)}</td><td style="${figure}">${e(line.cost)}</td></tr>`,
  );
  const sumRows = sums.map(
    ([name, value]) =>
      `<tr><td style="padding:6px 0;color:#5d584c">${e(name)}</td><td style="${figure}">${e(value)}</td></tr>`,
  );
  const place =
    address.length > 0
      ? `<p style="margin:24px 0 0"><span style="color:#5d584c">${e(to)}</span><br>${address.map(e).join('<br>')}</p>`
      : '';
  const alsoRows = also.map(
    (one) =>
      `<tr><td style="padding:6px 0"><a href="${e(one.url)}" style="color:#211f1a">${e(one.title)}</a></td><td style="${figure}">${e(one.price)}</td></tr>`,
  );
  const more =
    also.length > 0
      ? `<p style="margin:40px 0 8px;color:#5d584c">${e(words.goesWith)}</p><table width="100%" style="border-collapse:collapse;${RULE}">${alsoRows.join('')}</table>`
      : '';
  return `<!doctype html>
<html ${mailAttributes(language)}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${e(shop)}</title></head>
<body style="margin:0;background:#f6f3ec;color:#211f1a;font:16px/1.55 Georgia,serif">
<table role="presentation" width="100%"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" style="max-width:560px;text-align:${start}"><tr><td>
<p style="margin:0 0 32px;letter-spacing:.04em">${e(shop)}</p>
<h1 style="font-size:26px;font-weight:400;margin:0 0 12px">${e(words.thanks)}</h1>
<p style="margin:0 0 24px">${e(intro)}</p>
<table width="100%" style="border-collapse:collapse;${RULE}">${lineRows.join('')}</table>
<table width="100%" style="border-collapse:collapse;${RULE};margin-top:8px">${sumRows.join('')}</table>
${place}
<p style="margin:32px 0 0"><a href="${e(url)}" style="color:#211f1a">${e(words.see)}</a> · <a href="${e(invoiceUrl)}" style="color:#211f1a">${e(words.invoice)}</a></p>
${more}
</td></tr></table></td></tr></table></body></html>`;
}

/** Sends the mail of a recorded order. An order the records do not have (any more) gets none. Rejects when records or mail cannot be reached. */
export async function mailPlacedOrders(deps: OrderMailDeps, orderIds: readonly number[]): Promise<void> {
  const found = await deps.orders.forMail([...new Set(orderIds)]);
  const name = await deps.shopName();
  for (const order of found) {
    const productIds = order.lines.flatMap((line) => line.productId ?? []);
    const { currency, locale } = order;
    const also =
      (await deps.goesWith?.({ orderId: order.id, productIds, language: locale.slice(0, 2), currency })) ?? [];
    await deps.mail.send(orderPlacedMail(order, { name, origin: deps.origin, from: deps.from }, also));
  }
}
