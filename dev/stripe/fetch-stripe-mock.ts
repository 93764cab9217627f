import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const VERSION = 'v0.203.0';
const folder = path.resolve(import.meta.dirname, '../../.cache/bin');

/** Stripe's own mock, once this script has built it. */
export const STRIPE_MOCK = path.join(folder, 'stripe-mock');

/** Builds Stripe's mock with Go into .cache/bin, where the contract tests look for it. Needs Go and its module proxy. */
function fetchStripeMock(): number {
  if (existsSync(STRIPE_MOCK)) {
    console.log('stripe-mock is already in .cache/bin');
    return 0;
  }
  mkdirSync(folder, { recursive: true });
  const built = spawnSync('go', ['install', `github.com/stripe/stripe-mock@${VERSION}`], {
    env: { ...process.env, GOBIN: folder },
    stdio: 'inherit',
  });
  if (built.error) console.error('Go is not installed: https://go.dev/dl/');
  return built.status ?? 1;
}

if (process.argv[1] === import.meta.filename) process.exit(fetchStripeMock());
