import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { root } from './sources.ts';

it('has a migration for everything the schema says', () => {
  // Below the project: drizzle-kit reads paths as relative to it.
  mkdirSync(path.join(root, '.cache'), { recursive: true });
  const copy = mkdtempSync(path.join(root, '.cache', 'drift-'));
  try {
    cpSync(path.join(root, 'db/migrations'), copy, { recursive: true });
    const before = readdirSync(copy);
    const kit = path.join(root, 'node_modules/drizzle-kit/bin.cjs');
    const args = [
      'generate',
      '--dialect=postgresql',
      '--schema=./db/schema/*.ts',
      `--out=${path.relative(root, copy)}`,
      '--name=drift',
    ];
    const said = execFileSync(process.execPath, [kit, ...args], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(said).toContain('No schema changes');
    expect(readdirSync(copy)).toEqual(before);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});
