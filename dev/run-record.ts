import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { endProcessGroup, groupMembers, runningProcess } from './processes.ts';
import { prepareStateFolder, stateFolder } from './workspace.ts';

const recordSchema = z.object({
  pid: z.number().int(),
  command: z.string(),
  origin: z.string().nullable(),
  /** Process groups this run started, with a piece of their command lines to know them by. */
  groups: z.array(z.object({ pgid: z.number().int(), marker: z.string() })),
});
type RunRecord = z.infer<typeof recordSchema>;

const file = path.join(stateFolder, 'run.json');

function read(): RunRecord | null {
  if (!existsSync(file)) return null;
  try {
    const parsed = recordSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function write(record: RunRecord): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(record)}\n`);
  renameSync(`${file}.new`, file);
}

async function endGroup({ pgid, marker }: RunRecord['groups'][number]): Promise<void> {
  // Ids are given again: only a group that still has a member of ours is ended.
  if (!groupMembers(pgid).some((line) => line.includes(marker))) return;
  // Kindly first: PostgreSQL ends its own children in order.
  await endProcessGroup(pgid);
}

/** The claim of one run on this folder. */
export interface RunClaim {
  /** Remembers a process group, so that the next run can end it if this one is killed. */
  recordGroup(pgid: number, marker: string): void;
  recordOrigin(origin: string): void;
  release(): void;
}

/**
 * Claims the folder for this process: `{ok: false}` names the run that has it. What a killed run left behind is ended first, which is known by its
 * record and the command lines in it.
 */
export async function claimFolder(
  command: string,
): Promise<{ ok: true; claim: RunClaim } | { ok: false; pid: number; command: string; origin: string | null }> {
  prepareStateFolder();
  const earlier = read();
  if (earlier && earlier.pid !== process.pid && runningProcess(earlier.pid)?.includes(path.join('dev', 'cli'))) {
    return { ok: false, pid: earlier.pid, command: earlier.command, origin: earlier.origin };
  }
  for (const group of earlier?.groups ?? []) await endGroup(group);
  let record: RunRecord = { pid: process.pid, command, origin: null, groups: [] };
  write(record);
  const update = (next: RunRecord): void => {
    record = next;
    write(record);
  };
  return {
    ok: true,
    claim: {
      recordGroup: (pgid, marker) => update({ ...record, groups: [...record.groups, { pgid, marker }] }),
      recordOrigin: (origin) => update({ ...record, origin }),
      release: () => rmSync(file, { force: true }),
    },
  };
}

/** Where the shop of this folder is reached now; null when none runs. */
export function runningOrigin(): string | null {
  const record = read();
  return record && runningProcess(record.pid) !== null ? record.origin : null;
}
