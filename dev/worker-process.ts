import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcessGroup } from './processes.ts';
import { offline, projectRoot, stateFolder } from './workspace.ts';

export interface WorkerProcess {
  /** Process group of Wrangler (or Astro), workerd and their helpers. */
  readonly pgid: number;
  /** Resolves when it ends, whoever ended it. */
  readonly ended: Promise<void>;
  /** Last lines it wrote, to say why it ended. */
  lastLines(): string;
  stop(): Promise<void>;
}

export interface ToolOptions {
  /** Path of the tool's script below node_modules. */
  readonly script: string;
  readonly args: readonly string[];
  /** File in the state folder its output is kept in. */
  readonly logName: string;
  /** Whether a line that came before is not shown again. */
  readonly once?: boolean;
  /** Which lines also go to the terminal. */
  readonly show: (line: string) => boolean;
}

const CLOCK = /\d{2}:\d{2}:\d{2}/g;

/** Starts a tool that runs the Worker, in a process group of its own so that all of it can be ended together. */
export function startTool(options: ToolOptions): WorkerProcess {
  const log = createWriteStream(path.join(stateFolder, options.logName));
  const tail: string[] = [];
  const shown = new Set<string>();
  const child = spawn(process.execPath, [path.join(projectRoot, 'node_modules', options.script), ...options.args], {
    cwd: projectRoot,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...offline, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  const pgid = child.pid;
  if (pgid === undefined) throw new Error(`Could not start ${options.script}`);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      tail.push(line);
      if (tail.length > 40) tail.shift();
      const text = line.replace(CLOCK, '');
      if (!options.show(line) || (options.once && shown.has(text))) return;
      shown.add(text);
      console.log(line);
    });
  }
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    pgid,
    ended,
    lastLines: () => tail.join('\n'),
    stop: () => endProcessGroup(pgid),
  };
}

const MINUTE_MS = 60_000;

/**
 * Runs the Worker's schedule once a minute, as Cloudflare does and local workerd does not, until the Worker ends. A run that fails is in the Worker's
 * log; the next one comes all the same.
 */
export async function keepSchedule(origin: string, worker: WorkerProcess): Promise<void> {
  let over = false;
  worker.ended.then(() => {
    over = true;
  });
  while (!over) {
    await fetch(`${origin}/cdn-cgi/handler/scheduled`, { signal: AbortSignal.timeout(MINUTE_MS) })
      .then((response) => response.arrayBuffer())
      .catch(() => undefined);
    await sleep(MINUTE_MS, undefined, { ref: false });
  }
}

/** A shop that only reports errors for this long will not recover by itself. */
const GIVE_UP_AFTER_MS = 15_000;

/**
 * Waits until the shop answers at `origin`. False when the process ended, only errors came for 15 s, or `timeoutMs` passed. Any answer below 500
 * counts; on the first pages of a new shop that includes a redirect to a market.
 */
export async function answersWithin(origin: string, worker: WorkerProcess, timeoutMs: number): Promise<boolean> {
  const until = Date.now() + timeoutMs;
  let failingSince: number | null = null;
  let over = false;
  worker.ended.then(() => {
    over = true;
  });
  while (!over && Date.now() < until) {
    try {
      const response = await fetch(`${origin}/`, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });
      await response.arrayBuffer();
      if (response.status < 500) return true;
      failingSince ??= Date.now();
    } catch {
      // Not listening yet.
    }
    if (failingSince !== null && Date.now() - failingSince > GIVE_UP_AFTER_MS) return false;
    await sleep(failingSince === null ? 100 : 1_000);
  }
  return false;
}
