import { expect, test } from 'vitest';
import type { Mail } from '../../worker/ports/mail.ts';
import type { FulfilmentRecord, OrderRecord } from '../../worker/ports/orders.ts';
import { mailRefund, mailShipment } from '../../worker/services/order-news-mail.ts';

const shipment: FulfilmentRecord & { readonly orderId: number } = {
  id: 4,
  orderId: 9,
  warehouseId: 1,
  trackingCompany: 'DHL',
  trackingNumber: '00340434',
  trackingUrl: 'https://track.example/00340434',
  lines: [{ orderLineId: 1, quantity: 2 }],
  actor: 'staff:1',
  createdAtMs: 0,
};
const order: OrderRecord = {
  id: 9,
  number: 1001,
  statusKey: 'secret',
  email: 'ada@shop.example',
  phone: null,
  locale: 'de-DE',
  country: 'DE',
  currency: 'EUR',
  customerId: null,
  subtotalMinor: 2000,
  discountMinor: 0,
  shippingMinor: 500,
  taxMinor: 399,
  taxIncluded: true,
  totalMinor: 2500,
  exchange: null,
  baseTotalMinor: null,
  refundedMinor: 1000,
  discountCodes: [],
  shippingAddress: null,
  billingAddress: null,
  shippingMethodTitle: null,
  promisedFromMs: null,
  promisedToMs: null,
  delivery: null,
  readyAtMs: null,
  note: null,
  attributes: [],
  routing: null,
  financialStatus: 'partially_refunded',
  fulfilmentStatus: 'fulfilled',
  isCancelled: false,
  cancelledAtMs: null,
  cancelReason: null,
  placedAtMs: 0,
  updatedAtMs: 0,
  lines: [
    {
      id: 1,
      variantId: 2,
      productId: 3,
      sku: 'S',
      title: 'Becher <Hafen>',
      variantTitle: 'Kreide',
      imageUrl: null,
      quantity: 2,
      unitPriceMinor: 1000,
      discountMinor: 0,
      taxMinor: 319,
      totalMinor: 2000,
      fulfilledQuantity: 2,
      refundedQuantity: 1,
      cancelledQuantity: 0,
      requiresShipping: true,
      allocations: [],
      attributes: [],
    },
  ],
  fulfilments: [shipment],
  payments: [],
  refunds: [
    {
      id: 7,
      status: 'succeeded',
      amountMinor: 1000,
      currency: 'EUR',
      baseAmountMinor: null,
      reason: null,
      providerReference: 're_1',
      idempotencyKey: 'k',
      lines: [],
      parts: [],
      actor: 'staff:1',
      createdAtMs: 0,
    },
    {
      id: 8,
      status: 'pending',
      amountMinor: 100,
      currency: 'EUR',
      baseAmountMinor: null,
      reason: null,
      providerReference: null,
      idempotencyKey: 'l',
      lines: [],
      parts: [],
      actor: 'staff:1',
      createdAtMs: 0,
    },
  ],
};

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
