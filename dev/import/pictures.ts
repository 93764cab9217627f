import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { PlacedPicture } from '../../db/import/import-products.ts';
import { projectRoot } from '../workspace.ts';

const QUALITY = 82;
const WIDEST_PX = 1600;
const LARGEST_BYTES = 50_000_000;
/** Below site/public, and below the built site so that a running shop has them at once. */
const PLACE = path.join('media', 'imported');

const isThere = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );

export interface PictureFolders {
  /** Where the file's names are looked up. */
  readonly from: string;
  /** Folder that is served at the root of the site. */
  readonly publicFolder?: string;
  /** Further copies, such as the built site's; skipped while it does not exist. */
  readonly builtFolder?: string;
  /** Looks at the pictures and writes none. */
  readonly dryRun: boolean;
}

/**
 * Makes the function that puts a picture of a folder into the site as WebP, at most 1,600 px wide. The name in the site holds a digest of the
 * source, so the same picture is converted once and a changed one gets a new address. Refusals in order: a name that leads out of the folder, no
 * such file, more than 50 MB, no picture.
 */
export function picturePlacer(folders: PictureFolders): (handle: string, name: string) => Promise<PlacedPicture> {
  const publicFolder = folders.publicFolder ?? path.join(projectRoot, 'site', 'public');
  const builtFolder = folders.builtFolder ?? path.join(projectRoot, 'dist', 'client');
  return async (handle, name) => {
    const base = await realpath(folders.from).catch(() => null);
    if (base === null) return { ok: false, reason: `cannot be looked up: there is no folder ${folders.from}` };
    const wanted = path.resolve(base, name);
    const source = await realpath(wanted).catch(() => null);
    if (!(source ?? wanted).startsWith(base + path.sep))
      return { ok: false, reason: 'leads out of the folder of pictures' };
    if (source === null) return { ok: false, reason: 'is not in the folder of pictures' };
    if ((await stat(source)).size > LARGEST_BYTES) return { ok: false, reason: 'is larger than 50 MB' };
    const bytes = await readFile(source);
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 10);
    const stem = path
      .basename(name, path.extname(name))
      .replace(/[^A-Za-z0-9_-]+/g, '-')
      .slice(0, 80);
    const place = path.join(PLACE, handle, `${stem}-${digest}.webp`);
    const target = path.join(publicFolder, place);
    try {
      const size = folders.dryRun ? await sizeOf(bytes) : await convert(bytes, target);
      if (!folders.dryRun && (await isThere(builtFolder))) await copyInto(target, path.join(builtFolder, place));
      return { ok: true, url: `/${place.split(path.sep).map(encodeURIComponent).join('/')}`, ...size };
    } catch (error) {
      if (error instanceof Error && 'code' in error) throw error;
      return { ok: false, reason: 'is no picture' };
    }
  };
}

async function sizeOf(bytes: Uint8Array): Promise<{ width: number; height: number }> {
  const { width, height, orientation } = await sharp(bytes).metadata();
  const isTurned = (orientation ?? 1) > 4;
  const shown = isTurned ? { width: height, height: width } : { width, height };
  const scale = Math.min(1, WIDEST_PX / shown.width);
  return { width: Math.round(shown.width * scale), height: Math.round(shown.height * scale) };
}

async function convert(bytes: Uint8Array, target: string): Promise<{ width: number; height: number }> {
  if (await isThere(target)) return sizeOf(await readFile(target));
  const image = sharp(bytes).rotate().resize({ width: WIDEST_PX, withoutEnlargement: true }).webp({ quality: QUALITY });
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, data);
  return { width: info.width, height: info.height };
}

async function copyInto(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  await copyFile(from, to);
}
