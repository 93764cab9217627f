import 'vitest';

declare module 'vitest' {
  /** Addresses of the services a run starts, read in a test with `inject(name)`. Each project has a database of its own. */
  interface ProvidedContext {
    /** Seeded demo shop; a project's tests share it. */
    databaseUrl: string;
    neonEndpoint: string;
    stripeApiBase: string;
    mailEndpoint: string;
    /** Database nobody connects to, seeded with the demo shop: copy it with `freshDatabase`. */
    seededTemplate: string;
    /** The same, migrated and empty. */
    emptyTemplate: string;
    /** Token let into the admin API of every seeded database. */
    adminToken: string;
  }
}
