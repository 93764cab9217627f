import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { runningProcess } from './processes.ts';

/** The system user PostgreSQL runs as when we are root (it refuses to run as root itself). */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account for PostgreSQL: null when we are an ordinary user ourselves; as root the machine's `postgres` user, or else `nobody`. No user is
 * created. Throws when root finds neither.
 */
export function postgresAccount(): Account | null {
  if (process.geteuid?.() !== 0) return null;
  const users = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name, , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }] as const),
  );
  const account = users.get('postgres') ?? users.get('nobody');
  if (!account)
    throw new Error('PostgreSQL does not run as root, and this machine has neither a "postgres" nor a "nobody" user.');
  return account;
}

/** Whether the account may enter every folder on the way to `target` (which may not exist yet). */
function isReachable(target: string, account: Account): boolean {
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    if (existsSync(folder)) {
      const { mode, uid, gid } = statSync(folder);
      const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return false;
    }
    if (folder === path.dirname(folder)) return true;
  }
}

const SHELTER_ROOT = '/var/tmp';
const SHELTER_PREFIX = 'shopflow-pg-';
const OWNER_FILE = 'data-folder.txt';

function removeShelter(shelter: string): void {
  const pidFile = path.join(shelter, 'data', 'postmaster.pid');
  if (existsSync(pidFile)) {
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    if (runningProcess(pid)?.includes('postgres')) return;
  }
  rmSync(shelter, { recursive: true, force: true });
}

/** Removes shelters whose project folder is gone, such as after a clone in a temporary folder was deleted. */
function sweepShelters(): void {
  for (const name of readdirSync(SHELTER_ROOT).filter((entry) => entry.startsWith(SHELTER_PREFIX))) {
    const shelter = path.join(SHELTER_ROOT, name);
    const stat = lstatSync(shelter);
    const note = path.join(shelter, OWNER_FILE);
    if (
      stat.isDirectory() &&
      stat.uid === 0 &&
      existsSync(note) &&
      !existsSync(path.dirname(readFileSync(note, 'utf8')))
    )
      removeShelter(shelter);
  }
}

/** Where PostgreSQL's programs and data are. */
export interface Places {
  /** Folder with bin/, lib/ and share/. */
  readonly native: string;
  readonly dataDir: string;
}

/**
 * Places PostgreSQL can reach. Usually those given; as root below a closed folder (/root, a private temporary folder) the account cannot enter,
 * programs and data live in a shelter under /var/tmp that belongs to this data folder and is swept once the project is gone.
 */
export function reachablePlaces(wanted: Places, account: Account | null): Places {
  if (!account || (isReachable(wanted.native, account) && isReachable(wanted.dataDir, account))) return wanted;
  sweepShelters();
  const shelter = shelterOf(wanted.dataDir);
  mkdirSync(shelter, { recursive: true, mode: 0o755 });
  const stat = lstatSync(shelter);
  if (!stat.isDirectory() || stat.uid !== 0)
    throw new Error(`${shelter} belongs to somebody else; remove it and start again.`);
  writeFileSync(path.join(shelter, OWNER_FILE), path.resolve(wanted.dataDir));
  const native = path.join(shelter, 'native');
  const complete = path.join(shelter, 'native.complete');
  if (!existsSync(complete)) {
    cpSync(wanted.native, native, { recursive: true, verbatimSymlinks: true });
    writeFileSync(complete, '');
  }
  return { native, dataDir: path.join(shelter, 'data') };
}

function shelterOf(dataDir: string): string {
  const key = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 16);
  return path.join(SHELTER_ROOT, `${SHELTER_PREFIX}${key}`);
}

/** Where the data of a data folder is when it had to be sheltered. */
export function shelteredDataDir(dataDir: string): string {
  return path.join(shelterOf(dataDir), 'data');
}

/** Forgets the shelter of a data folder, for a fresh start or when a test is over. Not while its server runs. */
export function removeShelterOf(dataDir: string): void {
  const shelter = shelterOf(dataDir);
  if (existsSync(shelter) && lstatSync(shelter).isDirectory()) removeShelter(shelter);
}
