import type { Connection } from './load.ts';

/** What is measured: requests as a storefront sends them, with checks that the answers are right. */

const DETAIL = `query Detail($handle: String!) {
  product(handle: $handle) {
    id title vendor description descriptionHtml availableForSale tags encodedVariantExistence
    options { name optionValues { name swatch { color } } }
    priceRange { minVariantPrice { amount currencyCode } maxVariantPrice { amount currencyCode } }
    images(first: 5) { nodes { url altText width height } }
    variants(first: 10) { nodes { id title sku availableForSale price { amount currencyCode } compareAtPrice { amount currencyCode } selectedOptions { name value } image { url } } }
    seo { title description }
  }
}`;
const LIST = `query List {
  collection(handle: "table-and-kitchen") { title }
  products(first: 24, sortKey: BEST_SELLING) {
    nodes { id handle title availableForSale priceRange { minVariantPrice { amount currencyCode } } featuredImage { url altText width height } options { name optionValues { name } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

async function ask(
  connection: Connection,
  query: string,
  variables: unknown,
  nonce?: number,
): Promise<Record<string, unknown>> {
  // `extensions` is no part of what is executed: it only keeps the answer from being served from the response cache.
  const body = JSON.stringify({ query, variables, ...(nonce === undefined ? {} : { extensions: { nonce } }) });
  const { status, text } = await connection.post('/graphql', body);
  const answer = JSON.parse(text) as { data?: Record<string, unknown>; errors?: unknown };
  if (status !== 200 || answer.errors || !answer.data) throw new Error(`${status} ${text.slice(0, 300)}`);
  return answer.data;
}

/** A product of a page, executed. */
export const productDetail = async (connection: Connection, nonce: number) => {
  const data = await ask(connection, DETAIL, { handle: 'harbour-mug' }, nonce);
  if (data.product === null) throw new Error('no product');
};
/** The same, from the response cache where it can be. */
export const productDetailCached = async (connection: Connection) =>
  void (await ask(connection, DETAIL, { handle: 'harbour-mug' }));
/** A list of 24, executed. */
export const productList = async (connection: Connection, nonce: number) =>
  void (await ask(connection, LIST, {}, nonce));
/** The same, from the response cache where it can be. */
export const productListCached = async (connection: Connection) => void (await ask(connection, LIST, {}));

/** Variants that stock lasts for; spread so that no single SKU is the bottleneck. */
export type Variants = readonly string[];

const pick = (variants: Variants, sequence: number) => variants[sequence % variants.length] ?? '';

interface CartPayload {
  readonly cart: {
    readonly id: string;
    readonly cost: { readonly totalAmount: { readonly amount: string; readonly currencyCode: string } };
    readonly deliveryGroups?: {
      readonly nodes: readonly {
        readonly id: string;
        readonly deliveryOptions: readonly { readonly handle: string }[];
      }[];
    };
  } | null;
  readonly userErrors: readonly { readonly message: string }[];
}

async function mutate(
  connection: Connection,
  query: string,
  variables: unknown,
): Promise<NonNullable<CartPayload['cart']>> {
  const payload = (await ask(connection, query, variables)).payload as CartPayload;
  if (!payload.cart || payload.userErrors.length > 0) throw new Error(payload.userErrors[0]?.message ?? 'no cart');
  return payload.cart;
}

/** A fresh cart with a line. */
export const cartWithLine = (variants: Variants) => async (connection: Connection, sequence: number) =>
  void (await mutate(
    connection,
    'mutation Create($lines: [CartLineInput!]) { payload: cartCreate(input: {lines: $lines}) { cart { id totalQuantity cost { totalAmount { amount currencyCode } } } userErrors { message } } }',
    {
      lines: [{ merchandiseId: pick(variants, sequence), quantity: 1 }],
    },
  ));

const CART =
  'cart { id cost { totalAmount { amount currencyCode } } deliveryGroups(first: 1) { nodes { id deliveryOptions { handle } } } } userErrors { message }';
const ADDRESS = {
  firstName: 'Ada',
  lastName: 'Example',
  address1: 'Unter den Linden 1',
  city: 'Berlin',
  zip: '10117',
  countryCode: 'DE',
};

/** Who buys one unit of what, and how. */
export interface Buyer {
  readonly variant: string;
  readonly email: string;
  /** Their place in a drop's queue; missing: none. */
  readonly ticket?: string;
  readonly attemptToken: string;
}

/** What became of a purchase: paid, or refused with the codes the shop gave. */
export type Bought = { readonly kind: 'paid' } | { readonly kind: 'refused'; readonly codes: readonly string[] };

/** Codes by which the shop says that nothing is left. */
const SOLD_OUT = new Set([
  'INVENTORY_RESERVATION_ERROR',
  'MERCHANDISE_OUT_OF_STOCK',
  'MERCHANDISE_NOT_ENOUGH_STOCK_AVAILABLE',
  'MERCHANDISE_NOT_ENOUGH_STOCK',
]);
export const isSoldOut = (bought: Bought): boolean =>
  bought.kind === 'refused' && bought.codes.length > 0 && bought.codes.every((code) => SOLD_OUT.has(code));

type Coded = readonly { readonly code: string }[];
const codesOf = (some: Coded | undefined): string[] => (some ?? []).map((one) => one.code);

/**
 * A whole checkout: empty cart to paid order, five requests and the polls that its completion needs. Stops where the shop says that nothing is left; any other
 * wrong answer throws.
 */
export async function buy(connection: Connection, buyer: Buyer): Promise<Bought> {
  const lines = [
    {
      merchandiseId: buyer.variant,
      quantity: 1,
      ...(buyer.ticket === undefined ? {} : { attributes: [{ key: '_drop_ticket', value: buyer.ticket }] }),
    },
  ];
  const { payload: made } = (await ask(
    connection,
    `mutation Create($input: CartInput) { payload: cartCreate(input: $input) { ${CART} warnings { code } } }`,
    {
      input: {
        lines,
        buyerIdentity: { email: buyer.email, countryCode: 'DE' },
        delivery: { addresses: [{ selected: true, address: { deliveryAddress: ADDRESS } }] },
      },
    },
  )) as { payload: CartPayload & { warnings: Coded } };
  if (made.warnings.length > 0) return { kind: 'refused', codes: codesOf(made.warnings) };
  const created = made.cart;
  if (!created) throw new Error(made.userErrors[0]?.message ?? 'no cart');
  const [group] = created.deliveryGroups?.nodes ?? [];
  const chosen = await mutate(
    connection,
    `mutation Choose($id: ID!, $chosen: [CartSelectedDeliveryOptionInput!]!) { payload: cartSelectedDeliveryOptionsUpdate(cartId: $id, selectedDeliveryOptions: $chosen) { ${CART} } }`,
    {
      id: created.id,
      chosen: [{ deliveryGroupId: group?.id, deliveryOptionHandle: group?.deliveryOptions[0]?.handle }],
    },
  );
  const { firstName, lastName, address1, city, zip } = ADDRESS;
  await mutate(
    connection,
    `mutation Pay($id: ID!, $payment: CartPaymentInput!) { payload: cartPaymentUpdate(cartId: $id, payment: $payment) { ${CART} } }`,
    {
      id: created.id,
      payment: {
        amount: chosen.cost.totalAmount,
        directPaymentMethod: {
          sessionId: 'pm_card_visa',
          billingAddress: { firstName, lastName, address1, city, zip, country: 'DE' },
        },
      },
    },
  );
  return complete(connection, created.id, buyer.attemptToken);
}

async function complete(connection: Connection, id: string, token: string): Promise<Bought> {
  const submitted = (await ask(
    connection,
    'mutation Submit($id: ID!, $token: String!) { cartSubmitForCompletion(cartId: $id, attemptToken: $token) { result { __typename ... on SubmitSuccess { attemptId } ... on SubmitFailed { errors { code message } } } userErrors { message } } }',
    { id, token },
  )) as { cartSubmitForCompletion: { result: { __typename: string; attemptId?: string; errors?: Coded } | null } };
  const { result } = submitted.cartSubmitForCompletion;
  if (result?.__typename === 'SubmitFailed') return { kind: 'refused', codes: codesOf(result.errors) };
  const attemptId = result?.attemptId;
  if (!attemptId) throw new Error(JSON.stringify(submitted));
  for (let poll = 0; poll < 60; poll += 1) {
    const { cartCompletionAttempt: attempt } = (await ask(
      connection,
      'query Attempt($id: String!) { cartCompletionAttempt(attemptId: $id) { __typename ... on CartCompletionFailed { errors { code message } } ... on CartCompletionProcessing { pollDelay } } }',
      { id: attemptId },
    )) as {
      cartCompletionAttempt: { __typename: string; errors?: Coded };
    };
    if (attempt.__typename === 'CartCompletionSuccess') return { kind: 'paid' };
    if (attempt.__typename === 'CartCompletionFailed') return { kind: 'refused', codes: codesOf(attempt.errors) };
    if (attempt.__typename !== 'CartCompletionProcessing') throw new Error(JSON.stringify(attempt));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the checkout did not complete');
}

/** The same by one of many, who has to succeed. */
export const checkout = (variants: Variants) => async (connection: Connection, sequence: number) => {
  const bought = await buy(connection, {
    variant: pick(variants, sequence),
    email: `load${sequence}@shop.example`,
    attemptToken: `attempt-${sequence}`,
  });
  if (bought.kind !== 'paid') throw new Error(`not paid: ${bought.codes.join(', ')}`);
};
