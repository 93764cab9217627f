import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStorefront, type StorefrontWorld } from './storefront-world.ts';

/** The shop in its markets: languages, directions, addresses, and what a first visit is told. */
describe('the markets', () => {
  let world: StorefrontWorld;
  beforeAll(async () => {
    world = await openStorefront();
  }, 300_000);
  afterAll(async () => {
    await world?.close();
  });

  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${world.origin}${path}`, { redirect: 'manual', headers });

  it.each([
    ['/ar-ae', 'ar-AE', 'rtl', 'أشياء تبقى.'],
    ['/ja-jp', 'ja-JP', 'ltr', '残るものたち。'],
    ['/fr-fr', 'fr-FR', 'ltr', 'Des choses qui restent.'],
    ['/de-at', 'de-AT', 'ltr', 'Dinge, die bleiben.'],
    ['/en-gb', 'en-GB', 'ltr', 'Things that stay.'],
  ])('%s speaks %s, written %s', async (path, lang, dir, slogan) => {
    const html = await (await get(path)).text();
    expect(html).toContain(`<html lang="${lang}" dir="${dir}">`);
    expect(html).toContain(slogan);
  });

  it.each([320, 1280])('mirrors the shop for Arabic at %i px, with nothing sticking out', async (width) => {
    const { page, problems } = await world.visitor({ width });
    for (const path of ['/ar-ae', '/ar-ae/products/tide-vase', '/ar-ae/collections/ceramics', '/ar-ae/cart']) {
      await page.goto(path);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wider, path).toBe(0);
    }
    await page.goto('/ar-ae/products/tide-vase');
    const sides = await page.evaluate(() => {
      const middle = (selector: string) => {
        const box = document.querySelector(selector)?.getBoundingClientRect();
        return box ? box.left + box.width / 2 : Number.NaN;
      };
      return {
        offer: middle('.offer'),
        gallery: middle('.gallery'),
        bag: middle('[data-bag]'),
        word: middle('.wordmark'),
      };
    });
    if (width > 1000) expect(sides.offer).toBeLessThan(sides.gallery);
    expect(sides.bag).toBeLessThan(sides.word);
    expect(problems).toEqual([]);
  });

  it('takes an order to the payment in Arabic, without a postcode', async () => {
    const { page } = await world.visitor({ width: 390 });
    await page.goto('/ar-ae/products/harbour-mug');
    await page.click('.buy-bar button');
    await page.waitForSelector('.drawer[open]');
    await page.goto('/ar-ae/checkout');
    expect(await page.locator('#zip').count()).toBe(0);
    await page.fill('#email', 'layla@example.org');
    await page.fill('#name', 'ليلى المنصوري');
    await page.fill('#address1', 'شارع الشيخ زايد 12');
    await page.fill('#city', 'البرشاء');
    await page.selectOption('#province', 'DU');
    await page.click('#address button.button');
    await page.waitForSelector('#phone[aria-invalid]');
    await page.fill('#phone', '٠٥٠ ١٢٣ ٤٥٦٧');
    await page.click('#address button.button');
    await page.waitForSelector('#delivery input[type=radio]');
    expect(await page.textContent('#address .done')).toContain('البرشاء، دبي');
    await page.click('#delivery button.button');
    await page.waitForSelector('#card');
    expect(await page.textContent('.pay-button')).toMatch(/د\.إ/);
  }, 60_000);

  it('delivers to any country of the market, with that country’s postcodes', async () => {
    const { page } = await world.visitor({ width: 390 });
    await page.goto('/de-de/products/becher-hafen');
    await page.click('.buy-bar button');
    await page.waitForSelector('.drawer[open]');
    await page.goto('/de-de/checkout');
    expect(await page.locator('#country option').allTextContents()).toEqual([
      'Deutschland',
      'Österreich',
      'Frankreich',
      'Niederlande',
    ]);
    await page.fill('#email', 'anna@example.org');
    await page.fill('#name', 'Anna Huber');
    await page.fill('#address1', 'Getreidegasse 9');
    await page.fill('#zip', '5020');
    await page.fill('#city', 'Salzburg');
    await page.click('#address button.button');
    await page.waitForSelector('#zip[aria-invalid]');
    await page.selectOption('#country', 'AT');
    expect(await page.locator('#zip').getAttribute('aria-invalid')).toBeNull();
    await page.selectOption('#country', 'NL');
    expect(await page.locator('#zip').getAttribute('inputmode')).toBe('text');
    await page.selectOption('#country', 'AT');
    await page.click('#address button.button');
    await page.waitForSelector('#delivery input[type=radio]');
    expect(await page.textContent('#address .done')).toContain('5020 Salzburg, Österreich');
    await page.click('#address .done a');
    expect(await page.locator('#country').inputValue()).toBe('AT');

    // A business of another member state: a slip is told beside the field, a number the register knows takes the tax away.
    await page.click('.more-lines:has(#tax-number) summary');
    await page.fill('#tax-number', 'ATU13585626');
    await page.click('#address button.button');
    await page.waitForSelector('#tax-number[aria-invalid]');
    expect(await page.textContent('#tax-number-problem')).toContain('Tippfehler');
    await page.fill('#tax-number', 'atu 13585627');
    await page.click('#address button.button');
    await page.waitForSelector('#delivery input[type=radio]');
    expect(await page.textContent('.checkout-side')).toContain('Ohne Umsatzsteuer');
    await page.click('#address .done a');
    expect(await page.locator('#tax-number').inputValue()).toBe('ATU13585627');
    await page.fill('#tax-number', '');
    await page.click('#address button.button');
    await page.waitForSelector('#delivery input[type=radio]');
    expect(await page.textContent('.checkout-side')).not.toContain('Ohne Umsatzsteuer');
  }, 60_000);

  it('offers a market and forces none, without a script', async () => {
    const css = async (path: string, headers: Readonly<Record<string, string>>) => {
      const answer = await get(path, headers);
      expect(answer.headers.get('cache-control')).toContain('no-store');
      return answer.text();
    };
    const french = { 'cf-ipcountry': 'FR', 'accept-language': 'fr' };
    expect(await css('/en-us/market-hint.css', french)).toContain('data-for="fr-fr"');
    expect(await css('/fr-fr/market-hint.css', french)).not.toContain('data-for');
    expect(await css('/en-us/market-hint.css', { ...french, cookie: 'market=en-us' })).not.toContain('data-for');
    expect(await css('/en-us/market-hint.css', { 'cf-ipcountry': 'T1', 'accept-language': 'fr' })).not.toContain(
      'data-for',
    );
    expect((await get('/en-us/collections/ceramics', french)).status).toBe(200);

    const { page, context } = await world.visitor({ script: false });
    await context.setExtraHTTPHeaders(french);
    await page.goto('/en-us/collections/ceramics');
    const hint = page.locator('.market-hint');
    expect(await hint.locator('p:visible').count()).toBe(1);
    expect(await hint.locator('p:visible a').getAttribute('href')).toBe('/fr-fr/collections/ceramique');
    await hint.locator('button').click();
    expect(new URL(page.url()).pathname).toBe('/en-us/collections/ceramics');
    expect(await page.locator('.market-hint').isVisible()).toBe(false);
  });

  it('keeps a choice from leading out of the shop', async () => {
    const answer = await fetch(`${world.origin}/en-us/market-choice`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: world.origin },
      body: new URLSearchParams({ path: '//elsewhere.test' }),
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/en-us']);
    expect((await get('/', { cookie: 'market=ja-jp' })).headers.get('location')).toBe('/ja-jp');
  });

  it('has addresses in the words of the language, and sends the others there', async () => {
    const moved = async (path: string) => {
      const answer = await get(path);
      return [answer.status, answer.headers.get('location')];
    };
    expect(await moved('/de-de/products/tide-vase?Size=Tall')).toEqual([301, '/de-de/products/vase-tide?Size=Tall']);
    expect(await moved('/en-us/products/vase-tide')).toEqual([301, '/en-us/products/tide-vase']);
    expect(await moved('/fr-fr/pages/about')).toEqual([301, '/fr-fr/pages/a-propos']);
    expect(await moved('/fr-fr/blogs/notizbuch/why-the-rim-stays-bare')).toEqual([
      301,
      '/fr-fr/blogs/carnet/pourquoi-le-bord-reste-nu',
    ]);
    expect((await get('/ja-jp/collections/ceramics')).status).toBe(200);
    const html = await (await get('/fr-fr/products/vase-maree')).text();
    expect(html).toMatch(/rel="canonical" href="[^"]+\/fr-fr\/products\/vase-maree"/);
    expect(html).toMatch(/hreflang="de-AT" href="[^"]+\/de-at\/products\/vase-tide"/);
    expect(html).toMatch(/hreflang="ar-AE" href="[^"]+\/ar-ae\/products\/tide-vase"/);
    expect(html).toMatch(/hreflang="x-default"/);
  });

  it('lists every market in a sitemap of its own', async () => {
    const index = await (await get('/sitemap.xml')).text();
    const maps = [...index.matchAll(/<loc>[^<]+?(\/[a-z]{2}-[a-z]{2}\/sitemap\.xml)<\/loc>/g)].map(
      (match) => match[1] ?? '',
    );
    expect(maps).toContain('/ar-ae/sitemap.xml');
    expect(new Set(maps).size).toBe(18);
    const german = await (await get('/de-at/sitemap.xml')).text();
    expect(german).toContain('/de-at/products/vase-tide</loc>');
    expect(german).toContain('hreflang="fr-FR" href="');
    expect(german).not.toContain('hidden-');
    expect([...german.matchAll(/<loc>/g)].length).toBe([...german.matchAll(/\/de-at[^<"]*<\/loc>/g)].length);
  });
});
