import { createRequire } from 'node:module';
import type { TestProject } from 'vitest/node';

// Loaded by Node itself: Vitest would load it once per project, and in the worker project with packages' browser builds.
const shared: typeof import('./shared-services.ts') = createRequire(import.meta.url)('./shared-services.ts');

/** Starts the services (once for all projects), gives this project a seeded database and tells its tests the addresses. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const joined = await shared.joinServices();
  const { services } = joined;
  const database = `project_${project.name}`;
  await shared.createDatabase(services, database, shared.SEEDED);
  project.provide('databaseUrl', services.urlOf(database));
  project.provide('neonEndpoint', services.neonEndpoint);
  project.provide('stripeApiBase', services.stripeApiBase);
  project.provide('mailEndpoint', services.mailEndpoint);
  project.provide('seededTemplate', shared.SEEDED);
  project.provide('emptyTemplate', shared.EMPTY);
  project.provide('adminToken', shared.ADMIN_TOKEN);
  return () => shared.leaveServices(joined);
}
