import type {
  InventoryRefusal,
  InventoryResult,
  OpeningStock,
  QuantityCommand,
  QuantityResult,
  SettableName,
} from '../../commerce/inventory/contract.ts';
import type { Inventory } from '../ports/inventory.ts';
import { inParallel } from './in-parallel.ts';

/** One quantity to set or to change. */
export interface StockWrite {
  /** Names it among the writes of one call, for its command id. */
  readonly key: string;
  readonly variantId: number;
  readonly warehouseId: number;
  readonly name: SettableName;
  readonly change:
    | { readonly kind: 'set'; readonly quantity: number; readonly compareQuantity?: number }
    | { readonly kind: 'adjust'; readonly delta: number };
}

/** Who writes, why, and what the call is named: a repetition under the same name changes nothing twice. */
export interface StockWriteCause {
  readonly name: string;
  readonly actor: string;
  readonly reason: string;
  readonly reference?: string | undefined;
}

/** What is known beforehand, and spares the objects work. */
export interface KnownStock {
  /** Whether a warehouse stocks the variant already; where it does not, a second call is spared. Missing: all do. */
  readonly isStocked?: (write: StockWrite) => boolean;
  /** By variant; see `Inventory.executeMany`. */
  readonly openings?: ReadonlyMap<number, OpeningStock>;
}

/** Objects spoken to at once: enough to keep them busy, few enough to stay below a Worker's limits. */
const TOGETHER = 32;

/**
 * Writes quantities of many variants: the writes of one variant travel in one call and are committed together, in their order. A warehouse that never
 * stocked the variant begins to. Answers each write in its place; one refusal does not undo the others.
 */
export async function writeStock(
  inventory: Pick<Inventory, 'executeMany'>,
  writes: readonly StockWrite[],
  cause: StockWriteCause,
  { isStocked = () => true, openings }: KnownStock = {},
): Promise<readonly QuantityResult[]> {
  const results: QuantityResult[] = [];
  const byVariant = new Map<number, number[]>();
  for (const [index, { variantId }] of writes.entries()) {
    const places = byVariant.get(variantId);
    if (places) places.push(index);
    else byVariant.set(variantId, [index]);
  }
  await inParallel([...byVariant], TOGETHER, async ([variantId, places]) => {
    const some = places.flatMap((place) => writes[place] ?? []);
    const opening = openings?.get(variantId);
    const send: Send = async (commands) => quantities(await inventory.executeMany(variantId, commands, opening));
    for (const [i, result] of (await writeVariant(send, some, cause, isStocked)).entries())
      results[places[i] ?? -1] = result;
  });
  return results;
}

async function writeVariant(
  send: Send,
  writes: readonly StockWrite[],
  cause: StockWriteCause,
  isStocked: (write: StockWrite) => boolean,
): Promise<QuantityResult[]> {
  const fresh = writes.filter((write) => !isStocked(write));
  const firstCommands = [
    ...fresh.map((write) => activationOf(write, cause)),
    ...writes.map((write) => commandOf(write, cause)),
  ];
  const first = (await send(firstCommands)).slice(fresh.length);
  const unstocked = writes.filter((_, i) => isUnstocked(first[i]));
  if (unstocked.length === 0) return first;
  const commands = unstocked.flatMap((write) => [activationOf(write, cause), commandOf(write, cause)]);
  const second = await send(commands);
  return first.map((result, i) => {
    const write = writes[i];
    const again = write ? unstocked.indexOf(write) : -1;
    return again < 0 ? result : (second[again * 2 + 1] ?? result);
  });
}

type Send = (commands: readonly QuantityCommand[]) => Promise<QuantityResult[]>;

function quantities(results: readonly InventoryResult[]): QuantityResult[] {
  return results.map((result) => {
    if (result.ok && !('levels' in result)) throw new TypeError('stock: a quantity command was answered as a hold');
    return result;
  });
}

const isUnstocked = (result: QuantityResult | undefined): boolean =>
  result?.ok === false && result.reason === 'not_found' && result.what === 'warehouse';

function commandOf({ key, warehouseId, name, change }: StockWrite, cause: StockWriteCause): QuantityCommand {
  const { actor, reason, reference } = cause;
  return { ...change, commandId: `${cause.name}:${key}`, warehouseId, name, actor, reason, reference };
}

function activationOf({ key, warehouseId }: StockWrite, cause: StockWriteCause): QuantityCommand {
  const { actor, reason } = cause;
  return { kind: 'activate', commandId: `${cause.name}:${key}:activate`, warehouseId, actor, reason };
}

/** Why a write was refused, in words for whoever sent it. */
export function refusalText(refusal: InventoryRefusal): string {
  switch (refusal.reason) {
    case 'changed':
      return `is ${refusal.actual} by now, not ${refusal.expected}`;
    case 'insufficient':
      return `would fall below what is promised or 0 (${refusal.available} there)`;
    case 'not_found':
      return `cannot be set: the ${refusal.what} does not exist`;
    case 'unavailable':
      return 'could not be reached; send it again';
    case 'invalid':
      return `${refusal.field}: ${refusal.rule}`;
    default:
      return `was refused: ${refusal.reason}`;
  }
}
