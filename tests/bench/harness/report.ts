import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** One figure of a bench. */
export interface Row {
  readonly name: string;
  readonly clients?: number;
  readonly value: number;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  readonly goal?: number;
  readonly baseline?: { readonly name: string; readonly value: number };
  readonly p50Ms?: number;
  readonly p95Ms?: number;
  readonly p99Ms?: number;
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

function versionOf(pack: string): string {
  const parsed: unknown = JSON.parse(readFileSync(path.join(root, 'node_modules', pack, 'package.json'), 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : 'unknown';
}

const round = (value: number) => (Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000);

/** Prints a bench's figures as a table and writes them to tests/bench/results/NAME.json. */
export function report(bench: string, rows: readonly Row[]): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const machine = {
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    workerd: versionOf('workerd'),
  };
  const folder = path.join(root, 'tests/bench/results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, `${bench}.json`),
    `${JSON.stringify({ bench, commit, machine, rows: rows.map((row) => ({ ...row, value: round(row.value) })) }, null, 2)}\n`,
  );
  console.table(
    rows.map((row) => ({
      row: row.name,
      clients: row.clients ?? '',
      value: round(row.value),
      unit: row.unit,
      goal: row.goal ?? '',
      reached:
        row.goal === undefined
          ? ''
          : (row.better === 'higher' ? row.value >= row.goal : row.value <= row.goal)
            ? 'yes'
            : 'no',
      p50: row.p50Ms === undefined ? '' : round(row.p50Ms),
      p95: row.p95Ms === undefined ? '' : round(row.p95Ms),
      p99: row.p99Ms === undefined ? '' : round(row.p99Ms),
    })),
  );
}
