import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Every module of the built Worker, its entry first. */
export function modulesOf(folder: string, main: string): { type: 'ESModule'; path: string }[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.m?js$/.test(file) && path.basename(file) !== main,
  );
  return [main, ...files].map((file) => ({ type: 'ESModule', path: path.join(folder, file) }));
}
