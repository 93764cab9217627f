/** The embedded search engine: one language's products, found, filtered, counted, ordered and explained. */
import type { CorrectedQuery } from './correct-query.ts';
import { type SearchDocument, type SellingSignals, signalsDiffer, withSelling } from './document.ts';
import type { Synonyms } from './expand-query.ts';
import { type Finds, findDocuments } from './find-documents.ts';
import { foundWords } from './highlight.ts';
import { type DocumentRow, IndexStore } from './index-store.ts';
import {
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
    const parts = this.#scored(finds, request, ranking, rules, nowMs);
    const documents = [...parts.keys()];
    const pinned = this.#pinnedDocuments(rules, request, parts);
    const selection = selectDocuments(this.store, [...pinned, ...documents], request.filters, request.facets);
    const ordered = this.#ordered(selection.chosen, request.sort, parts, rules);
    const offset = Math.max(0, Math.floor(request.offset));
    const page = ordered.slice(offset, offset + Math.min(Math.max(0, request.limit), MOST_HITS));
    return {
      total: ordered.length,
      hits: page.map((doc) => this.#hit(doc, finds, request, ranking, rules, parts, nowMs)),
      facets: selection.facets,
      didYouMean: finds.corrected?.text ?? null,
      isCorrected: finds.corrected?.isNeeded === true && ordered.length > 0,
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

  /** Final scores of documents that may be shown. */
  #scored(
    finds: Finds,
    request: SearchRequest,
    ranking: RankingRules,
    rules: readonly RankingRule[],
    nowMs: number,
  ): Map<number, number> {
    const scores = new Map<number, number>();
    const scale = this.#signalScale();
    for (const { doc, score } of finds.hits) {
      const row = this.store.rows[doc];
      if (!row || !isShownIn(row, request.market) || isHiddenBy(row, rules)) continue;
      scores.set(
        doc,
        this.#factors(row, ranking, rules, scale, nowMs).reduce((product, part) => product * part.factor, score),
      );
    }
    return scores;
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
  #pinnedDocuments(
    rules: readonly RankingRule[],
    request: SearchRequest,
    scores: ReadonlyMap<number, number>,
  ): readonly number[] {
    const ids = rules.flatMap((rule) => (rule.kind === 'pin' ? rule.productIds : []));
    return [...new Set(ids)].flatMap((id) => {
      const doc = this.store.numberOf(id);
      const row = doc === undefined ? null : this.store.rows[doc];
      return doc !== undefined && row && !scores.has(doc) && isShownIn(row, request.market) ? [doc] : [];
    });
  }

  #ordered(
    chosen: readonly number[],
    sort: SearchSort,
    scores: ReadonlyMap<number, number>,
    rules: readonly RankingRule[],
  ): readonly number[] {
    const { rows } = this.store;
    const id = (doc: number) => rows[doc]?.id ?? 0;
    if (sort.by === 'relevance') {
      const ordered = [...chosen].sort((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0) || id(a) - id(b));
      const shown = new Set(ordered);
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
    scores: ReadonlyMap<number, number>,
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
    return { id: row?.id ?? 0, score: scores.get(doc) ?? 0, highlights: {}, explanation };
  }
}
