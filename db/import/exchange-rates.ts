import { sql } from 'drizzle-orm';
import { type EuroRate, type RateProblem, readEcbFile } from '../../commerce/currency/ecb-file.ts';
import { WRITE_RATES } from '../queries/exchange-rates.ts';
import type { SeedTransaction } from '../seed/seed-context.ts';
import { isZip, readZip } from './zip-entries.ts';

/** What a file of rates holds; `name` is the archive's and the file's in it. */
export interface RatesRead {
  readonly name: string;
  readonly rates: readonly EuroRate[];
  readonly problems: readonly RateProblem[];
}

export type RateFiles =
  | { readonly ok: true; readonly files: readonly RatesRead[] }
  | { readonly ok: false; readonly message: string };

const ZIP_WORDS = {
  not_a_zip: 'the archive is damaged',
  unsupported: 'the archive is encrypted, or packed in a way that is not known here',
  too_large: 'the archive holds more than 256 MB',
};

/** Reads a file of exchange rates: the European Central Bank's CSV or XML, or a zip archive of such. Refused whole where a file in it is something else. */
export function readRateFiles(name: string, bytes: Uint8Array): RateFiles {
  const parts = isZip(bytes) ? readZip(bytes) : null;
  if (parts && !parts.ok) return { ok: false, message: `${name}: ${ZIP_WORDS[parts.reason]}` };
  const files: RatesRead[] = [];
  for (const part of parts?.entries ?? [{ name: '', bytes }]) {
    const read = readEcbFile(new TextDecoder().decode(part.bytes));
    const whole = part.name === '' ? name : `${name}, ${part.name}`;
    if (!read.ok) return { ok: false, message: `${whole}: no file of exchange rates that is known here` };
    files.push({ name: whole, rates: read.rates, problems: read.problems });
  }
  return files.length > 0 ? { ok: true, files } : { ok: false, message: `${name}: the archive is empty` };
}

/** What writing a file changed; `same` rates were there already. */
export interface RatesWritten {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
}

/** Rows of one statement. */
const PORTION = 10_000;

/**
 * Writes rates in the caller's transaction; a rate for the same day and currency replaces the earlier one, within the file too. Doing it again changes
 * nothing. `onProgress`: rates done, rates in all.
 */
export async function writeExchangeRates(
  tx: SeedTransaction,
  rates: readonly EuroRate[],
  source: string,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<RatesWritten> {
  const once = [...new Map(rates.map((one) => [`${one.day} ${one.currency}`, one])).values()];
  let [added, changed] = [0, 0];
  for (let from = 0; from < once.length; from += PORTION) {
    const portion = once.slice(from, from + PORTION);
    const { rows } = await tx.execute<{ added: number; changed: number }>(
      WRITE_RATES(sql`${JSON.stringify(portion)}`, sql`${source}`),
    );
    added += rows[0]?.added ?? 0;
    changed += rows[0]?.changed ?? 0;
    onProgress(from + portion.length, once.length);
  }
  return { added, changed, same: once.length - added - changed };
}
