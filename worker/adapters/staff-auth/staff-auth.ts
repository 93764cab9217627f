import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { betterAuth } from 'better-auth/minimal';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { apiTokens, staff, staffAccounts, staffSessions, staffVerifications } from '../../../db/schema/staff.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StaffAuth, StaffSession } from '../../ports/staff.ts';

const TOKEN_KEPT_MS = 60_000;

interface KnownToken {
  readonly name: string | null;
  readonly untilMs: number;
}

/** SHA-256 of a text, lower-case hex. */
export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function createAuth(db: Db, options: { readonly secret: string; readonly origin: string }) {
  return betterAuth({
    appName: 'ShopFlow admin',
    baseURL: options.origin,
    basePath: '/admin/auth',
    secret: options.secret,
    trustedOrigins: [options.origin],
    telemetry: { enabled: false },
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: { user: staff, session: staffSessions, account: staffAccounts, verification: staffVerifications },
      transaction: false,
    }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10 },
    user: { additionalFields: { role: { type: 'string', required: false, input: false } } },
    session: { expiresIn: 60 * 60 * 12, updateAge: 60 * 60, cookieCache: { enabled: true, maxAge: 60 } },
    advanced: {
      cookiePrefix: 'shopflow-admin',
      useSecureCookies: options.origin.startsWith('https:'),
      defaultCookieAttributes: { sameSite: 'lax', path: '/admin' },
    },
    rateLimit: { enabled: true, window: 60, max: 60, customRules: { '/sign-in/email': { window: 60, max: 10 } } },
  });
}

/** Staff sign-in by better-auth over the records, and API tokens of which only the hash is kept. */
export class RecordedStaffAuth implements StaffAuth {
  readonly #db: Db;
  readonly #auth: ReturnType<typeof createAuth>;
  readonly #clock: Clock;
  readonly #tokens = new Map<string, KnownToken>();

  constructor(db: Db, options: { readonly secret: string; readonly origin: string; readonly clock: Clock }) {
    this.#db = db;
    this.#clock = options.clock;
    this.#auth = createAuth(db, options);
  }

  async session(headers: Headers): Promise<StaffSession | null> {
    if (!headers.has('cookie')) return null;
    const found = await this.#auth.api.getSession({ headers });
    return found ? { staffId: found.user.id, name: found.user.name, email: found.user.email } : null;
  }

  /** Asked of the records once a minute per token, so a revoked token works for at most that long. */
  async token(value: string): Promise<string | null> {
    if (value.length < 20 || value.length > 200) return null;
    const hash = await sha256Hex(value);
    const known = this.#tokens.get(hash);
    if (known && known.untilMs > this.#clock.nowMs()) return known.name;
    const [row] = await this.#db
      .update(apiTokens)
      .set({ lastUsedAt: sql`now()` })
      .where(and(eq(apiTokens.tokenSha256, hash), isNull(apiTokens.revokedAt)))
      .returning({ name: apiTokens.name });
    if (this.#tokens.size > 1000) this.#tokens.clear();
    this.#tokens.set(hash, { name: row?.name ?? null, untilMs: this.#clock.nowMs() + TOKEN_KEPT_MS });
    return row?.name ?? null;
  }

  handle(request: Request): Promise<Response> {
    return this.#auth.handler(request);
  }
}
