/** Everything of the shop API that reads the catalogue; importing it registers the types. */
import './product.ts';
import './collection.ts';
import './localization.ts';
import './menu.ts';
import './queries.ts';
import './search.ts';
import './search-help.ts';
import './sitemap.ts';
import './nodes.ts';
import './references.ts';
import './variant-offers.ts';
import './arrival.ts';
