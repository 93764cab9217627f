/** What a server can do, by its version. */
export interface TypesenseAbilities {
  /** `stem: true` in fields. */
  readonly stemming: boolean;
  /** Synonyms and curations are sets of their own that collections name, instead of parts of a collection. */
  readonly sets: boolean;
}

/** Stemming came with 26, sets with 30; versions before 26 were numbered 0.x. */
const STEMMING_SINCE = 26;
const SETS_SINCE = 30;

/** Reads a version such as `0.24.1` or `30.1` as /debug tells it; unreadable ones (a build of the main branch is called `nightly`) count as newest. */
export function abilitiesOf(version: string): TypesenseAbilities {
  const major = /^v?(\d+)\./.exec(version)?.[1];
  const number = major === undefined ? Number.POSITIVE_INFINITY : Number(major);
  return { stemming: number >= STEMMING_SINCE, sets: number >= SETS_SINCE };
}
