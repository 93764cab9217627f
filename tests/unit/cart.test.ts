import { describe, expect, it } from 'vitest';
import { missingFields, typedProblems } from '../../commerce/cart/addresses.ts';
import { applyToCart } from '../../commerce/cart/apply.ts';
import { type Cart, type CartAddress, deliveryAddressOf, emptyCart } from '../../commerce/cart/cart-state.ts';
import type { CartCommand, LineToAdd } from '../../commerce/cart/commands.ts';

const NOW = 1_000;

const line = (over: Partial<LineToAdd> = {}): LineToAdd => ({
  productId: 1,
  variantId: 10,
  quantity: 1,
  attributes: [],
  available: null,
  ...over,
});

const address = (over: Partial<CartAddress> = {}): CartAddress => ({
  firstName: 'Ada',
  lastName: 'Lovelace',
  company: null,
  address1: 'Torstr. 1',
  address2: null,
  city: 'Berlin',
  provinceCode: null,
  zip: '10119',
  countryCode: 'DE',
  phone: null,
  ...over,
});

function done(cart: Cart, command: CartCommand) {
  const result = applyToCart(cart, command, NOW);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
}

const refused = (cart: Cart, command: CartCommand) => {
  const result = applyToCart(cart, command, NOW);
  return result.ok ? [] : result.problems.map((one) => [one.code, one.field?.join('.') ?? '']);
};

const empty = emptyCart('t', 0);
const withLine = done(empty, { kind: 'add_lines', lines: [line({ quantity: 2 })] }).cart;

describe('lines', () => {
  it('join when variant and attributes are the same, whatever the order of attributes', () => {
    const a = { key: 'a', value: '1' };
    const b = { key: 'b', value: '2' };
    const { cart } = done(empty, {
      kind: 'add_lines',
      lines: [
        line({ attributes: [a, b] }),
        line({ attributes: [b, a], quantity: 2 }),
        line({ attributes: [a] }),
        line({ variantId: 11 }),
      ],
    });
    expect(cart.lines.map(({ id, variantId, quantity }) => [id, variantId, quantity])).toEqual([
      [1, 10, 3],
      [2, 10, 1],
      [3, 11, 1],
    ]);
    expect(cart.version).toBe(1);
  });

  it.each([
    [0, 'LESS_THAN'],
    [-1, 'LESS_THAN'],
    [1.5, 'INVALID'],
    [Number.NaN, 'INVALID'],
    [1_000, 'MAXIMUM_EXCEEDED'],
    [1e9, 'MAXIMUM_EXCEEDED'],
  ])('are not added in a quantity of %d', (quantity, code) => {
    expect(refused(empty, { kind: 'add_lines', lines: [line(), line({ quantity })] })).toEqual([
      [code, 'lines.1.quantity'],
    ]);
  });

  it('are changed all or none', () => {
    const command: CartCommand = {
      kind: 'update_lines',
      lines: [
        { lineId: 1, quantity: 5, available: null },
        { lineId: 99, quantity: 1, available: null },
      ],
    };
    expect(refused(withLine, command)).toEqual([['INVALID_MERCHANDISE_LINE', 'lines.1.id']]);
    expect(withLine.lines[0]?.quantity).toBe(2);
  });

  it.each([
    [-1, 'LESS_THAN'],
    [1.5, 'INVALID'],
    [1e9, 'MAXIMUM_EXCEEDED'],
  ])('are not updated to a quantity of %d, and 0 removes', (quantity, code) => {
    expect(refused(withLine, { kind: 'update_lines', lines: [{ lineId: 1, quantity, available: null }] })).toEqual([
      [code, 'lines.0.quantity'],
    ]);
    expect(
      done(withLine, { kind: 'update_lines', lines: [{ lineId: 1, quantity: 0, available: null }] }).cart.lines,
    ).toEqual([]);
  });

  it('do not exceed 999 units by joining', () => {
    const many = done(empty, { kind: 'add_lines', lines: [line({ quantity: 999 })] }).cart;
    expect(refused(many, { kind: 'add_lines', lines: [line()] })).toEqual([['MAXIMUM_EXCEEDED', 'lines.0.quantity']]);
  });

  it('take what is in stock and say so', () => {
    const some = done(empty, { kind: 'add_lines', lines: [line({ quantity: 5, available: 3 })] });
    expect(some.cart.lines[0]?.quantity).toBe(3);
    expect(some.notices).toMatchObject([{ code: 'MERCHANDISE_NOT_ENOUGH_STOCK', target: { kind: 'line', id: 1 } }]);
    const none = done(empty, { kind: 'add_lines', lines: [line({ available: 0 })] });
    expect(none.cart.lines).toEqual([]);
    expect(none.notices).toMatchObject([{ code: 'MERCHANDISE_OUT_OF_STOCK', target: { kind: 'variant', id: 10 } }]);
  });

  it('share the stock of their variant, and never shrink by adding', () => {
    const gift = { attributes: [{ key: 'gift', value: 'yes' }] };
    const first = done(empty, { kind: 'add_lines', lines: [line({ quantity: 2, available: 3 })] }).cart;
    const second = done(first, { kind: 'add_lines', lines: [line({ quantity: 2, available: 3, ...gift })] });
    expect(second.cart.lines.map((one) => one.quantity)).toEqual([2, 1]);
    const later = done(first, { kind: 'add_lines', lines: [line({ quantity: 1, available: 1 })] });
    expect(later.cart.lines[0]?.quantity).toBe(2);
    expect(later.notices).toMatchObject([{ code: 'MERCHANDISE_NOT_ENOUGH_STOCK' }]);
  });

  it('become another variant, joining the line that is there', () => {
    const two = done(withLine, { kind: 'add_lines', lines: [line({ variantId: 11, quantity: 4 })] }).cart;
    const { cart } = done(two, {
      kind: 'update_lines',
      lines: [{ lineId: 1, variant: { productId: 1, variantId: 11 }, available: null }],
    });
    expect(cart.lines.map(({ id, variantId, quantity }) => [id, variantId, quantity])).toEqual([[2, 11, 6]]);
  });

  it('are at most 500', () => {
    const lines = Array.from({ length: 501 }, (_, index) => line({ variantId: index + 1 }));
    expect(refused(empty, { kind: 'add_lines', lines })).toEqual([['CART_TOO_LARGE', 'lines']]);
    expect(done(empty, { kind: 'add_lines', lines: lines.slice(1) }).cart.lines).toHaveLength(500);
  });

  it('keep a bounded amount of text, whole cart included', () => {
    const attribute = (index: number) => ({ key: `k${index}`, value: 'v'.repeat(1_000) });
    expect(refused(empty, { kind: 'add_lines', lines: [line({ attributes: [{ key: '', value: '' }] })] })).toEqual([
      ['INVALID', 'lines.0.attributes.0.key'],
    ]);
    expect(refused(empty, { kind: 'add_lines', lines: [line({ attributes: [attribute(1), attribute(1)] })] })).toEqual([
      ['INVALID', 'lines.0.attributes.1.key'],
    ]);
    const full = Array.from({ length: 50 }, (_, index) => attribute(index));
    const lines = Array.from({ length: 25 }, (_, index) => line({ variantId: index + 1, attributes: full }));
    expect(refused(empty, { kind: 'add_lines', lines })).toEqual([['CART_TOO_LARGE', '']]);
  });

  it('are removed by id', () => {
    expect(refused(withLine, { kind: 'remove_lines', lineIds: [1, 2] })).toEqual([
      ['INVALID_MERCHANDISE_LINE', 'lineIds.1'],
    ]);
    expect(done(withLine, { kind: 'remove_lines', lineIds: [1, 1] }).cart.lines).toEqual([]);
  });
});

