import type { DropEnd, DropTerms } from '../../commerce/drops/drop.ts';
import type { DropEnded } from '../../commerce/drops/drop-ended.ts';

/** A drop as the records have it. */
export interface DropRecord {
  readonly terms: DropTerms;
  readonly productId: number;
  readonly productTitle: string;
  readonly variantTitle: string;
  readonly createdBy: string;
  readonly createdAtMs: number;
  /** Null while it lasts, or as long as its end has not arrived here. */
  readonly end: DropEnd | null;
  readonly endedAtMs: number | null;
  readonly sold: number;
}

/** Which drops there are; who may buy is the queue's affair. Rejects when the records cannot be reached. */
export interface DropRecords {
  /** Writes a drop down. `lasting`: another one of the variant is not over. */
  create(
    terms: Omit<DropTerms, 'dropId'>,
    actor: string,
  ): Promise<{ readonly ok: true; readonly dropId: number } | { readonly ok: false; readonly reason: 'lasting' }>;
  /** Takes back a drop whose queue was never opened. */
  remove(dropId: number): Promise<void>;
  find(dropId: number): Promise<DropRecord | null>;
  /** The latest by opening, at most 250. */
  list(): Promise<readonly DropRecord[]>;
  /** Drops that are not over, and those that ended after a moment. */
  current(endedAfterMs: number): Promise<readonly DropRecord[]>;
  /** Notes ends; repeated, it changes nothing. */
  end(messages: readonly DropEnded[]): Promise<void>;
}
