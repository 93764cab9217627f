import type { CartAddress } from '../../../../commerce/cart/cart-state.ts';
import type { CartProblem } from '../../../../commerce/cart/commands.ts';
import type { AttemptView } from '../../../../commerce/checkout/attempt-view.ts';
import { type SubmissionProblem, submissionProblems } from '../../../../commerce/checkout/readiness.ts';
import type { PaymentRefusal } from '../../../../commerce/checkout/settle.ts';
import { parseDecimal } from '../../../../commerce/money/money.ts';
import { admitDraft } from '../../../services/admit-draft.ts';
import type { CartLineView } from '../../../services/cart-view.ts';
import { readinessOf } from '../../../services/cart-view.ts';
import { fullWindow } from '../../../services/delivery-choices.ts';
import { draftOf, type LineNames, placeOrder } from '../../../services/place-order.ts';
import { toGid } from '../../gid.ts';
import { sha256 } from '../../sha256.ts';
import { builder } from '../builder.ts';
import { variantTitle } from '../catalogue/variant.ts';
import { marketPath, translated } from '../common/translate.ts';
import type { ShopContext } from '../context.ts';
import { attemptCart, parseCartGid } from './cart-id.ts';
import { Cart, cartByGid, type ShownCart } from './cart-type.ts';
import { COMPLETION_ERROR_CODES, SUBMISSION_ERROR_CODES } from './codes.ts';
import { CartPaymentInput, mailingAddress } from './inputs.ts';
import { loadView } from './load.ts';
import {
  CartUserError,
  cartPayload,
  changeCart,
  noSuchCart,
  type PayloadRecord,
  refusal,
  refusedPayload,
} from './payload.ts';

const CartPaymentUpdatePayload = cartPayload('CartPaymentUpdatePayload');
type PaymentArgs = typeof CartPaymentInput.$inferInput;

/** What the shopper agrees to. Problems in order: no method or more than one, an amount that is none. */
function paymentOf(
  payment: PaymentArgs,
):
  | { readonly problem: CartProblem }
  | { readonly methodId: string | null; readonly amountMinor: number; readonly billingAddress: CartAddress } {
  const { directPaymentMethod: direct, freePaymentMethod: free } = payment;
  const method = direct ?? free;
  if (!method || (direct && free))
    return {
      problem: refusal('PAYMENT_METHOD_NOT_SUPPORTED', ['payment'], 'Exactly one payment method must be given.'),
    };
  const amount = parseDecimal(payment.amount.amount, payment.amount.currencyCode);
  if (!amount || amount.amountMinor < 0)
    return { problem: refusal('INVALID_PAYMENT', ['payment', 'amount', 'amount'], 'The amount is not valid.') };
  return {
    methodId: direct ? direct.sessionId : null,
    amountMinor: amount.amountMinor,
    billingAddress: mailingAddress(method.billingAddress),
  };
}

async function updatePayment(
  ctx: ShopContext,
  info: Parameters<typeof changeCart>[1],
  args: { readonly cartId: string; readonly payment: PaymentArgs },
): Promise<PayloadRecord> {
  const given = paymentOf(args.payment);
  if ('problem' in given) {
    const cart = await cartByGid(String(args.cartId), ctx);
    return cart ? { cart, userErrors: [given.problem], warnings: [] } : refusedPayload(noSuchCart());
  }
  const payment = { ...given, currency: args.payment.amount.currencyCode };
  return changeCart(ctx, info, String(args.cartId), args, [{ kind: 'set_payment', payment }]);
}

const CartOperationError = builder.objectRef<SubmissionProblem>('CartOperationError').implement({
  description: 'What a cart still lacks.',
  fields: (t) => ({ code: t.exposeString('code'), message: t.exposeString('message', { nullable: true }) }),
});
const CartStatusReady = builder
  .objectRef<{ readonly kind: 'ready'; readonly cart: ShownCart }>('CartStatusReady')
  .implement({
    description: 'The cart can be submitted once it has a payment.',
    fields: (t) => ({ cart: t.field({ type: Cart, nullable: true, resolve: ({ cart }) => cart }) }),
  });
const CartStatusNotReady = builder
  .objectRef<{ readonly kind: 'not_ready'; readonly cart: ShownCart; readonly errors: readonly SubmissionProblem[] }>(
    'CartStatusNotReady',
  )
  .implement({
    description: 'The cart lacks something.',
    fields: (t) => ({
      cart: t.field({ type: Cart, nullable: true, resolve: ({ cart }) => cart }),
      errors: t.field({ type: [CartOperationError], resolve: ({ errors }) => [...errors] }),
    }),
  });
