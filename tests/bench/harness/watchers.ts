// A process of its own, so that reading messages does not share a thread with whoever measures; bare sockets that only count frames, so that it takes
// as little of the machine as it can. Arguments: address of a live route, number of watchers. Says `ready` when all are told the present, then, when
// asked by a message, how many messages came.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

const [, , address = '', wanted = '0'] = process.argv;
const { hostname, port, host, pathname } = new URL(address);
let messages = 0;
let ready = 0;
const tell = (said: object) => process.send?.(said);

/** Whole frames in the bytes, and what is left of the last one. Messages of the shop are short enough for one length byte. */
function framesIn(bytes: Buffer): { readonly count: number; readonly rest: Buffer } {
  let at = 0;
  let count = 0;
  while (at + 1 < bytes.length) {
    const length = (bytes[at + 1] ?? 0) & 0x7f;
    if (length > 125) throw new Error('a message is longer than this reads');
    if (at + 2 + length > bytes.length) break;
    at += 2 + length;
    count += 1;
  }
  return { count, rest: bytes.subarray(at) };
}

function watch(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let isOpen = false;
    let rest: Buffer = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('data', (data) => {
      rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
      if (!isOpen) {
        const end = rest.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!rest.toString('latin1').startsWith('HTTP/1.1 101'))
          reject(new Error(rest.toString('latin1').slice(0, 80)));
        isOpen = true;
        ready += 1;
        rest = rest.subarray(end + 4);
        resolve();
      }
      const frames = framesIn(rest);
      messages += frames.count;
      rest = frames.rest;
    });
    const key = randomBytes(16).toString('base64');
    socket.write(
      `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
  });
}

for (let i = 0; i < Number(wanted); i += 50)
  await Promise.all(Array.from({ length: Math.min(50, Number(wanted) - i) }, watch));
tell({ ready });
process.on('message', () => tell({ messages }));
process.on('disconnect', () => process.exit(0));
