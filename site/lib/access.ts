import type { ShopAccess } from './graphql.ts';

interface Entrypoint {
  fetch(request: Request): Promise<Response>;
}

const isEntrypoint = (value: unknown): value is Entrypoint =>
  (typeof value === 'object' || typeof value === 'function') &&
  value !== null &&
  'fetch' in value &&
  typeof value.fetch === 'function';

/** The Worker's own default entrypoint, from the execution context; null where the runtime offers none. */
function ownEntrypoint(context: unknown): Entrypoint | null {
  if (typeof context !== 'object' || context === null || !('exports' in context)) return null;
  const exported = context.exports;
  if (typeof exported !== 'object' || exported === null || !('default' in exported)) return null;
  return isEntrypoint(exported.default) ? exported.default : null;
}

/**
 * How this request reaches the shop API: in-process through the Worker's own entrypoint, else over the network at the public origin.
 * The same public API every other client uses; no other way in.
 */
export function accessFrom(
  context: unknown,
  pageUrl: URL,
  publicOrigin: string | undefined,
  clientIp: string | null,
): ShopAccess {
  const own = ownEntrypoint(context);
  const origin = publicOrigin ?? pageUrl.origin;
  return { origin, clientIp, send: own ? (request) => own.fetch(request) : (request) => fetch(request) };
}
