import type { OriginalRead, PictureOriginals } from '../../ports/pictures.ts';

const TIMEOUT_MS = 10_000;
/** An isolate has 128 MB for all it does at the same time. */
/** A few at once must fit the memory of an isolate, each several times over while it is made smaller. */
const MOST_BYTES = 10_000_000;

async function bytesOf(response: Response): Promise<OriginalRead> {
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    const isGone = response.status === 404 || response.status === 410 || response.status === 403;
    return { ok: false, reason: isGone ? 'missing' : 'unavailable' };
  }
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = response.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    parts.push(read.value);
    length += read.value.byteLength;
    if (length > MOST_BYTES) {
      await reader.cancel();
      return { ok: false, reason: 'too_large' };
    }
  }
  return { ok: true, bytes: new Uint8Array(await new Blob(parts).arrayBuffer()) };
}

/** Files of the shop from its assets, others from their servers; these have 10 s and 10 MB. */
export function pictureOriginals(
  assets: Pick<Fetcher, 'fetch'>,
  fetchElsewhere: (url: string, init: RequestInit) => Promise<Response>,
): PictureOriginals {
  return {
    async read(source) {
      if (source.kind === 'own') return bytesOf(await assets.fetch(`https://assets.local${source.path}`));
      try {
        const headers = { accept: 'image/avif,image/webp,image/png,image/jpeg,image/*;q=0.8' };
        return await bytesOf(await fetchElsewhere(source.url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) }));
      } catch {
        return { ok: false, reason: 'unavailable' };
      }
    },
  };
}
