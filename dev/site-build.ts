import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runningProcess } from './processes.ts';
import { offline, prepareStateFolder, projectRoot, stateFolder } from './workspace.ts';

const FOLDERS = ['commerce', 'db', 'durable-objects', 'site', 'worker'];
const FILES = [
  'astro.config.mjs',
  'dev/explorer-files.mjs',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'wrangler.toml',
];
const stampFile = path.join(stateFolder, 'build.json');
const lockFile = path.join(stateFolder, 'build.lock');

/** Two builds at once would empty each other's dist; the second waits and then usually finds it fresh. */
async function takeLock(): Promise<void> {
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      return;
    } catch {
      const holder = existsSync(lockFile) ? Number(readFileSync(lockFile, 'utf8')) : process.pid;
      if (holder !== process.pid && runningProcess(holder) === null) rmSync(lockFile, { force: true });
      await sleep(200);
    }
  }
}

function sourceHash(): string {
  const hash = createHash('sha256');
  const add = (file: string): void => {
    hash.update(`${path.relative(projectRoot, file)}\0`);
    hash.update(readFileSync(file));
  };
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) walk(full);
      else if (entry.isFile()) add(full);
    }
  };
  for (const name of FOLDERS) if (existsSync(path.join(projectRoot, name))) walk(path.join(projectRoot, name));
  for (const name of FILES) if (existsSync(path.join(projectRoot, name))) add(path.join(projectRoot, name));
  return hash.digest('hex');
}

function isFresh(hash: string): boolean {
  if (!existsSync(stampFile) || !existsSync(path.join(projectRoot, 'dist', 'server', 'wrangler.json'))) return false;
  return readFileSync(stampFile, 'utf8') === hash;
}

/**
 * Builds the Worker with its pages into dist/ unless the sources are those of the last build. Answers whether it had to. Throws with the end of
 * the build's output when it fails.
 */
export async function buildSite(options: { force?: boolean } = {}): Promise<{ built: boolean }> {
  prepareStateFolder();
  await takeLock();
  try {
    return await buildIfStale(options.force === true);
  } finally {
    rmSync(lockFile, { force: true });
  }
}

async function buildIfStale(force: boolean): Promise<{ built: boolean }> {
  const hash = sourceHash();
  if (!force && isFresh(hash)) return { built: false };
  // Both together: Wrangler follows the one to the other.
  for (const stale of [stampFile, path.join(projectRoot, 'dist'), path.join(projectRoot, '.wrangler', 'deploy')]) {
    rmSync(stale, { recursive: true, force: true });
  }
  const astro = path.join(projectRoot, 'node_modules', 'astro', 'bin', 'astro.mjs');
  const child = spawn(process.execPath, [astro, 'build'], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...offline, NO_COLOR: '1' },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  writeFileSync(path.join(stateFolder, 'build.log'), output);
  if (code !== 0) throw new Error(`The build failed:\n${output.split('\n').slice(-40).join('\n')}`);
  writeFileSync(stampFile, hash);
  return { built: true };
}
