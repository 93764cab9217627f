import type { RankingRule, RankingRules, SignalWeights } from '../../commerce/search/ranking-rules.ts';
import { anySearch, type SearchResponse } from '../../commerce/search/search-request.ts';
import { readSynonyms } from '../../commerce/search/synonyms.ts';
import type { RuleDraft, SynonymRecord } from '../ports/search-records.ts';
import { configureSearch, type IndexSearchDeps } from './index-search.ts';

/** Why a setting was refused; `field` is the input's. */
export type SearchEditRefusal =
  | { readonly ok: false; readonly reason: 'not_found' }
  | { readonly ok: false; readonly reason: 'invalid'; readonly field: string; readonly message: string };

const MOST_PINS = 100;
const LONGEST_TEXT = 200;

const invalid = (field: string, message: string): SearchEditRefusal => ({
  ok: false,
  reason: 'invalid',
  field,
  message,
});

/** What is wrong with a rule, the first of it; null when nothing is. */
export function ruleProblem(rule: RuleDraft): SearchEditRefusal | null {
  const hasValue = rule.valueName !== null && rule.value !== null;
  if (rule.productIds.length === 0 && !hasValue)
    return invalid('productIds', 'Name products, or a value that products have.');
  if (rule.productIds.length > MOST_PINS) return invalid('productIds', `At most ${MOST_PINS} products.`);
  if (rule.kind === 'pin' && rule.productIds.length === 0) return invalid('productIds', 'A pin names its products.');
  if (rule.query !== null && (rule.query.trim() === '' || rule.query.length > LONGEST_TEXT))
    return invalid('query', `A query has 1 to ${LONGEST_TEXT} characters.`);
  if (!Number.isInteger(rule.position) || rule.position < 1 || rule.position > 1000)
    return invalid('position', 'A position lies between 1 and 1000.');
  if (!(rule.factor >= 0 && rule.factor <= 100))
    return invalid('factorPercent', 'A factor lies between 0 and 10000 percent.');
  if (rule.startsAtMs !== null && rule.endsAtMs !== null && rule.endsAtMs <= rule.startsAtMs)
    return invalid('endsAt', 'It must end after it begins.');
  return null;
}

/** Adds (id null) or replaces a rule and tells every index. */
export async function saveSearchRule(
  deps: IndexSearchDeps,
  id: number | null,
  rule: RuleDraft,
): Promise<{ readonly ok: true; readonly rule: RankingRule } | SearchEditRefusal> {
  const problem = ruleProblem(rule);
  if (problem) return problem;
  const saved = await deps.searchRecords.saveRule(id, rule);
  if (!saved) return { ok: false, reason: 'not_found' };
  await configureSearch(deps);
  return { ok: true, rule: saved };
}

/** Takes a rule away and tells every index. */
export async function deleteSearchRule(
  deps: IndexSearchDeps,
  id: number,
): Promise<{ readonly ok: true } | SearchEditRefusal> {
  if (!(await deps.searchRecords.deleteRule(id))) return { ok: false, reason: 'not_found' };
  await configureSearch(deps);
  return { ok: true };
}

/** Adds (id null) or replaces a line of synonyms and tells the indexes of its language, or all. */
export async function saveSearchSynonyms(
  deps: IndexSearchDeps,
  id: number | null,
  locale: string | null,
  line: string,
): Promise<{ readonly ok: true; readonly synonyms: SynonymRecord } | SearchEditRefusal> {
  if (line.length > LONGEST_TEXT) return invalid('line', `A line has at most ${LONGEST_TEXT} characters.`);
  if (readSynonyms([line], locale ?? '').size === 0)
    return invalid(
      'line',
      'Write words that mean the same with commas between them, or “these => those” for one way only.',
    );
  const saved = await deps.searchRecords.saveSynonyms(id, locale, line);
  if (!saved) return { ok: false, reason: 'not_found' };
  await configureSearch(deps);
  return { ok: true, synonyms: saved };
}

/** Takes a line of synonyms away and tells the indexes. */
export async function deleteSearchSynonyms(
  deps: IndexSearchDeps,
  id: number,
): Promise<{ readonly ok: true } | SearchEditRefusal> {
  if (!(await deps.searchRecords.deleteSynonyms(id))) return { ok: false, reason: 'not_found' };
  await configureSearch(deps);
  return { ok: true };
}

/** Sets how much signals count, each 0..1, and tells every index. */
export async function saveSearchWeights(
  deps: IndexSearchDeps,
  ranking: Pick<RankingRules, 'weights' | 'newnessHalfLifeDays'>,
): Promise<{ readonly ok: true } | SearchEditRefusal> {
  for (const [name, weight] of Object.entries(ranking.weights))
    if (!(weight >= 0 && weight <= 1)) return invalid(name, 'A weight lies between 0 and 100 percent.');
  if (
    !Number.isInteger(ranking.newnessHalfLifeDays) ||
    ranking.newnessHalfLifeDays < 1 ||
    ranking.newnessHalfLifeDays > 3650
  )
    return invalid('newnessHalfLifeDays', 'Days lie between 1 and 3650.');
  await deps.searchRecords.saveWeights(ranking);
  await configureSearch(deps);
  return { ok: true };
}

export interface PreviewRequest {
  readonly locale: string;
  readonly query: string;
  readonly collectionId: number | null;
  readonly limit: number;
  /** Weights to try out; null: those that are set. */
  readonly weights: SignalWeights | null;
  /** Null: as it is set. */
  readonly newnessHalfLifeDays: number | null;
  /** A rule to try out beside those that are set; null: none. */
  readonly rule: RuleDraft | null;
}

/** What a search shows with settings that nobody has saved yet, each score explained; null while there is no index. */
export async function previewSearch(deps: IndexSearchDeps, wanted: PreviewRequest): Promise<SearchResponse | null> {
  const { ranking } = await deps.searchRecords.read();
  const tried: RankingRules = {
    weights: wanted.weights ?? ranking.weights,
    newnessHalfLifeDays: wanted.newnessHalfLifeDays ?? ranking.newnessHalfLifeDays,
    rules: wanted.rule ? [...ranking.rules, { id: 0, ...wanted.rule }] : ranking.rules,
  };
  const { locale, query, collectionId, limit } = wanted;
  const request = { ...anySearch(locale, query), collectionId, limit, highlight: true, explain: true };
  const answer = await deps.search.search(
    collectionId === null
      ? request
      : { ...request, filters: [{ kind: 'values', name: 'collection', values: [String(collectionId)] }] },
    tried,
  );
  return answer.ok ? answer : null;
}
