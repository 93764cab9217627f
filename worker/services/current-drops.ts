import type { DropEnded } from '../../commerce/drops/drop-ended.ts';
import type { DropRecord, DropRecords } from '../ports/drop-records.ts';

const FRESH_MS = 10_000;
/** A drop that is over stays on the product's page this long. */
const SHOWN_AFTER_END_MS = 86_400_000;

/**
 * The drops that product pages show, as an isolate remembers them for a few seconds. For showing only: whether somebody may buy is asked of the queue itself.
 * Without the records what was remembered is shown, else nothing.
 */
export class CurrentDrops {
  readonly records: DropRecords;
  readonly #nowMs: () => number;
  #known: { readonly drops: ReadonlyMap<number, DropRecord>; readonly readAtMs: number } | null = null;

  constructor(records: DropRecords, nowMs: () => number) {
    this.records = records;
    this.#nowMs = nowMs;
  }

  /** The variant's drop that is to come, lasts, or ended within a day; the latest where there are several. Null: none. */
  async ofVariant(variantId: number): Promise<DropRecord | null> {
    return (await this.#read()).get(variantId) ?? null;
  }

  /** Reads anew at the next question: a drop was made or ended. */
  forget(): void {
    this.#known = null;
  }

  /** Notes ends that queues told. */
  async end(messages: readonly DropEnded[]): Promise<void> {
    await this.records.end(messages);
    this.forget();
  }

  async #read(): Promise<ReadonlyMap<number, DropRecord>> {
    const nowMs = this.#nowMs();
    const known = this.#known;
    if (known && nowMs - known.readAtMs < FRESH_MS) return known.drops;
    try {
      const found = await this.records.current(nowMs - SHOWN_AFTER_END_MS);
      // Newest first, so the first of a variant stays; one that lasts wins over one that is over.
      const drops = new Map<number, DropRecord>();
      for (const record of [...found.filter((one) => !one.end), ...found.filter((one) => one.end)])
        if (!drops.has(record.terms.variantId)) drops.set(record.terms.variantId, record);
      this.#known = { drops, readAtMs: nowMs };
      return drops;
    } catch (error) {
      console.error('drops: the records could not be read', error);
      return known?.drops ?? new Map();
    }
  }
}
