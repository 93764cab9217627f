import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { cloudflareImages } from '../../worker/adapters/pictures/cloudflare-images.ts';
import { pictureAddresses } from '../../worker/adapters/pictures/picture-addresses.ts';
import { pictureOriginals } from '../../worker/adapters/pictures/picture-originals.ts';
import { type PictureRoutes, pictures } from '../../worker/http/pictures.ts';
import { pngOf } from '../support/png.ts';

const addresses = pictureAddresses('only-for-tests', null);
/** Pictures kept by one run are not found by the next. */
const host = `https://${crypto.randomUUID()}.test`;
const ELSEWHERE = 'https://cdn.example/photos/chair.png';

let png: Uint8Array<ArrayBuffer>;
let version: string;
let reads: string[] = [];

beforeAll(async () => {
  png = await pngOf(900, 1200);
  version = (await digest(png)).slice(0, 10);
});

const digest = async (bytes: Uint8Array<ArrayBuffer>) =>
  Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');

function routes(over: Partial<PictureRoutes> = {}): PictureRoutes {
  const file = (address: string) => {
    reads.push(address);
    if (address.includes('gone')) return new Response('no', { status: 404 });
    return new Response(address.includes('text') ? new TextEncoder().encode('<html>') : png);
  };
  return {
    addresses,
    originals: pictureOriginals({ fetch: async (request) => file(String(request)) }, async (url) => file(url)),
    maker: cloudflareImages(env.IMAGES),
    digest,
    log: () => undefined,
    ...over,
  };
}

async function get(path: string, deps: PictureRoutes = routes()): Promise<Response> {
  reads = [];
  const ctx = createExecutionContext();
  const app = pictures<object>(
    () => deps,
    () => caches.open('pictures-test'),
  );
  const response = await app.fetch(new Request(`${host}${path}`), {}, ctx);
  await waitOnExecutionContext(ctx);
  return response;
}

/** Type and size as the platform's own reader sees them. */
async function shape(response: Response): Promise<{ format: string; width?: number; height?: number }> {
  expect(response.status).toBe(200);
  const bytes = await response.arrayBuffer();
  const info = await (env.IMAGES ?? expect.fail('no IMAGES binding')).info(new Blob([bytes]).stream());
  return 'width' in info ? { format: info.format, width: info.width, height: info.height } : { format: info.format };
}

