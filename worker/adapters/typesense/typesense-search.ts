import { Errors, Client as TypesenseClient } from 'typesense';
import type { SearchDocument } from '../../../commerce/search/document.ts';
import { type RankingRules, TEXT_ONLY_RANKING } from '../../../commerce/search/ranking-rules.ts';
import type { SearchRequest, SearchResponse } from '../../../commerce/search/search-request.ts';
import { languageOf } from '../../../commerce/search/tokenise.ts';
import type { DocumentBatches, Search, SearchFailure, SearchSettings, SellingOf } from '../../ports/search.ts';
import { answerSchema, SearchPlan, type TypesenseAnswer } from './search-plan.ts';
import { abilitiesOf, type TypesenseAbilities } from './typesense-abilities.ts';
import { SEARCHED, typesenseProduct } from './typesense-fields.ts';
import { writeSettings } from './typesense-settings.ts';

export interface TypesenseOptions {
  /** Address of a node or load balancer, such as https://search.example:443. */
  readonly url: string;
  readonly apiKey: string;
  /** Begins the names of collections, aliases and sets, so that shops can share a cluster. */
  readonly prefix: string;
  readonly nowMs: () => number;
  readonly report: (line: string, error: unknown) => void;
  readonly timeoutSeconds?: number;
  /** What merchants set of a language, for isolates that were not told: synonyms are in the cluster, rules and weights come with each search. */
  readonly settingsOf?: (locale: string) => Promise<SearchSettings>;
}

interface Remembered {
  settings: SearchSettings;
  /** When they were set or read; they are read again after a minute. */
  settingsAtMs: number;
  /** Fields of the collection behind the alias; null: to be asked. */
  fields: ReadonlySet<string> | null;
}

const SETTINGS_FRESH_MS = 60_000;
/** Documents deleted at once. */
const DELETED_TOGETHER = 250;
const LOCALES_WITHOUT_BLANKS = new Set(['ja', 'zh', 'th', 'ko']);
const IMPORT_TOGETHER = 500;

/** The Search port over a Typesense cluster: one collection per language behind an alias, exchanged for a new one by a rebuild. */
export class TypesenseSearch implements Search {
  readonly client: TypesenseClient;
  readonly #options: TypesenseOptions;
  readonly #known = new Map<string, Remembered>();
  #abilities: TypesenseAbilities | null = null;

  constructor(options: TypesenseOptions) {
    this.#options = options;
    this.client = new TypesenseClient({
      nodes: [{ url: options.url }],
      apiKey: options.apiKey,
      connectionTimeoutSeconds: options.timeoutSeconds ?? 3,
      numRetries: 1,
      retryIntervalSeconds: 0.1,
      // Workers have no sockets of Node's kind.
      axiosAdapter: 'fetch',
      logLevel: 'silent',
    });
  }

  /** What the server can do; asked once. */
  async abilities(): Promise<TypesenseAbilities> {
    this.#abilities ??= abilitiesOf((await this.client.debug.retrieve()).version);
    return this.#abilities;
  }

  aliasOf(locale: string): string {
    return `${this.#options.prefix}products_${locale.toLowerCase().replace(/[^a-z0-9]/g, '_')}`;
  }

