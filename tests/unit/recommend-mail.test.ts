import { expect, test, vi } from 'vitest';
import { money } from '../../commerce/money/money.ts';
import { type RunningTest, variantOf } from '../../commerce/recommendations/experiment.ts';
import { nothingLearned } from '../../commerce/recommendations/recommend.ts';
import type { Catalogue } from '../../worker/ports/catalogue.ts';
import type { MailedOrder } from '../../worker/ports/mailed-orders.ts';
import type { Exposure, RecommendationRecords } from '../../worker/ports/recommendations.ts';
import { CatalogueCache } from '../../worker/services/catalogue-cache.ts';
import { mailPlacedOrders, orderPlacedMail } from '../../worker/services/order-mail.ts';
import { LearnedCache } from '../../worker/services/recommend.ts';
import { goesWithOrder } from '../../worker/services/recommend-mail.ts';

const order: MailedOrder = {
  id: 7,
  number: 1007,
  statusKey: 'key',
  email: 'ida@example.org',
  locale: 'de',
  country: 'DE',
  currency: 'EUR',
  subtotalMinor: 2_000,
  discountMinor: 0,
  shippingMinor: 0,
  taxMinor: 0,
  taxIncluded: true,
  totalMinor: 2_000,
  shippingAddress: null,
  promisedFromMs: null,
  promisedToMs: null,
  lines: [
    { productId: 1, title: 'Krug', variantTitle: null, quantity: 1, unitPriceMinor: 2_000 },
    { productId: null, title: 'Gone', variantTitle: null, quantity: 1, unitPriceMinor: 0 },
  ],
};
const shop = { name: 'Ebbholt', origin: 'https://shop.example', from: 'orders@shop.example' };

const listed = (id: number, prices: Record<string, number>, available = true) => ({
  id,
  handle: `product-${id}`,
  title: `Product ${id}`,
  titles: { de: `Produkt ${id}` },
  vendor: '',
  productType: `type ${id}`,
  category: null,
  tags: [],
  unitsSold: 10 - id,
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  publishedAt: '2026-01-01T00:00:00Z',
  collections: [],
  variants: [
    { id: id * 10, sku: null, available, options: {}, prices },
    { id: id * 10 + 1, sku: null, available, options: {}, prices: { EUR: 99_900 } },
  ],
  words: {},
  types: {},
  swatches: {},
  attributes: {},
});

function world(catalogue: Pick<Catalogue, 'listed'>, experiment: RunningTest | null = null) {
  const unread = () => Promise.reject(new Error('not asked for'));
  const whole = { settings: unread, products: unread, ...catalogue } satisfies Partial<Catalogue>;
  const exposed: Exposure[] = [];
  const records: Pick<RecommendationRecords, 'learned' | 'expose'> = {
    learned: async () => ({ ...nothingLearned, experiment }),
    expose: async (some) => void exposed.push(...some),
  };
  return {
    exposed,
    clock: { nowMs: () => 5 },
    catalogue: new CatalogueCache(Object.assign(Object.create(null), whole), () => 0),
    learned: new LearnedCache(Object.assign(Object.create(null), records), () => 0),
  };
}

test('the mail names what goes with the order, escaped, with price and link in the reader’s language', () => {
  const also = [{ handle: 'tide-vase', title: 'Vase <b>', price: money(4_900, 'EUR') }];
  const mail = orderPlacedMail(order, shop, also);
  expect(mail.text).toContain('Dazu passt:\nVase <b>, 49,00\u00a0€: https://shop.example/de-de/products/tide-vase');
  expect(mail.html).toContain('Vase &lt;b&gt;');
  expect(mail.html).toContain('href="https://shop.example/de-de/products/tide-vase"');
  expect(orderPlacedMail(order, shop).html).not.toContain('Dazu passt');
});

test('two products that can be bought go with it, at the price of their cheapest variant, none that was ordered', async () => {
  const products = [
    listed(1, { EUR: 1 }),
    listed(2, { EUR: 500 }, false),
    listed(3, { EUR: 700 }),
    listed(4, { EUR: 800 }),
    listed(5, { EUR: 900 }),
  ];
  const found = await goesWithOrder(
    world({ listed: async () => products }),
    { orderId: 7, productIds: [1], language: 'de', currency: 'EUR' },
    2,
  );
  expect(found).toEqual([
    { handle: 'product-3', title: 'Produkt 3', price: money(700, 'EUR') },
    { handle: 'product-4', title: 'Produkt 4', price: money(800, 'EUR') },
  ]);
});

test('a test shows half of the orders what is popular, and notes each mail once by its order', async () => {
  const products = [listed(1, { EUR: 1 }), listed(2, { EUR: 500 }), listed(3, { EUR: 700 })];
  const deps = world({ listed: async () => products }, { name: 'mails', shelves: ['mail'] });
  for (let orderId = 1; orderId <= 20; orderId += 1)
    expect(await goesWithOrder(deps, { orderId, productIds: [1], language: 'de', currency: 'EUR' }, 2)).toHaveLength(2);
  expect(deps.exposed).toEqual(
    Array.from({ length: 20 }, (_, at) => ({
      experiment: 'mails',
      shelf: 'mail',
      visitor: `order:${at + 1}`,
      variant: variantOf('mails', `order:${at + 1}`),
      atMs: 5,
    })),
  );
  expect(new Set(deps.exposed.map(({ variant }) => variant)).size).toBe(2);
  const elsewhere = world({ listed: async () => products }, { name: 'mails', shelves: ['cart'] });
  await goesWithOrder(elsewhere, { orderId: 1, productIds: [1], language: 'de', currency: 'EUR' }, 2);
  expect(elsewhere.exposed).toEqual([]);
});

test('a mail is sent without them when they cannot be read', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const deps = world({ listed: () => Promise.reject(new Error('down')) });
  const sent: string[] = [];
  await mailPlacedOrders(
    {
      orders: { forMail: async () => [order] },
      mail: { send: async (mail) => void sent.push(mail.text) },
      from: shop.from,
      origin: shop.origin,
      shopName: async () => shop.name,
      goesWith: (what) => goesWithOrder(deps, what, 2),
    },
    [7],
  );
  expect(sent).toHaveLength(1);
  expect(sent[0]).not.toContain('Dazu passt');
  vi.restoreAllMocks();
});
