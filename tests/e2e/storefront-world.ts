import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import chromiumBinary from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { anyFreePort } from '../../dev/ports.ts';
import { buildSite } from '../../dev/site-build.ts';
import { answersWithin, startTool } from '../../dev/worker-process.ts';
import { envFile, workerVariables } from '../../dev/worker-variables.ts';
import { freshDatabase } from '../support/database.ts';

/** The built shop in workerd over a database of its own, and a real browser. */
export interface StorefrontWorld {
  readonly origin: string;
  readonly browser: Browser;
  /** A fresh visitor; problems of their pages (script errors, refused resources) are collected. */
  visitor(options?: { readonly script?: boolean; readonly width?: number; readonly dark?: boolean }): Promise<Visitor>;
  close(): Promise<void>;
}

export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly problems: string[];
}

/** Builds what is not built, starts the Worker and the browser; what started is ended again when a later part fails. */
export async function openStorefront(): Promise<StorefrontWorld> {
  const endings: (() => Promise<unknown> | void)[] = [];
  const close = async (): Promise<void> => {
    for (let end = endings.pop(); end; end = endings.pop()) await end();
  };
  try {
    await buildSite();
    const database = await freshDatabase();
    endings.push(() => database.drop());
    const folder = mkdtempSync(path.join(tmpdir(), 'shopflow-storefront-'));
    endings.push(() => rmSync(folder, { recursive: true, force: true }));
    const port = await anyFreePort();
    const origin = `http://127.0.0.1:${port}`;
    const services = {
      databaseUrl: database.url,
      neonEndpoint: inject('neonEndpoint'),
      stripeApiBase: inject('stripeApiBase'),
      mailEndpoint: inject('mailEndpoint'),
    };
    const secrets = { webhookSecret: 'whsec_shopflow_tests', authSecret: 'only-for-tests-only-for-tests-00' };
    const variables = path.join(folder, 'worker.env');
    writeFileSync(variables, envFile(workerVariables(services, secrets, origin)), { mode: 0o600 });
    const worker = startTool({
      script: 'wrangler/bin/wrangler.js',
      args: [
        'dev',
        '--ip=127.0.0.1',
        `--port=${port}`,
        '--inspector-port=0',
        '--show-interactive-dev-session=false',
        `--persist-to=${path.join(folder, 'state')}`,
        `--env-file=${variables}`,
      ],
      logName: 'storefront-test.log',
      show: () => false,
    });
    endings.push(() => worker.stop());
    if (!(await answersWithin(origin, worker, 60_000)))
      throw new Error(`The shop did not come up:\n${worker.lastLines()}`);
    const browser = await chromium.launch({
      executablePath: await chromiumBinary.executablePath(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
      headless: true,
    });
    endings.push(() => browser.close());
    return { origin, browser, close, visitor: (options = {}) => newVisitor(browser, origin, options) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function newVisitor(
  browser: Browser,
  origin: string,
  options: { readonly script?: boolean; readonly width?: number; readonly dark?: boolean },
): Promise<Visitor> {
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
