// npm run stock:import -- FILE.csv: counts of other systems into a running shop.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type ImportProblem, problemsCsv, problemText } from '../../db/import/report.ts';
import { runningOrigin } from '../run-record.ts';
import { finishStock, forecastStock, sendStock } from '../stock/import-client.ts';
import { progress, since } from '../terminal.ts';
import { loadSecrets } from '../workspace.ts';

const HELP = `npm run stock:import -- FILE.csv [options]

Columns: SKU, Location (code or name) and quantities: "On hand", "Available", "Incoming", "Safety stock". Shopify's inventory file is taken as it is:
"On hand (new)" is set, only where it still is "On hand (current)". "On hand (change)" is a difference. A row with a problem is left out whole.

  --dry-run       says what would change and writes nothing
  --resume ID     goes on with an import instead of sending a file
  --report FILE   writes every problem as CSV: line, column, value, reason
  --origin URL    the shop (default: the one that runs from this folder)
  --token TOKEN   admin API token (default: the one of this folder)

Exit code 0: all is in (or would be); 1: something was left out; 2: nothing could be done.
`;
const SHOWN = 50;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'dry-run': { type: 'boolean', default: false },
    resume: { type: 'string' },
    report: { type: 'string' },
    origin: { type: 'string' },
    token: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** npm runs scripts in the project's folder; a relative path is meant from where the person is. */
const fromHere = (name: string) => path.resolve(process.env.INIT_CWD ?? '', name);

function show(problems: readonly ImportProblem[], count: number): void {
  for (const problem of problems.slice(0, SHOWN)) console.error(problemText(problem));
  if (count > SHOWN)
    console.error(`... and ${count - SHOWN} more${values.report ? '' : '; --report FILE writes them'}`);
  if (values.report) writeFileSync(fromHere(values.report), problemsCsv(problems));
}

async function main(): Promise<number> {
  const [named] = positionals;
  if (values.help || (named === undefined && values.resume === undefined)) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  const origin = values.origin ?? runningOrigin();
  if (!origin) throw new Error('No shop runs from this folder: npm start, or name one with --origin.');
  const shop = { origin, adminToken: values.token ?? loadSecrets().adminToken };
  const startedAtMs = performance.now();
  const file = named === undefined ? null : fromHere(named);
  if (file !== null && !existsSync(file)) throw new Error(`${file}: no such file`);
  if (values['dry-run'] && file !== null) {
    const found = await forecastStock(shop, readFileSync(file));
    show(found.problems, found.problems.length);
    console.log(
      `${found.lines} rows: ${found.changing} of ${found.rowCount} quantities would change. Nothing was written.`,
    );
    return found.problems.length > 0 ? 1 : 0;
  }
  const importId =
    file === null ? Number(values.resume) : (await sendStock(shop, readFileSync(file), path.basename(file))).id;
  const bar = progress('Counts');
  const done = await finishStock(shop, importId, (at) => bar.at(at.doneCount, at.rowCount, 'quantities'));
  bar.end(
    `${done.appliedCount} quantities in ${since(startedAtMs)}, ${done.problemCount} problems (import ${importId})`,
  );
  show(done.problems, done.problemCount);
  return done.problemCount > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
