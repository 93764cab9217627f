import { hoursText } from '../../commerce/markets/hours-text.ts';
import { money } from '../../commerce/money/money.ts';
import { pickupTermsOf } from '../../commerce/shipping/pickup.ts';
import type { WarehouseRecord } from '../ports/catalogue.ts';
import type { Mail } from '../ports/mail.ts';
import type { OrderRecord, OrderRecords } from '../ports/orders.ts';

import { mailAttributes, mailLanguage, mailWords } from './mail-words.ts';
import { amountText, escapeHtml, type OrderMailDeps } from './order-mail.ts';
import { pickupCodeOf } from './pickup-code.ts';

/** What the mails about an order's further course need. */
export interface OrderNewsDeps {
  readonly orders: Pick<OrderRecords, 'byIds' | 'findShipment'>;
  readonly orderMail: Pick<OrderMailDeps, 'mail' | 'from' | 'origin' | 'shopName'>;
}

/** What the mail about an order to be collected needs. */
export interface ReadyNewsDeps extends OrderNewsDeps {
  warehouses(): Promise<readonly WarehouseRecord[]>;
}

interface Letter {
  readonly messageId: string;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** Beside the link to the order. */
  readonly link: { readonly text: string; readonly url: string } | null;
}

async function send(deps: OrderNewsDeps, order: OrderRecord, letter: Letter): Promise<void> {
  const { mail, from, origin, shopName } = deps.orderMail;
  const language = mailLanguage(order.locale);
  const shop = await shopName();
  const url = `${origin}/${language}-${order.country.toLowerCase()}/orders/${order.id}?key=${order.statusKey}`;
  const links = [...(letter.link ? [letter.link] : []), { text: mailWords(language).see, url }];
  const e = escapeHtml;
  const message: Mail = {
    messageId: letter.messageId,
    to: order.email,
    from,
    subject: letter.subject,
    text: [...letter.paragraphs, ...links.map((link) => `${link.text}: ${link.url}`), shop].join('\n\n'),
    html: `<!doctype html>
<html ${mailAttributes(language)}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${e(letter.subject)}</title></head>
<body style="margin:0;background:#f6f3ec;color:#211f1a;font:16px/1.55 Georgia,serif"><div style="max-width:560px;margin:0 auto;padding:32px 16px">
<p style="letter-spacing:.04em">${e(shop)}</p>
${letter.paragraphs.map((text) => `<p>${e(text).replaceAll('\n', '<br>')}</p>`).join('\n')}
${links.map((link) => `<p><a href="${e(link.url)}" style="color:#211f1a">${e(link.text)}</a></p>`).join('\n')}
</div></body></html>`,
  };
  await mail.send(message);
}

/** Tells a shopper that parcels left; one mail per shipment however often it is asked for. Rejects when records or mail cannot be reached. */
export async function mailShipment(deps: OrderNewsDeps, orderId: number, idempotencyKey: string): Promise<void> {
  const order = (await deps.orders.byIds([orderId])).get(orderId);
  const shipment = await deps.orders.findShipment(idempotencyKey);
  if (!order || !shipment) return;
  const words = mailWords(mailLanguage(order.locale));
  const number = `#${order.number}`;
  const goods = shipment.lines.map((part) => {
    const line = order.lines.find((one) => one.id === part.orderLineId);
    return `${part.quantity} x ${[line?.title, line?.variantTitle].filter(Boolean).join(', ')}`;
  });
  const code = shipment.trackingNumber ?? '';
  await send(deps, order, {
    messageId: `order-shipped-${shipment.id}`,
    subject: words.shippedSubject(number),
    paragraphs: [
      words.shipped(number),
      goods.join('\n'),
      ...(code ? [words.tracking(shipment.trackingCompany ?? '', code)] : []),
    ],
    link: shipment.trackingUrl ? { text: words.track, url: shipment.trackingUrl } : null,
  });
}

/** Tells a shopper that their order waits at the counter, where that is, and the code to show there; one mail per order. */
export async function mailReady(deps: ReadyNewsDeps, orderId: number): Promise<void> {
  const order = (await deps.orders.byIds([orderId])).get(orderId);
  const place = (await deps.warehouses()).find((one) => one.id === order?.delivery?.warehouseId);
  if (!order || !place || order.delivery?.kind !== 'pick_up' || order.isCancelled) return;
  const language = mailLanguage(order.locale);
  const words = mailWords(language);
  const number = `#${order.number}`;
  const terms = pickupTermsOf(place.pickup);
  const address = [place.name, place.address1, `${place.zip} ${place.city}`.trim(), terms?.instructions ?? ''];
  await send(deps, order, {
    messageId: `order-ready-${order.id}`,
    subject: words.readySubject(number),
    paragraphs: [
      words.ready(number),
      words.showCode(await pickupCodeOf(order)),
      address.filter((line) => line !== '').join('\n'),
      ...(terms ? [hoursText(terms.hours, language)] : []),
      ...(terms ? [words.keptFor(terms.keptDays)] : []),
    ],
    link: null,
  });
}

/** Tells a shopper that money is on its way back; one mail per refund. Refunds of nothing (units only) are not told. */
export async function mailRefund(deps: OrderNewsDeps, orderId: number, refundId: number): Promise<void> {
  const order = (await deps.orders.byIds([orderId])).get(orderId);
  const refund = order?.refunds.find((one) => one.id === refundId);
  if (!order || refund?.status !== 'succeeded' || refund.amountMinor === 0) return;
  const language = mailLanguage(order.locale);
  const words = mailWords(language);
  const number = `#${order.number}`;
  await send(deps, order, {
    messageId: `order-refunded-${refund.id}`,
    subject: words.refundedSubject(number),
    paragraphs: [
      words.refunded(amountText(money(refund.amountMinor, refund.currency), `${language}-${order.country}`), number),
    ],
    link: null,
  });
}
