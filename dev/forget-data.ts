import { rmSync } from 'node:fs';
import path from 'node:path';
import { endLeftover } from './postgres.ts';
import { removeShelterOf, shelteredDataDir } from './postgres-account.ts';
import { forgetWorkerState, stateFolder } from './workspace.ts';

/** Forgets the demo shop's data, ending a database an earlier run left behind; secrets and logs stay. */
export async function forgetData(): Promise<void> {
  const dataDir = path.join(stateFolder, 'postgres');
  for (const place of [dataDir, shelteredDataDir(dataDir)]) await endLeftover(place);
  removeShelterOf(dataDir);
  for (const name of ['postgres', 'postgres.log', 'mails.jsonl', 'stripe.json', 'stripe']) {
    rmSync(path.join(stateFolder, name), { recursive: true, force: true });
  }
  forgetWorkerState();
}
