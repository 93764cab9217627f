import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** The project's folder. */
export const projectRoot = path.resolve(import.meta.dirname, '..');

/** Everything a running shop keeps outside the sources: database, mails, secrets, logs. Ignored by git. */
export const stateFolder = path.join(projectRoot, '.shopflow');

/** What Wrangler and Astro keep: Durable Objects, queues. */
export const workerState = path.join(projectRoot, '.wrangler', 'state');

/** Variables that keep our tools from asking the network for anything. */
export const offline: Readonly<Record<string, string>> = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_LOG_PATH: path.join(stateFolder, 'wrangler-logs'),
  WRANGLER_REGISTRY_PATH: path.join(stateFolder, 'wrangler-registry'),
  ASTRO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  NO_UPDATE_NOTIFIER: '1',
};

const secretsSchema = z.object({
  webhookSecret: z.string().min(16),
  authSecret: z.string().min(32),
  adminToken: z.string().min(16),
});

/** Secrets of this folder's demo shop. */
export type Secrets = z.infer<typeof secretsSchema>;

/** Makes the state folder; others on the machine may pass through it (PostgreSQL's account must), not list what is private in it. */
export function prepareStateFolder(): void {
  mkdirSync(stateFolder, { recursive: true, mode: 0o755 });
}

/** The folder's secrets, made once and kept, so that sessions and tokens survive a restart. A damaged file is made anew. */
export function loadSecrets(): Secrets {
  prepareStateFolder();
  const file = path.join(stateFolder, 'secrets.json');
  if (existsSync(file)) {
    try {
      const known = secretsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
      if (known.success) return known.data;
    } catch {
      // Cut off while it was written: made anew below.
    }
  }
  const secrets: Secrets = {
    webhookSecret: `whsec_${randomBytes(24).toString('hex')}`,
    authSecret: randomBytes(32).toString('base64url'),
    adminToken: `shpat_${randomBytes(16).toString('hex')}`,
  };
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

/** Forgets what the objects remember; they open again from the records. */
export function forgetWorkerState(): void {
  rmSync(workerState, { recursive: true, force: true });
}

/** Forgets kept pages: they name styles and scripts of the build they came from, which may be gone. */
export function forgetKeptPages(): void {
  rmSync(path.join(workerState, 'v3', 'cache'), { recursive: true, force: true });
}
