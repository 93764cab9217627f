import type { OpeningStock } from '../../commerce/inventory/contract.ts';
import { NO_TERMS } from '../../commerce/inventory/supply.ts';
import { Checkout } from '../../durable-objects/checkout/checkout.ts';
import { SkuInventory } from '../../durable-objects/sku-inventory/sku-inventory.ts';
import { skuObjects } from '../../worker/adapters/sku-objects/inventory.ts';
import { splitInventory } from '../../worker/adapters/sku-objects/split-inventory.ts';
import type { Inventory } from '../../worker/ports/inventory.ts';
import type { SaleQueues } from '../../worker/ports/sale-queues.ts';
import { performStep } from '../../worker/services/perform-step.ts';
import { type Audited, Bystander, type Party, SimulatedObject, type Surroundings } from './actors.ts';
import { Bank } from './bank.ts';
import { Bundle, SetHolder } from './bundle.ts';
import type { Feature } from './features.ts';
import type { Runtime } from './globals.ts';
import { Lots } from './lots.ts';
import { MoneyAuditor } from './money-auditor.ts';
import { Movers } from './movers.ts';
import { Network, UnreachableError } from './network.ts';
import { LostObjectError } from './object-storage.ts';
import type { Perform, Plant, StockObject } from './plants.ts';
import { Scheduler, START_MS } from './scheduler.ts';
import { ShopRecords } from './shop-records.ts';
import { Shopper } from './shopper.ts';
import { Staff } from './staff.ts';
import { StockAuditor, ViolationError } from './stock-auditor.ts';
import { CALM, someWeather, type Weather } from './weather.ts';

/** A variant with its object, and what may be sold of it as far as the world knows. */
export interface Variant {
  readonly id: number;
  readonly warehouseIds: readonly number[];
  readonly opening: OpeningStock;
  readonly object: SimulatedObject<StockObject>;
  readonly auditor: StockAuditor;
  /** Units that ever were or may have come. */
  had: number;
  /** Orders that staff tried to ship. */
  readonly shipped: Set<number>;
}

/** Bugs that the product notices and survives: each is a violation here. */
const ALARMING =
  /was interrupted|stock refused what it should not|key was used twice|a sale of a lot was refused|block could not be/;

/** In this time promises end and slow banks decide. */
const RUNS_OUT_MS = 35 * 60_000;

/** Nothing here is sold by queue. */
const OPEN_SALE: SaleQueues = {
  check: async () => ({ kind: 'open' }),
  claim: async () => ({ kind: 'open' }),
  settle: async () => ({ ok: true }),
  open: unused,
  view: unused,
  join: unused,
  place: unused,
  leave: unused,
  stop: unused,
};

function unused(): never {
  throw new Error('no purchase needs this');
}

/** One schedule's world: the shop's real objects on simulated machines, with shoppers, staff, bank and records around them. */
export class World implements Surroundings, Runtime {
  readonly scheduler: Scheduler;
  readonly random: () => number;
  readonly network: Network;
  readonly bank: Bank;
  readonly records: ShopRecords;
  readonly variants: readonly Variant[];
  readonly shoppers: readonly Shopper[];
  readonly money: MoneyAuditor;
  readonly calmFromMs: number;
  /** Banks take about as long as units are promised. */
  readonly isBankSlow: boolean;
  /** A bundle of the first variants; null in most schedules, as the next two. */
  readonly bundle: Bundle | null;
  /** The lots of the first variant. */
  readonly lots: Lots | null;
  readonly movers: Movers | null;
  violation: string | null = null;
  crashes = 0;
  readonly #storm: Weather;
  readonly #plant: Plant | null;
  readonly #plantedPerform: ReturnType<NonNullable<Plant['perform']>> | null;
  readonly #clock = new Bystander('clock');
  readonly #checkouts = new Map<string, SimulatedObject<Checkout>>();
  readonly #holdAt: 'cart' | 'payment';
  readonly #firstFrom: boolean;
  #numbers = 0;

  constructor(random: () => number, isTracing: boolean, plant: Plant | null, feature: Feature | null) {
    this.random = random;
    this.#plant = plant;
    this.#plantedPerform = plant?.perform?.(this) ?? null;
    this.scheduler = new Scheduler(random, isTracing);
    this.#storm = someWeather(random);
    this.calmFromMs = START_MS + 5_000 + random() ** 2 * 45 * 60_000;
    this.isBankSlow = random() < 0.25;
    this.#holdAt = random() < 0.25 ? 'cart' : 'payment';
    this.#firstFrom = random() < 0.3;
    this.network = new Network(this);
    this.bank = new Bank(this, this.isBankSlow, ({ reference, cartToken }) => this.#tell(reference, cartToken ?? ''));
    this.records = new ShopRecords(this, (order) =>
      this.#check(() => {
        this.money.recorded(order);
        this.bundle?.recorded(order);
      }),
    );
    this.money = new MoneyAuditor(this);
    const variants = 1 + Math.floor(random() * 3);
    this.variants = Array.from({ length: feature === 'bundle' ? Math.max(2, variants) : variants }, (_, index) =>
      this.#variant(index + 1),
    );
    this.bundle = feature === 'bundle' ? new Bundle([1, 2], random, plant?.expand) : null;
    const [first] = this.variants;
    this.lots =
      feature === 'lots' && first
        ? new Lots(this, first, 2 + Math.floor(random() * 2), this.#storm.skewMs, plant?.lot)
        : null;
    this.movers = feature === 'parts' ? new Movers(this, plant?.moving) : null;
    this.shoppers = Array.from({ length: 2 + Math.floor(random() * 5) }, (_, index) => new Shopper(this, index + 1));
  }

