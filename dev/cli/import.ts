// npm run import -- FILE.csv: Shopify's product CSV into the shop of this folder.
import '../import/cli.ts';
