import { type Context, Hono } from 'hono';
import { formSearch, type PictureForm, pictureForm, readWish } from '../../commerce/pictures/picture-form.ts';
import type { PictureAddresses, PictureSource } from '../ports/pictures.ts';
import { type PictureDeps, type ServedPicture, servePicture } from '../services/serve-picture.ts';

export interface PictureRoutes extends PictureDeps {
  readonly addresses: PictureAddresses;
}

const FOREVER = 'max-age=31536000, immutable';
/** A picture on another server may be replaced under its address; shops that do it wait this long. */
const ELSEWHERE = 'max-age=604800, s-maxage=2592000';
const A_DAY = 'max-age=86400';
const SOON = 'max-age=300';

const REFUSED = {
  missing: [404, 'There is no such picture.'],
  not_a_picture: [415, 'This file is no picture.'],
  too_large: [502, 'The picture is too large.'],
  unavailable: [502, 'The server the picture is on does not answer.'],
} as const satisfies Record<string, readonly [number, string]>;

/** How long a picture is kept: for good only what is named by its content, so that another picture has another address. */
function lifetime(source: PictureSource, served: Extract<ServedPicture, { ok: true }>, version: string | null): string {
  if (served.made === 'failed') return SOON;
  if (served.made === 'none') return A_DAY;
  if (version === served.version || (source.kind === 'own' && source.isNamedByContent)) return FOREVER;
  return source.kind === 'elsewhere' ? ELSEWHERE : SOON;
}

/** The address of a form written in the one way that shared caches keep. */
function keptAddress(url: URL, version: string | null, form: PictureForm): string {
  const search = [version === null ? '' : `v=${version}`, formSearch(form)].filter((part) => part !== '').join('&');
  return `${url.origin}${url.pathname}${search === '' ? '' : `?${search}`}`;
}

/** A picture as an answer; `isShared`: caches of many readers may keep it under this version. */
async function answer(
  deps: PictureRoutes,
  source: PictureSource,
  form: PictureForm,
  version: string | null,
): Promise<{ readonly response: Response; readonly isShared: boolean }> {
  const served = await servePicture(deps, source, form);
  if (!served.ok) {
    const [status, text] = REFUSED[served.reason];
    return { response: new Response(`${text}\n`, { status, headers: { 'cache-control': SOON } }), isShared: false };
  }
  const response = new Response(served.bytes, {
    headers: {
      'content-type': served.type,
      'cache-control': `public, ${lifetime(source, served, version)}`,
      // A drawing may hold scripts; none runs, wherever it is opened.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
      // Storefronts elsewhere show them too.
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    },
  });
  return { response, isShared: version === null || version === served.version };
}

/** Only this reader's browser keeps it: an address that nobody made would fill shared caches with copies. */
function onlyForReader(response: Response): Response {
  const copy = new Response(response.body, response);
  const control = copy.headers.get('cache-control') ?? '';
  copy.headers.set('cache-control', control.includes('immutable') ? `private, ${A_DAY}` : `private, ${SOON}`);
  return copy;
}

/**
 * `GET /pictures/...?v=&width=&height=&crop=&format=`: a picture of the shop's records in a size of the ladder (`commerce/pictures/picture-form.ts`); other
 * sizes get the next one, kept by the reader alone. Answers in order: 400 for a wish that is none, naming field and rule; 404 for an address the shop did not
 * make or a picture that is gone; 415 for what is no picture; 502 where its server does not answer. A service that cannot make a form leaves the original.
 */
export function pictures<B extends object>(
  depsOf: (env: B) => PictureRoutes,
  openCache: () => Promise<Cache>,
): Hono<{ Bindings: B }> {
  const app = new Hono<{ Bindings: B }>();
  app.get('/pictures/*', async (c: Context<{ Bindings: B }>) => {
    const url = new URL(c.req.url);
    const deps = depsOf(c.env);
    const source = deps.addresses.sourceOf(url.pathname);
    if (!source || (source.kind === 'elsewhere' && URL.parse(source.url)?.host === url.host))
      return c.text('There is no such picture.\n', 404, { 'cache-control': `public, ${SOON}` });
    const wish = readWish(url.searchParams);
    if (!wish.ok) return c.text(`${wish.field}: ${wish.rule}\n`, 400, { 'cache-control': 'private, no-store' });
    const form = pictureForm(wish.wanted);
    const given = url.searchParams.get('v');
    const version = given !== null && /^[0-9a-f]{10}$/.test(given) ? given : null;
    const kept = keptAddress(url, version, form);
    // What is asked for under a version that is none of its own, and what is refused, is kept without one: made-up versions must not make work each time.
    const plain = keptAddress(url, null, form);
    const cache = await openCache();
    const exact = await cache.match(kept);
    const stored = exact ?? (version === null ? undefined : await cache.match(plain));
    const { response, isShared } = stored
      ? { response: stored, isShared: exact !== undefined }
      : await answer(deps, source, form, version);
    if (!stored) c.executionCtx.waitUntil(cache.put(isShared ? kept : plain, response.clone()));
    if (!response.ok) return new Response(response.body, response);
    return isShared && kept === url.href ? new Response(response.body, response) : onlyForReader(response);
  });
  return app;
}
