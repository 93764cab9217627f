import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charmed, charmRules, convert, convertedPrice } from '../../commerce/currency/convert.ts';
import { readEcbFile } from '../../commerce/currency/ecb-file.ts';
import { decimalOf, fractionOf, inverted } from '../../commerce/currency/rate.ts';
import { rateBook, rateOn } from '../../commerce/currency/rate-book.ts';
import { money } from '../../commerce/money/money.ts';
import { projectRoot } from '../../dev/workspace.ts';

const csv = `Date,USD,JPY,HRK,
2026-04-13,1.1684,186.75,N/A,
2026-04-10,1.1711,186.43,N/A,
2022-12-30,1.0666,140.66,7.5365,
`;
const bookOf = (text: string) => {
  const file = readEcbFile(text);
  if (!file.ok) throw new Error(file.reason);
  return rateBook(file.rates, 'ECB');
};
const text = (found: ReturnType<typeof rateOn>) =>
  found.ok ? `${decimalOf(found.rate)} of ${found.day}` : found.reason;

describe('the European Central Bank’s files', () => {
  it('are read as history, as one day and as XML', () => {
    const history = readEcbFile(csv);
    expect(history).toMatchObject({ ok: true, problems: [] });
    expect(history.ok && history.rates).toHaveLength(7);
    expect(readEcbFile('Date, USD, JPY\n13 April 2026, 1.1684, 186.75\n')).toEqual({
      ok: true,
      problems: [],
      rates: [
        { currency: 'USD', day: '2026-04-13', rate: '1.1684' },
        { currency: 'JPY', day: '2026-04-13', rate: '186.75' },
      ],
    });
    const xml = `<?xml version="1.0"?><gesmes:Envelope><Cube><Cube time='2026-04-13'>\n<Cube currency='USD' rate='1.1684'/><Cube currency='JPY' rate='0'/></Cube></Cube></gesmes:Envelope>`;
    expect(readEcbFile(xml)).toEqual({
      ok: true,
      rates: [{ currency: 'USD', day: '2026-04-13', rate: '1.1684' }],
      problems: [{ line: 2, what: 'rate', text: 'JPY 0' }],
    });
  });

  it.each([
    ['Date,USD\n2026-02-30,1.1', 'day'],
    ['Date,USD\n2026-02-03,0', 'rate'],
    ['Date,USD\n2026-02-03,-1.1', 'rate'],
    ['Date,USD\n2026-02-03,1e3', 'rate'],
    ['Date,U$D\n2026-02-03,1.1', 'currency'],
  ])('say what is wrong in %j', (file, what) => {
    const read = readEcbFile(file);
    expect(read.ok && [read.rates.length, read.problems[0]?.what]).toEqual([0, what]);
  });

  it('are refused when they are something else', () => {
    expect(readEcbFile('<html></html>')).toEqual({ ok: false, reason: 'unknown_format' });
    expect(readEcbFile('')).toEqual({ ok: false, reason: 'unknown_format' });
  });
});

describe('the rate of a day', () => {
  const book = bookOf(csv);
  it.each([
    ['EUR', 'USD', '2026-04-13', '1.1684 of 2026-04-13'],
    ['EUR', 'USD', '2026-04-12', '1.1711 of 2026-04-10'],
    ['EUR', 'EUR', '2026-04-12', '1 of 2026-04-12'],
    ['EUR', 'AED', '2026-04-13', '4.290949 of 2026-04-13'],
    ['USD', 'AED', '2026-04-13', '3.6725 of 2026-04-13'],
    ['EUR', 'USD', '2026-04-30', 'too_old'],
    ['EUR', 'HRK', '2026-04-13', 'discontinued'],
    ['EUR', 'HRK', '2022-12-31', '7.5365 of 2022-12-30'],
    ['EUR', 'USD', '1998-01-01', 'before_first'],
    ['EUR', 'XTS', '2026-04-13', 'unknown_currency'],
    ['HRK', 'USD', '2026-04-13', 'discontinued'],
  ])('from %s to %s on %s is %s', (from, to, day, found) => {
    expect(text(rateOn(book, from, to, day))).toBe(found);
  });
});