const CartThrottled = builder
  .objectRef<{ readonly kind: 'throttled'; readonly pollAfter: Date }>('CartThrottled')
  .implement({
    description: 'Too many calls; ask again later.',
    fields: (t) => ({
      cart: t.field({ type: Cart, nullable: true, resolve: () => null }),
      pollAfter: t.field({ type: 'DateTime', resolve: ({ pollAfter }) => pollAfter }),
    }),
  });
const PREPARED = { ready: 'CartStatusReady', not_ready: 'CartStatusNotReady', throttled: 'CartThrottled' } as const;
const CartPrepareForCompletionResult = builder.unionType('CartPrepareForCompletionResult', {
  description: 'Whether a cart can be submitted.',
  types: [CartStatusReady, CartStatusNotReady, CartThrottled],
  resolveType: ({ kind }) => PREPARED[kind],
});
type Prepared = typeof CartStatusReady.$inferType | typeof CartStatusNotReady.$inferType;
const CartPrepareForCompletionPayload = builder
  .objectRef<{ readonly result: Prepared | null; readonly userErrors: readonly CartProblem[] }>(
    'CartPrepareForCompletionPayload',
  )
  .implement({
    description: 'Whether a cart can be submitted.',
    fields: (t) => ({
      result: t.field({ type: CartPrepareForCompletionResult, nullable: true, resolve: ({ result }) => result }),
      userErrors: t.field({ type: [CartUserError], resolve: ({ userErrors }) => [...userErrors] }),
    }),
  });

const SubmissionErrorCode = builder.enumType('SubmissionErrorCode', {
  description: 'Why a cart cannot be bought as it is.',
  values: SUBMISSION_ERROR_CODES,
});
const SubmissionError = builder.objectRef<SubmissionProblem>('SubmissionError').implement({
  description: 'Why a cart cannot be bought as it is.',
  fields: (t) => ({
    code: t.field({ type: SubmissionErrorCode, resolve: ({ code }) => code }),
    message: t.exposeString('message', { nullable: true }),
  }),
});
type Submitted =
  | { readonly kind: 'SubmitSuccess'; readonly attemptId: string; readonly path: string }
  | { readonly kind: 'SubmitAlreadyAccepted'; readonly attemptId: string }
  | {
      readonly kind: 'SubmitFailed';
      readonly errors: readonly SubmissionProblem[];
      readonly checkoutUrl: string | null;
    }
  | { readonly kind: 'SubmitThrottled'; readonly pollAfter: Date };
const SubmitSuccess = builder.objectRef<Extract<Submitted, { kind: 'SubmitSuccess' }>>('SubmitSuccess').implement({
  description: 'The purchase has begun.',
  fields: (t) => ({
    attemptId: t.exposeString('attemptId', { description: 'Names the attempt in `cartCompletionAttempt`.' }),
    redirectUrl: t.field({
      type: 'URL',
      description: 'Page that waits for the outcome.',
      resolve: ({ path }, _args, ctx) => ctx.origin + path,
    }),
  }),
});
const SubmitAlreadyAccepted = builder
  .objectRef<Extract<Submitted, { kind: 'SubmitAlreadyAccepted' }>>('SubmitAlreadyAccepted')
  .implement({
    description: 'This attempt, or another one of the cart, was accepted before.',
    fields: (t) => ({ attemptId: t.exposeString('attemptId') }),
  });
const SubmitFailed = builder.objectRef<Extract<Submitted, { kind: 'SubmitFailed' }>>('SubmitFailed').implement({
  description: 'The cart cannot be bought as it is.',
  fields: (t) => ({
    errors: t.field({ type: [SubmissionError], resolve: ({ errors }) => [...errors] }),
    checkoutUrl: t.field({ type: 'URL', nullable: true, resolve: ({ checkoutUrl }) => checkoutUrl }),
  }),
});
const SubmitThrottled = builder
  .objectRef<Extract<Submitted, { kind: 'SubmitThrottled' }>>('SubmitThrottled')
  .implement({
    description: 'An earlier attempt is being ended; submit again later.',
    fields: (t) => ({ pollAfter: t.field({ type: 'DateTime', resolve: ({ pollAfter }) => pollAfter }) }),
  });
const CartSubmitForCompletionResult = builder.unionType('CartSubmitForCompletionResult', {
  description: 'What became of a submission.',
  types: [SubmitSuccess, SubmitAlreadyAccepted, SubmitFailed, SubmitThrottled],
  resolveType: ({ kind }) => kind,
});
interface SubmitPayload {
  readonly result: Submitted | null;
  readonly userErrors: readonly CartProblem[];
}
const CartSubmitForCompletionPayload = builder.objectRef<SubmitPayload>('CartSubmitForCompletionPayload').implement({
  description: 'What became of a submission.',
  fields: (t) => ({
    result: t.field({ type: CartSubmitForCompletionResult, nullable: true, resolve: ({ result }) => result }),
    userErrors: t.field({ type: [CartUserError], resolve: ({ userErrors }) => [...userErrors] }),
  }),
});

