import type { LedgerEntry } from '../../commerce/inventory/contract.ts';
import { type StockChanged, stockChanged } from '../../commerce/inventory/stock-changed.ts';
import type { LedgerReader } from './ledger-reader.ts';
import type { StockKeeper } from './stock-keeper.ts';

/** Sends messages to the queue; settles once they are accepted. */
export type SendMessages = (messages: readonly StockChanged[]) => Promise<void>;

/** A queue message may have 128 kB; this many characters of entries stay below it even when every one takes two bytes. */
const MAX_CHARACTERS = 50_000;
const MAX_ENTRIES = 100;
/** So many entries of the longest texts stay below MAX_CHARACTERS. */
const UNMEASURED_ENTRIES = 40;
/** Entries kept in memory until they are sent; more are read back. */
const MAX_RECENT = 2_000;
/** Messages of one call; together below the 256 kB a batch may have. */
const MAX_MESSAGES = 2;
/** Entries of so long travel together: a hold and its commit soon after, or the rush on a busy variant. */
const GATHER_MS = 100;
const NOTHING = { availableBefore: 0, entries: [] };
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 5 * 60_000;

/**
 * Sends the ledger's entries to the queue in order and without gaps. A sent message may be sent again after a crash, an
 * entry is never left out: what was sent is only noted after the queue has it.
 */
export class Outbox {
  readonly #keeper: StockKeeper;
  readonly #ledger: LedgerReader;
  readonly #send: SendMessages;
  #draining: Promise<void> | null = null;
  /** The newest entries and what was available before them, while they are few; spares reading back what was just written. */
  #recent: { readonly availableBefore: number; readonly entries: readonly LedgerEntry[] } = NOTHING;
  #failures = 0;

  constructor(keeper: StockKeeper, ledger: LedgerReader, send: SendMessages) {
    this.#keeper = keeper;
    this.#ledger = ledger;
    this.#send = send;
  }

  /** Whether entries are waiting. */
  get isWaiting(): boolean {
    const state = this.#keeper.state;
    return state !== null && this.#keeper.sentSequence < state.sequence;
  }

  /** How long to wait before trying again: doubles from 2 s to 5 min with every failure. */
  get retryDelayMs(): number {
    return Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS);
  }

  /** Takes note of entries that were just written, and of what was available before them. */
  remember(entries: readonly LedgerEntry[], availableBefore: number): void {
    const [first] = entries;
    const last = this.#recent.entries.at(-1);
    const goesOn = first !== undefined && last?.sequence === first.sequence - 1;
    const all = goesOn ? [...this.#recent.entries, ...entries] : entries;
    const before = goesOn ? this.#recent.availableBefore : availableBefore;
    this.#recent = all.length > MAX_RECENT ? NOTHING : { availableBefore: before, entries: all };
  }

  /** Sends what is waiting; concurrent calls share one run. Never rejects: what fails waits for the next run. */
  drain(): Promise<void> {
    this.#draining ??= this.#run().finally(() => {
      this.#draining = null;
    });
    return this.#draining;
  }

  async #run(): Promise<void> {
    try {
      while (this.isWaiting) {
        await scheduler.wait(GATHER_MS);
        const messages = this.#next();
        const last = messages.at(-1);
        if (!last) return;
        await this.#send(messages);
        this.#keeper.markSent(last.sequence);
        const rest = this.#recent.entries.filter((entry) => entry.sequence > last.sequence);
        this.#recent = rest.length > 0 ? { availableBefore: last.available, entries: rest } : NOTHING;
        this.#failures = 0;
      }
    } catch (error) {
      this.#failures += 1;
      console.error('stock: entries could not be sent and wait', this.#failures, error);
    }
  }

  #next(): StockChanged[] {
    const { state } = this.#keeper;
    if (!state) return [];
    const messages: StockChanged[] = [];
    let from = this.#keeper.sentSequence;
    let { availableBefore } = this.#recent;
    const recent = this.#recent.entries;
    if (recent[0]?.sequence === from + 1) {
      for (let at = 0; at < recent.length && messages.length < MAX_MESSAGES; at += UNMEASURED_ENTRIES) {
        const message = stockChanged(
          state.variantId,
          availableBefore,
          recent.slice(at, at + UNMEASURED_ENTRIES),
          state,
        );
        messages.push(message);
        availableBefore = message.available;
      }
      return messages;
    }
    while (messages.length < MAX_MESSAGES) {
      const entries = this.#ledger.after(from, MAX_ENTRIES, MAX_CHARACTERS);
      if (entries.length === 0) break;
      const message = stockChanged(state.variantId, this.#ledger.availableAt(from), entries, state);
      messages.push(message);
      from = message.sequence;
    }
    return messages;
  }
}
