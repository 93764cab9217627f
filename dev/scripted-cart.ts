import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Api, ask } from './graphql-client.ts';

const moneyShape = z.object({ amount: z.string(), currencyCode: z.string() });
const errorsShape = z.array(
  z.object({ message: z.string(), code: z.string().nullish(), field: z.array(z.string()).nullish() }),
);

const CART = `id cost { totalAmount { amount currencyCode } }
  deliveryGroups(first: 5) { nodes { id selectedDeliveryOption { handle } deliveryOptions { handle title estimatedCost { amount currencyCode } } } }`;

const cartShape = z.object({
  id: z.string(),
  cost: z.object({ totalAmount: moneyShape }),
  deliveryGroups: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        deliveryOptions: z.array(z.object({ handle: z.string(), estimatedCost: moneyShape })),
      }),
    ),
  }),
});
export type ScriptedCart = z.infer<typeof cartShape>;

const ADDRESS = {
  firstName: 'Ada',
  lastName: 'Example',
  address1: 'Unter den Linden 1',
  city: 'Berlin',
  zip: '10117',
} as const;

/** Runs a cart mutation and answers with its cart. Throws with the user errors when there are any. */
async function mutateCart(
  shop: Api,
  mutation: string,
  parameters: string,
  call: string,
  variables: object,
): Promise<ScriptedCart> {
  const shape = z.object({ [mutation]: z.object({ cart: cartShape.nullable(), userErrors: errorsShape }) });
  const data = await ask(
    shop,
    `mutation ${mutation}(${parameters}) { ${mutation}(${call}) { cart { ${CART} } userErrors { message code field } } }`,
    variables,
    shape,
  );
  const answer = data[mutation];
  if (!answer?.cart || answer.userErrors.length > 0)
    throw new Error(`${mutation}: ${JSON.stringify(answer?.userErrors)}`);
  return answer.cart;
}

/** Puts a variant into a new cart with a buyer in Germany, an address, and the first way of delivery that is offered. */
export async function fillCart(shop: Api, merchandiseId: string, quantity: number): Promise<ScriptedCart> {
  const created = await mutateCart(shop, 'cartCreate', '$input: CartInput!', 'input: $input', {
    input: { lines: [{ merchandiseId, quantity }], buyerIdentity: { email: 'ada@shop.example', countryCode: 'DE' } },
  });
  const addressed = await mutateCart(
    shop,
    'cartDeliveryAddressesAdd',
    '$cartId: ID!, $addresses: [CartSelectableAddressInput!]!',
    'cartId: $cartId, addresses: $addresses',
    {
      cartId: created.id,
      addresses: [{ selected: true, address: { deliveryAddress: { ...ADDRESS, countryCode: 'DE' } } }],
    },
  );
  const chosen = addressed.deliveryGroups.nodes.map(({ id, deliveryOptions: [first] }) => {
    if (!first) throw new Error(`Delivery group ${id} offers nothing`);
    return { deliveryGroupId: id, deliveryOptionHandle: first.handle };
  });
  if (chosen.length === 0) throw new Error('The cart has no delivery group after its address was added');
  return mutateCart(
    shop,
    'cartSelectedDeliveryOptionsUpdate',
    '$cartId: ID!, $chosen: [CartSelectedDeliveryOptionInput!]!',
    'cartId: $cartId, selectedDeliveryOptions: $chosen',
    { cartId: created.id, chosen },
  );
}

const submitShape = z.object({
  cartSubmitForCompletion: z.object({
    userErrors: errorsShape,
    result: z
      .object({ __typename: z.string(), attemptId: z.string().optional(), errors: z.array(z.unknown()).optional() })
      .nullable(),
  }),
});

const attemptShape = z.object({
  cartCompletionAttempt: z
    .object({
      __typename: z.string(),
      orderId: z.string().optional(),
      orderUrl: z.string().optional(),
      pollDelay: z.number().optional(),
    })
    .loose()
    .nullable(),
});

const ATTEMPT = `query Attempt($id: String!) { cartCompletionAttempt(attemptId: $id) { __typename
  ... on CartCompletionSuccess { id orderId orderUrl }
  ... on CartCompletionProcessing { id pollDelay }
  ... on CartCompletionFailed { id errors { code message } }
  ... on CartCompletionActionRequired { id action { __typename ... on CompletePaymentChallenge { redirectUrl } } } } }`;

/** Polls an attempt until its order is placed. Throws with what the shop said when it does not come to that. */
export async function awaitCompletion(
  shop: Api,
  attemptId: string,
  timeoutMs: number,
): Promise<{ orderId: string; orderUrl: string }> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const { cartCompletionAttempt: attempt } = await ask(shop, ATTEMPT, { id: attemptId }, attemptShape);
    if (attempt?.__typename === 'CartCompletionSuccess' && attempt.orderId && attempt.orderUrl) {
      return { orderId: attempt.orderId, orderUrl: attempt.orderUrl };
    }
    if (attempt?.__typename !== 'CartCompletionProcessing')
      throw new Error(`The purchase did not complete: ${JSON.stringify(attempt)}`);
    if (Date.now() > until) throw new Error(`The purchase is still processing after ${timeoutMs} ms`);
    await sleep(Math.min(attempt.pollDelay ?? 100, 1_000));
  }
}

/** Says how a filled cart is paid. Throws with the user errors when there are any. */
export function agreeToPay(shop: Api, cart: ScriptedCart, paymentMethod: string): Promise<ScriptedCart> {
  return mutateCart(
    shop,
    'cartPaymentUpdate',
    '$cartId: ID!, $payment: CartPaymentInput!',
    'cartId: $cartId, payment: $payment',
    {
      cartId: cart.id,
      payment: {
        amount: cart.cost.totalAmount,
        directPaymentMethod: { sessionId: paymentMethod, billingAddress: { ...ADDRESS, country: 'DE' } },
      },
    },
  );
}

/** Submits a cart; repeated with the same token it is the same attempt, whose id is the answer. Throws when it is not accepted. */
export async function submitCart(shop: Api, cartId: string, attemptToken: string): Promise<string> {
  const { cartSubmitForCompletion: submitted } = await ask(
    shop,
    `mutation Submit($cartId: ID!, $token: String!) { cartSubmitForCompletion(cartId: $cartId, attemptToken: $token) {
      userErrors { message code field }
      result { __typename ... on SubmitSuccess { attemptId } ... on SubmitAlreadyAccepted { attemptId } ... on SubmitFailed { errors { code message } } } } }`,
    { cartId, token: attemptToken },
    submitShape,
  );
  const attemptId = submitted.result?.attemptId;
  if (!attemptId) throw new Error(`The purchase was not accepted: ${JSON.stringify(submitted)}`);
  return attemptId;
}

/** Pays a filled cart and waits for its order. Throws with the code the shop gave when it does not go through. */
export async function completeCart(
  shop: Api,
  cart: ScriptedCart,
  options: { paymentMethod: string; attemptToken: string; timeoutMs: number },
): Promise<{ orderId: string; orderUrl: string; total: z.infer<typeof moneyShape> }> {
  const paying = await agreeToPay(shop, cart, options.paymentMethod);
  const attemptId = await submitCart(shop, cart.id, options.attemptToken);
  return { ...(await awaitCompletion(shop, attemptId, options.timeoutMs)), total: paying.cost.totalAmount };
}
