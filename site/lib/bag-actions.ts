import type { AstroCookies } from 'astro';
import { type CartChange, cartIdOf, changeCart, readCart } from './bag.ts';
import {
  cartCreateDocument,
  discountCodesDocument,
  giftCardsAddDocument,
  giftCardsRemoveDocument,
  type LineInput,
  linesAddDocument,
  linesRemoveDocument,
  linesUpdateDocument,
  priceChangesAcceptDocument,
} from './cart-queries.ts';
import type { ShopLocals } from './shop-locals.ts';

/** What the bag page says after an action, carried in its address so that it works without scripts. */
export type BagNotice = Readonly<Record<string, string>>;

export interface ActionResult {
  readonly change: CartChange | null;
  readonly notice: BagNotice;
}

const MOST = 999;
const variantForm = /^gid:\/\/shopify\/ProductVariant\/\d+$/;
const text = (form: FormData, name: string) => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** A whole number of items from 0 to 999; null for anything else. */
export function quantityIn(value: string): number | null {
  if (!/^\d{1,4}$/.test(value)) return null;
  const quantity = Number(value);
  return quantity <= MOST ? quantity : null;
}

async function add(shop: ShopLocals, cookies: AstroCookies, form: FormData, notice: BagNotice): Promise<ActionResult> {
  const merchandiseId = text(form, 'variant');
  const quantity = quantityIn(text(form, 'quantity') || '1');
  if (!variantForm.test(merchandiseId) || quantity === null || quantity === 0)
    return { change: null, notice: { problem: 'input' } };
  return { change: await addLines(shop, cookies, [{ merchandiseId, quantity }]), notice };
}

/** Adds lines to the shopper's bag, or to a fresh one where they have none (any more). */
export async function addLines(
  shop: ShopLocals,
  cookies: AstroCookies,
  lines: readonly LineInput[],
): Promise<CartChange> {
  const id = cartIdOf(cookies);
  const added = id === null ? null : await changeCart(shop, linesAddDocument, { id, lines });
  // A cart that has ended answers without a cart: the item goes into a fresh one.
  const ended =
    added === null ||
    (!added.ok && added.reason === 'refused' && added.cart === null && (await readCart(shop, cookies)) === null);
  return ended
    ? changeCart(shop, cartCreateDocument, { input: { lines, buyerIdentity: { countryCode: shop.market.country } } })
    : added;
}

async function setQuantity(shop: ShopLocals, id: string, lineId: string, quantity: number): Promise<CartChange> {
  return quantity === 0
    ? changeCart(shop, linesRemoveDocument, { id, lineIds: [lineId] })
    : changeCart(shop, linesUpdateDocument, { id, lines: [{ id: lineId, quantity }] });
}

async function giftCard(
  action: 'gift-card' | 'gift-card-remove',
  shop: ShopLocals,
  id: string,
  form: FormData,
): Promise<ActionResult> {
  if (action === 'gift-card-remove')
    return { change: await changeCart(shop, giftCardsRemoveDocument, { id, cards: [text(form, 'card')] }), notice: {} };
  const code = text(form, 'code').slice(0, 40);
  if (code === '') return { change: null, notice: { problem: 'input' } };
  const change = await changeCart(shop, giftCardsAddDocument, { id, codes: [code] });
  const isRefused = change.ok && change.warnings.some((one) => one.code === 'PAYMENTS_GIFT_CARDS_UNAVAILABLE');
  return { change, notice: isRefused ? { problem: 'gift-card' } : {} };
}

/** Agrees to the prices that the shopper saw, by the total they come to; another total by now is shown again instead. */
async function acceptPrices(shop: ShopLocals, id: string, form: FormData): Promise<ActionResult> {
  const total = { amount: text(form, 'amount'), currencyCode: text(form, 'currency') };
  if (!/^\d{1,15}(\.\d{1,4})?$/.test(total.amount) || !/^[A-Z]{3}$/.test(total.currencyCode))
    return { change: null, notice: { problem: 'input' } };
  const change = await changeCart(shop, priceChangesAcceptDocument, { id, total });
  // The bag is shown with the prices of now, and asks again.
  const isOutdated = !change.ok && change.reason === 'refused' && change.cart !== null;
  return isOutdated ? { change: null, notice: { problem: 'prices' } } : { change, notice: {} };
}

/** What "put it back" needs, for a line that an action takes out. */
function removedNotice(form: FormData): BagNotice {
  return {
    notice: 'removed',
    variant: text(form, 'variant'),
    quantity: text(form, 'was') || '1',
    name: text(form, 'name'),
  };
}

/**
 * Carries out a form of the bag: add, restore (put back), update, remove, accept-prices, discount, discount-remove, gift-card,
 * gift-card-remove. Null for an unknown action. A malformed
 * field changes nothing and gives notice `problem=input`; an action on a bag that is not there gives `problem=lost`.
 */
export async function bagAction(
  action: string,
  shop: ShopLocals,
  cookies: AstroCookies,
  form: FormData,
): Promise<ActionResult | null> {
  if (action === 'add') return add(shop, cookies, form, { notice: 'added' });
  if (action === 'restore') return add(shop, cookies, form, {});
  if (
    !['update', 'remove', 'accept-prices', 'discount', 'discount-remove', 'gift-card', 'gift-card-remove'].includes(
      action,
    )
  )
    return null;
  const id = cartIdOf(cookies);
  if (id === null) return { change: null, notice: { problem: 'lost' } };
  if (action === 'update' || action === 'remove') {
    const line = text(form, 'line');
    const typed = quantityIn(text(form, 'quantity'));
    const step = Number(text(form, 'step') || '0');
    if (line === '' || (action === 'update' && (typed === null || ![-1, 0, 1].includes(step))))
      return { change: null, notice: { problem: 'input' } };
    const quantity = action === 'remove' ? 0 : Math.min(MOST, Math.max(0, (typed ?? 0) + step));
    return { change: await setQuantity(shop, id, line, quantity), notice: quantity === 0 ? removedNotice(form) : {} };
  }
  if (action === 'accept-prices') return acceptPrices(shop, id, form);
  if (action === 'gift-card' || action === 'gift-card-remove') return giftCard(action, shop, id, form);
  const cart = await readCart(shop, cookies);
  const known = (cart?.discountCodes ?? []).filter((one) => one.applicable).map((one) => one.code);
  const code = text(form, 'code').toUpperCase().slice(0, 60);
  if (action === 'discount-remove')
    return {
      change: await changeCart(shop, discountCodesDocument, {
        id,
        codes: known.filter((one) => one.toUpperCase() !== code),
      }),
      notice: {},
    };
  if (code === '') return { change: null, notice: { problem: 'input' } };
  const change = await changeCart(shop, discountCodesDocument, { id, codes: [...known, code] });
  const applies =
    change.ok && change.cart.discountCodes.some((one) => one.applicable && one.code.toUpperCase() === code);
  return { change, notice: applies ? {} : { problem: 'code', code } };
}
