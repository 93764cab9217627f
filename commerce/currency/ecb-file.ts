import { fractionOf } from './rate.ts';

/** Units of a currency for one euro on a day. */
export interface EuroRate {
  /** ISO 4217. */
  readonly currency: string;
  /** ISO date. */
  readonly day: string;
  /** Decimal text as published. */
  readonly rate: string;
}

/** A cell or line that is no rate; the rest of the file is read nevertheless. */
export interface RateProblem {
  /** From 1. */
  readonly line: number;
  readonly what: 'day' | 'currency' | 'rate';
  readonly text: string;
}

export type RatesFile =
  | { readonly ok: true; readonly rates: readonly EuroRate[]; readonly problems: readonly RateProblem[] }
  | { readonly ok: false; readonly reason: 'unknown_format' };

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** ISO date of "2026-04-13" or "13 April 2026"; null for a day the calendar does not have. */
function dayOf(text: string): string | null {
  const words = /^(\d{1,2}) ([A-Za-z]+) (\d{4})$/.exec(text);
  const month = words ? MONTHS.indexOf((words[2] ?? '').toLowerCase()) + 1 : 0;
  const iso =
    words && month > 0 ? `${words[3]}-${String(month).padStart(2, '0')}-${(words[1] ?? '').padStart(2, '0')}` : text;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return null;
  const at = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === iso ? iso : null;
}

function ofCsv(text: string): RatesFile {
  const lines = text.split(/\r?\n/);
  const columns = (lines[0] ?? '').split(',').map((cell) => cell.trim());
  const rates: EuroRate[] = [];
  const problems: RateProblem[] = [];
  for (const currency of columns.slice(1)) {
    if (currency !== '' && !/^[A-Z]{3}$/.test(currency)) problems.push({ line: 1, what: 'currency', text: currency });
  }
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    const cells = line.split(',').map((cell) => cell.trim());
    const day = dayOf(cells[0] ?? '');
    if (day === null) {
      problems.push({ line: index + 1, what: 'day', text: cells[0] ?? '' });
      continue;
    }
    for (const [column, currency] of columns.entries()) {
      const cell = cells[column] ?? '';
      if (column === 0 || !/^[A-Z]{3}$/.test(currency) || cell === '' || cell === 'N/A') continue;
      if (fractionOf(cell)) rates.push({ currency, day, rate: cell });
      else problems.push({ line: index + 1, what: 'rate', text: `${currency} ${cell}` });
    }
  }
  return { ok: true, rates, problems };
}

function ofXml(text: string): RatesFile {
  const rates: EuroRate[] = [];
  const problems: RateProblem[] = [];
  let day: string | null = null;
  let line = 1;
  for (const part of text.split(/(\n|<Cube\b[^>]*>)/)) {
    if (part === '\n') line += 1;
    if (!part.startsWith('<Cube')) continue;
    const attribute = (name: string) => new RegExp(`\\b${name}=["']([^"']*)["']`).exec(part)?.[1];
    const time = attribute('time');
    if (time !== undefined) {
      day = dayOf(time);
      if (day === null) problems.push({ line, what: 'day', text: time });
    }
    const [currency, rate] = [attribute('currency'), attribute('rate')];
    if (currency === undefined || rate === undefined || day === null) continue;
    if (!/^[A-Z]{3}$/.test(currency)) problems.push({ line, what: 'currency', text: currency });
    else if (fractionOf(rate)) rates.push({ currency, day, rate });
    else problems.push({ line, what: 'rate', text: `${currency} ${rate}` });
  }
  return { ok: true, rates, problems };
}

/**
 * Reads the European Central Bank's euro reference rates, as CSV (one day or the whole history) or XML. `N/A` and empty cells are days without a rate. A
 * rate of 0, a sign or a day the calendar lacks is a problem by line, not a rate. Source: https://www.ecb.europa.eu/stats/eurofxref
 */
export function readEcbFile(text: string): RatesFile {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (/^Date\s*,/i.test(start)) return ofCsv(start);
  if (start.startsWith('<') && start.includes('<Cube')) return ofXml(start);
  return { ok: false, reason: 'unknown_format' };
}
