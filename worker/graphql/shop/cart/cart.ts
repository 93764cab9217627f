/** Everything of carts, their purchase and the orders they become, added to the schema by being imported. */
import './cart-type.ts';
import './completion.ts';
import './line-price.ts';
import './metafields.ts';
import './mutations.ts';
import './order.ts';
import './price-quote.ts';
