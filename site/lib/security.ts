/** Where scripts, frames and connections of a page may come from besides the shop itself. */
export interface OutsideSources {
  readonly scripts: readonly string[];
  readonly frames: readonly string[];
  readonly connections: readonly string[];
}

/**
 * Content security policy of storefront pages: no inline script or style, no plugin, no foreign frame around us.
 * Source: https://www.w3.org/TR/CSP3/
 */
export function contentSecurityPolicy(outside: OutsideSources): string {
  const list = (...sources: readonly string[]) => sources.join(' ');
  return [
    "default-src 'self'",
    `script-src ${list("'self'", ...outside.scripts)}`,
    "style-src 'self'",
    // The payment library sizes its frame through style attributes.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: https:",
    "font-src 'self'",
    `connect-src ${list("'self'", ...outside.connections)}`,
    `frame-src ${outside.frames.length > 0 ? list(...outside.frames) : "'none'"}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Sources the card form needs: the library's own origin, and at Stripe also its API and challenge frames. Source: https://docs.stripe.com/security/guide#content-security-policy */
export function paymentSources(scriptUrl: string): OutsideSources {
  const origin = new URL(scriptUrl).origin;
  if (origin !== 'https://js.stripe.com') return { scripts: [origin], frames: [origin], connections: [origin] };
  return {
    scripts: [origin, 'https://*.js.stripe.com'],
    frames: [origin, 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
    connections: ['https://api.stripe.com'],
  };
}

/** Sets the security headers of an HTML answer; a policy that a page set itself stays. */
export function secure(headers: Headers): void {
  if (!headers.has('content-security-policy'))
    headers.set('content-security-policy', contentSecurityPolicy({ scripts: [], frames: [], connections: [] }));
  headers.set('x-content-type-options', 'nosniff');
  if (!headers.has('referrer-policy')) headers.set('referrer-policy', 'strict-origin-when-cross-origin');
  // The microphone is for searching by voice; the browser still asks.
  headers.set('permissions-policy', 'camera=(), microphone=(self), geolocation=(), browsing-topics=()');
  headers.set('cross-origin-opener-policy', 'same-origin');
}