  async search(request: SearchRequest, ranking?: RankingRules) {
    try {
      return { ok: true, ...(await this.#answer(request, ranking)) } as const;
    } catch (error) {
      return this.#failure('a search', error);
    }
  }

  async suggest(request: SearchRequest) {
    const answer = await this.search({ ...request, prefix: 'always', facets: [], highlight: false, explain: false });
    return answer.ok
      ? ({ ok: true, ids: answer.hits.map((hit) => hit.id), completions: [], didYouMean: null } as const)
      : answer;
  }

  async change(locale: string, documents: readonly SearchDocument[], removed: readonly number[]): Promise<void> {
    const alias = this.aliasOf(locale);
    const hidden = documents.filter((one) => one.isHidden === true).map((one) => one.id);
    await this.#import(alias, locale, documents);
    const gone = [...removed, ...hidden];
    for (let at = 0; at < gone.length; at += DELETED_TOGETHER)
      await this.client
        .collections(alias)
        .documents()
        .delete({ filter_by: `id:=[${gone.slice(at, at + DELETED_TOGETHER).join(', ')}]` });
    this.#remembered(locale).fields = null;
  }

  /** Only popularity is kept of how products sell: what sorts is decided by the server. */
  async refreshSignals(locale: string, selling: readonly SellingOf[]): Promise<readonly number[]> {
    const alias = this.aliasOf(locale);
    if (selling.length === 0 || (await this.#target(alias)) === null) return [];
    const missing: number[] = [];
    for (let at = 0; at < selling.length; at += IMPORT_TOGETHER) {
      const some = selling.slice(at, at + IMPORT_TOGETHER);
      const outcomes = await this.client
        .collections(alias)
        .documents()
        .import(
          some.map(({ id, signals }) => ({ id: String(id), popularity: signals.popularity ?? 0 })),
          { action: 'update', throwOnFail: false },
        );
      outcomes.forEach(({ success }, index) => {
        const one = some[index];
        if (!success && one) missing.push(one.id);
      });
    }
    return missing;
  }

  async rebuild(locale: string, batches: DocumentBatches): Promise<number> {
    const alias = this.aliasOf(locale);
    const before = await this.#target(alias);
    const name = `${alias}_${this.#options.nowMs()}_${(before ?? '').length % 7}`;
    await this.client.collections().create(await this.#schema(name, locale));
    let count = 0;
    for await (const documents of batches()) {
      await this.#import(name, locale, documents);
      count += documents.length;
    }
    const remembered = this.#remembered(locale);
    const settings = await this.#settings(locale);
    await writeSettings(this.client, name, alias, settings, languageOf(locale), await this.abilities());
    await this.client.aliases().upsert(alias, { collection_name: name });
    remembered.fields = null;
    if (before !== null) await this.client.collections(before).delete();
    return count;
  }

  async configure(locale: string, settings: SearchSettings): Promise<void> {
    const alias = this.aliasOf(locale);
    const remembered = this.#remembered(locale);
    remembered.settings = settings;
    remembered.settingsAtMs = this.#options.nowMs();
    const target = await this.#target(alias);
    if (target !== null)
      await writeSettings(this.client, target, alias, settings, languageOf(locale), await this.abilities());
  }

  async status(locale: string) {
    const target = await this.#target(this.aliasOf(locale));
    if (target === null) return { documents: 0, builtAtMs: null };
    const { num_documents: documents, created_at: createdAt } = await this.client.collections(target).retrieve();
    return { documents, builtAtMs: createdAt * 1000 };
  }

  /**
   * A key for a browser that asks the server itself: only reads, only products of a market, until it expires. Made of a search-only key without asking
   * the server.
   */
  scopedKey(searchOnlyKey: string, market: string, expiresAtMs: number): string {
    return this.client.keys().generateScopedSearchKey(searchOnlyKey, {
      filter_by: `markets:=[\`${market.replaceAll('`', '')}\`, \`*\`]`,
      expires_at: Math.floor(expiresAtMs / 1000),
    });
  }

  #remembered(locale: string): Remembered {
    const known = this.#known.get(locale) ?? {
      settings: { synonyms: [], ranking: TEXT_ONLY_RANKING },
      settingsAtMs: Number.NEGATIVE_INFINITY,
      fields: null,
    };
    this.#known.set(locale, known);
    return known;
  }

  /** What merchants set, as this isolate was told or reads it; what it had while the records are away. */
  async #settings(locale: string): Promise<SearchSettings> {
    const remembered = this.#remembered(locale);
    const nowMs = this.#options.nowMs();
    const { settingsOf, report } = this.#options;
    if (settingsOf && nowMs - remembered.settingsAtMs > SETTINGS_FRESH_MS) {
      remembered.settingsAtMs = nowMs;
      try {
        remembered.settings = await settingsOf(locale);
      } catch (error) {
        report('typesense: what merchants set could not be read', error);
      }
    }
    return remembered.settings;
  }

  #failure(what: string, error: unknown): SearchFailure {
    if (error instanceof Errors.ObjectNotFound || (error instanceof Error && /not found/i.test(error.message)))
      return { ok: false, reason: 'empty' };
    // Its words only: the client's errors carry the request, with the key in its headers.
    const problem = error instanceof Error ? error.message : String(error);
    this.#options.report(`typesense: ${what} failed`, problem);
    return { ok: false, reason: 'unavailable', problem };
  }

  async #target(alias: string): Promise<string | null> {
    try {
      return (await this.client.aliases(alias).retrieve()).collection_name;
    } catch (error) {
      if (error instanceof Errors.ObjectNotFound) return null;
      throw error;
    }
  }

