import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import type { Clock, Ids } from '../ports/clock.ts';
import type { EventSender } from '../ports/outbox.ts';
import type { RecommendationRecords } from '../ports/recommendations.ts';
import { isOwnPage, jsonIn } from './own-page.ts';

/** What the routes need. */
export interface VisitDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly events: EventSender;
  readonly learned: { readonly records: Pick<RecommendationRecords, 'forget'> };
}

const CONSENT = 'consent';
const VISITOR = 'visitor';
/** Products looked at in this visit; kept by the page's script, gone with the browser's session. */
const SEEN = 'seen';
/** After half a year the question is asked again. */
const AGREED_SECONDS = 180 * 86_400;
const MOST_BYTES = 2_000;

const deed = z.object({
  kind: z.enum(['view', 'cart', 'order']),
  products: z.array(z.int().positive()).min(1).max(50),
});

/** Whether the browser says that its user does not want to be followed. Sources: https://w3c.github.io/gpc/ and https://www.w3.org/TR/tracking-dnt/ */
export function refusesTracking(headers: Headers): boolean {
  return headers.get('sec-gpc') === '1' || headers.get('dnt') === '1';
}

/**
 * Where pages tell what a visitor did. `POST /visit` with `{kind, products}` notes it, 204 whether or not it did: only of visitors who agreed and whose
 * browser does not object. `POST /visit/consent` with `answer=yes|no` remembers the answer; no forgets everything noted. Answers in order: 403 for other sites' pages, 413
 * for more than 2 kB, 400 for anything else that is not of this shape.
 */
export function visits<B extends object>(depsOf: (env: B) => VisitDeps): Hono<{ Bindings: B }> {
  const app = new Hono<{ Bindings: B }>();
  app.use('/visit/*', async (c, next) => {
    c.header('cache-control', 'private, no-store');
    if (!isOwnPage(c)) return c.text('Only this shop’s pages tell of visits.\n', 403);
    if (Number(c.req.header('content-length') ?? 0) > MOST_BYTES) return c.text('Too long.\n', 413);
    return next();
  });

  app.post('/visit', async (c) => {
    const text = await c.req.text();
    if (text.length > MOST_BYTES) return c.text('Too long.\n', 413);
    const read = deed.safeParse(jsonIn(text));
    if (!read.success) return c.text('Expected {kind, products}.\n', 400);
    const visitor = getCookie(c, VISITOR);
    if (getCookie(c, CONSENT) !== 'yes' || !visitor || !isToken(visitor) || refusesTracking(c.req.raw.headers))
      return c.body(null, 204);
    const { clock, events } = depsOf(c.env);
    const atMs = clock.nowMs();
    const { kind, products } = read.data;
    const noted = [...new Set(products)].map((productId) => ({ visitor, kind, productId, atMs }));
    await events.send([{ topic: 'shoppers.acted', events: noted }]);
    return c.body(null, 204);
  });

  app.post('/visit/consent', async (c) => {
    const answer = new URLSearchParams(await c.req.text()).get('answer');
    if (answer !== 'yes' && answer !== 'no') return c.text('Expected answer=yes or answer=no.\n', 400);
    const cookie = {
      path: '/',
      sameSite: 'Lax',
      maxAge: AGREED_SECONDS,
      secure: new URL(c.req.url).protocol === 'https:',
    } as const;
    const agreed = answer === 'yes' && !refusesTracking(c.req.raw.headers);
    const known = getCookie(c, VISITOR);
    // The page's script reads the answer; the visitor's token it never sees.
    setCookie(c, CONSENT, agreed ? 'yes' : 'no', cookie);
    const { ids, learned } = depsOf(c.env);
    if (agreed) {
      setCookie(c, VISITOR, known && isToken(known) ? known : ids.token(), { ...cookie, httpOnly: true });
      return c.body(null, 204);
    }
    deleteCookie(c, VISITOR, { path: '/' });
    deleteCookie(c, SEEN, { path: '/' });
    if (known && isToken(known)) await learned.records.forget(known);
    return c.body(null, 204);
  });
  return app;
}

const isToken = (text: string) => /^[0-9a-f]{32}$/.test(text);
