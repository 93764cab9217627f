import { z } from 'zod';

/** Text variables of the Worker; README lists what each switches. */
const schema = z.object({
  DATABASE_URL: z.string().min(1),
  NEON_LOCAL_ENDPOINT: z.url().optional(),
  STRIPE_SECRET_KEY: z.string().min(1),
  STRIPE_PUBLISHABLE_KEY: z.string().min(1),
  STRIPE_WEBHOOK_SECRET: z.string().min(1),
  STRIPE_API_BASE: z.url().optional(),
  STRIPE_JS_URL: z.url().default('https://js.stripe.com/v3/'),
  MAIL_ENDPOINT: z.url().optional(),
  /** Where VAT numbers are asked for: another address of VIES, or `local` for a stand-in; without it VIES itself. */
  VIES_API_BASE: z.union([z.url(), z.literal('local')]).optional(),
  /** Where exchange rates come from: a file of the European Central Bank's format, or `local` for steady ones; without it the bank itself. */
  RATES_URL: z.union([z.url(), z.literal('local')]).optional(),
  MAIL_FROM: z.string().default('orders@shop.example'),
  PUBLIC_ORIGIN: z.url().optional(),
  BETTER_AUTH_SECRET: z.string().min(16),
  /** Signs counts that other systems push to /webhooks/stock; without it nobody may. */
  STOCK_WEBHOOK_SECRET: z.string().min(8).optional(),
  /** A Typesense cluster that searches; without it the embedded engine does. */
  TYPESENSE_URL: z.url().optional(),
  TYPESENSE_API_KEY: z.string().min(1).optional(),
  /** Begins the names of this shop's collections, so that shops can share a cluster. */
  TYPESENSE_PREFIX: z.string().default(''),
  /** When units are promised to a cart: with the payment, or as soon as they are in the bag. */
  HOLD_AT: z.enum(['payment', 'cart']).default('payment'),
  /** How long a price that a cart or quote was told holds; 0: it only is told when it changed. */
  PRICE_HOLD_MINUTES: z.coerce.number().int().min(0).max(1_440).default(30),
});

/** The Worker's settings, checked once per isolate. */
export type Config = z.infer<typeof schema>;

const parsed = new WeakMap<object, Config>();

/**
 * Reads and checks the variables of an environment; later calls with the same environment are free.
 * Throws with the name of each missing or malformed variable: a Worker without them must not start serving.
 */
export function configFrom(env: object): Config {
  const known = parsed.get(env);
  if (known) return known;
  const blankless = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(blankless);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new Error(`Configuration: ${problems}`);
  }
  parsed.set(env, result.data);
  return result.data;
}
