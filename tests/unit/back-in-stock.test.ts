import { describe, expect, it, test } from 'vitest';
import { emailIdentity } from '../../commerce/drops/identity.ts';
import { pictureAddresses } from '../../worker/adapters/pictures/picture-addresses.ts';
import { type BackInStockRecords, MOST_ARRIVED, type NewBackInStockRequest } from '../../worker/ports/back-in-stock.ts';
import type { Mail } from '../../worker/ports/mail.ts';
import { askBackInStock, type BackInStockDeps, tellBackInStock, waveOf } from '../../worker/services/back-in-stock.ts';
import { PaperCatalogue, paperProduct, paperSettings, paperVariant } from '../support/paper-shop.ts';

interface Row extends NewBackInStockRequest {
  readonly id: number;
  claimedAtMs: number | null;
  mailedAtMs: number | null;
}

/** The records as an array; what PostgreSQL makes of them is tested in tests/contract. */
function paperRecords(rows: Row[], productOf: (variantId: number) => number): BackInStockRecords {
  const waits = (row: Row) => row.mailedAtMs === null;
  return {
    async add(request, most) {
      const own = rows.filter((row) => waits(row) && row.person === request.person);
      if (own.some((row) => row.variantId === request.variantId)) return 'waiting';
      const [oldest] = own;
      if (oldest && own.length >= most) rows.splice(rows.indexOf(oldest), 1);
      rows.push({ ...request, id: rows.length + 1, claimedAtMs: null, mailedAtMs: null });
      return 'added';
    },
    arrived: async (variantIds, after = 0) =>
      [...new Set(rows.filter(waits).map((row) => row.variantId))]
        .filter((id) => id > after && (variantIds === null || variantIds.includes(id)))
        .sort((a, b) => a - b)
        .slice(0, MOST_ARRIVED)
        .map((variantId) => ({ variantId, productId: productOf(variantId) })),
    async claim(variantId, most, { nowMs, staleBeforeMs }) {
      const free = (row: Row) => row.claimedAtMs === null || row.claimedAtMs < staleBeforeMs;
      const taken = rows.filter((row) => row.variantId === variantId && waits(row) && free(row)).slice(0, most);
      for (const row of taken) row.claimedAtMs = nowMs;
      return taken;
    },
    async mailed(ids, nowMs) {
      for (const row of rows) if (ids.includes(row.id)) row.mailedAtMs = nowMs;
    },
    async release(ids) {
      for (const row of rows) if (ids.includes(row.id)) row.claimedAtMs = null;
    },
    waiting: async (variantId) => rows.filter((row) => waits(row) && row.variantId === variantId).length,
    forget: () => expect.fail('nobody is forgotten here'),
    prune: () => expect.fail('nothing is pruned here'),
  };
}

const SHELF = paperProduct(1, 'Shelf', {
  translations: { de: { title: 'Regal', handle: 'regal' } },
  options: [
    {
      id: 1,
      name: 'Wood',
      translations: { de: { name: 'Holz' } },
      values: [
        { id: 1, name: 'Oak', swatchColor: null, swatchImageUrl: null, translations: { de: { name: 'Eiche' } } },
        { id: 2, name: 'Ash', swatchColor: null, swatchImageUrl: null, translations: {} },
      ],
    },
  ],
  media: [
    { id: 9, kind: 'image', url: '/media/9.webp?v=0123456789', alt: null, width: 800, height: 1000, translations: {} },
  ],
});

/** A shop in which variants 10 and 11 have so many units. */
function world(units: Readonly<Record<number, number>>) {
  const rows: Row[] = [];
  const mails: Mail[] = [];
  const lets = { through: true, sends: true, nowMs: Date.UTC(2026, 2, 1, 10) };
  let keys = 0;
  const product = {
    ...SHELF,
    variants: [10, 11].map((id) => paperVariant(id, id === 10 ? 'Oak' : 'Ash', { available: units[id] ?? 0 })),
  };
  const deps: BackInStockDeps = {
    backInStock: paperRecords(rows, () => 1),
    backInStockLimit: { allows: async () => lets.through },
    records: new PaperCatalogue([product]),
    pictures: { addresses: pictureAddresses('only-for-tests', null) },
    orderMail: {
      mail: {
        async send(mail) {
          if (!lets.sends) throw new Error('the mail service is away');
          if (!mails.some((one) => one.messageId === mail.messageId)) mails.push(mail);
        },
      },
      from: 'orders@paper.example',
      origin: 'https://paper.example',
      shopName: async () => 'Paper',
    },
    clock: { nowMs: () => lets.nowMs },
    ids: { token: () => `${keys++}`.padStart(32, '0'), number: () => 1 },
    markets: async () => paperSettings().markets,
  };
  const ask = (email: string, id = 10, language = 'en', country = 'US') => {
    const variant = { ...(product.variants.find((one) => one.id === id) ?? expect.fail('no variant')), available: 0 };
    return askBackInStock(deps, variant, { email, language, country, network: null });
  };
  return { rows, mails, lets, deps, ask, product };
}

