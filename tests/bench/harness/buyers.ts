import { Pool } from 'undici';
import WebSocket from 'ws';
import type { Connection } from './load.ts';

/** Connections that many buyers share: as many at once as there are sockets. */
export function sharedConnection(origin: string, sockets: number): Connection & { close(): Promise<void> } {
  const pool = new Pool(origin, { connections: sockets, pipelining: 1, bodyTimeout: 120_000, headersTimeout: 120_000 });
  const read = async (answer: { statusCode: number; body: { text(): Promise<string> } }) => ({
    status: answer.statusCode,
    text: await answer.body.text(),
  });
  return {
    post: async (path, body, headers) =>
      read(
        await pool.request({ path, method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } }),
      ),
    get: async (path) => read(await pool.request({ path, method: 'GET' })),
    close: () => pool.close(),
  };
}

/** A ticket as the shop gave it. */
export interface DrawnTicket {
  readonly token: string;
  readonly status: string;
  /** Its number: the order of the queue. */
  readonly number: number;
  readonly liveUrl: string;
}

/** Joins a variant's queue; null when the drop is over, throws when no ticket is given for another reason. */
export async function joinQueue(
  connection: Connection,
  variant: string,
  who: { readonly email: string; readonly device: string },
): Promise<DrawnTicket | null> {
  const { status, text } = await connection.post(
    '/graphql',
    JSON.stringify({
      query:
        'mutation Join($input: DropJoinInput!) { dropJoin(input: $input) { ticket { token status liveUrl } userErrors { code } } }',
      variables: { input: { variantId: variant, email: who.email, deviceToken: who.device } },
    }),
  );
  const answer = JSON.parse(text) as {
    data?: { dropJoin: { ticket: Omit<DrawnTicket, 'number'> | null; userErrors: { code: string }[] } };
  };
  const ticket = answer.data?.dropJoin.ticket;
  if (answer.data?.dropJoin.userErrors[0]?.code === 'ENDED') return null;
  if (!ticket) throw new Error(`join: ${status} ${text.slice(0, 300)}`);
  return { ...ticket, number: Number(ticket.token.split('-')[2]) };
}

/** Follows a ticket live; resolves once the first word has come. `told` gets every status with the clock's time. */
export function follow(liveUrl: string, told: (status: string, atMs: number) => void): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(liveUrl.replace(/^http/, 'ws'), { perMessageDeflate: false });
    socket.on('error', reject);
    socket.on('message', (data) => {
      const atMs = Date.now();
      const message = JSON.parse(String(data)) as { status: string };
      told(message.status, atMs);
      resolve(socket);
    });
  });
}

/** Does something for each of many, so many at a time. */
export async function inBatches<T>(
  all: readonly T[],
  atOnce: number,
  each: (one: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < all.length; index = next++) {
      const one = all[index];
      if (one !== undefined) await each(one, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, worker));
}
