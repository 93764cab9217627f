// The one entry of every npm script. It needs nothing but Node 20 and npm: it installs what is missing, then hands over to dev/cli/NAME.ts under
// the project's own Node. Keep it free of dependencies and of TypeScript.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const commands = [
  'start',
  'dev',
  'services',
  'test',
  'build',
  'import',
  'stock-import',
  'tax-import',
  'rates-import',
  'bench',
  'train',
  'clone-check',
  'purchase',
  'docs',
  'migrate',
  'search-reindex',
  'simulate',
  'crash',
];

/** @param {string} message @returns {never} */
function stop(message) {
  console.error(message);
  process.exit(1);
}

/** @param {string} file @returns {Record<string, any> | null} */
function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** The first package of the committed lock that is not installed in its version, or null when all are. */
function missingPackage() {
  const wanted = readJson(path.join(root, 'package-lock.json'))?.packages ?? {};
  const present = readJson(path.join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (!present) return 'node_modules';
  for (const [place, entry] of Object.entries(wanted)) {
    if (place === '' || entry.link) continue;
    const installed = present[place];
    // Optional packages are those of other platforms.
    if (installed ? installed.version !== entry.version : !entry.optional && !entry.devOptional && !entry.peer)
      return place;
    if (installed && !existsSync(path.join(root, place))) return place;
  }
  return null;
}

function install() {
  const missing = missingPackage();
  if (missing === null) return;
  console.log(
    missing === 'node_modules' ? 'Installing packages (once) ...' : `Updating packages (${missing} changed) ...`,
  );
  const npm = process.env.npm_execpath;
  const flags = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, npm_config_update_notifier: 'false' },
  };
  const result =
    npm?.endsWith('npm-cli.js') === true
      ? spawnSync(process.execPath, [npm, ...flags], options)
      : spawnSync('npm', flags, { ...options, shell: process.platform === 'win32' });
  if (result.status !== 0) stop('npm install failed. It needs a package registry the first time; see above.');
}

/** Node that runs TypeScript and wrangler: the project's own, or else this one when it is new enough. */
function modernNode() {
  const windows = process.platform === 'win32';
  const platform = windows ? 'win' : process.platform;
  const own = path.join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', windows ? 'node.exe' : 'node');
  if (existsSync(own) && spawnSync(own, ['--version']).status === 0) return own;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)) return process.execPath;
  return stop(
    `ShopFlow brings its own Node 24 only for Linux x64; on ${process.platform}-${process.arch} please use Node 22.18 or newer (this is ${process.version}).`,
  );
}

/** The npm process above us, if any: it may be ended without telling us. */
function npmAbove() {
  if (!process.env.npm_execpath || !existsSync('/proc/self/stat')) return null;
  for (let pid = process.ppid, step = 0; pid > 1 && step < 3; step += 1) {
    try {
      if (/\bnpm\b/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '))) return pid;
      pid = Number(
        readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ')[1],
      );
    } catch {
      return null;
    }
  }
  return null;
}

/** @param {string} node @param {string} script @param {string[]} args */
function handOver(node, script, args) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', script, ...args], {
    cwd: root,
    // A session of its own: the terminal's Ctrl-C reaches only this process, which passes it on once and waits until everything has ended.
    detached: process.platform !== 'win32',
    // The channel tells the child when this process was killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`,
      SHOPFLOW_LAUNCHED: '1',
    },
  });
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(name, () => child.kill(name === 'SIGHUP' ? 'SIGTERM' : name));
  const npm = npmAbove();
  if (npm !== null) {
    setInterval(() => {
      try {
        process.kill(npm, 0);
      } catch {
        child.kill('SIGTERM');
      }
    }, 500).unref();
  }
  child.on('error', (error) => stop(`Could not run ${node}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

const [command, ...rest] = process.argv.slice(2);
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) stop(`ShopFlow needs Node 20 or newer to start; this is ${process.version}.`);
if (command === undefined || !commands.includes(command))
  stop(`Usage: node dev/run.mjs ${commands.join('|')} [options]`);
install();
handOver(modernNode(), path.join(root, 'dev', 'cli', `${command}.ts`), rest);
