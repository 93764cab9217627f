import { type SQL, sql } from 'drizzle-orm';

/**
 * Writes quotes (rows of {day, currency, rate}, once per day and currency) with who published them, in one statement; one for the same day and currency is
 * replaced where it differs. Something new makes every converted currency due. Answers one row: added, changed.
 */
export const WRITE_RATES = (rows: SQL, source: SQL): SQL => sql`
  with fed as (select r.day::date as day, r.currency, r.rate::numeric as rate from jsonb_to_recordset(${rows}::jsonb) as r(day text, currency text, rate text)),
  before as (select x.day, x.currency, x.rate, x.source from exchange_rates x join fed using (day, currency)),
  written as (insert into exchange_rates as x (day, currency, rate, source) select day, currency, rate, ${source} from fed
    on conflict (day, currency) do update set rate = excluded.rate, source = excluded.source where x.rate <> excluded.rate or x.source <> excluded.source
    returning x.day, x.currency),
  told as (update currency_settings set version = version + 1 where is_converted and exists (select from written))
  select count(*) filter (where b.day is null)::int as added, count(*) filter (where b.day is not null)::int as changed
  from written w left join before b using (day, currency)`;
