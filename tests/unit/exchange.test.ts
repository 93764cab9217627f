import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charmRules } from '../../commerce/currency/convert.ts';
import { exchangeOn, inBaseMinor, readExchange } from '../../commerce/currency/exchange.ts';
import { convertPrice, priceTerms } from '../../commerce/currency/price-conversion.ts';
import { fractionIn, fractionOf, fractionText } from '../../commerce/currency/rate.ts';
import { rateBook, rateOn } from '../../commerce/currency/rate-book.ts';
import { currencyExponent } from '../../commerce/money/money.ts';
import { readRateFiles } from '../../db/import/exchange-rates.ts';
import { readZip } from '../../db/import/zip-entries.ts';
import { projectRoot } from '../../dev/workspace.ts';
import { nextFetchMs } from '../../worker/services/fetch-rates.ts';

const quotes = { USD: '1.1684', GBP: '0.87058', JPY: '186.75', KRW: '1740.86', HUF: '366.9' };
const book = rateBook(
  Object.entries(quotes).map(([currency, rate]) => ({ currency, rate, day: '2026-04-13' })),
  'ECB',
);
const currencies = ['EUR', 'AED', ...Object.keys(quotes)];
const currency = fc.constantFrom(...currencies);
const amount = fc.integer({ min: 0, max: 1_000_000_000 });

describe('the rate an order keeps', () => {
  it('is exact, with its day and source, however old it is', () => {
    expect(exchangeOn(book, 'USD', 'EUR', '2027-01-01')).toEqual({
      base: 'EUR',
      rate: '0.855871277',
      numerator: '2500',
      denominator: '2921',
      day: '2026-04-13',
      source: 'ECB',
    });
    expect(exchangeOn(book, 'JPY', 'EUR', '2026-04-13')).toMatchObject({ numerator: '400', denominator: '747' });
    expect(exchangeOn(book, 'EUR', 'EUR', '2026-04-14')).toMatchObject({ rate: '1', day: '2026-04-14', source: '' });
    expect(exchangeOn(book, 'XTS', 'EUR', '2026-04-13')).toBeNull();
    expect(exchangeOn(book, 'USD', 'EUR', '2026-04-12')).toBeNull();
  });

  it('is within half a unit of the true value, and read back as it was kept', () => {
    fc.assert(
      fc.property(currency, currency, amount, (from, base, minor) => {
        const exchange = exchangeOn(book, from, base, '2026-04-13');
        if (!exchange) throw new Error('no rate');
        const kept = readExchange(JSON.parse(JSON.stringify(exchange)));
        expect(kept).toEqual(exchange);
        const found = rateOn(book, from, base, '2026-04-13');
        if (!found.ok) throw new Error(found.reason);
        const scale = 10n ** BigInt(currencyExponent(base));
        const own = 10n ** BigInt(currencyExponent(from));
        // |result - minor x rate| <= 1/2, in whole numbers.
        const off =
          BigInt(inBaseMinor(exchange, minor)) * found.rate.denominator * own -
          BigInt(minor) * found.rate.numerator * scale;
        expect((off < 0n ? -off : off) * 2n <= found.rate.denominator * own).toBe(true);
      }),
    );
  });

  it.each([null, 7, {}, { numerator: '0', denominator: '1' }, { numerator: '1', denominator: '-1' }])(
    'is none in %j',
    (value) => expect(readExchange(value)).toBeNull(),
  );
});

describe('a price that follows', () => {
  const rate = fractionOf('1.1684') ?? { numerator: 1n, denominator: 1n };
  const terms = priceTerms(rate, '2026-04-13', { marginBps: 250, charm: charmRules.USD ?? null });
  const from = (amountMinor: number, compareAtMinor: number | null) => ({
    currency: 'EUR',
    amountMinor,
    compareAtMinor,
  });

  it('says what it was made of', () => {
    expect(convertPrice(from(5_800, 7_900), 'USD', terms)).toEqual({
      rate: '2921/2500',
      day: '2026-04-13',
      marginBps: 250,
      charm: { everyMinor: 100, endingsMinor: [99] },
      fromMinor: 5_800,
      fromCompareAtMinor: 7_900,
      amountMinor: 6_899,
      compareAtMinor: 9_499,
    });
  });

  it('is no reduction where rounding left none', () => {
    expect(convertPrice(from(5_800, 5_801), 'USD', terms)).toMatchObject({ amountMinor: 6_899, compareAtMinor: null });
  });

  it('grows with the price it follows and never becomes nothing', () => {
    fc.assert(
      fc.property(amount, amount, fc.constantFrom('USD', 'JPY', 'AED', 'KWD'), (a, b, to) => {
        const made = (minor: number) =>
          convertPrice(from(minor, null), to, { ...terms, charm: charmRules[to] ?? null }).amountMinor;
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(made(low)).toBeLessThanOrEqual(made(high));
        // A tenth of a cent would be nothing in yen; with an ending it is the lowest one.
        if (low > 0 && charmRules[to] && made(low) !== 0) expect(made(low)).toBeGreaterThan(0);
      }),
    );
  });

  it('has a rate that is read back exactly', () => {
    expect(fractionIn(fractionText(rate))).toEqual({ numerator: 2921n, denominator: 2500n });
    for (const wrong of ['', '1', '1/0', '0/1', '-1/2', '1.5/2']) expect(fractionIn(wrong)).toBeNull();
  });
});