  async #schema(name: string, locale: string) {
    const language = languageOf(locale);
    const { stemming } = await this.abilities();
    const text = {
      type: 'string[]',
      optional: true,
      ...(LOCALES_WITHOUT_BLANKS.has(language) ? { locale: language } : {}),
      ...(stemming ? { stem: true, locale: language } : {}),
    } as const;
    return {
      name,
      fields: [
        ...SEARCHED.map(([field]) =>
          field === 'codes' || field === 'words'
            ? { name: field, type: 'string[]' as const, optional: true }
            : { name: field, ...text },
        ),
        { name: 'title_sort', type: 'string' as const, sort: true },
        { name: 'markets', type: 'string[]' as const, facet: true },
        { name: 'popularity', type: 'float' as const },
        { name: 'stock', type: 'int32' as const },
        { name: 'v_.*', type: 'string[]' as const, facet: true, optional: true },
        { name: 'n_.*', type: 'float[]' as const, facet: true, optional: true },
        { name: 'min_.*', type: 'float' as const, optional: true },
        { name: 'max_.*', type: 'float' as const, optional: true },
      ],
    };
  }

  async #import(collection: string, locale: string, documents: readonly SearchDocument[]): Promise<void> {
    const language = languageOf(locale);
    const shown = documents.filter((one) => one.isHidden !== true);
    for (let at = 0; at < shown.length; at += IMPORT_TOGETHER)
      await this.client
        .collections(collection)
        .documents()
        .import(
          shown.slice(at, at + IMPORT_TOGETHER).map((one) => typesenseProduct(one, language)),
          { action: 'upsert' },
        );
  }

  async #fields(locale: string): Promise<ReadonlySet<string>> {
    const remembered = this.#remembered(locale);
    if (remembered.fields) return remembered.fields;
    const { fields } = await this.client.collections(this.aliasOf(locale)).retrieve();
    const names = new Set(fields.map((field) => field.name));
    remembered.fields = names;
    return names;
  }

  async #answer(request: SearchRequest, tried: RankingRules | undefined): Promise<SearchResponse> {
    const ranking = tried ?? (await this.#settings(request.locale)).ranking;
    const fields = await this.#fields(request.locale);
    const plan = new SearchPlan(request, ranking, fields, this.aliasOf(request.locale), this.#options.nowMs());
    const first = await this.#perform(plan.searches(request.prefix === 'always'));
    const isNothing = (first[0]?.found ?? 0) === 0 && request.prefix === 'unknown' && plan.query.q !== '*';
    return plan.read(isNothing ? await this.#perform(plan.searches(true)) : first);
  }

  async #perform(searches: readonly Readonly<Record<string, unknown>>[]): Promise<readonly TypesenseAnswer[]> {
    const { results } = await this.client.multiSearch.perform<Record<string, unknown>[]>(
      { searches: searches.map((one) => ({ ...one })) },
      {},
    );
    const answers = results.map((one) => answerSchema.parse(one));
    const failed = answers.find((one) => one.error !== undefined);
    if (failed) throw new Error(`${failed.code} ${failed.error}`);
    return answers;
  }
}
