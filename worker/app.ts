import { type Context, Hono } from 'hono';
import { createDeps, systemClock } from './deps.ts';
import type { Env } from './env.ts';
import { adminEndpoint } from './graphql/admin/endpoint.ts';
import { originOf, shopEndpoint } from './graphql/shop/endpoint.ts';
import { adminGateway } from './http/admin.ts';
import { liveQueue } from './http/live-queue.ts';
import { liveStock } from './http/live-stock.ts';
import { exportResponse } from './http/order-export.ts';
import { PageCache, type TagPurge } from './http/page-cache.ts';
import { pictures } from './http/pictures.ts';
import { searchNotes } from './http/search-notes.ts';
import { stockUpload } from './http/stock-upload.ts';
import { stockWebhook } from './http/stock-webhook.ts';
import { stripeWebhook } from './http/stripe-webhook.ts';
import { taxDocumentResponse } from './http/tax-documents.ts';
import { visits } from './http/visits.ts';
import { drainOutbox } from './jobs/drain-outbox.ts';
import { announceProducts } from './services/index-search.ts';
import { handlePaymentEvent } from './services/payment-events.ts';

type ShopApp = Hono<{ Bindings: Env }>;
type Call = Context<{ Bindings: Env }>;

/** Renders what no route of the gateway answers: the site. */
export type RenderPage = (request: Request, env: Env, ctx: ExecutionContext) => Promise<Response>;

/** The gateway with everything an isolate keeps. */
export interface Gateway {
  readonly app: ShopApp;
  /** Forgets what was made from the tagged entities: records, answers and pages. */
  purge(tags: readonly string[], platform?: TagPurge): Promise<void>;
}

const isPrivatePath = (path: string) =>
  path.startsWith('/admin') ||
  /^\/[a-z]{2}-[a-z]{2}\/(back-in-stock|cart|checkout|drops|for-you|market-choice|market-hint\.css|orders)(\/|$)/.test(
    path,
  );

/** Address the shopper sees of a request. */
const publicOrigin = (c: Call): string => new URL(c.req.url).origin;

/**
 * Makes the gateway: GraphQL, webhooks, live sockets and the admin's guard are routes of its own, all else is a page. Without `renderPage` (tests of
 * the API) pages are 404.
 */
export function createGateway(renderPage: RenderPage | null): Gateway {
  const shop = shopEndpoint();
  const admin = adminEndpoint();
  const pages = new PageCache(() => caches.open('pages'), systemClock.nowMs);
  const app: ShopApp = new Hono();
  const webhooks = new WeakMap<Env, Hono>();
  let catalogues: Env | null = null;

  async function purge(tags: readonly string[], platform?: TagPurge): Promise<void> {
    if (tags.length === 0) return;
    if (catalogues) createDeps(catalogues).catalogue.purge(tags);
    shop.purge(tags);
    pages.purge(tags);
    await platform?.purge({ tags: [...tags] });
  }

  const scopeOf = (c: Call) => {
    catalogues = c.env;
    return { env: c.env, waitUntil: (work: Promise<unknown>) => c.executionCtx.waitUntil(work) };
  };

  /** One receiver for all requests: it remembers which events it has stored. */
  function webhooksOf(env: Env): Hono {
    const known = webhooks.get(env);
    if (known) return known;
    const deps = createDeps(env);
    const { payments, clock } = deps;
    const receiver = stripeWebhook({ payments, clock, onEvent: (event) => handlePaymentEvent(env, deps, event) });
    const mounted = new Hono().route('/webhooks/stripe', receiver);
    webhooks.set(env, mounted);
    return mounted;
  }

  app.get('/healthz', (c) => c.text('ok'));
  app.all('/graphql', (c) => shop.handle(c.req.raw, scopeOf(c)));
  app.all('/api/:version/graphql.json', (c) => shop.handle(c.req.raw, scopeOf(c)));
  app.route('/', liveStock());
  app.route(
    '/',
    liveQueue<Env>((env) => createDeps(env).saleTickets),
  );
  app.route(
    '/',
    visits<Env>((env) => createDeps(env)),
  );
  app.route(
    '/',
    searchNotes<Env>((env) => createDeps(env)),
  );
  app.route(
    '/',
    pictures<Env>(
      (env) => createDeps(env).pictures,
      () => caches.open('pictures'),
    ),
  );
  app.all('/webhooks/stripe', (c) => webhooksOf(c.env).fetch(c.req.raw));
  app.all('/webhooks/stock', (c) => {
    const deps = createDeps(c.env);
    const secret = deps.config.STOCK_WEBHOOK_SECRET ?? null;
    return stockWebhook(c.req.raw, { deps, secret, nowMs: deps.clock.nowMs() });
  });

  app.get('/documents/:order{[0-9]+}/:name', (c) => {
    const { order, name } = c.req.param();
    return taxDocumentResponse(createDeps(c.env), Number(order), name, c.req.query('key') ?? '');
  });

  app.route(
    '/admin',
    adminGateway<Env>({
      staff: (c) => createDeps(c.env).staff(publicOrigin(c)),
      graphql: async (c, caller) => {
        const response = await admin.handle(c.req.raw, {
          env: c.env,
          caller,
          origin: originOf(c.req.raw, c.env),
          purge: async (tags) => {
            await purge(tags, platformCache(c.executionCtx));
            await announceProducts(createDeps(c.env), tags);
          },
        });
        // What a change left in the outbox (a shipment, a refund) is told at once, not at the next minute's round.
        const { outbox, events } = createDeps(c.env);
        if (c.req.method === 'POST')
          c.executionCtx.waitUntil(drainOutbox(outbox, events, (line) => console.error(line)));
        return response;
      },
      stockUpload: (c, { actor }, path) => {
        scopeOf(c);
        return stockUpload(c.req.raw, path, { deps: createDeps(c.env), actor });
      },
      document: (c, orderId, name) => taxDocumentResponse(createDeps(c.env), orderId, name, null),
      export: (c, name) => exportResponse(createDeps(c.env), name, new URL(c.req.url).searchParams),
      page: (c) => renderOr404(c),
    }),
  );

  async function renderOr404(c: Call): Promise<Response> {
    scopeOf(c);
    return renderPage ? renderPage(c.req.raw, c.env, c.executionCtx as ExecutionContext) : c.text('Not found', 404);
  }

  app.all('*', (c) => {
    if (platformCache(c.executionCtx) || isPrivatePath(c.req.path)) return renderOr404(c);
    return pages.respond(
      c.req.raw,
      () => renderOr404(c),
      (work) => c.executionCtx.waitUntil(work),
    );
  });

  app.onError((error, c) => {
    const requestId = c.req.header('cf-ray') ?? createDeps(c.env).ids.token();
    console.error(`request ${requestId} ${c.req.method} ${c.req.path}`, error);
    return c.text(`Something went wrong on our side (request ${requestId}).`, 500);
  });
  return { app, purge };
}

/** The platform's own cache in front of the Worker; null where there is none (local workerd). */
export function platformCache(ctx: object): TagPurge | undefined {
  const cache: unknown = Reflect.get(ctx, 'cache');
  return typeof cache === 'object' && cache !== null && 'purge' in cache && typeof cache.purge === 'function'
    ? (cache as TagPurge)
    : undefined;
}
