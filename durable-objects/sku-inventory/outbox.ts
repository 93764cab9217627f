import { type StockChanged, stockChanged } from '../../commerce/inventory/stock-changed.ts';
import type { LedgerReader } from './ledger-reader.ts';
import type { StockKeeper } from './stock-keeper.ts';

/** Sends messages to the queue; settles once they are accepted. */
export type SendMessages = (messages: readonly StockChanged[]) => Promise<void>;

/** A queue message may have 128 kB; this many characters of entries stay below it even when every one takes two bytes. */
const MAX_CHARACTERS = 50_000;
const MAX_ENTRIES = 100;
/** Messages of one call; together below the 256 kB a batch may have. */
const MAX_MESSAGES = 2;
/** Pause between calls while more is waiting: entries of a busy variant then travel together. */
const PAUSE_MS = 50;
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
        const messages = this.#next();
        const last = messages.at(-1);
        if (!last) return;
        await this.#send(messages);
        this.#keeper.markSent(last.sequence);
        this.#failures = 0;
        if (this.isWaiting) await scheduler.wait(PAUSE_MS);
      }
    } catch (error) {
      this.#failures += 1;
      console.error('stock: entries could not be sent and wait', this.#failures, error);
    }
  }

  #next(): StockChanged[] {
    const variantId = this.#keeper.state?.variantId ?? 0;
    const messages: StockChanged[] = [];
    let from = this.#keeper.sentSequence;
    while (messages.length < MAX_MESSAGES) {
      const entries = this.#ledger.after(from, MAX_ENTRIES, MAX_CHARACTERS);
      if (entries.length === 0) break;
      const message = stockChanged(variantId, this.#ledger.availableAt(from), entries);
      messages.push(message);
      from = message.sequence;
    }
    return messages;
  }
}
