import { describe, expect, it } from 'vitest';
import type { MailedOrder } from '../../worker/ports/mailed-orders.ts';
import { mailLanguage, mailWords } from '../../worker/services/mail-words.ts';
import { orderPlacedMail } from '../../worker/services/order-mail.ts';

const shop = { name: 'Ebbholt', origin: 'https://shop.test', from: 'hello@shop.test' };
const order = (changes: Partial<MailedOrder>): MailedOrder => ({
  id: 9,
  number: 1001,
  statusKey: 'secret',
  email: 'ada@shop.example',
  locale: 'en',
  country: 'US',
  currency: 'USD',
  subtotalMinor: 6200,
  discountMinor: 0,
  shippingMinor: 0,
  taxMinor: 0,
  taxIncluded: true,
  totalMinor: 6200,
  promisedFromMs: Date.UTC(2026, 10, 30),
  promisedToMs: Date.UTC(2026, 11, 3),
  shippingAddress: null,
  lines: [{ title: 'Vase', variantTitle: 'S', quantity: 1, unitPriceMinor: 6200, productId: 1 }],
  ...changes,
});

describe('the mail about a placed order', () => {
  it.each([
    ['fr', 'FR', 'EUR', 'Merci pour votre commande.', '62,00 €', 'entre le 30 novembre et le 3 décembre'],
    ['ja', 'JP', 'JPY', 'ご注文ありがとうございます。', '￥6,200', '11月30日から12月3日のあいだ'],
    ['ar', 'AE', 'AED', 'شكرًا لطلبك.', '62.00', 'بين 30 نوفمبر و3 ديسمبر'],
    ['de-AT', 'AT', 'EUR', 'Danke für deine Bestellung.', '62,00', 'zwischen 30. November und 3. Dezember'],
    ['pt', 'PT', 'EUR', 'Thank you for your order.', '62.00', 'between 30 November and 3 December'],
  ])(
    'in %s for %s says amounts and days as they are written there',
    (locale, country, currency, thanks, amount, days) => {
      const mail = orderPlacedMail(order({ locale, country, currency }), shop);
      expect(mail.text).toContain(thanks);
      expect(mail.text.replace(/[\u00a0\u202f\u200f]/g, ' ')).toContain(amount);
      expect(mail.text).toContain(days);
      expect(mail.html).toContain(`lang="${mailLanguage(locale)}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}"`);
      expect(mail.html).toContain(`text-align:${locale === 'ar' ? 'left' : 'right'};white-space`);
    },
  );

  it('writes an address as its country does, regions by name', () => {
    const mail = orderPlacedMail(
      order({
        locale: 'ja',
        country: 'JP',
        currency: 'JPY',
        shippingAddress: {
          firstName: '花子',
          lastName: '山田',
          address1: '千代田1-1',
          city: '千代田区',
          provinceCode: 'JP-13',
          zip: '100-0001',
          countryCode: 'JP',
        },
      }),
      shop,
    );
    expect(mail.text).toContain('〒100-0001 東京都 千代田区\n千代田1-1\n山田 花子\n日本');
  });

  it('has every sentence in every language', () => {
    const keys = Object.keys(mailWords('en'));
    for (const language of ['de', 'fr', 'ja', 'ar'] as const)
      expect(Object.keys(mailWords(language)).sort()).toEqual([...keys].sort());
  });
});
