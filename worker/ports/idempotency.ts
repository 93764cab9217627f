/** A caller's claim to do one request under a key. */
export interface KeyClaim {
  /** Whose key it is: keys of different callers never meet. */
  readonly scope: string;
  /** As the caller sent it. */
  readonly key: string;
  /** SHA-256 of what was asked, lower-case hex: tells a repetition from another request. */
  readonly requestSha256: string;
}

/**
 * What a claim meets: nothing (`mine`: do it, then `remember` or `leaveOpen`), the same request being done at this moment, the answer it got, or
 * another request under the same key.
 */
export type ClaimResult =
  | { readonly state: 'mine' }
  | { readonly state: 'running' }
  | { readonly state: 'answered'; readonly answer: string }
  | { readonly state: 'other_request' };

/** Requests already done, by caller and Idempotency-Key; kept for a day. */
export interface IdempotencyKeys {
  /** Claims a key. One whose request never ended (a crash) can be claimed again after `LEASE_SECONDS`. */
  claim(claim: KeyClaim): Promise<ClaimResult>;
  /** Keeps the answer of a claimed request; the first answer kept stays. */
  remember(claim: KeyClaim, answer: string): Promise<void>;
  /** Lets the same request be done again at once: it did not come to an end. Another one under the key stays refused. */
  leaveOpen(claim: KeyClaim): Promise<void>;
  /** Removes keys whose day is over; answers how many. */
  removeExpired(): Promise<number>;
}

/** How long a request that has not answered is taken to be running still. */
export const LEASE_SECONDS = 60;

/**
 * One write of a claimed request. An adapter that is given it records `step` in the transaction of the write itself, so that whoever does the request
 * again, after a crash or beside a slow first try, finds it done and gets its result.
 */
export interface WriteOnce extends KeyClaim {
  /** Which write of the request: the response key of the mutation's field. */
  readonly step: string;
}
