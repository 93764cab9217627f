/** The embedded search engine: one language's products, found, filtered, counted, ordered and explained. */
import type { CorrectedQuery } from './correct-query.ts';
import { type SearchDocument, type SellingSignals, signalsDiffer, withSelling } from './document.ts';
import type { Synonyms } from './expand-query.ts';
import { type Finds, findDocuments } from './find-documents.ts';
import { foundWords } from './highlight.ts';
import { type DocumentRow, IndexStore } from './index-store.ts';
import { nthBest } from './nth-best.ts';
import {
  eachSignal,
  isHiddenBy,
  placePins,
  type RankingRule,
  type RankingRules,
  ruleParts,
  rulesFor,
  type SignalScale,
  signalParts,
  signalScale,
  TEXT_ONLY_RANKING,
} from './ranking-rules.ts';
import {
  MOST_HITS,
  type ScorePart,
  type SearchRequest,
  type SearchResponse,
  type SearchSort,
} from './search-request.ts';
import { isShownIn, selectDocuments } from './select-documents.ts';
import { readSynonyms } from './synonyms.ts';
import { wordsInOrder } from './tokenise.ts';
import { TUNING, type Tuning } from './tuning.ts';

/** An answer, and what is needed to mark its finds in texts that the engine does not keep. */
export interface EngineAnswer extends SearchResponse {
  readonly found: ReadonlySet<string>;
  /** Of `didYouMean`: its words as the index has them, to be written as texts write them. */
  readonly corrected: CorrectedQuery | null;
}

/** What is shown while somebody types. */
export interface Suggestion {
  readonly ids: readonly number[];
  readonly completions: readonly string[];
  readonly didYouMean: string | null;
}

/** How many of the best are looked at closely (where their words stand to one another), and how many are answered at all. */
interface SearchEffort {
  readonly lookedAt: number;
  readonly most: number;
}
const THOROUGH: SearchEffort = { lookedAt: 200, most: Number.POSITIVE_INFINITY };
/** While somebody types only the first few are shown. */
const QUICK: SearchEffort = { lookedAt: 40, most: 200 };
const COMPLETIONS = 8;

export class SearchEngine {
  readonly store: IndexStore;
  readonly #nowMs: () => number;
  readonly #tuning: Tuning;
  #ranking: RankingRules = TEXT_ONLY_RANKING;
  #synonyms: Synonyms = new Map();
  #scale: { readonly of: number; readonly scale: SignalScale } | null = null;

  constructor(locale: string, nowMs: () => number, tuning: Tuning = TUNING) {
    this.store = new IndexStore(locale);
    this.#nowMs = nowMs;
    this.#tuning = tuning;
  }

  put(documents: readonly SearchDocument[]): void {
    this.store.put(documents);
  }

  remove(ids: readonly number[]): void {
    this.store.remove(ids);
  }

  /** Brings signals to what the records say; answers the rows that changed by enough to matter, and the ids it does not have. */
  refresh(selling: ReadonlyMap<number, SellingSignals>): {
    readonly changed: readonly DocumentRow[];
    readonly missing: readonly number[];
  } {
    const changed: DocumentRow[] = [];
    const missing: number[] = [];
    for (const [id, signals] of selling) {
      const doc = this.store.numberOf(id);
      const before = doc === undefined ? null : this.store.rows[doc];
      if (!before) missing.push(id);
      else if (signalsDiffer(before.signals, signals)) {
        const row = this.store.setSignals(id, withSelling(before.signals, signals));
        if (row) changed.push(row);
      }
    }
    return { changed, missing };
  }

  setRanking(ranking: RankingRules): void {
    this.#ranking = ranking;
  }

  /** Each line of words that mean the same, or `a => b` where only a means b too. */
  setSynonyms(lines: readonly string[]): void {
    this.#synonyms = readSynonyms(lines, this.store.language);
  }

