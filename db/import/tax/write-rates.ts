import { sql } from 'drizzle-orm';
import type { SeedTransaction } from '../../seed/seed-context.ts';
import type { RateFile } from './rate-row.ts';

/** What an import changed. */
export interface RatesWritten {
  readonly written: number;
  /** Rates of an earlier file of the same kind that this one no longer has. */
  readonly removed: number;
}

/**
 * Writes a file's rates: those of an earlier file of its kind are replaced, and so are the demo's for the same places and classes. Rates that people set
 * stay, and win on the same day. `countries`: only these; empty: all. All or nothing, in the caller's transaction.
 */
export async function writeRates(
  tx: SeedTransaction,
  file: RateFile,
  countries: readonly string[],
): Promise<RatesWritten> {
  const chosen = countries.length === 0 ? file.rows : file.rows.filter((row) => countries.includes(row.country));
  const json = JSON.stringify(
    chosen.map((row) => ({
      country: row.country,
      region: row.region,
      postcodes: row.postcodes,
      tax_class: row.taxClass,
      title: row.title,
      rate_bps: row.rateBps,
      valid_from: row.validFrom,
      valid_to: row.validTo,
    })),
  );
  const rows = sql`jsonb_to_recordset(${json}::jsonb) as r(country char(2), region text, postcodes text, tax_class text, title text, rate_bps float8,
    valid_from date, valid_to date)`;
  const { rows: gone } = await tx.execute<{
    kept: boolean;
  }>(sql`delete from tax_rates t where t.source = ${file.source} returning
    exists (select from ${rows} where (r.country, r.region, r.postcodes, r.tax_class, r.valid_from) = (t.country, t.region, t.postcodes, t.tax_class, t.valid_from)) as kept`);
  await tx.execute(sql`delete from tax_rates t using ${rows} where t.source = 'seed'
    and (r.country, r.region, r.postcodes, r.tax_class) = (t.country, t.region, t.postcodes, t.tax_class)`);
  await tx.execute(sql`insert into tax_rates (country, region, postcodes, tax_class, title, rate_bps, valid_from, valid_to, source)
    select r.*, ${file.source} from ${rows}`);
  return { written: chosen.length, removed: gone.filter((row) => !row.kept).length };
}
