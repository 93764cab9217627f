import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { type Source, sourcesIn, visit } from './sources.ts';

/** Where clocks, ids and chance may be made: composition roots, and what runs in Node or in the browser. */
const ROOTS = [
  /^worker\/[^/]+\.ts$/,
  // The class file of an object: its constructor hands the clock to the rest.
  /^durable-objects\/([^/]+)\/\1\.ts$/,
  /^db\/(seed|import)\//,
  /^db\/migrate\.ts$/,
  /^site\/(middleware\.ts|pages\/|lib\/client\/)/,
];

const CALLS = new Set([
  'Date.now',
  'Math.random',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'performance.now',
  'randomUUID',
  'randomBytes',
]);

/** Each place where a file asks the machine for time, an id or chance. */
function impurities(source: Source): string[] {
  const found: string[] = [];
  visit(source, (node, line) => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0) {
      found.push(`${source.file}:${line} new Date()`);
    }
    // Also when it is only passed on, as in `now = Date.now`.
    const name =
      ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)
        ? node
            .getText()
            .replace(/\([\s\S]*$/, '')
            .replace(/^globalThis\./, '')
        : '';
    if (CALLS.has(name) && !(ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent)))
      found.push(`${source.file}:${line} ${name}`);
  });
  return found;
}

describe('clock, ids and chance', () => {
  it('come from outside everywhere but in composition roots', () => {
    const checked = sourcesIn('commerce', 'db', 'durable-objects', 'worker', 'site').filter(
      ({ file }) => !ROOTS.some((pattern) => pattern.test(file)),
    );
    expect(checked.length).toBeGreaterThan(50);
    expect(checked.flatMap(impurities)).toEqual([]);
  });

  it.each([
    'const t = Date.now();',
    'const now = Date.now;',
    'new Date()',
    'Math.random() * 2',
    'crypto.randomUUID()',
    'globalThis.crypto.getRandomValues(a)',
  ])('are seen in %s', (code) => expect(impurities({ file: 'commerce/a.ts', code })).toHaveLength(1));

  it.each(['new Date(ms)', 'clock.now()', '// Date.now()\n', '"Math.random()"'])('are not seen in %s', (code) => {
    expect(impurities({ file: 'commerce/a.ts', code })).toEqual([]);
  });
});
