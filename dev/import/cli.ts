import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type CsvSource, fileSource } from '../../db/import/csv-rows.ts';
import { importProducts } from '../../db/import/import-products.ts';
import { importTranslations, isTranslationFile } from '../../db/import/import-translations.ts';
import { type ImportReport, problemsCsv, problemText } from '../../db/import/report.ts';
import { migrate } from '../../db/migrate.ts';
import { openOwnDatabase } from '../own-database.ts';
import { progress, since } from '../terminal.ts';
import { picturePlacer } from './pictures.ts';

const HELP = `npm run import -- FILE.csv [options]

Reads Shopify's product CSV, or its translation CSV (told apart by the header). A product is written whole or not at all, under its handle; what the
file does not say stays as it is, and the same file again updates.

  --dry-run          does everything and takes it back: reports what would happen
  --strict           writes nothing at all when anything in the file is wrong
  --replace          also removes variants, option values and pictures that a product has and the file does not
  --currency CODE    currency of the prices (default: the shop's own). Columns such as "Price / United Kingdom" are in the currency of that market.
  --locale CODE      language of the texts (default: the shop's own). In another one, products the shop has take them as translations.
  --warehouse CODE   where quantities of new variants open (default: the first). Quantities of variants the shop knows are left to the stock screens
                     and the inventory API, which ask the stock object.
  --images FOLDER    pictures named by relative paths: converted to WebP under site/public/media/imported, which git ignores
  --report FILE      writes every problem as CSV: line, column, value, reason
  --database URL     another database (default: DATABASE_URL, else the one of this folder)

Exit code 0: all is in (or would be); 1: something was left out; 2: nothing could be done.
`;

const SHOWN = 50;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'dry-run': { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
    replace: { type: 'boolean', default: false },
    currency: { type: 'string' },
    locale: { type: 'string' },
    warehouse: { type: 'string' },
    images: { type: 'string' },
    report: { type: 'string' },
    database: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** npm runs scripts in the project's folder; a relative path is meant from where the person is. */
const fromHere = (name: string) => path.resolve(process.env.INIT_CWD ?? '', name);

/** The database named by --database or DATABASE_URL, else the one of this folder. */
async function openDatabase(): Promise<{ url: string; close: () => Promise<void> }> {
  const given = values.database ?? process.env.DATABASE_URL;
  if (given) return { url: given, close: async () => undefined };
  const own = await openOwnDatabase();
  return { url: own.url(), close: () => own.stop() };
}

function showFindings(report: ImportReport): void {
  for (const { line, message, times } of report.warnings)
    console.log(`note: ${message}${line > 1 ? ` (line ${line}${times > 1 ? ` and ${times - 1} more` : ''})` : ''}`);
  for (const problem of report.problems.slice(0, SHOWN)) console.error(problemText(problem));
  if (report.problemCount > SHOWN)
    console.error(
      `... and ${report.problemCount - SHOWN} more${values.report ? '' : '; --report FILE writes them all'}`,
    );
  if (values.report) writeFileSync(fromHere(values.report), problemsCsv(report.problems));
}

function showSummary(report: ImportReport, isTranslation: boolean, startedAtMs: number): void {
  const would = report.isDryRun ? 'would be ' : '';
  const did = isTranslation
    ? `${report.updated} texts ${would}written, ${report.refused} lines refused`
    : `${report.created} products ${would}created, ${report.updated} ${would}updated, ${report.refused} refused; ${report.variants} variants, ${report.images} pictures`;
  console.log(`${report.rows} rows in ${since(startedAtMs)}: ${did}.`);
  if (!report.isWritten) console.log('Nothing was written.');
  else console.log('A running shop shows it within a minute or two.');
  if (report.stockLeft > 0)
    console.log(
      `Quantities of ${report.stockLeft} variants the shop knows were left alone: stock belongs to its objects; change it in the admin or with inventorySetQuantities.`,
    );
}

async function importFile(source: CsvSource, databaseUrl: string): Promise<ImportReport> {
  const { strict, replace } = values;
  const dryRun = values['dry-run'];
  const bar = progress('Importing');
  const report = await importProducts(source, {
    databaseUrl,
    currency: values.currency?.toUpperCase() ?? null,
    locale: values.locale ?? null,
    warehouse: values.warehouse ?? null,
    dryRun,
    strict,
    replace,
    ...(values.images === undefined ? {} : { placePicture: picturePlacer({ from: fromHere(values.images), dryRun }) }),
    onProgress: (done, total) => bar.at(done, total, 'products'),
  });
  bar.end(report.isWritten ? 'done' : 'done, nothing kept');
  return report;
}

async function main(): Promise<number> {
  const [named] = positionals;
  if (values.help || named === undefined) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  const file = fromHere(named);
  if (!existsSync(file)) {
    console.error(`${file}: no such file`);
    return 2;
  }
  const startedAtMs = performance.now();
  const source = fileSource(file);
  const isTranslation = await isTranslationFile(source);
  const database = await openDatabase();
  try {
    await migrate(database.url);
    const options = { databaseUrl: database.url, dryRun: values['dry-run'], strict: values.strict };
    const report = isTranslation ? await importTranslations(source, options) : await importFile(source, database.url);
    showFindings(report);
    showSummary(report, isTranslation, startedAtMs);
    return report.problemCount > 0 ? 1 : 0;
  } finally {
    await database.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