const namesOf =
  (language: string) =>
  ({ product, variant }: CartLineView): LineNames => {
    const of = { product, variant };
    const isOnly = variant.optionValues.length === 1 && variant.optionValues[0] === 'Default Title';
    const own =
      product.media.find((one) => one.id === variant.mediaId) ?? product.media.find((one) => one.kind === 'image');
    return {
      title: translated(product.translations, language, 'title', product.title),
      variantTitle: isOnly ? null : variantTitle(of, language),
      imageUrl: own?.url ?? null,
    };
  };

const SOON_MS = 2_000;
const processingPath = (ctx: ShopContext, attempt: string): string =>
  `${marketPath(ctx.buyer.language, ctx.buyer.country)}/checkout/processing?attempt=${attempt}`;

async function submit(ctx: ShopContext, cartId: string, attemptToken: string): Promise<SubmitPayload> {
  const address = parseCartGid(cartId);
  if (!address) return { result: null, userErrors: [noSuchCart()] };
  if (attemptToken.trim() === '' || attemptToken.length > 255)
    return {
      result: null,
      userErrors: [refusal('INVALID', ['attemptToken'], 'attemptToken must have 1 to 255 characters.')],
    };
  const object = ctx.env.CHECKOUT.getByName(address.token);
  const keyHash = sha256(address.key);
  const returnUrl = ctx.origin + processingPath(ctx, '{attempt}');
  const placed = await placeOrder(
    {
      open: (token) => object.openSubmission(keyHash, token),
      submit: (submission) => object.submit(keyHash, { ...submission, returnUrl }),
    },
    attemptToken,
    (cart: ShownCart['cart']) => loadView(ctx, cart, address.key, true),
    (view) => draftOf(view, ctx.loaders.settings, ctx.nowMs, namesOf(view.market.language)),
    async (draft) => {
      const full = await fullWindow(ctx.deps.deliveryBookings, draft);
      return full ? { ok: false, problems: [full] } : admitDraft(ctx.deps, draft);
    },
  );
  const result = (value: Submitted): SubmitPayload => ({ result: value, userErrors: [] });
  switch (placed.kind) {
    case 'begun':
      return result({
        kind: 'SubmitSuccess',
        attemptId: placed.attemptId,
        path: processingPath(ctx, placed.attemptId),
      });
    case 'accepted':
      return result({ kind: 'SubmitAlreadyAccepted', attemptId: placed.attemptId });
    case 'not_found':
      return { result: null, userErrors: [noSuchCart()] };
    case 'busy':
      return result({ kind: 'SubmitThrottled', pollAfter: new Date(ctx.nowMs + SOON_MS) });
    case 'token_reused':
      return result({
        kind: 'SubmitFailed',
        checkoutUrl: null,
        errors: [{ code: 'ERROR', message: 'This attemptToken was used before the cart was changed; use a new one.' }],
      });
    case 'problems': {
      const { unsold } = placed.view;
      // What is not sold any more leaves the cart, so that the next submission can succeed.
      if (unsold.length > 0)
        ctx.waitUntil(
          object.change(keyHash, {
            commands: [{ kind: 'remove_lines', lineIds: unsold.map((line) => line.id) }],
            idempotency: null,
          }),
        );
      return result({ kind: 'SubmitFailed', checkoutUrl: null, errors: placed.problems });
    }
  }
}

