import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { SearchEngine } from '../../commerce/search/search-engine.ts';
import { anySearch } from '../../commerce/search/search-request.ts';
import { readPurchaseFile } from '../../dev/purchase-file.ts';
import { languageOfTexts, readJudged } from '../support/judged-catalogues.ts';
import { ndcgAt10, plainBm25 } from '../support/ranking-quality.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'judged-'));
afterAll(() => rmSync(folder, { recursive: true }));
let made = 0;
function file(content: string | Buffer, ending = 'txt'): string {
  made += 1;
  const name = path.join(folder, `${made}.${ending}`);
  writeFileSync(name, content);
  return name;
}

const LAMPS =
  '{"asin":"A","title":"Desk lamp"}\n\n{"asin":"B","title":"Wool blanket","price":"free","category":null}\n{"asin":"C"}\n';

it.each([
  ['lines', LAMPS],
  ['gzipped lines, whatever the name', gzipSync(LAMPS)],
  ['an array after a byte order mark', `\ufeff[${LAMPS.trim().replace(/\n+/g, ',')}]`],
])('reads %s with missing fields, and ranks them', (_form, content) => {
  const set = readJudged(
    file(content),
    file('query,asin,label\nlamp,A,E\nlamp,B,i\n"blanket, wool",B,1\nghost,Z,1\n'),
    'x',
  );
  expect(set.documents).toHaveLength(3);
  expect(set.locale).toBe('en');
  expect([...set.judgments.keys()]).toEqual(['lamp', 'blanket, wool', 'ghost']);
  const engine = new SearchEngine(set.locale, () => 0);
  engine.put(set.documents);
  const plain = plainBm25(set.documents.map((one) => ({ id: one.id, texts: set.plain(one) })));
  for (const query of ['lamp', 'blanket, wool']) {
    const gains = set.judgments.get(query) ?? new Map();
    expect(
      ndcgAt10(
        engine.search(anySearch('en', query)).hits.map((hit) => hit.id),
        gains,
      ),
    ).toBe(1);
    expect(ndcgAt10(plain(query), gains)).toBe(1);
  }
});

it('takes grades of 0 and 1 as well as 0 to 3, and products by number', () => {
  const catalogue = file(
    '[{"id":7,"title":"Stuhl aus Eiche","ean":null},{"id":"8","title":"Tisch für die Küche"}]',
    'json',
  );
  const binary = readJudged(catalogue, file('id,label,query\n7,1,stuhl\n8,0,stuhl\n'), 'x');
  expect(binary.judgments.get('stuhl')).toEqual(
    new Map([
      [1, 1],
      [2, 0],
    ]),
  );
  const graded = readJudged(catalogue, file('Query,ID,Label\r\nstuhl,7,3\r\nstuhl,8,2\r\n'), 'x', 'de');
  expect(graded.judgments.get('stuhl')).toEqual(
    new Map([
      [1, 7],
      [2, 3],
    ]),
  );
  expect(graded.locale).toBe('de');
});

const JUDGED = 'query,asin,label\nlamp,A,100\n';
it.each([
  ['no products', '', JUDGED, /has no products/],
  ['a broken line', '{"asin":"A"}\n{"asin":', JUDGED, /line 2 is not JSON/],
  ['a line that is no object', '{"asin":"A"}\n7\n', JUDGED, /line 2 must be a JSON object/],
  ['an array with a number', '[{"asin":"A"}, 7]', JUDGED, /product 2 must be a JSON object/],
  ['a product without its id', '{"asin":"A"}\n{"title":"x"}', JUDGED, /product 2 must have an asin/],
  ['no judgments', LAMPS, '', /has no judgments/],
  [
    'a missing column',
    LAMPS,
    'query,asin\nlamp,A\n',
    /line 1 must name the columns query, asin and label; label missing/,
  ],
  ['a label that is none', LAMPS, 'query,asin,label\nlamp,A,100\nlamp,B,good\n', /line 3: label must be a number/],
  ['an empty label', LAMPS, 'query,asin,label\nlamp,A,\n', /line 2: label must be a number/],
  ['a label below nothing', LAMPS, 'query,asin,label\nlamp,A,-1\n', /line 2: label must be a number from 0 on/],
  ['a quote that does not end', LAMPS, 'query,asin,label\n"lamp,A,1\n', /txt: Quote Not Closed.* line/],
  ['an empty query', LAMPS, 'query,asin,label\n  ,A,1\n', /line 2: query must not be empty/],
])('says what is wrong with %s', (_what, catalogue, judgments, rule) => {
  expect(() => readJudged(file(catalogue), file(judgments), 'x')).toThrow(rule);
});

it('says which file is not there', () => {
  expect(() => readJudged(path.join(folder, 'none'), file(JUDGED), 'x')).toThrow(/none is not there/);
  expect(() => readJudged(file(LAMPS), path.join(folder, 'none'), 'x')).toThrow(/none is not there/);
});

it.each([
  ['en', 'The lamp for your desk, with a cable'],
  ['de', 'Die Lampe für den Schreibtisch mit einem Kabel und der Fassung'],
  ['fr', 'La lampe pour le bureau avec des ampoules dans la boîte'],
  ['es', 'La lámpara para el escritorio con cable y los accesorios'],
  ['ja', '机のためのランプです'],
  ['ar', 'مصباح للمكتب مع كابل'],
  ['ru', 'Лампа для стола'],
  ['en', 'XPS-13 9310'],
  ['en', ''],
])('guesses %s from: %s', (language, text) => {
  expect(languageOfTexts([text])).toBe(language);
});

const HEAD = 'InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n';
it('reads purchases, leaves out what says nothing, and names what is wrong', () => {
  const rows = `${HEAD}1,A,2,2010-12-01 08:26:00,1.5,c1\nC2,A,-2,2010-12-01 08:26:00,1.5,c1\n3,B,1,12/1/2010 8:26,2,\n4,B,1,12/1/2010 8:26,2,c2\n`;
  const { interactions, codes, leftOut } = readPurchaseFile(file(gzipSync(rows)));
  expect(codes).toEqual(['A', 'B']);
  expect(leftOut).toBe(2);
  expect(interactions.map(({ item, atMs }) => [item, atMs])).toEqual([
    [0, Date.UTC(2010, 11, 1, 8, 26)],
    [1, Date.UTC(2010, 11, 1, 8, 26)],
  ]);
  expect(() => readPurchaseFile(file('InvoiceNo,StockCode\n1,A\n'))).toThrow(
    /Quantity, InvoiceDate, UnitPrice, CustomerID missing/,
  );
  expect(() => readPurchaseFile(file(`${HEAD}1,A,2,yesterday,1.5,c1\n`))).toThrow(
    /line 2: InvoiceDate must be a moment/,
  );
  expect(() => readPurchaseFile(file(HEAD))).toThrow(/nothing to learn from/);
});
