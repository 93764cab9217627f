import type { AmountText } from './format.ts';
import { type AdminPageContext, askAdmin, numberOf, sentences, type UserError } from './graphql.ts';
import { type PricingForm, termsOfForm, termsProblems } from './pricing-form.ts';
import type { Estimate, RuleSetTerms, Simulation } from './pricing-shapes.ts';
import type { RowProblem } from './stock-import.ts';

export type PricingState = 'DRAFT' | 'SIMULATED' | 'SCHEDULED' | 'RUNNING' | 'ENDED' | 'STOPPED';

/** A price that a rule changed. */
export interface PriceChange {
  readonly id: string;
  readonly at: string;
  readonly version: number;
  readonly productTitle: string;
  readonly variantTitle: string;
  readonly from: AmountText;
  readonly to: AmountText;
  readonly wanted: AmountText;
  readonly lowestBefore: AmountText | null;
  readonly explanation: string;
}

export interface PricingEvent {
  readonly what: string;
  readonly actor: string;
  readonly at: string;
}

/** A rule set as its page shows it. */
export interface AdminRuleSet {
  readonly id: string;
  readonly title: string;
  readonly currencyCode: string;
  readonly version: number;
  readonly state: PricingState;
  readonly terms: RuleSetTerms;
  readonly simulation: Simulation | null;
  readonly createdBy: string;
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
  readonly stoppedBy: string | null;
  readonly stoppedAt: string | null;
  readonly earned: {
    readonly priced: number;
    readonly heldOut: number;
    readonly lift: number;
    readonly low: number;
    readonly high: number;
  } | null;
  readonly changes: readonly PriceChange[];
  readonly events: readonly PricingEvent[];
}
export type ListedRuleSet = Pick<
  AdminRuleSet,
  'id' | 'title' | 'currencyCode' | 'version' | 'state' | 'terms' | 'createdBy' | 'approvedBy'
> & { readonly changes: readonly Pick<PriceChange, 'at'>[] };

export interface PricingSwitch {
  readonly isStopped: boolean;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
}

const money = '{ amount currencyCode }';
const change = `id at version productTitle variantTitle from ${money} to ${money} wanted ${money} lowestBefore ${money} explanation`;
const events = 'events(first: 50) { what actor at }';
const switchFields = 'priceRuleSwitch { isStopped changedBy changedAt }';
export const RULE_SETS_QUERY = `query RuleSets { priceRuleSets { id title currencyCode version state terms createdBy approvedBy changes(first: 1) { at } }
  priceRuleSwitch { isStopped changedBy changedAt ${events} } }`;
export const RULE_SET_QUERY = `query RuleSet($id: ID!, $changes: Int!) { priceRuleSet(id: $id) { id title currencyCode version state terms simulation createdBy approvedBy approvedAt stoppedBy stoppedAt
  earned { priced heldOut lift low high } changes(first: $changes) { ${change} } ${events} } ${switchFields} products(first: 250) { nodes { id title } } }`;
export const PRODUCTS_QUERY = 'query Products { products(first: 250) { nodes { id title } } }';
export const PRODUCT_PRICING_QUERY = `query ProductPricing($id: ID!) { productPriceChanges(productId: $id, first: 20) { ruleSetId ruleSetTitle change { ${change} } }
  competitorPrices(productId: $id) { variantId variantTitle competitor price ${money} seenAt } }`;

export interface ProductPricing {
  readonly productPriceChanges: readonly {
    readonly ruleSetId: string;
    readonly ruleSetTitle: string;
    readonly change: PriceChange;
  }[];
  readonly competitorPrices: readonly {
    readonly variantId: string;
    readonly variantTitle: string;
    readonly competitor: string;
    readonly price: AmountText;
    readonly seenAt: string;
  }[];
}

/** What came of an act: the set's number, or why not. */
export type PricingAct =
  | { readonly ok: true; readonly number: string; readonly version: number }
  | { readonly ok: false; readonly problems: readonly string[] };

