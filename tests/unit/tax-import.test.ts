import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type TaxRate, taxRateFor } from '../../commerce/tax/tax-rates.ts';
import type { RateRow } from '../../db/import/tax/rate-row.ts';
import { readRates } from '../../db/import/tax/read-rates.ts';
import { projectRoot } from '../../dev/workspace.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = async (text: string) => readRates(bytes(text));

describe('files of tax rates', () => {
  it('as CSV: countries, provinces, postcodes and their dates', async () => {
    const file = await read(
      'start_date,stop_date,territory_codes,currency_code,rate,rate_type,description\n' +
        '2016-06-01,,"GR\nEL",EUR,0.24,standard,\n' +
        '2011-01-01,,PT-20,EUR,0.18,standard,\n' +
        '2007-01-01,2012-01-01,DE-27498,EUR,0,standard,\n' +
        '2014-01-13,,GB-BFPO 57,EUR,0.19,standard,\n' +
        '2014-02-30,,FR,EUR,0.2,standard,\n' +
        '2014-01-01,,FR,EUR,20,standard,\n' +
        '2014-01-01,2013-01-01,FR,EUR,0.2,standard,\n',
    );
    expect(
      file?.rows.map(({ country, region, postcodes, rateBps, validTo }) => [
        country,
        region,
        postcodes,
        rateBps,
        validTo,
      ]),
    ).toEqual([
      ['GR', '', '', 2_400, null],
      ['PT', '20', '', 1_800, null],
      ['DE', '', '27498', 0, '2012-01-01'],
      ['GB', '', 'BFPO 57', 1_900, null],
    ]);
    expect(file?.problems.map(({ place }) => place)).toEqual(['line 7', 'line 8', 'line 9']);
  });

  it('as JSON by class and period, with exceptions', async () => {
    const file = await read(
      JSON.stringify({
        items: {
          EL: [
            {
              effective_from: '2016-06-01',
              rates: { reduced1: 6, reduced2: 13, standard: 24 },
              exceptions: [{ name: 'Mount Athos', postcode: '63086', standard: 0 }],
            },
            { effective_from: '0000-01-01', rates: { standard: 23, super_reduced: 4.8 } },
          ],
          XX: [{ effective_from: '2016', rates: { standard: 1 } }],
          FR: [
            {
              effective_from: '2014-01-01',
              rates: { standard: -1 },
              exceptions: [{ name: 'Bad', postcode: '(9+)+', standard: 0 }],
            },
          ],
        },
      }),
    );
    expect(
      file?.rows.map(({ country, taxClass, postcodes, rateBps, validFrom, validTo }) => [
        country,
        taxClass,
        postcodes,
        rateBps,
        validFrom,
        validTo,
      ]),
    ).toEqual([
      ['GR', 'standard', '', 2_300, '0001-01-01', '2016-06-01'],
      ['GR', 'super-reduced', '', 480, '0001-01-01', '2016-06-01'],
      ['GR', 'reduced', '', 600, '2016-06-01', null],
      ['GR', 'reduced-2', '', 1_300, '2016-06-01', null],
      ['GR', 'standard', '', 2_400, '2016-06-01', null],
      ['GR', 'standard', '63086', 0, '2016-06-01', null],
    ]);
    expect(file?.problems).toHaveLength(3);
  });

  it("as JSON with states on top of their country's rate", async () => {
    const file = await read(
      JSON.stringify({
        CA: {
          type: 'gst',
          rate: 0.05,
          states: {
            QC: { type: 'qst', rate: 0.09975 },
            NS: { type: 'hst', rate: 0.09, before: { '2025-04-01T00:00:00.000Z': { type: 'hst', rate: 0.1 } } },
          },
        },
        CH: { type: 'vat', rate: 0.081, before: { '2023-12-31T22:00:00.000Z': { type: 'vat', rate: 0.077 } } },
      }),
    );
    const rows = file?.rows.map(({ country, region, title, rateBps, validFrom, validTo }) => [
      country,
      region,
      title,
      rateBps,
      validFrom,
      validTo,
    ]);
    expect(rows).toEqual([
      ['CA', '', 'GST', 500, '0001-01-01', null],
      ['CA', 'QC', 'GST + QST', 1_497.5, '0001-01-01', null],
      ['CA', 'NS', 'HST', 1_500, '0001-01-01', '2025-04-01'],
      ['CA', 'NS', 'HST', 1_400, '2025-04-01', null],
      ['CH', '', 'VAT', 770, '0001-01-01', '2024-01-01'],
      ['CH', '', 'VAT', 810, '2024-01-01', null],
    ]);
  });

  it('of any other kind are refused', async () => {
    expect(await read('a,b\n1,2\n')).toBeNull();
    expect(await read('{"a":1}')).toBeNull();
    expect(await read('{')).toBeNull();
    expect(await read('')).toBeNull();
  });
});

const folder = path.resolve(projectRoot, '../shared/data/vat');
const present = existsSync(folder);
if (!present) console.warn('skipped: ../shared/data/vat is not there');

describe.skipIf(!present)('the collected rates', () => {
  it('are read whole, and answer what the law says', async () => {
    const all: RateRow[] = [];
    for (const name of ['vat_rates_history.csv', 'sales_tax_rates.json', 'vat-rates-eu.json']) {
      const file = await readRates(readFileSync(path.join(folder, name)));
      expect([name, file?.problems]).toEqual([name, []]);
      all.push(...(file?.rows ?? []));
    }
    const rates: TaxRate[] = all;
    const at = (country: string, day: string, taxClass = 'standard', region: string | null = null) =>
      taxRateFor(rates, country, region, { day, taxClass })?.rateBps;
    expect([at('DE', '2020-06-30'), at('DE', '2020-07-01'), at('DE', '2020-12-31'), at('DE', '2021-01-01')]).toEqual([
      1_900, 1_600, 1_600, 1_900,
    ]);
    expect([at('DE', '2020-08-01', 'reduced'), at('DE', '2026-01-01', 'reduced')]).toEqual([500, 700]);
    expect([at('FI', '2024-08-31'), at('FI', '2024-09-01')]).toEqual([2_400, 2_550]);
    expect([at('RO', '2025-07-31'), at('RO', '2025-08-01')]).toEqual([1_900, 2_100]);
    expect([at('CH', '2023-12-31'), at('CH', '2024-01-01')]).toEqual([770, 810]);
    expect([at('GB', '2009-06-01'), at('GB', '2010-06-01'), at('GB', '2026-01-01')]).toEqual([1_500, 1_750, 2_000]);
    expect(at('CA', '2026-01-01', 'standard', 'QC')).toBe(1_497.5);
    expect(taxRateFor(rates, 'AT', null, { day: '2026-01-01', postcode: '6991' })?.rateBps).toBe(1_900);
    expect(all.length).toBeGreaterThan(600);
  });
});
