import { type AdminPageContext, askAdmin, sentences, type UserError } from './graphql.ts';
import type { ActResult } from './order-acts.ts';

/** A product as the page names it. */
export interface NamedProduct {
  readonly id: string;
  readonly title: string;
}

interface Half {
  readonly exposed: number;
  readonly ordered: number;
}

/** What a test says of its two halves. */
export interface TestedHalves {
  readonly control: Half;
  readonly learned: Half;
  readonly uplift: { readonly uplift: number; readonly low: number; readonly high: number } | null;
}

/** Where a test can show its halves. */
export const SHELVES = [
  { value: 'FOR_YOU', label: 'For you', where: 'home page and empty bag' },
  { value: 'PRODUCT', label: 'Goes with it', where: 'product pages' },
  { value: 'CART', label: 'Bought together', where: 'beside the bag' },
  { value: 'MAIL', label: 'Order mails', where: 'counted by orders' },
] as const;

export interface AdminRecommendations {
  readonly recommendationStatus: {
    readonly lastTraining: {
      readonly finishedAt: string;
      readonly interactions: number;
      readonly customers: number;
      readonly products: number;
    } | null;
    readonly test:
      | (TestedHalves & {
          readonly name: string;
          readonly shelves: readonly (TestedHalves & { readonly shelf: string })[];
        })
      | null;
  };
  readonly products: { readonly nodes: readonly NamedProduct[] };
  readonly controls?: {
    readonly product: NamedProduct | null;
    readonly pinned: readonly NamedProduct[];
    readonly blocked: readonly NamedProduct[];
    readonly shown: readonly NamedProduct[];
  };
}

const HALVES = 'control { exposed ordered } learned { exposed ordered } uplift { uplift low high }';

/** Everything the page shows; with the wishes for a product when one is chosen. */
export const RECOMMENDATIONS_QUERY = `query Recommendations($id: ID!, $chosen: Boolean!) {
  recommendationStatus {
    lastTraining { finishedAt interactions customers products }
    test { name ${HALVES} shelves { shelf ${HALVES} } }
  }
  products(first: 250) { nodes { id title } }
  controls: productRecommendationControls(productId: $id) @include(if: $chosen) {
    product { id title } pinned { id title } blocked { id title } shown { id title }
  }
}`;

const ERRORS = 'userErrors { field message }';
const SET = `mutation Set($id: ID!, $pinned: [ID!]!, $blocked: [ID!]!) {
  done: productRecommendationsSet(productId: $id, pinnedIds: $pinned, blockedIds: $blocked) { ${ERRORS} }
}`;
const TRAIN = `mutation Train { done: recommendationsTrain { ${ERRORS} } }`;
const TEST = `mutation Test($name: String, $shelves: [RecommendationShelf!]) { done: recommendationTestSet(name: $name, shelves: $shelves) { ${ERRORS} } }`;

async function act(page: AdminPageContext, query: string, variables: object, done: string): Promise<ActResult> {
  const answer = await askAdmin<{ done: { userErrors: readonly UserError[] } | null }>(page, query, { ...variables });
  if (!answer.ok) return { ok: false, problems: answer.messages };
  const errors = answer.data.done?.userErrors ?? [];
  return errors.length > 0 ? { ok: false, problems: sentences(errors) } : { ok: true, done };
}

/** Does what a form of the page asks for. A product's wish is `wish:ID` = pin, block or nothing; `add` with `as` names one more. */
export async function actOnRecommendations(page: AdminPageContext, form: FormData): Promise<ActResult> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  switch (text('act')) {
    case 'train':
      return act(page, TRAIN, {}, 'Training has begun. Pages show its result within minutes.');
    case 'test-begin':
      return act(page, TEST, { name: text('name'), shelves: form.getAll('shelf').map(String) }, 'The test has begun.');
    case 'test-end':
      return act(page, TEST, { name: null }, 'The test has ended. Everybody sees what was learned.');
    case 'wishes': {
      const named = (wish: string) => [
        ...[...form].flatMap(([name, value]) => (name.startsWith('wish:') && value === wish ? [name.slice(5)] : [])),
        ...(text('as') === wish && text('add') !== '' ? [text('add')] : []),
      ];
      const variables = { id: text('product'), pinned: named('pin'), blocked: named('block') };
      return act(page, SET, variables, 'Saved. The product’s page shows it within minutes.');
    }
    default:
      return { ok: false, problems: ['This form is not known here.'] };
  }
}
