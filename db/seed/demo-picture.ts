import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const publicFolder = path.resolve(import.meta.dirname, '../../site/public');

/**
 * Address of a picture of the demo shop with its version, the first ten characters of its SHA-256: another picture has another address, so that it may be kept
 * for good. Throws when the file is not there.
 */
export function demoPicture(address: string): string {
  const digest = createHash('sha256')
    .update(readFileSync(path.join(publicFolder, address)))
    .digest('hex');
  return `${address}?v=${digest.slice(0, 10)}`;
}
