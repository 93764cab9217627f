import { describe, expect, it, test } from 'vitest';
import {
  formSearch,
  ORIGINAL,
  offeredWidths,
  PICTURE_STEPS,
  pictureAddress,
  pictureForm,
  readWish,
} from '../../commerce/pictures/picture-form.ts';
import { pictureType } from '../../commerce/pictures/picture-type.ts';
import { pictureSources, sharedPicture, squareSources } from '../../site/lib/pictures.ts';
import { pictureAddresses } from '../../worker/adapters/pictures/picture-addresses.ts';
import { pictureOriginals } from '../../worker/adapters/pictures/picture-originals.ts';
import { type PictureDeps, servePicture } from '../../worker/services/serve-picture.ts';

const wish = (search: string) => {
  const read = readWish(new URLSearchParams(search));
  return read.ok ? read.wanted : expect.fail(`${read.field}: ${read.rule}`);
};
const formOf = (search: string, own?: { width: number; height: number }) => formSearch(pictureForm(wish(search), own));

describe('the sizes pictures are made in', () => {
  it.each([
    ['', ''],
    ['width=100', 'width=100'],
    ['width=101', 'width=200'],
    ['width=1', 'width=100'],
    ['width=5760', 'width=2000'],
    ['height=350', 'height=400'],
    ['width=300&height=500', 'width=300&height=600'],
    ['format=jpg', 'format=jpg'],
    ['format=png&width=650', 'width=800&format=png'],
    // Without both sides there is nothing to crop.
    ['width=300&crop=top', 'width=300'],
    ['width=300&height=300&crop=top', 'width=300&height=300&crop=top'],
    ['width=310&height=388&crop=center', 'width=400&height=500&crop=center'],
    ['width=1600&height=910&crop=left', 'width=1600&height=900&crop=left'],
    ['width=100&height=5000&crop=center', 'width=100&height=178&crop=center'],
  ])('answers "%s" with "%s"', (asked, made) => {
    expect(formOf(asked)).toBe(made);
  });

  it('know how wide a picture is in a box, and never widen it', () => {
    const portrait = { width: 800, height: 1000 };
    expect(formOf('height=250', portrait)).toBe('width=200');
    expect(formOf('width=700&height=250', portrait)).toBe('width=200');
    expect(formOf('width=700&height=3000', portrait)).toBe('width=800');
    expect(formOf('width=3000', portrait)).toBe('width=800');
  });

  it('are few, whatever is asked: every wish is one of a small set, and each of the set is its own answer', () => {
    const forms = new Set<string>();
    for (let width = 1; width <= 5760; width += 37) {
      for (const height of [null, 1, 90, 411, 1_333, 5_760]) {
        for (const crop of [null, 'top'] as const) {
          const form = pictureForm({ width, height, crop, format: null });
          forms.add(formSearch(form));
          expect(formOf(formSearch(form))).toBe(formSearch(form));
        }
      }
    }
    expect(forms.size).toBeLessThanOrEqual(PICTURE_STEPS.length * (1 + PICTURE_STEPS.length + 9));
  });

  it.each([
    ['width=0', 'width', /1 to 5760/],
    ['width=5761', 'width', /1 to 5760/],
    ['width=', 'width', /whole number/],
    ['width=12.5', 'width', /whole number/],
    ['width=-3', 'width', /whole number/],
    ['width=1e3', 'width', /whole number/],
    ['width=10&height=zero', 'height', /whole number/],
    ['crop=face', 'crop', /center, top/],
    ['format=heic', 'format', /avif, webp/],
  ])('refuse "%s", naming field and rule', (search, field, rule) => {
    const read = readWish(new URLSearchParams(search));
    expect(read).toMatchObject({ ok: false, field });
    if (!read.ok) expect(read.rule).toMatch(rule);
  });

  it('offer a page what it can use of a picture', () => {
    expect(offeredWidths(200, 1200, 800)).toEqual([200, 300, 400, 600, 800]);
    expect(offeredWidths(200, 1200, 640)).toEqual([200, 300, 400, 600, 800]);
    expect(offeredWidths(400, 2000, null)).toEqual([400, 600, 800, 1000, 1200, 1600, 2000]);
    expect(offeredWidths(400, 2000, 90)).toEqual([400]);
  });
});

