import { createServer, type Server } from 'node:http';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contentSecurityPolicy, paymentSources } from '../../site/lib/security.ts';
import { launchBrowser } from '../support/browser.ts';
import { ControlledEmulator, KEYS } from './payments-emulator.ts';

/** A shop's page as the real one embeds the form: another origin, and the storefront's own policy. */
const PAGE = (
  library: string,
  dark: boolean,
) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pay</title>
<meta name="color-scheme" content="${dark ? 'dark' : 'light'}"><link rel="stylesheet" href="/shop.css"><script src="${library}" defer></script><script src="/shop.js" defer></script></head>
<body class="${dark ? 'dark' : 'light'}"><form id="pay"><p id="label">Card</p><div id="card" role="group" aria-labelledby="label"></div><p id="problem" role="alert"></p><button>Pay</button></form><pre id="log"></pre></body></html>`;
const STYLE =
  'body{font:16px/1.5 system-ui;margin:1rem}.dark{background:#14120f;color:#f4efe6}#card{border:1px solid;padding:.75rem;border-radius:.4rem;max-width:30rem}';
const SCRIPT = `
const stripe = Stripe('${KEYS.publishableKey}', { locale: 'en' });
const place = document.querySelector('#card');
const card = stripe.elements().create('card', { hidePostalCode: true, style: { base: { color: getComputedStyle(place).color, fontSize: '16px' } } });
window.states = [];
card.mount(place);
card.on('ready', () => { document.body.dataset.ready = ''; });
card.on('change', (state) => { window.states.push(state); document.querySelector('#problem').textContent = state.error?.message ?? ''; });
document.querySelector('#pay').addEventListener('submit', async (event) => {
  event.preventDefault();
  const made = await stripe.createPaymentMethod({ type: 'card', card, billing_details: { name: 'Ada', email: 'ada@example.com' } });
  document.querySelector('#log').textContent = JSON.stringify(made);
});
window.stripe = stripe;
`;

let browser: Browser;
let emulator: ControlledEmulator;
let shop: Server;
let origin = '';
let page: Page;
let frame: FrameLocator;
const violations: string[] = [];

beforeAll(async () => {
  emulator = await ControlledEmulator.start();
  shop = createServer((request, response) => {
    const path = request.url ?? '/';
    const library = `${emulator.url}/v3/`;
    const [type, body] = path.endsWith('.css')
      ? ['text/css', STYLE]
      : path.endsWith('.js')
        ? ['text/javascript', SCRIPT]
        : ['text/html', PAGE(library, path.includes('dark'))];
    response.writeHead(200, {
      'content-type': type,
      'content-security-policy': contentSecurityPolicy(paymentSources(library)),
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  const address = shop.address();
  if (address && typeof address === 'object') origin = `http://localhost:${address.port}`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  shop.closeAllConnections();
  shop.close();
  await emulator.close();
});

async function open(path = '/'): Promise<void> {
  page = await browser.newPage({ viewport: { width: 640, height: 400 } });
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('favicon')) violations.push(message.text());
  });
  await page.goto(origin + path);
  await page.waitForSelector('body[data-ready]');
  frame = page.frameLocator('#card iframe');
}

const field = (name: 'Card number' | 'Expiry date' | 'Security code') => frame.getByLabel(name);
const made = async (): Promise<{ paymentMethod?: { id: string }; error?: { code: string; message: string } }> => {
  await page.waitForFunction(() => document.querySelector('#log')?.textContent !== '');
  return JSON.parse((await page.textContent('#log')) ?? '{}');
};

