import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillAddress, openStorefront, type StorefrontWorld, typeCard } from './storefront-world.ts';

let world: StorefrontWorld;

beforeAll(async () => {
  world = await openStorefront();
});
afterAll(async () => {
  await world?.close();
});

const PRODUCT = '/en-us/products/harbour-mug';

/** Like expect.poll, with patience for a busy machine. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 });

/** Puts the product of the open page into the bag; waits for the script, since before it the form leads to the bag's page. */
async function addToBag(page: Page): Promise<void> {
  await page.waitForFunction(() => customElements.get('cart-drawer') !== undefined);
  await page.locator('#buy button:visible').click();
  await eventually(() => page.locator('dialog.drawer[open] .line').count()).toBe(1);
}

async function toPayment(page: Page, email: string): Promise<void> {
  await page.goto(PRODUCT);
  await addToBag(page);
  await page.locator('dialog.drawer a[href$="/checkout"]').click();
  await fillAddress(page, email);
  await page.locator('#address button.button').click();
  await page.locator('#delivery button.button').click();
  await page.locator('checkout-payment[data-ready]').waitFor();
}

describe('buying with scripts', () => {
  it('adds beside the page, keeps everything when a card is declined, and ends on the order', async () => {
    const { page, context, problems } = await world.visitor();
    await toPayment(page, 'ida@example.org');
    expect(await page.locator('bag-count').count()).toBe(0);
    await typeCard(page, '4000000000000002');
    await page.locator('.pay-button').click();
    await eventually(() => page.locator('#card-problem').textContent()).toContain('declined');
    expect(page.url()).toContain('/checkout');
    expect(await page.locator('.done').first().textContent()).toContain('ida@example.org');

    await typeCard(page, '4242424242424242');
    await page.locator('.pay-button').click();
    await page.waitForURL(/\/orders\//);
    await page.locator('.order-steps').waitFor();
    expect(await page.locator('h1').textContent()).toContain('Thank you');
    expect(await page.locator('.order').textContent()).toContain('ida@example.org');
    expect((await context.cookies()).filter((cookie) => cookie.name === 'cart')).toEqual([]);

    const stranger = await world.visitor();
    const seen = await stranger.page.goto(page.url());
    expect(seen?.status()).toBe(200);
    const guessed = await stranger.page.goto(
      page
        .url()
        .replace(/key=[^&]+/, 'key=wrong')
        .replace(/&placed=1/, ''),
    );
    expect(guessed?.status()).toBe(404);
    expect(problems).toEqual([]);
  });

  it('is asked for authentication, and the purchase goes through after it', async () => {
    const { page } = await world.visitor();
    await toPayment(page, 'authentication@example.org');
    await typeCard(page, '4000002760003184');
    await page.locator('.pay-button').click();
    await page.waitForURL((url) => url.origin !== world.origin);
    await page.getByRole('button', { name: /complete|authorize|confirm/i }).click();
    await page.waitForURL(/\/orders\//);
    await page.locator('.order-steps').waitFor();
  });

  it('changes the variant in place and puts its address into the bar', async () => {
    const { page, problems } = await world.visitor();
    await page.goto('/en-us/products/tide-vase');
    const before = await page.locator('.offer-price .price').textContent();
    await page.locator('a[data-variant]', { hasText: 'Tall' }).click();
    await eventually(() => page.locator('.offer-price .price').textContent()).not.toBe(before);
    expect(page.url()).toContain('Size=Tall');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Tall');
    await eventually(() => page.locator('.stock').textContent()).toMatch(/stock/);
    expect(problems).toEqual([]);
  });

  it('undoes a removal in the bag', async () => {
    const { page } = await world.visitor();
    await page.goto(PRODUCT);
    await page.fill('input[name="quantity"]', '2');
    await addToBag(page);
    await page.locator('dialog.drawer .line .text-button').click();
    await page.locator('dialog.drawer .undo button').click();
    await eventually(() => page.locator('dialog.drawer input[name="quantity"]').inputValue()).toBe('2');
    await eventually(() => page.locator('bag-count').textContent()).toBe('2');
  });

  it('shows more of a list under its real address, and comes back to it', async () => {
    const { page } = await world.visitor();
    await page.goto('/en-us/collections/table-and-kitchen');
    const shown = await page.locator('[data-cards] > li').count();
    const more = page.locator('a[rel="next"]');
    if ((await more.count()) > 0) {
      await more.click();
      await eventually(() => page.locator('[data-cards] > li').count()).toBeGreaterThan(shown);
      expect(page.url()).toContain('show=48');
    }
    await page.locator('summary', { hasText: 'Colour' }).click();
    await page.locator('.facet[open] input:not([disabled])').first().check();
    await page.waitForURL(/option\.Colour=/);
    expect(await page.locator('.facet[open]').count()).toBe(1);
    await page.goBack();
    await eventually(() => page.locator('.chip').count()).toBe(0);
    await page.goForward();
    await page.locator('.chip').click();
    await page.waitForURL((url) => !url.search.includes('option.Colour'));
  });
});

describe('without scripts', () => {
  it('finds, filters, chooses, fills and changes the bag, and reaches the card form', async () => {
    const { page } = await world.visitor({ script: false });
    await page.goto('/en-us');
    await page.locator('.begin a').first().click();
    await page.locator('summary', { hasText: 'Colour' }).click();
    await page.locator('.facet[open] input:not([disabled])').first().check();
    await page.locator('.facet[open] button').click();
    expect(page.url()).toContain('option.Colour=');
    const total = await page.locator('.toolbar .total').textContent();
    expect(Number.parseInt(total ?? '', 10)).toBe(await page.locator('[data-cards] > li').count());

    await page.goto('/en-us/products/tide-vase');
    await page.locator('a[data-variant]', { hasText: 'Tall' }).click();
    expect(page.url()).toContain('Size=Tall');
    await page.locator('#buy button:visible').click();
    await page.waitForURL(/\/cart/);
    await page.locator('.stepper button').last().click();
    expect(await page.locator('.stepper input').inputValue()).toBe('2');
    await page.locator('.line .text-button').click();
    await page.locator('.undo button').click();
    expect(await page.locator('.stepper input').inputValue()).toBe('2');

    await page.locator('a[href$="/checkout"]').click();
    await page.locator('#address button.button').click();
    expect(await page.locator('#address .notice.bad').textContent()).toContain('Enter your email address.');
    await page.fill('#email', 'plain@example.org');
    await page.locator('#address button.button').click();
    expect(await page.locator('#email').inputValue()).toBe('plain@example.org');
    await fillAddress(page, 'plain@example.org');
    await page.locator('#address button.button').click();
    await page.locator('#delivery button.button').click();
    expect(await page.locator('#payment').textContent()).toContain('JavaScript');
  });
});

describe('with the keyboard alone', () => {
  it('skips to the content, opens the bag and gets its place back', async () => {
    const { page } = await world.visitor();
    await page.goto(PRODUCT);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    await page.locator('#buy button:visible').focus();
    await page.keyboard.press('Enter');
    await page.locator('dialog.drawer[open] .line').waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
    await page.keyboard.press('Escape');
    await eventually(() => page.locator('dialog.drawer[open]').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.closest('#buy') !== null)).toBe(true);
  });

  it('says what is wrong with a field when it is left and takes it back when it is right', async () => {
    const { page } = await world.visitor();
    await page.goto(PRODUCT);
    await addToBag(page);
    await page.locator('dialog.drawer a[href$="/checkout"]').click();
    await page.waitForFunction(() => customElements.get('checkout-address') !== undefined);
    await page.fill('#email', 'ida@');
    await page.keyboard.press('Tab');
    expect(await page.locator('#email').getAttribute('aria-invalid')).toBe('true');
    await page.fill('#email', 'ida@example.org');
    expect(await page.locator('#email').getAttribute('aria-invalid')).toBeNull();
    expect(await page.locator('#email-problem').textContent()).toBe('');
  });
});

describe('every page', () => {
  const paths = [
    '/en-us',
    '/de-de',
    '/en-jp',
    '/en-us/collections',
    '/en-us/collections/ceramics',
    '/de-de/products/vase-tide',
    '/en-us/search?q=bowl',
    '/en-us/search?q=nothing-like-this',
    '/en-us/cart',
    '/en-us/pages/about',
    '/de-de/blogs/notizbuch',
    '/de-de/blogs/notizbuch/warum-der-rand-ohne-glasur-bleibt',
    '/en-gb/policies/refund-policy',
  ];

  it.each(paths)('%s has one heading, names for everything, and fits 320 px', async (path) => {
    const { page, problems } = await world.visitor({ width: 320 });
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    const facts = await page.evaluate(() => ({
      headings: document.querySelectorAll('h1').length,
      wider: document.documentElement.scrollWidth - window.innerWidth,
      nameless: [...document.querySelectorAll('img:not([alt]), button, a[href]')]
        .filter(
          (one) =>
            one.matches('img') ||
            (!one.textContent?.trim() &&
              !one.querySelector('img[alt]:not([alt=""])') &&
              !one.getAttribute('aria-label') &&
              one.getAttribute('aria-hidden') !== 'true'),
        )
        .map((one) => one.outerHTML.slice(0, 120)),
      unlabelled: [...document.querySelectorAll<HTMLInputElement>('input:not([type="hidden"]), select')]
        .filter((one) => (one.labels?.length ?? 0) === 0 && !one.getAttribute('aria-label'))
        .map((one) => one.outerHTML.slice(0, 120)),
      language: document.documentElement.lang,
    }));
    expect(facts).toEqual({
      headings: 1,
      wider: 0,
      nameless: [],
      unlabelled: [],
      language: expect.stringMatching(path.startsWith('/de') ? /^de-DE$/ : /^en-/),
    });
    expect(problems).toEqual([]);
  });

  it('loads less than 15 kB of script', async () => {
    for (const path of ['/en-us', '/en-us/collections/ceramics', PRODUCT]) {
      const html = await (await fetch(`${world.origin}${path}`)).text();
      const first = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].flatMap((match) => (match[1] ? [match[1]] : []));
      const seen = new Set<string>();
      let bytes = 0;
      for (let next = first.pop(); next !== undefined; next = first.pop()) {
        if (seen.has(next)) continue;
        seen.add(next);
        const text = await (await fetch(new URL(next, world.origin))).text();
        bytes += Buffer.byteLength(text);
        const base = new URL(next, world.origin);
        first.push(
          ...[...text.matchAll(/from\s*["']([^"']+\.js)["']|import\s*["']([^"']+\.js)["']/g)].map(
            (match) => new URL(match[1] ?? match[2] ?? '', base).pathname,
          ),
        );
      }
      expect(seen.size, path).toBeGreaterThan(0);
      expect(bytes, path).toBeLessThan(15_000);
    }
  });
});

