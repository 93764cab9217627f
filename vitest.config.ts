import path from 'node:path';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

const globalSetup = ['./tests/support/global-setup.ts'];

/** What is waited for happens in milliseconds; a busy machine is no reason to fail. */
const patient = { poll: { timeout: 15_000 } };

/**
 * Vite would give our code graphql's ES modules while packages get its CommonJS ones from Node, and the library refuses types of its twin. Everyone gets
 * what Node gives.
 */
const oneGraphql = {
  alias: [{ find: /^graphql$/, replacement: path.join(import.meta.dirname, 'node_modules/graphql/index.js') }],
};

const simulated = (stub: string): string => path.join(import.meta.dirname, 'tests/simulation/stubs', stub);

/** Files that need objects nobody has spoken to, or a shop that nothing is remembered of. */
const aloneInWorkerd = ['search-index', 'references', 'sku-lots'].map((name) => `tests/worker/${name}.test.ts`);

interface Files {
  readonly include: string[];
  readonly exclude?: string[];
  readonly isolate: boolean;
}

/** Tests that run inside workerd, beside the Worker. */
function shopTests(name: string, files: Files): TestProjectConfiguration {
  return {
    // Packages ship source maps without their sources; Vite warns of each.
    logLevel: 'error',
    plugins: [
      cloudflareTest(({ inject }) => ({
        main: './worker/api-entry.ts',
        wrangler: { configPath: './wrangler.toml' },
        miniflare: {
          bindings: {
            DATABASE_URL: inject('databaseUrl'),
            NEON_LOCAL_ENDPOINT: inject('neonEndpoint'),
            STRIPE_API_BASE: inject('stripeApiBase'),
            STRIPE_SECRET_KEY: 'sk_test_shopflow',
            STRIPE_PUBLISHABLE_KEY: 'pk_test_shopflow',
            STRIPE_WEBHOOK_SECRET: 'whsec_shopflow_tests',
            STOCK_WEBHOOK_SECRET: 'only-for-tests-stock',
            VIES_API_BASE: 'local',
            RATES_URL: 'local',
            MAIL_ENDPOINT: inject('mailEndpoint'),
            PUBLIC_ORIGIN: 'http://shop.test',
            BETTER_AUTH_SECRET: 'only-for-tests-only-for-tests-00',
            ADMIN_TOKEN: inject('adminToken'),
          },
        },
      })),
    ],
    test: {
      name,
      ...files,
      // What the cache has is sent to each new file in one message, which by now is longer than workerd takes.
      fsModuleCache: false,
      // One file each instead of hundreds of requests into workerd.
      deps: {
        optimizer: { ssr: { enabled: true, include: ['stripe'] } },
      },
      globalSetup,
      expect: patient,
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  };
}

export default defineConfig({
  test: {
    // Two at a time: the suites share the machine with PostgreSQL and workerd.
    maxWorkers: 2,
    projects: [
      { resolve: oneGraphql, test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], environment: 'node' } },
      {
        // The objects' classes as they are; the runtime and the composition root are the simulation's.
        resolve: {
          alias: [
            { find: 'cloudflare:workers', replacement: simulated('cloudflare-workers.ts') },
            { find: /^\.\.\/\.\.\/worker\/deps\.ts$/, replacement: simulated('deps.ts') },
          ],
        },
        test: {
          name: 'simulation',
          include: ['tests/simulation/**/*.test.ts'],
          environment: 'node',
          testTimeout: 600_000,
        },
      },
      {
        resolve: oneGraphql,
        test: {
          name: 'contract',
          include: ['tests/contract/**/*.test.ts'],
          environment: 'node',
          globalSetup,
          expect: patient,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      // One workerd for all files of a worker: starting it and sending it the shop takes longer than most of them.
      shopTests('worker', { include: ['tests/worker/**/*.test.ts'], exclude: [...aloneInWorkerd], isolate: false }),
      shopTests('worker-alone', { include: [...aloneInWorkerd], isolate: true }),
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          globalSetup,
          expect: patient,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      { test: { name: 'tidy', include: ['tests/tidy/**/*.test.ts'], environment: 'node', testTimeout: 60_000 } },
    ],
  },
});
