import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyToCart } from '../../commerce/cart/apply.ts';
import { redeemedHolds } from '../../commerce/cart/cart-holds.ts';
import { type Cart, emptyCart } from '../../commerce/cart/cart-state.ts';
import type { CartCommand, LineToAdd } from '../../commerce/cart/commands.ts';
import { unitPriceOf } from '../../commerce/cart/line-quote.ts';
import { hmacQuotes } from '../../worker/adapters/price-quotes/hmac-quotes.ts';
import { type QuoteClaim, redeemQuote } from '../../worker/services/price-quotes.ts';

const QUOTE_MS = 30 * 60_000;
const quoted = (minor: number, atMs: number) => ({ prices: { EUR: minor }, untilMs: atMs + QUOTE_MS });
const add = (minor: number, atMs: number, over: Partial<LineToAdd> = {}): CartCommand => ({
  kind: 'add_lines',
  lines: [
    {
      productId: 1,
      variantId: 10,
      quantity: 1,
      attributes: [],
      available: null,
      quote: quoted(minor, atMs),
      ...over,
    },
  ],
});

function done(cart: Cart, command: CartCommand, nowMs: number): Cart {
  const result = applyToCart(cart, command, nowMs);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.cart;
}
const quoteIn = (cart: Cart) => cart.lines[0]?.quote;

describe('what a unit costs', () => {
  const told = quoted(1_200, 0);
  test.each([
    ['dearer meanwhile', 1_250, QUOTE_MS - 1, { unitMinor: 1_200, heldUntilMs: QUOTE_MS, wasMinor: null }],
    ['cheaper meanwhile', 1_100, QUOTE_MS - 1, { unitMinor: 1_100, heldUntilMs: QUOTE_MS, wasMinor: null }],
    ['dearer, after its time', 1_250, QUOTE_MS, { unitMinor: 1_250, heldUntilMs: null, wasMinor: 1_200 }],
    ['cheaper, after its time', 1_100, QUOTE_MS, { unitMinor: 1_100, heldUntilMs: null, wasMinor: 1_200 }],
    ['the same, after its time', 1_200, QUOTE_MS, { unitMinor: 1_200, heldUntilMs: null, wasMinor: null }],
  ])('%s', (_name, catalogueMinor, nowMs, expected) => {
    expect(unitPriceOf(told, 'EUR', catalogueMinor, nowMs)).toEqual(expected);
  });

  test('follows the catalogue without a quote, or in a currency it does not name', () => {
    const expected = { unitMinor: 1_250, heldUntilMs: null, wasMinor: null };
    expect(unitPriceOf(undefined, 'EUR', 1_250, 0)).toEqual(expected);
    expect(unitPriceOf(told, 'USD', 1_250, 0)).toEqual(expected);
  });
});

describe('a line that is touched again', () => {
  const cart = done(emptyCart('t', 0), add(1_200, 0), 0);
  const line = cart.lines[0]?.id ?? 0;

  test('keeps a price that holds for more units of it, and no longer than it was told', () => {
    const more = done(cart, add(1_250, 60_000), 60_000);
    expect(quoteIn(more)).toEqual(quoted(1_200, 0));
    expect(more.lines).toHaveLength(1);
  });

  test('is quoted anew at a price that is no dearer', () => {
    expect(quoteIn(done(cart, add(1_200, 60_000), 60_000))).toEqual(quoted(1_200, 60_000));
    expect(quoteIn(done(cart, add(1_100, 60_000), 60_000))).toEqual(quoted(1_100, 60_000));
  });

  test('goes on telling what changed until the shopper agrees', () => {
    const late = QUOTE_MS + 1;
    const changed = done(
      cart,
      { kind: 'update_lines', lines: [{ lineId: line, quantity: 3, available: null, quote: quoted(1_250, late) }] },
      late,
    );
    expect(unitPriceOf(quoteIn(changed), 'EUR', 1_250, late).wasMinor).toBe(1_200);
    const agreed = done(
      changed,
      {
        kind: 'accept_prices',
        lines: [
          { lineId: line, quote: quoted(1_250, late) },
          { lineId: 99, quote: quoted(1, late) },
        ],
      },
      late,
    );
    expect(unitPriceOf(quoteIn(agreed), 'EUR', 1_300, late + 1)).toEqual({
      unitMinor: 1_250,
      heldUntilMs: late + QUOTE_MS,
      wasMinor: null,
    });
  });

  test('takes a redeemed quote in place of one whose time is over, never of a cheaper one that holds', () => {
    const redeemed = { ...quoted(1_250, QUOTE_MS), isRedeemed: true, heldUnits: 2 };
    const { isRedeemed, ...kept } = redeemed;
    expect(isRedeemed).toBe(true);
    expect(quoteIn(done(cart, add(1_250, 0, { quote: redeemed }), QUOTE_MS))).toEqual(kept);
    expect(quoteIn(done(cart, add(1_250, 0, { quote: redeemed }), QUOTE_MS - 1))).toEqual({
      prices: { EUR: 1_200 },
      untilMs: QUOTE_MS,
      heldUnits: 2,
    });
  });

  test('keeps units that are set aside, though the shop has none left', () => {
    const held = done(
      emptyCart('t', 0),
      add(1_200, 0, { quantity: 2, quote: { ...quoted(1_200, 0), heldUnits: 2 } }),
      0,
    );
    const change = (quantity: number, nowMs: number): CartCommand => ({
      kind: 'update_lines',
      lines: [{ lineId: 1, quantity, available: 0, quote: quoted(1_200, nowMs) }],
    });
    expect(done(held, change(1, 5), 5).lines).toMatchObject([{ quantity: 1, quote: { heldUnits: 2 } }]);
    expect(done(held, change(3, 5), 5).lines).toEqual([]);
    expect(done(held, change(1, QUOTE_MS), QUOTE_MS).lines).toEqual([]);
    const hold = { variantId: 10, holdId: 'h', quantity: 2, expiresAtMs: QUOTE_MS };
    expect(redeemedHolds(held, [hold], 5)).toEqual([hold]);
    expect(redeemedHolds(cart, [hold], 5)).toEqual([]);
  });

  test('is told the price of another variant that takes its place', () => {
    const swapped = done(
      cart,
      {
        kind: 'update_lines',
        lines: [{ lineId: line, variant: { productId: 1, variantId: 11 }, available: null, quote: quoted(2_000, 5) }],
      },
      5,
    );
    expect(quoteIn(swapped)).toEqual(quoted(2_000, 5));
  });
});

