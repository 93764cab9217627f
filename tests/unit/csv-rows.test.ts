import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvPart, readCsv } from '../../db/import/csv-rows.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Reads bytes that arrive cut at the given places. */
async function read(bytes: Uint8Array, cuts: readonly number[] = []): Promise<CsvPart[]> {
  const places = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const parts: CsvPart[] = [];
  const source = async function* () {
    for (const [index, from] of places.slice(0, -1).entries()) yield bytes.subarray(from, places[index + 1]);
  };
  for await (const part of readCsv(source)) parts.push(part);
  return parts;
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const breaks = (text: string) => text.match(/\r\n|\n|\r/g)?.length ?? 0;

describe('readCsv', () => {
  it('gives each row with the line it begins on, however the bytes arrive', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', '😀', ' ', ',', '"', '\n', '\r\n'),
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.array(fc.nat(), { maxLength: 6 }),
        async (rows, end, hasMark, cuts) => {
          const text = rows.map((row) => row.map(quoted).join(',')).join(end);
          let line = 1;
          const expected = rows.map((cells) => {
            const part: CsvPart = { kind: 'row', line, cells };
            line += 1 + breaks(cells.join(''));
            return part;
          });
          expect(await read(bytesOf((hasMark ? '\uFEFF' : '') + text), cuts)).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('counts empty lines and skips them', async () => {
    expect(await read(bytesOf('a,b\n\r\n\nc,d\r\n'))).toEqual([
      { kind: 'row', line: 1, cells: ['a', 'b'] },
      { kind: 'row', line: 4, cells: ['c', 'd'] },
    ]);
  });

  it('names the line of bytes that are no UTF-8', async () => {
    const [before, after] = [bytesOf('a,b\nc,d\n'), bytesOf(',x\n')];
    const bytes = new Uint8Array([...before, 0xff, ...after]);
    for (const cuts of [[], [3], [8], [9]]) {
      const parts = await read(bytes, cuts);
      expect(parts.at(-1)).toMatchObject({ kind: 'broken', line: 3, reason: expect.stringMatching(/UTF-8/) });
    }
  });

  it('names the line of a character that is cut off at the end', async () => {
    expect((await read(new Uint8Array([...bytesOf('a,b\n'), 0xe2, 0x82]))).at(-1)).toMatchObject({
      kind: 'broken',
      line: 2,
    });
  });

  it.each([
    ['a,b\nc,"d\ne,f\n', 2, /never closed/],
    ['a,b\nc,d"e"\n', 2, /does not begin with one/],
    ['a,b\n"c"d,e\n', 2, /follows a closing quote/],
  ] as const)('names the line where a broken row begins: %j', async (text, line, reason) => {
    expect((await read(bytesOf(text))).at(-1)).toMatchObject({
      kind: 'broken',
      line,
      reason: expect.stringMatching(reason),
    });
  });

  it('reads nothing from nothing', async () => {
    expect(await read(bytesOf(''))).toEqual([]);
    expect(await read(bytesOf('\uFEFF\n\n'))).toEqual([]);
  });
});
