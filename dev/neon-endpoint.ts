import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { DatabaseError, Pool, type PoolClient, type QueryArrayResult } from 'pg';
import { WebSocketServer } from 'ws';
import { z } from 'zod';

const statement = z.object({ query: z.string(), params: z.array(z.unknown()).default([]) });
const bodySchema = z.union([z.object({ queries: z.array(statement).max(10_000) }), statement]);
type Statement = z.infer<typeof statement>;

/** SQL that went through the endpoint since the last reset; BEGIN and COMMIT of a batch are not counted. */
export interface NeonStats {
  readonly statements: number;
  readonly requests: number;
  readonly batches: number;
  /** How often each statement text ran, most frequent first; at most 500 texts. */
  readonly byText: Record<string, number>;
}

export interface NeonEndpointOptions {
  /** 0 (default) takes any free port. */
  readonly port?: number;
  /** The PostgreSQL server on 127.0.0.1 behind the endpoint. */
  readonly postgresPort: number;
  /** Connections kept per database; default 16. */
  readonly poolSize?: number;
}

export interface NeonEndpoint {
  /** http://127.0.0.1:PORT, the value of NEON_LOCAL_ENDPOINT. */
  readonly url: string;
  stats(): NeonStats;
  resetStats(): void;
  /** Ends the pooled connections to one database, so that it can be copied or dropped. */
  release(database: string): Promise<void>;
  close(): Promise<void>;
}

