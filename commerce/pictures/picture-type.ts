/** What kind of picture a file is, told by how it begins: names and headers of other people's servers are often wrong. */
export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif' | 'image/avif' | 'image/svg+xml';

const latin = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, bytes.length)));

/**
 * The kind of a picture; null for anything that browsers do not show as one. Sources: https://mimesniff.spec.whatwg.org/#image-type-pattern-matching-algorithm,
 * AVIF's brands in https://aomediacodec.github.io/av1-avif/
 */
export function pictureType(bytes: Uint8Array): PictureType | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (bytes[0] === 0x89 && latin(bytes, 1, 8) === 'PNG\r\n\u001a\n') return 'image/png';
  if (/^GIF8[79]a$/.test(latin(bytes, 0, 6))) return 'image/gif';
  if (latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 12) === 'WEBP') return 'image/webp';
  if (/^ftypavi[fs]$/.test(latin(bytes, 4, 12))) return 'image/avif';
  const head = latin(bytes, 0, 1024).replace(/^\u00ef\u00bb\u00bf/, '');
  return /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>/]/i.test(head)
    ? 'image/svg+xml'
    : null;
}
