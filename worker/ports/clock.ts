/** Time and chance, injected so that rules and tests decide them. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
}

/** Source of unique names. */
export interface Ids {
  /** 32 lower-case hex characters, unguessable. */
  token(): string;
  /** Positive safe integer, unique across objects: milliseconds since 2026 times 4,096 plus chance. */
  number(): number;
}
