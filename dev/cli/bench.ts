// npm run bench:NAME: runs tests/bench/NAME.ts with the remaining arguments.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../workspace.ts';

const folder = path.join(projectRoot, 'tests', 'bench');
const name = process.argv[2] ?? '';
const file = path.join(folder, `${name}.ts`);
if (!/^[a-z0-9-]+$/.test(name) || !existsSync(file)) {
  const known = readdirSync(folder)
    .filter((entry) => entry.endsWith('.ts'))
    .map((entry) => entry.slice(0, -3));
  console.error(`Benches: ${known.join(', ') || 'none yet'}`);
  process.exit(1);
}
process.argv.splice(2, 1);
await import(pathToFileURL(file).href);
