import type { GraphQLResolveInfo } from 'graphql';
import type { CartProblem } from '../../../../commerce/cart/commands.ts';
import { MAX_LINE_QUANTITY } from '../../../../commerce/cart/commands.ts';
import { money, parseDecimal } from '../../../../commerce/money/money.ts';
import type { QuoteHoldAnswer } from '../../../../durable-objects/checkout/protocol.ts';
import type { ProductRecord, VariantRecord } from '../../../ports/catalogue.ts';
import type { SignedQuote } from '../../../ports/price-quotes.ts';
import { networkOf } from '../../../services/network-of.ts';
import { quotedUntil, quoteOf } from '../../../services/price-quotes.ts';
import { numberFromGid } from '../../gid.ts';
import { sha256 } from '../../sha256.ts';
import { builder } from '../builder.ts';
import { ProductVariant } from '../catalogue/variant.ts';
import { MoneyV2 } from '../common/money.ts';
import type { ShopContext } from '../context.ts';
import { parseCartGid } from './cart-id.ts';
import { MoneyInput } from './inputs.ts';
import { loadVariantOwners, loadView } from './load.ts';
import {
  CartUserError,
  cartPayload,
  changeCart,
  noSuchCart,
  type PayloadRecord,
  payloadOf,
  readCart,
  refusal,
  refusedChange,
  refusedPayload,
} from './payload.ts';

/** A quote with what it is for. */
interface QuoteRecord {
  readonly signed: SignedQuote;
  readonly product: ProductRecord;
  readonly variant: VariantRecord;
}

const PriceQuote = builder.objectRef<QuoteRecord>('PriceQuote').implement({
  description: 'A price that holds until a stated time, for one cart. A line takes it by its token.',
  fields: (t) => ({
    token: t.string({
      description: 'Signed: for `CartLineInput.priceQuote`.',
      resolve: ({ signed }, _args, ctx) => ctx.deps.priceQuotes.sign(signed),
    }),
    merchandise: t.field({ type: ProductVariant, resolve: ({ variant, product }) => ({ variant, product }) }),
    quantity: t.int({
      description: 'Most units a line may ask for with it.',
      resolve: ({ signed }) => signed.quantity,
    }),
    amountPerQuantity: t.field({
      type: MoneyV2,
      description: 'Of one unit, before promotions, with tax where the market’s prices have it.',
      resolve: ({ signed }) => money(signed.amountMinor, signed.currency),
    }),
    amount: t.field({
      type: MoneyV2,
      description: 'Of all units.',
      resolve: ({ signed }) => money(signed.amountMinor * signed.quantity, signed.currency),
    }),
    expiresAt: t.field({ type: 'DateTime', resolve: ({ signed }) => new Date(signed.untilMs) }),
    isStockHeld: t.boolean({
      description: 'Whether its units are set aside until then.',
      resolve: ({ signed }) => signed.isStockHeld,
    }),
  }),
});

interface QuotePayload {
  readonly quote: QuoteRecord | null;
  readonly userErrors: readonly CartProblem[];
}
const PriceQuoteCreatePayload = builder.objectRef<QuotePayload>('PriceQuoteCreatePayload').implement({
  description: 'A quote, or why there is none.',
  fields: (t) => ({
    priceQuote: t.field({ type: PriceQuote, nullable: true, resolve: ({ quote }) => quote }),
    userErrors: t.field({ type: [CartUserError], resolve: ({ userErrors }) => [...userErrors] }),
  }),
});

interface QuoteArgs {
  readonly cartId: string;
  readonly merchandiseId: string;
  readonly quantity: number;
}

const refused = (...problem: Parameters<typeof refusal>): QuotePayload => ({
  quote: null,
  userErrors: [refusal(...problem)],
});

/** Quotes today's price. Problems in order: no such cart, a quantity that no line has, merchandise that is unknown or not sold in this market. */
async function quoteFor(ctx: ShopContext, { cartId, merchandiseId, quantity }: QuoteArgs): Promise<QuotePayload> {
  const address = parseCartGid(cartId);
  if (!address) return { quote: null, userErrors: [noSuchCart()] };
  if (quantity < 1 || quantity > MAX_LINE_QUANTITY)
    return refused('INVALID', ['quantity'], `The quantity must be from 1 to ${MAX_LINE_QUANTITY}.`);
  const variantId = numberFromGid('ProductVariant', merchandiseId) ?? 0;
  const product = (await loadVariantOwners(ctx, [variantId])).get(variantId);
  const variant = product?.variants.find((one) => one.id === variantId);
  const price = variant?.prices.find((one) => one.currency === ctx.buyer.currency);
  if (!product || !variant || !price)
    return refused('INVALID', ['merchandiseId'], `The merchandise with id ${merchandiseId} is not sold here.`);
  const { currency, country } = ctx.buyer;
  const signed = {
    cartToken: address.token,
    variantId,
    quantity,
    amountMinor: price.amountMinor,
    currency,
    country,
    untilMs: quotedUntil(ctx.deps.config, ctx.nowMs),
    isStockHeld: false,
  };
  return { quote: { signed, product, variant }, userErrors: [] };
}

function holdProblem(answer: Exclude<QuoteHoldAnswer, { readonly ok: true }>): CartProblem {
  switch (answer.reason) {
    case 'not_found':
      return noSuchCart();
    case 'ordered':
      return refusal('INVALID', ['cartId'], 'This cart was ordered already.');
    case 'being_bought':
      return refusal('INVALID', ['cartId'], 'This cart is being bought; wait for the outcome.');
    case 'too_many':
      return refusal('MAXIMUM_EXCEEDED', ['merchandiseId'], `At most ${answer.most} items are set aside for one cart.`);
    case 'not_enough':
      return refusal('MERCHANDISE_NOT_APPLICABLE', ['quantity'], `Only ${answer.available} can be set aside now.`);
    case 'unavailable':
      return refusal(
        'SERVICE_UNAVAILABLE',
        ['holdStock'],
        'Units of this item cannot be set aside before the purchase.',
      );
  }
}