const ERROR_FIELDS = [
  'severity',
  'code',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const;

const ISOLATION = new Map([
  ['ReadUncommitted', 'READ UNCOMMITTED'],
  ['ReadCommitted', 'READ COMMITTED'],
  ['RepeatableRead', 'REPEATABLE READ'],
  ['Serializable', 'SERIALIZABLE'],
]);

/** An answer other than 200 that the driver turns into an error. */
class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

// The driver asks for PostgreSQL's own text and parses it itself.
const rawText = { getTypeParser: () => (value: string) => value };

function query(client: Pool | PoolClient, { query: text, params }: Statement): Promise<QueryArrayResult<unknown[]>> {
  // Extended protocol always, as Neon does: one statement per query, also without parameters.
  const config = { text, values: params, rowMode: 'array' as const, types: rawText, queryMode: 'extended' };
  return client.query<unknown[]>(config);
}

function wire(result: QueryArrayResult<unknown[]>) {
  return {
    command: result.command,
    rowCount: result.rowCount,
    fields: result.fields,
    rows: result.rows,
    rowAsArray: true,
  };
}

function beginText(headers: IncomingMessage['headers']): string {
  const isolation = headers['neon-batch-isolation-level'];
  const level = typeof isolation === 'string' ? ISOLATION.get(isolation) : undefined;
  if (typeof isolation === 'string' && level === undefined)
    throw new Refused(400, `invalid isolation level: ${isolation}`);
  const parts = ['BEGIN'];
  if (level) parts.push(`ISOLATION LEVEL ${level}`);
  if (headers['neon-batch-read-only'] === 'true') parts.push('READ ONLY');
  if (headers['neon-batch-deferrable'] === 'true') parts.push('DEFERRABLE');
  return parts.join(' ');
}

/** Runs a batch as one transaction; any failure rolls back all of it. */
async function batch(pool: Pool, queries: readonly Statement[], begin: string) {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const results: ReturnType<typeof wire>[] = [];
    for (const each of queries) results.push(wire(await query(client, each)));
    await client.query('COMMIT');
    return results;
  } catch (error) {
    await client.query('ROLLBACK').catch((cause) => {
      broken = cause instanceof Error ? cause : new Error(String(cause));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    // Neon's limit for a request over HTTP.
    if (length > 10 * 1024 * 1024) throw new Refused(413, 'request is too large (max is 10485760 bytes)');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'access-control-allow-origin': '*',
  });
  response.end(text);
}

function sendError(response: ServerResponse, error: unknown): void {
  if (error instanceof DatabaseError) {
    const fields = Object.fromEntries(ERROR_FIELDS.map((name) => [name, error[name] ?? null]));
    send(response, 400, { message: error.message, ...fields });
  } else if (error instanceof Refused) {
    send(response, error.status, { message: error.message });
  } else {
    // PostgreSQL away: the driver reports any status but 400 as a server error.
    send(response, 500, { message: error instanceof Error ? error.message : String(error) });
  }
}

/** A pool per database and role, so that one endpoint serves every test database. */
function pools(postgresPort: number, size: number) {
  const open = new Map<string, { readonly pool: Pool; readonly database: string }>();
  return {
    of(connectionString: string): Pool {
      const { username, password, pathname } = new URL(connectionString);
      const database = decodeURIComponent(pathname.slice(1));
      const key = `${username}:${password}@${database}`;
      const known = open.get(key);
      if (known) return known.pool;
      const pool = new Pool({
        host: '127.0.0.1',
        port: postgresPort,
        user: decodeURIComponent(username),
        password: decodeURIComponent(password),
        database,
        max: size,
        idleTimeoutMillis: 10_000,
        connectionTimeoutMillis: 10_000,
      });
      // An idle connection that dies (PostgreSQL restarted) only leaves the pool.
      pool.on('error', () => undefined);
      open.set(key, { pool, database });
      return pool;
    },
    async end(database?: string): Promise<void> {
      const chosen = [...open].filter(([, entry]) => database === undefined || entry.database === database);
      for (const [key] of chosen) open.delete(key);
      await Promise.all(chosen.map(([, { pool }]) => pool.end()));
    },
  };
}

function counter() {
  let statements = 0;
  let requests = 0;
  let batches = 0;
  let texts = new Map<string, number>();
  return {
    count(queries: readonly Statement[], isBatch: boolean): void {
      requests += 1;
      if (isBatch) batches += 1;
      statements += queries.length;
      for (const { query: text } of queries)
        if (texts.has(text) || texts.size < 500) texts.set(text, (texts.get(text) ?? 0) + 1);
    },
    reset(): void {
      statements = requests = batches = 0;
      texts = new Map();
    },
    read(): NeonStats {
      return { statements, requests, batches, byText: Object.fromEntries([...texts].sort((a, b) => b[1] - a[1])) };
    },
  };
}

/** WebSocket /v2: the raw PostgreSQL protocol to the server's TCP port, whatever address the driver names. */
function tunnel(postgresPort: number): WebSocketServer {
  const server = new WebSocketServer({ noServer: true });
  server.on('connection', (socket) => {
    const tcp = connect({ host: '127.0.0.1', port: postgresPort });
    tcp.on('data', (chunk) => socket.send(chunk));
    tcp.on('close', () => socket.close());
    tcp.on('error', () => socket.close());
    socket.on('message', (data: Buffer) => tcp.write(data));
    socket.on('close', () => tcp.destroy());
    socket.on('error', () => tcp.destroy());
  });
  return server;
}

/**
 * An endpoint that speaks Neon's HTTP protocol (POST /sql: one query, or `queries` as one transaction) and its WebSocket tunnel (/v2) in front
 * of a PostgreSQL server, so that @neondatabase/serverless runs unchanged on a developer's machine. GET /stats counts statements,
 * POST /stats/reset begins again. Errors: 400 with PostgreSQL's fields, 413 over 10 MB, 500 when PostgreSQL does not answer.
 */
export async function startNeonEndpoint(options: NeonEndpointOptions): Promise<NeonEndpoint> {
  const databases = pools(options.postgresPort, options.poolSize ?? 16);
  const counts = counter();

  async function answerSql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const connectionString = request.headers['neon-connection-string'];
    if (typeof connectionString !== 'string') throw new Refused(400, 'missing header Neon-Connection-String');
    const parsed = bodySchema.safeParse(JSON.parse(await readBody(request)));
    if (!parsed.success) throw new Refused(400, z.prettifyError(parsed.error));
    const pool = databases.of(connectionString);
    if ('queries' in parsed.data) {
      counts.count(parsed.data.queries, true);
      return send(response, 200, { results: await batch(pool, parsed.data.queries, beginText(request.headers)) });
    }
    counts.count([parsed.data], false);
    send(response, 200, wire(await query(pool, parsed.data)));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST' && pathname === '/sql') return answerSql(request, response);
    if (request.method === 'GET' && pathname === '/stats') return send(response, 200, counts.read());
    if (request.method === 'POST' && pathname === '/stats/reset') {
      counts.reset();
      return send(response, 200, { ok: true });
    }
    throw new Refused(404, `nothing at ${request.method} ${pathname}`);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => sendError(response, error));
  });
  // Longer than a Worker keeps an idle connection: a socket closed under a request fails it.
  server.keepAliveTimeout = 120_000;
  const webSockets = tunnel(options.postgresPort);
  server.on('upgrade', (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname !== '/v2') return socket.destroy();
    webSockets.handleUpgrade(request, socket, head, (webSocket) => webSockets.emit('connection', webSocket, request));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (!address || typeof address !== 'object') throw new Error('The Neon endpoint has no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stats: counts.read,
    resetStats: counts.reset,
    release: (database) => databases.end(database),
    async close() {
      for (const socket of webSockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await databases.end();
    },
  };
}
