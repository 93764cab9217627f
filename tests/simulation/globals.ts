import { createHash } from 'node:crypto';

/** What code of the objects finds in the runtime's global scope. */
export interface Runtime {
  timer(run: () => void, delayMs: number): unknown;
  cancel(timer: unknown): void;
  logged(line: readonly unknown[]): void;
}

let runtime: Runtime | null = null;

/** Whose timers and logs they are from now on. */
export function enter(next: Runtime | null): void {
  runtime = next;
}

function inside(): Runtime {
  if (!runtime) throw new Error('simulation: a timer outside a schedule');
  return runtime;
}

/** Puts virtual time and the runtime's own names into the global scope; gives everything back when the answer is called. */
export function installRuntime(): () => void {
  const names = ['setTimeout', 'clearTimeout', 'scheduler', 'WebSocketRequestResponsePair'] as const;
  const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  const logError = console.error;
  const define = (name: string, value: unknown) =>
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  define('setTimeout', (run: () => void, delayMs = 0) => inside().timer(run, delayMs));
  define('clearTimeout', (timer: unknown) => inside().cancel(timer));
  define('scheduler', {
    wait: (delayMs: number) => new Promise<void>((resolve) => inside().timer(resolve, delayMs)),
  });
  define('WebSocketRequestResponsePair', class {});
  // The runtime's digest is done by another thread, whose time is not ours.
  const { subtle } = crypto;
  const digest = Object.getOwnPropertyDescriptor(subtle, 'digest');
  const atOnce = (name: string, data: Uint8Array) => {
    const made = createHash(name.replace('-', '')).update(data).digest();
    return Promise.resolve(new Uint8Array(made).buffer);
  };
  Object.defineProperty(subtle, 'digest', { value: atOnce, configurable: true, writable: true });
  console.error = (...line: unknown[]) => (runtime ? runtime.logged(line) : logError(...line));
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
    if (digest) Object.defineProperty(subtle, 'digest', digest);
    else Reflect.deleteProperty(subtle, 'digest');
    console.error = logError;
  };
}
