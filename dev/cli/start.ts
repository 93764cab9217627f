// npm start: the whole shop on this machine. Options: --reset (fresh data), --port N.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DEMO_STAFF_EMAIL, DEMO_STAFF_PASSWORD } from '../../db/seed/seed.ts';
import { freePortFrom, isPortFree } from '../ports.ts';
import { openSession, type Session, untilEnded } from '../session.ts';
import { buildSite } from '../site-build.ts';
import { bold, dim, since } from '../terminal.ts';
import { answersWithin, keepSchedule, startTool, type WorkerProcess } from '../worker-process.ts';
import { envFile, workerVariables } from '../worker-variables.ts';
import { stateFolder } from '../workspace.ts';

const DEFAULT_PORT = 8787;

/** A search cluster of this machine's environment, in front of the embedded engine. */
const cluster = (): Record<string, string> =>
  Object.fromEntries(
    ['TYPESENSE_URL', 'TYPESENSE_API_KEY', 'TYPESENSE_PREFIX'].flatMap((name) => {
      const value = process.env[name];
      return value ? [[name, value]] : [];
    }),
  );

async function choosePort(wanted: number): Promise<number> {
  if (await isPortFree(wanted)) return wanted;
  const next = await freePortFrom(wanted + 1);
  console.log(`Port ${wanted} is taken; using ${next}.`);
  return next;
}

async function build(): Promise<void> {
  const startedAt = performance.now();
  const { built } = await buildSite();
  console.log(built ? `Built in ${since(startedAt)}` : 'Build: up to date');
}

function serve(session: Session, origin: string, port: number): WorkerProcess {
  const file = path.join(stateFolder, 'worker.env');
  writeFileSync(file, envFile({ ...workerVariables(session.services, session.secrets, origin), ...cluster() }), {
    mode: 0o600,
  });
  const flags = [
    '--ip=127.0.0.1',
    `--port=${port}`,
    '--inspector-port=0',
    '--show-interactive-dev-session=false',
    `--env-file=${file}`,
  ];
  const worker = startTool({
    script: 'wrangler/bin/wrangler.js',
    args: ['dev', ...flags],
    logName: 'worker.log',
    show: (line) => /\[ERROR\]|Uncaught/.test(line),
    once: true,
  });
  session.onEnd(() => worker.stop());
  session.claim.recordGroup(worker.pgid, 'workerd');
  session.claim.recordGroup(worker.pgid, 'wrangler');
  return worker;
}

/** Asks for what a first visitor asks for, so that they do not wait for modules and plans to load. */
async function warmUp(origin: string): Promise<void> {
  const body = JSON.stringify({ query: '{ shop { name } products(first: 1) { nodes { handle } } }' });
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  const ask = [fetch(`${origin}/`), fetch(`${origin}/graphql`, post)];
  await Promise.allSettled(ask.map(async (answer) => (await answer).arrayBuffer()));
}

function announce(session: Session, origin: string, startedAt: number): void {
  const { mailEndpoint, databaseUrl } = session.services;
  const lines = [
    ['Shop', `${origin}/`],
    ['Admin', `${origin}/admin`],
    ['', dim(`sign in as ${DEMO_STAFF_EMAIL} with ${DEMO_STAFF_PASSWORD}`)],
    ['Admin API token', session.secrets.adminToken],
    ['GraphQL', `${origin}/graphql ${dim('(shop)')}  ${origin}/admin/graphql ${dim('(admin)')}`],
    ['Mailbox', `${mailEndpoint}/`],
    ['PostgreSQL', databaseUrl],
  ];
  console.log(`\n${bold(`ShopFlow is ready at ${origin}`)} ${dim(`after ${since(startedAt)}`)}\n`);
  for (const [name = '', value = ''] of lines) console.log(`  ${name.padEnd(16)} ${value}`);
  console.log(`\n  ${dim(`Worker log: ${path.join('.shopflow', 'worker.log')} · Ctrl-C stops everything`)}\n`);
}

async function main(): Promise<void> {
  const startedAt = performance.now();
  const { values } = parseArgs({
    options: { reset: { type: 'boolean', default: false }, port: { type: 'string', default: String(DEFAULT_PORT) } },
  });
  const wanted = Number(values.port);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535)
    throw new Error(`--port: ${values.port} is not a port`);
  let port = wanted;
  const session = await openSession({
    command: 'start',
    port: async () => {
      port = await choosePort(wanted);
      return port;
    },
    reset: values.reset,
    alongside: build,
  });
  const { origin } = session;
  const worker = serve(session, origin, port);
  if (!(await answersWithin(`http://127.0.0.1:${port}`, worker, 60_000))) {
    console.error(`The shop did not come up. End of .shopflow/worker.log:\n${worker.lastLines()}`);
    await session.finish(1);
  }
  await warmUp(`http://127.0.0.1:${port}`);
  announce(session, origin, startedAt);
  void keepSchedule(`http://127.0.0.1:${port}`, worker);
  await Promise.race([worker.ended, untilEnded()]);
  // A Ctrl-C ends the worker through the session; give that the first word.
  await sleep(500);
  console.error(`The Worker ended. End of .shopflow/worker.log:\n${worker.lastLines()}`);
  await session.finish(1);
}

await main();