describe('when rates are fetched', () => {
  const at = (iso: string) => Date.parse(iso);
  it.each([
    ['2026-11-24T16:00:00Z', '2026-11-24', '2026-11-25T15:00:00Z'],
    ['2026-11-24T09:00:00Z', '2026-11-23', '2026-11-24T15:00:00Z'],
    ['2026-11-24T15:00:00Z', '2026-11-23', '2026-11-24T16:00:00Z'],
    ['2026-11-24T09:00:00Z', null, '2026-11-24T10:00:00Z'],
    ['2026-11-29T09:00:00Z', '2026-11-27', '2026-11-29T10:00:00Z'],
  ])('at %s with rates of %s: next at %s', (now, newest, next) => {
    expect(new Date(nextFetchMs(at(now), newest)).toISOString()).toBe(new Date(next).toISOString());
  });
});

const csv = 'Date,USD\n2026-04-13,1.1684\n2026-04-10,0\n';

/** A zip archive of one deflated file, without checksums, which nobody here reads. */
function zipOf(name: string, content: string, over: { method?: number; flags?: number } = {}): Uint8Array {
  const [title, raw] = [Buffer.from(name), Buffer.from(content)];
  const packed = deflateRawSync(raw);
  const fields = (buffer: Buffer, at: number) => {
    buffer.writeUInt16LE(over.flags ?? 0, at);
    buffer.writeUInt16LE(over.method ?? 8, at + 2);
    buffer.writeUInt32LE(packed.length, at + 12);
    buffer.writeUInt32LE(raw.length, at + 16);
    buffer.writeUInt16LE(title.length, at + 20);
  };
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  fields(header, 6);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  fields(entry, 8);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(header.length + title.length + packed.length, 16);
  return Buffer.concat([header, title, packed, entry, title, end]);
}

describe('files of rates', () => {
  it('are read plain and out of an archive, with what is wrong by line', () => {
    const plain = readRateFiles('a.csv', Buffer.from(csv));
    expect(plain).toMatchObject({
      ok: true,
      files: [{ name: 'a.csv', rates: [{ rate: '1.1684' }], problems: [{ line: 3, what: 'rate' }] }],
    });
    const packed = readRateFiles('a.zip', zipOf('eurofxref.csv', csv));
    expect(packed).toMatchObject({ ok: true, files: [{ name: 'a.zip, eurofxref.csv', rates: [{ rate: '1.1684' }] }] });
  });

  it.each([
    ['something else', Buffer.from('hello'), 'no file of exchange rates'],
    ['an archive of something else', zipOf('a.txt', 'hello'), 'a.txt: no file of exchange rates'],
    ['an encrypted archive', zipOf('a.csv', csv, { flags: 1 }), 'encrypted'],
    ['a packing nobody knows', zipOf('a.csv', csv, { method: 12 }), 'not known here'],
    ['a cut archive', zipOf('a.csv', csv).subarray(0, 60), 'damaged'],
  ])('are refused for %s', (_what, bytes, words) => {
    const read = readRateFiles('file', bytes);
    expect(!read.ok && read.message).toContain(words);
  });

  it('are damaged archives where a byte of the packed data changed its length', () => {
    const bytes = Buffer.from(zipOf('a.csv', csv));
    bytes.writeUInt32LE(csv.length + 1, bytes.length - 22 - 'a.csv'.length - 46 + 24);
    expect(readZip(bytes)).toEqual({ ok: false, reason: 'not_a_zip' });
  });

  const hasZip = spawnSync('zip', ['-v']).status === 0;
  it.skipIf(!hasZip)('come out of an archive another program made', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'rates-'));
    try {
      writeFileSync(path.join(folder, 'rates.csv'), csv.repeat(200));
      spawnSync('zip', ['-q', 'rates.zip', 'rates.csv'], { cwd: folder });
      const read = readZip(readFileSync(path.join(folder, 'rates.zip')));
      expect(read.ok && read.entries.map((one) => new TextDecoder().decode(one.bytes))).toEqual([csv.repeat(200)]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const history = path.resolve(projectRoot, '../shared/data/fx-ecb/eurofxref-hist.zip');
describe.skipIf(!existsSync(history))('the bank’s own archive', () => {
  it('is read whole', () => {
    const read = readRateFiles('eurofxref-hist.zip', readFileSync(history));
    if (!read.ok) throw new Error(read.message);
    expect(read.files.map((one) => [one.problems.length, one.rates.length > 200_000])).toEqual([[0, true]]);
  });
});
if (!existsSync(history)) console.log('exchange.test.ts: the rates since 1999 are not there; their test is skipped.');
