import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, root } from './sources.ts';

/** What must never be committed. */
const PATTERNS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a path of somebody's machine", /(?<![\w./-])\/(?:work|root|Users|home\/\w+)\//],
  ['a private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/],
  ['a live Stripe key', /\b[sr]k_live_\w{16,}/],
  ['a Stripe webhook secret', /\bwhsec_[A-Za-z0-9+/]{24,}/],
  ['an AWS key', /\bAKIA[0-9A-Z]{16}\b/],
  ['a GitHub token', /\bgh[pousr]_[A-Za-z0-9]{30,}/],
  ['a Neon password', /\bnpg_[A-Za-z0-9]{10,}/],
  ['a merge conflict', /^(?:<{7}|>{7}) /m],
];

const BINARY = /\.(webp|png|jpe?g|gif|ico|woff2?|glb|hdr|zip|gz)$/;

function findings(file: string, text: string): string[] {
  return PATTERNS.flatMap(([what, pattern]) => (pattern.test(text) ? [`${file}: ${what}`] : []));
}

describe('committed text', () => {
  it('holds no secret and nothing of one machine', () => {
    const texts = projectFiles().filter((file) => !BINARY.test(file) && statSync(path.join(root, file)).isFile());
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.flatMap((file) => findings(file, readFileSync(path.join(root, file), 'utf8')))).toEqual([]);
  });

  it.each([
    `cd /${'home'}/ada/shop`,
    `"/${'root'}/.npmrc"`,
    `sk_${'live'}_0123456789abcdefgh`,
    `-----BEGIN ${'PRIVATE'} KEY-----`,
    `${'<'.repeat(7)} HEAD`,
  ])('would be caught: %s', (text) => expect(findings('a.ts', text)).toHaveLength(1));

  it('stays readable: no source file over 600 lines', () => {
    const long = projectFiles()
      .filter((file) => /^(commerce|db|dev|durable-objects|site|tests|worker)\/.*\.(ts|mjs|astro)$/.test(file))
      .map((file) => ({ file, lines: readFileSync(path.join(root, file), 'utf8').split('\n').length }))
      .filter(({ lines }) => lines > 600);
    expect(long).toEqual([]);
  });
});
