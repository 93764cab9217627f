import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { neon, neonConfig } from '@neondatabase/serverless';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startNeonEndpoint } from '../../dev/neon-endpoint.ts';
import { type RunningPostgres, startPostgres } from '../../dev/postgres.ts';
import { postgresAccount, removeShelterOf } from '../../dev/postgres-account.ts';
import { goneWithin, signal } from '../../dev/processes.ts';

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  let folder: string;
  const started: RunningPostgres[] = [];

  async function start(dataDir = path.join(folder, 'data'), durable = false): Promise<RunningPostgres> {
    const postgres = await startPostgres({ dataDir, port: 31_000 + (process.pid % 1_000), durable });
    started.push(postgres);
    return postgres;
  }

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'shopflow pg '));
    chmodSync(folder, 0o755);
  });

  afterEach(async () => {
    for (const postgres of started.splice(0)) await postgres.stop();
    removeShelterOf(path.join(folder, 'closed', 'data'));
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps its data when it is stopped and started again', async () => {
    const first = await start();
    await query(first.url(), 'create table kept as select 7 as n');
    await first.stop();
    await first.stop();
    const second = await start();
    expect(await query(second.url(), 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('ends the server a killed run left behind before it starts its own', async () => {
    const orphan = await start();
    await query(orphan.url(), 'create table kept as select 8 as n');
    const next = await start();
    expect(await goneWithin(orphan.pid, 0)).toBe(true);
    expect(await query(next.url(), 'select n from kept')).toEqual([{ n: 8 }]);
  });

  it('recovers from being killed itself, with its lock file left', async () => {
    const first = await start(path.join(folder, 'data'), true);
    await query(first.url(), 'create table kept as select 9 as n');
    signal(first.pid, 'SIGKILL');
    await goneWithin(first.pid, 5_000);
    expect(existsSync(path.join(first.dataDir, 'postmaster.pid'))).toBe(true);
    const second = await start();
    expect(await query(second.url(), 'select n from kept')).toEqual([{ n: 9 }]);
  });

  it("is not stopped by a lock file that names somebody else's process", async () => {
    const first = await start();
    await first.stop();
    const lock = path.join(first.dataDir, 'postmaster.pid');
    writeFileSync(lock, `${process.ppid}\n${first.dataDir}\n`);
    await start();
    expect(readFileSync(lock, 'utf8').split('\n')[0]).not.toBe(String(process.ppid));
    expect(await goneWithin(process.ppid, 0)).toBe(false);
  });

  it('begins again when the first start was cut off while creating the cluster', async () => {
    mkdirSync(path.join(folder, 'data.new'));
    writeFileSync(path.join(folder, 'data.new', 'PG_VERSION'), '18\n');
    const postgres = await start();
    expect(await query(postgres.url(), 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('takes the next port when its own is taken', async () => {
    const first = await start(path.join(folder, 'one'));
    const second = await start(path.join(folder, 'two'));
    expect(second.port).not.toBe(first.port);
  });

  it.runIf(postgresAccount() !== null)('works as root below a folder that is closed to others', async () => {
    const closed = path.join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const first = await start(path.join(closed, 'data'));
    await query(first.url(), 'create table kept as select 10 as n');
    await first.stop();
    const second = await start(path.join(closed, 'data'));
    expect(await query(second.url(), 'select n from kept')).toEqual([{ n: 10 }]);
  });

  it('is reported away by the Neon endpoint while it is stopped, and served again after it returns', async () => {
    const first = await start();
    const endpoint = await startNeonEndpoint({ postgresPort: first.port });
    try {
      neonConfig.fetchEndpoint = () => `${endpoint.url}/sql`;
      const sql = neon(first.url());
      expect(await sql`select 1 as n`).toEqual([{ n: 1 }]);
      await first.stop();
      await expect(sql`select 1 as n`).rejects.toThrow(/HTTP status 500/);
      await expect(sql.transaction([sql`select 1 as n`])).rejects.toThrow(/HTTP status 500/);
      await start();
      expect(await sql`select 2 as n`).toEqual([{ n: 2 }]);
    } finally {
      await endpoint.close();
    }
  });
});
