import { expect, test, vi } from 'vitest';
import { markedCatalogue } from '../../site/lib/messages/marked.ts';
import type { Mail } from '../../worker/ports/mail.ts';
import type { MailedOrder } from '../../worker/ports/mailed-orders.ts';
import type { MailLanguage } from '../../worker/services/mail-words.ts';
import { orderPlacedMail } from '../../worker/services/order-mail.ts';
import { mailRefund, mailShipment } from '../../worker/services/order-news-mail.ts';
import { order, shipment } from '../support/shipped-order.ts';
import { wordsOf } from '../support/spoken-words.ts';

vi.mock('../../worker/services/mail-words.ts', async (importOriginal) => {
  const real = await importOriginal<typeof import('../../worker/services/mail-words.ts')>();
  return { ...real, mailWords: (language: MailLanguage) => markedCatalogue(real.mailWords(language)) };
});

const spoken = wordsOf('en');
/** Names of the records; what else a mail says comes from its words. */
const RECORDED = [
  'Ebbholt',
  'Becher',
  'Hafen',
  'Kreide',
  'Vase',
  'Bowl',
  'Large',
  'DHL',
  'Ada',
  'Berg',
  'Mill',
  'Lane',
  'Leer',
];

/** Words of a mail that are neither of its catalogue, nor recorded, nor the runtime's. */
function foreign(mail: Mail): string[] {
  const seen = mail.html
    .replace(/<style[\s\S]*?<\/style>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll(/&[a-z]+;/g, ' ');
  const alternatives = [...mail.html.matchAll(/\b(?:alt|title|aria-label)="([^"]*)"/g)].map((match) => match[1] ?? '');
  return [mail.subject, mail.text, seen, ...alternatives].flatMap((text) => {
    let left = text.replaceAll(/https?:\/\/\S+/g, ' ');
    for (let before = ''; before !== left; ) {
      before = left;
      left = left.replace(/⟦[^⟦⟧]*⟧/g, ' ');
    }
    // "2 x Vase" counts units in every language.
    const words = left.replaceAll(/\d+ [x×] /g, ' ').match(/\p{L}[\p{L}\p{M}’'-]*/gu) ?? [];
    return words.filter((word) => !spoken.has(word) && !RECORDED.includes(word));
  });
}

const placed: MailedOrder = {
  id: 9,
  number: 1001,
  statusKey: 'secret',
  email: 'ada@shop.example',
  locale: 'en',
  country: 'GB',
  currency: 'GBP',
  subtotalMinor: 6200,
  discountMinor: 500,
  shippingMinor: 0,
  taxMinor: 900,
  taxIncluded: true,
  totalMinor: 5700,
  promisedFromMs: Date.UTC(2026, 10, 30),
  promisedToMs: Date.UTC(2026, 11, 3),
  shippingAddress: {
    firstName: 'Ada',
    lastName: 'Berg',
    address1: '12 Mill Lane',
    city: 'Leer',
    zip: '12345',
    countryCode: 'GB',
  },
  lines: [{ title: 'Vase', variantTitle: 'Large', quantity: 1, unitPriceMinor: 6200, productId: 1 }],
};
const shop = { name: 'Ebbholt', origin: 'https://shop.example', from: 'orders@shop.example' };

test('the mail about a placed order says nothing of its own', () => {
  const goesWith = [{ handle: 'bowl', title: 'Bowl', price: { amountMinor: 2400, currency: 'GBP' } }];
  const onTop = { ...placed, taxIncluded: false, shippingMinor: 500, totalMinor: 7100 };
  for (const mail of [orderPlacedMail(placed, shop, goesWith), orderPlacedMail(onTop, shop)]) {
    expect(mail.text).toContain('⟦');
    expect(foreign(mail)).toEqual([]);
  }
});

test('nor do those about shipments and refunds', async () => {
  const sent: Mail[] = [];
  const deps = {
    orders: { byIds: async () => new Map([[9, { ...order, locale: 'en-GB' }]]), findShipment: async () => shipment },
    orderMail: {
      mail: { send: async (mail: Mail) => void sent.push(mail) },
      from: shop.from,
      origin: shop.origin,
      shopName: async () => shop.name,
    },
  };
  await mailShipment(deps, 9, 'ship-1');
  await mailRefund(deps, 9, 7);
  expect(sent).toHaveLength(2);
  for (const mail of sent) expect(foreign(mail)).toEqual([]);
});

test('what came from nowhere would be found', () => {
  const mail = orderPlacedMail(placed, shop);
  expect(foreign({ ...mail, subject: `${mail.subject} Forgotten` })).toEqual(['Forgotten']);
});
