import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocate, type Source } from '../../commerce/inventory/allocate.ts';
import { apply } from '../../commerce/inventory/apply.ts';
import { oversoldUnits } from '../../commerce/inventory/beyond.ts';
import { countedUnits, heldUnits, sumOf } from '../../commerce/inventory/hold-units.ts';
import { violatedInvariants } from '../../commerce/inventory/level.ts';
import { causesAt, historyOf, replay, replayStock, replayUntil } from '../../commerce/inventory/replay.ts';
import { cloneState, type StockState, viewOf } from '../../commerce/inventory/state.ts';
import { counting, open, promising, START, selling, steps, stock, WAREHOUSES } from '../support/stock-commands.ts';

/** Held and committed as the holds and commitments themselves say, by warehouse. */
function promised(state: StockState): Map<number, { held: number; committed: number }> {
  const sums = new Map(WAREHOUSES.map((id) => [id, { held: 0, committed: 0 }]));
  for (const hold of state.holds.values()) {
    expect(sumOf(hold.allocations)).toBe(hold.quantity);
    expect(sumOf(heldUnits(hold)) > 0).toBe(hold.status === 'held');
    expect(countedUnits(hold)).toBeLessThanOrEqual(hold.quantity);
    for (const part of heldUnits(hold)) (sums.get(part.warehouseId) ?? expect.fail()).held += part.quantity;
  }
  for (const units of state.commitments.values()) {
    for (const [id, quantity] of units) (sums.get(id) ?? expect.fail()).committed += quantity;
  }
  return sums;
}

function check(state: StockState, atMs: number): void {
  expect(violatedInvariants(viewOf(state))).toEqual([]);
  for (const [id, sums] of promised(state)) expect(state.levels.get(id)?.quantities).toMatchObject(sums);
  for (const hold of state.holds.values()) expect(hold.status === 'held' && hold.expiresAtMs <= atMs).toBe(false);
}

test('selling under deny never promises a unit that is not there, whatever happens in which order', () => {
  fc.assert(
    fc.property(stock, steps(selling), (onHand, list) => {
      let { state } = open(onHand);
      for (const { command, atMs } of list) {
        state = apply(state, command, atMs).state;
        check(state, atMs);
        for (const level of viewOf(state).levels) expect(level.shortfall).toBe(0);
      }
    }),
    { numRuns: 400 },
  );
});

test('the books balance after every command, counts and policy changes included', () => {
  fc.assert(
    fc.property(stock, steps([...selling, ...counting]), (onHand, list) => {
      const { state: first, ledger } = open(onHand);
      let state = first;
      for (const { command, atMs } of list) {
        const applied = apply(state, command, atMs, historyOf(ledger));
        state = applied.state;
        ledger.push(...applied.events);
        check(state, atMs);
      }
    }),
    { numRuns: 400 },
  );
});

test('the ledger has no gaps, and replayed from any point it gives the state again', () => {
  fc.assert(
    fc.property(stock, steps([...selling, ...counting]), (onHand, list) => {
      const { state: first, ledger } = open(onHand);
      let state = first;
      for (const { command, atMs } of list) {
        const applied = apply(state, command, atMs, historyOf(ledger));
        state = applied.state;
        ledger.push(...applied.events);
      }
      expect(ledger.map((entry) => entry.sequence)).toEqual(ledger.map((_, i) => i + 1));
      expect({ ...replay(1, ledger), receipts: state.receipts }).toEqual(state);
    }),
    { numRuns: 300 },
  );
});

test('apply leaves the state it was given alone, and an accepted command repeated at once answers the same and does nothing', () => {
  fc.assert(
    fc.property(stock, steps([...selling, ...counting]), (onHand, list) => {
      let { state } = open(onHand);
      for (const { command, atMs } of list) {
        const before = structuredClone(state);
        const applied = apply(state, command, atMs);
        expect(state).toEqual(before);
        const again = apply(applied.state, command, atMs);
        if (applied.result.ok && command.kind !== 'expire') expect(again.result).toEqual(applied.result);
        expect(again.events).toEqual([]);
        state = applied.state;
      }
    }),
    { numRuns: 200 },
  );
});

test('any past moment is rebuilt from the ledger alone, also from a state kept on the way', () => {
  fc.assert(
    fc.property(stock, steps([...selling, ...counting]), fc.nat(59), (onHand, list, keptAfter) => {
      const { state: first, ledger } = open(onHand);
      let state = first;
      let kept = cloneState(first);
      const seen = new Map([[START, viewOf(first)]]);
      for (const [index, { command, atMs }] of list.entries()) {
        const applied = apply(state, command, atMs, historyOf(ledger));
        state = applied.state;
        ledger.push(...applied.events);
        seen.set(atMs, viewOf(state));
        if (index === keptAfter) kept = cloneState(state);
      }
      for (const [atMs, view] of seen) {
        const past = replayUntil(1, ledger, atMs);
        expect(viewOf(past)).toEqual(view);
        const causes = causesAt(ledger, atMs);
        expect(causes.last?.sequence).toBe(view.sequence);
        expect(causes.changedAvailable?.available).toBe(view.available);
        expect(causes.next).toEqual(ledger[view.sequence] ?? null);
      }
      const rest = ledger.slice(kept.sequence);
      expect(viewOf(replayStock(kept, rest))).toEqual(viewOf(state));
    }),
    { numRuns: 200 },
  );
});

/** What is promised beyond what was for sale, over all warehouses. */
const oversold = (state: StockState): number =>
  [...state.levels.values()].reduce((sum, { quantities }) => sum + oversoldUnits(quantities), 0);

