/**
 * Turns rendered PNGs into the WebP files the shop serves. Run: node dev/studio/pack.mjs FOLDER
 * Aims at 20-60 kB for a product picture: the quality falls until the file is light enough.
 */
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import sharp from 'sharp';

const source = process.argv[2];
if (!source) {
  console.error('usage: node dev/studio/pack.mjs FOLDER');
  process.exit(1);
}
const target = resolve(import.meta.dirname, '../../site/public/media');
/** Widths the shop expects; a draft rendered smaller is enlarged to it. */
const widthOf = (name) => (name.startsWith('home/') ? 1600 : name.startsWith('collections/') ? 1200 : 800);
const limitOf = (name) => (name.startsWith('home/') ? 160_000 : 60_000);

for (const name of (await readdir(source, { recursive: true })).filter((file) => file.endsWith('.png')).sort()) {
  const output = join(target, name.replace(/\.png$/, '.webp'));
  const written = await stat(output).catch(() => null);
  if (written && written.mtimeMs > (await stat(join(source, name))).mtimeMs) continue;
  let bytes;
  for (const quality of [94, 90, 86, 82, 76, 70, 62]) {
    bytes = await sharp(join(source, name))
      .resize({ width: widthOf(name), kernel: 'lanczos3' })
      .webp({ quality, effort: 6, smartSubsample: true })
      .toBuffer();
    if (bytes.length <= limitOf(name)) break;
  }
  await mkdir(dirname(output), { recursive: true });
  await writeFile(output, bytes);
  console.log(`${name.replace(/\.png$/, '')}: ${Math.round(bytes.length / 1000)} kB`);
}
