import { inflateRawSync } from 'node:zlib';

/** A file inside a zip archive. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type ZipRead =
  | { readonly ok: true; readonly entries: readonly ZipEntry[] }
  /** `not_a_zip`: no archive or a damaged one; `unsupported`: encrypted, split, or packed in another way than stored or deflated; `too_large`: bigger than the limit. */
  | { readonly ok: false; readonly reason: 'not_a_zip' | 'unsupported' | 'too_large' };

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
/** Unpacked bytes of all files together. */
const MOST_BYTES = 256 * 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

/** Whether bytes begin as a zip archive does. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === LOCAL_HEADER;

/** Where the directory begins and how many entries it has; the record is at the end, before a comment of at most 65,535 bytes. */
function directoryOf(view: DataView): { readonly offset: number; readonly count: number } | null {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 65_535); at -= 1) {
    if (view.getUint32(at, true) !== END_OF_DIRECTORY) continue;
    return { offset: view.getUint32(at + 16, true), count: view.getUint16(at + 10, true) };
  }
  return null;
}

/** Unpacks a zip archive that is held in memory, folders left out. Source of the format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function readZip(bytes: Uint8Array): ZipRead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = isZip(bytes) ? directoryOf(view) : null;
  if (!directory) return { ok: false, reason: 'not_a_zip' };
  const entries: ZipEntry[] = [];
  let left = MOST_BYTES;
  try {
    let at = directory.offset;
    for (let index = 0; index < directory.count; index += 1) {
      if (view.getUint32(at, true) !== DIRECTORY_ENTRY) return { ok: false, reason: 'not_a_zip' };
      const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
      const [packed, unpacked] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
      const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
      const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + (nameLength ?? 0)));
      const header = view.getUint32(at + 42, true);
      at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
      if ((flags & ENCRYPTED) !== 0 || (method !== STORED && method !== DEFLATED))
        return { ok: false, reason: 'unsupported' };
      left -= unpacked;
      if (left < 0) return { ok: false, reason: 'too_large' };
      if (name.endsWith('/')) continue;
      // The local header's own lengths count: its extra field may be another.
      const from = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
      const data = bytes.subarray(from, from + packed);
      const content = method === STORED ? data : inflateRawSync(data, { maxOutputLength: unpacked });
      if (content.length !== unpacked) return { ok: false, reason: 'not_a_zip' };
      entries.push({ name, bytes: content });
    }
  } catch {
    return { ok: false, reason: 'not_a_zip' };
  }
  return { ok: true, entries };
}
