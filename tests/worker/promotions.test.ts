/// <reference types="@cloudflare/vitest-plugin/types" />
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { orders, payments } from '../../db/schema/orders.ts';
import { promotions, promotionUses } from '../../db/schema/promotions.ts';
import { askAdmin } from './admin-support.ts';
import { type Answer, agreeToPay, ask, attempt, db, mutate, readyCart, submit } from './checkout-support.ts';

let attempts = 0;
const newToken = () => `promotions-token-${attempts++}`;
let names = 0;
const newCode = () => `TEST${++names}X`;

const SHOWN = `cart { id cost { totalAmount { amount } checkoutChargeAmount { amount } subtotalAmount { amount } }
  discountCodes { code applicable } appliedGiftCards { id lastCharacters amountUsed { amount } balance { amount } }
  discountAllocations { __typename discountedAmount { amount } targetType ... on CartAutomaticDiscountAllocation { title } ... on CartCodeDiscountAllocation { code } }
  lines(first: 5) { nodes { cost { totalAmount { amount } } discountAllocations { discountedAmount { amount } } } }
  priceReasons { outcome title code reasonCode text amount { amount } } } userErrors { code message } warnings { code message }`;
const change = async (name: string, args: string): Promise<Answer> =>
  (await ask(`mutation { ${name}(${args}) { ${SHOWN} } }`)).at(name);
const useCodes = (id: string, ...codes: readonly string[]) =>
  change('cartDiscountCodesUpdate', `cartId: "${id}", discountCodes: ${JSON.stringify(codes)}`);
const amount = (answer: Answer, ...path: readonly (string | number)[]) =>
  Math.round(Number(answer.text(...path, 'amount')) * 100);

async function buy(id: string, due: string): Promise<Answer> {
  if (Number(due) > 0) await agreeToPay(id, due, 'pm_card_visa');
  else
    await mutate(
      'cartPaymentUpdate',
      `cartId: "${id}", payment: { amount: { amount: "0.00", currencyCode: EUR }, freePaymentMethod: { billingAddress: { firstName: "Ada", lastName: "Lovelace", address1: "Torstr. 1", city: "Berlin", zip: "10119", country: "Germany" } } }`,
    );
  const submitted = await submit(id, newToken());
  if (submitted.text('result', '__typename') !== 'SubmitSuccess') return submitted.at('result');
  return attempt(submitted.text('result', 'attemptId'));
}

const saved = async (input: string): Promise<string> => {
  const { value, ...answer } = (
    await askAdmin(`mutation { promotionSave(input: ${input}) { discountNode { id } userErrors { field message } } }`)
  ).at('promotionSave');
  expect(Reflect.get(Object(value), 'userErrors'), JSON.stringify(answer)).toEqual([]);
  return String(Reflect.get(Object(Reflect.get(Object(value), 'discountNode')), 'id'));
};