test('a hold promises beyond what is for sale only within the limit, and a pre-order only what a dated arrival brings', () => {
  fc.assert(
    fc.property(steps(promising), (list) => {
      const { state: first, ledger } = open([2, 0, 1]);
      let state = first;
      for (const { command, atMs } of list) {
        // Without anything that is overdue, so that the hold alone makes the difference.
        const before = apply(state, { kind: 'expire' }, atMs).state;
        const applied = apply(state, command, atMs, historyOf(ledger));
        state = applied.state;
        ledger.push(...applied.events);
        if (command.kind !== 'hold' || oversold(state) <= oversold(before)) continue;
        const { policy, terms } = state;
        if (policy === 'continue' && terms.backorderLimit !== null) {
          expect(oversold(state)).toBeLessThanOrEqual(terms.backorderLimit);
        }
        if (policy !== 'deny') continue;
        expect(oversold(state)).toBeLessThanOrEqual(terms.preorderLimit ?? 0);
        for (const [warehouseId, { quantities: q }] of state.levels) {
          if (oversoldUnits(q) <= oversoldUnits(before.levels.get(warehouseId)?.quantities ?? q)) continue;
          let dated = 0;
          for (const one of state.expected.values()) {
            if (one.warehouseId === warehouseId && one.expectedAtMs !== null) dated += one.quantity;
          }
          expect(q.onHand + dated - q.safetyStock - q.held - q.committed).toBeGreaterThanOrEqual(0);
        }
      }
    }),
    { numRuns: 400 },
  );
});

test('nobody gets more than the ceilings allow: per hold, per customer in the window, and in time', () => {
  fc.assert(
    fc.property(stock, steps([...selling, ...counting]), (onHand, list) => {
      const { state: first, ledger } = open(onHand.map((units) => units * 10));
      let state = first;
      for (const { command, atMs } of list) {
        const known = new Map(state.holds);
        const applied = apply(state, command, atMs, historyOf(ledger));
        state = applied.state;
        ledger.push(...applied.events);
        const { maxPerHold, maxPerCustomer, customerWindowMs, maxHoldLifeMs } = state.terms;
        if (!applied.result.ok || !('holdId' in command)) continue;
        const hold = state.holds.get(command.holdId) ?? expect.fail();
        const extended = known.get(command.holdId)?.expiresAtMs !== hold.expiresAtMs;
        if (extended && maxHoldLifeMs !== null) {
          expect(hold.expiresAtMs).toBeLessThanOrEqual(hold.heldAtMs + maxHoldLifeMs);
        }
        if (known.has(command.holdId)) continue;
        if (maxPerHold !== null) expect(hold.quantity).toBeLessThanOrEqual(maxPerHold);
        if (maxPerCustomer === null) continue;
        const sinceMs = customerWindowMs === null ? 0 : atMs - customerWindowMs;
        const theirs = [...state.holds.values()].filter((one) => one.customer === hold.customer);
        const units = theirs.reduce((sum, one) => sum + (one.heldAtMs >= sinceMs ? countedUnits(one) : 0), 0);
        expect(units).toBeLessThanOrEqual(maxPerCustomer);
      }
    }),
    { numRuns: 400 },
  );
});

test('units never appear or vanish without a cause that says so', () => {
  const born = new Set(['opened', 'received', 'returned', 'counted', 'adjusted', 'expected']);
  const gone = new Set(['shipped', 'written_off', 'counted', 'adjusted', 'received', 'expected']);
  fc.assert(
    fc.property(stock, steps([...selling, ...counting]), (onHand, list) => {
      const { state: first, ledger } = open(onHand);
      let state = first;
      for (const { command, atMs } of list) {
        const applied = apply(state, command, atMs, historyOf(ledger));
        state = applied.state;
        ledger.push(...applied.events);
        // A transfer takes as much as it brings: units on hand and under way stay the same together.
        const all = applied.events.reduce(
          (sum, { kind, delta }) =>
            kind === 'transferred' || kind === 'transfer_cancelled'
              ? sum + (delta.onHand ?? 0) + (delta.incoming ?? 0)
              : sum,
          0,
        );
        expect(all).toBe(0);
        for (const { kind, delta, actor } of applied.events) {
          expect(actor).not.toBe('');
          const units = (delta.onHand ?? 0) + (delta.incoming ?? 0);
          if (kind.startsWith('transfer')) continue;
          if (units > 0) expect(born).toContain(kind);
          if (units < 0) expect(gone).toContain(kind);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('an allocation is exactly what was asked, within what each source has, split only when no source has it all', () => {
  const sources = fc.uniqueArray(fc.record({ warehouseId: fc.integer({ min: 1, max: 50 }), available: fc.nat(20) }), {
    maxLength: 6,
    selector: (source: Source) => source.warehouseId,
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), sources, (quantity, list) => {
      const total = list.reduce((sum, source) => sum + source.available, 0);
      const parts = allocate(quantity, list, false);
      if (quantity > total) {
        expect(parts).toBeNull();
        return;
      }
      expect(parts?.reduce((sum, part) => sum + part.quantity, 0)).toBe(quantity);
      for (const part of parts ?? []) {
        expect(part.quantity).toBeGreaterThan(0);
        expect(part.quantity).toBeLessThanOrEqual(list.find((s) => s.warehouseId === part.warehouseId)?.available ?? 0);
      }
      expect(parts?.length === 1).toBe(list.some((source) => source.available >= quantity));
    }),
    { numRuns: 1_000 },
  );
});
