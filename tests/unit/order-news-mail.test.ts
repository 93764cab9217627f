import { expect, test } from 'vitest';
import type { Mail } from '../../worker/ports/mail.ts';
import { mailRefund, mailShipment } from '../../worker/services/order-news-mail.ts';
import { order, shipment } from '../support/shipped-order.ts';

function world() {
  const sent: Mail[] = [];
  const deps = {
    orders: {
      byIds: async () => new Map([[9, order]]),
      findShipment: async (key: string) => (key === 'ship-1' ? shipment : null),
    },
    orderMail: {
      mail: { send: async (mail: Mail) => void sent.push(mail) },
      from: 'orders@shop.example',
      origin: 'https://shop.example',
      shopName: async () => 'Ebbholt',
    },
  };
  return { sent, deps };
}

test('a shipment is told in the shopper’s language, with goods, parcel number and links', async () => {
  const { sent, deps } = world();
  await mailShipment(deps, 9, 'ship-1');
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({
    messageId: 'order-shipped-4',
    to: 'ada@shop.example',
    subject: 'Deine Bestellung #1001 ist unterwegs',
  });
  expect(sent[0]?.text).toContain('2 x Becher <Hafen>, Kreide');
  expect(sent[0]?.text).toContain('DHL 00340434');
  expect(sent[0]?.text).toContain('https://shop.example/de-de/orders/9?key=secret');
  expect(sent[0]?.html).toContain('Becher &lt;Hafen&gt;');
  expect(sent[0]?.html).not.toContain('<Hafen>');
});

test('a refund is told once it is paid, and not before', async () => {
  const { sent, deps } = world();
  await mailRefund(deps, 9, 8);
  expect(sent).toEqual([]);
  await mailRefund(deps, 9, 7);
  expect(sent[0]).toMatchObject({ messageId: 'order-refunded-7', subject: 'Geld zurück für Bestellung #1001' });
  expect(sent[0]?.text).toMatch(/10,00\s€/);
});

test('what the records do not have is not told', async () => {
  const { sent, deps } = world();
  await mailShipment(deps, 9, 'other');
  await mailRefund(deps, 9, 77);
  expect(sent).toEqual([]);
});