describe('promotions made through the admin API', () => {
  it('count in a cart, explain themselves, and are recorded with the order', async () => {
    const code = newCode();
    const made = await askAdmin(
      `mutation($input: DiscountCodeBasicInput!) { discountCodeBasicCreate(basicCodeDiscount: $input) { codeDiscountNode { id discount { __typename ... on DiscountCommon { title summary status usageLimit } ... on DiscountCodeBasic { codes(first: 3) { nodes { code } } } } } userErrors { field message } } }`,
      {
        input: {
          title: 'A fifth off',
          code: code.toLowerCase(),
          usageLimit: 1,
          customerGets: { value: { percentage: 0.2 }, items: { all: true } },
        },
      },
    );
    const node = made.at('discountCodeBasicCreate', 'codeDiscountNode');
    expect(node.at('discount').value).toEqual({
      __typename: 'DiscountCodeBasic',
      title: 'A fifth off',
      summary: '20 % off all goods. Limits: 1 uses in all. Counts alone.',
      status: 'ACTIVE',
      usageLimit: 1,
      codes: { nodes: [{ code }] },
    });
    const first = await readyCart(1, 2);
    const second = await readyCart(1, 1);
    const priced = await useCodes(first.id, code, 'NOBODYHASTHIS');
    expect(priced.at('cart', 'priceReasons', 0).value).toMatchObject({
      outcome: 'APPLIED',
      title: 'A fifth off',
      code,
    });
    expect(priced.at('cart', 'priceReasons').value).toContainEqual(
      expect.objectContaining({ outcome: 'REFUSED', code: 'NOBODYHASTHIS', reasonCode: 'DISCOUNT_NOT_FOUND' }),
    );
    expect(priced.at('cart', 'discountAllocations', 0).value).toMatchObject({
      __typename: 'CartCodeDiscountAllocation',
      code,
    });
    const rival = await useCodes(second.id, code);
    expect((await buy(first.id, priced.text('cart', 'cost', 'totalAmount', 'amount'))).text('__typename')).toBe(
      'CartCompletionSuccess',
    );
    const [order] = await db.select().from(orders).where(eq(orders.cartToken, first.token));
    const id = Number(/\d+$/.exec(node.text('id'))?.[0]);
    expect(await db.select().from(promotionUses).where(eq(promotionUses.promotionId, id))).toMatchObject([
      { orderId: order?.id, code, amountMinor: order?.discountMinor },
    ]);
    expect(await db.select().from(promotions).where(eq(promotions.id, id))).toMatchObject([{ uses: 1 }]);
    // The other cart saw the price with the code; it is used up now, so that price is not charged.
    await agreeToPay(second.id, rival.text('cart', 'cost', 'totalAmount', 'amount'), 'pm_card_visa');
    const late = await submit(second.id, newToken());
    expect(late.at('result', 'errors', 0, 'code').value).toBe('PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT');
    expect((await useCodes(second.id, code)).at('warnings', 0, 'code').value).toBe('DISCOUNT_USAGE_LIMIT_REACHED');
  });

  it('come by themselves for their goods, and the better of two is told', async () => {
    const product = 'kind: "products", ids: [1]';
    const small = await saved(
      `{ title: "Small", isAutomatic: true, actions: [{ kind: "percent", bps: 500, of: { ${product} } }] }`,
    );
    const large = await saved(
      `{ title: "Large", isAutomatic: true, actions: [{ kind: "percent", bps: 2500, of: { ${product} } }] }`,
    );
    const cart = await readyCart(1, 1);
    const shown = await useCodes(cart.id);
    expect(shown.at('cart', 'priceReasons').value).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ outcome: 'APPLIED', title: 'Large' }),
        expect.objectContaining({ outcome: 'OUTDONE', title: 'Small' }),
      ]),
    );
    const off = amount(shown, 'cart', 'lines', 'nodes', 0, 'discountAllocations', 0, 'discountedAmount');
    expect(off).toBeGreaterThan(0);
    expect(amount(shown, 'cart', 'cost', 'subtotalAmount')).toBe(
      amount(shown, 'cart', 'lines', 'nodes', 0, 'cost', 'totalAmount'),
    );
    for (const id of [small, large])
      expect(
        (
          await askAdmin(
            `mutation { discountAutomaticDelete(id: "${id}") { deletedDiscountId userErrors { message } } }`,
          )
        ).at('discountAutomaticDelete', 'deletedDiscountId').value,
      ).toBe(id);
    expect((await useCodes(cart.id)).at('cart', 'priceReasons').value).not.toContainEqual(
      expect.objectContaining({ title: 'Large' }),
    );
  });

  it('are refused by the name of the rule they break', async () => {
    const answer = await askAdmin(
      `mutation { promotionSave(input: { title: "", isAutomatic: true, usageLimitPerCode: 1, startsAt: "2026-02-01T00:00:00Z", endsAt: "2026-01-01T00:00:00Z", actions: [
        { kind: "percent", bps: 10001, of: { kind: "all" } }, { kind: "tiers", of: { kind: "all" }, by: "quantity", steps: [{ from: 5, bps: 1 }, { from: 5, bps: 2 }] }] }) { discountNode { id } userErrors { field message } } }`,
    );
    const messages = answer.at('promotionSave', 'userErrors').value;
    expect(JSON.stringify(messages)).toMatch(/title: must not be empty/);
    expect(JSON.stringify(messages)).toMatch(
      /actions\.0\.bps: must be at most 100 %: a promotion never pays the shopper/,
    );
    expect(JSON.stringify(messages)).toMatch(/actions\.1: steps must ascend/);
    const mixed = await askAdmin(
      `mutation { promotionSave(input: { title: "x", codes: ["АBC"], endsAt: "2020-01-01T00:00:00Z", actions: [{ kind: "percent", bps: 1, of: { kind: "all" } }, { kind: "free_shipping" }] }) { userErrors { message } } }`,
    );
    const said = JSON.stringify(mixed.value);
    expect(said).toMatch(/make two promotions that combine/);
    expect(said).toMatch(/endsAt: must be after startsAt/);
    expect(said).toMatch(/codes\.0: may have A to Z/);
  });

  it('have codes made for them that cannot be guessed, each good once', async () => {
    const id = await saved(
      `{ title: "Bulk", codes: ["${newCode()}"], usageLimitPerCode: 1, actions: [{ kind: "percent", bps: 1000, of: { kind: "all" } }] }`,
    );
    const made = await askAdmin(
      `mutation { discountRedeemCodesGenerate(discountId: "${id}", count: 500, prefix: "BULK-") { codesCount userErrors { message } } }`,
    );
    expect(made.at('discountRedeemCodesGenerate', 'codesCount').value).toBe(500);
    const list = await askAdmin(
      `{ discountNode(id: "${id}") { discount { ... on DiscountCodeBasic { codesCount { count } codes(first: 250) { nodes { code } } } } } }`,
    );
    expect(list.at('discountNode', 'discount', 'codesCount', 'count').value).toBe(501);
    const [one, two] = [
      list.text('discountNode', 'discount', 'codes', 'nodes', 7, 'code'),
      list.text('discountNode', 'discount', 'codes', 'nodes', 8, 'code'),
    ];
    expect(one).toMatch(/^BULK-[ACDEFGHJKMNPQRTUVWXY34679]{12}$/);
    const cart = await readyCart(1);
    const priced = await useCodes(cart.id, one);
    expect((await buy(cart.id, priced.text('cart', 'cost', 'totalAmount', 'amount'))).text('__typename')).toBe(
      'CartCompletionSuccess',
    );
    const next = await readyCart(1);
    expect((await useCodes(next.id, one)).at('warnings', 0, 'code').value).toBe('DISCOUNT_USAGE_LIMIT_REACHED');
    expect((await useCodes(next.id, two)).at('cart', 'discountCodes', 0, 'applicable').value).toBe(true);
  });

  it('are shown on a sample cart before they are saved', async () => {
    const answer = await askAdmin(
      `{ promotionPreview(input: { title: "Try", isAutomatic: true, actions: [{ kind: "percent", bps: 1000, of: { kind: "all" } }] }, lines: [{ productId: "gid://shopify/Product/1", quantity: 2 }]) { summary subtotal { amount } discount { amount } total { amount } reason userErrors { message } } }`,
    );
    const shown = answer.at('promotionPreview');
    expect(shown.text('summary')).toBe('10 % off all goods. Counts alone.');
    expect(amount(shown, 'discount')).toBe(Math.round(amount(shown, 'subtotal') / 10));
  });
});

