import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../db/migrate.ts';
import { seedDemoShop } from '../db/seed/seed.ts';
import { forgetData } from './forget-data.ts';
import { claimFolder, type RunClaim } from './run-record.ts';
import { type Services, startServices } from './services.ts';
import { progress, since } from './terminal.ts';
import { removeDevVars, webhookUrl } from './worker-variables.ts';
import { forgetKeptPages, forgetWorkerState, loadSecrets, type Secrets, stateFolder } from './workspace.ts';

/** First port of PostgreSQL and its neighbours on a developer's machine. */
const FIRST_SERVICE_PORT = 54_320;

/** A running set of services that belongs to this folder. */
export interface Session {
  readonly claim: RunClaim;
  readonly services: Services;
  readonly secrets: Secrets;
  /** Where the shop will be reached, without a slash at the end. */
  readonly origin: string;
  /** Also end this when the session ends; what was added last ends first. */
  onEnd(end: () => Promise<void> | void): void;
  /** Ends everything and the process, with this exit code. */
  finish(code: number): Promise<never>;
}

type Ending = () => Promise<void> | void;

/**
 * Ends the session on Ctrl-C, SIGTERM, or when the launcher above us is gone. A second signal does not cut the ending short: it is what keeps
 * the database from being left behind.
 */
function endings(): { add(end: Ending): void; finish(code: number): Promise<never> } {
  const list: Ending[] = [];
  let finishing: Promise<never> | undefined;
  const run = async (code: number): Promise<never> => {
    for (let end = list.pop(); end; end = list.pop()) {
      try {
        await end();
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
      }
    }
    process.exit(code);
  };
  const finish = (code: number): Promise<never> => {
    finishing ??= run(code);
    return finishing;
  };
  const onSignal = (): void => {
    if (!finishing) console.log('\nStopping ...');
    void finish(0);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('SIGHUP', onSignal);
  process.on('disconnect', onSignal);
  // A terminal that is gone must not end us halfway.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  process.on('uncaughtException', (error) => {
    console.error(error);
    void finish(1);
  });
  process.on('unhandledRejection', (error) => {
    console.error(error);
    void finish(1);
  });
  return { add: (end) => list.push(end), finish };
}

async function seed(services: Services, secrets: Secrets): Promise<void> {
  const startedAt = performance.now();
  await migrate(services.databaseUrl);
  const line = progress('Demo shop');
  const { seeded } = await seedDemoShop(services.databaseUrl, {
    apiToken: secrets.adminToken,
    onProgress: (done, total, what) => line.at(done, total, what),
  });
  // Objects of an earlier database know stock of variants that are gone.
  if (seeded) forgetWorkerState();
  line.end(seeded ? `written in ${since(startedAt)}` : 'already there');
}

/**
 * Claims the folder, starts the services, migrates, and fills an empty database with the demo shop. `port` chooses where the shop will be
 * reached, once the folder is ours: the Stripe emulator sends its events there. When the folder is taken, says where it runs and ends the process.
 */
export async function openSession(options: {
  command: string;
  port: () => Promise<number>;
  reset: boolean;
  alongside?: () => Promise<void>;
}): Promise<Session> {
  const ending = endings();
  const claimed = await claimFolder(options.command);
  if (!claimed.ok) {
    const where = claimed.origin ? ` at ${claimed.origin}` : '';
    console.log(
      `ShopFlow already runs in this folder${where} (npm run ${claimed.command}, process ${claimed.pid}). Stop it with Ctrl-C there first.`,
    );
    return ending.finish(0);
  }
  const { claim } = claimed;
  ending.add(() => claim.release());
  removeDevVars();
  forgetKeptPages();
  if (options.reset) await forgetData();
  const origin = `http://localhost:${await options.port()}`;
  const secrets = loadSecrets();
  // Both need most of a second core's time; awaited together below.
  const alongside = options.alongside?.() ?? Promise.resolve();
  alongside.catch(() => undefined);
  const startedAt = performance.now();
  const services = await startServices({
    folder: stateFolder,
    firstPort: FIRST_SERVICE_PORT,
    durable: true,
    webhook: { url: webhookUrl(origin), secret: secrets.webhookSecret },
  });
  ending.add(() => services.stop());
  claim.recordGroup(services.postgresPid, 'postgres');
  console.log(`PostgreSQL, Neon endpoint, Stripe emulator, mailbox: running after ${since(startedAt)}`);
  await seed(services, secrets);
  await alongside;
  claim.recordOrigin(origin);
  return { claim, services, secrets, origin, onEnd: ending.add, finish: ending.finish };
}

/** Keeps the process alive until a signal ends the session. */
export async function untilEnded(): Promise<never> {
  for (;;) await sleep(1 << 30);
}
