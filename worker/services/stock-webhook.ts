import { z } from 'zod';
import type { IdempotencyKeys } from '../ports/idempotency.ts';
import type { Inventory } from '../ports/inventory.ts';
import type { StockTargets } from '../ports/stock-imports.ts';
import type { NamedWarehouse } from './stock-file.ts';
import { refusalText, type StockWrite, writeStock } from './write-stock.ts';

/** What taking in another system's counts needs. */
export interface StockWebhookDeps {
  readonly idempotencyKeys: IdempotencyKeys;
  readonly inventory: Pick<Inventory, 'executeMany'>;
  readonly stockTargets: Pick<StockTargets, 'bySku'>;
  readonly warehouses: () => Promise<readonly NamedWarehouse[]>;
}

/** Most levels of one event. */
export const MAX_LEVELS = 1_000;

const units = z.number().int().min(-1_000_000_000).max(1_000_000_000);
const level = z
  .object({
    sku: z.string().min(1).max(255),
    location: z.string().min(1).max(255),
    name: z.enum(['on_hand', 'available', 'incoming', 'safety_stock']).default('on_hand'),
    quantity: units.min(0).optional(),
    compareQuantity: units.min(0).optional(),
    delta: units.optional(),
  })
  .refine(
    (one) => (one.quantity === undefined) !== (one.delta === undefined),
    'exactly one of quantity and delta is needed',
  );
const event = z.object({
  id: z.string().min(1).max(200),
  source: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default('webhook'),
  reason: z.string().min(1).max(200).default('correction'),
  levels: z.array(level).min(1).max(MAX_LEVELS),
});

/** A level that was not written, by its place in the event. */
export interface RefusedLevel {
  readonly index: number;
  readonly sku: string;
  readonly location: string;
  readonly reason: string;
}

/**
 * What became of an event. `done`: the answer, the same again for the same event. `running`: the same event is being written at this moment.
 * `other_event`: its id was used for another content. `unavailable`: an object did not answer; send the event again, what was written stays so.
 */
export type StockEventOutcome =
  | { readonly state: 'done'; readonly answer: string; readonly isRepeated: boolean }
  | { readonly state: 'running' | 'other_event' | 'unavailable' }
  | { readonly state: 'malformed'; readonly message: string };

/**
 * Writes the counts of one event, each level by itself; `sha256` of its body tells a repetition from another event under the same id. Ids are known for
 * a day, far longer than a signature is accepted.
 */
export async function takeStockEvent(
  deps: StockWebhookDeps,
  body: unknown,
  sha256: string,
): Promise<StockEventOutcome> {
  const read = event.safeParse(body);
  if (!read.success) {
    const issue = read.error.issues[0];
    return { state: 'malformed', message: `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'malformed'}` };
  }
  const claim = { scope: 'webhook:stock', key: read.data.id, requestSha256: sha256 };
  const claimed = await deps.idempotencyKeys.claim(claim);
  if (claimed.state === 'answered') return { state: 'done', answer: claimed.answer, isRepeated: true };
  if (claimed.state === 'running') return { state: 'running' };
  if (claimed.state === 'other_request') return { state: 'other_event' };
  let answer: string | null = null;
  try {
    answer = await writeLevels(deps, read.data);
  } finally {
    if (answer === null) await deps.idempotencyKeys.leaveOpen(claim);
  }
  if (answer === null) return { state: 'unavailable' };
  await deps.idempotencyKeys.remember(claim, answer);
  return { state: 'done', answer, isRepeated: false };
}

async function writeLevels(
  deps: StockWebhookDeps,
  { id, source, reason, levels }: z.infer<typeof event>,
): Promise<string | null> {
  const [variants, warehouses] = await Promise.all([
    deps.stockTargets.bySku([...new Set(levels.map(({ sku }) => sku))]),
    deps.warehouses(),
  ]);
  const refused: RefusedLevel[] = [];
  const refuse = (index: number, why: string) => {
    const { sku = '', location = '' } = levels[index] ?? {};
    refused.push({ index, sku, location, reason: why });
  };
  const writes: (StockWrite & { readonly index: number })[] = [];
  for (const [index, { sku, location, name, quantity, compareQuantity, delta }] of levels.entries()) {
    const variantId = variants.get(sku);
    const place = location.toLowerCase();
    const warehouse = warehouses.find((one) => one.code.toLowerCase() === place || one.name.toLowerCase() === place);
    if (variantId === undefined) refuse(index, 'sku: is no variant of this shop');
    else if (!warehouse) refuse(index, 'location: is no location of this shop');
    else if (delta === 0) refuse(index, 'delta: must not be 0');
    else
      writes.push({
        index,
        key: String(index),
        variantId,
        warehouseId: warehouse.id,
        name,
        change:
          delta === undefined
            ? { kind: 'set', quantity: quantity ?? 0, ...(compareQuantity === undefined ? {} : { compareQuantity }) }
            : { kind: 'adjust', delta },
      });
  }
  const cause = { name: `webhook:${id}`, actor: `app:${source}`, reason, reference: `webhook:${id}` };
  const results = await writeStock(deps.inventory, writes, cause);
  for (const [i, { index }] of writes.entries()) {
    const result = results[i];
    if (result?.ok === false && result.reason === 'unavailable') return null;
    if (result?.ok === false) refuse(index, refusalText(result));
  }
  refused.sort((a, b) => a.index - b.index);
  return JSON.stringify({ id, applied: levels.length - refused.length, refused });
}
