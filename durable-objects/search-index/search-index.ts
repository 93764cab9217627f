import { DurableObject } from 'cloudflare:workers';
import { type CorrectedQuery, respelled } from '../../commerce/search/correct-query.ts';
import type { SearchDocument } from '../../commerce/search/document.ts';
import { highlight } from '../../commerce/search/highlight.ts';
import type { RankingRules } from '../../commerce/search/ranking-rules.ts';
import { SearchEngine, type Suggestion } from '../../commerce/search/search-engine.ts';
import type { SearchHit, SearchRequest, SearchResponse } from '../../commerce/search/search-request.ts';
import { encodeSnapshot, restoreSnapshot } from '../../commerce/search/snapshot.ts';
import type { SearchSettings, SearchStatus, SellingOf } from '../../worker/ports/search.ts';
import { DocumentStore } from './document-store.ts';
import { migrate } from './schema.ts';

/** Fields that are marked, with the longest texts last. */
const HIGHLIGHTED = ['title', 'brand', 'type', 'tags', 'options', 'description'] as const;
/** Documents read at once when the object wakes. */
const TOGETHER = 500;
/** So long after a change the index is kept as bytes, if as many documents changed since as make waking slow. */
const SNAPSHOT_DELAY_MS = 30_000;
const SNAPSHOT_WORTH = 300;

/**
 * One language's search index; addressed by `idFromName('locale:' + locale)`. Documents and a snapshot of the index are on disk, the index itself is in
 * memory: waking reads the snapshot and indexes only what changed after it.
 */
export class SearchIndex extends DurableObject<object> {
  readonly #documents: DocumentStore;
  #engine: SearchEngine | null = null;
  /** Documents changed since the snapshot. */
  #unkept = 0;
  /** Not part of the protocol: tests set the clock here. */
  nowMs: () => number = () => Date.now();

  constructor(ctx: DurableObjectState, env: object) {
    super(ctx, env);
    migrate(ctx.storage);
    this.#documents = new DocumentStore(ctx.storage);
  }

  /** Answers a request; null when the index was never filled. `ranking` is tried out instead of the one that is set. */
  async search(request: SearchRequest, ranking: RankingRules | null): Promise<SearchResponse | null> {
    const engine = this.#awake(request.locale);
    if (this.#documents.fact('filled') === null) return null;
    const { found, corrected, ...rest } = ranking ? engine.search(request, ranking) : engine.search(request);
    const answer = corrected === null ? rest : { ...rest, didYouMean: this.#respelled(corrected, engine) };
    if (!request.highlight) return answer;
    return { ...answer, hits: answer.hits.map((hit) => this.#marked(hit, found, engine.store.language)) };
  }

  /** What to show while somebody types; null when the index was never filled. */
  async suggest(request: SearchRequest): Promise<Suggestion | null> {
    const engine = this.#awake(request.locale);
    return this.#documents.fact('filled') === null ? null : engine.suggest(request);
  }

  /** Writes and removes documents; they are found, and no longer found, when this returns. */
  async change(locale: string, documents: readonly SearchDocument[], removed: readonly number[]): Promise<void> {
    const engine = this.#awake(locale);
    this.#documents.change(documents, removed);
    engine.put(documents);
    engine.remove(removed);
    await this.#keepSoon(documents.length + removed.length);
  }

  /** Brings signals to what the records say, a list of ids with theirs; answers the ids that are not in the index. Nothing, while it was never filled. */
  async refreshSignals(locale: string, selling: readonly SellingOf[]): Promise<readonly number[]> {
    const engine = this.#awake(locale);
    if (this.#documents.fact('filled') === null) return [];
    const { changed, missing } = engine.refresh(new Map(selling.map(({ id, signals }) => [id, signals])));
    if (changed.length > 0) this.#documents.writeFacts(changed);
    return missing;
  }

  /** Begins a rebuild: what is written from here on is of it. Everything stays findable meanwhile. Answers its number for `finishRebuild`. */
  async beginRebuild(): Promise<number> {
    return this.#documents.sequence + 1;
  }

  /** Ends a rebuild: what was not written since it began is no longer there. Answers how many documents are. */
  async finishRebuild(locale: string, begun: number): Promise<number> {
    const engine = this.#awake(locale);
    const gone = this.#documents.idsBefore(begun);
    if (gone.length > 0) {
      this.#documents.change([], gone);
      engine.remove(gone);
    }
    this.#documents.remember('filled', String(this.nowMs()));
    this.#keep(engine);
    return engine.store.size;
  }

  /** Sets synonyms and ranking. */
  async configure(locale: string, settings: SearchSettings): Promise<void> {
    this.#documents.remember('settings', JSON.stringify(settings));
    this.#apply(this.#awake(locale), settings);
  }

  async status(locale: string): Promise<SearchStatus> {
    const filled = this.#documents.fact('filled');
    return { documents: this.#awake(locale).store.size, builtAtMs: filled === null ? null : Number(filled) };
  }

  override async alarm(): Promise<void> {
    const locale = this.#documents.fact('locale');
    if (locale !== null && this.#unkept >= SNAPSHOT_WORTH) this.#keep(this.#awake(locale));
  }

  #awake(locale: string): SearchEngine {
    if (this.#engine) return this.#engine;
    const engine = new SearchEngine(locale, () => this.nowMs());
    if (this.#documents.fact('locale') === null) this.#documents.remember('locale', locale);
    const kept = this.#documents.snapshot();
    const rows = kept ? this.#documents.rows() : new Map();
    const isRestored = kept !== null && restoreSnapshot(engine.store, kept.bytes, (id) => rows.get(id));
    for (const documents of this.#documents.since(isRestored ? kept.sequence : 0, TOGETHER)) {
      engine.put(documents);
      this.#unkept += documents.length;
    }
    const settings = this.#documents.fact('settings');
    if (settings !== null) this.#apply(engine, JSON.parse(settings));
    this.#engine = engine;
    return engine;
  }

  #apply(engine: SearchEngine, settings: SearchSettings): void {
    engine.setRanking(settings.ranking);
    engine.setSynonyms(settings.synonyms);
  }

  #keep(engine: SearchEngine): void {
    this.#documents.keepSnapshot(encodeSnapshot(engine.store));
    this.#unkept = 0;
  }

  async #keepSoon(changed: number): Promise<void> {
    this.#unkept += changed;
    if (this.#unkept >= SNAPSHOT_WORTH && (await this.ctx.storage.getAlarm()) === null)
      await this.ctx.storage.setAlarm(this.nowMs() + SNAPSHOT_DELAY_MS);
  }

  #respelled(corrected: CorrectedQuery, { store }: SearchEngine): string {
    return respelled(corrected, store.language, (id) => {
      const texts = this.#documents.texts(id);
      return HIGHLIGHTED.flatMap((field) => texts[field] ?? []);
    });
  }

  #marked(hit: SearchHit, found: ReadonlySet<string>, language: string): SearchHit {
    const texts = this.#documents.texts(hit.id);
    const highlights: Record<string, string> = {};
    for (const field of HIGHLIGHTED)
      for (const text of texts[field] ?? []) {
        const html = highlight(text, found, language);
        if (html === null) continue;
        highlights[field] = html;
        break;
      }
    return { ...hit, highlights };
  }
}