  /** Answers a request; pages beyond the end are empty. */
  search(request: SearchRequest, ranking: RankingRules = this.#ranking, effort: SearchEffort = THOROUGH): EngineAnswer {
    const nowMs = this.#nowMs();
    const finds = findDocuments(this.store, request.query, request.currency, {
      synonyms: this.#synonyms,
      prefix: request.prefix,
      typos: true,
      tuning: this.#tuning,
      ...effort,
    });
    const rules = rulesFor(ranking, request, nowMs);
    const { documents, scores } = this.#scored(finds, request, ranking, rules, nowMs);
    const pinned = this.#pinnedDocuments(rules, request, scores);
    const found = pinned.length > 0 ? [...pinned, ...documents] : documents;
    const { chosen, facets } = selectDocuments(this.store, found, request.filters, request.facets);
    const offset = Math.max(0, Math.floor(request.offset));
    const until = offset + Math.min(Math.max(0, request.limit), MOST_HITS);
    const page = this.#ordered(chosen, request.sort, scores, rules, until).slice(offset, until);
    return {
      total: chosen.length,
      hits: page.map((doc) => this.#hit(doc, finds, request, ranking, rules, scores, nowMs)),
      facets,
      didYouMean: finds.corrected?.text ?? null,
      isCorrected: finds.corrected?.isNeeded === true && chosen.length > 0,
      corrected: finds.corrected,
      found: request.highlight ? foundWords(finds.words, this.store.vocabulary) : new Set(),
    };
  }

  /**
   * What to show while somebody types: the best products of what the words begin, and ways to complete the last word, most used first. Neither facets nor
   * highlights are made.
   */
  suggest(request: SearchRequest): Suggestion {
    const answer = this.search(
      { ...request, prefix: 'always', facets: [], highlight: false, explain: false },
      this.#ranking,
      QUICK,
    );
    return {
      ids: answer.hits.map((hit) => hit.id),
      didYouMean: answer.didYouMean,
      completions: this.#completions(request.query),
    };
  }

  #completions(query: string): readonly string[] {
    const last = wordsInOrder(query, this.store.language).at(-1);
    if (last === undefined || !/[\p{L}\p{N}]$/u.test(query)) return [];
    const { vocabulary } = this.store;
    const head = query.slice(0, query.toLowerCase().lastIndexOf(last));
    return vocabulary.beginningWith(last, COMPLETIONS).map((term) => `${head}${vocabulary.wordOf(term)}`);
  }

