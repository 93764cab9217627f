import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { createTestHarness, type TestHarness } from 'wrangler';
import { startMailbox } from '../../dev/mailbox.ts';
import { buildSite } from '../../dev/site-build.ts';
import { startStripeEmulator } from '../../dev/stripe/emulator.ts';
import { STRIPE_TEST_KEYS } from '../../dev/stripe-test-keys.ts';
import { webhookUrl, workerVariables } from '../../dev/worker-variables.ts';
import { projectRoot } from '../../dev/workspace.ts';
import { freshDatabase } from './database.ts';

/** The built shop on local workerd, with its own database, payments and mailbox. */
export interface BuiltShop {
  /** http://127.0.0.1:PORT, without a slash at the end. */
  readonly origin: string;
  readonly adminToken: string;
  readonly databaseUrl: string;
  readonly stripeApiBase: string;
  readonly mailEndpoint: string;
  readonly harness: TestHarness;
  close(): Promise<void>;
}

/** The secret the Stripe emulator signs events with in tests. */
export const TEST_WEBHOOK_SECRET = 'whsec_shopflow_tests';

/**
 * Starts the built output (building it first when the sources changed) on workerd with a fresh copy of the demo shop. Payments' events reach it
 * as they would in production. Close it after use: it holds a process.
 */
export async function startBuiltShop(variables: Readonly<Record<string, string>> = {}): Promise<BuiltShop> {
  await buildSite();
  const folder = mkdtempSync(path.join(tmpdir(), 'shopflow-e2e-'));
  const database = await freshDatabase('seeded');
  const stripe = await startStripeEmulator({ ...STRIPE_TEST_KEYS, webhookSecret: TEST_WEBHOOK_SECRET });
  const mailbox = await startMailbox({ file: path.join(folder, 'mails.jsonl') });
  const services = {
    databaseUrl: database.url,
    neonEndpoint: inject('neonEndpoint'),
    stripeApiBase: stripe.url,
    mailEndpoint: mailbox.url,
  };
  const secrets = { webhookSecret: TEST_WEBHOOK_SECRET, authSecret: 'only-for-tests-only-for-tests-00' };
  const { PUBLIC_ORIGIN: _unknownYet, ...settings } = workerVariables(services, secrets, '');
  const harness = createTestHarness({
    root: projectRoot,
    workers: [{ configPath: './dist/server/wrangler.json', vars: { ...settings, ...variables } }],
  });
  const close = async (): Promise<void> => {
    await harness.close();
    await Promise.all([stripe.close(), mailbox.close()]);
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { url } = await harness.listen();
    stripe.setWebhookUrl(webhookUrl(url.origin));
    return { origin: url.origin, adminToken: inject('adminToken'), ...services, harness, close };
  } catch (error) {
    await close();
    throw error;
  }
}