const people = (count: number) => Array.from({ length: count }, (_, n) => `p${n}@shop.example`);

describe('asking', () => {
  it('keeps one place for each person and variant', async () => {
    const { ask, rows } = world({});
    for (const email of ['Ada@shop.example', ' ada+lists@shop.example ', 'ada@shop.example'])
      expect(await ask(email)).toEqual({ ok: true });
    expect(await ask('ada@shop.example', 11)).toEqual({ ok: true });
    expect(rows.map(({ variantId, email }) => [variantId, email])).toEqual([
      [10, 'Ada@shop.example'],
      [11, 'ada@shop.example'],
    ]);
  });

  it.each(['', 'ada', 'ada@', '@shop.example', 'a b@shop.example', `${'a'.repeat(250)}@shop.example`])(
    'refuses "%s" before it counts anything',
    async (email) => {
      const { ask, lets, rows } = world({});
      lets.through = false;
      expect(await ask(email)).toEqual({ ok: false, reason: 'email' });
      expect(rows).toEqual([]);
    },
  );

  it('is slowed down, and counts by network and by person', async () => {
    const { deps, product } = world({});
    const counted: string[] = [];
    const limited = { ...deps, backInStockLimit: { allows: async (name: string) => counted.push(name) > 2 } };
    const [variant] = product.variants;
    if (!variant) expect.fail('no variant');
    const asked = { email: 'Ada+x@Shop.example', language: 'en', country: 'US', network: 'n1' };
    expect(await askBackInStock(limited, { ...variant, available: 0 }, asked)).toEqual({
      ok: false,
      reason: 'too_often',
    });
    expect(counted).toEqual([`person ${emailIdentity('ada@shop.example')}`, 'network n1']);
  });

  it('is refused for what can be bought', async () => {
    const { deps, product } = world({ 10: 3 });
    const [variant] = product.variants;
    if (!variant) expect.fail('no variant');
    const asked = { email: 'ada@shop.example', language: 'en', country: 'US', network: null };
    expect(await askBackInStock(deps, variant, asked)).toEqual({ ok: false, reason: 'for_sale' });
  });
});

test.each([
  [1, 20],
  [2, 20],
  [7, 70],
  [1_000, 300],
  [null, 300],
])('of %s units %i people hear at once', (units, wave) => {
  expect(waveOf(units)).toBe(wave);
});