describe('buyer and texts', () => {
  it('keep emails lower case and refuse what is none', () => {
    const { cart } = done(empty, { kind: 'set_buyer', buyer: { email: ' Ada@Shop.Example ', countryCode: 'DE' } });
    expect(cart.buyer).toEqual({ email: 'ada@shop.example', phone: null, countryCode: 'DE' });
    expect(done(cart, { kind: 'set_buyer', buyer: { phone: '+49 30 1234567' } }).cart.buyer.email).toBe(
      'ada@shop.example',
    );
    for (const email of [
      'ada',
      'ada@',
      '@shop.example',
      'a b@shop.example',
      'ada@shop',
      `${'a'.repeat(250)}@shop.example`,
    ])
      expect(refused(empty, { kind: 'set_buyer', buyer: { email } }), email).toEqual([
        ['INVALID', 'buyerIdentity.email'],
      ]);
  });

  it('keep codes once, in any case, and notes of bounded length', () => {
    expect(done(empty, { kind: 'set_discount_codes', codes: ['a', 'A ', '', 'b'] }).cart.discountCodes).toEqual([
      'a',
      'b',
    ]);
    expect(refused(empty, { kind: 'set_note', note: 'x'.repeat(5_001) })).toEqual([['NOTE_TOO_LONG', 'note']]);
  });

  it('forget what is personal when asked to', () => {
    const cart = [
      { kind: 'set_buyer', buyer: { email: 'ada@shop.example', countryCode: 'DE' } },
      { kind: 'add_addresses', addresses: [{ address: address(), selected: true, oneTimeUse: false, strict: true }] },
      { kind: 'set_note', note: 'ring twice' },
      { kind: 'remove_personal_data' },
    ] satisfies CartCommand[];
    const left = cart.reduce<Cart>((state, command) => done(state, command).cart, withLine);
    expect(JSON.stringify(left)).not.toMatch(/ada|Torstr|ring/i);
    expect(left.lines).toHaveLength(1);
  });

  it('keep metafields by name', () => {
    const set = (value: string): CartCommand => ({
      kind: 'set_metafields',
      metafields: [{ namespace: 'custom', key: 'gift', type: 'boolean', value }],
    });
    const { cart } = done(done(empty, set('true')).cart, set('false'));
    expect(cart.metafields).toMatchObject([{ key: 'gift', value: 'false' }]);
    expect(done(cart, { kind: 'delete_metafield', namespace: 'custom', key: 'gift' }).cart.metafields).toEqual([]);
    expect(refused(cart, { kind: 'delete_metafield', namespace: 'custom', key: 'none' })).toEqual([
      ['INVALID_METAFIELDS', 'input.key'],
    ]);
  });

  it('are paid only where there is something to pay for', () => {
    const payment = { methodId: 'pm_card_visa', amountMinor: 1, currency: 'EUR', billingAddress: address() };
    expect(refused(empty, { kind: 'set_payment', payment })).toEqual([['INVALID_PAYMENT_EMPTY_CART', 'cartId']]);
    expect(refused(withLine, { kind: 'set_payment', payment: { ...payment, methodId: '../x' } })).toMatchObject([
      ['INVALID_PAYMENT', 'payment.directPaymentMethod.sessionId'],
    ]);
    expect(done(withLine, { kind: 'set_payment', payment }).cart.payment).toEqual(payment);
  });
});

