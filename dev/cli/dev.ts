// npm run dev: the services with `astro dev`, which reloads pages, API and objects as you edit. Options: --reset, --port N.
import { parseArgs } from 'node:util';
import { DEMO_STAFF_EMAIL, DEMO_STAFF_PASSWORD } from '../../db/seed/seed.ts';
import { freePortFrom } from '../ports.ts';
import { openSession, untilEnded } from '../session.ts';
import { bold } from '../terminal.ts';
import { answersWithin, keepSchedule, startTool } from '../worker-process.ts';
import { removeDevVars, workerVariables, writeDevVars } from '../worker-variables.ts';

const { values } = parseArgs({
  options: { reset: { type: 'boolean', default: false }, port: { type: 'string', default: '4321' } },
});
let port = 0;
const choosePort = async (): Promise<number> => {
  port = await freePortFrom(Number(values.port));
  return port;
};
const session = await openSession({ command: 'dev', port: choosePort, reset: values.reset });
const { origin } = session;
session.onEnd(removeDevVars);
if (!writeDevVars(workerVariables(session.services, session.secrets, origin))) {
  console.log('Your own .dev.vars is used; remove it to follow these services.');
}
const worker = startTool({
  script: 'astro/bin/astro.mjs',
  args: ['dev', '--host=127.0.0.1', `--port=${port}`],
  logName: 'worker.log',
  show: () => true,
});
session.onEnd(() => worker.stop());
session.claim.recordGroup(worker.pgid, 'workerd');
session.claim.recordGroup(worker.pgid, 'astro');
if (!(await answersWithin(`http://127.0.0.1:${port}`, worker, 90_000))) {
  console.error(`astro dev did not come up:\n${worker.lastLines()}`);
  await session.finish(1);
}
console.log(`\n${bold(`ShopFlow is ready at ${origin}`)} and reloads as you edit`);
console.log(
  `  Admin    ${origin}/admin (${DEMO_STAFF_EMAIL} with ${DEMO_STAFF_PASSWORD}, API token ${session.secrets.adminToken})`,
);
console.log(`  Mailbox  ${session.services.mailEndpoint}/\n`);
void keepSchedule(`http://127.0.0.1:${port}`, worker);
await Promise.race([worker.ended, untilEnded()]);
await session.finish(1);
