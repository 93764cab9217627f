import { type AdminPageContext, askAdmin, sentences, type UserError } from './graphql.ts';
import type { ActResult } from './order-acts.ts';

export interface ReportedQuery {
  readonly locale: string;
  readonly query: string;
  readonly searches: number;
  readonly withoutResults: number;
  readonly clicks: number;
  readonly orders: number;
  readonly clickShare: number;
  readonly opened: readonly {
    readonly clicks: number;
    readonly product: { readonly id: string; readonly title: string } | null;
  }[];
  readonly correction?: string | null;
}

export interface AdminSearches {
  readonly searchOutage: SearchOutage | null;
  readonly searchAnalytics: {
    readonly from: string;
    readonly until: string;
    readonly totals: {
      readonly searches: number;
      readonly withoutResults: number;
      readonly clicks: number;
      readonly orders: number;
    };
    readonly mostSearched: readonly ReportedQuery[];
    readonly withoutResults: readonly ReportedQuery[];
    readonly withoutClicks: readonly ReportedQuery[];
  };
  readonly searchSettings: {
    readonly synonyms: readonly { readonly id: string; readonly locale: string | null; readonly line: string }[];
    readonly rules: readonly {
      readonly id: string;
      readonly kind: string;
      readonly query: string | null;
      readonly products: readonly { readonly title: string }[];
    }[];
    readonly indexes: readonly { readonly locale: string }[];
  };
  readonly products: { readonly nodes: readonly { readonly id: string; readonly title: string }[] };
}

const ROW = 'locale query searches withoutResults clicks orders clickShare opened { clicks product { id title } }';

/** Everything the page shows. */
/** The search cluster does not answer. */
export interface SearchOutage {
  readonly beganAt: string;
  readonly lastFailedAt: string;
  readonly problem: string;
  readonly answeredBy: 'EMBEDDED' | 'CATALOGUE';
}

/** Asks for the outage that lasts. */
export const OUTAGE_FIELD = 'searchOutage { beganAt lastFailedAt problem answeredBy }';

export const SEARCHES_QUERY = `query Searches($days: Int!, $locale: String) {
  searchAnalytics(days: $days, locale: $locale, first: 25) {
    from until totals { searches withoutResults clicks orders }
    mostSearched { ${ROW} } withoutResults { ${ROW} correction } withoutClicks { ${ROW} }
  }
  searchSettings { synonyms { id locale line } rules { id kind query products { title } } indexes { locale } }
  products(first: 250) { nodes { id title } }
  ${OUTAGE_FIELD}
}`;

const ERRORS = 'userErrors { field message }';
const SYNONYM = `mutation Synonym($locale: String, $line: String!) { done: searchSynonymsSave(locale: $locale, line: $line) { ${ERRORS} } }`;
const SYNONYM_DELETE = `mutation SynonymDelete($id: ID!) { done: searchSynonymsDelete(id: $id) { ${ERRORS} } }`;
const RULE = `mutation Rule($rule: SearchRuleInput!) { done: searchRuleSave(rule: $rule) { ${ERRORS} } }`;
const RULE_DELETE = `mutation RuleDelete($id: ID!) { done: searchRuleDelete(id: $id) { ${ERRORS} } }`;

async function act(page: AdminPageContext, query: string, variables: object, done: string): Promise<ActResult> {
  const answer = await askAdmin<{ done: { userErrors: readonly UserError[] } | null }>(page, query, { ...variables });
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const errors = answer.data.done?.userErrors ?? [];
  return errors.length > 0 ? { ok: false, problems: sentences(errors) } : { ok: true, done };
}

/** Does what a form of the page asks for: `synonym` (query, as, locale), `pin` (query, product), and taking one of them back by its id. */
export async function actOnSearch(page: AdminPageContext, form: FormData): Promise<ActResult> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const query = text('query');
  switch (text('act')) {
    case 'synonym': {
      const as = text('as');
      if (as === '') return { ok: false, problems: [`Say what “${query}” means.`] };
      // One way: who searches what the shop calls otherwise finds it, and nothing else changes.
      const line = `${query.replaceAll(',', ' ')} => ${as.replaceAll('=>', ' ')}`;
      return act(page, SYNONYM, { locale: text('locale') || null, line }, `“${query}” now also finds “${as}”.`);
    }
    case 'pin': {
      const rule = { kind: 'PIN', query, productIds: [text('product')], position: 1 };
      return act(page, RULE, { rule }, `The product now stands first for “${query}”.`);
    }
    case 'synonym-delete':
      return act(page, SYNONYM_DELETE, { id: text('id') }, 'The synonym is gone.');
    case 'rule-delete':
      return act(page, RULE_DELETE, { id: text('id') }, 'The rule is gone.');
    default:
      return { ok: false, problems: ['This form is not known here.'] };
  }
}
