import { type Context, Hono } from 'hono';
import type { Caller } from '../graphql/admin/context.ts';
import type { StaffAuth } from '../ports/staff.ts';

/** What the admin's part of the gateway is made of. */
export interface AdminGateway<Bindings extends object> {
  readonly staff: (context: Context<{ Bindings: Bindings }>) => StaffAuth;
  /** Runs an admin operation for a caller who was let in. */
  readonly graphql: (context: Context<{ Bindings: Bindings }>, caller: Caller) => Promise<Response>;
  /** Takes in files of counts for a caller who was let in; `path` is what follows /api/stock/imports. */
  readonly stockUpload: (context: Context<{ Bindings: Bindings }>, caller: Caller, path: string) => Promise<Response>;
  /** An invoice or credit note of an order, for a caller who was let in. */
  readonly document: (context: Context<{ Bindings: Bindings }>, orderId: number, name: string) => Promise<Response>;
  /** A file of records, for a caller who was let in. */
  readonly export: (context: Context<{ Bindings: Bindings }>, name: string) => Response;
  /** Renders a page of the admin. */
  readonly page: (context: Context<{ Bindings: Bindings }>) => Promise<Response>;
}

const refused = (message: string, status: 401 | 403) =>
  Response.json(
    { errors: [{ message, extensions: { code: status === 401 ? 'UNAUTHENTICATED' : 'FORBIDDEN' } }] },
    { status },
  );

/** A cookie is sent along by other sites' forms too; a change must come from a page of our own. */
function isForeign(request: Request): boolean {
  const origin = request.headers.get('origin');
  return (
    origin !== null && origin !== new URL(request.url).origin && request.headers.get('sec-fetch-site') !== 'same-origin'
  );
}

/**
 * Everything under /admin: sign-in calls, the admin GraphQL (session or `X-Shopify-Access-Token`), and the pages, which without a session lead to
 * the sign-in page.
 */
export function adminGateway<Bindings extends object>(parts: AdminGateway<Bindings>): Hono<{ Bindings: Bindings }> {
  const app = new Hono<{ Bindings: Bindings }>();

  app.all('/auth/*', (c) => parts.staff(c).handle(c.req.raw));

  type Call = Context<{ Bindings: Bindings }>;
  /** Lets in whoever has a token or a session, and nobody else. */
  const guarded = (serve: (c: Call, caller: Caller) => Promise<Response>) => async (c: Call) => {
    const staff = parts.staff(c);
    const header =
      c.req.header('x-shopify-access-token') ?? /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    if (header !== undefined) {
      const name = await staff.token(header);
      return name === null ? refused('The access token is not valid.', 401) : serve(c, { actor: `app:${name}`, name });
    }
    const session = await staff.session(c.req.raw.headers);
    if (!session) return refused('Sign in, or send an X-Shopify-Access-Token header.', 401);
    if (c.req.method !== 'GET' && isForeign(c.req.raw))
      return refused('Changes are accepted only from the shop’s own pages.', 403);
    return serve(c, { actor: `staff:${session.staffId}`, name: session.name });
  };
  const graphql = guarded((c, caller) => parts.graphql(c, caller));
  app.all(
    '/api/stock/imports/:rest{.*}?',
    guarded((c, caller) => parts.stockUpload(c, caller, c.req.param('rest') ?? '')),
  );
  app.get(
    '/documents/:order{[0-9]+}/:name',
    guarded((c) => parts.document(c, Number(c.req.param('order')), c.req.param('name') ?? '')),
  );
  app.get(
    '/exports/:name',
    guarded(async (c) => parts.export(c, c.req.param('name') ?? '')),
  );
  app.all('/graphql', graphql);
  app.all('/api/:version/graphql.json', graphql);

  app.get('/login', (c) => parts.page(c));
  app.post('/login', (c) => parts.page(c));
  app.all('*', async (c) => {
    const session = await parts.staff(c).session(c.req.raw.headers);
    const url = new URL(c.req.url);
    if (!session) return c.redirect(`/admin/login?next=${encodeURIComponent(url.pathname + url.search)}`, 303);
    const response = await parts.page(c);
    const copy = new Response(response.body, response);
    copy.headers.set('cache-control', 'private, no-store');
    return copy;
  });
  return app;
}
