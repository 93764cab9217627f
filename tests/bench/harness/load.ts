import { Client } from 'undici';

/** One measured run of an operation. */
export interface LoadResult {
  readonly clients: number;
  readonly operations: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly failures: number;
  /** First failure's text, to see at once what went wrong. */
  readonly firstFailure: string | null;
}

/** A keep-alive connection of one simulated client. */
export interface Connection {
  post(path: string, body: string, headers?: Record<string, string>): Promise<{ status: number; text: string }>;
  get(path: string): Promise<{ status: number; text: string }>;
}

/** What one client does once; throws when the answer is wrong. */
export type Operation = (connection: Connection, sequence: number) => Promise<void>;

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/**
 * Repeats an operation from `clients` keep-alive connections for `durationMs` after a warm-up, each client waiting for its answer before the
 * next. Bounded by time and by `maxOperations`.
 */
export async function load(
  origin: string,
  clients: number,
  operation: Operation,
  options: { durationMs: number; warmUpMs?: number; maxOperations?: number; host?: string },
): Promise<LoadResult> {
  let sequence = 0;
  const latencies: number[] = [];
  let failures = 0;
  let firstFailure: string | null = null;
  let measuring = false;
  let done = 0;
  const most = options.maxOperations ?? 1_000_000;
  const warmUntil = performance.now() + (options.warmUpMs ?? 500);
  let startedAt = 0;
  const run = async () => {
    const client = new Client(origin, {
      pipelining: 1,
      keepAliveTimeout: 60_000,
      bodyTimeout: 60_000,
      headersTimeout: 60_000,
    });
    const host = options.host ? { host: options.host } : {};
    const connection: Connection = {
      async post(path, body, headers) {
        const answer = await client.request({
          path,
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json', ...host, ...headers },
        });
        return { status: answer.statusCode, text: await answer.body.text() };
      },
      async get(path) {
        const answer = await client.request({ path, method: 'GET', headers: host });
        return { status: answer.statusCode, text: await answer.body.text() };
      },
    };
    for (;;) {
      const now = performance.now();
      if (!measuring && now >= warmUntil) {
        measuring = true;
        startedAt = now;
      }
      if ((measuring && now >= startedAt + options.durationMs) || done >= most) break;
      const counted = measuring;
      try {
        await operation(connection, sequence++);
        if (counted) {
          latencies.push(performance.now() - now);
          done += 1;
        }
      } catch (error) {
        failures += 1;
        firstFailure ??= error instanceof Error ? error.message : String(error);
        if (failures > 50) break;
      }
    }
    await client.close();
  };
  await Promise.all(Array.from({ length: clients }, run));
  const seconds = Math.max(0.001, (performance.now() - startedAt) / 1000);
  latencies.sort((a, b) => a - b);
  return {
    clients,
    operations: done,
    perSecond: done / seconds,
    p50Ms: quantile(latencies, 0.5),
    p95Ms: quantile(latencies, 0.95),
    p99Ms: quantile(latencies, 0.99),
    failures,
    firstFailure,
  };
}

/** Iterations of a fixed loop per millisecond: compared before and after a bench it tells whether the machine was busy meanwhile. */
export function calibrate(): number {
  const until = performance.now() + 200;
  let rounds = 0;
  let value = 1;
  while (performance.now() < until) {
    for (let i = 0; i < 10_000; i += 1) value = (value * 48_271) % 2_147_483_647;
    rounds += 1;
  }
  return value > 0 ? rounds / 200 : 0;
}
