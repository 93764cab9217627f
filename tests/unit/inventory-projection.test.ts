import { beforeEach, expect, test, vi } from 'vitest';
import { apply } from '../../commerce/inventory/apply.ts';
import type { InventoryCommand, LedgerEntry } from '../../commerce/inventory/contract.ts';
import { evolve, openingEntries } from '../../commerce/inventory/evolve.ts';
import { emptyState, type StockState, viewOf } from '../../commerce/inventory/state.ts';
import { type StockChanged, stockChanged } from '../../commerce/inventory/stock-changed.ts';
import { type Consumers, consume } from '../../worker/jobs/consume.ts';
import type { EventMessage } from '../../worker/jobs/messages.ts';
import { projectStock } from '../../worker/jobs/project-stock.ts';
import type { RecordedEntry, RecordedLevel, StockRecords } from '../../worker/ports/stock-records.ts';
import { rebuildStock, stockDrift } from '../../worker/services/stock-drift.ts';

const NOW = 1_800_000_000_000;

beforeEach(() => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  return () => log.mockRestore();
});

/** The records in memory, with the same rules as the database's statements. */
class Records implements StockRecords {
  readonly rows = new Map<string, RecordedLevel>();
  readonly entries = new Map<string, LedgerEntry>();
  away = false;

  async project(levels: readonly RecordedLevel[], entries: readonly RecordedEntry[]): Promise<void> {
    if (this.away) throw new Error('records away');
    for (const level of levels) {
      const key = `${level.variantId}/${level.warehouseId}`;
      if ((this.rows.get(key)?.sequence ?? -1) < level.sequence) this.rows.set(key, level);
    }
    for (const { variantId, entry } of entries) {
      const key = `${variantId}/${entry.sequence}`;
      if (!this.entries.has(key)) this.entries.set(key, entry);
    }
  }
  async rebuild(variantId: number, levels: readonly RecordedLevel[], entries: readonly RecordedEntry[]): Promise<void> {
    for (const key of this.rows.keys()) if (key.startsWith(`${variantId}/`)) this.rows.delete(key);
    await this.project(levels, entries);
  }
  async levels(variantId: number): Promise<RecordedLevel[]> {
    return [...this.rows.values()].filter((row) => row.variantId === variantId);
  }
}

/** A variant's life: its state, its ledger, and one message per command. */
function life(variantId = 7) {
  let state: StockState = emptyState(variantId);
  const level = { held: 0, committed: 0, incoming: 0, safetyStock: 0 };
  const levels = [
    { warehouseId: 1, onHand: 3, ...level },
    { warehouseId: 2, onHand: 4, ...level },
  ];
  const ledger = [...openingEntries(state, { policy: 'deny', sequence: 0, levels, commitments: [] }, NOW)];
  for (const entry of ledger) evolve(state, entry);
  const messages: StockChanged[] = [stockChanged(variantId, 0, ledger)];
  const commands: InventoryCommand[] = [
    {
      kind: 'hold',
      holdId: 'a',
      reference: 'cart',
      quantity: 6,
      expiresAtMs: NOW + 9,
      warehousePreference: [],
      actor: 'shopper',
    },
    { kind: 'commit', holdId: 'a', reference: 'order', actor: 'system' },
    { kind: 'receive', commandId: 'r', warehouseId: 2, quantity: 5, actor: 'staff:1' },
    {
      kind: 'ship',
      commandId: 's',
      reference: 'order',
      allocations: [{ warehouseId: 1, quantity: 3 }],
      actor: 'staff:1',
    },
  ];
  for (const command of commands) {
    const before = state.available;
    const applied = apply(state, command, NOW);
    state = applied.state;
    ledger.push(...applied.events);
    messages.push(stockChanged(variantId, before, applied.events));
  }
  return { state, ledger, messages };
}

function inventoryOf(state: StockState, ledger: readonly LedgerEntry[]) {
  return {
    read: async () => ({ ok: true as const, ...viewOf(state) }),
    ledger: async (_: number, after: number, limit: number) => ({
      ok: true as const,
      sequence: state.sequence,
      entries: ledger.filter((entry) => entry.sequence > after).slice(0, limit),
    }),
  };
}

test('messages in any order, in any batches and repeated lead to the same records', async () => {
  const { state, ledger, messages } = life();
  const orders = [
    messages,
    [...messages].reverse(),
    [...messages, ...messages],
    messages.slice(2).concat(messages.slice(0, 3)),
  ];
  for (const order of orders) {
    for (const size of [1, 2, 9]) {
      const records = new Records();
      for (let i = 0; i < order.length; i += size) await projectStock(order.slice(i, i + size), { records });
      expect(await stockDrift(7, { records, inventory: inventoryOf(state, ledger) })).toEqual({
        ok: true,
        variantId: 7,
        sequence: state.sequence,
        drifts: [],
      });
      expect(records.entries.size).toBe(ledger.length);
    }
  }
});

test('caches hear the newest of each variant, after the records have it, and nothing when they have not', async () => {
  const records = new Records();
  const heard: [number, number, number][] = [];
  const onStockChanged = async (changes: readonly StockChanged[]) => {
    for (const change of changes) heard.push([change.variantId, change.sequence, records.entries.size]);
  };
  const batch = [...life(7).messages].reverse().concat(life(8).messages);
  await projectStock(batch, { records, onStockChanged });
  expect(heard).toEqual([
    [7, 8, 16],
    [8, 8, 16],
  ]);
  records.away = true;
  await expect(projectStock(batch, { records, onStockChanged })).rejects.toThrow('records away');
  expect(heard).toHaveLength(2);
});

