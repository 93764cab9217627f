import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { projectRoot } from '../workspace.ts';

const QUALITY = 82;
const WIDEST = 1600;

const cell = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * Converts the pictures a file names by relative path to WebP under site/public/media/imported and answers the file with their new addresses. A name that
 * leads out of the folder, or to nothing, is left as it is.
 */
export async function copyImages(bytes: Uint8Array, folder: string): Promise<Uint8Array> {
  const rows: string[][] = parse(Buffer.from(bytes), { bom: true, relax_column_count: true, skip_empty_lines: true });
  const columns = ['image src', 'variant image']
    .map((name) => rows[0]?.findIndex((header) => header.trim().toLowerCase() === name) ?? -1)
    .filter((index) => index >= 0);
  const base = path.resolve(folder);
  const done = new Map<string, string>();
  for (const row of rows.slice(1)) {
    for (const column of columns) {
      const source = row[column] ?? '';
      if (source === '' || /^(https?:)?\//.test(source)) continue;
      const from = path.resolve(base, source);
      if (!from.startsWith(base + path.sep) || !existsSync(from)) continue;
      row[column] = done.get(source) ?? (await convert(from, source));
      done.set(source, row[column]);
    }
  }
  return Buffer.from(rows.map((row) => row.map(cell).join(',')).join('\n'));
}

async function convert(from: string, source: string): Promise<string> {
  const name = `${source
    .replace(/\.[^.]+$/, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+/, '')}.webp`;
  const to = path.join(projectRoot, 'site/public/media/imported', name);
  mkdirSync(path.dirname(to), { recursive: true });
  await sharp(from).resize({ width: WIDEST, withoutEnlargement: true }).webp({ quality: QUALITY }).toFile(to);
  return `/media/imported/${name}`;
}
