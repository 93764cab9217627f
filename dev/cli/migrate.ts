// npm run db:migrate: brings the database of DATABASE_URL up to date, such as a Neon project before a deployment.
import { migrate } from '../../db/migrate.ts';

const url = process.env.DATABASE_URL;
if (!url) {
  console.error(
    'DATABASE_URL is not set. Example: DATABASE_URL=postgres://user:password@host/database npm run db:migrate',
  );
  process.exit(2);
}
await migrate(url);
console.log('The database is up to date.');
