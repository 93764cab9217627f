import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { z } from 'zod';
import { bodyAlone, listPage, mailPage } from './mailbox-pages.ts';

const mailSchema = z.object({
  messageId: z.string().min(1),
  to: z.string().min(3),
  from: z.string().min(3),
  subject: z.string(),
  text: z.string(),
  html: z.string().default(''),
});
const storedSchema = mailSchema.extend({ number: z.number().int(), receivedAtMs: z.number().int() });

/** A mail the shop sent; `number` counts from 1 in order of arrival. */
export type StoredMail = z.infer<typeof storedSchema>;

export interface MailboxOptions {
  /** 0 (default) takes any free port. */
  readonly port?: number;
  /** File mails are kept in, one JSON object per line. */
  readonly file: string;
}

export interface Mailbox {
  /** http://127.0.0.1:PORT, the value of MAIL_ENDPOINT. */
  readonly url: string;
  close(): Promise<void>;
}

function load(file: string): StoredMail[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      // A line cut off by a killed run is not a mail.
      try {
        const parsed = storedSchema.safeParse(JSON.parse(line));
        return parsed.success ? [parsed.data] : [];
      } catch {
        return [];
      }
    });
}

/** A line cut off by a killed run must not swallow the next one. */
function endLastLine(file: string): void {
  if (existsSync(file) && !readFileSync(file, 'utf8').endsWith('\n')) appendFileSync(file, '\n');
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > 5_000_000) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function html(response: ServerResponse, status: number, body: string): void {
  // Mails are shown as sent, but nothing in them may run or load.
  const policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; frame-src 'self'; frame-ancestors 'self'";
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
  response.end(body);
}

/**
 * A mailbox in place of a mail provider. `POST /send` takes `{messageId, to, from, subject, text, html}` and answers `{number, duplicate}`: a
 * message id seen before is answered again and not stored twice; 400 names the field that is wrong. `GET /api/messages` (`?to=` narrows) lists
 * newest first; `/` and `/mails/N` show them; `/mails/N/html` is the HTML body alone.
 */
export async function startMailbox(options: MailboxOptions): Promise<Mailbox> {
  mkdirSync(path.dirname(options.file), { recursive: true });
  endLastLine(options.file);
  const mails = load(options.file);
  const byMessageId = new Map(mails.map((mail) => [mail.messageId, mail]));

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parsed = mailSchema.safeParse(await readJson(request));
    if (!parsed.success) return json(response, 400, { error: z.prettifyError(parsed.error) });
    const known = byMessageId.get(parsed.data.messageId);
    if (known) return json(response, 200, { number: known.number, duplicate: true });
    const mail = { ...parsed.data, number: mails.length + 1, receivedAtMs: Date.now() };
    appendFileSync(options.file, `${JSON.stringify(mail)}\n`);
    mails.push(mail);
    byMessageId.set(mail.messageId, mail);
    json(response, 200, { number: mail.number, duplicate: false });
  }

  function show(pathname: string, search: URLSearchParams, response: ServerResponse): void {
    const newestFirst = [...mails].reverse();
    const [, number, bare] = /^\/mails\/(\d{1,9})(\/html)?$/.exec(pathname) ?? [];
    const mail = number === undefined ? undefined : mails[Number(number) - 1];
    if (pathname === '/api/messages') {
      const to = search.get('to');
      json(response, 200, { messages: newestFirst.filter((each) => to === null || each.to === to) });
    } else if (pathname === '/') html(response, 200, listPage(newestFirst));
    else if (!mail) html(response, 404, listPage(newestFirst, 'No such mail.'));
    else html(response, 200, bare ? bodyAlone(mail) : mailPage(mail));
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST' && pathname === '/send') {
      receive(request, response).catch((error: unknown) => json(response, 500, { error: String(error) }));
    } else if (request.method === 'GET') show(pathname, searchParams, response);
    else json(response, 405, { error: 'POST /send or GET' });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (!address || typeof address !== 'object') throw new Error('The mailbox has no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
