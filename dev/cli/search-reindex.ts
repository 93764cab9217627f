// npm run search:reindex: makes every language's search index anew from the records; the old ones answer meanwhile. Options: --origin URL, --token TOKEN.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ask } from '../graphql-client.ts';
import { runningOrigin } from '../run-record.ts';
import { loadSecrets } from '../workspace.ts';

const REINDEX =
  'mutation Reindex { searchReindex { userErrors { message } searchSettings { indexes { locale productsCount } } } }';
const answer = z.object({
  searchReindex: z.object({
    searchSettings: z.object({ indexes: z.array(z.object({ locale: z.string(), productsCount: z.number() })) }),
  }),
});

const { values } = parseArgs({ options: { origin: { type: 'string' }, token: { type: 'string' } } });
const origin = values.origin ?? runningOrigin();
try {
  if (origin === null)
    throw new Error('No shop runs in this folder; start one with npm start, or name one with --origin.');
  const token = values.token ?? loadSecrets().adminToken;
  const api = { url: new URL('/admin/graphql', origin).href, headers: { 'x-shopify-access-token': token } };
  const { searchReindex } = await ask(api, REINDEX, {}, answer);
  for (const { locale, productsCount } of searchReindex.searchSettings.indexes)
    console.log(`${locale}: ${productsCount} products`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
