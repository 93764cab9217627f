// npm test: types, lint, and every Vitest project against real services. Arguments are passed on to Vitest (such as --project unit).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { buildSite } from '../site-build.ts';
import { bold, since } from '../terminal.ts';
import { offline, prepareStateFolder, projectRoot, stateFolder } from '../workspace.ts';

interface Tally {
  passed: number;
  failed: number;
}

const total: Tally = { passed: 0, failed: 0 };
const failures: string[] = [];

function count(name: string, ok: boolean): void {
  total[ok ? 'passed' : 'failed'] += 1;
  if (!ok) failures.push(name);
}

// A Ctrl-C (or the launcher's end) must end what runs below, and Vitest needs a moment to end its services.
let running: ReturnType<typeof spawn> | undefined;
let interrupted = false;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) {
  process.on(name, () => {
    interrupted = true;
    running?.kill('SIGINT');
  });
}

async function run(script: string, args: readonly string[]): Promise<number> {
  if (interrupted) return 130;
  const child = spawn(process.execPath, [path.join(projectRoot, 'node_modules', script), ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...offline, NODE_ENV: 'test' },
  });
  running = child;
  const [code] = await once(child, 'close');
  running = undefined;
  return typeof code === 'number' ? code : 1;
}

async function step(name: string, work: () => Promise<boolean>): Promise<void> {
  const startedAt = performance.now();
  const ok = await work();
  count(name, ok);
  console.log(`${ok ? 'ok' : 'FAILED'}  ${name} (${since(startedAt)})`);
}

const resultsShape = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

/** A few files that failed beside others may have met a busy machine; more than these have not. */
const fewFiles = 4;

interface VitestRun {
  results: z.infer<typeof resultsShape> | null;
  code: number;
}

async function vitestRun(args: readonly string[]): Promise<VitestRun> {
  const file = path.join(stateFolder, 'test-results.json');
  rmSync(file, { force: true });
  const code = await run('vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...args,
  ]);
  return { results: existsSync(file) ? resultsShape.parse(JSON.parse(readFileSync(file, 'utf8'))) : null, code };
}

/** Adds Vitest's own count. A file that could not be loaded has no test to count and is one failure itself. */
function countVitest({ results, code }: VitestRun): void {
  if (results === null) {
    count('vitest (it ended without results)', false);
    return;
  }
  total.passed += results.numPassedTests;
  let broken = 0;
  for (const { name, status, assertionResults } of results.testResults) {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    for (const test of failed) count(`${path.relative(projectRoot, name)}: ${test.fullName}`, false);
    if (status === 'failed' && failed.length === 0) count(`${path.relative(projectRoot, name)} (could not run)`, false);
    broken += status === 'failed' ? 1 : 0;
  }
  // An error outside any test, such as an unhandled rejection.
  if (code !== 0 && broken === 0) count(`vitest (exit code ${code})`, false);
}

/**
 * Runs Vitest. When all tests are run and a few files fail, those are run once more with the machine and a fresh database to themselves: a fault of the code fails
 * again, and what passes then is counted as passed but named, because it depends on what ran beside it.
 */
async function vitest(args: readonly string[]): Promise<void> {
  const first = await vitestRun(args);
  const broken = first.results?.testResults.filter(({ status }) => status === 'failed') ?? [];
  if (args.length > 0 || interrupted || first.results === null || broken.length === 0 || broken.length > fewFiles) {
    countVitest(first);
    return;
  }
  const files = broken.map(({ name }) => path.relative(projectRoot, name));
  const tests = broken.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === 'failed'));
  console.log(`\nOnce more, alone: ${files.join(', ')}`);
  const second = await vitestRun(files);
  total.passed +=
    first.results.numPassedTests -
    broken.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === 'passed')).length;
  countVitest(second);
  for (const { fullName } of tests) console.log(`Failed the first time: ${fullName}`);
}

prepareStateFolder();
const startedAt = performance.now();
const args = process.argv.slice(2);
const everything = args.length === 0;
if (everything) {
  await step('types', async () => (await run('typescript/bin/tsc', ['--noEmit'])) === 0);
  await step(
    'types of pages',
    async () => (await run('@astrojs/check/bin/astro-check.js', ['--minimumSeverity', 'error'])) === 0,
  );
  await step(
    'lint',
    async () => (await run('@biomejs/biome/bin/biome', ['check', '--diagnostic-level=error', '.'])) === 0,
  );
  await step('build', async () => {
    try {
      await buildSite();
      return true;
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      return false;
    }
  });
}
await vitest(args);
if (interrupted) failures.push('interrupted');
if (failures.length > 0) console.log(`\n${bold('Failed')}\n${failures.map((name) => `  ${name}`).join('\n')}`);
console.log(`\nAll of it in ${since(startedAt)}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(failures.length > 0 ? 1 : 0);