test('drift names what differs, and a rebuild from the object mends it, deleted rows included', async () => {
  const { state, ledger, messages } = life();
  const records = new Records();
  const deps = { records, inventory: inventoryOf(state, ledger) };
  await projectStock(messages, { records });
  const right = await records.levels(7);
  const [row] = right;
  if (!row) expect.fail();
  records.rows.set('7/1', { ...row, onHand: 99, sequence: 10_000 });
  records.rows.set('7/5', { ...row, warehouseId: 5 });
  records.rows.delete('7/2');
  const report = await stockDrift(7, deps);
  expect(report.ok && report.drifts.map((drift) => `${drift.between}, ${drift.warehouseId}: ${drift.what}`)).toEqual([
    'object and records, 1: onHand is 99, not 0',
    'object and records, 1: sequence is 10000, not 8',
    'object and records, 2: missing',
    'object and records, 5: not in the object',
  ]);
  await rebuildStock(7, deps);
  const numbers = (rows: readonly RecordedLevel[]) =>
    rows.map((r) => [r.warehouseId, r.onHand, r.held, r.committed, r.incoming, r.safetyStock, r.sequence]).sort();
  expect(numbers(await records.levels(7))).toEqual(numbers(right));
});

test('an object whose ledger says something else than its levels is found out', async () => {
  const { state, ledger } = life();
  const lying = ledger.map((entry) =>
    entry.kind === 'received' && entry.after ? { ...entry, after: { ...entry.after, onHand: 8 } } : entry,
  );
  const report = await stockDrift(7, { records: new Records(), inventory: inventoryOf(state, lying) });
  expect(report.ok && report.drifts.filter((drift) => drift.between === 'object and ledger')).toEqual([
    { variantId: 7, between: 'object and ledger', warehouseId: 2, what: 'onHand is 8, not 9' },
  ]);
  const cut = await stockDrift(7, { records: new Records(), inventory: inventoryOf(state, ledger.slice(0, -1)) });
  expect(cut.ok && cut.drifts[0]).toMatchObject({ between: 'object', what: 'the ledger ends at 7, not at 8' });
});

test('an object that cannot be read is no drift', async () => {
  const away = { ok: false as const, reason: 'unavailable' as const, retryable: true };
  const inventory = { read: async () => away, ledger: async () => away };
  expect(await stockDrift(7, { records: new Records(), inventory })).toEqual({
    ok: false,
    variantId: 7,
    reason: 'unavailable',
  });
  expect(await rebuildStock(7, { records: new Records(), inventory })).toMatchObject({ ok: false });
});

/** A queue batch that notes what becomes of each message. */
function batchOf(bodies: readonly unknown[], attempts = 1) {
  const fate: string[] = bodies.map(() => 'open');
  const messages = bodies.map((body, i) => ({
    id: String(i),
    timestamp: new Date(NOW),
    body,
    attempts,
    ack: () => fate.splice(i, 1, 'ack'),
    retry: (options?: QueueRetryOptions) => fate.splice(i, 1, `retry in ${options?.delaySeconds} s`),
  }));
  return { fate, batch: { queue: 'q', messages } as unknown as MessageBatch<EventMessage> };
}

test('a batch is acknowledged by topic: what failed comes again, later with every attempt', async () => {
  const [message] = life().messages;
  const seen: [string, number][] = [];
  const away = () => Promise.reject(new Error('away'));
  const note = (topic: string) => async (messages: readonly EventMessage[]) => void seen.push([topic, messages.length]);
  const consumers: Consumers = {
    'stock.changed': note('stock.changed'),
    'stock.low': note('stock.low'),
    'order.placed': note('order.placed'),
    'cart.changed': note('cart.changed'),
    'order.shipped': away,
    'order.ready': note('order.ready'),
    'order.refunded': note('order.refunded'),
    'order.cancelled': note('order.cancelled'),
    'products.changed': note('products.changed'),
    'drop.ended': note('drop.ended'),
    'shoppers.acted': note('shoppers.acted'),
    'shoppers.exposed': note('shoppers.exposed'),
    'searches.noted': note('searches.noted'),
    'search.missing': note('searches.noted'),
  };
  const shipped = { topic: 'order.shipped', orderId: 1, idempotencyKey: 'k', notify: true };
  const { batch, fate } = batchOf([
    message,
    { topic: 'from.the.future' },
    shipped,
    message,
    null,
    { topic: 'order.cancelled', orderId: 1 },
  ]);
  await consume(batch, consumers);
  expect(seen).toEqual([
    ['stock.changed', 2],
    ['order.cancelled', 1],
  ]);
  expect(fate).toEqual(['ack', 'retry in 2 s', 'retry in 2 s', 'ack', 'retry in 2 s', 'ack']);
  for (const [attempts, seconds] of [
    [1, 2],
    [4, 16],
    [20, 256],
  ] as const) {
    const failing = batchOf([message], attempts);
    await consume(failing.batch, { ...consumers, 'stock.changed': away });
    expect(failing.fate).toEqual([`retry in ${seconds} s`]);
  }
});
