import { expect, test } from 'vitest';
import type { LedgerEntry, LedgerKind } from '../../commerce/inventory/contract.ts';
import { afterEntries, afterReport, freeInLots, lotIn } from '../../commerce/inventory/lot-counts.ts';

const entry = (kind: LedgerKind, reference: string, quantity: number): LedgerEntry => ({
  sequence: 1,
  kind,
  warehouseId: 1,
  quantity,
  delta: {},
  after: null,
  available: 0,
  actor: 'system',
  reason: 'lot',
  reference,
  holdId: 'h',
  expiresAtMs: null,
  policy: null,
  occurredAtMs: 0,
});
const LOT = 'variant:7/lot:2';

test('only blocks are counted, not what shoppers hold or buy', () => {
  expect(lotIn(LOT)).toBe('lot:2');
  expect(lotIn('variant:7/lot:2:5')).toBeNull();
  const none = {};
  const entries = [entry('held', 'cart-of-a', 3), entry('committed', LOT, 3), entry('released', 'cart-of-a', 1)];
  expect(afterEntries(none, entries)).toBe(none);
});

test('a block that is granted is free, one that is exchanged keeps what shoppers have of it', () => {
  const granted = afterEntries({}, [entry('held', LOT, 64)]);
  expect(freeInLots(granted)).toBe(64);
  const sold = afterReport(granted, 'lot:2', 10);
  expect(freeInLots(sold)).toBe(10);
  // Shoppers hold 54 of the 64: the block ends, a smaller one begins, and the 10 are nobody's any more.
  const ended = afterEntries(sold, [entry('released', LOT, 64)]);
  expect(freeInLots(ended)).toBe(0);
  expect(freeInLots(afterEntries(ended, [entry('held', LOT, 54)]))).toBe(0);
});

test('lots are added up; one that has nothing is forgotten', () => {
  const both = afterReport(afterReport({}, 'lot:0', 2), 'lot:1', 5);
  expect(freeInLots(both)).toBe(7);
  expect(afterReport(both, 'lot:1', 0)).toEqual({ 'lot:0': 2 });
});
