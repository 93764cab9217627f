import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type RunningPostgres, startPostgres } from './postgres.ts';
import { shelteredDataDir } from './postgres-account.ts';
import { runningProcess } from './processes.ts';
import { prepareStateFolder, stateFolder } from './workspace.ts';

/** The port of a server that runs on this data folder; null when none does. */
function runningPort(dataDir: string): number | null {
  const lock = path.join(dataDir, 'postmaster.pid');
  if (!existsSync(lock)) return null;
  const [pid, , , port] = readFileSync(lock, 'utf8').split('\n');
  return runningProcess(Number(pid))?.includes(dataDir) && Number(port) > 0 ? Number(port) : null;
}

/** This folder's database: the one `npm start` runs now, or else one started for as long as the caller needs it. */
export async function openOwnDatabase(): Promise<Pick<RunningPostgres, 'url' | 'stop'>> {
  prepareStateFolder();
  const dataDir = path.join(stateFolder, 'postgres');
  for (const place of [dataDir, shelteredDataDir(dataDir)]) {
    const port = runningPort(place);
    if (port !== null) {
      return {
        url: (database = 'shopflow') => `postgres://shopflow:shopflow@127.0.0.1:${port}/${database}`,
        stop: async () => undefined,
      };
    }
  }
  return startPostgres({ dataDir, port: 54_320 });
}
