import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../db/migrate.ts';
import { seedDemoShop } from '../../db/seed/seed.ts';
import { endLeftover } from '../../dev/postgres.ts';
import { removeShelterOf, shelteredDataDir } from '../../dev/postgres-account.ts';
import { runningProcess } from '../../dev/processes.ts';
import { type Services, startServices } from '../../dev/services.ts';

/** Template with the demo shop. */
export const SEEDED = 'template_seeded';
/** Template with the schema only. */
export const EMPTY = 'template_empty';
/** Let into the admin API of the databases a test run makes; nothing else knows it. */
export const ADMIN_TOKEN = 'shpat_test_0123456789abcdef0123456789abcdef';

/** The services of this run and who still uses them. */
export interface Shared {
  readonly services: Services;
  readonly folder: string;
  users: number;
}

/** Folders of earlier runs that were killed: the process named in the folder is gone. */
async function sweep(root: string): Promise<void> {
  for (const name of readdirSync(root)) {
    const [, pid] = /^run-(\d+)-/.exec(name) ?? [];
    if (pid === undefined || runningProcess(Number(pid)) !== null) continue;
    const dataDir = path.join(root, name, 'postgres');
    for (const place of [dataDir, shelteredDataDir(dataDir)]) await endLeftover(place);
    removeShelterOf(dataDir);
    rmSync(path.join(root, name), { recursive: true, force: true });
  }
}

/** Makes a database, a copy of a template when one is named. */
export async function createDatabase(services: Services, name: string, template?: string): Promise<void> {
  const client = new Client({ connectionString: services.urlOf('postgres') });
  await client.connect();
  try {
    await client.query(`create database "${name}"${template ? ` template "${template}"` : ''}`);
  } finally {
    await client.end();
  }
}

async function startShared(): Promise<Shared> {
  const root = path.join(tmpdir(), `shopflow-tests-${process.geteuid?.() ?? 0}`);
  mkdirSync(root, { recursive: true, mode: 0o755 });
  await sweep(root);
  const folder = mkdtempSync(path.join(root, `run-${process.pid}-`));
  chmodSync(folder, 0o755);
  const services = await startServices({
    folder,
    firstPort: 20_000 + (process.pid % 20_000),
    durable: false,
    // Contract and worker tests deliver events themselves.
    webhook: { url: null, secret: 'whsec_shopflow_tests' },
  });
  try {
    await createDatabase(services, EMPTY);
    await migrate(services.urlOf(EMPTY));
    await createDatabase(services, SEEDED, EMPTY);
    await seedDemoShop(services.urlOf(SEEDED), { apiToken: ADMIN_TOKEN });
    return { services, folder, users: 0 };
  } catch (error) {
    await services.stop();
    throw error;
  }
}

let running: Promise<Shared> | undefined;

/** The services, started on first use; one set serves every project of the run. */
export async function joinServices(): Promise<Shared> {
  running ??= startShared();
  const shared = await running;
  shared.users += 1;
  return shared;
}

/** Says that a project is done; the last one ends the services and removes their folder. */
export async function leaveServices(shared: Shared): Promise<void> {
  shared.users -= 1;
  if (shared.users > 0) return;
  running = undefined;
  await shared.services.stop();
  removeShelterOf(path.join(shared.folder, 'postgres'));
  rmSync(shared.folder, { recursive: true, force: true });
}
