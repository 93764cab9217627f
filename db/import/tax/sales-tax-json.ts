import { z } from 'zod';
import {
  basisPoints,
  EVER_SINCE,
  isoCountry,
  type RateFile,
  type RateProblem,
  type RateRow,
  soundRows,
} from './rate-row.ts';

const Dated = z.object({ type: z.string(), rate: z.number() });
const Rate = Dated.extend({ before: z.record(z.string(), Dated).optional() });
const File = z.record(z.string().regex(/^[A-Z]{2}$/), Rate.extend({ states: z.record(z.string(), Rate).optional() }));

type RateEntry = z.infer<typeof Rate>;
interface Period {
  readonly type: string;
  readonly rate: number;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Whether a file of JSON is one of these. */
export const isSalesTaxJson = (value: unknown): boolean => File.safeParse(value).success;

/**
 * Reads rates of countries and their states. A state's rate is on top of its country's, except for the harmonised tax of Canada's provinces, which the file
 * also gives as the part on top. `before` names rates until a moment, in UTC: the day it falls on in the country, to within three hours, is the first of
 * the next rate. Throws when the file has another shape: ask `isSalesTaxJson` first.
 */
export function readSalesTaxJson(value: unknown): RateFile {
  const rows: (RateRow & { readonly place: string })[] = [];
  const problems: RateProblem[] = [];
  for (const [code, { states = {}, ...whole }] of Object.entries(File.parse(value))) {
    const country = isoCountry(code);
    const national = periodsOf(whole);
    const add = (region: string, period: Period, base: Period | null) => {
      const place = region === '' ? code : `${code}-${region}`;
      const rateBps = basisPoints(period.rate + (base?.rate ?? 0), 'share');
      if (rateBps === null) {
        problems.push({ place, reason: `${period.rate} is no rate from 0 to 1` });
        return;
      }
      const own = period.type.toUpperCase();
      const title =
        own === 'NONE' ? '' : base && base.rate > 0 && own !== 'HST' ? `${base.type.toUpperCase()} + ${own}` : own;
      const { validFrom, validTo } = period;
      rows.push({
        country,
        region,
        postcodes: '',
        taxClass: 'standard',
        title: country === 'US' ? 'Sales tax' : title,
        rateBps,
        validFrom,
        validTo,
        place,
      });
    };
    for (const period of national) add('', period, null);
    for (const [region, state] of Object.entries(states)) {
      // Where the country's rate changed, a state's changes with it.
      for (const period of periodsOf(state))
        for (const base of national) {
          const validFrom = [period.validFrom, base.validFrom].sort().at(-1) ?? EVER_SINCE;
          const ends = [period.validTo, base.validTo].filter((end) => end !== null).sort();
          const validTo = ends[0] ?? null;
          if (validTo === null || validFrom < validTo) add(region, { ...period, validFrom, validTo }, base);
        }
    }
  }
  return { source: 'sales-tax-json', ...soundRows(rows, problems) };
}

function periodsOf({ before = {}, ...now }: RateEntry): Period[] {
  const changes = Object.entries(before)
    .map(([moment, old]) => ({ day: new Date(Date.parse(moment) + 3 * 3_600_000).toISOString().slice(0, 10), old }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
  const periods = changes.map(({ day, old }, index) => ({
    ...old,
    validFrom: changes[index - 1]?.day ?? EVER_SINCE,
    validTo: day,
  }));
  return [...periods, { ...now, validFrom: changes.at(-1)?.day ?? EVER_SINCE, validTo: null }];
}