interface Payload {
  readonly payload: {
    readonly priceRuleSet: { readonly id: string; readonly version: number } | null;
    readonly userErrors: readonly UserError[];
  } | null;
}
const ANSWER = '{ priceRuleSet { id version } userErrors { field message } }';
const DOCUMENTS = {
  simulate: `mutation Simulate($id: ID!) { payload: priceRuleSetSimulate(id: $id) ${ANSWER} }`,
  approve: `mutation Approve($id: ID!, $version: Int!) { payload: priceRuleSetApprove(id: $id, version: $version) ${ANSWER} }`,
  stop: `mutation Stop($id: ID!) { payload: priceRuleSetStop(id: $id) ${ANSWER} }`,
  save: `mutation Save($id: ID, $terms: JSON!) { payload: priceRuleSetSave(id: $id, terms: $terms) ${ANSWER} }`,
} as const;

async function act(
  page: AdminPageContext,
  what: keyof typeof DOCUMENTS,
  variables: Readonly<Record<string, unknown>>,
  key: string,
  words: (errors: readonly UserError[]) => readonly string[] = sentences,
): Promise<PricingAct> {
  const answer = await askAdmin<Payload>(page, DOCUMENTS[what], variables, key === '' ? undefined : key);
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const { priceRuleSet = null, userErrors = [] } = answer.data.payload ?? {};
  return priceRuleSet && userErrors.length === 0
    ? { ok: true, number: numberOf(priceRuleSet.id), version: priceRuleSet.version }
    : { ok: false, problems: words(userErrors) };
}

/** Saves the editor's rule set; a new one where `id` is null. Problems name the rule and field. */
export async function saveRuleSet(page: AdminPageContext, id: string | null, form: PricingForm): Promise<PricingAct> {
  const terms = termsOfForm(form);
  if (typeof terms === 'string') return { ok: false, problems: [terms] };
  return act(page, 'save', { id, terms }, form.key ?? '', (errors) => termsProblems(errors, terms));
}

export const simulateRuleSet = (page: AdminPageContext, id: string, key: string) => act(page, 'simulate', { id }, key);
export const approveRuleSet = (page: AdminPageContext, id: string, version: number, key: string) =>
  act(page, 'approve', { id, version }, key);
export const stopRuleSet = (page: AdminPageContext, id: string, key: string) => act(page, 'stop', { id }, key);

/** Stops every rule set, or lets them go on; the problems say why not. */
export async function setPricingSwitch(page: AdminPageContext, isStopped: boolean, key: string): Promise<string[]> {
  const answer = await askAdmin<{ readonly priceRuleSwitchSet: PricingSwitch | null }>(
    page,
    'mutation Switch($isStopped: Boolean!) { priceRuleSwitchSet(isStopped: $isStopped) { isStopped } }',
    { isStopped },
    key === '' ? undefined : key,
  );
  return answer.ok ? [] : [...answer.messages];
}

/** What came of a file of competitors' prices. */
export type CompetitorFileAnswer =
  | { readonly ok: true; readonly taken: number; readonly problems: readonly RowProblem[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Sends a file of competitors' prices. */
export async function importCompetitors(
  page: AdminPageContext,
  csv: string,
  key: string,
): Promise<CompetitorFileAnswer> {
  const answer = await askAdmin<{
    readonly competitorPricesImport: { readonly taken: number; readonly problems: readonly RowProblem[] } | null;
  }>(
    page,
    'mutation Import($csv: String!) { competitorPricesImport(csv: $csv) { taken problems { line column value reason } } }',
    { csv },
    key === '' ? undefined : key,
  );
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const { taken = 0, problems = [] } = answer.data.competitorPricesImport ?? {};
  return { ok: true, taken, problems };
}

/** Words and colour of a state. */
export const STATE_WORDS: Readonly<Record<PricingState, { readonly words: string; readonly look: string }>> = {
  DRAFT: { words: 'Draft', look: 'waiting' },
  SIMULATED: { words: 'Simulated', look: 'waiting' },
  SCHEDULED: { words: 'Scheduled', look: '' },
  RUNNING: { words: 'Running', look: 'done' },
  ENDED: { words: 'Over', look: '' },
  STOPPED: { words: 'Stopped', look: 'bad' },
};

/** `−4.2 %`, with its sign. */
export const shareText = (share: number): string => {
  const percent = (share * 100).toFixed(1);
  const digits = percent.replace('-', '');
  return `${Number(percent) < 0 ? '−' : '+'}${digits} %`;
};

/** An estimate against what was, as shares of it; null where there was nothing to compare with. */
export function againstBefore(estimate: Estimate, before: number): Estimate | null {
  if (before <= 0) return null;
  const share = (value: number) => value / before - 1;
  return { value: share(estimate.value), low: share(estimate.low), high: share(estimate.high) };
}
