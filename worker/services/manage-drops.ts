import { type DropTerms, type TermsProblem, termsProblems } from '../../commerce/drops/drop.ts';
import type { DropRecord, DropRecords } from '../ports/drop-records.ts';
import type { Inventory } from '../ports/inventory.ts';
import type { DropView, SaleQueues } from '../ports/sale-queues.ts';

/** What making and stopping drops needs. */
export interface ManageDropsDeps {
  readonly saleQueues: SaleQueues;
  readonly inventory: Inventory;
  readonly drops: { readonly records: DropRecords; forget(): void };
}

export type CreateRefusal =
  | { readonly ok: false; readonly reason: 'terms'; readonly problems: readonly TermsProblem[] }
  | { readonly ok: false; readonly reason: 'no_variant' | 'lasting' | 'unavailable' }
  /** Stock has fewer units than the drop would promise. */
  | { readonly ok: false; readonly reason: 'stock'; readonly available: number };

/**
 * Puts a variant on sale at a moment: from the answer on it can be bought by its queue alone. The record comes first, so that two at once make one drop; when
 * the queue cannot be opened, it is taken back. Refusals in order: terms, no_variant, unavailable, stock, lasting.
 */
export async function createDrop(
  deps: ManageDropsDeps,
  terms: Omit<DropTerms, 'dropId'>,
  actor: string,
  nowMs: number,
): Promise<{ readonly ok: true; readonly dropId: number } | CreateRefusal> {
  const problems = termsProblems(terms, nowMs);
  if (problems.length > 0) return { ok: false, reason: 'terms', problems };
  const stock = await deps.inventory.read(terms.variantId);
  if (!stock.ok) return { ok: false, reason: stock.reason === 'not_found' ? 'no_variant' : 'unavailable' };
  if (stock.available < terms.units) return { ok: false, reason: 'stock', available: stock.available };
  const written = await deps.drops.records.create(terms, actor);
  if (!written.ok) return written;
  const { dropId } = written;
  const opened = await deps.saleQueues.open({ ...terms, dropId });
  deps.drops.forget();
  if (opened.ok) return { ok: true, dropId };
  await deps.drops.records.remove(dropId);
  return { ok: false, reason: opened.reason === 'other_drop' ? 'lasting' : 'unavailable' };
}

/** A drop with its queue as it is now; `queue` is null when it cannot be reached, or belongs to a later drop. */
export interface WatchedDrop {
  readonly record: DropRecord;
  readonly queue: DropView | null;
}

/** A drop and its queue; null when there is none of this id. A queue that never heard of a drop that lasts is opened now. */
export async function watchDrop(deps: ManageDropsDeps, dropId: number): Promise<WatchedDrop | null> {
  const record = await deps.drops.records.find(dropId);
  return record ? withQueue(deps, record) : null;
}

/** The same of a record at hand. */
export async function withQueue(deps: ManageDropsDeps, record: DropRecord): Promise<WatchedDrop> {
  const { terms } = record;
  const view = await deps.saleQueues.view(terms.variantId);
  if (!view.ok) return { record, queue: null };
  if (view.drop?.terms.dropId === terms.dropId) return { record, queue: view.drop };
  if (record.end || (view.drop && view.drop.terms.dropId > terms.dropId)) return { record, queue: null };
  const opened = await deps.saleQueues.open(terms);
  return { record, queue: opened.ok ? opened.drop : null };
}

/** Ends a drop before its time. `not_found`: no such drop. One that is over stays as it ended. */
export async function stopDrop(
  deps: ManageDropsDeps,
  dropId: number,
): Promise<
  | { readonly ok: true; readonly record: DropRecord }
  | { readonly ok: false; readonly reason: 'not_found' | 'unavailable' }
> {
  const record = await deps.drops.records.find(dropId);
  if (!record) return { ok: false, reason: 'not_found' };
  const { variantId } = record.terms;
  const stopped = await deps.saleQueues.stop(variantId, dropId);
  if (!stopped.ok) return stopped;
  // The queue tells the end too; the page should not wait for that.
  const { drop } = stopped;
  if (drop?.end && drop.endedAtMs !== null)
    await deps.drops.records.end([
      { topic: 'drop.ended', dropId, variantId, end: drop.end, endedAtMs: drop.endedAtMs, sold: drop.figures.sold },
    ]);
  deps.drops.forget();
  return { ok: true, record: (await deps.drops.records.find(dropId)) ?? record };
}
