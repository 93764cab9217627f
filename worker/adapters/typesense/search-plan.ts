import { z } from 'zod';
import { escapeHtml } from '../../../commerce/search/highlight.ts';
import { type RankingRules, rulesFor } from '../../../commerce/search/ranking-rules.ts';
import {
  MOST_FACET_VALUES,
  MOST_HITS,
  type SearchFacet,
  type SearchHit,
  type SearchRequest,
  type SearchResponse,
} from '../../../commerce/search/search-request.ts';
import { numberField, SEARCHED, valueField } from './typesense-fields.ts';
import { filterBy, sortBy, type TypesenseQuery, typesenseQuery } from './typesense-query.ts';

/** What is read of an answer. */
export const answerSchema = z.object({
  found: z.number().optional(),
  code: z.number().optional(),
  error: z.string().optional(),
  hits: z
    .array(
      z.object({
        document: z.object({ id: z.string() }),
        text_match: z.number().optional(),
        highlights: z
          .array(
            z.object({
              field: z.string(),
              snippet: z.string().optional(),
              snippets: z.array(z.string()).optional(),
              value: z.string().optional(),
              values: z.array(z.string()).optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
  facet_counts: z
    .array(
      z.object({
        field_name: z.string(),
        counts: z.array(z.object({ value: z.string(), count: z.number() })),
        stats: z.object({ min: z.number().optional(), max: z.number().optional() }).optional(),
      }),
    )
    .optional(),
});
export type TypesenseAnswer = z.infer<typeof answerSchema>;

/** Hits that the server gives at once. */
const PAGE = 250;
/** Fields that are marked. */
const MARKED = ['title', 'brand', 'type', 'tags', 'options', 'description'] as const;
/** Signs of Unicode's private area stand for marks until texts are escaped. */
const [MARK, END_MARK] = ['\ue000', '\ue001'];

/** The searches that one request needs, and how their answers are read together. */
export class SearchPlan {
  readonly query: TypesenseQuery;
  readonly #request: SearchRequest;
  readonly #common: Readonly<Record<string, unknown>>;
  readonly #fields: ReadonlySet<string>;
  readonly #buried: readonly string[];
  readonly #pages: number;
  readonly #size: number;
  readonly #firstPage: number;

  constructor(
    request: SearchRequest,
    ranking: RankingRules,
    fields: ReadonlySet<string>,
    collection: string,
    nowMs: number,
  ) {
    this.#request = request;
    this.#fields = fields;
    this.query = typesenseQuery(request);
    const rules = rulesFor(ranking, request, nowMs);
    const idsOf = (kind: 'pin' | 'hide' | 'bury') =>
      rules.flatMap((rule) => (rule.kind === kind ? rule.productIds.map(String) : []));
    this.#buried = idsOf('bury');
    const isByRelevance = request.sort.by === 'relevance';
    const pins = isByRelevance
      ? rules.flatMap((rule) =>
          rule.kind === 'pin' ? rule.productIds.map((id, index) => `${id}:${Math.max(1, rule.position) + index}`) : [],
        )
      : [];
    const hidden = [...idsOf('hide'), ...(isByRelevance ? this.#buried : [])];
    this.#size = Math.min(PAGE, Math.max(1, request.limit));
    this.#firstPage = Math.floor(Math.max(0, request.offset) / this.#size);
    const last = Math.floor((Math.max(0, request.offset) + Math.min(request.limit, MOST_HITS) - 1) / this.#size);
    this.#pages = request.limit <= 0 || request.offset > MOST_HITS ? 0 : last - this.#firstPage + 1;
    this.#common = {
      collection,
      q: this.query.q,
      query_by: SEARCHED.map(([field]) => field).join(','),
      query_by_weights: SEARCHED.map(([, weight]) => weight).join(','),
      sort_by: sortBy(request.sort, ranking.weights.popularity > 0, (field) => fields.has(field)),
      enable_overrides: false,
      ...(pins.length > 0 ? { pinned_hits: pins.join(','), filter_curated_hits: 1 } : {}),
      ...(hidden.length > 0 ? { hidden_hits: hidden.join(',') } : {}),
      highlight_start_tag: MARK,
      highlight_end_tag: END_MARK,
      highlight_full_fields: 'title',
      // Only fields that are given back are marked.
      include_fields: request.highlight ? ['id', ...MARKED].join(',') : 'id',
      num_typos: 2,
      min_len_1typo: 4,
      min_len_2typo: 8,
    };
  }

  #has = (field: string): boolean => this.#fields.has(field);

  #fieldOf(name: string): string | null {
    return [valueField(name), numberField(name)].find(this.#has) ?? null;
  }

  /** Names of facets that have filters of their own. */
  get #filtered(): readonly string[] {
    const filtered = new Set(this.#request.filters.map((filter) => filter.name));
    return this.#request.facets.filter((name) => filtered.has(name) && this.#fieldOf(name) !== null);
  }

  /** The pages asked for (at least one, for total and facets), one search per chosen facet, and one for buried products. */
  searches(prefix: boolean): readonly Readonly<Record<string, unknown>>[] {
    const common = { ...this.#common, prefix };
    const filters = filterBy(this.#request, this.query, this.#has);
    const open = this.#request.facets.filter((name) => !this.#filtered.includes(name));
    const facetsOf = (names: readonly string[]) => {
      const fields = names.flatMap((name) => this.#fieldOf(name) ?? []);
      return fields.length > 0 ? { facet_by: fields.join(','), max_facet_values: MOST_FACET_VALUES } : {};
    };
    const pages = Array.from({ length: Math.max(1, this.#pages) }, (_, index) => ({
      ...common,
      filter_by: filters,
      page: this.#pages === 0 ? 1 : this.#firstPage + index + 1,
      per_page: this.#pages === 0 ? 0 : this.#size,
      ...(index === 0 ? facetsOf(open) : {}),
    }));
    const facets = this.#filtered.map((name) => ({
      ...common,
      filter_by: filterBy(this.#request, this.query, this.#has, name),
      per_page: 0,
      ...facetsOf([name]),
    }));
    const { hidden_hits: _hidden, pinned_hits: _pinned, ...plain } = { hidden_hits: '', pinned_hits: '', ...common };
    const buried =
      this.#buried.length > 0
        ? [
            {
              ...plain,
              filter_by: [filters, `id:=[${this.#buried.join(', ')}]`].filter(Boolean).join(' && '),
              per_page: PAGE,
            },
          ]
        : [];
    return [...pages, ...facets, ...buried];
  }

  read(answers: readonly TypesenseAnswer[]): SearchResponse {
    const pages = Math.max(1, this.#pages);
    const shown = answers.slice(0, pages);
    const buried = this.#request.sort.by === 'relevance' && this.#buried.length > 0 ? (answers.at(-1)?.hits ?? []) : [];
    const found = shown[0]?.found ?? 0;
    const offset = Math.max(0, this.#request.offset);
    const from = offset - this.#firstPage * this.#size;
    const own = this.#pages === 0 ? [] : shown.flatMap((one) => one.hits ?? []).slice(from, from + this.#request.limit);
    const room = this.#request.limit - own.length;
    const behind = buried.slice(Math.max(0, offset - found), Math.max(0, offset - found) + Math.max(0, room));
    const facetAnswers = [...shown.slice(0, 1), ...answers.slice(pages, pages + this.#filtered.length)];
    return {
      total: found + buried.length,
      hits: [...own, ...(offset + own.length >= found ? behind : [])].map((hit) => this.#hit(hit)),
      facets: this.#request.facets.map((name) => this.#facet(name, facetAnswers)),
      didYouMean: null,
      isCorrected: false,
    };
  }

  #hit(hit: NonNullable<TypesenseAnswer['hits']>[number]): SearchHit {
    const highlights: Record<string, string> = {};
    if (this.#request.highlight)
      for (const one of hit.highlights ?? []) {
        const text = one.value ?? one.values?.[0] ?? one.snippet ?? one.snippets?.[0];
        if (text?.includes(MARK))
          highlights[one.field] = escapeHtml(text).replaceAll(MARK, '<mark>').replaceAll(END_MARK, '</mark>');
      }
    return { id: Number(hit.document.id), score: hit.text_match ?? 0, highlights, explanation: [] };
  }

  #facet(name: string, answers: readonly TypesenseAnswer[]): SearchFacet {
    const field = this.#fieldOf(name);
    const counted = answers.flatMap((one) => one.facet_counts ?? []).find((one) => one.field_name === field);
    const isNumber = field !== null && field === numberField(name);
    const { min, max } = counted?.stats ?? {};
    return {
      name,
      values: isNumber ? [] : (counted?.counts ?? []).map(({ value, count }) => ({ value, count })),
      range: min === undefined || max === undefined ? null : { min, max },
    };
  }
}
