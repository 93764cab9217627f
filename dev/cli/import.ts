// npm run import -- FILE.csv: Shopify's product CSV into the shop of this folder. Starts PostgreSQL when nothing runs here.
import { existsSync } from 'node:fs';
import path from 'node:path';

const file = path.join(import.meta.dirname, '..', 'import', 'cli.ts');
if (!existsSync(file)) throw new Error('dev/import/cli.ts is missing');
await import(file);
