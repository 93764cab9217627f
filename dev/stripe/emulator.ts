import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type ApiAnswer, answerApi, keysUnderWay } from './api.ts';
import { challengePage } from './challenge-page.ts';
import type { Context } from './context.ts';
import { answerControl, type Controlled } from './control.ts';
import { Faults } from './faults.ts';
import { settleRefunds } from './refunds.ts';
import { RequestLog } from './request-log.ts';
import { Store } from './store.ts';
import { Webhooks } from './webhooks.ts';

export interface StripeEmulatorOptions {
  /** 0 (default) takes any free port. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  /** Where events are sent; without it they are only listed. */
  readonly webhookUrl?: string;
  readonly webhookSecret: string;
  readonly secretKey: string;
  readonly publishableKey: string;
  /** File that keeps everything over restarts; without it everything ends with the process. */
  readonly stateFile?: string;
  readonly clock?: { nowMs(): number };
}

export interface StripeEmulator {
  /** http://127.0.0.1:PORT, the value of STRIPE_API_BASE; its /v3/ is STRIPE_JS_URL. */
  readonly url: string;
  setWebhookUrl(url: string | null): void;
  close(): Promise<void>;
}

const ABOUT =
  'Stripe emulator of ShopFlow: /v1/ API, /v3/ browser library, /_control/ switches (dev/stripe/README.md).\n';
const MAX_BODY_BYTES = 1_000_000;
const BROWSER_FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/v3': ['v3.js', 'text/javascript'],
  '/v3/': ['v3.js', 'text/javascript'],
  '/v3/card.html': ['card.html', 'text/html'],
  '/v3/card.js': ['card.js', 'text/javascript'],
  '/v3/card.css': ['card.css', 'text/css'],
};
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Request-Id, Stripe-Version, Idempotent-Replayed',
};

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function end(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>, body: string): void {
  response.writeHead(status, headers);
  response.end(body);
}

function endJson(response: ServerResponse, status: number, body: unknown): void {
  end(response, status, { 'content-type': 'application/json; charset=utf-8' }, JSON.stringify(body, null, 2));
}

function fieldsOf(text: string): Record<string, unknown> | null {
  if (text === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : null;
  } catch {
    return null;
  }
}

function preflight(request: IncomingMessage, response: ServerResponse): void {
  end(
    response,
    204,
    {
      ...CORS,
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
      'access-control-allow-private-network': 'true',
      'access-control-max-age': '600',
    },
    '',
  );
}

