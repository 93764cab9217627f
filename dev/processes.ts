import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The command line of a process, or null when there is none by that id. Looked up before ending anything by a recorded id, because ids are
 * given again after a crash or a restart of the machine.
 */
export function runningProcess(pid: number): string | null {
  if (!Number.isSafeInteger(pid) || pid <= 1) return null;
  if (existsSync('/proc/self')) {
    try {
      const state = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')[0];
      if (state === 'Z' || state === 'X') return null;
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    } catch {
      return null;
    }
  }
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

/** Sends a signal; a process that is gone already is no error. Negative ids name a process group. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Waits until a process is gone; false when it still runs after `timeoutMs`. */
export async function goneWithin(pid: number, timeoutMs: number): Promise<boolean> {
  const until = Date.now() + timeoutMs;
  while (runningProcess(pid) !== null) {
    if (Date.now() > until) return false;
    await sleep(20);
  }
  return true;
}

/** Command lines of a process group's members; empty when the group is gone (or where /proc is missing: the leader only). */
export function groupMembers(pgid: number): string[] {
  if (!existsSync('/proc/self')) return [runningProcess(pgid)].filter((line) => line !== null);
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const [, , group] = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      const line = Number(group) === pgid ? runningProcess(Number(name)) : null;
      return line === null ? [] : [line];
    } catch {
      return [];
    }
  });
}

/** Ends a process group: SIGINT, then SIGKILL for what is left after `patienceMs`. */
export async function endProcessGroup(pgid: number, patienceMs = 5_000): Promise<void> {
  signal(-pgid, 'SIGINT');
  const until = Date.now() + patienceMs;
  while (groupMembers(pgid).length > 0) {
    if (Date.now() > until) signal(-pgid, 'SIGKILL');
    if (Date.now() > until + 5_000) throw new Error(`Process group ${pgid} does not end`);
    await sleep(30);
  }
}
