// node dev/run.mjs purchase: buys something in the shop that runs in this folder, over plain GraphQL. Options: --origin URL, --token TOKEN.
import { parseArgs } from 'node:util';
import { runningOrigin } from '../run-record.ts';
import { buySomething } from '../scripted-purchase.ts';
import { loadSecrets } from '../workspace.ts';

const { values } = parseArgs({ options: { origin: { type: 'string' }, token: { type: 'string' } } });
const origin = values.origin ?? runningOrigin();
try {
  if (origin === null)
    throw new Error('No shop runs in this folder; start one with npm start, or name one with --origin.');
  const purchase = await buySomething({ origin, adminToken: values.token ?? loadSecrets().adminToken });
  console.log(
    `Order ${purchase.orderName}: ${purchase.quantity} of ${purchase.variantId} for ${purchase.total.amount} ${purchase.total.currencyCode}`,
  );
  console.log(`Stock ${purchase.availableBefore} -> ${purchase.availableAfter}; ${purchase.orderUrl}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
