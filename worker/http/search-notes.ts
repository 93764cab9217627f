import { Hono } from 'hono';
import { z } from 'zod';
import { countedQuery, type SearchDeed } from '../../commerce/search-analytics/search-counts.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { EventSender } from '../ports/outbox.ts';
import { isOwnPage, jsonIn } from './own-page.ts';

/** What the route needs. */
export interface SearchNoteDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly events: EventSender;
  shopLocales(): Promise<{ readonly primary: string; readonly others: readonly string[] }>;
}

const MOST_BYTES = 2_000;
const MOST_RESULTS = 1_000_000;

const shared = { locale: z.string().max(20), query: z.string().max(200) };
const deed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('search'), ...shared, results: z.int().min(0).max(MOST_RESULTS) }),
  z.object({ kind: z.literal('click'), ...shared, productId: z.int().positive() }),
  z.object({ kind: z.literal('order'), ...shared }),
]);
const deeds = z.array(deed).min(1).max(10);

/** Words in the names of programs that read pages; phones called Cubot are none. */
const PROGRAMS = /(?<!cu)bot|crawl|spider|slurp|headless|lighthouse|preview|monitor|curl|wget|python|https?:/i;

/** Whether a request comes from a program rather than from a person's browser. Those that do not say what they are count as programs. */
export function isProgram(userAgent: string | null): boolean {
  return !userAgent || PROGRAMS.test(userAgent);
}

/**
 * Where pages tell what was searched and opened: `POST /search-note` with `[{kind, locale, query, ...}]`. Nothing that could name a visitor is read or kept, so
 * nobody is asked; 204 whether or not it was counted (programs, queries that may name a person, unknown languages are not). Answers in order: 403 for other sites' pages, 413
 * for more than 2 kB, 400 for anything else that is not of this shape.
 */
export function searchNotes<B extends object>(depsOf: (env: B) => SearchNoteDeps): Hono<{ Bindings: B }> {
  const app = new Hono<{ Bindings: B }>();
  app.post('/search-note', async (c) => {
    c.header('cache-control', 'private, no-store');
    if (!isOwnPage(c)) return c.text('Only this shop’s pages tell of searches.\n', 403);
    if (Number(c.req.header('content-length') ?? 0) > MOST_BYTES) return c.text('Too long.\n', 413);
    const text = await c.req.text();
    if (text.length > MOST_BYTES) return c.text('Too long.\n', 413);
    const read = deeds.safeParse(jsonIn(text));
    if (!read.success) return c.text('Expected [{kind, locale, query, …}].\n', 400);
    if (isProgram(c.req.header('user-agent') ?? null)) return c.body(null, 204);
    const { clock, ids, events, shopLocales } = depsOf(c.env);
    const { primary, others } = await shopLocales();
    const counted = read.data.flatMap((one): SearchDeed[] => {
      const query = countedQuery(one.query);
      return query !== null && [primary, ...others].includes(one.locale) ? [{ ...one, query }] : [];
    });
    if (counted.length > 0)
      await events.send([{ topic: 'searches.noted', note: { id: ids.token(), atMs: clock.nowMs(), deeds: counted } }]);
    return c.body(null, 204);
  });
  return app;
}