describe('addresses', () => {
  const addresses = pictureAddresses('a secret of the shop', 'https://shop.example');

  it('keep the version and replace what was asked before', () => {
    const first = pictureAddress('/pictures/media/a/1.webp?v=0123456789', { ...ORIGINAL, width: 400 });
    expect(first).toBe('/pictures/media/a/1.webp?v=0123456789&width=400');
    expect(pictureAddress(first, { width: 200, height: 200, crop: 'top', format: 'jpg' })).toBe(
      '/pictures/media/a/1.webp?v=0123456789&width=200&height=200&crop=top&format=jpg',
    );
    expect(pictureAddress('/pictures/media/a.webp?width=5', ORIGINAL)).toBe('/pictures/media/a.webp');
  });

  it('lead to the files of the shop, also when a record has them with its host', () => {
    expect(addresses.addressOf('/media/a/1.webp?v=0123456789')).toBe('/pictures/media/a/1.webp?v=0123456789');
    expect(addresses.addressOf('https://shop.example/media/a/1.webp')).toBe('/pictures/media/a/1.webp');
    expect(addresses.sourceOf('/pictures/media/a/1.webp')).toEqual({
      kind: 'own',
      path: '/media/a/1.webp',
      isNamedByContent: false,
    });
    expect(addresses.sourceOf('/pictures/media/imported/cup/front-0123456789.webp')).toMatchObject({
      isNamedByContent: true,
    });
    expect(addresses.addressOf('data:image/png;base64,AA')).toBe('data:image/png;base64,AA');
    expect(addresses.addressOf('/favicon.svg')).toBe('/favicon.svg');
  });

  it('lead to other servers only as the shop signed them', () => {
    const url = 'https://cdn.example/pictures/Käse (1).jpg?v=3&x=ü';
    const path = addresses.addressOf(url);
    expect(path).toMatch(/^\/pictures\/elsewhere\/[0-9a-f]{24}\/[\w-]+$/);
    expect(addresses.addressOf(url)).toBe(path);
    expect(addresses.sourceOf(path)).toEqual({ kind: 'elsewhere', url });
    const other = Buffer.from('https://cdn.example/other.jpg').toString('base64url');
    expect(addresses.sourceOf(path.replace(/[^/]+$/, other))).toBeNull();
    expect(pictureAddresses('another secret', null).sourceOf(path)).toBeNull();
    for (const none of ['/pictures/', '/pictures/../admin', '/pictures/elsewhere/x/y', '/pictures/graphql'])
      expect(addresses.sourceOf(none)).toBeNull();
  });

  it('stand on pages in the widths a page can use, and as paths', () => {
    const image = { url: 'https://shop.example/pictures/media/a.webp?v=0123456789', width: 800 };
    const { src, srcset } = pictureSources(image, 'thumb', 'https://shop.example');
    expect(src).toBe('/pictures/media/a.webp?v=0123456789&width=200');
    expect(srcset?.split(', ').map((one) => one.split(' ')[1])).toEqual(['100w', '200w', '300w']);
    expect(pictureSources(image, 'page', 'https://shop.example').srcset).toMatch(/width=800 800w$/);
    expect(squareSources(image, 'https://shop.example')).toContain('width=800&height=800&crop=center 800w');
    expect(sharedPicture(image.url)).toBe(`${image.url}&width=1200&format=jpg`);
  });

  it('that the shop does not serve stay alone', () => {
    const image = { url: 'https://cdn.example/a.gif', width: 800 };
    expect(pictureSources(image, 'page', 'https://shop.example')).toEqual({ src: image.url, srcset: undefined });
    expect(squareSources(image, 'https://shop.example')).toBeNull();
    expect(sharedPicture(image.url)).toBe(image.url);
  });
});

const bytes = (...parts: (string | number[])[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)));
const JPEG = bytes([0xff, 0xd8, 0xff, 0xe0], 'a jpeg of some length');
const WEBP = bytes('RIFF', [1, 0, 0, 0], 'WEBPVP8 and more');

