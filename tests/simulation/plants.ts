import { bundleLines } from '../../commerce/checkout/bundle-lines.ts';
import { HOLD_MS, isUnderway, type Purchase } from '../../commerce/checkout/purchase.ts';
import type { StepOutcome } from '../../commerce/checkout/settle.ts';
import type { Step } from '../../commerce/checkout/steps.ts';
import type { Allocation, HoldCommand, OpeningStock } from '../../commerce/inventory/contract.ts';
import type { StockState } from '../../commerce/inventory/state.ts';
import type { Checkout } from '../../durable-objects/checkout/checkout.ts';
import type { SkuInventory, SkuInventoryDependencies } from '../../durable-objects/sku-inventory/sku-inventory.ts';
import { holdTogether } from '../../worker/services/hold-together.ts';
import type { SimulatedObject } from './actors.ts';
import type { Expand, Together } from './bundle.ts';
import type { Feature } from './features.ts';
import type { LotClass } from './lots.ts';
import type { MovingMistakes } from './movers.ts';
import { SilentLot, TrustingLot } from './planted-lots.ts';
import { freeBy, type Mutation, PlantedStock } from './planted-stock.ts';
import type { World } from './world.ts';

/** What others ask of a variant's object. */
export type StockObject = Pick<SkuInventory, 'execute' | 'executeMany' | 'alarm'>;
export type Perform = (step: Step) => Promise<StepOutcome>;

/** What a planted stock object is made of. */
export interface StockParts {
  readonly object: SimulatedObject<StockObject>;
  readonly opening: OpeningStock;
  readonly dependencies: SkuInventoryDependencies;
  readonly world: World;
}

/** A mistake put in the place of the shop's own code. */
export interface Plant {
  /** Which of the shapes it is; 0: none, the control. */
  readonly shape: number;
  readonly name: string;
  /** The variant's object. */
  readonly stock?: (parts: StockParts) => StockObject;
  /** How a step of a purchase is done. Made once per world. */
  readonly perform?: (world: World) => (real: Perform, object: SimulatedObject<Checkout>) => Perform;
  /** Whether a shopper's second tab reaches a copy of the cart that knows nothing of the first. */
  readonly isCartSplit?: boolean;
  /** What every schedule has, so that the mistake can show. */
  readonly feature?: Feature;
  /** How a bundle's line is put into an order. */
  readonly expand?: Expand;
  /** How parts are held outside a purchase. */
  readonly together?: Together;
  readonly lot?: LotClass;
  readonly moving?: MovingMistakes;
}

const planted = (shape: number, name: string, mutation: Mutation): Plant => ({
  shape,
  name,
  stock: (parts) => new PlantedStock(parts, mutation),
});

/** The attempt a promise is for; null when it is for a cart. */
function attemptOf(world: World, holdId: string): Purchase | null {
  const [token = '', number = ''] = holdId.split(':');
  const purchase = world.checkout(token).storage.kv.get(`attempt:${number.padStart(4, '0')}`);
  return purchase === undefined ? null : (purchase as Purchase);
}

/** Each line finds enough for itself, both together do not. */
function lineByLine(state: StockState, command: HoldCommand, { world }: StockParts): readonly Allocation[] | null {
  const lines = attemptOf(world, command.holdId)?.draft.lines ?? [];
  const own = lines.filter(({ variantId }) => variantId === state.variantId);
  const [best] = freeBy(state).sort((a, b) => b.free - a.free);
  if (!best || own.length < 2 || own.some(({ quantity }) => quantity > state.available)) return null;
  return [{ warehouseId: best.warehouseId, quantity: command.quantity }];
}

/** What is promised to others counts as free. */
function promisesForgotten(state: StockState, command: HoldCommand): readonly Allocation[] | null {
  for (const [warehouseId, { quantities }] of state.levels)
    if (quantities.onHand - quantities.committed - quantities.safetyStock >= command.quantity)
      return [{ warehouseId, quantity: command.quantity }];
  return null;
}

/** 5 over 3 + 5 takes 8: what the first warehouse gave is not taken off what the second is asked for. */
function wrongRemainder(state: StockState, { quantity }: HoldCommand): readonly Allocation[] | null {
  if (state.available < quantity) return null;
  const parts: Allocation[] = [];
  for (const { warehouseId, free } of freeBy(state)) {
    const taken = Math.min(quantity, free);
    if (taken > 0) parts.push({ warehouseId, quantity: taken });
    if (parts.reduce((sum, part) => sum + part.quantity, 0) >= quantity) break;
  }
  return parts;
}

