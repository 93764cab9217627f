// npm run tax:import -- FILE...: rates of tax into the shop of this folder.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { drizzle } from 'drizzle-orm/node-postgres';
import { readRates } from '../../db/import/tax/read-rates.ts';
import { writeRates } from '../../db/import/tax/write-rates.ts';
import { migrate } from '../../db/migrate.ts';
import { openOwnDatabase } from '../own-database.ts';

const HELP = `npm run tax:import -- FILE... [options]

Reads rates of tax, told apart by what is in them:
  - CSV with start_date, stop_date, territory_codes, rate, rate_type (dated rates of countries, provinces and postcodes)
  - JSON with items by member state (classes, periods and postcode exceptions)
  - JSON by country with states (rates of the world, with their changes)
Each file replaces what an earlier one of its kind wrote. Rates set by people stay. Where files speak of the same place, class and day, the one read last wins.

  --countries LIST   only these, such as DE,AT,FR
  --dry-run          does everything and takes it back
  --database URL     another database (default: DATABASE_URL, else the one of this folder)

Exit code 0: all is in; 1: something was left out; 2: nothing could be done.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    countries: { type: 'string', default: '' },
    'dry-run': { type: 'boolean', default: false },
    database: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** npm runs scripts in the project's folder; a relative path is meant from where the person is. */
const fromHere = (name: string) => path.resolve(process.env.INIT_CWD ?? '', name);

class TakenBack extends Error {}

async function main(): Promise<number> {
  if (values.help || positionals.length === 0) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  const countries = values.countries
    .toUpperCase()
    .split(',')
    .filter((code) => code !== '');
  const files = await Promise.all(
    positionals.map(async (name) => {
      const file = fromHere(name);
      if (!existsSync(file)) throw new Error(`${name}: no such file`);
      const read = await readRates(readFileSync(file));
      if (!read) throw new Error(`${name}: no file of tax rates that is known here`);
      return { name, read };
    }),
  );
  const given = values.database ?? process.env.DATABASE_URL;
  const own = given ? null : await openOwnDatabase();
  const url = given ?? own?.url() ?? '';
  let problems = 0;
  try {
    await migrate(url);
    await drizzle(url)
      .transaction(async (tx) => {
        for (const { name, read } of files) {
          const { written, removed } = await writeRates(tx, read, countries);
          for (const { place, reason } of read.problems) console.error(`${name}, ${place}: ${reason}`);
          problems += read.problems.length;
          console.log(
            `${name}: ${written} rates, ${removed} of an earlier file gone, ${read.problems.length} problems`,
          );
        }
        if (values['dry-run']) throw new TakenBack();
      })
      .catch((error: unknown) => {
        if (!(error instanceof TakenBack)) throw error;
        console.log('Nothing was written.');
      });
  } finally {
    await own?.stop();
  }
  return problems > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
// The pool of the driver keeps the process alive for a while.
process.exit();