describe('telling', () => {
  it('writes to everybody once, in the order they asked, however often it is called', async () => {
    const { ask, deps, mails } = world({ 10: 1 });
    for (const email of people(3)) await ask(email);
    expect(await tellBackInStock(deps, [10])).toBe(3);
    expect(mails.map(({ to }) => to)).toEqual(people(3));
    expect(await tellBackInStock(deps, [10])).toBe(0);
    expect(await tellBackInStock(deps, null)).toBe(0);
    expect(mails).toHaveLength(3);
  });

  it('sends nothing twice when it runs twice at the same time', async () => {
    const { ask, deps, mails } = world({ 10: 1 });
    for (const email of people(5)) await ask(email);
    const [first, second] = await Promise.all([tellBackInStock(deps, [10]), tellBackInStock(deps, null)]);
    expect(first + second).toBe(5);
    expect(mails).toHaveLength(5);
  });

  it('goes in waves; the next come while there are units', async () => {
    const { ask, deps, mails, product } = world({ 10: 2 });
    for (const email of people(45)) await ask(email);
    expect(await tellBackInStock(deps, null)).toBe(20);
    expect(await tellBackInStock(deps, null)).toBe(20);
    const soldOut = { ...product, variants: product.variants.map((one) => ({ ...one, available: 0 })) };
    expect(await tellBackInStock({ ...deps, records: new PaperCatalogue([soldOut]) }, null)).toBe(0);
    expect(mails.map(({ to }) => to)).toEqual(people(45).slice(0, 40));
    expect(await tellBackInStock(deps, null)).toBe(5);
  });

  it('lets no crowd for one thing, nor any number of other things, keep somebody waiting', async () => {
    const { deps, ask, mails, product, rows } = world({ 10: 1_000, 11: 1 });
    for (const email of people(500)) await ask(email);
    await ask('late@shop.example', 11);
    // Hundreds of things with lower numbers that only seem to be there.
    const others = Array.from({ length: 450 }, (_, n) => paperVariant(1_000 + n, `V${n}`, { available: 0 }));
    for (const { id } of others)
      await deps.backInStock.add({ ...(rows[0] ?? expect.fail('no row')), variantId: id, person: `x${id}` }, 99);
    const last = paperVariant(2_000, 'Last', { available: 5 });
    await deps.backInStock.add(
      { ...(rows[0] ?? expect.fail('no row')), variantId: 2_000, email: 'last@shop.example', person: 'last' },
      99,
    );
    const all = { ...product, variants: [...product.variants, ...others, last] };
    expect(await tellBackInStock({ ...deps, records: new PaperCatalogue([all]) }, null)).toBeLessThanOrEqual(200);
    const told = mails.map(({ to }) => to);
    expect(told).toContain('late@shop.example');
    expect(told).toContain('last@shop.example');
    expect(told.filter((to) => to.startsWith('p')).length).toBeGreaterThan(60);
  });

  it('leaves those alone whose variant is not there, or whose product is not on sale', async () => {
    const { ask, deps, mails } = world({ 10: 1 });
    await ask('ada@shop.example', 11);
    expect(await tellBackInStock(deps, null)).toBe(0);
    expect(await tellBackInStock({ ...deps, records: new PaperCatalogue([]) }, null)).toBe(0);
    expect(mails).toEqual([]);
  });

  it('keeps the places of those whose mail could not be sent', async () => {
    const { ask, deps, mails, lets, rows } = world({ 10: 1 });
    for (const email of people(12)) await ask(email);
    lets.sends = false;
    await expect(tellBackInStock(deps, [10])).rejects.toThrow('the mail service is away');
    // Ten were tried and wait a while; the others are free at once.
    expect(rows.map((row) => row.claimedAtMs === null)).toEqual(rows.map((_row, place) => place >= 10));
    lets.sends = true;
    expect(await tellBackInStock(deps, [10])).toBe(2);
    lets.nowMs += 11 * 60_000;
    expect(await tellBackInStock(deps, [10])).toBe(10);
    expect(mails).toHaveLength(12);
  });

  it('lets no address that mail refuses hold up the others', async () => {
    const { ask, deps, mails, rows } = world({ 10: 1 });
    for (const email of people(12)) await ask(email);
    const { mail } = deps.orderMail;
    const refusing = {
      ...deps,
      orderMail: {
        ...deps.orderMail,
        mail: {
          send: (one: Mail) => (one.to === rows[0]?.email ? Promise.reject(new Error('no such box')) : mail.send(one)),
        },
      },
    };
    await expect(tellBackInStock(refusing, [10])).rejects.toThrow('no such box');
    expect(mails).toHaveLength(11);
    expect(rows.filter((row) => row.mailedAtMs === null)).toHaveLength(1);
  });

  it('takes up what a crash left, with the same mail', async () => {
    const { ask, deps, mails, lets, rows } = world({ 10: 1 });
    await ask('ada@shop.example');
    const [row] = rows;
    if (!row) expect.fail('no request');
    // Sent, but whoever sent it ended before saying so.
    await tellBackInStock(deps, [10]);
    row.mailedAtMs = null;
    expect(await tellBackInStock(deps, [10])).toBe(0);
    lets.nowMs += 11 * 60_000;
    expect(await tellBackInStock(deps, [10])).toBe(1);
    expect(mails).toHaveLength(1);
  });
});

describe('the mail', () => {
  const mailIn = async (language: string, country: string): Promise<Mail> => {
    const { ask, deps, mails } = world({ 10: 1 });
    await ask('ada@shop.example', 10, language, country);
    await tellBackInStock(deps, null);
    return mails[0] ?? expect.fail('no mail');
  };

  it('leads to the variant in the language of the market, with its price and picture, and to being forgotten', async () => {
    const mail = await mailIn('de', 'DE');
    expect(mail).toMatchObject({
      messageId: 'back-in-stock-1',
      to: 'ada@shop.example',
      from: 'orders@paper.example',
      subject: 'Regal, Eiche ist wieder da',
    });
    expect(mail.text).toContain('https://paper.example/de-de/products/regal?Holz=Eiche');
    expect(mail.text).toContain(`https://paper.example/de-de/back-in-stock/forget?key=${'0'.repeat(32)}`);
    expect(mail.text).toMatch(/12,00\s€/);
    expect(mail.html).toContain(
      'src="https://paper.example/pictures/media/9.webp?v=0123456789&amp;width=1000&amp;format=jpg"',
    );
    expect(mail.html).toContain('<html lang="de" dir="ltr">');
  });

  it.each([
    ['en', 'Shelf, Oak is back'],
    ['fr', 'Shelf, Oak est de retour'],
    ['ja', 'Shelf、Oak が再入荷しました'],
    ['ar', 'عاد \u2068Shelf، Oak\u2069'],
    ['pt', 'Shelf, Oak is back'],
  ])('speaks %s', async (language, subject) => {
    const mail = await mailIn(language, 'US');
    expect(mail.subject).toBe(subject);
    expect(mail.html).toContain(`dir="${language === 'ar' ? 'rtl' : 'ltr'}"`);
  });

  it('takes no markup from names', async () => {
    const { ask, deps, mails } = world({ 10: 1 });
    await ask('ada@shop.example');
    const evil = {
      ...SHELF,
      title: '<img src=x onerror=alert(1)>',
      variants: [paperVariant(10, 'Oak', { available: 1 })],
    };
    await tellBackInStock({ ...deps, records: new PaperCatalogue([evil]) }, null);
    expect(mails[0]?.html).not.toContain('<img src=x');
    expect(mails[0]?.html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });
});
