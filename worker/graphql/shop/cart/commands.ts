import type { CartAttribute } from '../../../../commerce/cart/cart-state.ts';
import type {
  AddressToAdd,
  AddressToUpdate,
  BuyerChange,
  CartProblem,
  LineToAdd,
  LineToUpdate,
} from '../../../../commerce/cart/commands.ts';
import type { OfferedQuote } from '../../../../commerce/cart/line-quote.ts';
import { ticketIn } from '../../../../commerce/drops/admission.ts';
import type { VariantRecord } from '../../../ports/catalogue.ts';
import { sellableUnits } from '../../../services/cart-view.ts';
import { QUOTE_WORDS, quotedUntil, quoteOf, redeemQuote } from '../../../services/price-quotes.ts';
import { numberFromGid } from '../../gid.ts';
import type { AttributeInput } from '../common/attribute.ts';
import type { ShopContext } from '../context.ts';
import { parseInnerGid } from './cart-id.ts';
import {
  type CartBuyerIdentityInput,
  type CartLineInput,
  type CartLineUpdateInput,
  type CartSelectableAddressInput,
  type CartSelectableAddressUpdateInput,
  cartAddress,
} from './inputs.ts';
import { loadVariantOwners } from './load.ts';

/** Arguments turned into commands, or everything that is wrong with them. */
export type Commands<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly CartProblem[] };

type LineArgs = typeof CartLineInput.$inferInput;
type LineUpdateArgs = typeof CartLineUpdateInput.$inferInput;
type AddressArgs = typeof CartSelectableAddressInput.$inferInput;
type AddressUpdateArgs = typeof CartSelectableAddressUpdateInput.$inferInput;
type BuyerArgs = typeof CartBuyerIdentityInput.$inferInput;

/** Attributes as plain objects: those of GraphQL arguments have no prototype and cannot be sent to an object. */
export const attributesOf = (
  given: readonly (typeof AttributeInput.$inferInput)[] | null | undefined,
): CartAttribute[] => (given ?? []).map(({ key, value }) => ({ key, value }));

const result = <T>(value: T, problems: readonly CartProblem[]): Commands<T> =>
  problems.length > 0 ? { ok: false, problems } : { ok: true, value };

const unknownMerchandise = (gid: string, field: readonly string[]): CartProblem => ({
  code: 'INVALID',
  field,
  message: `The merchandise with id ${gid} does not exist.`,
});
const noSellingPlan = (field: readonly string[]): CartProblem => ({
  code: 'SELLING_PLAN_NOT_APPLICABLE',
  field,
  message: 'This item is not sold with a selling plan.',
});

/**
 * Finds each variant in the catalogue and tells what it costs. `cartToken`: whose quotes count; null: the cart is not made yet. Problems per line: unknown
 * merchandise (also unpublished), a selling plan, a parent line, a quote that does not count (`redeemQuote`).
 */
export async function linesToAdd(
  ctx: ShopContext,
  given: readonly LineArgs[],
  path: readonly string[],
  cartToken: string | null,
): Promise<Commands<readonly LineToAdd[]>> {
  const ids = given.map((line) => numberFromGid('ProductVariant', String(line.merchandiseId)));
  const owners = await loadVariantOwners(
    ctx,
    ids.filter((id) => id !== null),
  );
  const problems: CartProblem[] = [];
  const lines = given.flatMap((line, index): LineToAdd[] => {
    const field = [...path, String(index)];
    const variantId = ids[index] ?? 0;
    const product = owners.get(variantId);
    const variant = product?.variants.find((one) => one.id === variantId);
    if (!product || !variant)
      problems.push(unknownMerchandise(String(line.merchandiseId), [...field, 'merchandiseId']));
    if (line.sellingPlanId != null) problems.push(noSellingPlan([...field, 'sellingPlanId']));
    if (line.parent?.lineId != null || line.parent?.merchandiseId != null)
      problems.push({ code: 'INVALID', field: [...field, 'parent'], message: 'Lines of lines are not sold here.' });
    if (!product || !variant) return [];
    const { id: productId } = product;
    const quantity = line.quantity ?? 1;
    const quote = lineQuote(ctx, variant, { text: line.priceQuote ?? null, cartToken, quantity });
    if (typeof quote === 'string') {
      problems.push({ code: 'INVALID', field: [...field, 'priceQuote'], message: quote });
      return [];
    }
    // A ticket's units, or a quote's, are set aside; the records may not have heard of them yet.
    const isSetAside = quote.heldUnits !== undefined || ticketIn(line.attributes ?? []) !== null;
    return [
      {
        productId,
        variantId,
        quantity,
        attributes: attributesOf(line.attributes),
        ...partsOf(variant),
        available: isSetAside ? null : sellableUnits(variant),
        quote,
      },
    ];
  });
  return result(lines, problems);
}

