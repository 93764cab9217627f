import path from 'node:path';
import { startMailbox } from './mailbox.ts';
import { startNeonEndpoint } from './neon-endpoint.ts';
import { freePortFrom } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { startStripeEmulator } from './stripe/emulator.ts';
import { STRIPE_TEST_KEYS } from './stripe-test-keys.ts';

export interface ServicesOptions {
  /** Folder for everything they keep: PostgreSQL's data, mails. */
  readonly folder: string;
  /** First port; the four services take the next free ones from here. */
  readonly firstPort: number;
  /** False for test runs: faster, not safe against a power cut. */
  readonly durable: boolean;
  /** Where the Stripe emulator sends events, and the secret it signs them with. */
  readonly webhook: { readonly url: string | null; readonly secret: string };
}

export interface Services {
  readonly postgresPid: number;
  readonly databaseUrl: string;
  readonly neonEndpoint: string;
  readonly stripeApiBase: string;
  readonly mailEndpoint: string;
  /** Connection string of another database of the same server. */
  urlOf(database: string): string;
  /** Ends pooled connections to a database so that it can be copied or dropped. */
  release(database: string): Promise<void>;
  /** Ends all of them, PostgreSQL last. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts PostgreSQL, the Neon endpoint, the Stripe emulator and the mailbox; what started is ended again when a later one fails. */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const endings: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let end = endings.pop(); end; end = endings.pop()) await end();
  };
  try {
    const postgres = await startPostgres({
      dataDir: path.join(options.folder, 'postgres'),
      port: options.firstPort,
      durable: options.durable,
    });
    endings.push(() => postgres.stop());
    const neon = await startNeonEndpoint({
      postgresPort: postgres.port,
      port: await freePortFrom(options.firstPort + 1),
    });
    endings.push(() => neon.close());
    const stripe = await startStripeEmulator({
      ...STRIPE_TEST_KEYS,
      port: await freePortFrom(options.firstPort + 2),
      webhookSecret: options.webhook.secret,
      stateFile: path.join(options.folder, 'stripe.json'),
      ...(options.webhook.url === null ? {} : { webhookUrl: options.webhook.url }),
    });
    endings.push(() => stripe.close());
    const mailbox = await startMailbox({
      file: path.join(options.folder, 'mails.jsonl'),
      port: await freePortFrom(options.firstPort + 3),
    });
    endings.push(() => mailbox.close());
    return {
      postgresPid: postgres.pid,
      databaseUrl: postgres.url(),
      neonEndpoint: neon.url,
      stripeApiBase: stripe.url,
      mailEndpoint: mailbox.url,
      urlOf: (database) => postgres.url(database),
      release: (database) => neon.release(database),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
