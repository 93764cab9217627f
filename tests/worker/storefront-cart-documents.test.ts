import { expect, test } from 'vitest';
import { hydrogenCart as hydrogen } from '../support/storefront-documents/hydrogen-cart.ts';
import { nextCommerce } from '../support/storefront-documents/next-commerce.ts';
import { type Answer, ask } from './checkout-support.ts';

async function variantOf(handle: string): Promise<string> {
  const answer = await ask(
    'query($handle: String!) { product(handle: $handle) { selectedOrFirstAvailableVariant { id } } }',
    { handle },
  );
  return answer.text('product', 'selectedOrFirstAvailableVariant', 'id');
}

test('Next.js Commerce fills, changes and empties a cart', async () => {
  const [mug, bowl] = [await variantOf('harbour-mug'), await variantOf('ebb-serving-bowl')];
  const created = (await ask(nextCommerce.createCart, { lineItems: [] })).at('cartCreate', 'cart');
  const cartId = created.text('id');
  expect(created.at('totalQuantity').value).toBe(0);
  const lines = [mug, bowl].map((merchandiseId) => ({ merchandiseId, quantity: 1 }));
  const added = (await ask(nextCommerce.addToCart, { cartId, lines })).at('cartLinesAdd', 'cart');
  expect(added.at('totalQuantity').value).toBe(2);
  const line = added.at('lines', 'edges', 0, 'node');
  expect(line.text('merchandise', 'id')).toBe(mug);
  // The primary market speaks German, and so do its addresses.
  expect(line.text('merchandise', 'product', 'handle')).toBe('becher-hafen');
  const change = { id: line.text('id'), merchandiseId: mug, quantity: 3 };
  const edited = (await ask(nextCommerce.editCart, { cartId, lines: [change] })).at('cartLinesUpdate', 'cart');
  expect(edited.at('totalQuantity').value).toBe(4);
  await ask(nextCommerce.removeFromCart, { cartId, lineIds: [line.text('id')] });
  const cart = (await ask(nextCommerce.cart, { cartId })).at('cart');
  expect(cart.at('totalQuantity').value).toBe(1);
  expect(cart.text('lines', 'edges', 0, 'node', 'merchandise', 'id')).toBe(bowl);
  expect(cart.text('checkoutUrl')).toMatch(/^http:\/\/shop\.test\//);
  expect((await ask(nextCommerce.cart, { cartId: 'gid://shopify/Cart/none?key=none' })).at('cart').value).toBeNull();
});

/** A change by Hydrogen's document that must be accepted. */
async function change(document: string, name: string, variables: object): Promise<Answer> {
  const payload = (await ask(document, variables)).at(name);
  expect(payload.at('userErrors').value, name).toEqual([]);
  return payload;
}

test("Hydrogen's cart handler does everything it knows to a cart, and reads it whole", async () => {
  const merchandiseId = await variantOf('harbour-mug');
  const german = { country: 'DE', language: 'DE' };
  const input = { lines: [{ merchandiseId, quantity: 1, attributes: [{ key: 'gift', value: 'yes' }] }] };
  const cartId = (await change(hydrogen.create, 'cartCreate', { input, ...german })).text('cart', 'id');
  await change(hydrogen.linesAdd, 'cartLinesAdd', {
    cartId,
    lines: [{ merchandiseId: await variantOf('ebb-serving-bowl'), quantity: 2 }],
  });
  await change(hydrogen.note, 'cartNoteUpdate', { cartId, note: 'Ring twice' });
  await change(hydrogen.attributes, 'cartAttributesUpdate', { cartId, attributes: [{ key: 'from', value: 'Ada' }] });
  await change(hydrogen.buyerIdentity, 'cartBuyerIdentityUpdate', {
    cartId,
    buyerIdentity: { email: 'ada@shop.example', countryCode: 'DE' },
  });
  await change(hydrogen.metafieldsSet, 'cartMetafieldsSet', {
    metafields: [{ ownerId: cartId, key: 'custom.door', type: 'single_line_text_field', value: 'blue' }],
  });
  await change(hydrogen.metafieldDelete, 'cartMetafieldDelete', { input: { ownerId: cartId, key: 'custom.door' } });
  const codes = await ask(hydrogen.discountCodes, { cartId, discountCodes: ['NO-SUCH-CODE'] });
  expect(codes.at('cartDiscountCodesUpdate', 'warnings').value).not.toEqual([]);

  const cart = (await ask(hydrogen.cart, { cartId, ...german })).at('cart');
  expect(cart.at('lines', 'nodes').value).toHaveLength(2);
  expect(cart.at('lines', 'nodes', 0)).toMatchObject({
    value: { quantity: 1, attributes: [{ key: 'gift', value: 'yes' }], parentRelationship: null },
  });
  expect(cart.value).toMatchObject({
    totalQuantity: 3,
    note: 'Ring twice',
    attributes: [{ key: 'from', value: 'Ada' }],
    buyerIdentity: { email: 'ada@shop.example', countryCode: 'DE', customer: null },
    discountCodes: [{ code: 'NO-SUCH-CODE', applicable: false }],
    appliedGiftCards: [],
    cost: { totalAmount: { currencyCode: 'EUR' } },
  });
});

test('Hydrogen chooses where and how a cart is delivered', async () => {
  const input = {
    lines: [{ merchandiseId: await variantOf('harbour-mug'), quantity: 1 }],
    buyerIdentity: { countryCode: 'DE' },
  };
  const cartId = (await change(hydrogen.create, 'cartCreate', { input })).text('cart', 'id');
  const deliveryAddress = { firstName: 'Ada', address1: 'Torstr. 1', city: 'Berlin', zip: '10119', countryCode: 'DE' };
  const addresses = [{ selected: true, address: { deliveryAddress } }];
  await change(hydrogen.addressesAdd, 'cartDeliveryAddressesAdd', { cartId, addresses });
  const delivery = () =>
    ask(
      `query($id: ID!) { cart(id: $id) { delivery { addresses { id address { ... on CartDeliveryAddress { city } } } }
        deliveryGroups(first: 5) { nodes { id deliveryOptions { handle } selectedDeliveryOption { handle } } } } }`,
      { id: cartId },
    );
  const first = (await delivery()).at('cart');
  const id = first.text('delivery', 'addresses', 0, 'id');
  const options = first.at('deliveryGroups', 'nodes', 0, 'deliveryOptions').value;
  const last = Array.isArray(options) ? options.length - 1 : 0;
  const deliveryOptionHandle = first.text('deliveryGroups', 'nodes', 0, 'deliveryOptions', last, 'handle');
  await change(hydrogen.deliveryOptions, 'cartSelectedDeliveryOptionsUpdate', {
    cartId,
    options: [{ deliveryGroupId: first.text('deliveryGroups', 'nodes', 0, 'id'), deliveryOptionHandle }],
  });
  expect((await delivery()).text('cart', 'deliveryGroups', 'nodes', 0, 'selectedDeliveryOption', 'handle')).toBe(
    deliveryOptionHandle,
  );
  const moved = { ...deliveryAddress, city: 'Potsdam', zip: '14467' };
  await change(hydrogen.addressesUpdate, 'cartDeliveryAddressesUpdate', {
    cartId,
    addresses: [{ id, address: { deliveryAddress: moved } }],
  });
  expect((await delivery()).text('cart', 'delivery', 'addresses', 0, 'address', 'city')).toBe('Potsdam');
  await change(hydrogen.addressesReplace, 'cartDeliveryAddressesReplace', { cartId, addresses });
  const addressIds = [(await delivery()).text('cart', 'delivery', 'addresses', 0, 'id')];
  await change(hydrogen.addressesRemove, 'cartDeliveryAddressesRemove', { cartId, addressIds });
  expect((await delivery()).at('cart', 'delivery', 'addresses').value).toEqual([]);
});

test('gift cards are answered, though none is taken', async () => {
  const cartId = (await change(hydrogen.create, 'cartCreate', { input: {} })).text('cart', 'id');
  const refused = async (document: string, name: string, variables: object) => {
    const payload = (await ask(document, { cartId, ...variables })).at(name);
    expect(JSON.stringify([payload.at('userErrors').value, payload.at('warnings').value]), name).toContain('GIFT_CARD');
  };
  await refused(hydrogen.giftCardsAdd, 'cartGiftCardCodesAdd', { codes: ['ABCD1234'] });
  await refused(hydrogen.giftCardsUpdate, 'cartGiftCardCodesUpdate', { codes: ['ABCD1234'] });
  await ask(hydrogen.giftCardsRemove, { cartId, ids: ['gid://shopify/AppliedGiftCard/1'] });
});