test.each([
  [JPEG, 'image/jpeg'],
  [bytes([0x89], 'PNG\r\n', [0x1a], '\n'), 'image/png'],
  [bytes('GIF89a'), 'image/gif'],
  [WEBP, 'image/webp'],
  [bytes([0, 0, 0, 0x20], 'ftypavif'), 'image/avif'],
  [bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'],
  [bytes('\u00ef\u00bb\u00bf<?xml version="1.0"?>\n<!-- made by hand -->\n<svg >'), 'image/svg+xml'],
  [bytes('<!doctype html><svg>'), null],
  [bytes('<html><svg/></html>'), null],
  [bytes([0xff, 0xd8]), null],
  [bytes(''), null],
])('a file is told by how it begins: %#', (file, type) => {
  expect(pictureType(file)).toBe(type);
});

describe('serving', () => {
  const source = { kind: 'own', path: '/media/a', isNamedByContent: false } as const;
  const lines: string[] = [];
  const deps = (original: Uint8Array<ArrayBuffer>, make: PictureDeps['maker']['make']): PictureDeps => ({
    originals: { read: async () => ({ ok: true, bytes: original }) },
    maker: { make },
    digest: async () => 'abcdef01234567',
    log: (line) => lines.push(line),
  });
  const half = { ...ORIGINAL, width: 400 };

  it('makes WebP unless another format is asked for', async () => {
    const asked: unknown[] = [];
    const make: PictureDeps['maker']['make'] = async (_bytes, form) => {
      asked.push(form.format);
      return bytes('x');
    };
    expect(await servePicture(deps(JPEG, make), source, half)).toMatchObject({
      type: 'image/webp',
      version: 'abcdef0123',
      made: 'as_asked',
    });
    expect(await servePicture(deps(JPEG, make), source, { ...ORIGINAL, format: 'avif' })).toMatchObject({
      type: 'image/avif',
    });
    expect(asked).toEqual(['webp', 'avif']);
  });

  it('never makes a picture heavier where the original would do', async () => {
    const heavy = async () => bytes('x'.repeat(100));
    expect(await servePicture(deps(WEBP, heavy), source, half)).toMatchObject({ bytes: WEBP, made: 'as_asked' });
    const cropped = { width: 400, height: 400, crop: 'top', format: null } as const;
    expect(await servePicture(deps(WEBP, heavy), source, cropped)).toMatchObject({ type: 'image/webp' });
    expect(await servePicture(deps(JPEG, heavy), source, half)).toMatchObject({ type: 'image/webp' });
  });

  it('leaves originals and drawings alone', async () => {
    const never = async () => expect.fail('nothing is to be made');
    const svg = bytes('<svg/>');
    expect(await servePicture(deps(JPEG, never), source, ORIGINAL)).toMatchObject({ bytes: JPEG, made: 'as_asked' });
    expect(await servePicture(deps(svg, never), source, half)).toMatchObject({ bytes: svg, made: 'as_asked' });
  });

  it('serves the original where nothing can make another, and says which it is', async () => {
    expect(
      await servePicture(
        deps(JPEG, async () => null),
        source,
        half,
      ),
    ).toMatchObject({ bytes: JPEG, made: 'none' });
    const broken = async () => Promise.reject(new Error('out of order'));
    expect(await servePicture(deps(JPEG, broken), source, half)).toMatchObject({
      bytes: JPEG,
      type: 'image/jpeg',
      made: 'failed',
    });
    expect(lines).toHaveLength(1);
  });

  it('refuses what is no picture', async () => {
    const page = bytes('<!doctype html><script>alert(1)</script>');
    expect(
      await servePicture(
        deps(page, async () => null),
        source,
        ORIGINAL,
      ),
    ).toEqual({
      ok: false,
      reason: 'not_a_picture',
    });
  });
});

describe('originals on other servers', () => {
  const read = (answer: () => Promise<Response>) =>
    pictureOriginals({ fetch: () => expect.fail('not a file of the shop') }, answer).read({
      kind: 'elsewhere',
      url: 'https://cdn.example/a.jpg',
    });

  it.each([
    [404, 'missing'],
    [403, 'missing'],
    [500, 'unavailable'],
    [429, 'unavailable'],
  ])('a server that says %i: %s', async (status, reason) => {
    expect(await read(async () => new Response('no', { status }))).toEqual({ ok: false, reason });
  });

  it('have 10 MB, and are not waited for when their server is away', async () => {
    const endless = () =>
      new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(1_000_000)) });
    expect(await read(async () => new Response(endless()))).toEqual({ ok: false, reason: 'too_large' });
    expect(await read(() => Promise.reject(new TypeError('fetch failed')))).toEqual({
      ok: false,
      reason: 'unavailable',
    });
    expect(await read(async () => new Response(JPEG))).toEqual({ ok: true, bytes: JPEG });
  });
});
