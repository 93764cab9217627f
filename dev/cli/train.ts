// npm run train: recommendations from the orders and events in the records, with all of this machine's memory.
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fnv1a } from '../../commerce/recommendations/experiment.ts';
import {
  beginLearning,
  isLearned,
  learnedFrom,
  learnStep,
  type Training,
} from '../../commerce/recommendations/learn.ts';
import { decodeTraining, encodeTraining, type SavedTraining } from '../../commerce/recommendations/training-state.ts';
import { createDb } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';
import { neonRecommendations } from '../../worker/adapters/neon/recommendations.ts';
import { beginTraining, nodeRoom, publishTraining } from '../../worker/services/recommend-train.ts';
import { startNeonEndpoint } from '../neon-endpoint.ts';
import { openOwnDatabase } from '../own-database.ts';
import { readPurchaseFile } from '../purchase-file.ts';
import { progress, since } from '../terminal.ts';
import { prepareStateFolder, stateFolder } from '../workspace.ts';

const HELP = `npm run train [-- options]

Learns what goes with what from two years of orders and what visitors who agreed did, and puts it on sale. The Worker does the same every night for shops
of up to 2,000 products; this does it for up to 5,000. Stopped, it goes on where it was when it is started again within a day.

  --database URL   another database (default: DATABASE_URL, else the one of this folder)
  --data FILE      learns from a log of purchases instead (CSV with InvoiceNo, StockCode, Quantity, InvoiceDate, UnitPrice, CustomerID; gzipped or not) and
                   writes what it found to a file; no database is asked or changed
  --out FILE       where to (default: FILE.recommendations.ndjson); a line for each product
  --afresh         begins anew even if an earlier training was stopped
`;
const DAY_MS = 86_400_000;
/** Saving a large training takes a moment. */
const SAVE_EVERY_MS = 10_000;

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    data: { type: 'string' },
    out: { type: 'string' },
    afresh: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
// npm runs scripts in the project's folder; a relative path is meant from where the person is.
const fromHere = (name: string) => path.resolve(process.env.INIT_CWD ?? '', name);
const data = values.data === undefined ? null : fromHere(values.data);
const file = path.join(stateFolder, data === null ? 'training.bin' : `training-${markOf(data)}.bin`);

/** Tells one file from another, and from itself after a change: a training goes on only with the very same file. */
function markOf(name: string): number {
  const { mtimeMs = 0, size = 0 } = statSync(name, { throwIfNoEntry: false }) ?? {};
  return fnv1a(`${name} ${mtimeMs} ${size}`) >>> 0;
}

/** The records over Neon's protocol: Neon itself for an address there, else a PostgreSQL on this machine behind our own endpoint. */
async function openRecords() {
  const given = values.database ?? process.env.DATABASE_URL;
  if (given && /\.neon\.tech[:/]/.test(given))
    return { db: createDb({ DATABASE_URL: given }), close: async () => undefined };
  const own = given ? null : await openOwnDatabase();
  const url = given ?? own?.url() ?? '';
  if (own) await migrate(url);
  const endpoint = await startNeonEndpoint({ postgresPort: Number(new URL(url).port || 5432) });
  return {
    db: createDb({ DATABASE_URL: url, NEON_LOCAL_ENDPOINT: endpoint.url }),
    async close() {
      await endpoint.close();
      await own?.stop();
    },
  };
}

function save({ startedAtMs, model }: Training): void {
  prepareStateFolder();
  writeFileSync(`${file}.new`, encodeTraining({ startedAtMs, model }));
  renameSync(`${file}.new`, file);
}

/** What an earlier training left that was stopped within the day; null: nothing. */
function stopped(): SavedTraining | null {
  const found = !values.afresh && existsSync(file) ? decodeTraining(readFileSync(file)) : null;
  const saved = found && Date.now() - statSync(file).mtimeMs < DAY_MS ? found : null;
  if (saved) console.log('Going on with a training that was stopped.');
  return saved;
}

/** Does what is left of a training, saving it now and then. */
function finish(begun: Training, shown: ReturnType<typeof progress>): Training {
  let training = begun;
  for (let savedAt = performance.now(); !isLearned(training); ) {
    training = learnStep(training);
    shown.at(training.model.pivot, training.model.width, 'products');
    if (performance.now() - savedAt < SAVE_EVERY_MS) continue;
    save(training);
    savedAt = performance.now();
  }
  return training;
}

async function trainShop(): Promise<void> {
  const { db, close } = await openRecords();
  try {
    const records = neonRecommendations(db);
    const saved = stopped();
    const begunAt = performance.now();
    const begun = await beginTraining(records, saved?.startedAtMs ?? Date.now(), nodeRoom, saved?.model ?? null);
    const shown = progress('Training');
    const run = await publishTraining({ records, clock: { nowMs: () => Date.now() } }, finish(begun, shown));
    rmSync(file, { force: true });
    shown.end(
      `${run.interactions} interactions of ${run.customers} customers, ${run.products} products, in ${since(begunAt)}. A running shop shows it within five minutes.`,
    );
  } finally {
    await close();
  }
}

/** Learns from a log of purchases and writes a line for each product: what it is called there, what is related, what is taken together, its share of what is taken lately. */
function trainFile(log: string): void {
  const begunAt = performance.now();
  const { interactions, codes, leftOut } = readPurchaseFile(log);
  const saved = stopped();
  // The log's own end is its today.
  const untilMs = interactions.reduce((latest, one) => Math.max(latest, one.atMs), 0) + 1;
  const shown = progress('Training');
  const training = finish(beginLearning(interactions, untilMs, nodeRoom.modelProducts, saved?.model ?? null), shown);
  const named = (pairs: readonly (readonly [number, number])[]) => pairs.map(([id, weight]) => [codes[id], weight]);
  const out = values.out === undefined ? `${log}.recommendations.ndjson` : fromHere(values.out);
  const learned = learnedFrom(training);
  const lines = learned.map(({ productId, related, together, trend }) =>
    JSON.stringify({ product: codes[productId], related: named(related), together: named(together), trend }),
  );
  writeFileSync(out, `${lines.join('\n')}\n`);
  rmSync(file, { force: true });
  shown.end(
    `${interactions.length} interactions of ${training.log.customers.length} customers, ${learned.length} products, in ${since(begunAt)}; ${leftOut} rows left out. Written to ${out}`,
  );
}

if (values.help) console.log(HELP);
else if (data === null) await trainShop();
else
  try {
    trainFile(data);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
