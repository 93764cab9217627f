// npm run rates:import -- FILE...: exchange rates into the shop of this folder.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { drizzle } from 'drizzle-orm/node-postgres';
import { readRateFiles, writeExchangeRates } from '../../db/import/exchange-rates.ts';
import { migrate } from '../../db/migrate.ts';
import { openOwnDatabase } from '../own-database.ts';

const HELP = `npm run rates:import -- FILE... [options]

Reads euro reference rates as the European Central Bank publishes them: CSV of a day or of the whole history, XML, or a zip archive of those.
Rates for a day and currency that are there already are replaced; doing it again changes nothing. Lines that are no rate are named and left out.

  --source NAME      who published them (default: ECB)
  --dry-run          does everything and takes it back
  --database URL     another database (default: DATABASE_URL, else the one of this folder)

Exit code 0: all is in; 1: something was left out; 2: nothing could be done.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    source: { type: 'string', default: 'ECB' },
    'dry-run': { type: 'boolean', default: false },
    database: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** Problems of a file that are written out; the others are counted. */
const MOST_SHOWN = 100;

/** npm runs scripts in the project's folder; a relative path is meant from where the person is. */
const fromHere = (name: string) => path.resolve(process.env.INIT_CWD ?? '', name);

class TakenBack extends Error {}

async function main(): Promise<number> {
  if (values.help || positionals.length === 0) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  const files = positionals.flatMap((name) => {
    const file = fromHere(name);
    if (!existsSync(file)) throw new Error(`${name}: no such file`);
    const read = readRateFiles(name, readFileSync(file));
    if (!read.ok) throw new Error(read.message);
    return read.files;
  });
  const given = values.database ?? process.env.DATABASE_URL;
  const own = given ? null : await openOwnDatabase();
  const url = given ?? own?.url() ?? '';
  let problems = 0;
  try {
    await migrate(url);
    await drizzle(url)
      .transaction(async (tx) => {
        for (const { name, rates, problems: found } of files) {
          for (const { line, what, text } of found.slice(0, MOST_SHOWN))
            console.error(`${name}, line ${line}: ${JSON.stringify(text)} is no ${what}`);
          if (found.length > MOST_SHOWN) console.error(`${name}: ${found.length - MOST_SHOWN} more problems`);
          problems += found.length;
          const { added, changed, same } = await writeExchangeRates(tx, rates, values.source, (done, total) => {
            if (done < total) console.log(`${name}: ${done} of ${total} rates`);
          });
          console.log(
            `${name}: ${added} rates added, ${changed} changed, ${same} there already, ${found.length} problems`,
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
