import { expect, it } from 'vitest';
import { lineStock, setStock } from '../../../site/lib/client/stock-line.ts';

const say = (wanted: number, available: number, more: { forSale?: boolean; isHeld?: boolean } = {}) => {
  const stock = lineStock({ wanted, available, forSale: available > 0, isHeld: false, ...more });
  return 'left' in stock ? `${stock.state} ${stock.left}` : stock.state;
};

it('says what matters to whoever has it in the bag', () => {
  expect(say(1, 40)).toBe('plenty');
  expect(say(1, 6)).toBe('plenty');
  expect(say(1, 5)).toBe('few 5');
  expect(say(2, 2)).toBe('few 2');
  expect(say(3, 2)).toBe('short 2');
  expect(say(9, 8)).toBe('short 8');
  expect(say(1, 0)).toBe('none');
});

it('says nothing of what is sold on without stock', () => {
  expect(say(3, 0, { forSale: true })).toBe('plenty');
});

it('counts units that are set aside for the bag', () => {
  expect(say(2, 0, { isHeld: true })).toBe('plenty');
  expect(say(2, 1, { isHeld: true })).toBe('plenty');
});

it('counts sets by their scarcest part', () => {
  const part = (quantity: number, available: number, forSale = available > 0) => ({ quantity, available, forSale });
  expect(setStock([part(1, 7)])).toEqual({ available: 7, forSale: true });
  expect(setStock([part(2, 7), part(1, 9)])).toEqual({ available: 3, forSale: true });
  // One of a part of which two are needed makes no set, and no sale.
  expect(setStock([part(2, 1), part(1, 9)])).toEqual({ available: 0, forSale: false });
  expect(setStock([part(2, 0, true), part(1, 9)])).toEqual({ available: 0, forSale: true });
  expect(setStock([part(1, -3), part(1, 9)])).toEqual({ available: 0, forSale: false });
  expect(setStock([])).toEqual({ available: 0, forSale: false });
});
