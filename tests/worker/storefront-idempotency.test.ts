import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { shopSchema } from '../../worker/graphql/shop/schema.ts';
import { type Answer, ask, createCart, db, mutate, variantGid } from './checkout-support.ts';

const newKey = () => `key-${crypto.randomUUID()}`;
const RESULT = '{ cart { id totalQuantity note } userErrors { field message } }';
const ADDRESS =
  'address: { deliveryAddress: { countryCode: DE, city: "Berlin", zip: "10119", address1: "Torstr. 1", lastName: "Lovelace" } }';

/** What a cart to try a change on has. */
interface Parts {
  readonly cart: string;
  readonly line: string;
  readonly address: string;
  readonly group: string;
  readonly option: string;
  readonly variant: string;
  readonly other: string;
  /** What the cart comes to. */
  readonly total: string;
}

async function parts(): Promise<Parts> {
  const { rows } = await db.execute<{ id: string }>(
    sql`select v.id from variants v join stock_levels s on s.variant_id = v.id group by v.id having sum(s.on_hand) > 50 order by v.id limit 2`,
  );
  const [first, second] = rows.map((row) => Number(row.id));
  if (first === undefined || second === undefined) throw new Error('too few variants are in stock');
  const made = await createCart(first, 2);
  const cart = made.text('cart', 'id');
  const added = await mutate(
    'cartDeliveryAddressesAdd',
    `cartId: "${cart}", addresses: [{ ${ADDRESS}, selected: true }]`,
  );
  expect(added.at('userErrors').value).toEqual([]);
  return {
    cart,
    line: made.text('cart', 'lines', 'nodes', 0, 'id'),
    address: added.text('cart', 'delivery', 'addresses', 0, 'id'),
    group: added.text('cart', 'deliveryGroups', 'nodes', 0, 'id'),
    option: added.text('cart', 'deliveryGroups', 'nodes', 0, 'deliveryOptions', 1, 'handle'),
    total: added.text('cart', 'cost', 'totalAmount', 'amount'),
    variant: variantGid(first),
    other: variantGid(second),
  };
}

/** Every change of a cart: its arguments, and its answer where it is no cart. */
const CHANGES: Readonly<Record<string, (of: Parts) => readonly [args: string, result?: string]>> = {
  cartLinesAdd: (of) => [`cartId: "${of.cart}", lines: [{ merchandiseId: "${of.other}" }]`],
  cartLinesUpdate: (of) => [`cartId: "${of.cart}", lines: [{ id: "${of.line}", quantity: 5 }]`],
  cartLinesRemove: (of) => [`cartId: "${of.cart}", lineIds: ["${of.line}"]`],
  cartNoteUpdate: (of) => [`cartId: "${of.cart}", note: "wrap it"`],
  cartAttributesUpdate: (of) => [`cartId: "${of.cart}", attributes: [{ key: "gift", value: "yes" }]`],
  cartBuyerIdentityUpdate: (of) => [`cartId: "${of.cart}", buyerIdentity: { email: "bo@shop.example" }`],
  cartDiscountCodesUpdate: (of) => [`cartId: "${of.cart}", discountCodes: ["NONE"]`],
  cartGiftCardCodesAdd: (of) => [`cartId: "${of.cart}", giftCardCodes: ["NONE"]`],
  cartGiftCardCodesUpdate: (of) => [`cartId: "${of.cart}", giftCardCodes: ["NONE"]`],
  cartGiftCardCodesRemove: (of) => [`cartId: "${of.cart}", appliedGiftCardIds: ["gid://shopify/AppliedGiftCard/1"]`],
  cartDeliveryAddressesAdd: (of) => [`cartId: "${of.cart}", addresses: [{ ${ADDRESS} }]`],
  cartDeliveryAddressesReplace: (of) => [`cartId: "${of.cart}", addresses: [{ ${ADDRESS} }]`],
  cartDeliveryAddressesUpdate: (of) => [`cartId: "${of.cart}", addresses: [{ id: "${of.address}", ${ADDRESS} }]`],
  cartDeliveryAddressesRemove: (of) => [`cartId: "${of.cart}", addressIds: ["${of.address}"]`],
  cartSelectedDeliveryOptionsUpdate: (of) => [
    `cartId: "${of.cart}", selectedDeliveryOptions: [{ deliveryGroupId: "${of.group}", deliveryOptionHandle: "${of.option}" }]`,
  ],
  cartBillingAddressUpdate: (of) => [`cartId: "${of.cart}", billingAddress: { country: "Germany", city: "Bonn" }`],
  cartRemovePersonalData: (of) => [`cartId: "${of.cart}"`],
  cartPaymentUpdate: (of) => [
    `cartId: "${of.cart}", payment: { amount: { amount: "1.00", currencyCode: EUR }, directPaymentMethod: { sessionId: "pm_card_visa", billingAddress: { country: "Germany" } } }`,
    '{ userErrors { field message } }',
  ],
  cartMetafieldsSet: (of) => [
    `metafields: [{ ownerId: "${of.cart}", key: "custom.gift", type: "single_line_text_field", value: "yes" }]`,
    '{ metafields { key value } userErrors { field message } }',
  ],
  cartTaxNumberUpdate: (of) => [`cartId: "${of.cart}", taxNumber: "DE136695976"`],
  cartPriceChangesAccept: (of) => [`cartId: "${of.cart}", totalAmount: { amount: "${of.total}", currencyCode: EUR }`],
  cartMetafieldDelete: (of) => [
    `input: { ownerId: "${of.cart}", key: "custom.none" }`,
    '{ deletedId userErrors { field message } }',
  ],
};

