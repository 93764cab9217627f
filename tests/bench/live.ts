// npm run bench:live [-- --only ROW] [--watchers 1000] [--seconds 4]: how soon watchers hear of a change, and what they cost whoever buys.
import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { type Connection, calibrate, load, type Operation } from './harness/load.ts';
import { type Row, report } from './harness/report.ts';
import { startStockWorld } from './harness/stock-world.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    watchers: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '4' },
  },
});
const WATCHERS = Number(values.watchers);
const CLIENTS = 64;
const CHANGES = 200;
/** Runs of each kind, in turns: what else the machine does meets both alike. */
const ROUNDS = 3;

const run = Math.floor(performance.timeOrigin);
const holdOn =
  (variantId: number, name: string): Operation =>
  async (connection: Connection, sequence) => {
    const { status, text } = await connection.post(`/hold/${variantId}/${run}-${name}-${sequence}`, '');
    if (status !== 200) throw new Error(`hold: ${status} ${text}`);
  };

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** A process with watchers of a variant, all of them connected. */
async function watchersOf(origin: string, variantId: number, count: number): Promise<ChildProcess> {
  const address = `${origin.replace('http', 'ws')}/live/stock/${variantId}`;
  const child = fork(path.join(import.meta.dirname, 'harness/watchers.ts'), [address, String(count)]);
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', () => reject(new Error('the watchers ended')));
  });
  return child;
}

const messagesOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    child.once('message', (said) => {
      const heard = typeof said === 'object' && said !== null && 'messages' in said ? Number(said.messages) : 0;
      resolve(heard);
    });
    child.send({});
  });

/** Milliseconds from the answer to a hold until a watcher was told of it; 0 when it was told first. */
async function latencies(origin: string, variantId: number, changes: number, pauseMs: number): Promise<number[]> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/live/stock/${variantId}`, { perMessageDeflate: false });
  const waiting = new Map<number, (atMs: number) => void>();
  let newest = { sequence: 0, atMs: 0 };
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data) => {
      const { sequence } = JSON.parse(String(data)) as { sequence: number };
      newest = { sequence, atMs: performance.now() };
      for (const [wanted, told] of waiting)
        if (wanted <= sequence) {
          waiting.delete(wanted);
          told(newest.atMs);
        }
      resolve();
    });
  });
  const measured: number[] = [];
  for (let i = 0; i < changes; i += 1) {
    const answer = await fetch(`${origin}/hold/${variantId}/${run}-latency-${variantId}-${i}-${changes}`, {
      method: 'POST',
    });
    const { sequence } = (await answer.json()) as { sequence: number };
    const acknowledgedMs = performance.now();
    const toldMs =
      newest.sequence >= sequence
        ? newest.atMs
        : await new Promise<number>((resolve) => {
            waiting.set(sequence, resolve);
          });
    measured.push(Math.max(0, toldMs - acknowledgedMs));
    await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + ((i * 7) % 10) / 10)));
  }
  socket.close();
  return measured.sort((a, b) => a - b);
}

const wants = (row: string) => values.only === undefined || values.only.startsWith(row) || row.startsWith(values.only);
const before = calibrate();
const world = await startStockWorld();
const rows: Row[] = [];
const latencyRow = (name: string, measured: readonly number[], goal = 200) =>
  rows.push({
    name,
    value: quantile(measured, 0.95),
    unit: 'ms',
    better: 'lower',
    goal,
    p50Ms: quantile(measured, 0.5),
    p95Ms: quantile(measured, 0.95),
    p99Ms: quantile(measured, 0.99),
  });
let crowd: ChildProcess | null = null;
try {
  if (wants('live-update-p95-ms')) latencyRow('live-update-p95-ms', await latencies(world.origin, 1, CHANGES, 20));
  if (wants('holds-watched') || wants('live-update-crowd-p95-ms')) {
    const durationMs = Number(values.seconds) * 1_000;
    crowd = await watchersOf(world.origin, 2, WATCHERS);
    const rates = { alone: [] as number[], watched: [] as number[] };
    let told = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const alone = await load(world.origin, CLIENTS, holdOn(3, `alone-${round}`), { durationMs, warmUpMs: 500 });
      const heardBefore = await messagesOf(crowd);
      const watched = await load(world.origin, CLIENTS, holdOn(2, `watched-${round}`), { durationMs, warmUpMs: 500 });
      told += (await messagesOf(crowd)) - heardBefore;
      for (const result of [alone, watched])
        if (result.failures > 0) throw new Error(`holds failed: ${result.firstFailure}`);
      rates.alone.push(alone.perSecond);
      rates.watched.push(watched.perSecond);
      console.log(
        `round ${round + 1}: ${Math.round(alone.perSecond)}/s alone, ${Math.round(watched.perSecond)}/s watched`,
      );
    }
    if (told === 0) throw new Error('the watchers heard nothing');
    const mean = (some: readonly number[]) => some.reduce((sum, one) => sum + one, 0) / some.length;
    const alone = mean(rates.alone);
    const watched = mean(rates.watched);
    const baseline = { name: 'holds-unwatched', value: alone };
    rows.push(
      { name: 'holds-unwatched', clients: CLIENTS, value: alone, unit: '/s', better: 'higher' },
      { name: 'holds-watched', clients: CLIENTS, value: watched, unit: '/s', better: 'higher', baseline },
      {
        name: 'holds-watched-over-unwatched',
        clients: CLIENTS,
        value: watched / alone,
        unit: 'ratio',
        better: 'higher',
        goal: 0.8,
        baseline,
      },
      {
        name: 'messages-to-watchers',
        value: told / ((ROUNDS * (durationMs + 500)) / 1_000),
        unit: '/s',
        better: 'higher',
      },
    );
    const busy = load(world.origin, 8, holdOn(2, 'busy'), { durationMs: 4_000, warmUpMs: 100 });
    latencyRow('live-update-crowd-p95-ms', await latencies(world.origin, 2, 60, 40));
    await busy;
  }
  report('live', rows);
  if (Math.abs(calibrate() / before - 1) > 0.15)
    console.log('The machine was busy with something else: compare ratios only.');
} finally {
  crowd?.disconnect();
  await world.close();
}
