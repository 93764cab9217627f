// npm run services: what runs beside the Worker, for `npx wrangler dev` or `npx astro dev` in another terminal. Options: --reset, --port N.
import { parseArgs } from 'node:util';
import { openSession, untilEnded } from '../session.ts';
import { buildSite } from '../site-build.ts';
import { bold } from '../terminal.ts';
import { removeDevVars, workerVariables, writeDevVars } from '../worker-variables.ts';

const { values } = parseArgs({
  options: { reset: { type: 'boolean', default: false }, port: { type: 'string', default: '8787' } },
});
const build = async (): Promise<void> => {
  // Plain `wrangler dev` serves the last build; on a fresh clone there is none.
  const { built } = await buildSite();
  if (built) console.log('Built the Worker for wrangler dev.');
};
const session = await openSession({
  command: 'services',
  port: async () => Number(values.port),
  reset: values.reset,
  alongside: build,
});
const { origin } = session;
const variables = workerVariables(session.services, session.secrets, origin);
session.onEnd(removeDevVars);
const written = writeDevVars(variables);
console.log(`\n${bold('Services are ready')}; the Worker is expected at ${origin}\n`);
for (const [name, value] of Object.entries(variables)) console.log(`${name}=${value}`);
console.log(`\nAdmin API token ${session.secrets.adminToken}`);
console.log(
  written
    ? 'These are in .dev.vars until you stop with Ctrl-C.'
    : 'Your own .dev.vars was left alone; put these into it.',
);
await untilEnded();
