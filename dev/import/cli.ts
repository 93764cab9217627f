import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { importProducts } from '../../db/import/import-products.ts';
import { importTranslations, isTranslationFile } from '../../db/import/import-translations.ts';
import { type ImportReport, problemText } from '../../db/import/report.ts';
import { migrate } from '../../db/migrate.ts';
import { openOwnDatabase } from '../own-database.ts';
import { progress, since } from '../terminal.ts';
import { copyImages } from './images.ts';

const HELP = `npm run import -- FILE.csv [options]

Reads Shopify's product CSV, or its translation CSV (told apart by the header). A product is written whole or not at all; the same file again updates.

  --dry-run          checks everything, writes nothing
  --strict           writes nothing when anything in the file is wrong
  --replace          also removes variants and pictures that the file does not have
  --currency CODE    currency of the prices (default: the shop's own)
  --warehouse CODE   where quantities of new variants open (default: the first). Quantities of variants the shop knows are left to the stock screens
                     and the inventory API, which ask the stock object.
  --images FOLDER    pictures named by relative paths: converted to WebP under site/public/media/imported (not under version control)
  --database URL     another database (default: DATABASE_URL, else the one of this folder)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'dry-run': { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
    replace: { type: 'boolean', default: false },
    currency: { type: 'string' },
    warehouse: { type: 'string' },
    images: { type: 'string' },
    database: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** The database named by --database or DATABASE_URL, else the one of this folder. */
async function openDatabase(): Promise<{ url: string; close: () => Promise<void> }> {
  const given = values.database ?? process.env.DATABASE_URL;
  if (given) return { url: given, close: async () => undefined };
  const own = await openOwnDatabase();
  return { url: own.url(), close: () => own.stop() };
}

function show(report: ImportReport, startedAtMs: number): void {
  for (const warning of report.warnings) console.log(`note: ${warning.message}`);
  for (const problem of report.problems.slice(0, 100)) console.error(problemText(problem));
  if (report.problems.length > 100) console.error(`... and ${report.problems.length - 100} more`);
  const would = report.isDryRun ? 'would be ' : '';
  console.log(
    `${report.rows} rows in ${since(startedAtMs)}: ${report.created} ${would}created, ${report.updated} ${would}updated, ${report.refused} refused; ${report.variants} variants, ${report.images} pictures.`,
  );
}

// npm runs scripts in the project's folder; a relative path is meant from where the person is.
const [named] = positionals;
const file = named === undefined ? undefined : path.resolve(process.env.INIT_CWD ?? '', named);
if (values.help || !file) {
  console.log(HELP);
  process.exit(file || values.help ? 0 : 2);
}
if (!existsSync(file)) {
  console.error(`${file}: no such file`);
  process.exit(2);
}
const startedAtMs = performance.now();
const original = readFileSync(file);
const database = await openDatabase();
try {
  await migrate(database.url);
  if (isTranslationFile(original)) {
    const report = await importTranslations(original, { databaseUrl: database.url, dryRun: values['dry-run'] });
    show(report, startedAtMs);
    process.exitCode = report.problems.length > 0 ? 1 : 0;
  } else {
    const bytes =
      values.images && !values['dry-run']
        ? await copyImages(original, path.resolve(process.env.INIT_CWD ?? '', values.images))
        : original;
    const bar = progress('Importing');
    const report = await importProducts(bytes, {
      databaseUrl: database.url,
      currency: values.currency?.toUpperCase() ?? null,
      warehouse: values.warehouse ?? null,
      dryRun: values['dry-run'],
      strict: values.strict,
      replace: values.replace,
      onProgress: (done, total) => bar.at(done, total, 'products'),
    });
    bar.end('done');
    show(report, startedAtMs);
    process.exitCode = report.problems.length > 0 ? 1 : 0;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await database.close();
}
