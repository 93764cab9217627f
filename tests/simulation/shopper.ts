import type { Cart } from '../../commerce/cart/cart-state.ts';
import type { CartCommand } from '../../commerce/cart/commands.ts';
import type { OrderDraft } from '../../commerce/checkout/order-draft.ts';
import type { Checkout } from '../../durable-objects/checkout/checkout.ts';
import { draft } from '../support/purchase-world.ts';
import { Bystander, type SimulatedObject } from './actors.ts';
import { someMethod } from './bank.ts';
import { UnreachableError } from './network.ts';
import type { World } from './world.ts';

const KEY_HASH = 'key';
const RETURN_URL = 'https://shop.example/{attempt}';

/** One shopper with one cart: fills it, changes their mind, submits it from one or two tabs, answers the bank or walks away. Never rejects. */
export class Shopper {
  readonly actor: Bystander;
  readonly token: string;
  /** Orders the shop said are placed. */
  readonly told: number[] = [];
  isDone = false;
  readonly #world: World;
  #asked = 0;

  constructor(world: World, number: number) {
    this.#world = world;
    this.actor = new Bystander(`shopper ${number}`);
    this.token = number.toString(16).padStart(32, '0');
  }

  /** Everything this shopper does. */
  async shop(): Promise<void> {
    const { random } = this.#world;
    try {
      const lines = this.#someLines(1 + Math.floor(random() * 3));
      const made = await this.#persist('create', (object) =>
        object.instance.create(this.token, KEY_HASH, {
          commands: [{ kind: 'add_lines', lines }],
          idempotency: { key: 'create', hash: 'create' },
        }),
      );
      if (!made.ok) return;
      await this.#world.pause(random() ** 3 * 60_000);
      if (random() < 0.3) await this.#change();
      const tries = 1 + Math.floor(random() * 2.3);
      for (let attempt = 1; attempt <= tries; attempt += 1) {
        const tabs = random() < 0.25 ? 2 : 1;
        const ends = await Promise.all(
          Array.from({ length: tabs }, (_, tab) => this.#submit(`token-${attempt}-${tab}`, tab)),
        );
        if (ends.includes('bought') || ends.includes('left')) return;
        await this.#world.pause(random() * 5_000);
      }
    } catch (error) {
      if (!(error instanceof UnreachableError))
        this.#world.problem(`${this.actor.name}: ${error instanceof Error ? error.stack : error}`);
    } finally {
      this.isDone = true;
    }
  }

  #someLines(count: number): Extract<CartCommand, { kind: 'add_lines' }>['lines'] {
    const { random, variants, bundle } = this.#world;
    return Array.from({ length: count }, (_, index) => {
      const { id } = variants[Math.floor(random() * variants.length)] ?? { id: 1 };
      // Attributes keep lines of one variant apart.
      const attributes = [{ key: 'line', value: String(index) }];
      const quantity = 1 + Math.floor(random() ** 2 * 3);
      const line = { productId: 1, variantId: id, quantity, attributes, available: null };
      return bundle && random() < 0.5 ? { ...line, variantId: bundle.variantId, parts: bundle.parts } : line;
    });
  }

  async #change(): Promise<void> {
    const { random } = this.#world;
    const command: CartCommand =
      random() < 0.5
        ? { kind: 'add_lines', lines: this.#someLines(1) }
        : { kind: 'update_lines', lines: [{ lineId: 1, quantity: Math.floor(random() * 3), available: null }] };
    this.#asked += 1;
    const key = `change ${this.#asked}`;
    await this.#persist('change', (object) =>
      object.instance.change(KEY_HASH, { commands: [command], idempotency: { key, hash: key } }),
    );
  }

  async #submit(attemptToken: string, tab: number): Promise<'bought' | 'failed' | 'left'> {
    const { random } = this.#world;
    for (let round = 0; round < 6; round += 1) {
      const opening = await this.#persist(
        'open',
        (object) => object.instance.openSubmission(KEY_HASH, attemptToken),
        tab,
      );
      if (opening.kind === 'accepted') return this.#follow(opening.attemptId, tab);
      if (opening.kind === 'busy') {
        await this.#world.pause(2_000);
        continue;
      }
      if (opening.kind !== 'ready' || opening.cart.lines.length === 0) return 'failed';
      const agreed = this.#agreed(opening.cart);
      const methodId = agreed.totalMinor === 0 ? null : someMethod(random, this.#world.isBankSlow);
      const submission = {
        attemptToken,
        cartVersion: opening.cart.version,
        draft: agreed,
        methodId,
        returnUrl: RETURN_URL,
      };
      const answer = await this.#persist('submit', (object) => object.instance.submit(KEY_HASH, submission), tab);
      if (answer.kind === 'begun' || answer.kind === 'accepted') return this.#follow(answer.attemptId, tab);
      if (answer.kind === 'not_found' || answer.kind === 'token_reused') return 'failed';
      await this.#world.pause(500);
    }
    return 'failed';
  }

  #agreed(cart: Cart): OrderDraft {
    const plain = draft(cart.lines.map(({ variantId, quantity }) => [variantId, quantity] as const));
    const { bundle } = this.#world;
    const agreed = bundle ? { ...plain, lines: bundle.lines(this.token, cart, plain.lines) } : plain;
    const free = this.#world.random() < 0.06;
    return { ...agreed, warehousePreference: [], ...(free ? { totalMinor: 0 } : {}) };
  }

  /** Asks how it goes until it is over, as the shop's page does. */
  async #follow(attemptId: string, tab: number): Promise<'bought' | 'failed' | 'left'> {
    const { random } = this.#world;
    let pauseMs = 400;
    for (let poll = 0; poll < 40; poll += 1) {
      if (random() < 0.02) return 'left';
      const view = await this.#persist('look', (object) => object.instance.attempt(attemptId), tab);
      if (view === null || view.state === 'failed') return 'failed';
      if (view.state === 'success') {
        this.told.push(view.orderId);
        return 'bought';
      }
      if (view.state === 'action_required') {
        const mood = random();
        if (mood < 0.15) return 'left';
        if (mood < 0.25) await this.#change();
        // Some take longer than anything was promised.
        await this.#world.pause(mood > 0.85 ? 12 * 60_000 + random() * 10 * 60_000 : random() * 30_000);
        this.#world.answerBank(this.actor, this.token, random() < 0.8);
      }
      await this.#world.pause(pauseMs);
      pauseMs = Math.min(pauseMs * 2, 60_000);
    }
    return 'left';
  }

  /** Asks again until an answer comes. */
  async #persist<R>(
    label: string,
    ask: (object: SimulatedObject<Checkout>) => R | Promise<R>,
    tab = 0,
  ): Promise<Awaited<R>> {
    for (let round = 1; ; round += 1) {
      try {
        const object = this.#world.cartOf(this.token, tab);
        return await this.#world.network.call(this.actor, object, label, async () => await ask(object));
      } catch (error) {
        if (!(error instanceof UnreachableError) || round === 15) throw error;
        await this.#world.pause(300 * round);
      }
    }
  }
}