describe('addresses and headers', () => {
  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${world.origin}${path}`, { headers, redirect: 'manual' });

  it('sends a stranger to a market they can read', async () => {
    const answer = await get('/products/tide-vase?Size=Tall', { 'accept-language': 'de-AT,de;q=0.9' });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toMatch(/^\/[a-z]{2}-[a-z]{2}\/products\/tide-vase\?Size=Tall$/);
    expect(answer.headers.get('cache-control')).toContain('no-store');
  });

  it.each([
    '/xx-yy',
    '/xx-yy/products/tide-vase',
    '/en-us/products/none',
    '/en-us/nothing',
    '/en-us/collections/none',
    '/en-us/blogs/notebook/none',
  ])('answers 404 for %s', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('<h1');
  });

  it("follows the merchant's redirects", async () => {
    const answer = await get('/de-de/products/harbor-mug');
    expect([answer.status, answer.headers.get('location')]).toEqual([301, '/de-de/products/harbour-mug']);
  });

  it('shares pages but never a bag', async () => {
    const page = await get(PRODUCT, { cookie: 'bag=3' });
    expect(page.headers.get('cache-control')).toContain('s-maxage=60');
    expect(page.headers.get('cache-tag')).toMatch(/product:\d+/);
    expect(page.headers.get('set-cookie')).toBeNull();
    for (const path of ['/en-us/cart', '/en-us/checkout', '/en-us/orders/1?key=x'])
      expect((await get(path)).headers.get('cache-control'), path).toContain('no-store');
  });

  it('allows no inline script and no frame around it', async () => {
    const policy = (await get(PRODUCT)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    const html = await (await get(PRODUCT)).text();
    expect(html).not.toMatch(/<script(?![^>]*(src=|application\/ld\+json))|\son[a-z]+="|<style/);
  });

  it('names every market in the sitemap and in each page', async () => {
    const sitemaps = await (await get('/sitemap.xml')).text();
    expect(sitemaps).toContain('/de-at/sitemap.xml</loc>');
    const html = await (await get(PRODUCT)).text();
    expect(html).toContain('hreflang="de-DE"');
    expect(html).toMatch(/rel="canonical" href="[^"]+\/en-us\/products\/harbour-mug"/);
    expect(html).toContain('"@type":"ProductGroup"');
    expect(await (await get('/robots.txt')).text()).toContain('Sitemap: ');
  });

  it('refuses a bag form sent from elsewhere', async () => {
    const answer = await fetch(`${world.origin}/en-us/cart/add`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: 'https://elsewhere.test', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'variant=gid://shopify/ProductVariant/1',
    });
    expect(answer.status).toBe(403);
  });

  it.each(['quantity=0', 'quantity=-1', 'quantity=1.5', 'quantity=1000000000', 'variant=1'])(
    'changes nothing for a bag form with %s',
    async (field) => {
      const fields = new URLSearchParams({ variant: 'gid://shopify/ProductVariant/1', quantity: '1' });
      for (const [name, value] of new URLSearchParams(field)) fields.set(name, value);
      const answer = await fetch(`${world.origin}/en-us/cart/add`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: world.origin },
        body: fields,
      });
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toContain('problem=input');
      expect(answer.headers.get('set-cookie')).toBeNull();
    },
  );
});
