/** Slows down whoever does something too often. */
export interface RateLimit {
  /** Counts one more by a name; false: it was one too many for now. */
  allows(name: string): Promise<boolean>;
}
