/** A kept answer. */
interface Entry {
  readonly text: string;
  readonly tags: ReadonlySet<string>;
  /** The tags as a header value. */
  readonly tagList: string;
  readonly expiresAtMs: number;
}

/** How much an isolate keeps; answers average a few kilobytes. */
const MAX_CHARACTERS = 24_000_000;

/**
 * Answers of anonymous reads by request, kept in the isolate. Fresh for a bounded time and purged by tag when something changes, so an
 * isolate that missed a purge is stale for at most `freshMs`.
 */
export class ResponseCache {
  readonly #entries = new Map<string, Entry>();
  #characters = 0;
  #purges = 0;
  readonly #freshMs: number;

  constructor(freshMs: number) {
    this.#freshMs = freshMs;
  }

  /** The kept answer, or null when none is fresh. */
  get(key: string, nowMs: number): { readonly text: string; readonly tags: string } | null {
    const entry = this.#entries.get(key);
    if (!entry) return null;
    if (entry.expiresAtMs > nowMs) return { text: entry.text, tags: entry.tagList };
    this.#drop(key, entry);
    return null;
  }

  /** Keeps an answer; the oldest leave when the isolate's share is full. */
  set(key: string, text: string, tags: ReadonlySet<string>, nowMs: number): void {
    const old = this.#entries.get(key);
    if (old) this.#drop(key, old);
    this.#entries.set(key, { text, tags, tagList: [...tags].join(','), expiresAtMs: nowMs + this.#freshMs });
    this.#characters += key.length + text.length;
    for (const [oldest, entry] of this.#entries) {
      if (this.#characters <= MAX_CHARACTERS) break;
      this.#drop(oldest, entry);
    }
  }

  /** How often something was purged: an answer begun before a purge may hold what the purge was for, and must not be kept. */
  get purges(): number {
    return this.#purges;
  }

  /** Forgets every answer made from one of the tagged entities. */
  purge(tags: readonly string[]): void {
    this.#purges += 1;
    for (const [key, entry] of this.#entries) {
      if (tags.some((tag) => entry.tags.has(tag))) this.#drop(key, entry);
    }
  }

  #drop(key: string, entry: Entry): void {
    if (this.#entries.delete(key)) this.#characters -= key.length + entry.text.length;
  }
}
