// npm run simulate -- --schedules N --seed S: runs the schedules of N seeds from S on; prints the first that violates anything, event by event.
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { projectRoot } from '../workspace.ts';

const folder = path.join(projectRoot, 'tests', 'simulation');
const stub = (name: string): string => pathToFileURL(path.join(folder, 'stubs', name)).href;

// The objects' classes come as they are; the runtime and the composition root are the simulation's.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'cloudflare:workers') return { url: stub('cloudflare-workers.ts'), shortCircuit: true };
    if (specifier.endsWith('/worker/deps.ts')) return { url: stub('deps.ts'), shortCircuit: true };
    return next(specifier, context);
  },
});

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  },
});
const { simulate, describeReport }: typeof import('../../tests/simulation/simulate.ts') = await import(
  pathToFileURL(path.join(folder, 'simulate.ts')).href
);
const report = await simulate({ schedules: Number(values.schedules), seed: Number(values.seed) });
console.log(describeReport(report));
process.exit(report.failure ? 1 : 0);
