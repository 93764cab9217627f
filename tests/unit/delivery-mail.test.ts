import { expect, it } from 'vitest';
import type { DraftDelivery } from '../../commerce/checkout/order-draft.ts';
import type { Mail } from '../../worker/ports/mail.ts';
import type { MailedOrder } from '../../worker/ports/mailed-orders.ts';
import { orderPlacedMail } from '../../worker/services/order-mail.ts';
import { mailReady } from '../../worker/services/order-news-mail.ts';
import { pickupCodeOf } from '../../worker/services/pickup-code.ts';
import { order as shipped } from '../support/shipped-order.ts';

const shop = { name: 'Ebbholt', origin: 'https://shop.test', from: 'hello@shop.test' };
const placed = (locale: string, over: Partial<MailedOrder>): MailedOrder => ({
  id: 9,
  number: 1001,
  statusKey: 'secret',
  email: 'ada@shop.example',
  locale,
  country: 'DE',
  currency: 'EUR',
  subtotalMinor: 2_400,
  discountMinor: 0,
  shippingMinor: 500,
  taxMinor: 0,
  taxIncluded: true,
  totalMinor: 2_900,
  promisedFromMs: Date.UTC(2026, 10, 25, 12),
  promisedToMs: Date.UTC(2026, 10, 25, 12),
  shippingAddress: { address1: 'Karl-Liebknecht-Str. 8', zip: '04107', city: 'Leipzig', countryCode: 'DE' },
  lines: [{ title: 'Becher', variantTitle: null, quantity: 1, unitPriceMinor: 2_400, productId: 1 }],
  ...over,
});
const collected: DraftDelivery = { kind: 'pick_up', methodCode: 'counter', warehouseId: 1, readyMs: 0, window: null };
const window = {
  day: '2026-11-25',
  hours: '18:00-20:00',
  startMs: Date.UTC(2026, 10, 25, 17),
  endMs: Date.UTC(2026, 10, 25, 19),
  closesMs: Date.UTC(2026, 10, 25, 11),
  capacity: 8,
  timeZone: 'Europe/Berlin',
};

it.each([
  ['de', '18:00–20:00', 'Wir bringen sie'],
  ['en', '18:00', 'We bring it'],
  ['fr', '18:00', 'Nous l’apportons'],
  ['ja', '18時00分', 'お届けします'],
  ['ar', '6:00', 'نحضره إليك'],
])('a window is named on the clock of its place in %s', (locale, hours, words) => {
  const delivery: DraftDelivery = { kind: 'local', methodCode: 'van', warehouseId: 1, readyMs: null, window };
  const { text } = orderPlacedMail(placed(locale, { delivery }), shop);
  expect(text).toContain(words);
  expect(text.replace(/\s/g, ' ')).toContain(hours);
});

it('what is collected is not said to be delivered', () => {
  const { text, html } = orderPlacedMail(
    placed('en', { delivery: collected, collectedAt: ['Leipzig', 'Poststraße 8', '04435 Schkeuditz'] }),
    shop,
  );
  expect(text).toContain('Collect it at:\nLeipzig\nPoststraße 8');
  expect(text).toContain('We write as soon as it is ready to collect, expected on 25 November');
  expect(text).not.toContain('Karl-Liebknecht');
  expect(text).not.toContain('when it leaves');
  expect(html).toContain('Collect it at');
});

function world(over: object) {
  const sent: Mail[] = [];
  const order = { ...shipped, delivery: collected, readyAtMs: 1, ...over };
  return {
    sent,
    order,
    deps: {
      orders: { byIds: async () => new Map([[9, order]]), findShipment: async () => null },
      warehouses: async () => [
        {
          id: 1,
          code: 'LEJ',
          name: 'Leipzig',
          address1: 'Poststraße 8',
          city: 'Schkeuditz',
          zip: '04435',
          country: 'DE',
          latitude: 51.4,
          longitude: 12.2,
          isActive: true,
          priority: 1,
          pickup: {
            version: 1,
            timeZone: 'Europe/Berlin',
            region: null,
            hours: [{ weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }],
            readyAfterMinutes: 120,
            keptDays: 14,
            closedDays: [],
            instructions: 'Tor 3',
          },
        },
      ],
      orderMail: {
        mail: { send: async (mail: Mail) => void sent.push(mail) },
        from: 'orders@shop.example',
        origin: 'https://shop.example',
        shopName: async () => 'Ebbholt',
      },
    },
  };
}

it('the mail that it is ready says the code, the place, the hours and how long it is kept', async () => {
  const { sent, deps, order } = world({});
  await mailReady(deps, 9);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ messageId: 'order-ready-9', subject: 'Deine Bestellung #1001 liegt bereit' });
  const text = sent[0]?.text ?? '';
  expect(text).toContain(await pickupCodeOf(order));
  expect(text).toContain('Leipzig\nPoststraße 8\n04435 Schkeuditz\nTor 3');
  expect(text).toContain('Mo–Fr 09:00–18:00');
  expect(text).toContain('14 Tage');
});

it('nobody is told of an order that was cancelled, or is sent', async () => {
  for (const over of [{ isCancelled: true }, { delivery: { ...collected, kind: 'shipping' } }, { delivery: null }]) {
    const { sent, deps } = world(over);
    await mailReady(deps as Parameters<typeof mailReady>[0], 9);
    expect(sent).toEqual([]);
  }
});