test('whatever catalogue and shopper do, nobody pays more than they were told within its time, nor another price untold after it', () => {
  const act = fc.record({
    waitMs: fc.integer({ min: 0, max: QUOTE_MS }),
    catalogue: fc.integer({ min: 1, max: 5_000 }),
    what: fc.constantFrom('add' as const, 'update' as const, 'accept' as const, 'look' as const),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), fc.array(act, { maxLength: 12 }), (first, acts) => {
      let nowMs = 0;
      let cart = done(emptyCart('t', 0), add(first, 0), 0);
      // Every price the shopper agreed to: what they were told and when it ends, the lowest last.
      let agreed = { minor: first, untilMs: QUOTE_MS };
      for (const { waitMs, catalogue, what } of acts) {
        nowMs += waitMs;
        const offer = quoted(catalogue, nowMs);
        const isLive = nowMs < agreed.untilMs;
        const before = unitPriceOf(quoteIn(cart), 'EUR', catalogue, nowMs);
        expect(before.unitMinor).toBe(isLive ? Math.min(agreed.minor, catalogue) : catalogue);
        expect(before.wasMinor).toBe(!isLive && catalogue !== agreed.minor ? agreed.minor : null);
        const quantity = 1 + (nowMs % 5);
        if (what === 'add') cart = done(cart, add(catalogue, nowMs), nowMs);
        if (what === 'update')
          cart = done(
            cart,
            { kind: 'update_lines', lines: [{ lineId: 1, quantity, available: null, quote: offer }] },
            nowMs,
          );
        if (what === 'accept')
          cart = done(cart, { kind: 'accept_prices', lines: [{ lineId: 1, quote: offer }] }, nowMs);
        const renews = what === 'accept' || (what !== 'look' && catalogue <= agreed.minor);
        if (renews) agreed = { minor: catalogue, untilMs: offer.untilMs };
      }
    }),
    { numRuns: 500 },
  );
});

describe('a signed quote', () => {
  const quotes = hmacQuotes('a secret of the shop');
  const signed = {
    cartToken: 'abc123',
    variantId: 10,
    quantity: 2,
    amountMinor: 1_200,
    currency: 'EUR',
    country: 'DE',
    untilMs: 5_000,
    isStockHeld: false,
  };
  const text = quotes.sign(signed);
  const claim: QuoteClaim = { cartToken: 'abc123', variantId: 10, quantity: 2, currency: 'EUR' };

  test('says what was signed', () => {
    fc.assert(
      fc.property(
        fc.record({
          cartToken: fc.stringMatching(/^[0-9a-f]{8,64}$/),
          variantId: fc.integer({ min: 1, max: 999_999_999_999_999 }),
          quantity: fc.integer({ min: 1, max: 999 }),
          amountMinor: fc.integer({ min: 0, max: 1_000_000_000 }),
          currency: fc.constantFrom('EUR', 'JPY', 'AED'),
          country: fc.constantFrom('DE', 'JP', 'AE'),
          untilMs: fc.integer({ min: 1, max: 9_999_999_999_999 }),
          isStockHeld: fc.boolean(),
        }),
        (quote) => {
          expect(quotes.read(quotes.sign(quote))).toEqual(quote);
        },
      ),
    );
    expect(redeemQuote(quotes, text, claim, 4_999)).toEqual({
      ok: true,
      quote: { prices: { EUR: 1_200 }, untilMs: 5_000, isRedeemed: true },
    });
  });

  test('with any character changed is refused, and so is another shop’s', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...'0123456789abcfEURD.-'), (at, letter) => {
        fc.pre(text[at] !== letter);
        expect(quotes.read(text.slice(0, at) + letter + text.slice(at + 1))).toBeNull();
      }),
    );
    expect(quotes.read(hmacQuotes('another secret of a shop').sign(signed))).toBeNull();
    for (const odd of ['', text.slice(1), `${text}0`, text.toUpperCase()]) expect(quotes.read(odd)).toBeNull();
  });

  test.each([
    ['forged', { text: `${text.slice(0, -1)}g` }, {}, 0],
    ['other_cart', {}, { cartToken: 'stolen' }, 0],
    ['other_item', {}, { variantId: 11 }, 0],
    ['other_market', {}, { currency: 'USD' }, 0],
    ['too_many', {}, { quantity: 3 }, 0],
    ['expired', {}, {}, 5_000],
  ] as const)('is refused: %s', (reason, given, claimed, nowMs) => {
    const presented = 'text' in given ? given.text : text;
    expect(redeemQuote(quotes, presented, { ...claim, ...claimed }, nowMs)).toEqual({ ok: false, reason });
  });
});