  /** Lets everybody begin. */
  begin(): void {
    this.scheduler.note(`weather ${JSON.stringify(this.#storm)}`);
    for (const { id, opening } of this.variants) this.scheduler.note(`variant ${id} ${JSON.stringify(opening)}`);
    // Most come at once; some when what was promised to the first is running out.
    for (const shopper of this.shoppers)
      this.scheduler.after(
        this.random() < 0.65 ? this.random() * 4_000 : this.random() * RUNS_OUT_MS,
        shopper.actor,
        null,
        'arrives',
        () => void shopper.shop(),
      );
    const staff = new Staff(this);
    this.scheduler.after(this.random() * 10_000, staff.actor, null, 'begins', () => void staff.work());
    const { bundle, movers } = this;
    if (bundle) {
      const holder = new SetHolder(this, this.#plant?.together);
      this.scheduler.after(0, holder.actor, null, 'begins', () => void holder.work(bundle));
    }
    movers?.begin();
  }

  weather(): Weather {
    return this.scheduler.nowMs < this.calmFromMs ? this.#storm : CALM;
  }

  /** The cart's object. */
  checkout(token: string): SimulatedObject<Checkout> {
    const known = this.#checkouts.get(token);
    if (known) return known;
    const made = new SimulatedObject<Checkout>(`cart ${token.slice(-2)}`, this, (object) => this.#newCheckout(object));
    this.#checkouts.set(token, made);
    return made;
  }

  /** The object a tab of a shopper reaches: the cart's, always, unless that is what is planted. */
  cartOf(token: string, tab: number): SimulatedObject<Checkout> {
    const own = this.checkout(token);
    if (tab === 0 || !this.#plant?.isCartSplit) return own;
    const copy = this.checkout(`f${token.slice(1)}`);
    const row = own.storage.kv.get('cart');
    if (copy.storage.kv.get('cart') === undefined && row !== undefined) {
      copy.storage.kv.put('cart', { ...(row as object), attempt: 0, attempts: 100, open: [] });
      copy.storage.commit();
    }
    return copy;
  }

  get checkouts(): readonly SimulatedObject<Checkout>[] {
    return [...this.#checkouts.values()];
  }

  variant(id: number): Variant {
    const found = this.variants.find((one) => one.id === id);
    if (!found) throw new Error(`no variant ${id}`);
    return found;
  }

  pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.timer(resolve, delayMs));
  }

  /** The shopper answers the question their bank asks about a payment of the cart. */
  answerBank(actor: Bystander, cartToken: string, confirms: boolean): void {
    for (const { payment } of this.bank.accounts.values()) {
      if (payment.cartToken !== cartToken || payment.status !== 'requires_action') continue;
      this.scheduler.after(5, this.bank.actor, null, `hears ${actor.name} about ${payment.reference}`, () =>
        this.bank.answerQuestion(payment.reference, confirms),
      );
    }
  }

  timer(run: () => void, delayMs: number): unknown {
    const actor = this.scheduler.current ?? this.#clock;
    return this.scheduler.after(delayMs, actor, actor.life, 'timer', run);
  }

  cancel(timer: unknown): void {
    if (typeof timer === 'object' && timer !== null && 'isCancelled' in timer) timer.isCancelled = true;
  }

  logged(line: readonly unknown[]): void {
    const text = line.map(String).join(' ');
    if (line.some((part) => part instanceof LostObjectError)) return;
    this.scheduler.note(`log: ${text}`);
    if (ALARMING.test(text)) this.problem(text);
  }

  problem(what: string): void {
    this.violation ??= what;
  }

  written(object: Audited): void {
    const variant = this.variants.find((one) => one.object === object);
    if (variant) this.#check(() => variant.auditor.audit());
    if (this.lots) this.#check(() => this.lots?.audit(object));
  }

  crashed(): void {
    this.crashes += 1;
  }

  #check(look: () => void): void {
    try {
      look();
    } catch (error) {
      if (!(error instanceof ViolationError)) throw error;
      this.problem(error.message);
    }
  }

  #variant(id: number): Variant {
    const { random } = this;
    const warehouseIds = [1, 2, 3].slice(0, 1 + Math.floor(random() * 3));
    const isBackordered = random() < 0.2;
    const level = { held: 0, committed: 0, incoming: 0 };
    const levels = warehouseIds.map((warehouseId) => ({
      warehouseId,
      onHand: Math.floor(random() ** 1.5 * 5),
      safetyStock: !isBackordered && random() < 0.2 ? 1 : 0,
      ...level,
    }));
    const opening: OpeningStock = {
      policy: isBackordered ? 'continue' : 'deny',
      sequence: 0,
      levels,
      commitments: [],
      ...(isBackordered ? { terms: { ...NO_TERMS, backorderLimit: 2 } } : {}),
    };
    const object = new SimulatedObject<StockObject>(`variant:${id}`, this, (self) => this.#newStock(self, opening));
    const auditor = new StockAuditor(object, id, opening, this.#storm.skewMs);
    const had = levels.reduce((sum, one) => sum + one.onHand, 0);
    return { id, warehouseIds, opening, object, auditor, had, shipped: new Set() };
  }

  #newStock(object: SimulatedObject<StockObject>, opening: OpeningStock): StockObject {
    const dependencies = {
      nowMs: () => object.nowMs,
      openStock: () => this.network.call(object, this.records.actor, 'read opening stock', () => opening),
      send: (messages: Parameters<ShopRecords['enqueue']>[0]) =>
        this.network.call(object, this.records.queue, 'enqueue', () => this.records.enqueue(messages)),
    };
    if (this.#plant?.stock) return this.#plant.stock({ object, opening, dependencies, world: this });
    const made = new SkuInventory(object.ctx as unknown as DurableObjectState, {} as never);
    made.dependencies = dependencies;
    return made;
  }

  #newCheckout(object: SimulatedObject<Checkout>): Checkout {
    const real: Perform = (step) =>
      performStep(
        // What else a step can need, no purchase of this world has.
        {
          inventory: this.inventoryOf(object),
          payments: this.bank.portOf(object, this.network),
          saleQueues: OPEN_SALE,
          recorder: this.records.recorderOf(object, this.network),
          nowMs: () => object.nowMs,
          announceOrder: () => undefined,
        } as unknown as Parameters<typeof performStep>[0],
        // As a route does: from one warehouse, if it has enough, before all others.
        step.kind === 'hold' && this.#firstFrom ? { ...step, firstFrom: [1] } : step,
      );
    const perform = this.#plantedPerform?.(real, object) ?? real;
    const deps = { config: { HOLD_AT: this.#holdAt }, ids: { token: () => this.#token() }, performStep: perform };
    const made = new Checkout(object.ctx as unknown as DurableObjectState, { deps } as never);
    made.dependencies = {
      ...made.dependencies,
      nowMs: () => object.nowMs,
      newNumber: () => {
        this.#numbers += 1;
        return this.#numbers;
      },
    };
    return made;
  }

  #token(): string {
    this.#numbers += 1;
    return this.#numbers.toString(16).padStart(32, '0');
  }

  /** The shop's own adapter over objects that a caller reaches by messages. */
  inventoryOf(caller: Party): Inventory {
    const namespace = {
      idFromName: (name: string) => name,
      get: (name: string) => {
        const { object } = this.variant(Number(name.slice('variant:'.length)));
        return {
          execute: (command: Parameters<StockObject['execute']>[0]) =>
            this.network.call(caller, object, label(command), () => object.instance.execute(command)),
          executeMany: (commands: Parameters<StockObject['executeMany']>[0]) =>
            this.network.call(caller, object, commands.map(label).join(' + '), () =>
              object.instance.executeMany(commands),
            ),
        };
      },
    };
    const whole = skuObjects({ namespace: namespace as never, pause: (ms) => this.pause(ms) });
    const { lots } = this;
    if (!lots) return whole;
    return splitInventory(whole, {
      namespace: lots.reachedBy(caller) as never,
      lotsOf: async (variantId) => (variantId === 1 ? lots.objects.length : 1),
    });
  }

  /** The bank's message: late, doubled, out of order, and again until it was taken. */
  #tell(reference: string, cartToken: string): void {
    const attempt = (delayMs: number, round: number): void => {
      this.scheduler.after(delayMs, this.bank.actor, null, `tells of ${reference}`, () => {
        const object = this.checkout(cartToken);
        this.network
          .call(this.bank.actor, object, `paymentChanged ${reference}`, () => object.instance.paymentChanged(reference))
          .catch((error: unknown) => {
            const isExpected = error instanceof UnreachableError || String(error).includes('could not be read');
            if (!isExpected) this.problem(`${object.name}: ${error}`);
            if (round < 12) attempt(5_000 * round, round + 1);
          });
      });
    };
    attempt(this.random() ** 3 * 60_000, 1);
    if (this.random() < 0.2) attempt(this.random() * 120_000, 1);
  }
}

function label(command: Parameters<StockObject['execute']>[0]): string {
  const id = 'holdId' in command ? command.holdId : 'commandId' in command ? command.commandId : '';
  const units = 'quantity' in command && command.quantity !== undefined ? ` x${command.quantity}` : '';
  return `${command.kind} ${id}${units}`;
}