/** Waits for locks that others keep until their purchase is over. */
function lockFirst(
  keysOf: (purchase: Purchase) => readonly number[],
  isReentrant: boolean,
): NonNullable<Plant['perform']> {
  return (world) => {
    const holders = new Map<number, { readonly holdId: string; readonly attempt: string }>();
    const isKept = (key: number): boolean => {
      const holder = holders.get(key);
      const purchase = holder && attemptOf(world, holder.holdId);
      return purchase !== undefined && purchase !== null && isUnderway(purchase);
    };
    return (real) => async (step) => {
      const purchase = step.kind === 'hold' ? attemptOf(world, step.holdId) : null;
      if (step.kind !== 'hold' || !purchase || purchase.stage !== 'holding') return real(step);
      const { attemptId: attempt } = purchase;
      const taken = new Set<number>();
      // Like any message, it leaves only when the attempt is durable.
      await world.pause(1);
      for (const key of keysOf(purchase)) {
        const isOwn = () => holders.get(key)?.attempt === attempt && (isReentrant || !taken.has(key));
        while (isKept(key) && !isOwn()) await world.pause(20_000);
        holders.set(key, { holdId: step.holdId, attempt });
        taken.add(key);
        await world.pause(30);
      }
      // However long it took, the promise is for the usual time from now.
      return real({ ...step, expiresAtMs: Math.max(step.expiresAtMs, world.scheduler.nowMs + HOLD_MS) });
    };
  };
}

const variantsOf = ({ draft }: Purchase): number[] => draft.lines.map(({ variantId }) => variantId);

/** Holds part after part, and keeps what it has when one is refused. */
const keepingParts: Together = (inventory, wanted, terms) =>
  holdTogether(
    {
      hold: async (variantId, command) =>
        command.kind === 'release'
          ? { ok: true, holdId: command.holdId, allocations: [], expiresAtMs: 0, sequence: 0 }
          : inventory.hold(variantId, command),
    },
    wanted,
    terms,
  );

/** The same machinery without a mistake: in it nothing may be found. */
export const CONTROLS: readonly Plant[] = [
  planted(0, 'the copy of the stock object that mutations change', {}),
  {
    shape: 0,
    name: 'locks in one order, each once',
    perform: lockFirst((purchase) => [...new Set(variantsOf(purchase))].sort((a, b) => a - b), true),
  },
];

/** The shapes in which others oversell, each as a mistake in the shop. */
export const PLANTS: readonly Plant[] = [
  planted(1, 'two lines that share an item are checked separately', { hold: lineByLine }),
  planted(2, 'a counter is read, changed and written by two at once', { pauseMs: 60 }),
  planted(3, 'promises to others count as none', { hold: promisesForgotten }),
  planted(4, 'stock is checked first and taken later', { takesAtCommit: true }),
  planted(5, 'a split subtracts from the wrong remainder', { hold: wrongRemainder }),
  {
    shape: 6,
    name: 'locks are taken in the order of the lines',
    perform: lockFirst((purchase) => [...new Set(variantsOf(purchase))], true),
  },
  {
    shape: 6,
    name: 'a lock is taken twice by its holder',
    perform: lockFirst((purchase) => variantsOf(purchase).sort((a, b) => a - b), false),
  },
  {
    shape: 7,
    name: 'a payment is tried again under another key',
    perform: (world) => (real) => (step) =>
      real(step.kind === 'pay' ? { ...step, key: `${step.key}:${world.random()}` } : step),
  },
  {
    shape: 7,
    name: 'a payment is captured and its order is not written',
    perform: (world) => (real) => async (step) =>
      step.kind === 'record' && world.random() < 0.2 ? { ok: true, kind: 'recorded', orderNumber: 1 } : real(step),
  },
  { shape: 7, name: 'a cart is completed twice at once', isCartSplit: true },
];

/** What bundles, lots and transfers in parts could do wrong. */
export const FEATURE_PLANTS: readonly (Plant & { readonly feature: Feature })[] = [
  {
    shape: 0,
    feature: 'bundle',
    name: 'a bundle is put into an order without its last part',
    expand: (line, parts) => bundleLines(line, parts.length > 1 ? parts.slice(0, -1) : parts),
  },
  { shape: 0, feature: 'bundle', name: 'parts are kept when another part is refused', together: keepingParts },
  { shape: 0, feature: 'lots', name: 'a lot sells a block its SKU did not grant', lot: TrustingLot },
  { shape: 0, feature: 'lots', name: 'a lot does not report what it sold', lot: SilentLot },
  {
    shape: 0,
    feature: 'parts',
    name: 'all shipments of a transfer have one name',
    moving: { isUnnamed: true },
  },
  {
    shape: 0,
    feature: 'parts',
    name: 'what arrives is taken in though nothing is on its way',
    moving: { takesAnything: true },
  },
];