const CompletionErrorCode = builder.enumType('CompletionErrorCode', {
  description: 'Why a purchase failed.',
  values: COMPLETION_ERROR_CODES,
});
const CompletionError = builder.objectRef<PaymentRefusal>('CompletionError').implement({
  description: 'Why a purchase failed.',
  fields: (t) => ({
    code: t.field({ type: CompletionErrorCode, resolve: ({ code }) => code }),
    message: t.exposeString('message', { nullable: true }),
  }),
});
type Of<S extends AttemptView['state']> = Extract<AttemptView, { state: S }>;
const CartCompletionSuccess = builder.objectRef<Of<'success'>>('CartCompletionSuccess').implement({
  description: 'The order was paid.',
  fields: (t) => ({
    id: t.exposeString('attemptId'),
    completedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ completedAtMs }) => (completedAtMs === null ? null : new Date(completedAtMs)),
    }),
    orderId: t.id({ resolve: ({ orderId }) => toGid('Order', orderId) }),
    orderUrl: t.field({
      type: 'URL',
      description: 'The order’s page, readable by who has the address.',
      resolve: ({ orderId, statusKey, country, locale }, _args, ctx) =>
        `${ctx.origin}${marketPath(locale, country)}/orders/${orderId}?key=${statusKey}`,
    }),
  }),
});
const POLL_MS = 500;
const CartCompletionProcessing = builder.objectRef<Of<'processing'>>('CartCompletionProcessing').implement({
  description: 'The purchase is underway.',
  fields: (t) => ({
    id: t.exposeString('attemptId'),
    pollDelay: t.int({ description: 'Milliseconds until asking again makes sense.', resolve: () => POLL_MS }),
  }),
});
const CartCompletionFailed = builder.objectRef<Of<'failed'>>('CartCompletionFailed').implement({
  description: 'The purchase failed; nothing was charged, or it was given back.',
  fields: (t) => ({
    id: t.exposeString('attemptId'),
    errors: t.field({ type: [CompletionError], resolve: ({ failure }) => [failure] }),
  }),
});
const CompletePaymentChallenge = builder.objectRef<Of<'action_required'>>('CompletePaymentChallenge').implement({
  description: 'The shopper’s bank wants to see them.',
  fields: (t) => ({ redirectUrl: t.field({ type: 'URL', nullable: true, resolve: ({ redirectUrl }) => redirectUrl }) }),
});
const CartCompletionAction = builder.unionType('CartCompletionAction', {
  description: 'What the shopper has to do.',
  types: [CompletePaymentChallenge],
  resolveType: () => 'CompletePaymentChallenge',
});
const CartCompletionActionRequired = builder
  .objectRef<Of<'action_required'>>('CartCompletionActionRequired')
  .implement({
    description: 'The shopper has to do something before the purchase goes on.',
    fields: (t) => ({
      id: t.exposeString('attemptId'),
      action: t.field({ type: CartCompletionAction, nullable: true, resolve: (one) => one }),
    }),
  });
const ATTEMPT_TYPES = {
  success: 'CartCompletionSuccess',
  processing: 'CartCompletionProcessing',
  failed: 'CartCompletionFailed',
  action_required: 'CartCompletionActionRequired',
} as const;
const CartCompletionAttemptResult = builder.unionType('CartCompletionAttemptResult', {
  description: 'Where a purchase stands.',
  types: [CartCompletionSuccess, CartCompletionProcessing, CartCompletionFailed, CartCompletionActionRequired],
  resolveType: ({ state }) => ATTEMPT_TYPES[state],
});

builder.mutationFields((t) => ({
  cartPaymentUpdate: t.field({
    type: CartPaymentUpdatePayload,
    nullable: true,
    description: 'Says how, and how much, the shopper agrees to pay.',
    args: { cartId: t.arg.id({ required: true }), payment: t.arg({ type: CartPaymentInput, required: true }) },
    resolve: (_root, args, ctx, info) =>
      updatePayment(ctx, info, { cartId: String(args.cartId), payment: args.payment }),
  }),
  cartPrepareForCompletion: t.field({
    type: CartPrepareForCompletionPayload,
    nullable: true,
    description: 'Says what a cart lacks before it can be submitted, the payment aside.',
    args: { cartId: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const cart = await cartByGid(String(args.cartId), ctx);
      if (!cart) return { result: null, userErrors: [noSuchCart()] };
      const errors = submissionProblems(readinessOf(cart), false);
      const result =
        errors.length > 0 ? ({ kind: 'not_ready', cart, errors } as const) : ({ kind: 'ready', cart } as const);
      return { result, userErrors: [] };
    },
  }),
  cartSubmitForCompletion: t.field({
    type: CartSubmitForCompletionPayload,
    nullable: true,
    description: 'Begins the purchase. `attemptToken` is the caller’s name for it: the same one again begins nothing.',
    args: { cartId: t.arg.id({ required: true }), attemptToken: t.arg.string({ required: true }) },
    resolve: (_root, args, ctx) => submit(ctx, String(args.cartId), args.attemptToken),
  }),
}));

builder.queryField('cartCompletionAttempt', (t) =>
  t.field({
    type: CartCompletionAttemptResult,
    nullable: true,
    description: 'Where a purchase stands; waits a few seconds while it is underway. Null for an unknown attempt.',
    args: { attemptId: t.arg.string({ required: true }) },
    resolve: async (_root, { attemptId }, ctx) => {
      const token = attemptCart(attemptId);
      if (token === null) return null;
      return ctx.env.CHECKOUT.getByName(token).attempt(attemptId);
    },
  }),
);
