import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';

/** An unpacking that takes longer than this was killed. */
const STALE_MS = 60_000;

/** Unpacks Chromium into a folder of this user. */
async function unpack(folder: string): Promise<string> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    return await chromium.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

/** Chromium's path, unpacked once: the package takes a half-unpacked file of another process for a whole one. */
async function chromiumPath(): Promise<string> {
  const folder = path.join(tmpdir(), `shopflow-chromium-${process.geteuid?.() ?? 0}`);
  const lock = `${folder}.lock`;
  const complete = path.join(folder, 'complete');
  mkdirSync(folder, { recursive: true });
  while (!existsSync(complete)) {
    try {
      mkdirSync(lock);
    } catch {
      if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > STALE_MS)
        rmSync(lock, { recursive: true, force: true });
      await sleep(100);
      continue;
    }
    try {
      await unpack(folder);
      writeFileSync(complete, '');
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return unpack(folder);
}

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
    executablePath: await chromiumPath(),
    args: [...chromium.args.filter((flag) => !unlike.test(flag)), ...quiet],
    headless: true,
  });
}
