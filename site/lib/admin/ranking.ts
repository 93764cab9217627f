import { type AdminPageContext, askAdmin, sentences, type UserError } from './graphql.ts';
import type { ActResult } from './order-acts.ts';

/** The signals of the business that count beside texts, each with what it says to a merchant. */
export const SIGNALS = [
  { name: 'popularity', label: 'Popularity', hint: 'What sold lately, fading by half every 30 days.' },
  { name: 'conversion', label: 'Conversion', hint: 'Orders for each view.' },
  { name: 'margin', label: 'Margin', hint: 'What is left of the price after cost.' },
  { name: 'stock', label: 'Stock', hint: 'How far what is sold out falls.' },
  { name: 'newness', label: 'Newness', hint: 'What came out lately.' },
] as const;
type Signal = (typeof SIGNALS)[number]['name'];
export type Weights = Readonly<Record<Signal, number>>;

export const KINDS = [
  { value: 'PIN', label: 'Pin to a place' },
  { value: 'BOOST', label: 'Raise or lower' },
  { value: 'BURY', label: 'Put behind all others' },
  { value: 'HIDE', label: 'Hide' },
] as const;
type Kind = (typeof KINDS)[number]['value'];

/** A rule as the API takes it. */
export interface RuleDraft {
  readonly kind: Kind;
  readonly query: string | null;
  readonly collectionId: string | null;
  readonly productIds: readonly string[];
  readonly valueName: string | null;
  readonly value: string | null;
  readonly factorPercent: number;
  readonly position: number;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
}

export interface PreviewHit {
  readonly score: number;
  readonly product: { readonly id: string; readonly title: string } | null;
  readonly explanation: readonly { readonly name: string; readonly value: number; readonly factor: number }[];
}
interface Preview {
  readonly totalCount: number;
  readonly didYouMean: string | null;
  readonly hits: readonly PreviewHit[];
}
export interface SavedRule {
  readonly id: string;
  readonly kind: Kind;
  readonly query: string | null;
  readonly collection: { readonly title: string } | null;
  readonly products: readonly { readonly title: string }[];
  readonly valueName: string | null;
  readonly value: string | null;
  readonly factorPercent: number;
  readonly position: number;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
}
export interface AdminRanking {
  readonly searchSettings: {
    readonly weights: Weights;
    readonly newnessHalfLifeDays: number;
    readonly rules: readonly SavedRule[];
    readonly indexes: readonly { readonly locale: string; readonly productsCount: number }[];
    readonly collections: readonly { readonly id: string; readonly title: string }[];
  };
  readonly products: { readonly nodes: readonly { readonly id: string; readonly title: string }[] };
}
export interface AdminPreview {
  readonly saved: Preview | null;
  readonly tried: Preview | null;
}

export const RANKING_QUERY = `query Ranking {
  searchSettings {
    weights { popularity conversion margin stock newness } newnessHalfLifeDays
    rules { id kind query collection { title } products { title } valueName value factorPercent position startsAt endsAt }
    indexes { locale productsCount } collections { id title }
  }
  products(first: 250) { nodes { id title } }
}`;
const PREVIEW = 'totalCount didYouMean hits { score product { id title } explanation { name value factor } }';
export const PREVIEW_QUERY = `query Preview($query: String!, $locale: String, $collectionId: ID, $weights: SearchWeightsInput, $days: Int, $rule: SearchRuleInput) {
  saved: searchPreview(query: $query, locale: $locale, collectionId: $collectionId, first: 100) { ${PREVIEW} }
  tried: searchPreview(query: $query, locale: $locale, collectionId: $collectionId, first: 24, weights: $weights, newnessHalfLifeDays: $days, rule: $rule) { ${PREVIEW} }
}`;

/** What the page's one form says: of an address while something is tried, of a posted form when it is saved. */
export interface RankingForm {
  readonly query: string;
  readonly locale: string | null;
  readonly collectionId: string | null;
  readonly weights: Weights;
  readonly newnessHalfLifeDays: number;
  /** Null while it names neither products nor a value. */
  readonly rule: RuleDraft | null;
}

const within = (text: string, least: number, most: number, usual: number): number =>
  /^\d{1,5}$/.test(text) ? Math.min(most, Math.max(least, Number(text))) : usual;