describe('addresses', () => {
  const add = (over: Partial<CartAddress>, selected = false, strict = false): CartCommand => ({
    kind: 'add_addresses',
    addresses: [{ address: address(over), selected, oneTimeUse: false, strict }],
  });

  it('have one that is selected: the first, then whichever was said', () => {
    const one = done(empty, add({})).cart;
    expect(one.addresses.map((a) => a.selected)).toEqual([true]);
    const two = done(one, add({ address1: 'Elsewhere 2' }, true)).cart;
    expect(two.addresses.map((a) => a.selected)).toEqual([false, true]);
    expect(deliveryAddressOf(two)?.address.address1).toBe('Elsewhere 2');
    const left = done(two, { kind: 'remove_addresses', addressIds: [2] }).cart;
    expect(left.addresses.map((a) => a.selected)).toEqual([true]);
  });

  it('are kept once', () => {
    const one = done(empty, add({})).cart;
    const again = done(one, add({}));
    expect(again.cart.addresses).toHaveLength(1);
    expect(again.notices).toMatchObject([{ code: 'DUPLICATE_DELIVERY_ADDRESS' }]);
  });

  it.each([
    [{ address1: 'see https://x.example' }, 'ADDRESS_FIELD_CONTAINS_URL', 'address1'],
    [{ city: '<b>Berlin</b>' }, 'ADDRESS_FIELD_CONTAINS_HTML_TAGS', 'city'],
    [{ firstName: '🙂' }, 'ADDRESS_FIELD_CONTAINS_EMOJIS', 'firstName'],
    [{ lastName: 'x'.repeat(256) }, 'ADDRESS_FIELD_IS_TOO_LONG', 'lastName'],
    [{ zip: '123' }, 'INVALID_ZIP_CODE_FOR_COUNTRY', 'zip'],
    [{ phone: 'call me' }, 'ADDRESS_FIELD_DOES_NOT_MATCH_EXPECTED_PATTERN', 'phone'],
  ])('say what is wrong: %j', (over, code, field) => {
    expect(refused(empty, add(over))).toEqual([[code, `addresses.0.address.deliveryAddress.${field}`]]);
  });

  it('may be unfinished, unless asked to be complete', () => {
    expect(done(empty, add({ address1: null, city: null })).cart.addresses).toHaveLength(1);
    expect(refused(empty, add({ address1: null }, false, true))).toEqual([
      ['ADDRESS_FIELD_IS_REQUIRED', 'addresses.0.address.deliveryAddress.address1'],
    ]);
  });

  it('refuse two selected ones, unknown ids and too many', () => {
    const both = [address(), address({ address1: 'B' })].map((one) => ({
      address: one,
      selected: true,
      oneTimeUse: false,
      strict: false,
    }));
    expect(refused(empty, { kind: 'add_addresses', addresses: both })).toEqual([
      ['ONLY_ONE_DELIVERY_ADDRESS_CAN_BE_SELECTED', 'addresses'],
    ]);
    expect(refused(empty, { kind: 'update_addresses', addresses: [{ addressId: 1, strict: false }] })).toEqual([
      ['INVALID_DELIVERY_ADDRESS_ID', 'addresses.0.id'],
    ]);
    const many = Array.from({ length: 21 }, (_, index) => ({
      address: address({ address1: `Street ${index}` }),
      selected: false,
      oneTimeUse: false,
      strict: false,
    }));
    expect(refused(empty, { kind: 'add_addresses', addresses: many })).toEqual([
      ['TOO_MANY_DELIVERY_ADDRESSES', 'addresses'],
    ]);
  });

  it('need a state where parcels do, and no postal code where there is none', () => {
    expect(missingFields(address({ countryCode: 'US', zip: '10001' })).map((one) => one.field)).toEqual([
      'provinceCode',
    ]);
    expect(missingFields(address({ countryCode: 'HK', zip: null }))).toEqual([]);
    expect(typedProblems(address({ countryCode: 'GB', zip: 'SW1A 1AA' }))).toEqual([]);
  });
});