describe('gift cards', () => {
  let code = '';
  let cardId = '';
  beforeAll(async () => {
    const made = await askAdmin(
      'mutation { giftCardCreate(input: { initialValue: "50.00", currencyCode: "EUR", note: "A present" }) { giftCardCode giftCard { id lastCharacters balance { amount } } userErrors { message } } }',
    );
    code = made.text('giftCardCreate', 'giftCardCode');
    cardId = made.text('giftCardCreate', 'giftCard', 'id');
  });
  const balance = async () =>
    Number(
      (await askAdmin(`{ giftCard(id: "${cardId}") { balance { amount } } }`)).text('giftCard', 'balance', 'amount'),
    );
  const give = (id: string, given: string) =>
    change('cartGiftCardCodesUpdate', `cartId: "${id}", giftCardCodes: ["${given}"]`);

  it('pay a part of an order beside the card, are refunded, and pay again', async () => {
    const cart = await readyCart(1, 2);
    const shown = await give(cart.id, code.toLowerCase().replaceAll(' ', '-'));
    const total = amount(shown, 'cart', 'cost', 'totalAmount');
    expect(shown.at('cart', 'appliedGiftCards', 0).value).toMatchObject({
      lastCharacters: code.slice(-4),
      amountUsed: { amount: '50.00' },
      balance: { amount: '50.00' },
    });
    const due = shown.text('cart', 'cost', 'checkoutChargeAmount', 'amount');
    expect(Math.round(Number(due) * 100)).toBe(total - 5_000);
    const bought = await buy(cart.id, due);
    expect(bought.text('__typename')).toBe('CartCompletionSuccess');
    expect(await balance()).toBe(0);
    const orderId = Number(/\d+$/.exec(bought.text('orderId'))?.[0]);
    const paid = await db.select().from(payments).where(eq(payments.orderId, orderId));
    expect(paid.map((one) => [one.provider, one.amountMinor]).sort()).toEqual([
      ['gift_card', 5_000],
      ['stripe', total - 5_000],
    ]);
    const refund = async (minor: number) =>
      (
        await askAdmin(
          `mutation($input: RefundInput!) { refundCreate(input: $input) { refund { id } userErrors { message } } }`,
          {
            input: {
              orderId: bought.text('orderId'),
              transactions: [
                {
                  amount: (minor / 100).toFixed(2),
                  gateway: 'stripe',
                  kind: 'REFUND',
                  orderId: bought.text('orderId'),
                },
              ],
            },
          },
        )
      ).at('refundCreate', 'userErrors').value;
    expect(await refund(total - 6_000)).toEqual([]);
    expect(await balance()).toBe(0);
    expect(await refund(3_000)).toEqual([]);
    expect(await balance()).toBe(20);
    expect(await refund(3_000)).toEqual([]);
    expect(await balance()).toBe(50);
  });

  it('are given back when the bank refuses the rest', async () => {
    const cart = await readyCart(1, 2);
    const shown = await give(cart.id, code);
    await agreeToPay(cart.id, shown.text('cart', 'cost', 'checkoutChargeAmount', 'amount'), 'pm_card_chargeDeclined');
    const submitted = await submit(cart.id, newToken());
    const outcome = await attempt(submitted.text('result', 'attemptId'));
    expect(outcome.at('errors', 0, 'code').value).toBe('PAYMENT_CARD_DECLINED');
    expect(await balance()).toBe(50);
  });

  it('are not to be had by trying, and can be taken off again', async () => {
    const cart = await readyCart(1, 1);
    const wrong = await give(cart.id, 'AAAA AAAA AAAA AAAA');
    expect(wrong.at('warnings', 0, 'code').value).toBe('PAYMENTS_GIFT_CARDS_UNAVAILABLE');
    expect(wrong.at('cart', 'appliedGiftCards').value).toEqual([]);
    const made = await ask(
      `mutation { cartCreate(input: { giftCardCodes: ["${code}", "WRNGWRNGWRNGWRNG"], lines: [{ merchandiseId: "gid://shopify/ProductVariant/1", quantity: 1 }] }) { ${SHOWN} } }`,
    );
    expect(made.at('cartCreate', 'cart', 'appliedGiftCards', 0, 'lastCharacters').value).toBe(code.slice(-4));
    const right = await change('cartGiftCardCodesAdd', `cartId: "${cart.id}", giftCardCodes: ["${code}"]`);
    const gone = await change(
      'cartGiftCardCodesRemove',
      `cartId: "${cart.id}", appliedGiftCardIds: ["${right.text('cart', 'appliedGiftCards', 0, 'id')}"]`,
    );
    expect(gone.at('cart', 'appliedGiftCards').value).toEqual([]);
  });

  it('pay a whole order without a card, and no more once they are switched off', async () => {
    const made = await askAdmin(
      'mutation { giftCardCreate(input: { initialValue: "5000", currencyCode: "EUR" }) { giftCardCode giftCard { id } } }',
    );
    const large = made.text('giftCardCreate', 'giftCardCode');
    const cart = await readyCart(1, 1);
    const shown = await give(cart.id, large);
    expect(amount(shown, 'cart', 'cost', 'checkoutChargeAmount')).toBe(0);
    expect((await buy(cart.id, '0')).text('__typename')).toBe('CartCompletionSuccess');
    await askAdmin(
      `mutation { giftCardDeactivate(id: "${made.text('giftCardCreate', 'giftCard', 'id')}") { giftCard { enabled } } }`,
    );
    const next = await readyCart(1, 1);
    expect((await give(next.id, large)).at('warnings', 0, 'code').value).toBe('PAYMENTS_GIFT_CARDS_UNAVAILABLE');
  });
});