const zip = path.resolve(projectRoot, '../shared/data/fx-ecb/eurofxref-hist.zip');
describe.skipIf(!existsSync(zip))('the history since 1999', () => {
  // What stands here is read even where the tests in it are skipped.
  const file = existsSync(zip)
    ? spawnSync('unzip', ['-p', zip], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).stdout
    : csv;
  const book = bookOf(file);
  it('has a rate for every day, weekends and holidays too, and never one from the future', () => {
    const read = readEcbFile(file);
    expect(read.ok && read.problems).toEqual([]);
    expect(book.days.length).toBe(6983);
    let day = '1999-01-04';
    for (let n = 0; n < 9950 && day <= '2026-04-13'; n += 1) {
      const found = rateOn(book, 'EUR', 'USD', day);
      if (!found.ok) throw new Error(`${day} ${found.reason}`);
      expect(found.day <= day).toBe(true);
      day = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    }
  });

  it.each(['CYP', 'EEK', 'HRK', 'LTL', 'LVL', 'MTL', 'ROL', 'RUB', 'SIT', 'SKK', 'TRL', 'BGN'])(
    'refuses %s, which is quoted no more, and names its last day',
    (currency) => {
      const found = rateOn(book, 'EUR', currency, '2026-04-13');
      expect(found).toMatchObject({ ok: false, reason: 'discontinued', currency });
      const lastDay = found.ok ? '' : 'lastDay' in found ? found.lastDay : '';
      expect(rateOn(book, 'EUR', currency, lastDay)).toMatchObject({ ok: true, day: lastDay });
    },
  );
});

describe('a converted price', () => {
  const usd = fractionOf('1.1684') ?? { numerator: 1n, denominator: 1n };
  it.each([
    [5800, 'USD', 0, 6799],
    [5800, 'USD', 300, 6999],
    [5849, 'USD', 0, 6799],
    [10, 'USD', 0, 99],
    [0, 'USD', 0, 0],
  ])('of %i euro cents in %s with a margin of %i basis points is %i', (cents, currency, marginBps, minor) => {
    const terms = { currency, marginBps, charm: charmRules[currency] ?? null };
    expect(convertedPrice(money(cents, 'EUR'), usd, terms)).toEqual(money(minor, currency));
  });

  it.each([
    ['JPY', 10_834, 10_830],
    ['JPY', 10_835, 10_840],
    ['JPY', 3, 10],
    ['AED', 24_910, 24_900],
    ['AED', 24_948, 24_995],
    ['AED', 24_998, 25_000],
    ['EUR', 10_049, 10_099],
    ['EUR', 10_048, 9_999],
  ])('in %s of %i ends as %i', (currency, minor, charming) => {
    expect(charmed(minor, charmRules[currency] ?? { everyMinor: 1, endingsMinor: [0] })).toBe(charming);
  });

  it('is within one step of the plain one and never nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 40 }),
        fc.constantFrom(...Object.keys(charmRules)),
        (minor, currency) => {
          const rule = charmRules[currency];
          if (!rule) return;
          const price = charmed(minor, rule);
          expect(price).toBeGreaterThan(0);
          expect(Math.abs(price - minor)).toBeLessThanOrEqual(rule.everyMinor);
          expect(rule.endingsMinor).toContain(price % rule.everyMinor);
          expect(charmed(price, rule)).toBe(price);
        },
      ),
    );
  });

  it('counts exactly near the largest safe integer, and refuses beyond', () => {
    const one = { numerator: 1n, denominator: 1n };
    expect(convert(money(Number.MAX_SAFE_INTEGER, 'EUR'), 'USD', one).amountMinor).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => convert(money(Number.MAX_SAFE_INTEGER, 'EUR'), 'USD', usd)).toThrow(RangeError);
    expect(convert(money(1234, 'JPY'), 'KWD', inverted({ numerator: 500n, denominator: 1n })).amountMinor).toBe(2468);
  });
});
