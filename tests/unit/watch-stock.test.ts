import { describe, expect, it } from 'vitest';
import { eventStream, type ServerEvent } from '../../worker/graphql/http/event-stream.ts';
import type { LiveStock, LiveStockListener, LiveStockMessage } from '../../worker/ports/live-stock.ts';
import { cursorOf, StockWatch, sequencesIn } from '../../worker/services/watch-stock.ts';

/** Objects that keep what they were asked, and whose connections the test drives and cuts. */
class Shelves implements LiveStock {
  readonly asked: [variantId: number, since: number | null][] = [];
  readonly open = new Map<number, LiveStockListener>();
  readonly state = new Map<number, LiveStockMessage>();
  isAway = false;
  closed = 0;

  async connect(variantId: number, since: number | null, listener: LiveStockListener) {
    this.asked.push([variantId, since]);
    if (this.isAway) return { ok: false, reason: 'unavailable' } as const;
    const state = this.state.get(variantId);
    if (!state) return { ok: false, reason: 'not_found' } as const;
    this.open.set(variantId, listener);
    queueMicrotask(() => listener.onMessage(state));
    return {
      ok: true,
      close: () => {
        this.closed += 1;
        this.open.delete(variantId);
      },
    } as const;
  }

  set(variantId: number, sequence: number, available: number): void {
    const message = { variantId, sequence, available, forSale: available > 0 };
    this.state.set(variantId, message);
    this.open.get(variantId)?.onMessage(message);
  }

  cut(variantId: number): void {
    const listener = this.open.get(variantId);
    this.open.delete(variantId);
    listener?.onClosed();
  }
}

function watching(shelves: Shelves, variantIds: readonly number[], since = '') {
  const pauses: number[] = [];
  const pause = async (ms: number) => {
    pauses.push(ms);
    if (pauses.length > 2) shelves.isAway = false;
  };
  const watch = new StockWatch({ live: shelves, pause }, variantIds, sequencesIn(since) ?? new Map());
  const next = async () => {
    const read = await watch.next();
    return read.done ? null : [read.value.variantId, read.value.sequence, read.value.available, read.value.cursor];
  };
  return { watch, next, pauses };
}

describe('a watch of several variants', () => {
  it('tells the present of each, then every change, with the place after it', async () => {
    const shelves = new Shelves();
    shelves.set(1, 5, 9);
    shelves.set(2, 7, 0);
    const { next, watch } = watching(shelves, [1, 2, 1]);
    expect(await next()).toEqual([1, 5, 9, '1:5']);
    expect(await next()).toEqual([2, 7, 0, '1:5,2:7']);
    shelves.set(1, 6, 8);
    expect(await next()).toEqual([1, 6, 8, '1:6,2:7']);
    await watch.return();
    expect(shelves.closed).toBe(2);
    expect(await next()).toBeNull();
  });

  it('connects again from the last sequence heard, and tells nothing twice', async () => {
    const shelves = new Shelves();
    shelves.set(1, 5, 9);
    const { next, pauses } = watching(shelves, [1], '1:3,99:4');
    expect(await next()).toEqual([1, 5, 9, '1:5']);
    shelves.isAway = true;
    shelves.cut(1);
    shelves.set(1, 8, 4);
    expect(await next()).toEqual([1, 8, 4, '1:8']);
    expect(shelves.asked).toEqual([
      [1, 3],
      [1, 5],
      [1, 5],
      [1, 5],
    ]);
    expect(pauses).toEqual([250, 500, 1000]);
    shelves.cut(1);
    await expect.poll(() => shelves.open.size).toBe(1);
    shelves.set(1, 9, 3);
    expect(await next()).toEqual([1, 9, 3, '1:9']);
  });

  it('keeps the newest of each variant for a reader who is slow', async () => {
    const shelves = new Shelves();
    shelves.set(1, 1, 1_000);
    shelves.set(2, 1, 3);
    const { next } = watching(shelves, [1, 2]);
    await next();
    await next();
    for (let sequence = 2; sequence <= 1_000; sequence += 1) shelves.set(1, sequence, 1_000 - sequence);
    shelves.set(2, 2, 2);
    const told = [];
    for (let read = await next(); read; read = await next()) {
      told.push(read);
      if (read[0] === 2) break;
    }
    expect(told.length).toBeLessThanOrEqual(256);
    expect(told.at(-2)?.slice(0, 3)).toEqual([1, 1_000, 0]);
    expect(told.at(-1)).toEqual([2, 2, 2, '1:1000,2:2']);
  });

  it('leaves out what does not exist and ends when nothing is left', async () => {
    const shelves = new Shelves();
    expect(await watching(shelves, [1, 2]).next()).toBeNull();
  });
});

it('a cursor reads as it was written, and anything else is refused', () => {
  const place = new Map([
    [12, 5],
    [13, 88],
  ]);
  expect(sequencesIn(cursorOf(place))).toEqual(place);
  expect(sequencesIn('')).toEqual(new Map());
  for (const foreign of ['12', '12:', 'a:1', '1:2,', '1:2;3:4', '-1:2']) expect(sequencesIn(foreign)).toBeNull();
});

describe('a stream of events', () => {
  const text = new TextDecoder();

  it('asks for the next event only when the last one was taken, says it is alive, and ends the source with its reader', async () => {
    let asked = 0;
    let ended = 0;
    const answers: ((event: ServerEvent) => void)[] = [];
    const source: AsyncIterator<ServerEvent> = {
      next: () => {
        asked += 1;
        return new Promise((resolve) => answers.push((value) => resolve({ done: false, value })));
      },
      return: async () => {
        ended += 1;
        return { done: true, value: undefined };
      },
    };
    const reader = eventStream(source, 5).getReader();
    const read = async () => text.decode((await reader.read()).value);
    expect(await read()).toBe('retry: 1000\n:\n\n');
    expect(asked).toBe(0);
    expect(await read()).toBe(':\n\n');
    expect(await read()).toBe(':\n\n');
    expect(asked).toBe(1);
    answers.shift()?.({ id: '1:2', data: '{"data":null}' });
    let frame = await read();
    while (frame === ':\n\n') frame = await read();
    expect(frame).toBe('id: 1:2\nevent: next\ndata: {"data":null}\n\n');
    expect(asked).toBe(1);
    await reader.cancel();
    expect(ended).toBe(1);
  });

  it('says when it is complete', async () => {
    const source = (async function* (): AsyncGenerator<ServerEvent, undefined> {
      yield { id: null, data: '1' };
    })();
    expect(await new Response(eventStream(source)).text()).toBe(
      'retry: 1000\n:\n\nevent: next\ndata: 1\n\nevent: complete\ndata:\n\n',
    );
  });
});
