import { builder } from './builder.ts';
import './back-in-stock/back-in-stock.ts';
import './catalogue/catalogue.ts';
import './cart/cart.ts';
import './customer/addresses.ts';
import './customer/sign-in.ts';
import './delivery/pickup-points.ts';
import './delivery/stores.ts';
import './delivery-promises.ts';
import './drops/drops.ts';
import './inventory-changed.ts';
import './recommendations/recommendations.ts';
import { withInContext } from './in-context.ts';

/** The executable shop schema; built once per isolate. */
export const shopSchema = withInContext(builder.toSchema());