describe('a picture of the shop', () => {
  it('comes in the width asked for, as WebP, and is kept for good under its version', async () => {
    const path = `/pictures/media/chair.png?v=${version}&width=300`;
    const first = await get(path);
    expect(first.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(first.headers.get('content-type')).toBe('image/webp');
    expect(first.headers.get('x-content-type-options')).toBe('nosniff');
    expect(first.headers.get('vary')).toBeNull();
    expect(reads).toEqual(['https://assets.local/media/chair.png']);
    expect(await shape(first)).toEqual({ format: 'image/webp', width: 300, height: 400 });
    const again = await get(path);
    expect(reads).toEqual([]);
    expect(await shape(again)).toEqual({ format: 'image/webp', width: 300, height: 400 });
  });

  it('comes as the original without a wish', async () => {
    const response = await get(`/pictures/media/plain.png?v=${version}`);
    expect(response.headers.get('cache-control')).toMatch(/immutable/);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(png);
  });

  it.each([
    ['width=200&height=200&crop=top', { format: 'image/webp', width: 200, height: 200 }],
    ['width=200&format=jpg', { format: 'image/jpeg', width: 200, height: 267 }],
    ['width=200&format=png', { format: 'image/png', width: 200, height: 267 }],
    ['width=200&format=avif', { format: 'image/avif', width: 200, height: 267 }],
    ['height=400', { format: 'image/webp', width: 300, height: 400 }],
    ['width=2000', { format: 'image/webp', width: 900, height: 1200 }],
  ])('comes as %s', async (search, expected) => {
    expect(await shape(await get(`/pictures/media/forms.png?v=${version}&${search}`))).toEqual(expected);
  });

  it('is made once for sizes between the steps, and shared caches keep none of them', async () => {
    for (const width of [211, 250, 299]) {
      const response = await get(`/pictures/media/steps.png?v=${version}&width=${width}`);
      expect(response.headers.get('cache-control')).toMatch(/^private, /);
      expect(await shape(response)).toMatchObject({ width: 300 });
      expect(reads).toHaveLength(width === 211 ? 1 : 0);
    }
    const reordered = await get(`/pictures/media/steps.png?width=300&v=${version}&utm_source=x`);
    expect(reordered.headers.get('cache-control')).toMatch(/^private, /);
  });

  it('is kept once for all versions that are not its own, and not for long', async () => {
    const response = await get('/pictures/media/versions.png?v=0123456789&width=100');
    expect(response.headers.get('cache-control')).toBe('private, max-age=300');
    expect(reads).toHaveLength(1);
    const other = await get('/pictures/media/versions.png?v=9876543210&width=100');
    expect(other.headers.get('cache-control')).toBe('private, max-age=300');
    expect(reads).toHaveLength(0);
  });

  it('is looked for again soon where nothing says which version it is', async () => {
    const response = await get('/pictures/media/unnamed.png?width=100');
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
  });

  it('is refused with the field and its rule where the wish is none', async () => {
    const response = await get('/pictures/media/chair.png?width=huge');
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/^width: must be a whole number from 1 to 5760/);
    expect(reads).toEqual([]);
  });

  it.each([
    ['/pictures/media/gone.png', 404],
    ['/pictures/media/text.png', 415],
    ['/pictures/graphql', 404],
    ['/pictures/media/../../admin', 404],
    ['/pictures/media/%2e%2e/%2e%2e/admin', 404],
  ])('%s is answered with %i', async (path, status) => {
    expect((await get(path)).status).toBe(status);
  });
});

describe('without a service that makes pictures', () => {
  it('the original is served under the same address, for a day', async () => {
    const response = await get(
      `/pictures/media/unmade.png?v=${version}&width=300`,
      routes({ maker: cloudflareImages(undefined) }),
    );
    expect(response.headers.get('cache-control')).toBe('public, max-age=86400');
    expect(await shape(response)).toEqual({ format: 'image/png', width: 900, height: 1200 });
  });

  it('or for minutes, when it fails just now', async () => {
    const response = await get(
      `/pictures/media/unwell.png?v=${version}&width=300`,
      routes({ maker: { make: () => Promise.reject(new Error('out of order')) } }),
    );
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    expect(await shape(response)).toMatchObject({ format: 'image/png' });
  });
});

describe('a picture on another server', () => {
  it('comes in the width asked for through the shop', async () => {
    const response = await get(`${addresses.addressOf(ELSEWHERE)}?width=300`);
    expect(reads).toEqual([ELSEWHERE]);
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=604800/);
    expect(await shape(response)).toEqual({ format: 'image/webp', width: 300, height: 400 });
  });

  it('is fetched only where the shop signed its address, and never from the shop itself', async () => {
    const forged = addresses
      .addressOf(ELSEWHERE)
      .replace(/[^/]+$/, Buffer.from('https://evil.example/').toString('base64url'));
    expect((await get(forged)).status).toBe(404);
    expect((await get(addresses.addressOf(`${host}/pictures/media/chair.png`))).status).toBe(404);
    expect(reads).toEqual([]);
  });

  it('that is gone or no picture is said to be so', async () => {
    expect((await get(addresses.addressOf('https://cdn.example/gone.png'))).status).toBe(404);
    expect((await get(addresses.addressOf('https://cdn.example/text.png'))).status).toBe(415);
  });
});

it('the Worker has the route', async () => {
  const response = await exports.default.fetch(new Request('http://shop.test/pictures/media/chair.png?width=none'));
  expect(response.status).toBe(400);
});
