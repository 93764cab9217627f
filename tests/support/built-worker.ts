import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { createTestHarness, type TestHarness } from 'wrangler';
import { startMailbox } from '../../dev/mailbox.ts';
import { anyFreePort } from '../../dev/ports.ts';
import { buildSite } from '../../dev/site-build.ts';
import { startStripe } from '../../dev/start-stripe.ts';
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

/** A proxy-free port cannot be asked for, so the emulator learns the shop's address once it is up. */
async function forwardWebhooks(port: number, target: () => string | undefined): Promise<{ close(): Promise<void> }> {
  const { createServer } = await import('node:http');
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const origin = target();
    if (!origin) {
      response.writeHead(503).end();
      return;
    }
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers))
      if (typeof value === 'string' && !/^(host|connection|content-length)$/.test(name)) headers.set(name, value);
    const answer = await fetch(webhookUrl(origin), { method: 'POST', headers, body: Buffer.concat(chunks) }).catch(
      () => null,
    );
    response.writeHead(answer?.status ?? 502).end(await answer?.text());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Starts the built output (building it first when the sources changed) on workerd with a fresh copy of the demo shop. Payments' events reach it
 * as they would in production. Close it after use: it holds a process.
 */
export async function startBuiltShop(variables: Readonly<Record<string, string>> = {}): Promise<BuiltShop> {
  await buildSite();
  const folder = mkdtempSync(path.join(tmpdir(), 'shopflow-e2e-'));
  const database = await freshDatabase('seeded');
  let origin: string | undefined;
  const webhookPort = await anyFreePort();
  const webhooks = await forwardWebhooks(webhookPort, () => origin);
  const stripe = await startStripe({
    port: await anyFreePort(),
    webhookUrl: `http://127.0.0.1:${webhookPort}/`,
    webhookSecret: TEST_WEBHOOK_SECRET,
  });
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
    await Promise.all([stripe.close(), mailbox.close(), webhooks.close()]);
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { url } = await harness.listen();
    origin = url.origin;
    return { origin, adminToken: inject('adminToken'), ...services, harness, close };
  } catch (error) {
    await close();
    throw error;
  }
}
