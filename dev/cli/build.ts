// npm run build: the Worker and its pages into dist/.
import { buildSite } from '../site-build.ts';
import { since } from '../terminal.ts';

const startedAt = performance.now();
try {
  await buildSite({ force: true });
  console.log(`Built into dist/ in ${since(startedAt)}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