  /** Documents that may be shown with their final scores, by document; NaN for others. */
  #scored(
    finds: Finds,
    request: SearchRequest,
    ranking: RankingRules,
    rules: readonly RankingRule[],
    nowMs: number,
  ): { readonly documents: readonly number[]; readonly scores: Float64Array } {
    const { rows } = this.store;
    const scores = new Float64Array(rows.length).fill(Number.NaN);
    const documents: number[] = [];
    const scale = this.#signalScale();
    let product = 1;
    const multiply = (_name: string, _value: number, factor: number) => {
      product *= factor;
    };
    for (const { doc, score } of finds.hits) {
      const row = rows[doc];
      if (!row || !isShownIn(row, request.market) || (rules.length > 0 && isHiddenBy(row, rules))) continue;
      product = score;
      eachSignal(row, ranking, scale, nowMs, multiply);
      if (rules.length > 0) for (const { factor } of ruleParts(row, rules)) product *= factor;
      scores[doc] = product;
      documents.push(doc);
    }
    return { documents, scores };
  }

  #factors(
    row: DocumentRow,
    ranking: RankingRules,
    rules: readonly RankingRule[],
    scale: SignalScale,
    nowMs: number,
  ): readonly ScorePart[] {
    return [...signalParts(row, ranking, scale, nowMs), ...ruleParts(row, rules)];
  }

  #signalScale(): SignalScale {
    const of = this.store.changes;
    if (this.#scale?.of !== of) this.#scale = { of, scale: signalScale(this.store.rows) };
    return this.#scale.scale;
  }

  /** Pinned products that the words alone do not find. */
  #pinnedDocuments(rules: readonly RankingRule[], request: SearchRequest, scores: Float64Array): readonly number[] {
    const ids = rules.flatMap((rule) => (rule.kind === 'pin' ? rule.productIds : []));
    return [...new Set(ids)].flatMap((id) => {
      const doc = this.store.numberOf(id);
      const row = doc === undefined ? null : this.store.rows[doc];
      return doc !== undefined && row && Number.isNaN(scores[doc]) && isShownIn(row, request.market) ? [doc] : [];
    });
  }

  /** Documents in their order, at least the first `until` of them. */
  #ordered(
    chosen: readonly number[],
    sort: SearchSort,
    scores: Float64Array,
    rules: readonly RankingRule[],
    until: number,
  ): readonly number[] {
    const { rows } = this.store;
    const id = (doc: number) => rows[doc]?.id ?? 0;
    if (sort.by === 'relevance') {
      const score = (doc: number) => scores[doc] || 0;
      const pins = rules.flatMap((rule) => (rule.kind === 'pin' ? rule.productIds : [])).length;
      const ordered = foremost(chosen, score, until + pins).sort((a, b) => score(b) - score(a) || id(a) - id(b));
      if (pins === 0) return ordered;
      const shown = new Set(chosen);
      const isChosen = (one: number) => shown.has(this.store.numberOf(one) ?? -1);
      return placePins(ordered.map(id), rules, isChosen).flatMap((one) => this.store.numberOf(one) ?? []);
    }
    const sign = sort.descending ? -1 : 1;
    if (sort.by === 'title') {
      const collator = new Intl.Collator(this.store.language || 'en', { sensitivity: 'base', numeric: true });
      return [...chosen].sort(
        (a, b) => sign * collator.compare(rows[a]?.title ?? '', rows[b]?.title ?? '') || id(a) - id(b),
      );
    }
    const pick = sort.descending ? Math.max : Math.min;
    const keys = new Map(chosen.map((doc) => [doc, pick(...(rows[doc]?.numbers[sort.name] ?? [Number.NaN]))]));
    const key = (doc: number) => keys.get(doc) ?? Number.NaN;
    return [...chosen].sort((a, b) => {
      const [left, right] = [key(a), key(b)];
      if (Number.isNaN(left) || Number.isNaN(right))
        return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || id(a) - id(b);
      return sign * (left - right) || id(a) - id(b);
    });
  }

  #hit(
    doc: number,
    finds: Finds,
    { explain }: SearchRequest,
    ranking: RankingRules,
    rules: readonly RankingRule[],
    scores: Float64Array,
    nowMs: number,
  ) {
    const row = this.store.rows[doc];
    const text = explain ? (finds.hits.find((hit) => hit.doc === doc)?.score ?? 0) : 0;
    const explanation: readonly ScorePart[] =
      explain && row
        ? [
            { name: 'text', value: text, factor: text },
            ...this.#factors(row, ranking, rules, this.#signalScale(), nowMs),
            ...rules.flatMap((rule) =>
              rule.kind === 'pin' && rule.productIds.includes(row.id)
                ? [{ name: `pin ${rule.id}`, value: rule.position, factor: 1 }]
                : [],
            ),
          ]
        : [];
    return { id: row?.id ?? 0, score: scores[doc] || 0, highlights: {}, explanation };
  }
}

/** The documents with the best `count` scores and those as good as the last of these, in no order; a copy. */
function foremost(docs: readonly number[], scoreOf: (doc: number) => number, count: number): number[] {
  // Sorting a few more costs less than finding out which they are.
  if (docs.length <= count * 2) return [...docs];
  const scores = new Float64Array(docs.length);
  for (let at = 0; at < docs.length; at += 1) scores[at] = scoreOf(docs[at] ?? 0);
  const least = nthBest(scores, count);
  return docs.filter((_doc, at) => (scores[at] ?? 0) >= least);
}
