// npm run train: recommendations from the orders and events in the records, with all of this machine's memory.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isLearned, learnStep, type Training } from '../../commerce/recommendations/learn.ts';
import { decodeTraining, encodeTraining } from '../../commerce/recommendations/training-state.ts';
import { createDb } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';
import { neonRecommendations } from '../../worker/adapters/neon/recommendations.ts';
import { beginTraining, nodeRoom, publishTraining } from '../../worker/services/recommend-train.ts';
import { startNeonEndpoint } from '../neon-endpoint.ts';
import { openOwnDatabase } from '../own-database.ts';
import { progress, since } from '../terminal.ts';
import { prepareStateFolder, stateFolder } from '../workspace.ts';

const HELP = `npm run train [-- options]

Learns what goes with what from two years of orders and what visitors who agreed did, and puts it on sale. The Worker does the same every night for shops
of up to 2,000 products; this does it for up to 5,000. Stopped, it goes on where it was when it is started again within a day.

  --database URL   another database (default: DATABASE_URL, else the one of this folder)
  --afresh         begins anew even if an earlier training was stopped
`;
const DAY_MS = 86_400_000;
/** Saving a large training takes a moment. */
const SAVE_EVERY_MS = 10_000;

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    afresh: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const file = path.join(stateFolder, 'training.bin');

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

async function train(): Promise<void> {
  const { db, close } = await openRecords();
  try {
    const records = neonRecommendations(db);
    const found = !values.afresh && existsSync(file) ? decodeTraining(readFileSync(file)) : null;
    const saved = found && Date.now() - found.startedAtMs < DAY_MS ? found : null;
    if (saved) console.log('Going on with a training that was stopped.');
    const begunAt = performance.now();
    let training = await beginTraining(records, saved?.startedAtMs ?? Date.now(), nodeRoom, saved?.model ?? null);
    const shown = progress('Training');
    for (let savedAt = begunAt; !isLearned(training); ) {
      training = learnStep(training);
      shown.at(training.model.pivot, training.model.width, 'products');
      if (performance.now() - savedAt < SAVE_EVERY_MS) continue;
      save(training);
      savedAt = performance.now();
    }
    const run = await publishTraining({ records, clock: { nowMs: () => Date.now() } }, training);
    rmSync(file, { force: true });
    shown.end(
      `${run.interactions} interactions of ${run.customers} customers, ${run.products} products, in ${since(begunAt)}. A running shop shows it within five minutes.`,
    );
  } finally {
    await close();
  }
}

if (values.help) console.log(HELP);
else await train();
