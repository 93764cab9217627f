import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { startBuiltShop } from '../support/built-worker.ts';

/** The built shop over a database of its own, and a real browser. */
export interface StorefrontWorld {
  readonly origin: string;
  /** A fresh visitor; problems of their pages (script errors, refused resources) are collected. */
  visitor(options?: VisitorOptions): Promise<Visitor>;
  close(): Promise<void>;
}

export interface VisitorOptions {
  readonly script?: boolean;
  readonly width?: number;
  readonly dark?: boolean;
}

export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly problems: string[];
}

/** Starts the built shop and a browser; the shop is ended again when the browser does not start. */
export async function openStorefront(): Promise<StorefrontWorld> {
  const shop = await startBuiltShop();
  try {
    const browser = await launchBrowser();
    return {
      origin: shop.origin,
      visitor: (options = {}) => newVisitor(browser, shop.origin, options),
      async close() {
        await browser.close();
        await shop.close();
      },
    };
  } catch (error) {
    await shop.close();
    throw error;
  }
}

/** A fresh visitor of a shop in a browser that is open. */
export async function newVisitor(browser: Browser, origin: string, options: VisitorOptions): Promise<Visitor> {
  const width = options.width ?? 1280;
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width, height: width < 600 ? 844 : 900 },
    javaScriptEnabled: options.script ?? true,
    colorScheme: options.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-US',
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    // A declined payment is answered with 402, an unknown page with 404: both are meant.
    if (message.type() === 'error' && !/status of (402|404)/.test(message.text())) problems.push(message.text());
  });
  return { page, context, problems };
}

/** Fills the address form of an American address. */
export async function fillAddress(page: Page, email: string): Promise<void> {
  await page.fill('#email', email);
  await page.fill('#name', 'Ida Maria Holm');
  await page.fill('#address1', '12 Mill Lane');
  await page.fill('#city', 'Breinigsville');
  await page.fill('#zip', '18031');
  await page.selectOption('#province', 'PA');
}

/** Types a card into the provider's form, wherever its fields are: in the page or in a frame. */
export async function typeCard(page: Page, number: string): Promise<void> {
  const frame = page.locator('#card iframe');
  const fields =
    (await frame.count()) > 0 ? page.frameLocator('#card iframe').locator('input') : page.locator('#card input');
  await fields.first().waitFor();
  const values = [number, '12 / 34', '123'];
  const count = Math.min(await fields.count(), values.length);
  for (let place = 0; place < count; place += 1) {
    await fields.nth(place).fill('');
    await fields.nth(place).pressSequentially(values[place] ?? '');
  }
}