/** Units one quote sets aside: what a household buys. Whoever needs more asks staff. */
const MOST_SET_ASIDE = 10;

async function quoteWithStock(ctx: ShopContext, args: QuoteArgs): Promise<QuotePayload> {
  if (args.quantity > MOST_SET_ASIDE)
    return refused('MAXIMUM_EXCEEDED', ['quantity'], `At most ${MOST_SET_ASIDE} of an item are set aside.`);
  // Setting aside costs nothing and keeps goods from others: a script must not empty the shelves with it.
  const network = ctx.clientIp === null ? null : ctx.deps.saleTickets.digest('network', networkOf(ctx.clientIp));
  if (network !== null && !(await ctx.deps.setAsideLimit.allows(`set aside ${network}`)))
    return refused('MAXIMUM_EXCEEDED', ['holdStock'], 'Too many items were set aside from here; wait a minute.');
  const made = await quoteFor(ctx, args);
  const address = parseCartGid(args.cartId);
  if (!made.quote || !address) return made;
  const { signed, variant, product } = made.quote;
  const { components = [] } = variant;
  const parts =
    components.length > 0
      ? components.map((part) => ({ variantId: part.variantId, quantity: part.quantity * args.quantity }))
      : [{ variantId: variant.id, quantity: args.quantity }];
  const object = ctx.env.CHECKOUT.getByName(address.token);
  // Stock that nobody counts needs no setting aside.
  const answer: QuoteHoldAnswer = variant.tracked
    ? await object.holdQuote(sha256(address.key), { parts, untilMs: signed.untilMs })
    : { ok: true };
  if (!answer.ok) return { quote: null, userErrors: [holdProblem(answer)] };
  return { quote: { signed: { ...signed, isStockHeld: true }, variant, product }, userErrors: [] };
}

builder.queryField('priceQuote', (t) =>
  t.field({
    type: PriceQuote,
    nullable: true,
    description:
      'Today’s price of an item for a cart, signed, to be redeemed within its time. Null: no such cart, quantity or item in this market; `priceQuoteCreate` says which.',
    args: {
      cartId: t.arg.id({ required: true }),
      merchandiseId: t.arg.id({ required: true }),
      quantity: t.arg.int({ defaultValue: 1 }),
    },
    resolve: async (_root, { cartId, merchandiseId, quantity }, ctx) =>
      (await quoteFor(ctx, { cartId: String(cartId), merchandiseId: String(merchandiseId), quantity: quantity ?? 1 }))
        .quote,
  }),
);

const acceptPayload = cartPayload('CartPriceChangesAcceptPayload');

/**
 * Agrees to what lines cost now: from here on that holds. Problems in order: unknown or ordered cart, a total that is not the cart's any more, so that nobody
 * agrees to what they did not see.
 */
async function acceptPriceChanges(
  ctx: ShopContext,
  info: GraphQLResolveInfo,
  args: { readonly cartId: string; readonly totalAmount: typeof MoneyInput.$inferInput },
): Promise<PayloadRecord> {
  const read = await readCart(ctx, args.cartId);
  if (!read) return refusedPayload(noSuchCart());
  if (!read.answer.ok) return payloadOf(ctx, read.answer, read.address.key, false);
  const { lines, priced } = await loadView(ctx, read.answer.cart, read.address.key);
  const seen = parseDecimal(args.totalAmount.amount, args.totalAmount.currencyCode);
  if (seen?.amountMinor !== priced.totalMinor || args.totalAmount.currencyCode !== priced.currency)
    return refusedChange(ctx, args.cartId, [
      refusal('INVALID', ['totalAmount'], 'The cart costs something else now; look at it again.'),
    ]);
  const changed = lines.filter(({ told }) => told.wasMinor !== null);
  return changeCart(ctx, info, args.cartId, args, [
    {
      kind: 'accept_prices',
      lines: changed.map(({ line, variant }) => ({
        lineId: line.id,
        quote: quoteOf(variant, quotedUntil(ctx.deps.config, ctx.nowMs)),
      })),
    },
  ]);
}

builder.mutationFields((t) => ({
  priceQuoteCreate: t.field({
    type: PriceQuoteCreatePayload,
    nullable: true,
    description:
      'Quotes today’s price of an item for a cart. With `holdStock` its units are set aside as long as the price holds; a later quote of the item takes their place.',
    args: {
      cartId: t.arg.id({ required: true }),
      merchandiseId: t.arg.id({ required: true }),
      quantity: t.arg.int({ defaultValue: 1 }),
      holdStock: t.arg.boolean({ defaultValue: false }),
    },
    resolve: (_root, args, ctx) => {
      const wanted = {
        cartId: String(args.cartId),
        merchandiseId: String(args.merchandiseId),
        quantity: args.quantity ?? 1,
      };
      return args.holdStock ? quoteWithStock(ctx, wanted) : quoteFor(ctx, wanted);
    },
  }),
  cartPriceChangesAccept: t.field({
    type: acceptPayload,
    nullable: true,
    description: 'Agrees to prices that changed since they were told; they hold anew from then on.',
    args: {
      cartId: t.arg.id({ required: true }),
      totalAmount: t.arg({
        type: MoneyInput,
        required: true,
        description: '`cart.cost.totalAmount` as the shopper saw it.',
      }),
    },
    resolve: (_root, args, ctx, info) =>
      acceptPriceChanges(ctx, info, { cartId: String(args.cartId), totalAmount: args.totalAmount }),
  }),
}));
