import { z } from 'zod';
import {
  basisPoints,
  dayOf,
  isoCountry,
  type RateFile,
  type RateProblem,
  type RateRow,
  soundRows,
} from './rate-row.ts';

const File = z.object({
  items: z.record(
    z.string(),
    z.array(
      z.object({
        effective_from: z.string(),
        rates: z.record(z.string(), z.number()),
        exceptions: z.array(z.looseObject({ name: z.string(), postcode: z.string() })).optional(),
      }),
    ),
  ),
});

/** The classes' names here: `reduced1` is the plain reduced one. */
const classOf = (name: string): string =>
  name
    .replace(/^reduced1$/, 'reduced')
    .replace(/^reduced(\d)$/, 'reduced-$1')
    .replaceAll('_', '-');

/** Whether a file of JSON is one of these. */
export const isVatRatesJson = (value: unknown): boolean => File.safeParse(value).success;

/**
 * Reads member states' rates by class and day, with their postcode exceptions. A period lasts until the next one of its country begins; a class that a
 * later period no longer names ends there. Throws when the file has another shape: ask `isVatRatesJson` first.
 */
export function readVatRatesJson(value: unknown): RateFile {
  const { items } = File.parse(value);
  const rows: (RateRow & { readonly place: string })[] = [];
  const problems: RateProblem[] = [];
  for (const [code, periods] of Object.entries(items)) {
    const country = isoCountry(code);
    const dated = periods
      .map((period) => ({ ...period, validFrom: dayOf(period.effective_from) }))
      .sort((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1));
    for (const [index, { validFrom, rates, exceptions = [] }] of dated.entries()) {
      const place = `${code} ${dated[index]?.effective_from}`;
      if (validFrom === null) {
        problems.push({ place, reason: 'the date is not written YYYY-MM-DD' });
        continue;
      }
      const validTo = dated[index + 1]?.validFrom ?? null;
      const add = (name: string, percent: unknown, postcodes: string, title: string) => {
        const rateBps = basisPoints(percent, 'percent');
        if (rateBps === null) problems.push({ place, reason: `${name}: ${String(percent)} is no percentage` });
        else
          rows.push({
            country,
            region: '',
            postcodes,
            taxClass: classOf(name),
            title,
            rateBps,
            validFrom,
            validTo,
            place,
          });
      };
      for (const [name, percent] of Object.entries(rates)) add(name, percent, '', 'VAT');
      for (const { name, postcode, ...exceptional } of exceptions)
        for (const [className, percent] of Object.entries(exceptional))
          add(className, percent, postcode, `VAT ${name}`);
    }
  }
  return { source: 'vat-rates-json', ...soundRows(rows, problems) };
}