/** Everything behind the server's port. */
class Emulator {
  readonly controlled: Controlled;
  readonly #options: StripeEmulatorOptions;
  #baseUrl = '';
  #refundTimer: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(options: StripeEmulatorOptions) {
    this.#options = options;
    const nowMs = () => options.clock?.nowMs() ?? Date.now();
    const store = new Store(options.stateFile ?? null, nowMs());
    const webhooks = new Webhooks({ store, secret: options.webhookSecret, nowMs, url: options.webhookUrl ?? null });
    const context: Context = {
      store,
      nowMs,
      baseUrl: () => this.#baseUrl,
      announce: (event) => webhooks.announce(event),
      planChanged: () => this.#watchRefunds(),
    };
    this.controlled = { context, webhooks, faults: new Faults(), log: new RequestLog() };
    this.#watchRefunds();
  }

  set baseUrl(url: string) {
    this.#baseUrl = url;
  }

  #watchRefunds(): void {
    if (this.#refundTimer) clearTimeout(this.#refundTimer);
    const { context } = this.controlled;
    const open = context.store.all('refund_plan').filter((plan) => !plan.done);
    if (this.#isClosed || open.length === 0) return;
    const nextMs = Math.min(...open.map((plan) => plan.dueAtMs));
    this.#refundTimer = setTimeout(
      () => {
        settleRefunds(context, context.nowMs());
        context.store.flush();
        this.#watchRefunds();
      },
      Math.max(10, nextMs - context.nowMs()),
    );
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://emulator');
    const method = request.method ?? 'GET';
    if (method === 'OPTIONS') return preflight(request, response);
    const body = await readBody(request);
    if (body === null)
      return endJson(response, 413, { error: { type: 'invalid_request_error', message: 'The body is too large.' } });
    if (url.pathname.startsWith('/v1/')) return this.#answerApi(request, response, url, body);
    if (url.pathname.startsWith('/3ds/')) {
      const fields = new URLSearchParams(method === 'POST' ? body : url.search);
      const page = challengePage(this.controlled.context, method, url.pathname, fields);
      this.controlled.context.store.flush();
      return end(response, page.status, page.headers, page.body);
    }
    if (url.pathname.startsWith('/_control')) {
      const fields = fieldsOf(body);
      if (!fields) return endJson(response, 400, { error: 'The body is no JSON object.' });
      const answer = await answerControl(this.controlled, method, url.pathname, fields);
      return endJson(response, answer.status, answer.body);
    }
    return this.#answerFile(response, url.pathname);
  }

  #answerFile(response: ServerResponse, path: string): void {
    const [file, type] = BROWSER_FILES[path] ?? [];
    if (file !== undefined && type !== undefined) {
      const text = readFileSync(new URL(`./browser/${file}`, import.meta.url), 'utf8');
      end(response, 200, { ...CORS, 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' }, text);
    } else if (path === '/') {
      end(response, 200, { 'content-type': 'text/plain; charset=utf-8' }, ABOUT);
    } else {
      endJson(response, 404, {
        error: { type: 'invalid_request_error', message: `Unrecognized request URL (${path}).` },
      });
    }
  }

  async #answerApi(request: IncomingMessage, response: ServerResponse, url: URL, body: string): Promise<void> {
    const { context, faults } = this.controlled;
    const method = request.method ?? 'GET';
    const fault = faults.strike(method, url.pathname);
    if (fault?.mode === 'cut_before') return void request.socket.destroy();
    if (fault?.mode === 'status')
      return endJson(response, fault.status, {
        error: {
          type: fault.status === 429 ? 'invalid_request_error' : 'api_error',
          message: 'Trouble made on purpose.',
        },
      });
    const answer = answerApi(context, this.#options, {
      method,
      path: url.pathname,
      query: url.search.slice(1),
      headers: request.headers,
      body,
    });
    this.#note(request, url, method, answer);
    if (fault?.mode === 'cut_after') return void request.socket.destroy();
    const key = answer.headers['idempotency-key'];
    if (fault?.mode === 'delay') {
      const underWay = keysUnderWay(context);
      if (key !== undefined) underWay.add(key);
      await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
      if (key !== undefined) underWay.delete(key);
    }
    end(response, answer.status, { ...CORS, ...answer.headers }, answer.body);
  }

  #note(request: IncomingMessage, url: URL, method: string, answer: ApiAnswer): void {
    const key = request.headers['idempotency-key'];
    this.controlled.log.add({
      atMs: this.controlled.context.nowMs(),
      method,
      path: url.pathname,
      params: answer.params,
      idempotencyKey: typeof key === 'string' ? key : null,
      isReplay: answer.headers['idempotent-replayed'] === 'true',
      status: answer.status,
      requestId: answer.headers['request-id'] ?? '',
      answer: JSON.parse(answer.body),
    });
  }

  close(): void {
    this.#isClosed = true;
    if (this.#refundTimer) clearTimeout(this.#refundTimer);
    this.controlled.webhooks.close();
    this.controlled.context.store.flush();
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      const address = server.address();
      if (address && typeof address === 'object') resolve(address.port);
      else reject(new Error('The emulator got no port'));
    });
  });
}

/**
 * Starts a server that speaks the part of Stripe's API a shop needs, remembers what it was told, and sends signed events. Rejects when the
 * port is taken. README.md beside this file says what it knows and how to make trouble.
 */
export async function startStripeEmulator(options: StripeEmulatorOptions): Promise<StripeEmulator> {
  const emulator = new Emulator(options);
  const server = createServer((request, response) => {
    emulator.answer(request, response).catch((error: unknown) => {
      console.error('Stripe emulator:', error);
      if (!response.headersSent)
        endJson(response, 500, { error: { type: 'api_error', message: 'The emulator failed; its output says how.' } });
    });
  });
  // Longer than clients keep a quiet connection, so that none is cut just as it is used again.
  server.keepAliveTimeout = 65_000;
  const host = options.host ?? '127.0.0.1';
  const port = await listen(server, options.port ?? 0, host).catch((error: unknown) => {
    emulator.close();
    throw error;
  });
  const url = `http://${host}:${port}`;
  emulator.baseUrl = url;
  return {
    url,
    setWebhookUrl: (address) => emulator.controlled.webhooks.setUrl(address),
    close: () =>
      new Promise((resolve) => {
        emulator.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