/** Changes with a proof of their own, and those that change nothing. */
const OTHERS: Readonly<Record<string, string>> = {
  cartCreate: 'makes a cart: below',
  cartClone: 'makes a cart: below',
  cartSubmitForCompletion: 'attemptToken is its key',
  cartPrepareForCompletion: 'changes nothing',
  priceQuoteCreate:
    'asked again it is a new quote, and its units are set aside once: tests/worker/price-quotes.test.ts',
  backInStockRequestCreate: 'who asks again keeps the place they had: tests/worker/back-in-stock.test.ts',
  backInStockForget: 'what is gone stays gone: tests/worker/back-in-stock.test.ts',
  customerCreate: 'an address has one account: tests/worker/customer-accounts.test.ts',
  customerCreateFromOrder: 'an address has one account: tests/worker/customer-accounts.test.ts',
  customerAccessTokenCreate: 'each call begins a session of its own',
  customerAccessTokenDelete: 'what has ended stays ended: tests/worker/customer-accounts.test.ts',
  customerRecover: 'each call mails a link; only so many a minute',
  customerReset: 'a link works once: tests/worker/customer-accounts.test.ts',
  customerUpdate: 'sets what is given, again the same',
  customerAddressCreate: 'keeps what is given, up to a number: tests/worker/customer-accounts.test.ts',
  customerAddressUpdate: 'sets what is given, again the same',
  customerAddressDelete: 'what is gone stays gone: tests/worker/customer-accounts.test.ts',
  customerDefaultAddressUpdate: 'sets what is given, again the same',
  dropJoin: 'who joins again has the ticket they had: tests/worker/drops.test.ts',
  dropLeave: 'who has left stays away: tests/worker/drops.test.ts',
};

/** Calls a change under one name, whatever it is: an Idempotency-Key belongs to a field of the document by its name there. */
const call = async (name: string, args: string, result: string, key: string): Promise<Answer> =>
  (await ask(`mutation { done: ${name}(${args}) ${result} }`, {}, { 'idempotency-key': key })).at('done');

describe('every change of the shop API', () => {
  test('is named here', () => {
    const named = [...Object.keys(CHANGES), ...Object.keys(OTHERS)].sort();
    expect(named).toEqual(Object.keys(shopSchema.getMutationType()?.getFields() ?? {}).sort());
  });

  test.each(Object.keys(CHANGES))(
    '%s repeated gives the same answer; another change under its key is refused',
    async (name) => {
      const of = await parts();
      const [args, result = RESULT] = CHANGES[name]?.(of) ?? [''];
      const key = newKey();
      const first = await call(name, args, result, key);
      expect((await call(name, args, result, key)).value).toEqual(first.value);
      const other = await call('cartNoteUpdate', `cartId: "${of.cart}", note: "something else"`, RESULT, key);
      expect(other.text('userErrors', 0, 'message')).toContain('Idempotency-Key');
      expect(other.at('cart', 'note').value).not.toBe('something else');
    },
  );

  test('cartLinesAdd clicked twice at once adds once', async () => {
    const of = await parts();
    const key = newKey();
    const add = () =>
      call('cartLinesAdd', `cartId: "${of.cart}", lines: [{ merchandiseId: "${of.other}" }]`, RESULT, key);
    const replies = await Promise.all([add(), add(), add()]);
    expect(replies.map((one) => one.at('cart', 'totalQuantity').value)).toEqual([3, 3, 3]);
  });

  test('cartCreate and cartClone make one cart per key', async () => {
    const of = await parts();
    for (const [name, args, otherArgs] of [
      ['cartCreate', 'input: { note: "a", attributes: [{ key: "gift", value: "yes" }] }', 'input: { note: "b" }'],
      ['cartClone', `cartId: "${of.cart}"`, `cartId: "${(await parts()).cart}"`],
    ] as const) {
      const key = newKey();
      const replies = await Promise.all([1, 2, 3].map(() => call(name, args, RESULT, key)));
      expect(new Set(replies.map((one) => one.text('cart', 'id'))).size).toBe(1);
      const other = await call(name, otherArgs, RESULT, key);
      expect(other.text('userErrors', 0, 'message')).toContain('Idempotency-Key');
      expect((await call(name, args, RESULT, newKey())).text('cart', 'id')).not.toBe(replies[0]?.text('cart', 'id'));
    }
  });

  test('a clone is given again though its first cart was emptied meanwhile', async () => {
    const of = await parts();
    const key = newKey();
    const clone = () => call('cartClone', `cartId: "${of.cart}"`, RESULT, key);
    const first = await clone();
    await mutate('cartLinesRemove', `cartId: "${of.cart}", lineIds: ["${of.line}"]`);
    expect((await clone()).value).toEqual(first.value);
    expect(first.at('cart', 'totalQuantity').value).toBe(2);
  });

  test('a key that can be guessed makes no cart', async () => {
    const of = await parts();
    for (const [name, args] of [
      ['cartCreate', 'input: {}'],
      ['cartClone', `cartId: "${of.cart}"`],
    ] as const)
      expect((await call(name, args, RESULT, 'short')).text('userErrors', 0, 'message')).toContain(
        'at least 16 characters',
      );
  });
});
