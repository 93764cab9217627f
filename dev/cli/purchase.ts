// node dev/run.mjs purchase: buys something in the shop that runs in this folder, over plain GraphQL. Options: --origin URL, --token TOKEN.
import { parseArgs } from 'node:util';
import { buySomething } from '../scripted-purchase.ts';
import { loadSecrets } from '../workspace.ts';

const { values } = parseArgs({
  options: { origin: { type: 'string', default: 'http://localhost:8787' }, token: { type: 'string' } },
});
const purchase = await buySomething({ origin: values.origin, adminToken: values.token ?? loadSecrets().adminToken });
console.log(
  `Order ${purchase.orderName}: ${purchase.quantity} of ${purchase.variantId} for ${purchase.total.amount} ${purchase.total.currencyCode}`,
);
console.log(`Stock ${purchase.availableBefore} -> ${purchase.availableAfter}; ${purchase.orderUrl}`);
