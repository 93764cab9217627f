// Clones HEAD into an empty folder, runs `npm start` there, buys something, stops it, and looks for what was left behind. Part of .ci/run.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePortFrom } from '../ports.ts';
import { removeShelterOf } from '../postgres-account.ts';
import { buySomething } from '../scripted-purchase.ts';
import { projectRoot } from '../workspace.ts';

const READY_WITHIN_MS = 60_000;
let passed = 0;
const failed: string[] = [];

function report(name: string, problem: string | null): void {
  if (problem === null) passed += 1;
  else failed.push(name);
  console.log(`${problem === null ? 'ok' : 'FAILED'}  ${name}${problem === null ? '' : `\n${problem}`}`);
}

async function attempt(name: string, work: () => Promise<string | undefined>): Promise<boolean> {
  try {
    const note = await work();
    report(note ? `${name}: ${note}` : name, null);
    return true;
  } catch (error) {
    report(name, error instanceof Error ? error.message : String(error));
    return false;
  }
}

/** Processes whose command line or working folder is in the clone. */
function leftovers(clone: string): string[] {
  if (!existsSync('/proc/self')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return line.includes(clone) || readlinkSync(`/proc/${pid}/cwd`).startsWith(clone) ? [`${pid} ${line}`] : [];
      } catch {
        return [];
      }
    });
}

interface Running {
  readonly origin: string;
  readonly token: string;
  readonly readyAfterMs: number;
  stop(): Promise<number | null>;
}

/** The environment of somebody who just opened a terminal: nothing of npm's or of our own Node. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|INIT_CWD$|NODE_|SHOPFLOW_|VITEST)/i.test(name),
  );
  const paths = (process.env.PATH ?? '').split(path.delimiter).filter((entry) => !entry.includes('node_modules'));
  return { ...Object.fromEntries(entries), PATH: paths.join(path.delimiter) };
}

/** Runs `npm start`, installation included, and waits for its ready line and token. */
async function startShop(clone: string, port: number): Promise<Running> {
  const child = spawn('npm', ['start', '--', `--port=${port}`], {
    cwd: clone,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: plainEnvironment(),
  });
  const lines: string[] = [];
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  let over = false;
  exit.then(() => {
    over = true;
  });
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  const find = (pattern: RegExp): string | undefined =>
    lines.map((line) => pattern.exec(line)?.[1]).find((found) => found !== undefined);
  const until = Date.now() + 15 * 60_000;
  const stop = async (): Promise<number | null> => {
    child.kill('SIGINT');
    return exit;
  };
  while (Date.now() < until) {
    const origin = find(/ShopFlow is ready at (\S+)/);
    // Counted by the shop itself, from the end of the installation.
    const seconds = find(/ShopFlow is ready at \S+ after ([\d.]+) s/);
    const token = find(/Admin API token\s+(\S+)/);
    if (origin && seconds && token) return { origin, token, readyAfterMs: Number(seconds) * 1000, stop };
    if (over) break;
    await sleep(50);
  }
  await stop();
  throw new Error(`npm start did not become ready:\n${lines.slice(-40).join('\n')}`);
}

async function checkRun(clone: string, what: string, limitMs: number): Promise<void> {
  let shop: Running | undefined;
  const port = await freePortFrom(18_787);
  await attempt(`npm start ${what} is ready within ${limitMs / 1000} s`, async () => {
    shop = await startShop(clone, port);
    const seconds = `${(shop.readyAfterMs / 1000).toFixed(1)} s`;
    if (shop.readyAfterMs > limitMs) throw new Error(`ready only after ${seconds}`);
    return seconds;
  });
  if (!shop) return;
  const { origin, token, stop } = shop;
  await attempt(`buys over plain GraphQL (${what}); the order is in the admin, the stock lower`, async () => {
    const purchase = await buySomething({ origin, adminToken: token });
    return `${purchase.orderName}, ${purchase.total.amount} ${purchase.total.currencyCode}, stock ${purchase.availableBefore} -> ${purchase.availableAfter}`;
  });
  await attempt(`Ctrl-C leaves no process behind (${what})`, async () => {
    const code = await stop();
    const left = leftovers(clone);
    if (left.length > 0) throw new Error(left.join('\n'));
    if (code !== 0) throw new Error(`npm start ended with exit code ${code}`);
    return undefined;
  });
}

const folder = mkdtempSync(path.join(tmpdir(), 'shopflow clone '));
const clone = path.join(folder, 'shop');
try {
  const cloned = await attempt('clones HEAD', async () => {
    execFileSync('git', ['clone', '--quiet', '--no-hardlinks', projectRoot, clone], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return undefined;
  });
  if (cloned) {
    await checkRun(clone, 'the first time', READY_WITHIN_MS);
    await checkRun(clone, 'the next time', READY_WITHIN_MS / 3);
    await attempt('leaves no file that git would show', async () => {
      const changed = execFileSync('git', ['status', '--porcelain'], { cwd: clone, encoding: 'utf8' });
      if (changed !== '') throw new Error(changed);
      return undefined;
    });
  }
} finally {
  removeShelterOf(path.join(clone, '.shopflow', 'postgres'));
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length > 0 ? 1 : 0);
