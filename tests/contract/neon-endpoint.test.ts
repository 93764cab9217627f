import { neon, neonConfig, Pool } from '@neondatabase/serverless';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const statsSchema = z.object({ statements: z.number(), batches: z.number(), byText: z.record(z.string(), z.number()) });

describe('the Neon endpoint', () => {
  let database: FreshDatabase;
  let sql: ReturnType<typeof neon<false, false>>;

  beforeAll(async () => {
    database = await freshDatabase('empty');
    const endpoint = new URL(inject('neonEndpoint'));
    neonConfig.fetchEndpoint = () => new URL('/sql', endpoint).href;
    neonConfig.webSocketConstructor = WebSocket;
    neonConfig.wsProxy = () => `${endpoint.host}/v2`;
    neonConfig.useSecureWebSocket = false;
    neonConfig.pipelineTLS = false;
    neonConfig.pipelineConnect = false;
    sql = neon(database.url);
    await sql`create table notes (id bigint primary key, note text not null check (note <> ''))`;
  });

  afterAll(() => database.drop());

  it('returns each type as the driver expects it', async () => {
    const [row] = await sql`select 1 as whole, true as truth, '{"a":[1]}'::jsonb as doc, array['x','y'] as list,
      9007199254740993::bigint as big, null as nothing, '\\xdead'::bytea as bytes, ${new Date('2026-02-03T04:05:06.007Z')}::timestamptz as moment`;
    expect(row).toEqual({
      whole: 1,
      truth: true,
      doc: { a: [1] },
      list: ['x', 'y'],
      big: '9007199254740993',
      nothing: null,
      bytes: Buffer.from('dead', 'hex'),
      moment: new Date('2026-02-03T04:05:06.007Z'),
    });
  });

  it('answers with columns that share a name in array mode', async () => {
    const result = await sql.query('select 1 as a, 2 as a', [], { arrayMode: true, fullResults: true });
    expect(result).toMatchObject({ rows: [[1, 2]], rowCount: 1, command: 'SELECT', rowAsArray: true });
  });

  it("hands over PostgreSQL's error fields", async () => {
    await sql`insert into notes values (1, 'first')`;
    await expect(sql`insert into notes values (1, 'again')`).rejects.toMatchObject({
      name: 'NeonDbError',
      code: '23505',
      constraint: 'notes_pkey',
      table: 'notes',
      severity: 'ERROR',
    });
  });

  it('refuses two statements in one query', async () => {
    await expect(sql.query('select 1; select 2')).rejects.toMatchObject({ code: '42601' });
  });

  it('runs a batch as one transaction and rolls all of it back', async () => {
    await expect(
      sql.transaction([sql`insert into notes values (2, 'kept?')`, sql`insert into notes values (3, '')`]),
    ).rejects.toMatchObject({
      code: '23514',
    });
    expect(await sql`select id from notes where id in (2, 3)`).toEqual([]);
    const [, rows] = await sql.transaction([
      sql`insert into notes values (2, 'kept')`,
      sql`select note from notes where id = 2`,
    ]);
    expect(rows).toEqual([{ note: 'kept' }]);
  });

  it('honours isolation level and read-only', async () => {
    const [levels] = await sql.transaction([sql`show transaction_isolation`], { isolationLevel: 'Serializable' });
    expect(levels).toEqual([{ transaction_isolation: 'serializable' }]);
    await expect(sql.transaction([sql`delete from notes`], { readOnly: true })).rejects.toMatchObject({
      code: '25006',
    });
  });

  it('keeps serving after a failed transaction', async () => {
    const failures = Array.from({ length: 30 }, () =>
      sql.transaction([sql`select 1/0`]).catch((error: unknown) => error),
    );
    await Promise.all(failures);
    expect(await sql`select 1 as ok`).toEqual([{ ok: 1 }]);
  });

  it('counts statements, not BEGIN and COMMIT', async () => {
    const marker = `select 'counted ${database.name}' as a`;
    const read = async () => statsSchema.parse(await (await fetch(new URL('/stats', inject('neonEndpoint')))).json());
    const before = await read();
    await sql.query(marker);
    await sql.transaction([sql.query(marker), sql.query(marker)]);
    const after = await read();
    expect(after.byText[marker]).toBe(3);
    expect(after.batches).toBeGreaterThan(before.batches);
    expect(after.statements - before.statements).toBeGreaterThanOrEqual(3);
  });

  it('tunnels an interactive session over a WebSocket', async () => {
    const pool = new Pool({ connectionString: database.url });
    const client = await pool.connect();
    await client.query('begin');
    await client.query("insert into notes values (9, 'socket')");
    await client.query('rollback');
    const { rows } = await client.query('select count(*)::int as n from notes where id = 9');
    client.release();
    await pool.end();
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('says what is wrong with a request it cannot read', async () => {
    const url = new URL('/sql', inject('neonEndpoint'));
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(400);
    const headers = { 'Neon-Connection-String': database.url };
    expect((await fetch(url, { method: 'POST', body: '{"query": 1}', headers })).status).toBe(400);
  });
});