/** Moments are entered in UTC. */
const instant = (text: string): string | null =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}Z`)) ? `${text}:00Z` : null;

/** Reads the form; what it lacks is as it is set. */
export function rankingForm(
  form: { getAll(name: string): readonly (string | File)[] },
  set: AdminRanking['searchSettings'],
): RankingForm {
  const text = (name: string) => String(form.getAll(name)[0] ?? '').trim();
  const kind = KINDS.find((one) => one.value === text('kind'))?.value ?? 'PIN';
  const productIds = form.getAll('product').map(String).filter(Boolean);
  const hasValue = text('valueName') !== '' && text('value') !== '';
  const query = text('q');
  const collectionId = text('collection') || null;
  return {
    query,
    locale: set.indexes.find((one) => one.locale === text('locale'))?.locale ?? null,
    collectionId,
    weights: {
      popularity: within(text('popularity'), 0, 100, set.weights.popularity),
      conversion: within(text('conversion'), 0, 100, set.weights.conversion),
      margin: within(text('margin'), 0, 100, set.weights.margin),
      stock: within(text('stock'), 0, 100, set.weights.stock),
      newness: within(text('newness'), 0, 100, set.weights.newness),
    },
    newnessHalfLifeDays: within(text('halfLife'), 1, 3650, set.newnessHalfLifeDays),
    rule:
      productIds.length === 0 && (!hasValue || kind === 'PIN')
        ? null
        : {
            kind,
            query: text('scope') === 'all' || query === '' ? null : query,
            collectionId,
            productIds,
            valueName: hasValue ? text('valueName') : null,
            value: hasValue ? text('value') : null,
            factorPercent: within(text('factor'), 0, 10_000, 150),
            position: within(text('position'), 1, 1_000, 1),
            startsAt: instant(text('from')),
            endsAt: instant(text('until')),
          },
  };
}

/** A factor as people compare them: +12 %, −30 %. */
export const factorText = (factor: number): string => {
  const change = Math.round((factor - 1) * 100);
  return change === 0 ? '±0 %' : `${change > 0 ? '+' : '−'}${Math.abs(change)} %`;
};

const MEASURES: Readonly<Record<string, (value: number) => string>> = {
  text: (value) => value.toFixed(2),
  popularity: (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} units`,
  conversion: (value) => `${(value * 100).toFixed(1)} % of views`,
  margin: (value) => `${Math.round(value * 100)} %`,
  stock: () => 'sold out',
  newness: (value) => `${Math.round(value)} days old`,
};

/** One part of a score in words: "popularity 23 units: +12 %". */
export function partText({ name, value, factor }: PreviewHit['explanation'][number]): string {
  if (name === 'text') return `text ${value.toFixed(2)}`;
  if (name.startsWith('pin ')) return `pinned to place ${value}`;
  if (name.startsWith('bury ')) return 'buried';
  const measure = MEASURES[name];
  return measure ? `${name} ${measure(value)}: ${factorText(factor)}` : `rule: ${factorText(factor)}`;
}

/** What a rule does, in words. */
export function ruleText(rule: SavedRule): string {
  const what =
    rule.products.length > 0 ? rule.products.map((one) => one.title).join(', ') : `${rule.valueName}: ${rule.value}`;
  if (rule.kind === 'PIN') return `${what} at place ${rule.position}`;
  return rule.kind === 'BOOST' ? `${what} ${factorText(rule.factorPercent / 100)}` : what;
}

const ERRORS = 'userErrors { field message }';
const WEIGHTS = `mutation Weights($weights: SearchWeightsInput!, $days: Int!) { done: searchWeightsSet(weights: $weights, newnessHalfLifeDays: $days) { ${ERRORS} } }`;
const RULE = `mutation Rule($rule: SearchRuleInput!) { done: searchRuleSave(rule: $rule) { ${ERRORS} } }`;
const DELETE = `mutation RuleDelete($id: ID!) { done: searchRuleDelete(id: $id) { ${ERRORS} } }`;

/** Saves what was tried: `weights`, `rule`, or takes a rule away (`rule-delete` with its id). */
export async function actOnRanking(
  page: AdminPageContext,
  act: string,
  id: string,
  form: RankingForm,
): Promise<ActResult> {
  const perform = async (query: string, variables: object, done: string): Promise<ActResult> => {
    const answer = await askAdmin<{ done: { userErrors: readonly UserError[] } | null }>(page, query, { ...variables });
    if (!answer.ok) return { ok: false, problems: answer.messages };
    const errors = answer.data.done?.userErrors ?? [];
    return errors.length > 0 ? { ok: false, problems: sentences(errors) } : { ok: true, done };
  };
  if (act === 'weights')
    return perform(WEIGHTS, { weights: form.weights, days: form.newnessHalfLifeDays }, 'The shop now ranks like this.');
  if (act === 'rule-delete') return perform(DELETE, { id }, 'The rule is gone.');
  if (act !== 'rule') return { ok: false, problems: ['This form is not known here.'] };
  return form.rule
    ? perform(RULE, { rule: form.rule }, 'The rule is saved. The shop follows at once.')
    : { ok: false, problems: ['Choose products for the rule, or name a value that they have.'] };
}
