/**
 * Prints the pictures the demo shop needs, as the JSON list render.py reads: every product picture, the collection
 * covers and the home page's still life. Run: node dev/studio/list-shots.ts > shots.json
 */
import { demoCollections } from '../../db/seed/demo/collections.ts';
import { demoProducts, picturesOf } from '../../db/seed/demo/products.ts';

const products = demoProducts.flatMap((product) =>
  picturesOf(product).map(({ number, kind, value }) => ({
    handle: product.handle,
    number: String(number),
    kind,
    value,
  })),
);

const covers = demoCollections
  .filter((collection) => collection.imageAlt)
  .map((collection) => ({ handle: 'collections', number: collection.handle, kind: 'cover', value: null }));

const home = { handle: 'home', number: 'hero', kind: 'cover', value: null };

// Every product's first picture comes first: a broken-off run leaves a shop that can be shown.
const first = products.filter(({ number }) => number === '1');
const second = products.filter(({ number }) => number === '2');
const rest = products.filter(({ number }) => Number(number) > 2);

process.stdout.write(`${JSON.stringify([...first, home, ...covers, ...second, ...rest], null, 1)}\n`);
