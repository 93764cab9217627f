/// <reference types="@cloudflare/vitest-plugin/types" />
import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, inject } from 'vitest';
import type { WarehouseLevel } from '../../commerce/inventory/contract.ts';
import { createDb } from '../../db/client.ts';
import type { Checkout } from '../../durable-objects/checkout/checkout.ts';
import { skuObjects } from '../../worker/adapters/sku-objects/inventory.ts';

export const db = createDb({ DATABASE_URL: inject('databaseUrl'), NEON_LOCAL_ENDPOINT: inject('neonEndpoint') });
export const inventory = skuObjects({ namespace: env.SKU_INVENTORY });

/** An answer of the shop API, looked into by name; what is not there is undefined. */
export class Answer {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
  at(...path: readonly (string | number)[]): Answer {
    let value = this.value;
    for (const name of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    return new Answer(value);
  }
  text(...path: readonly (string | number)[]): string {
    const { value } = this.at(...path);
    if (typeof value !== 'string') throw new Error(`no text at ${path.join('.')}: ${JSON.stringify(this.value)}`);
    return value;
  }
}

/** Asks the shop API as any client does; errors of the document or of the server fail the test. */
export async function ask(
  query: string,
  variables: object = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await exports.default.fetch(
    new Request('http://shop.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    }),
  );
  const body = await response.json<{ data?: unknown; errors?: unknown }>();
  expect(body.errors, JSON.stringify(body.errors)).toBeUndefined();
  return new Answer(body.data);
}

const CART = `id totalQuantity note
  cost { subtotalAmount { amount currencyCode } totalAmount { amount currencyCode } totalTaxAmount { amount } }
  buyerIdentity { email countryCode } discountCodes { code applicable } discountAllocations { discountedAmount { amount } }
  lines(first: 50) { nodes { id quantity merchandise { ... on ProductVariant { id } } cost { totalAmount { amount } } } }
  delivery { addresses { id selected } }
  deliveryGroups(first: 1) { nodes { id deliveryOptions { handle estimatedCost { amount } } selectedDeliveryOption { handle } } }`;
export const PAYLOAD = `{ cart { ${CART} } userErrors { code field message } warnings { code target } }`;

export const variantGid = (id: number): string => `gid://shopify/ProductVariant/${id}`;

/** Calls one cart mutation with literal arguments. */
export async function mutate(name: string, args: string, headers: Record<string, string> = {}): Promise<Answer> {
  return (await ask(`mutation { ${name}(${args}) ${PAYLOAD} }`, {}, headers)).at(name);
}

type Country = 'DE' | 'NL';

export const createCart = (variantId: number, quantity = 1, country: Country = 'DE'): Promise<Answer> =>
  mutate(
    'cartCreate',
    `input: { lines: [{ merchandiseId: "${variantGid(variantId)}", quantity: ${quantity} }], buyerIdentity: { email: "ada@shop.example", countryCode: ${country} } }`,
  );

const ADDRESS = 'firstName: "Ada", lastName: "Lovelace", address1: "Torstr. 1", city: "Berlin", zip: "10119"';
const ADDRESSES: Readonly<Record<Country, string>> = {
  DE: ADDRESS,
  NL: 'firstName: "Ada", lastName: "Lovelace", address1: "Damrak 1", city: "Amsterdam", zip: "1012 LG"',
};

/** A cart that lacks nothing but its payment. */
export async function readyCart(
  variantId: number,
  quantity = 1,
  country: Country = 'DE',
): Promise<{ readonly id: string; readonly token: string; readonly total: string }> {
  const created = await createCart(variantId, quantity, country);
  const id = created.text('cart', 'id');
  const added = await mutate(
    'cartDeliveryAddressesAdd',
    `cartId: "${id}", addresses: [{ selected: true, address: { deliveryAddress: { ${ADDRESSES[country]}, countryCode: ${country} } } }]`,
  );
  expect(added.at('userErrors').value).toEqual([]);
  return { id, token: tokenOf(id), total: added.text('cart', 'cost', 'totalAmount', 'amount') };
}

export const tokenOf = (cartId: string): string => /Cart\/([0-9a-f]+)/.exec(cartId)?.[1] ?? '';

export async function agreeToPay(id: string, amount: string, method: string): Promise<Answer> {
  const payload = await mutate(
    'cartPaymentUpdate',
    `cartId: "${id}", payment: { amount: { amount: "${amount}", currencyCode: EUR }, directPaymentMethod: { sessionId: "${method}", billingAddress: { ${ADDRESS}, country: "Germany" } } }`,
  );
  expect(payload.at('userErrors').value).toEqual([]);
  return payload;
}

export async function submit(id: string, attemptToken: string): Promise<Answer> {
  const answer = await ask(
    `mutation($id: ID!, $token: String!) { cartSubmitForCompletion(cartId: $id, attemptToken: $token) { userErrors { code } result { __typename
      ... on SubmitSuccess { attemptId redirectUrl } ... on SubmitAlreadyAccepted { attemptId } ... on SubmitFailed { errors { code message } } } } }`,
    { id, token: attemptToken },
  );
  return answer.at('cartSubmitForCompletion');
}

export async function attempt(attemptId: string): Promise<Answer> {
  const answer = await ask(
    `query($id: String!) { cartCompletionAttempt(attemptId: $id) { __typename ... on CartCompletionSuccess { orderId orderUrl } ... on CartCompletionFailed { errors { code message } }
      ... on CartCompletionProcessing { pollDelay } ... on CartCompletionActionRequired { action { ... on CompletePaymentChallenge { redirectUrl } } } } }`,
    { id: attemptId },
  );
  return answer.at('cartCompletionAttempt');
}

/** The cart's object. */
export const objectOf = (token: string) => env.CHECKOUT.getByName(token);

/** Changes what surrounds a cart's object. */
export async function around(token: string, change: (instance: Checkout) => void): Promise<void> {
  await runInDurableObject(objectOf(token), (instance: Checkout) => change(instance));
}

/** What the shopper does on the page of the emulated bank. */
export async function answerBank(redirectUrl: string, act: 'complete' | 'fail'): Promise<void> {
  const url = new URL(redirectUrl);
  const response = await fetch(`${url.origin}${url.pathname}/${act}`, {
    method: 'POST',
    body: new URLSearchParams(url.searchParams),
    redirect: 'manual',
  });
  await response.text();
  expect(response.status).toBe(303);
}

/** Units of a variant that can be sold, and those that are sold and not shipped. */
export async function stockOf(
  variantId: number,
): Promise<{ readonly available: number; readonly committed: number; readonly held: number }> {
  const reading = await inventory.read(variantId);
  if (!('levels' in reading)) throw new Error(reading.reason);
  const { levels } = reading;
  const sum = (of: (level: WarehouseLevel) => number) => levels.reduce((all, level) => all + of(level), 0);
  return { available: reading.available, committed: sum((level) => level.committed), held: sum((level) => level.held) };
}
