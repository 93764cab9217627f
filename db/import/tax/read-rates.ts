import { bytesSource } from '../csv-rows.ts';
import type { RateFile } from './rate-row.ts';
import { readRatesCsv } from './rates-csv.ts';
import { isSalesTaxJson, readSalesTaxJson } from './sales-tax-json.ts';
import { isVatRatesJson, readVatRatesJson } from './vat-rates-json.ts';

/** Reads a file of tax rates of any known kind, told by what is in it. Null: it is of none. */
export async function readRates(bytes: Uint8Array): Promise<RateFile | null> {
  const text = new TextDecoder().decode(bytes.subarray(0, 1_000)).trimStart();
  if (!text.startsWith('{')) return text.includes('territory_codes') ? readRatesCsv(bytesSource(bytes)) : null;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
  if (isVatRatesJson(value)) return readVatRatesJson(value);
  return isSalesTaxJson(value) ? readSalesTaxJson(value) : null;
}
