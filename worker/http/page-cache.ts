/**
 * The page cache's policy where the platform's own layer is absent (local workerd): fresh for `s-maxage`, then served stale while one
 * request renders anew, forgotten by tag. On Cloudflare, Workers Caching does the same from the same headers before the Worker runs.
 * Source: https://developers.cloudflare.com/workers/cache/configuration/
 */

/** What the platform's cache object must do; `ctx.cache` and `cloudflare:workers` both have it. */
export interface TagPurge {
  purge(options: { tags: string[] }): Promise<unknown>;
}

const STORED_AT = 'x-stored-at-ms';

interface Policy {
  readonly freshMs: number;
  readonly staleMs: number;
}

/** Freshness of a response; null when it may not be shared: not public, no lifetime, a cookie, or not 200. */
export function policyOf(response: Response): Policy | null {
  const control = response.headers.get('cache-control') ?? '';
  if (response.status !== 200 || response.headers.has('set-cookie') || /no-store|private/.test(control)) return null;
  const seconds = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(control)?.[1] ?? 0);
  const freshMs = seconds('s-maxage') * 1000;
  return freshMs > 0 ? { freshMs, staleMs: seconds('stale-while-revalidate') * 1000 } : null;
}

/** Pages of one isolate's cache name. */
export class PageCache {
  readonly #cache: () => Promise<Cache>;
  readonly #nowMs: () => number;
  /** When a tag was last purged; a page stored before that is gone. */
  readonly #purgedAtMs = new Map<string, number>();
  readonly #rendering = new Map<string, Promise<void>>();

  constructor(open: () => Promise<Cache>, nowMs: () => number) {
    this.#cache = open;
    this.#nowMs = nowMs;
  }

  /** Forgets every page that carries one of the tags. */
  purge(tags: readonly string[]): void {
    for (const tag of tags) this.#purgedAtMs.set(tag, this.#nowMs());
  }

  /** Answers a GET from the cache or renders it; at most one background rendering per address. */
  async respond(
    request: Request,
    render: (request: Request) => Promise<Response>,
    waitUntil: (work: Promise<unknown>) => void,
  ): Promise<Response> {
    if (request.method !== 'GET') return render(request);
    const cache = await this.#cache();
    const key = new Request(request.url);
    const stored = await cache.match(key);
    if (stored) {
      const age = this.#nowMs() - Number(stored.headers.get(STORED_AT));
      const policy = policyOf(stored);
      const purged = this.#isPurged(stored);
      if (policy && !purged && age < policy.freshMs) return marked(stored, 'HIT', age);
      if (policy && !purged && age < policy.freshMs + policy.staleMs) {
        waitUntil(this.#refresh(cache, key, request, render));
        return marked(stored, 'STALE', age);
      }
    }
    const beganMs = this.#nowMs();
    const response = await render(request);
    if (!policyOf(response)) return response;
    waitUntil(this.#store(cache, key, response.clone(), beganMs));
    return marked(response, 'MISS', 0);
  }

  #isPurged(stored: Response): boolean {
    const at = Number(stored.headers.get(STORED_AT));
    return (stored.headers.get('cache-tag') ?? '')
      .split(',')
      .some((tag) => (this.#purgedAtMs.get(tag.trim()) ?? 0) >= at);
  }

  #refresh(
    cache: Cache,
    key: Request,
    request: Request,
    render: (request: Request) => Promise<Response>,
  ): Promise<void> {
    const under = this.#rendering.get(key.url);
    if (under) return under;
    const beganMs = this.#nowMs();
    const work = render(request)
      .then((response) => (policyOf(response) ? this.#store(cache, key, response, beganMs) : undefined))
      .finally(() => this.#rendering.delete(key.url));
    this.#rendering.set(key.url, work);
    return work;
  }

  /** `beganMs`: what was purged since the page was begun may be in it as it was, so that is when it counts as stored. */
  async #store(cache: Cache, key: Request, response: Response, beganMs: number): Promise<void> {
    const policy = policyOf(response);
    if (!policy) return;
    const copy = new Response(response.body, response);
    copy.headers.set(STORED_AT, String(beganMs));
    // The stored copy must outlive its fresh time to be served stale; the policy above still reads s-maxage.
    copy.headers.set(
      'cache-control',
      `public, max-age=${Math.ceil((policy.freshMs + policy.staleMs) / 1000)}, s-maxage=${policy.freshMs / 1000}, stale-while-revalidate=${policy.staleMs / 1000}`,
    );
    await cache.put(key, copy);
  }
}

function marked(response: Response, state: 'HIT' | 'STALE' | 'MISS', ageMs: number): Response {
  const copy = new Response(response.body, response);
  copy.headers.delete(STORED_AT);
  copy.headers.set('x-cache', state);
  copy.headers.set('age', String(Math.floor(ageMs / 1000)));
  // Browsers revalidate each time: freshness is the edge's business.
  const policy = policyOf(response);
  if (policy)
    copy.headers.set(
      'cache-control',
      `public, max-age=0, s-maxage=${policy.freshMs / 1000}, stale-while-revalidate=${policy.staleMs / 1000}`,
    );
  return copy;
}