/** What a line is told to cost: what its quote says, or today's price; a text says why the quote does not count. */
function lineQuote(
  ctx: ShopContext,
  variant: VariantRecord,
  given: { readonly text: string | null; readonly cartToken: string | null; readonly quantity: number },
): OfferedQuote | string {
  if (given.text === null) return quoteOf(variant, quotedUntil(ctx.deps.config, ctx.nowMs));
  const { quantity } = given;
  const claim = { cartToken: given.cartToken ?? '', variantId: variant.id, quantity, currency: ctx.buyer.currency };
  const redeemed = redeemQuote(ctx.deps.priceQuotes, given.text, claim, ctx.nowMs);
  return redeemed.ok ? redeemed.quote : QUOTE_WORDS[redeemed.reason];
}

/** A bundle's line remembers its parts: they are what is held for it. */
const partsOf = ({ components = [] }: VariantRecord): Pick<LineToAdd, 'parts'> =>
  components.length === 0 ? {} : { parts: components.map(({ variantId, quantity }) => ({ variantId, quantity })) };

/** The same for changes of lines; what is in stock is looked up for the variant the line has, or gets. */
export async function linesToUpdate(
  ctx: ShopContext,
  token: string,
  given: readonly LineUpdateArgs[],
  variantOfLine: ReadonlyMap<number, number>,
): Promise<Commands<readonly LineToUpdate[]>> {
  const wanted = given.map((line) => {
    const lineId = parseInnerGid('CartLine', token, String(line.id)) ?? -1;
    const named = line.merchandiseId == null ? null : numberFromGid('ProductVariant', String(line.merchandiseId));
    return { line, lineId, named, variantId: line.merchandiseId == null ? (variantOfLine.get(lineId) ?? null) : named };
  });
  const owners = await loadVariantOwners(
    ctx,
    wanted.flatMap(({ variantId }) => variantId ?? []),
  );
  const problems: CartProblem[] = [];
  const lines = wanted.map(({ line, lineId, named, variantId }, index): LineToUpdate => {
    const product = owners.get(variantId ?? 0);
    const variant = product?.variants.find((one) => one.id === variantId);
    if (line.merchandiseId != null && !variant)
      problems.push(unknownMerchandise(String(line.merchandiseId), ['lines', String(index), 'merchandiseId']));
    if (line.sellingPlanId != null) problems.push(noSellingPlan(['lines', String(index), 'sellingPlanId']));
    return {
      lineId,
      ...(line.quantity != null && { quantity: line.quantity }),
      ...(line.attributes != null && { attributes: attributesOf(line.attributes) }),
      ...(named !== null &&
        product && { variant: { productId: product.id, variantId: named, ...(variant && partsOf(variant)) } }),
      available: variant ? sellableUnits(variant) : null,
      ...(variant && { quote: quoteOf(variant, quotedUntil(ctx.deps.config, ctx.nowMs)) }),
    };
  });
  return result(lines, problems);
}

/** Problems: customers' stored addresses, which there are none of; no address at all. */
export function addressesToAdd(
  given: readonly AddressArgs[],
  path: readonly string[],
): Commands<readonly AddressToAdd[]> {
  const problems: CartProblem[] = [];
  const addresses = given.flatMap((one, index): AddressToAdd[] => {
    const { deliveryAddress } = one.address;
    if (!deliveryAddress) {
      problems.push(noAddress([...path, String(index), 'address']));
      return [];
    }
    return [
      {
        address: cartAddress(deliveryAddress),
        selected: one.selected ?? false,
        oneTimeUse: one.oneTimeUse ?? false,
        strict: one.validationStrategy === 'STRICT',
      },
    ];
  });
  return result(addresses, problems);
}

const noAddress = (field: readonly string[]): CartProblem => ({
  code: 'INVALID',
  field,
  message: 'deliveryAddress must be given; there are no stored addresses to copy.',
});

/** The same for changes of addresses. */
export function addressesToUpdate(
  token: string,
  given: readonly AddressUpdateArgs[],
): Commands<readonly AddressToUpdate[]> {
  const problems: CartProblem[] = [];
  const addresses = given.map((one, index): AddressToUpdate => {
    if (one.address && !one.address.deliveryAddress) problems.push(noAddress(['addresses', String(index), 'address']));
    return {
      addressId: parseInnerGid('CartSelectableAddress', token, String(one.id)) ?? -1,
      ...(one.address?.deliveryAddress && { address: cartAddress(one.address.deliveryAddress) }),
      ...(one.selected != null && { selected: one.selected }),
      ...(one.oneTimeUse != null && { oneTimeUse: one.oneTimeUse }),
      strict: one.validationStrategy === 'STRICT',
    };
  });
  return result(addresses, problems);
}

/** What is given of the buyer; null takes a value away, absence leaves it. */
export const buyerChange = (given: BuyerArgs): BuyerChange => ({
  ...(given.email !== undefined && { email: given.email }),
  ...(given.phone !== undefined && { phone: given.phone }),
  ...(given.countryCode !== undefined && { countryCode: given.countryCode }),
});

const DEFAULT_NAMESPACE = 'custom';

/** Namespace and key of `namespace.key`, or a plain key in the default namespace. */
export function metafieldName(key: string): { readonly namespace: string; readonly key: string } {
  const dot = key.lastIndexOf('.');
  return dot < 0 ? { namespace: DEFAULT_NAMESPACE, key } : { namespace: key.slice(0, dot), key: key.slice(dot + 1) };
}
