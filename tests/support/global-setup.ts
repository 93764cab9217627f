import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../db/migrate.ts';
import { seedDemoShop } from '../../db/seed/seed.ts';
import { removeShelterOf } from '../../dev/postgres-account.ts';
import { runningProcess } from '../../dev/processes.ts';
import { type Services, startServices } from '../../dev/services.ts';

const SEEDED = 'template_seeded';
const EMPTY = 'template_empty';
/** Let into the admin API of the databases a test run makes; nothing else knows it. */
const ADMIN_TOKEN = 'shpat_test_0123456789abcdef0123456789abcdef';

interface Shared {
  readonly services: Services;
  readonly folder: string;
  users: number;
}

// Vitest loads this file once per project; one set of services serves them all.
const KEY = Symbol.for('shopflow.test-services');

function sharedServices(): Promise<Shared> {
  const known: Promise<Shared> | undefined = Reflect.get(globalThis, KEY);
  const starting = known ?? startShared();
  Reflect.set(globalThis, KEY, starting);
  return starting;
}

/** Folders of earlier runs that were killed: the process named in the folder is gone. */
function sweep(root: string): void {
  for (const name of readdirSync(root)) {
    const [, pid] = /^run-(\d+)-/.exec(name) ?? [];
    if (pid === undefined || runningProcess(Number(pid)) !== null) continue;
    removeShelterOf(path.join(root, name, 'postgres'));
    rmSync(path.join(root, name), { recursive: true, force: true });
  }
}

async function createDatabase(services: Services, name: string, template?: string): Promise<void> {
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
  sweep(root);
  const folder = mkdtempSync(path.join(root, `run-${process.pid}-`));
  chmodSync(folder, 0o755);
  const services = await startServices({ folder, firstPort: 20_000 + (process.pid % 20_000), durable: false });
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

/** Starts the services (once for all projects), gives this project a seeded database and tells its tests the addresses. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = await sharedServices();
  shared.users += 1;
  const database = `project_${project.name}`;
  await createDatabase(shared.services, database, SEEDED);
  project.provide('databaseUrl', shared.services.urlOf(database));
  project.provide('neonEndpoint', shared.services.neonEndpoint);
  project.provide('stripeApiBase', shared.services.stripeApiBase);
  project.provide('mailEndpoint', shared.services.mailEndpoint);
  project.provide('seededTemplate', SEEDED);
  project.provide('emptyTemplate', EMPTY);
  project.provide('adminToken', ADMIN_TOKEN);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    Reflect.deleteProperty(globalThis, KEY);
    await shared.services.stop();
    removeShelterOf(path.join(shared.folder, 'postgres'));
    rmSync(shared.folder, { recursive: true, force: true });
  };
}
