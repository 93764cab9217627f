import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Services } from './services.ts';
import { STRIPE_TEST_KEYS } from './stripe-test-keys.ts';
import { projectRoot, type Secrets } from './workspace.ts';

/** The Worker's variables when everything outside it is local. `origin` is where the shop is reached, without a slash at the end. */
export function workerVariables(
  services: Pick<Services, 'databaseUrl' | 'neonEndpoint' | 'stripeApiBase' | 'mailEndpoint'>,
  secrets: Pick<Secrets, 'webhookSecret' | 'authSecret'>,
  origin: string,
): Record<string, string> {
  return {
    DATABASE_URL: services.databaseUrl,
    NEON_LOCAL_ENDPOINT: services.neonEndpoint,
    STRIPE_API_BASE: services.stripeApiBase,
    STRIPE_JS_URL: `${services.stripeApiBase}/v3/`,
    STRIPE_SECRET_KEY: STRIPE_TEST_KEYS.secretKey,
    STRIPE_PUBLISHABLE_KEY: STRIPE_TEST_KEYS.publishableKey,
    STRIPE_WEBHOOK_SECRET: secrets.webhookSecret,
    STOCK_WEBHOOK_SECRET: secrets.webhookSecret,
    MAIL_ENDPOINT: services.mailEndpoint,
    VIES_API_BASE: 'local',
    RATES_URL: 'local',
    PUBLIC_ORIGIN: origin,
    BETTER_AUTH_SECRET: secrets.authSecret,
  };
}

/** Where the Stripe emulator delivers events. */
export function webhookUrl(origin: string): string {
  return `${origin}/webhooks/stripe`;
}

/** Variables in dotenv form. */
export function envFile(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}="${value}"\n`)
    .join('');
}

const GENERATED =
  '# Written by ShopFlow while its services run; removed when they end. Remove this line to keep your own.\n';

/**
 * Writes .dev.vars, so that `npx wrangler dev` and `astro dev` find the running services. A file somebody wrote by hand is left alone: false.
 * Also beside the built Worker, where Wrangler looks when it follows the build.
 */
export function writeDevVars(variables: Readonly<Record<string, string>>): boolean {
  const folders = [projectRoot, path.join(projectRoot, 'dist', 'server')].filter((folder) => existsSync(folder));
  let written = true;
  for (const folder of folders) {
    const file = path.join(folder, '.dev.vars');
    if (folder === projectRoot && existsSync(file) && !isGenerated(file)) written = false;
    else writeFileSync(file, GENERATED + envFile(variables), { mode: 0o600 });
  }
  return written;
}

function isGenerated(file: string): boolean {
  return readFileSync(file, 'utf8').startsWith(GENERATED);
}

/** Removes what `writeDevVars` wrote, also what a killed run left. */
export function removeDevVars(): void {
  for (const folder of [projectRoot, path.join(projectRoot, 'dist', 'server')]) {
    const file = path.join(folder, '.dev.vars');
    if (existsSync(file) && isGenerated(file)) rmSync(file);
  }
}
