import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PictureAddresses } from '../../ports/pictures.ts';

const OWN = '/media/';
const BY_CONTENT = /^\/media\/imported\/.+-[0-9a-f]{10}\.webp$/;
const ROOT = '/pictures';
const ELSEWHERE = /^\/pictures\/elsewhere\/([0-9a-f]{24})\/([A-Za-z0-9_-]+)$/;
/** Signatures an isolate remembers; lists of products ask for the same ones again and again. */
const REMEMBERED = 10_000;

/**
 * Addresses below `/pictures/`: the path of a file of the shop, or another server's address with a signature (HMAC-SHA256, RFC 2104, cut to 96 bits), so that
 * the shop fetches for others only what its own records name. `origin`: the shop's own, if it is known; addresses that begin with it are files.
 */
export function pictureAddresses(secret: string, origin: string | null): PictureAddresses {
  const key = createHmac('sha256', secret).update('shopflow pictures').digest();
  const mac = (url: string) => createHmac('sha256', key).update(url).digest('hex').slice(0, 24);
  const remembered = new Map<string, string>();
  const signed = (url: string): string => {
    const known = remembered.get(url);
    if (known !== undefined) return known;
    if (remembered.size >= REMEMBERED) remembered.clear();
    const path = `${ROOT}/elsewhere/${mac(url)}/${Buffer.from(url).toString('base64url')}`;
    remembered.set(url, path);
    return path;
  };
  return {
    addressOf(url) {
      const own = origin !== null && url.startsWith(`${origin}/`) ? url.slice(origin.length) : url;
      if (own.startsWith(OWN)) return ROOT + own;
      return /^https?:\/\//.test(own) ? signed(own) : url;
    },
    sourceOf(path) {
      const [, given, encoded] = ELSEWHERE.exec(path) ?? [];
      if (given !== undefined && encoded !== undefined) {
        const url = Buffer.from(encoded, 'base64url').toString();
        // Both are 24 characters, so the comparison takes the same time whatever they are.
        return timingSafeEqual(Buffer.from(given), Buffer.from(mac(url))) ? { kind: 'elsewhere', url } : null;
      }
      const own = path.startsWith(ROOT + OWN) ? path.slice(ROOT.length) : null;
      return own === null ? null : { kind: 'own', path: own, isNamedByContent: BY_CONTENT.test(own) };
    },
  };
}
