import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';

/** A real Chromium from npm; no installation, no network of its own. Close it after use. */
export async function launchBrowser(): Promise<Browser> {
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-default-apps',
  ];
  // The package's list is made for hosts without a sandbox: one process (which ends with its first context) and no web security (then no
  // request carries an Origin, and forms are refused as foreign).
  const unlike = /single-process|no-zygote|disable-web-security|site-per-process|allow-running-insecure-content/;
  return driver.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args.filter((flag) => !unlike.test(flag)), ...quiet],
    headless: true,
  });
}
