import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Charge, Customer, PaymentIntent, PaymentMethod, Refund, StripeEvent } from './objects.ts';

/** What a method's card number would tell; the number itself is one of Stripe's test numbers, no other is ever kept. */
export interface MethodSecret {
  id: string;
  cardNumber: string;
}

/** The answer kept under an idempotency key. */
export interface KeptAnswer {
  id: string;
  fingerprint: string;
  status: number;
  body: string;
  requestId: string;
  keptAtMs: number;
}

/** How long an idempotency key keeps its answer. */
export const ANSWERS_KEPT_MS = 24 * 3600 * 1000;
/** How long events can be read. */
const EVENTS_KEPT_S = 30 * 24 * 3600;

/** One event on its way to the webhook address. */
export interface Delivery {
  id: string;
  eventId: string;
  state: 'held' | 'pending' | 'delivered' | 'abandoned';
  dueAtMs: number;
  attempts: { atMs: number; status: number | null; error: string | null }[];
}

/** A refund whose status changes later by itself. */
export interface RefundPlan {
  id: string;
  status: 'succeeded' | 'failed';
  dueAtMs: number;
  done: boolean;
}

/** Where a customer is sent back to after authenticating. */
export interface Challenge {
  id: string;
  returnUrl: string | null;
}

export interface Collections {
  payment_method: PaymentMethod;
  payment_intent: PaymentIntent;
  charge: Charge;
  refund: Refund;
  customer: Customer;
  event: StripeEvent;
  method_secret: MethodSecret;
  kept_answer: KeptAnswer;
  delivery: Delivery;
  refund_plan: RefundPlan;
  challenge: Challenge;
}
type Name = keyof Collections;
type Maps = { readonly [K in Name]: Map<string, Collections[K]> };

function emptyMaps(): Maps {
  return {
    payment_method: new Map(),
    payment_intent: new Map(),
    charge: new Map(),
    refund: new Map(),
    customer: new Map(),
    event: new Map(),
    method_secret: new Map(),
    kept_answer: new Map(),
    delivery: new Map(),
    refund_plan: new Map(),
    challenge: new Map(),
  };
}

interface Line {
  readonly c: Name;
  readonly v: { readonly id: string };
}

/** Lines are written by this file alone, so their names decide; a line cut off by a killed process is none. */
function parseLine(text: string): Line | null {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line !== 'object' || line === null || !('c' in line) || !('v' in line)) return null;
    const { c, v } = line;
    if (typeof c !== 'string' || !Object.hasOwn(emptyMaps(), c)) return null;
    if (typeof v !== 'object' || v === null || !('id' in v) || typeof v.id !== 'string') return null;
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Everything the emulator remembers. With a file, each change is appended to it before the call is answered, so that a killed emulator forgets
 * nothing it said; starting rewrites the file without what was overwritten.
 */
export class Store {
  readonly #maps = emptyMaps();
  readonly #file: string | null;
  #unwritten: string[] = [];

  constructor(file: string | null, nowMs: number) {
    this.#file = file;
    if (file !== null) this.#load(file, nowMs);
  }

  #load(file: string, nowMs: number): void {
    mkdirSync(path.dirname(file), { recursive: true });
    if (existsSync(file))
      for (const text of readFileSync(file, 'utf8').split('\n')) {
        const line = parseLine(text);
        if (line) (this.#maps[line.c] as Map<string, { id: string }>).set(line.v.id, line.v);
      }
    this.#forget(nowMs);
    this.#rewrite(file);
  }

  /** Lets go of what Stripe lets go of too: old keys and events, and deliveries that arrived. */
  #forget(nowMs: number): void {
    const { kept_answer: answers, event: events, delivery: deliveries } = this.#maps;
    for (const [id, answer] of answers) if (nowMs - answer.keptAtMs >= ANSWERS_KEPT_MS) answers.delete(id);
    for (const [id, delivery] of deliveries) if (delivery.state === 'delivered') deliveries.delete(id);
    for (const [id, event] of events) if (nowMs / 1000 - event.created > EVENTS_KEPT_S) events.delete(id);
  }

  #rewrite(file: string): void {
    const lines = Object.entries(this.#maps).flatMap(([c, map]) =>
      [...map.values()].map((v) => `${JSON.stringify({ c, v })}\n`),
    );
    writeFileSync(`${file}.new`, lines.join(''), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  get<K extends Name>(name: K, id: string): Collections[K] | undefined {
    return this.#maps[name].get(id);
  }

  /** Keeps an object, new or changed. */
  put<K extends Name>(name: K, value: Collections[K]): void {
    this.#maps[name].set(value.id, value);
    if (this.#file !== null) this.#unwritten.push(`${JSON.stringify({ c: name, v: value })}\n`);
  }

  /** Oldest first. */
  all<K extends Name>(name: K): Collections[K][] {
    return [...this.#maps[name].values()];
  }

  /** Writes what changed since the last call. */
  flush(): void {
    if (this.#file === null || this.#unwritten.length === 0) return;
    appendFileSync(this.#file, this.#unwritten.join(''));
    this.#unwritten = [];
  }

  /** Forgets everything. */
  clear(): void {
    for (const map of Object.values(this.#maps)) map.clear();
    this.#unwritten = [];
    if (this.#file !== null) this.#rewrite(this.#file);
  }
}