describe('the card form', () => {
  beforeEach(() => open());
  afterEach(() => page.close());

  test('typing straight through fills all fields and makes a method that pays', async () => {
    await field('Card number').click();
    await page.keyboard.type('42424242424242421234123');
    expect(await field('Card number').inputValue()).toBe('4242 4242 4242 4242');
    expect(await field('Expiry date').inputValue()).toBe('12 / 34');
    expect(await field('Security code').inputValue()).toBe('123');
    await page.getByRole('button', { name: 'Pay' }).click();
    const { paymentMethod } = await made();
    expect(paymentMethod?.id).toMatch(/^pm_/);
    const { body } = await emulator.api('GET', `/v1/payment_methods/${paymentMethod?.id}`);
    expect(body).toMatchObject({
      card: { last4: '4242', exp_month: 12, exp_year: 2034 },
      billing_details: { name: 'Ada', email: 'ada@example.com' },
    });
    const states = await page.evaluate(() => JSON.stringify((window as unknown as { states: unknown }).states));
    expect(states).toContain('"complete":true');
    expect(states).not.toContain('4242');
    expect(violations).toEqual([]);
  });

  test.each([
    ['1230', '12 / 30'],
    ['12/30', '12 / 30'],
    ['12 / 30', '12 / 30'],
    ['12/2030', '12 / 30'],
    ['3', '03 / '],
    ['9/31', '09 / 31'],
    ['0931', '09 / 31'],
  ])('an expiry typed as %s reads %s', async (typed, shown) => {
    await field('Expiry date').pressSequentially(typed);
    expect(await field('Expiry date').inputValue()).toBe(shown);
  });

  test('a browser that fills "12/2031" and a pasted number with spaces are understood', async () => {
    await field('Expiry date').fill('12/2031');
    await field('Card number').fill('3782 822463 10005');
    expect(await field('Expiry date').inputValue()).toBe('12 / 31');
    expect(await field('Card number').inputValue()).toBe('3782 822463 10005');
    await field('Security code').pressSequentially('12345');
    expect(await field('Security code').inputValue()).toBe('1234');
  });

  test('a digit put in the middle keeps the caret there; backspace leads back', async () => {
    await field('Card number').pressSequentially('424242');
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('9');
    expect(await field('Card number').inputValue()).toBe('4242 942');
    expect(await field('Card number').evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(6);
    await field('Expiry date').focus();
    await page.keyboard.press('Backspace');
    expect(await field('Card number').evaluate((input) => input === document.activeElement)).toBe(true);
    await field('Expiry date').pressSequentially('12');
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Backspace');
    expect(await field('Expiry date').inputValue()).toBe('');
  });

  test('a wrong number is said at once, an incomplete one when its field was left', async () => {
    await field('Card number').pressSequentially('424242424242424');
    expect(await page.textContent('#problem')).toBe('');
    await field('Security code').focus();
    await expect.poll(() => page.textContent('#problem')).toBe('Your card number is incomplete.');
    expect(await field('Card number').getAttribute('aria-invalid')).toBe('true');
    await field('Card number').fill('4242 4242 4242 4241');
    await expect.poll(() => page.textContent('#problem')).toBe('Your card number is invalid.');
    await field('Expiry date').pressSequentially('0120');
    await field('Card number').fill('4242 4242 4242 4242');
    await expect.poll(() => page.textContent('#problem')).toBe("Your card's expiration date is in the past.");
  });

  test('paying with nothing typed says what is missing and goes there; Enter pays', async () => {
    await page.getByRole('button', { name: 'Pay' }).click();
    expect((await made()).error?.code).toBe('incomplete_number');
    expect(await field('Card number').evaluate((input) => input === document.activeElement)).toBe(true);
    await page.evaluate(() => document.querySelector('#log')?.replaceChildren());
    await page.keyboard.type('40000000000000021230123');
    await page.keyboard.press('Enter');
    expect((await made()).paymentMethod?.id).toMatch(/^pm_/);
  });

  test('a number that is no test card is refused in words', async () => {
    await field('Card number').click();
    await page.keyboard.type('45395787636214861230123');
    await page.keyboard.press('Enter');
    expect((await made()).error).toMatchObject({ code: 'card_declined', message: expect.stringContaining('test') });
  });

  test('authentication asked for by a payment confirmed in the browser opens above the page', async () => {
    const { body } = await emulator.api('POST', '/v1/payment_intents', {
      amount: '1500',
      currency: 'eur',
      'payment_method_types[]': 'card',
    });
    const done = page.evaluate(
      async ([secret]) => {
        const { stripe } = window as unknown as {
          stripe: { confirmCardPayment(secret: string, data: object): Promise<unknown> };
        };
        return JSON.stringify(
          await stripe.confirmCardPayment(secret ?? '', { payment_method: 'pm_card_threeDSecure2Required' }),
        );
      },
      [String(body.client_secret)],
    );
    await page.frameLocator('dialog iframe').getByRole('button', { name: 'Complete' }).click();
    expect(JSON.parse(await done)).toMatchObject({ paymentIntent: { status: 'succeeded' } });
  });

  test('every field has a name, and the frame too', async () => {
    expect(await page.locator('#card iframe').getAttribute('title')).toContain('card');
    for (const name of ['Card number', 'Expiry date', 'Security code'] as const)
      expect(await field(name).count()).toBe(1);
    expect(await field('Card number').getAttribute('autocomplete')).toBe('cc-number');
  });
});

test('in a dark page the frame lets the page through and writes in its colour', async () => {
  await open('/dark');
  await field('Card number').pressSequentially('4242');
  expect(await field('Card number').evaluate((input) => getComputedStyle(input).color)).toBe('rgb(244, 239, 230)');
  const box = await page.locator('#card iframe').boundingBox();
  if (!box) throw new Error('no frame');
  const shot = await page.screenshot({
    clip: { x: box.x + box.width - 4, y: box.y + box.height - 3, width: 2, height: 2 },
  });
  const { default: sharp } = await import('sharp');
  const { dominant } = await sharp(shot).stats();
  expect(Math.max(dominant.r, dominant.g, dominant.b)).toBeLessThan(60);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/card-dark.png` });
  await page.close();
});

test('on a narrow page the fields wrap and the frame grows with them', async () => {
  await open();
  await page.setViewportSize({ width: 320, height: 400 });
  const height = async () => (await page.locator('#card iframe').boundingBox())?.height ?? 0;
  await expect.poll(height).toBeGreaterThan(45);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/card-narrow.png` });
  await page.setViewportSize({ width: 640, height: 400 });
  await expect.poll(height).toBeLessThan(45);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/card-wide.png` });
  await page.close();
});
