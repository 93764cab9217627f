import { createServer } from 'node:net';

/** Whether nothing listens on a port of this machine's loopback. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A port nothing listens on, given by the system. */
export function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No port given')),
      );
    });
  });
}

/** The first free port from `first` on, at most 50 further; beyond that any free port. */
export async function freePortFrom(first: number): Promise<number> {
  for (let port = first; port < first + 50 && port < 65_536; port += 1) if (await isPortFree(port)) return port;
  return anyFreePort();
}
