/** Something that has turns: an object, a shopper, the bank. Lives one after the other are numbered; what a life began ends with it. */
export interface Actor {
  readonly name: string;
  readonly life: number;
  /** Called before an event of it runs; may end its life. */
  beforeTurn(): void;
  /** Called when the event and everything it set in motion stands still. */
  afterTurn(): void;
}

interface Event {
  readonly atMs: number;
  /** Chance decides among events of one moment. */
  readonly tie: number;
  readonly actor: Actor;
  /** Null: whoever lives then. */
  readonly life: number | null;
  readonly label: string;
  readonly run: () => void;
  isCancelled: boolean;
}

/** When every schedule begins. */
export const START_MS = 1_800_000_000_000;

const isBefore = (a: Event, b: Event): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.tie < b.tie);

/**
 * Virtual time. One event after the other runs, with every promise it settles, before the next begins: code that waits for anything waits for an event.
 * The order depends on nothing but the numbers `random` gives, so the same seed is the same schedule.
 */
export class Scheduler {
  nowMs = START_MS;
  /** Whose turn it is. */
  current: Actor | null = null;
  /** Every event that ran, when asked for. */
  readonly trace: string[] = [];
  events = 0;
  readonly #random: () => number;
  readonly #isTracing: boolean;
  readonly #heap: Event[] = [];

  constructor(random: () => number, isTracing: boolean) {
    this.#random = random;
    this.#isTracing = isTracing;
  }

  /** Writes a line into the schedule. */
  note(text: string): void {
    if (this.#isTracing) this.trace.push(`${String(this.nowMs - START_MS).padStart(9)} ms  ${text}`);
  }

  /** Runs something later in an actor's life; `life` null: in whichever life it then has. */
  after(delayMs: number, actor: Actor, life: number | null, label: string, run: () => void): Event {
    const atMs = this.nowMs + Math.max(0, Math.round(delayMs));
    const event: Event = { atMs, tie: this.#random(), actor, life, label, run, isCancelled: false };
    this.#push(event);
    return event;
  }

  /** Runs the next event not later than `untilMs` to its end; false when there is none. */
  async step(untilMs: number): Promise<boolean> {
    const next = this.#heap[0];
    if (!next || next.atMs > untilMs) return false;
    this.#pop();
    this.nowMs = Math.max(this.nowMs, next.atMs);
    const { actor } = next;
    if (next.isCancelled || (next.life !== null && next.life !== actor.life)) return true;
    actor.beforeTurn();
    if (next.life !== null && next.life !== actor.life) return true;
    this.events += 1;
    this.note(`${actor.name}: ${next.label}`);
    this.current = actor;
    next.run();
    // Promises settle before the next tick; nothing here waits for anything else.
    await new Promise<void>((resolve) => process.nextTick(resolve));
    actor.afterTurn();
    this.current = null;
    return true;
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (!parent || !isBefore(event, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      const left = heap[below];
      if (!left) break;
      const right = heap[below + 1];
      if (right && isBefore(right, left)) below += 1;
      const child = heap[below];
      if (!child || !isBefore(child, last)) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = last;
  }
}
