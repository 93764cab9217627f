import type { OperationDefinitionNode } from 'graphql';
import { createDeps, systemClock } from '../../deps.ts';
import type { Env } from '../../env.ts';
import type { ShopSettings } from '../../ports/catalogue.ts';
import type { WaitUntil } from '../../services/catalogue-cache.ts';
import { type GraphqlEndpoint, graphqlEndpoint } from '../http/endpoint.ts';
import { placeOf } from '../http/subscription.ts';
import { after } from './common/after.ts';
import type { ShopContext } from './context.ts';
import { buyerFor, contextOf } from './in-context.ts';
import { createLoaders } from './loaders.ts';
import { shopSchema } from './schema.ts';

/** Root fields whose answers depend on nothing but the catalogue and may be kept. Carts and `node` are not among them. */
const CACHEABLE: ReadonlySet<string> = new Set([
  'shop',
  'localization',
  'menu',
  'page',
  'pageByHandle',
  'pages',
  'blog',
  'blogByHandle',
  'blogs',
  'article',
  'articles',
  'product',
  'productByHandle',
  'products',
  'productRecommendations',
  'goesWith',
  'recommendationTestShelves',
  'trending',
  'productTags',
  'productTypes',
  'collection',
  'collectionByHandle',
  'collections',
  'search',
  'predictiveSearch',
  'sitemap',
  'urlRedirects',
  'publicApiVersions',
  'paymentSettings',
  'deliveryPromises',
]);

const FRESH_MS = 60_000;

/** What the endpoint needs of the request's surroundings beside the request. */
export interface RequestScope {
  readonly env: Env;
  readonly waitUntil: WaitUntil;
}

/** Scheme and host that addresses in answers begin with: the configured public origin, else the one the request came to. */
export function originOf(request: Request, env: Env): string {
  const configured = createDeps(env).config.PUBLIC_ORIGIN;
  return configured?.replace(/\/$/, '') ?? new URL(request.url).origin;
}

function contextFor(
  request: Request,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  scope: RequestScope,
): ShopContext | Promise<ShopContext> {
  const deps = createDeps(scope.env);
  const named = contextOf(shopSchema, operation, variables);
  const make = (settings: ShopSettings): ShopContext => ({
    env: scope.env,
    deps,
    buyer: buyerFor(settings.markets, named.country, named.language),
    origin: originOf(request, scope.env),
    nowMs: deps.clock.nowMs(),
    requestId: request.headers.get('cf-ray') ?? deps.ids.token(),
    idempotencyKey: request.headers.get('idempotency-key'),
    clientIp: request.headers.get('cf-connecting-ip'),
    stream: placeOf(request),
    loaders: createLoaders(deps.catalogue, settings, scope.waitUntil),
    tags: new Set<string>(),
    waitUntil: scope.waitUntil,
  });
  return after(deps.catalogue.settings(scope.waitUntil), make);
}

/** The shop API over HTTP; one per isolate, the scope of each request travels beside it. */
export function shopEndpoint(): GraphqlEndpoint<RequestScope> {
  return graphqlEndpoint<ShopContext, RequestScope>({
    schema: shopSchema,
    path: '/graphql',
    createContext: contextFor,
    cacheableFields: CACHEABLE,
    isOpen: true,
    guardChange: null,
    freshMs: FRESH_MS,
    nowMs: systemClock.nowMs,
    log: (line, error) => console.error(line, error),
  });
}
