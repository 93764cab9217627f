import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStorefront, type StorefrontWorld } from './storefront-world.ts';

let world: StorefrontWorld;

beforeAll(async () => {
  world = await openStorefront();
});
afterAll(async () => {
  await world?.close();
});

/** What a visitor's browser chose of the first picture that a selector finds. */
async function chosen(path: string, selector: string, width: number) {
  const { page, context, problems } = await world.visitor({ width });
  await page.goto(path);
  const picture = page.locator(selector).first();
  await picture.scrollIntoViewIfNeeded();
  const shown = () =>
    picture.evaluate((image) =>
      image instanceof HTMLImageElement ? { address: image.currentSrc, pixels: image.naturalWidth } : null,
    );
  await expect.poll(async () => (await shown())?.pixels, { timeout: 15_000 }).toBeGreaterThan(0);
  const address = (await shown())?.address ?? expect.fail('no picture');
  const response = await page.request.get(address);
  const result = {
    width: Number(new URL(address).searchParams.get('width')),
    bytes: (await response.body()).length,
    headers: response.headers(),
  };
  expect(problems).toEqual([]);
  await context.close();
  return result;
}

describe('pictures', () => {
  it.each([
    ['/en-us', '.hero-picture img'],
    ['/en-us/products/harbour-mug', '.stage img'],
    ['/en-us/collections/ceramics', '.card img'],
  ])('of %s are narrower and lighter on a phone than on a desktop', async (path, selector) => {
    const phone = await chosen(path, selector, 390);
    const desktop = await chosen(path, selector, 1280);
    expect(phone.width).toBeLessThan(desktop.width);
    expect(phone.bytes).toBeLessThan(desktop.bytes);
    expect(phone.headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  it('have their room from the beginning, and only the first ones are loaded at once', async () => {
    const { page, context } = await world.visitor({ width: 390, script: false });
    await page.goto('/en-us/collections/ceramics');
    const all = await page.locator('main img').evaluateAll((images) =>
      images.map((image) => ({
        sized: image.hasAttribute('width') && image.hasAttribute('height'),
        srcset: image.getAttribute('srcset') ?? '',
        sizes: image.getAttribute('sizes') ?? '',
        loading: image.getAttribute('loading'),
      })),
    );
    expect(all.length).toBeGreaterThan(12);
    expect(all.filter((one) => !one.sized || !/ 400w/.test(one.srcset) || one.sizes === '')).toEqual([]);
    expect(all[0]?.loading).toBe('eager');
    expect(all.filter((one) => one.loading === 'eager').length).toBeLessThanOrEqual(4);
    await context.close();
  });

  it('are small in the suggestions, and a shared link names a JPEG', async () => {
    const suggestions = await (await fetch(`${world.origin}/en-us/search/suggest?q=mug`)).text();
    expect(suggestions).toMatch(/<img src="\/pictures\/media\/[^"]+width=200"/);
    expect(suggestions).not.toMatch(/width=600/);
    const page = await (await fetch(`${world.origin}/en-us/products/harbour-mug`)).text();
    const shared = /property="og:image" content="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const picture = await fetch(shared);
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
  });
});
