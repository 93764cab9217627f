import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../db/migrate.ts';
import { seedDemoShop } from '../../db/seed/seed.ts';
import { freePortFrom } from '../../dev/ports.ts';
import { groupMembers, signal } from '../../dev/processes.ts';
import { type Services, startServices } from '../../dev/services.ts';
import { buildSite } from '../../dev/site-build.ts';
import { webhookUrl, workerVariables } from '../../dev/worker-variables.ts';
import { projectRoot } from '../../dev/workspace.ts';

const SECRETS = { webhookSecret: 'whsec_crash', authSecret: 'cr4sh-Only-7f1c9a40d2e84b6fa5c3d0e91b' };

/** When the shop was not there. */
export interface Outage {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The built shop in a process that can be killed, over state that stays. */
export interface ShopProcess {
  readonly origin: string;
  readonly services: Services;
  readonly outages: readonly Outage[];
  /** SIGKILL for the process and everything it started, then the same again from what is on disk. */
  killAndRestart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts PostgreSQL, the Stripe emulator and the Worker's process; close it after use. */
export async function startShopProcess(): Promise<ShopProcess> {
  await buildSite();
  const folder = mkdtempSync(path.join(tmpdir(), 'shopflow-crash-'));
  const port = await freePortFrom(36_310);
  const origin = `http://127.0.0.1:${port}`;
  const webhook = { url: webhookUrl(origin), secret: SECRETS.webhookSecret };
  const services = await startServices({ folder, firstPort: 36_330, durable: true, webhook });
  const dist = path.join(folder, 'dist');
  let group = 0;
  const outages: Outage[] = [];
  const start = async (): Promise<void> => {
    const variables = workerVariables(services, SECRETS, origin);
    const told = JSON.stringify({ dist, state: folder, port, variables });
    group = await startHost(told, path.join(folder, 'worker.log'));
    await answering(origin);
  };
  const kill = async (): Promise<void> => {
    if (group > 0) signal(-group, 'SIGKILL');
    while (group > 0 && groupMembers(group).length > 0) await sleep(5);
  };
  const close = async (): Promise<void> => {
    await kill();
    await services.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await migrate(services.databaseUrl);
    await seedDemoShop(services.databaseUrl, { apiToken: 'shpat_crash_0123456789abcdef01234567' });
    // A copy: building again meanwhile must not pull the Worker away.
    cpSync(path.join(projectRoot, 'dist'), dist, { recursive: true });
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    origin,
    services,
    outages,
    killAndRestart: async () => {
      const fromMs = Date.now();
      await kill();
      await start();
      outages.push({ fromMs, untilMs: Date.now() });
    },
    close,
  };
}

/** Starts the Worker's process in a group of its own; answers with the group once it is ready. */
async function startHost(told: string, logFile: string): Promise<number> {
  const script = path.join(projectRoot, 'tests/crash/worker-host.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, told], {
    cwd: projectRoot,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid === undefined) throw new Error('The Worker could not be started');
  const log = createWriteStream(logFile, { flags: 'a' });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-2_000);
    log.write(chunk);
  });
  const lines = createInterface({ input: child.stdout });
  const ready = (async () => {
    for await (const line of lines) {
      log.write(`${line}\n`);
      if (line === 'ready') return;
    }
    throw new Error(`The Worker ended before it was ready: ${complaints}`);
  })();
  await Promise.race([ready, once(child, 'error').then(([error]) => Promise.reject(error))]);
  return child.pid;
}

async function answering(origin: string): Promise<void> {
  for (let round = 0; round < 300; round += 1) {
    try {
      const body = JSON.stringify({ query: '{ shop { name } }' });
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body });
      await response.arrayBuffer();
      if (response.status < 500) return;
    } catch {
      // Not listening yet.
    }
    await sleep(50);
  }
  throw new Error('The Worker does not answer');
}
