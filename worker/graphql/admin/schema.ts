import { adminBuilder } from './builder.ts';
import './locations.ts';
import './replenishment.ts';
import './replenishment-order-mutations.ts';
import './orders.ts';
import './order-mutations.ts';
import './inventory-mutations.ts';
import './stock-sync.ts';
import './inventory-state-mutations.ts';
import './inventory-lots.ts';
import './inventory-states.ts';
import './inventory-transfer-mutations.ts';
import './products.ts';
import './recommendations.ts';
import './bundles.ts';
import './content-mutations.ts';
import './translations.ts';
import './drops.ts';
import './discounts.ts';
import './discount-mutations.ts';
import './promotion-preview.ts';
import './gift-cards.ts';
import './price-rules.ts';
import './routing-settings.ts';
import './search.ts';
import './search-analytics.ts';

/** The executable admin schema; built once per isolate. */
export const adminSchema = adminBuilder.toSchema();
