import type { GraphQLResolveInfo } from 'graphql';
import { canPay } from '../../../../commerce/pricing/tenders.ts';
import { normalGiftCardCode } from '../../../../commerce/promotions/codes.ts';
import type { CreditAccount } from '../../../ports/credit.ts';
import type { CartView } from '../../../services/cart-view.ts';
import { sha256 } from '../../sha256.ts';
import type { ShopContext } from '../context.ts';
import { parseCartGid, parseInnerGid } from './cart-id.ts';
import { idOf } from './cart-type.ts';
import { changeCart, type PayloadRecord, readCart, type WarningRecord } from './payload.ts';

/** More are not looked up. */
const MOST_CODES = 50;

interface CodeArgs {
  readonly cartId: string | number;
  readonly giftCardCodes: readonly string[];
}

/** The gift cards of a cart as it is now; none of one that cannot be read. */
async function cardsOf(ctx: ShopContext, cartId: string): Promise<readonly number[]> {
  const read = await readCart(ctx, cartId);
  return read?.answer.ok ? (read.answer.cart.giftCards ?? []) : [];
}

/** The accounts of codes that can pay something now; a code that leads to none is left out. */
export async function usableCards(ctx: ShopContext, codes: readonly string[]): Promise<readonly CreditAccount[]> {
  const hashes = codes.slice(0, MOST_CODES).map((code) => sha256(normalGiftCardCode(code)));
  const byHash = new Map((await ctx.deps.credit.byCodeHashes(hashes)).map((account) => [account.codeHash, account]));
  return hashes.flatMap((hash) => {
    const account = byHash.get(hash);
    const isUsable = account && canPay({ ...account, accountId: account.id }, account.currency, ctx.nowMs);
    return isUsable && account.balanceMinor > 0 ? [account] : [];
  });
}

/**
 * Lets gift cards pay, found by their codes; `keep` says which of the present ones stay. A code that leads to no card, or to one that cannot pay, is left
 * out, and a warning says so. Which of the two it was is not told: codes must not be found by trying.
 */
export async function setGiftCards(
  ctx: ShopContext,
  info: GraphQLResolveInfo,
  args: CodeArgs,
  keep: (known: readonly number[]) => readonly number[],
): Promise<PayloadRecord> {
  const cartId = String(args.cartId);
  const [present, usable] = await Promise.all([cardsOf(ctx, cartId), usableCards(ctx, args.giftCardCodes)]);
  const accountIds = [...keep(present), ...usable.map(({ id }) => id)];
  const payload = await changeCart(ctx, info, cartId, args, [{ kind: 'set_gift_cards', accountIds }]);
  if (!payload.cart || payload.userErrors.length > 0) return payload;
  const { currency } = payload.cart.priced;
  const isElsewhere = usable.some((account) => account.currency !== currency);
  const warnings: WarningRecord[] = [];
  if (usable.length < args.giftCardCodes.length)
    warnings.push(unavailable(payload.cart, 'A gift card code is unknown, used up or expired.'));
  if (isElsewhere) warnings.push(unavailable(payload.cart, `A gift card is not in ${currency} and pays nothing here.`));
  return { ...payload, warnings: [...payload.warnings, ...warnings] };
}

const unavailable = (view: CartView, message: string): WarningRecord => ({
  code: 'PAYMENTS_GIFT_CARDS_UNAVAILABLE',
  message,
  target: idOf(view),
});

/** Takes gift cards off a cart, by the ids they have in it; others are no problem. */
export async function removeGiftCards(
  ctx: ShopContext,
  info: GraphQLResolveInfo,
  args: { readonly cartId: string | number; readonly appliedGiftCardIds: readonly (string | number)[] },
): Promise<PayloadRecord> {
  const cartId = String(args.cartId);
  const present = await cardsOf(ctx, cartId);
  const token = parseCartGid(cartId)?.token ?? '';
  const gone = new Set(args.appliedGiftCardIds.map((id) => parseInnerGid('AppliedGiftCard', token, String(id))));
  return changeCart(ctx, info, cartId, args, [
    { kind: 'set_gift_cards', accountIds: present.filter((id) => !gone.has(id)) },
  ]);
}
